"""Sessions: who is signed in, in which browser, until when.

A session ends after `IDLE` without a visit, and `LONGEST` after it began whatever happens; all of an account's end when
its password or its rights change, and when it is closed. Signing in always draws a new one: a cookie that somebody else
put into the browser before is never taken up.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.accounts.drawing import digest, new_secret, token_of
from assistant.accounts.kept import Session
from assistant.accounts.people import person
from assistant.accounts.tables import Account, SignedIn
from indexer.errors import DatabaseStateError, WritingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session as Transaction

    from assistant.accounts.rights import Caller
    from assistant.database.held import Held

IDLE: Final = dt.timedelta(hours=12)
"""A working day, and the evening."""
LONGEST: Final = dt.timedelta(days=7)
NOTED_EVERY: Final = dt.timedelta(minutes=5)
"""How finely a visit is noted: a write for each request would make readers wait for one another."""
SKEW: Final = dt.timedelta(minutes=5)
"""How far clocks of two machines may differ. A session that begins later than that was begun by a wrong clock."""
ID_CHARS: Final = 16


class Sessions:
    """Those of a database. Safe to share between threads."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime]) -> None:
        self._database, self._clock = database, clock

    def caller(self, cookie: str) -> Caller | None:
        """Whose cookie it is; `None` when it is nobody's, or no longer."""
        at = self._clock()
        wanted = sa.select(SignedIn, Account).join(Account, Account.id == SignedIn.account).where(_live(cookie, at))
        with self._database.reading() as session:
            found = session.execute(wanted).one_or_none()
            if found is None:
                return None
            signed_in, row = found
            due = at - signed_in.seen_at >= NOTED_EVERY
            caller = person(row).caller(token_of(cookie))
        if due:
            with contextlib.suppress(DatabaseStateError, WritingError):  # who it is, is known all the same
                self._seen(cookie, at)
        return caller

    def of(self, account: int) -> tuple[Session, ...]:
        """Those of an account that are not over, the latest seen first."""
        wanted = (
            sa.select(SignedIn)
            .where(SignedIn.account == account, SignedIn.expires_at > self._clock())
            .order_by(SignedIn.seen_at.desc(), SignedIn.digest)
        )
        with self._database.reading() as session:
            return tuple(
                Session(row.digest[:ID_CHARS], row.created_at, row.seen_at, row.expires_at)
                for row in session.scalars(wanted)
            )

    def end(self, cookie: str) -> str:
        """Signs out.

        Returns:
            What the single sign-on wants back; empty when the session is not one of its own, or was over.
        """
        ended = sa.delete(SignedIn).where(SignedIn.digest == digest(cookie)).returning(SignedIn.hint)
        with self._database.writing() as session:
            return session.scalar(ended) or ""

    def end_one(self, account: int, number: str) -> None:
        """Ends one session of an account, named as `of` names it; one that is over already is no error."""
        if len(number) == ID_CHARS:
            with self._database.writing() as session:
                session.execute(
                    sa.delete(SignedIn).where(
                        SignedIn.account == account, SignedIn.digest.startswith(number, autoescape=True)
                    )
                )

    def purge(self) -> None:
        """Forgets those that are over."""
        with self._database.writing() as session:
            session.execute(sa.delete(SignedIn).where(SignedIn.expires_at <= self._clock()))

    def _seen(self, cookie: str, at: dt.datetime) -> None:
        with self._database.writing() as session:
            found = session.execute(
                sa.select(SignedIn, Account).join(Account, Account.id == SignedIn.account).where(_live(cookie, at))
            ).one_or_none()
            if found is not None:
                signed_in, row = found
                signed_in.seen_at = at
                signed_in.expires_at = min(at + IDLE, signed_in.created_at + LONGEST)
                row.seen_on = at.date()


def begin(session: Transaction, row: Account, at: dt.datetime, hint: str = "") -> str:
    """Begins a session of an account, in a change that is under way; gives what its cookie holds."""
    cookie = new_secret()
    session.add(
        SignedIn(digest=digest(cookie), account=row.id, created_at=at, seen_at=at, expires_at=at + IDLE, hint=hint)
    )
    row.seen_on = at.date()
    return cookie


def end_all(session: Transaction, account: int, but: str = "") -> None:
    """Ends all sessions of an account, in a change that is under way.

    Args:
        session: Of the database.
        account: Its number.
        but: Cookie of the one that goes on; empty for none.
    """
    kept = SignedIn.digest != digest(but) if but else sa.true()
    session.execute(sa.delete(SignedIn).where(SignedIn.account == account, kept))


def _live(cookie: str, at: dt.datetime) -> sa.ColumnElement[bool]:
    begun = sa.and_(SignedIn.created_at <= at + SKEW, SignedIn.expires_at > at)
    return sa.and_(SignedIn.digest == digest(cookie), begun, Account.disabled_at.is_(None))
