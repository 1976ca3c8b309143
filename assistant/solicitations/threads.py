"""Whether a mail is there already, and which others it goes with.

*The same mail*: same Message-ID and same words; or the same words within a month from the same sender, where one of
the two has no Message-ID (a mail pasted after it was fetched). Nothing is added.

*A duplicate*: another mail of nearly the same words (an offer sent through two networks, a reminder sent whole). Kept,
since somebody sent it, and joined to the first. *A follow-up*: it refers to a mail of the thread, in other words.

Message-IDs are kept as digests: they join threads, and go on telling a purged mail that a mailbox still holds, without
telling who wrote it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from rapidfuzz import fuzz

from assistant.solicitations.kept import Relation
from assistant.solicitations.tables import Solicitation, ThreadReference
from assistant.triage.stored import message_of
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from assistant.triage.model import Message

SAME_DAYS: Final = 30
"""Between two arrivals of the same words that are held for one mail."""
NEAR_DAYS: Final = 60
"""Between two mails that may be duplicates."""
NEAR: Final = 90.0
"""Least `fuzz.ratio` (0–100) of two near-identical texts, levelled."""
SHORTEST: Final = 120
"""Characters, levelled, under which two texts are alike by chance (« Merci pour votre retour »)."""
LENGTHS_APART: Final = 0.2
"""Most difference of length, as a share: texts further apart cannot reach `NEAR`."""
COMPARED: Final = 20_000
"""Characters of a text that are compared."""
CANDIDATES: Final = 500
"""Most texts that one is compared with, the latest."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a mail is recognised by.

    Attributes:
        key: Digest of its Message-ID; empty when it has none.
        references: Digests of those that it refers to.
        words: Levelled, joined by spaces.
        digest: Of the words; empty without any.
        sender: Address, in lower case.
        received: Its day.
    """

    key: str
    references: tuple[str, ...]
    words: str
    digest: str
    sender: str
    received: dt.date

    @classmethod
    def of(cls, message: Message) -> Marks:
        """Those of a message."""
        levelled = " ".join(words(message.words()))
        return cls(
            key=_digest(message.message_id.strip().strip("<>")),
            references=tuple(dict.fromkeys(filter(None, (_digest(r.strip().strip("<>")) for r in message.references)))),
            words=levelled,
            digest=_digest(levelled),
            sender=message.sender.address.strip().lower(),
            received=message.received,
        )


def same_mail(session: Session, marks: Marks) -> Solicitation | None:
    """The solicitation that holds this very mail; `None` when there is none."""
    recognised = [Solicitation.digest == marks.digest] if marks.digest else []
    if marks.key:
        recognised.append(Solicitation.message_key == marks.key)
    if not recognised:
        return None
    alike = session.scalars(sa.select(Solicitation).where(sa.or_(*recognised)).order_by(Solicitation.id))
    return next((row for row in alike if _same(row, marks)), None)


def join(session: Session, marks: Marks) -> tuple[str, Relation]:
    """The thread that a new mail belongs to, several being made one when it links them, and what it is to it.

    Returns:
        An empty thread when it stands alone.
    """
    near = _near(session, marks)
    threads = _referring(session, marks)
    if near:
        threads.add(near)
    if not threads:
        return "", Relation.FIRST
    first = session.scalars(
        sa.select(Solicitation.thread).where(Solicitation.thread.in_(threads)).order_by(Solicitation.id).limit(1)
    ).one()
    session.execute(sa.update(Solicitation).where(Solicitation.thread.in_(threads)).values(thread=first))
    return first, Relation.DUPLICATE if near else Relation.FOLLOW_UP


def _same(row: Solicitation, marks: Marks) -> bool:
    purged = row.purged_at is not None
    if row.message_key and marks.key:
        return row.message_key == marks.key and (purged or row.digest == marks.digest)
    if not marks.digest or row.digest != marks.digest:
        return False
    if purged:  # its sender is no longer known, nor its day within its month
        return row.received == marks.received.replace(day=1)
    message = message_of(row.message) if row.message else None
    if message is None or abs(row.received - marks.received) > dt.timedelta(days=SAME_DAYS):
        return False
    sender = message.sender.address.strip().lower()
    return not sender or not marks.sender or sender == marks.sender


def _referring(session: Session, marks: Marks) -> set[str]:
    """Threads of the mails that it refers to, that refer to it, or that refer to the same ones."""
    keys = [*marks.references, *([marks.key] if marks.key else [])]
    if not keys:
        return set()
    own = sa.select(Solicitation.thread).where(Solicitation.message_key.in_(keys))
    theirs = (
        sa.select(Solicitation.thread)
        .join(ThreadReference, ThreadReference.solicitation == Solicitation.id)
        .where(ThreadReference.key.in_(keys))
    )
    return {*session.scalars(own), *session.scalars(theirs)}


def _near(session: Session, marks: Marks) -> str:
    """Thread of the latest mail of nearly the same words; empty when there is none."""
    length = len(marks.words)
    if length < SHORTEST:
        return ""
    window = dt.timedelta(days=NEAR_DAYS)
    candidates = session.execute(
        sa.select(Solicitation.thread, Solicitation.levelled)
        .where(Solicitation.length.between(int(length * (1 - LENGTHS_APART)), int(length * (1 + LENGTHS_APART))))
        .where(Solicitation.received.between(marks.received - window, marks.received + window))
        .where(Solicitation.purged_at.is_(None))
        .order_by(Solicitation.id.desc())
        .limit(CANDIDATES)
    )
    return next((thread for thread, levelled in candidates if _alike(levelled, marks.words)), "")


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one[:COMPARED], other[:COMPARED], score_cutoff=NEAR) >= NEAR


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def references_of(keys: Iterable[str]) -> list[ThreadReference]:
    """Rows that keep the mails that a mail refers to."""
    return [ThreadReference(key=key) for key in keys]
