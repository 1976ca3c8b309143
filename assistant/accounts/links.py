"""One-time links: the first administrator's, an invitation, a password to be chosen (again).

A link is used once, by whoever chooses a password behind it: opening its page uses nothing, since mail programs open
links to look at them. Two people who use it at the same moment: one of them is refused.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.accounts import passwords
from assistant.accounts.audit import Action, note
from assistant.accounts.drawing import digest, new_secret
from assistant.accounts.kept import Link, NewLink, Opened
from assistant.accounts.messages_fr import DAYS_EXPECTED
from assistant.accounts.people import (
    administrators,
    checked_login,
    checked_name,
    checked_rights,
    person,
    rights_in,
    row_of,
    row_of_login,
)
from assistant.accounts.rights import NOBODY, Caller, Right
from assistant.accounts.sessions import begin, end_all
from assistant.accounts.tables import Account, Invitation
from indexer.errors import AccountExists, AccountFieldInvalid, LinkRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session as Transaction

    from assistant.database.held import Held

FIRST_HOURS: Final = 24
"""Of the first administrator's link, and of one that lets somebody choose a password again."""
MOST_DAYS: Final = 7
"""Of an invitation: long enough for somebody who is away for a week."""
ID_CHARS: Final = 16
WELCOME: Final = "/bienvenue"
"""Page behind which a link is used: the link's secret follows."""


