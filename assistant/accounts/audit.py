"""The audit log: who did what to what, one line each, written with the change itself or not at all.

Nothing of what people ask or write is in it. Lines are forgotten after `KEPT_DAYS`: the CNIL's recommendation of
14 October 2021 on logging (délibération n° 2021-122) sets six months to a year for such logs.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.accounts.kept import Entry, Log
from assistant.accounts.tables import Deed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from assistant.accounts.rights import Caller
    from assistant.database.held import Held

KEPT_DAYS: Final = 365
LONGEST_ACTOR: Final = 254
LONGEST_TARGET: Final = 500
PAGE_SIZE: Final = 50
MOST_ON_A_PAGE: Final = 500


class Action(enum.StrEnum):
    """What may be done that is worth a line."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_RENAMED = "account_renamed"
    RIGHTS_CHANGED = "rights_changed"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    ACCOUNT_DELETED = "account_deleted"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 — the name of a deed
    LINK_MADE = "link_made"
    LINK_CANCELLED = "link_cancelled"
    LINK_USED = "link_used"
    IDENTITY_FOUND = "identity_found"
    IDENTITY_FORGOTTEN = "identity_forgotten"
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    SOURCE_ADDED = "source_added"
    SOURCE_REPLACED = "source_replaced"
    SOURCE_DESCRIBED = "source_described"
    SOURCE_WITHDRAWN = "source_withdrawn"
    SOURCE_RESTORED = "source_restored"
    SOURCE_REMOVED = "source_removed"
    INDEX_ASKED = "index_asked"
    INDEX_PUBLISHED = "index_published"
    INDEX_ROLLED_BACK = "index_rolled_back"
    EVALUATION_ASKED = "evaluation_asked"
    JOB_CANCELLED = "job_cancelled"
    FEEDBACK_REVIEWED = "feedback_reviewed"
    GAP_DISMISSED = "gap_dismissed"
    GAPS_CLEARED = "gaps_cleared"
    BACKUP_TAKEN = "backup_taken"
    PERSON_EXPORTED = "person_exported"
    PERSON_ERASED = "person_erased"


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines are wanted; what is left empty does not filter.

    Attributes:
        actor: Whoever did it, whole.
        action: One of `Action`.
        target: Words that stand in the target.
        since, until: Days, both included, in universal time.
    """

    actor: str = ""
    action: str = ""
    target: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


class AuditLog:
    """The log of a database. Safe to share between threads."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime]) -> None:
        self._database, self._clock = database, clock

    def record(
        self, caller: Caller, action: Action, target: str = "", detail: Mapping[str, object] | None = None
    ) -> None:
        """Adds a line, in a transaction of its own; `note` adds one to a change that is under way."""
        with self._database.writing() as session:
            note(session, caller, action, target, detail, at=self._clock())

    def list(
        self, sought: Sought | None = None, *, page: int = 1, size: int = PAGE_SIZE, offset: int | None = None
    ) -> Log:
        """Lines that are wanted, the latest first.

        Args:
            sought: Which; all of them by default.
            page: 1-based.
            size: Most of them.
            offset: Lines before the first, instead of a page.
        """
        wanted = _condition(sought or Sought())
        size = min(max(size, 1), MOST_ON_A_PAGE)
        before = (max(page, 1) - 1) * size if offset is None else max(offset, 0)
        lines = sa.select(Deed).where(*wanted).order_by(Deed.id.desc()).limit(size).offset(before)
        with self._database.reading() as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(Deed).where(*wanted)) or 0
            return Log(tuple(map(_entry, session.scalars(lines))), total)

    def purge(self) -> int:
        """Forgets lines that are too old; gives their number."""
        oldest = self._clock() - dt.timedelta(days=KEPT_DAYS)
        with self._database.writing() as session:
            gone = session.execute(sa.delete(Deed).where(Deed.at < oldest).returning(Deed.id))
            return len(gone.all())


def note(
    session: Session,
    caller: Caller,
    action: Action,
    target: str = "",
    detail: Mapping[str, object] | None = None,
    *,
    at: dt.datetime,
) -> None:
    """Adds a line to the change that a session makes: both are kept, or neither."""
    session.add(
        Deed(
            at=at,
            actor=actor_of(caller)[:LONGEST_ACTOR],
            action=action.value,
            target=target[:LONGEST_TARGET],
            detail=dict(detail or {}),
        )
    )


def actor_of(caller: Caller) -> str:
    """What the log calls somebody: their login, with the name of the key that they used."""
    if caller.key:
        return f"{caller.login} ({caller.key})" if caller.login else caller.key
    return caller.login


def _condition(sought: Sought) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if sought.actor:
        wanted.append(Deed.actor == sought.actor)
    if sought.action:
        wanted.append(Deed.action == sought.action)
    if sought.target:
        wanted.append(Deed.target.icontains(sought.target, autoescape=True))
    if sought.since:
        wanted.append(Deed.at >= _midnight(sought.since))
    if sought.until:
        wanted.append(Deed.at < _midnight(sought.until + dt.timedelta(days=1)))
    return wanted


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, dt.UTC)


def _entry(deed: Deed) -> Entry:
    return Entry(deed.id, deed.at, deed.actor, deed.action, deed.target, dict(deed.detail))
