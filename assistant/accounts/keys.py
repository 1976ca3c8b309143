"""API keys: made for an account, shown once, found by their digest, taken back."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.accounts.audit import Action, note
from assistant.accounts.drawing import START_CHARS, digest, new_key
from assistant.accounts.kept import Key, NewKey
from assistant.accounts.messages_fr import DAYS_EXPECTED, KEYS_EXPECTED, SCOPES_EXPECTED
from assistant.accounts.people import checked_name, person, rights_in, row_of
from assistant.accounts.rights import EVERYTHING, Caller, Right
from assistant.accounts.tables import Account, ApiKey
from indexer.errors import AccountFieldInvalid, DatabaseStateError, KeyNotFound, KeyRefused, WritingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assistant.database.held import Held

MOST_DAYS: Final = 3650
MOST_KEYS: Final = 50
"""In force for one account."""


class Keys:
    """The keys of a database. Safe to share between threads."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime]) -> None:
        self._database, self._clock = database, clock

    def add(
        self, account: int, name: str, scopes: Iterable[Right | str], *, days: int | None = None, by: Caller
    ) -> NewKey:
        """Makes a key.

        Args:
            account: Whose it will be: it never does more than they may.
            name: To tell it by.
            scopes: Rights that it has.
            days: After which it is over; `None` for never.
            by: Who makes it.

        Raises:
            AccountNotFound: No such account.
            AccountFieldInvalid: No name, no scope or one that the account has not, days out of bounds, too many keys.
        """
        at, secret = self._clock(), new_key()
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise AccountFieldInvalid(field="days", value=str(days), allowed=DAYS_EXPECTED.format(most=MOST_DAYS))
        with self._database.writing() as session:
            owner = row_of(session, account, held=True)
            in_force = sa.select(sa.func.count()).where(ApiKey.account == account, _in_force(at))
            if (session.scalar(in_force) or 0) >= MOST_KEYS:
                raise AccountFieldInvalid(field="keys", value="", allowed=KEYS_EXPECTED.format(most=MOST_KEYS))
            row = ApiKey(
                digest=digest(secret),
                start=secret[:START_CHARS],
                name=checked_name(name),
                account=account,
                scopes=_checked_scopes(scopes, person(owner).rights),
                created_at=at,
                expires_at=at + dt.timedelta(days=days) if days else None,
                revoked_at=None,
                used_on=None,
            )
            session.add(row)
            session.flush()
            note(session, by, Action.KEY_MADE, row.name, {"of": owner.login, "scopes": row.scopes}, at=at)
            return NewKey(secret, _key(row, owner))

    def list(self, account: int | None = None) -> tuple[Key, ...]:
        """Keys of an account, or all of them, the latest made first; revoked ones too."""
        wanted = sa.select(ApiKey, Account).join(Account, Account.id == ApiKey.account).order_by(ApiKey.id.desc())
        if account is not None:
            wanted = wanted.where(ApiKey.account == account)
        with self._database.reading() as session:
            return tuple(_key(row, owner) for row, owner in session.execute(wanted))

    def revoke(self, number: int, *, by: Caller, account: int | None = None) -> Key:
        """Takes a key back for good; one that was already is left as it is.

        Args:
            number: Of the key.
            by: Who takes it back.
            account: Whose it must be; `None` for anybody's.

        Raises:
            KeyNotFound: There is none, or not of this account.
        """
        at = self._clock()
        with self._database.writing() as session:
            row = session.get(ApiKey, number)
            if row is None or account not in (None, row.account):
                raise KeyNotFound(key=number)
            owner = row_of(session, row.account)
            if row.revoked_at is None:
                row.revoked_at = at
                note(session, by, Action.KEY_REVOKED, row.name, {"of": owner.login}, at=at)
            return _key(row, owner)

    def caller(self, secret: str) -> Caller:
        """Who calls with a key: its account, with those of its scopes that the account still has.

        Raises:
            KeyRefused: No such key, or it was revoked, or its time is over, or its account is closed.
        """
        at = self._clock()
        wanted = (
            sa.select(ApiKey, Account)
            .join(Account, Account.id == ApiKey.account)
            .where(ApiKey.digest == digest(secret), _in_force(at), Account.disabled_at.is_(None))
        )
        with self._database.reading() as session:
            found = session.execute(wanted).one_or_none()
            if found is None:
                raise KeyRefused
            row, owner = found
            whose = person(owner)
            caller = Caller(
                rights=_within(rights_in(row.scopes), whose.rights),
                name=whose.name,
                login=whose.login,
                account=whose.id,
                key=row.name,
            )
            number, unseen = row.id, row.used_on != at.date()
        if unseen:
            # Who it is, is known all the same where nothing can be written.
            with contextlib.suppress(DatabaseStateError, WritingError), self._database.writing() as session:
                session.execute(sa.update(ApiKey).where(ApiKey.id == number).values(used_on=at.date()))
        return caller


def _in_force(at: dt.datetime) -> sa.ColumnElement[bool]:
    unexpired = sa.or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > at)
    return sa.and_(ApiKey.revoked_at.is_(None), unexpired)


def _within(scopes: frozenset[Right], rights: frozenset[Right]) -> frozenset[Right]:
    return scopes & (EVERYTHING if Right.ADMINISTRATION in rights else rights)


def _checked_scopes(scopes: Iterable[Right | str], rights: frozenset[Right]) -> list[str]:
    given = {str(scope) for scope in scopes}
    allowed = [right.value for right in Right if _within(frozenset({right}), rights)]
    if not given or not given <= set(allowed):
        told = SCOPES_EXPECTED.format(known=", ".join(allowed))
        raise AccountFieldInvalid(field="scopes", value=", ".join(sorted(given - set(allowed)))[:100], allowed=told)
    return [scope for scope in allowed if scope in given]


def _key(row: ApiKey, owner: Account) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        start=row.start,
        account=owner.id,
        owner=owner.login,
        scopes=rights_in(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_on=row.used_on,
    )