class Links:
    """Those of a database. Safe to share between threads."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime]) -> None:
        self._database, self._clock = database, clock

    def first(self) -> NewLink | None:
        """Makes the first administrator's link, in the place of one that was made before.

        Returns:
            `None` when there is an administrator.
        """
        at = self._clock()
        with self._database.writing(alone=True) as session:
            if administrators(session):
                return None
            session.execute(sa.delete(Invitation).where(_is_first()))
            return _made(session, at, dt.timedelta(hours=FIRST_HOURS), rights=[Right.ADMINISTRATION])

    def invite(self, login: str, rights: Iterable[Right | str], *, by: Caller, days: int = MOST_DAYS) -> NewLink:
        """Invites somebody, in the place of an earlier invitation.

        Raises:
            AccountFieldInvalid: No e-mail address, no right or an unknown one, days out of bounds.
            AccountExists: They have an account.
        """
        address, given, at = checked_login(login), checked_rights(rights), self._clock()
        if not 1 <= days <= MOST_DAYS:
            raise AccountFieldInvalid(field="days", value=str(days), allowed=DAYS_EXPECTED.format(most=MOST_DAYS))
        with self._database.writing() as session:
            if row_of_login(session, address) is not None:
                raise AccountExists(login=address)
            session.execute(sa.delete(Invitation).where(Invitation.login == address))
            note(session, by, Action.LINK_MADE, address, {"rights": given}, at=at)
            return _made(session, at, dt.timedelta(days=days), login=address, rights=given)

    def reset(self, account: int, *, by: Caller) -> NewLink:
        """Makes a link by which somebody chooses their password, in the place of an earlier one.

        Raises:
            AccountNotFound: No such account.
        """
        at = self._clock()
        with self._database.writing() as session:
            row = row_of(session, account, held=True)
            session.execute(sa.delete(Invitation).where(Invitation.account == account))
            note(session, by, Action.LINK_MADE, row.login, at=at)
            return _made(session, at, dt.timedelta(hours=FIRST_HOURS), login=row.login, account=account)

    def look(self, secret: str) -> Link:
        """What a link is for; uses nothing.

        Raises:
            LinkRefused: Unknown, used, or too old.
        """
        wanted = sa.select(Invitation).where(_usable(secret, self._clock()))
        with self._database.reading() as session:
            row = session.scalar(wanted)
            if row is None:
                raise LinkRefused
            return _link(row)

    def use(self, secret: str, password: str, *, name: str = "", login: str = "") -> Opened:
        """Uses a link: an account is made, or its password changed, and somebody is signed in.

        Args:
            secret: Of the link.
            password: That they choose.
            name: Under which they sign; for a link that makes an account.
            login: For the first administrator's, which does not know it.

        Raises:
            LinkRefused: Unknown, used, or too old; or, the first administrator's, when there is one.
            PasswordRefused: Too easily found; the link may be used again.
            AccountFieldInvalid: Likewise, no name or no e-mail address.
            AccountExists: Somebody made this account meanwhile.
        """
        link, at = self.look(secret), self._clock()
        with self._database.writing(alone=True) as session:
            used = session.execute(sa.delete(Invitation).where(_usable(secret, at)).returning(Invitation.digest))
            if used.one_or_none() is None:
                raise LinkRefused
            row = _chosen(session, link, at) if link.account else _welcomed(session, link, name, login, at)
            passwords.check(password, row.login, row.name)
            row.password = passwords.hashed(password)
            session.flush()
            caller = person(row).caller()
            note(session, caller, Action.LINK_USED, row.login, {"rights": row.rights}, at=at)
            cookie = begin(session, row, at)
            session.flush()
            return Opened(cookie, person(row))

    def list(self) -> tuple[Link, ...]:
        """Those that nobody has used and that are not too old, the latest made first."""
        wanted = (
            sa.select(Invitation)
            .where(Invitation.expires_at > self._clock())
            .order_by(Invitation.created_at.desc(), Invitation.digest)
        )
        with self._database.reading() as session:
            return tuple(map(_link, session.scalars(wanted)))

    def cancel(self, number: str, *, by: Caller) -> None:
        """Takes a link back, named as `list` names it.

        Raises:
            LinkRefused: There is none.
        """
        named = Invitation.digest.startswith(number, autoescape=True)
        with self._database.writing() as session:
            gone = sa.delete(Invitation).where(named).returning(Invitation.login)
            logins = session.scalars(gone).all() if len(number) == ID_CHARS else []
            if not logins:
                raise LinkRefused
            note(session, by, Action.LINK_CANCELLED, logins[0], at=self._clock())

    def purge(self) -> None:
        """Forgets those that are too old."""
        with self._database.writing() as session:
            session.execute(sa.delete(Invitation).where(Invitation.expires_at <= self._clock()))


def _is_first() -> sa.ColumnElement[bool]:
    return sa.and_(Invitation.account.is_(None), Invitation.login == "")


def _usable(secret: str, at: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Invitation.digest == digest(secret), Invitation.expires_at > at)


def _made(
    session: Transaction,
    at: dt.datetime,
    lasts: dt.timedelta,
    *,
    login: str = "",
    rights: Iterable[str] = (),
    account: int | None = None,
) -> NewLink:
    secret = new_secret()
    row = Invitation(
        digest=digest(secret), account=account, login=login, rights=list(rights), created_at=at, expires_at=at + lasts
    )
    session.add(row)
    session.flush()
    return NewLink(secret, _link(row))


def _link(row: Invitation) -> Link:
    return Link(
        id=row.digest[:ID_CHARS],
        login=row.login,
        rights=rights_in(row.rights),
        account=row.account,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def _chosen(session: Transaction, link: Link, at: dt.datetime) -> Account:
    """The account that chooses its password; its sessions end, for somebody else may have opened them."""
    row = row_of(session, link.account or 0, held=True)
    if row.disabled_at is not None:
        raise LinkRefused
    end_all(session, row.id)
    note(session, person(row).caller(), Action.PASSWORD_CHANGED, row.login, at=at)
    return row


def _welcomed(session: Transaction, link: Link, name: str, login: str, at: dt.datetime) -> Account:
    """The account that a link makes."""
    if not link.login and administrators(session):
        raise LinkRefused
    address = link.login or checked_login(login)
    if row_of_login(session, address) is not None:
        raise AccountExists(login=address)
    row = new_account(address, checked_name(name), checked_rights(link.rights), at)
    session.add(row)
    session.flush()
    note(session, NOBODY, Action.ACCOUNT_ADDED, address, {"rights": row.rights}, at=at)
    return row


def new_account(login: str, name: str, rights: list[str], at: dt.datetime) -> Account:
    """The row of an account that nobody can come in by yet."""
    return Account(
        login=login,
        name=name,
        rights=rights,
        password="",
        issuer="",
        subject="",
        created_at=at,
        disabled_at=None,
        seen_on=None,
    )
