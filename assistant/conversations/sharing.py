"""Answers shared by a link: as they were, for whoever has it, until somebody takes them back.

The same answer shared twice by the same account, or twice by nobody in particular, has one link. Two accounts that
share it have a link each, so that neither takes back the other's.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.answers import Reason
from assistant.conversations.answered import answered_of, asked_column, outcome_column
from assistant.conversations.kept import Listing, Shared
from assistant.conversations.messages import NOT_ABOUT_THE_FIELD, SPEAKS_OF_SOMEBODY, TOO_LONG
from assistant.conversations.tables import SharedAnswer
from assistant.discretion import LONGEST, may_be_kept
from indexer.errors import SharedAnswerNotFound, SharingRefused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from assistant.conversations.answered import Answered
    from assistant.database.held import Held

PAGE_SIZE: Final = 20
MOST_ON_A_PAGE: Final = 200
SHARED_REFUSALS: Final = frozenset({None, Reason.NOT_DOCUMENTED.value, Reason.OFF_TOPIC.value, Reason.ABROAD.value})
"""What may be shared: an answer, or a refusal that says nothing of whoever asked."""
_BYTES: Final = 16
_ID: Final = re.compile(r"[0-9a-f]{32}")
_TOLD: Final = 100


class SharedAnswers:
    """The shared answers of a database. Safe to share between threads."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime]) -> None:
        """Nothing is opened.

        Args:
            database: Open, or opened when it is first wanted, and then it may raise what opening it raises.
            clock: Tells the moment of sharing.
        """
        self._database, self._clock = database, clock

    def share(self, answered: Answered, account: int | None = None) -> Shared:
        """Shares an answer, or finds it where the same one was shared already.

        Args:
            answered: By the server, never as a client tells it.
            account: Of whoever shares it; `None` when nobody is signed in.

        Raises:
            SharingRefused: It may speak of somebody, or is not about the field.
        """
        _refuse(answered)
        digest = _digest(answered)
        with self._database.writing() as session:
            same = sa.select(SharedAnswer).where(SharedAnswer.digest == digest)
            of_it = SharedAnswer.account.is_(None) if account is None else SharedAnswer.account == account
            row = session.scalar(same.where(of_it))
            if row is None:
                row = SharedAnswer(
                    id=secrets.token_hex(_BYTES),
                    account=account,
                    question=answered.asked.question,
                    asked=asked_column(answered.asked, history=False),
                    outcome=outcome_column(answered.outcome),
                    generation=answered.generation,
                    at=answered.at,
                    shared_at=self._clock(),
                    digest=digest,
                )
                session.add(row)
                session.flush()
            return _shared(row)

    def get(self, shared: str) -> Shared:
        """A shared answer by the identifier in its link.

        Raises:
            SharedAnswerNotFound: There is none, or it was taken back.
        """
        with self._database.reading() as session:
            return _shared(_row(session, shared))

    def list(self, account: int | None = None, *, offset: int = 0, limit: int = PAGE_SIZE) -> Listing[Shared]:
        """Shared answers, the last first.

        Args:
            account: Whose; `None` for all of them, which maintenance looks after.
            offset: How many to pass over.
            limit: Most to give.
        """
        condition = [] if account is None else [SharedAnswer.account == account]
        wanted = sa.select(SharedAnswer).where(*condition).order_by(SharedAnswer.shared_at.desc(), SharedAnswer.id)
        wanted = wanted.offset(max(offset, 0)).limit(min(max(limit, 1), MOST_ON_A_PAGE))
        with self._database.reading() as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(SharedAnswer).where(*condition)) or 0
            return Listing(tuple(map(_shared, session.scalars(wanted))), total)

    def everything(self, account: int) -> tuple[Shared, ...]:
        """All that an account shares, oldest first: for a copy of what is kept of somebody."""
        wanted = sa.select(SharedAnswer).where(SharedAnswer.account == account)
        with self._database.reading() as session:
            return tuple(map(_shared, session.scalars(wanted.order_by(SharedAnswer.shared_at, SharedAnswer.id))))

    def delete(self, shared: str, *, account: int | None) -> None:
        """Takes one back for good: its link opens nothing any more.

        Args:
            shared: Its identifier.
            account: That it must be of; `None` for maintenance, which may take back any.

        Raises:
            SharedAnswerNotFound: There is none, or it is not this account's.
        """
        with self._database.writing() as session:
            row = _row(session, shared)
            if account is not None and row.account != account:
                raise SharedAnswerNotFound(shared=shared[:_TOLD])
            session.delete(row)


def _refuse(answered: Answered) -> None:
    if answered.outcome.reason not in SHARED_REFUSALS:
        raise SharingRefused(detail=NOT_ABOUT_THE_FIELD)
    shown = (answered.asked.question, answered.outcome.understood.question)
    if any(len(text) > LONGEST for text in shown):
        raise SharingRefused(detail=TOO_LONG.format(most=LONGEST))
    if not all(map(may_be_kept, shown)):
        raise SharingRefused(detail=SPEAKS_OF_SOMEBODY)


def _digest(answered: Answered) -> str:
    """Of what a reader of the link sees: not of how long it took, nor of when it was asked."""
    outcome = {name: value for name, value in outcome_column(answered.outcome).items() if name != "latency_s"}
    asked = asked_column(answered.asked, history=False)
    told = [answered.asked.question, asked, outcome, answered.generation]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _row(session: Session, shared: str) -> SharedAnswer:
    row = session.get(SharedAnswer, shared) if _ID.fullmatch(shared) else None
    if row is None:
        raise SharedAnswerNotFound(shared=shared[:_TOLD])
    return row


def _shared(row: SharedAnswer) -> Shared:
    answered = answered_of(row.question, row.asked, row.outcome, row.generation, row.at)
    return Shared(row.id, answered, row.account, row.shared_at)
