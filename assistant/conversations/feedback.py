"""What readers thought of answers, and its review: dismissed, or made an evaluation question.

Of who it was, nothing is kept; of when, the day. Personal data in a comment are masked before it is kept. A question
that may speak of somebody is not kept at all, nor what a language model wrote from it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.contract import UnderstoodOut
from assistant.conversations import messages
from assistant.conversations.answered import answered_of, asked_column, outcome_column
from assistant.conversations.items import expected_of, item_of, write_items
from assistant.conversations.kept import Listing, ReviewStatus, Told, Why
from assistant.conversations.tables import Feedback
from assistant.discretion import may_be_kept
from assistant.triage.stored import storable
from indexer.errors import FeedbackInvalid, FeedbackNotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sqlalchemy.orm import Session

    from assistant.conversations.answered import Answered
    from assistant.conversations.items import Expected
    from assistant.database.held import Held
    from indexer.index import Index

PAGE_SIZE: Final = 50
MOST_ON_A_PAGE: Final = 200
LONGEST_COMMENT: Final = 2000
LONGEST_NUMBER: Final = 2**31 - 1
"""Of a row: PostgreSQL refuses to look for a greater one."""


@dataclasses.dataclass(frozen=True, slots=True)
class FeedbackFilters:
    """Which feedback is wanted; what is left empty does not filter. Days are inclusive."""

    status: ReviewStatus | None = None
    useful: bool | None = None
    reason: Why | None = None
    since: dt.date | None = None
    until: dt.date | None = None


def masked_by_privacy(text: str) -> str:
    """A text with personal data masked; loads the French models at its first use.

    Raises:
        ModelUnavailable: The French language model is not installed.
    """
    from assistant.privacy import found, masked

    hidden: str = masked(text, found(text)).text
    return hidden


class Feedbacks:
    """The feedback of a database. Safe to share between threads."""

    def __init__(
        self,
        database: Held,
        clock: Callable[[], dt.datetime],
        data_dir: Path,
        mask: Callable[[str], str] = masked_by_privacy,
    ) -> None:
        """Nothing is opened.

        Args:
            database: Open, or opened when it is first wanted, and then it may raise what opening it raises.
            clock: Tells the moment.
            data_dir: Where the evaluation questions are written.
            mask: Hides personal data in a text.
        """
        self._database, self._clock, self._data_dir, self._mask = database, clock, data_dir, mask

    def give(self, key: str, answered: Answered, *, useful: bool, reason: Why | None = None, comment: str = "") -> Told:
        """Keeps what a reader thinks of an answer; a second thought takes the place of the first.

        Args:
            key: Of the answer: its identifier, or its place in a conversation. Only a digest of it is kept.
            answered: By the server, never as a client tells it.
            useful: 👍 or 👎.
            reason: Why not.
            comment: At most `LONGEST_COMMENT` characters.

        Raises:
            FeedbackInvalid: A reason with a 👍, or too long a comment.
            ModelUnavailable: A comment cannot be masked.
        """
        if useful and reason:
            raise FeedbackInvalid(field="reason", detail=messages.USEFUL_HAS_NO_REASON)
        words = storable(comment).strip()
        if len(words) > LONGEST_COMMENT:
            raise FeedbackInvalid(field="comment", detail=messages.COMMENT_TOO_LONG.format(most=LONGEST_COMMENT))
        hidden = self._mask(words) if words else ""
        digest = hashlib.sha256(f"feedback:{key}".encode("utf-8", "replace")).hexdigest()
        kept = discreet(answered)
        with self._database.writing() as session:
            row = session.scalar(sa.select(Feedback).where(Feedback.answer == digest).with_for_update())
            if row is None:
                row = Feedback(answer=digest, status=ReviewStatus.NEW.value, item=None, reviewed_at=None)
                session.add(row)
            row.day = self._clock().astimezone().date()
            row.useful, row.reason, row.comment = useful, reason.value if reason else "", hidden
            row.question, row.generation = kept.asked.question, kept.generation
            row.asked, row.outcome = asked_column(kept.asked), outcome_column(kept.outcome)
            session.flush()
            return _told(row)

    def get(self, number: int) -> Told:
        """A feedback by its number.

        Raises:
            FeedbackNotFound: There is none.
        """
        with self._database.reading() as session:
            return _told(_row(session, number))

    def list(self, filters: FeedbackFilters | None = None, *, offset: int = 0, limit: int = PAGE_SIZE) -> Listing[Told]:
        """Feedback that passes filters, the last given first."""
        condition = _matching(filters or FeedbackFilters())
        wanted = sa.select(Feedback).where(*condition).order_by(Feedback.day.desc(), Feedback.id.desc())
        wanted = wanted.offset(max(offset, 0)).limit(min(max(limit, 1), MOST_ON_A_PAGE))
        with self._database.reading() as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(Feedback).where(*condition)) or 0
            return Listing(tuple(map(_told, session.scalars(wanted))), total)

    def dismiss(self, number: int, *, author: str, note: str = "") -> Told:
        """Sets one aside, with a note; an evaluation question that it had become is withdrawn.

        Raises:
            FeedbackNotFound: There is none.
            WritingError: The file of evaluation questions cannot be written.
        """
        return self._reviewed(number, ReviewStatus.DISMISSED, author, note, None)

    def reopen(self, number: int, *, author: str, note: str = "") -> Told:
        """Puts one back among those to be reviewed. Raises as `dismiss` does."""
        return self._reviewed(number, ReviewStatus.NEW, author, note, None)

    def accept(
        self,
        number: int,
        index: Index,
        identifiers: Mapping[str, str],
        *,
        author: str,
        note: str = "",
        expected: Expected | None = None,
    ) -> Told:
        """Makes one an evaluation question of the suite `retours`.

        Args:
            number: Of the feedback.
            index: That is being served, in which the words expected are looked up.
            identifiers: Of publications in the catalogue, by path.
            author: Who reviews it.
            note: To be kept with it.
            expected: What a good answer is; `None` where the feedback says it.

        Raises:
            FeedbackNotFound: There is none.
            FeedbackInvalid: What was expected is missing, or cannot be found.
            WritingError: The file of evaluation questions cannot be written.
        """
        told = self.get(number)
        item = item_of(told, expected or expected_of(told), index, identifiers)
        return self._reviewed(number, ReviewStatus.ACCEPTED, author, note, item)

    def _reviewed(
        self, number: int, status: ReviewStatus, author: str, note: str, item: dict[str, object] | None
    ) -> Told:
        with self._database.writing(alone=True) as session:
            row = _row(session, number)
            row.status, row.item = status.value, item
            row.note = storable(note).strip()[:LONGEST_COMMENT]
            row.reviewed_by, row.reviewed_at = storable(author)[:254], self._clock()
            row.answer = secrets.token_hex(32)  # what was reviewed changes no more: a second thought is another
            session.flush()
            told = _told(row)
            accepted = sa.select(Feedback.item).where(Feedback.status == ReviewStatus.ACCEPTED.value)
            items = session.scalars(accepted.order_by(Feedback.id)).all()
            # Before the end of the transaction: the database never says of a question that it is in the file when
            # it is not, and two reviewers write one after the other.
            write_items(self._data_dir, [each for each in items if each])
            return told


def discreet(answered: Answered) -> Answered:
    """An answer as it may be kept of somebody unknown.

    Where the question, or one before it, may speak of somebody, nothing is left of their words, nor of a draft, which
    may repeat them; the words quoted from publications stay.
    """
    if all(may_be_kept(text) for text in answered.texts() if text):
        return answered
    blank = UnderstoodOut(question="", filters=[], notices=[])
    update: dict[str, object] = {"understood": blank}
    if answered.outcome.mode == "drafted":
        update |= {"answer": "", "sentences": []}
    return dataclasses.replace(
        answered,
        asked=answered.asked.model_copy(update={"question": "", "history": []}),
        outcome=answered.outcome.model_copy(update=update),
    )


def _matching(filters: FeedbackFilters) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.status is not None:
        conditions.append(Feedback.status == filters.status.value)
    if filters.useful is not None:
        conditions.append(Feedback.useful.is_(filters.useful))
    if filters.reason is not None:
        conditions.append(Feedback.reason == filters.reason.value)
    if filters.since:
        conditions.append(Feedback.day >= filters.since)
    if filters.until:
        conditions.append(Feedback.day <= filters.until)
    return conditions


def _row(session: Session, number: int) -> Feedback:
    row = session.get(Feedback, number) if 0 < number <= LONGEST_NUMBER else None
    if row is None:
        raise FeedbackNotFound(feedback=number)
    return row


def _told(row: Feedback) -> Told:
    return Told(
        number=row.id,
        useful=row.useful,
        reason=Why(row.reason) if row.reason else None,
        comment=row.comment,
        # The day, and no hour of it.
        answered=answered_of(row.question, row.asked, row.outcome, row.generation, _midnight(row.day)),
        day=row.day,
        status=ReviewStatus(row.status),
        note=row.note,
        item=row.item,
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
