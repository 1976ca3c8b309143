"""The accounts of a database: given, changed, closed; who comes in by a password.

Nothing of SQLAlchemy leaves this room: values in, frozen values out. Each change is told in the audit log, in the same
transaction. `sessions`, `links`, `keys` and `log` hold what their names say.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.accounts import passwords
from assistant.accounts.audit import Action, AuditLog, note
from assistant.accounts.kept import Opened, People, Person
from assistant.accounts.keys import Keys
from assistant.accounts.links import Links, new_account
from assistant.accounts.messages_fr import WRONG_FORMER
from assistant.accounts.people import (
    administrators,
    checked_login,
    checked_name,
    checked_rights,
    keep_an_administrator,
    levelled,
    person,
    row_of,
    row_of_login,
)
from assistant.accounts.rights import NOBODY
from assistant.accounts.sessions import Sessions, begin, end_all
from assistant.accounts.tables import Account, Invitation
from assistant.accounts.vouched import Vouched
from assistant.steadiness import is_steady
from indexer.errors import AccountExists, AccountFieldInvalid, AccountNotFound, PasswordRefused, SignInRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy.orm import Session as Transaction

    from assistant.accounts.rights import Caller, Right
    from assistant.database.held import Held

PAGE_SIZE = 50
MOST_ON_A_PAGE = 500


def now() -> dt.datetime:
    """This moment, in universal time."""
    return dt.datetime.now(dt.UTC)


class Accounts:
    """All accounts of a database. Safe to share between threads; making one opens nothing.

    Attributes:
        sessions, links, keys, vouched, log: Who is signed in, one-time links, API keys, those for whom the single
            sign-on vouches, the audit log.
        clock: Tells the moment of a change.
    """

    def __init__(self, database: Held, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self.clock = clock
        self._purged_on: dt.date | None = None
        self.sessions = Sessions(database, clock)
        self.links = Links(database, clock)
        self.keys = Keys(database, clock)
        self.vouched = Vouched(database, clock)
        self.log = AuditLog(database, clock)

    def record(
        self, caller: Caller, action: Action, target: str = "", detail: Mapping[str, object] | None = None
    ) -> None:
        """Adds a line to the audit log."""
        self.log.record(caller, action, target, detail)

    def add(self, login: str, name: str, rights: Iterable[Right | str], *, by: Caller, password: str = "") -> Person:
        """Gives an account.

        Args:
            login: An e-mail address.
            name: Under which changes are signed.
            rights: What they may do.
            by: Who gives it.
            password: Empty where they will choose it by a link, or come by the single sign-on.

        Raises:
            AccountFieldInvalid: A field does not take its value.
            PasswordRefused: Too easily found.
            AccountExists: Somebody has this login.
        """
        address, known, given = checked_login(login), checked_name(name), checked_rights(rights)
        if password:
            passwords.check(password, address, known)
        at = self.clock()
        with self._database.writing(alone=True) as session:
            if row_of_login(session, address) is not None:
                raise AccountExists(login=address)
            row = new_account(address, known, given, at)
            row.password = passwords.hashed(password) if password else ""
            session.add(row)
            session.flush()
            note(session, by, Action.ACCOUNT_ADDED, address, {"rights": given}, at=at)
            return person(row)

    def list(self, text: str = "", *, offset: int = 0, limit: int = PAGE_SIZE) -> People:
        """Accounts whose login or name has these words, by login."""
        words = sa.or_(Account.login.icontains(text, autoescape=True), Account.name.icontains(text, autoescape=True))
        limit = min(max(limit, 1), MOST_ON_A_PAGE)
        wanted = sa.select(Account).where(words).order_by(Account.login).offset(max(offset, 0)).limit(limit)
        with self._database.reading() as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(Account).where(words)) or 0
            return People(tuple(map(person, session.scalars(wanted))), total)

    def get(self, account: int) -> Person:
        """An account by its number.

        Raises:
            AccountNotFound: There is none.
        """
        with self._database.reading() as session:
            return person(row_of(session, account))

    def find(self, login: str) -> Person:
        """An account by its login.

        Raises:
            AccountNotFound: There is none.
        """
        with self._database.reading() as session:
            row = row_of_login(session, login)
            if row is None:
                raise AccountNotFound(account=levelled(login)[:100])
            return person(row)

    def has_administrator(self) -> bool:
        """Whether anybody may give accounts."""
        with self._database.reading() as session:
            return bool(administrators(session))

    def rename(self, account: int, name: str, *, by: Caller) -> Person:
        """Changes the name under which somebody signs; what is signed already stays.

        Raises:
            AccountNotFound, AccountFieldInvalid: No such account, no such name.
        """
        known = checked_name(name)
        with self._database.writing() as session:
            row = row_of(session, account, held=True)
            if row.name != known:
                note(session, by, Action.ACCOUNT_RENAMED, row.login, at=self.clock())
            row.name = known
            return person(row)

    def change_rights(self, account: int, rights: Iterable[Right | str], *, by: Caller) -> Person:
        """Gives other rights; the account's sessions end.

        Raises:
            AccountNotFound, AccountFieldInvalid: No such account, no such right.
            LastAdministrator: Nobody would be left to give accounts.
        """
        given = checked_rights(rights)
        with self._database.writing(alone=True) as session:
            row = row_of(session, account, held=True)
            if given != row.rights:
                if "administration" not in given:
                    keep_an_administrator(session, row)
                change = {"before": row.rights, "after": given}
                note(session, by, Action.RIGHTS_CHANGED, row.login, change, at=self.clock())
                row.rights = given
                end_all(session, row.id)
            return person(row)

    def disable(self, account: int, *, by: Caller) -> Person:
        """Closes an account: its sessions end, its keys open nothing, its links are void.

        Raises:
            AccountNotFound: No such account.
            LastAdministrator: Nobody would be left to give accounts.
        """
        at = self.clock()
        with self._database.writing(alone=True) as session:
            row = row_of(session, account, held=True)
            if row.disabled_at is None:
                keep_an_administrator(session, row)
                row.disabled_at = at
                end_all(session, row.id)
                session.execute(sa.delete(Invitation).where(Invitation.account == row.id))
                note(session, by, Action.ACCOUNT_DISABLED, row.login, at=at)
            return person(row)

    def enable(self, account: int, *, by: Caller) -> Person:
        """Opens an account again, as it was.

        Raises:
            AccountNotFound: No such account.
        """
        with self._database.writing() as session:
            row = row_of(session, account, held=True)
            if row.disabled_at is not None:
                row.disabled_at = None
                note(session, by, Action.ACCOUNT_ENABLED, row.login, at=self.clock())
            return person(row)

    def delete(self, account: int, *, by: Caller) -> None:
        """Takes an account away for good, with its keys, its sessions and its conversations.

        Raises:
            AccountNotFound: No such account.
            LastAdministrator: Nobody would be left to give accounts.
        """
        with self._database.writing(alone=True) as session:
            row = row_of(session, account, held=True)
            keep_an_administrator(session, row)
            note(session, by, Action.ACCOUNT_DELETED, row.login, at=self.clock())
            session.delete(row)

    def set_password(self, account: int, password: str, *, by: Caller) -> None:
        """Gives a password, for an operator; the account's sessions end.

        Raises:
            AccountNotFound: No such account.
            PasswordRefused: Too easily found.
        """
        with self._database.writing() as session:
            self._change_password(session, row_of(session, account, held=True), password, by)

    def change_password(self, account: int, former: str, password: str, *, by: Caller, cookie: str = "") -> None:
        """Changes one's own password; the account's other sessions end.

        Args:
            account: Whose.
            former: The one in force; an account that has none yet, of the single sign-on, chooses its first by a link.
            password: The new one.
            by: Whoever asks.
            cookie: Of the session that asks, which goes on.

        Raises:
            AccountNotFound: No such account.
            PasswordRefused: The former is not the one in force, or the new one is too easily found.
        """
        with self._database.writing() as session:
            row = row_of(session, account, held=True)
            if not passwords.matches(row.password, former):
                raise PasswordRefused(detail=WRONG_FORMER)
            self._change_password(session, row, password, by, cookie)

    def end_sessions(self, account: int, *, by: Caller, but: str = "") -> None:
        """Signs somebody out everywhere.

        Args:
            account: Whose sessions end.
            by: Whoever asks.
            but: Cookie of a session that goes on; empty for none.

        Raises:
            AccountNotFound: No such account.
        """
        with self._database.writing() as session:
            row = row_of(session, account)
            end_all(session, account, but)
            note(session, by, Action.SESSIONS_ENDED, row.login, at=self.clock())

    def sign_in(self, login: str, password: str, *, address: str = "") -> Opened:
        """Lets somebody in by their password.

        Args:
            login: However it was typed.
            password: As it was typed.
            address: They ask from, for the audit log.

        Raises:
            SignInRefused: Not them, or no such account, or a closed one: the same answer, after the same work.
        """
        at, detail = self.clock(), {"address": address} if address else {}
        with self._database.reading() as session:
            found = row_of_login(session, login)
            kept = found.password if found is not None and found.disabled_at is None else ""
        if not passwords.matches(kept, password):
            with self._database.writing() as session:
                note(session, NOBODY, Action.SIGN_IN_FAILED, _address_only(login), detail, at=at)
            raise SignInRefused
        with self._database.writing() as session:
            row = row_of_login(session, login)
            if row is None or row.password != kept or row.disabled_at is not None:
                raise SignInRefused  # changed or closed in these few milliseconds
            if passwords.is_outdated(kept):
                row.password = passwords.hashed(password)
            cookie = begin(session, row, at)
            note(session, person(row).caller(), Action.SIGNED_IN, row.login, detail, at=at)
            session.flush()
            return Opened(cookie, person(row))

    def sign_out(self, caller: Caller, cookie: str) -> str:
        """Ends a session; gives what the single sign-on wants back, if it was one of its own."""
        hint = self.sessions.end(cookie)
        self.record(caller, Action.SIGNED_OUT, caller.login)
        return hint

    def purge(self) -> None:
        """Forgets sessions and links that are over, and lines of the audit log that are too old."""
        self.sessions.purge()
        self.links.purge()
        self.log.purge()

    def tidy(self) -> None:
        """Does so, the first time that it is asked for in a day; not by a clock that was set while this runs."""
        today = self.clock().date()
        if self._purged_on != today and is_steady():
            self._purged_on = today
            self.purge()

    def _change_password(self, session: Transaction, row: Account, password: str, by: Caller, but: str = "") -> None:
        passwords.check(password, row.login, row.name)
        row.password = passwords.hashed(password)
        end_all(session, row.id, but)
        note(session, by, Action.PASSWORD_CHANGED, row.login, at=self.clock())


def _address_only(login: str) -> str:
    """A login for the log: what is no address may be a password, typed in the wrong field."""
    try:
        return checked_login(login)
    except AccountFieldInvalid:
        return ""
