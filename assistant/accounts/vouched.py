"""Somebody whom the single sign-on vouches for: found, adopted by their address once, or welcomed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.accounts import messages_fr as messages
from assistant.accounts.audit import Action, note
from assistant.accounts.kept import Opened
from assistant.accounts.links import new_account
from assistant.accounts.people import checked_login, checked_name, checked_rights, person, row_of, row_of_login
from assistant.accounts.rights import NOBODY
from assistant.accounts.sessions import begin
from assistant.accounts.tables import Account
from indexer.errors import AccountFieldInvalid, SingleSignOnRefused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy.orm import Session as Transaction

    from assistant.accounts.kept import Person
    from assistant.accounts.oidc import Identity
    from assistant.accounts.rights import Caller
    from assistant.database.held import Held
    from indexer.settings import Settings


class Vouched:
    """Lets in those for whom the single sign-on vouches. Safe to share between threads."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime]) -> None:
        self._database, self._clock = database, clock

    def sign_in(self, identity: Identity, settings: Settings, *, address: str = "") -> Opened:
        """Lets somebody in.

        Known by the server's own number for them; the first time, by an address that the server has verified, if an
        account has it and nobody else was found by it; else they get an account, where newcomers do.

        Raises:
            SingleSignOnRefused: They have no account and get none, or theirs is closed or somebody else's.
        """
        at = self._clock()
        with self._database.writing(alone=True) as session:
            row = session.scalar(
                sa.select(Account).where(Account.issuer == identity.issuer, Account.subject == identity.subject)
            ) or _by_address(session, identity, settings, at)
            if row.disabled_at is not None:
                raise SingleSignOnRefused(detail=messages.SIGN_ON_CLOSED)
            cookie = begin(session, row, at, identity.hint)
            detail = {"by": identity.issuer, **({"address": address} if address else {})}
            note(session, person(row).caller(), Action.SIGNED_IN, row.login, detail, at=at)
            session.flush()
            return Opened(cookie, person(row))

    def forget(self, account: int, *, by: Caller) -> Person:
        """Detaches an account from whoever the single sign-on knew by it: its address finds it once more.

        Raises:
            AccountNotFound: No such account.
        """
        with self._database.writing() as session:
            row = row_of(session, account, held=True)
            if row.subject:
                row.issuer = row.subject = ""
                note(session, by, Action.IDENTITY_FORGOTTEN, row.login, at=self._clock())
            return person(row)


def _by_address(session: Transaction, identity: Identity, settings: Settings, at: dt.datetime) -> Account:
    """The account of an address that the server vouches for, adopted, or a new one."""
    try:
        login = checked_login(identity.email)
    except AccountFieldInvalid as exc:
        raise SingleSignOnRefused(detail=messages.SIGN_ON_NO_EMAIL) from exc
    if not (identity.verified or settings.oidc_trusts_email):
        raise SingleSignOnRefused(detail=messages.SIGN_ON_NO_EMAIL)
    row = row_of_login(session, login)
    if row is None:
        row = _welcomed(session, login, identity, settings, at)
    elif row.subject:
        raise SingleSignOnRefused(detail=messages.SIGN_ON_TAKEN)
    else:
        note(session, NOBODY, Action.IDENTITY_FOUND, login, {"by": identity.issuer}, at=at)
    row.issuer, row.subject = identity.issuer, identity.subject
    return row


def _welcomed(session: Transaction, login: str, identity: Identity, settings: Settings, at: dt.datetime) -> Account:
    if not settings.oidc_rights:
        raise SingleSignOnRefused(detail=messages.SIGN_ON_UNKNOWN)
    name = checked_name(identity.name or login.partition("@")[0])
    row = new_account(login, name, checked_rights(settings.oidc_rights.split(",")), at)
    session.add(row)
    session.flush()
    note(session, NOBODY, Action.ACCOUNT_ADDED, login, {"rights": row.rights, "by": identity.issuer}, at=at)
    return row
