"""The rows of accounts: found, told as values, their fields checked, the last administrator kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.accounts.kept import Person
from assistant.accounts.messages_fr import LOGIN_EXPECTED, NAME_EXPECTED, RIGHTS_EXPECTED
from assistant.accounts.rights import Right
from assistant.accounts.tables import Account
from indexer.errors import AccountFieldInvalid, AccountNotFound, LastAdministrator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

LONGEST_LOGIN: Final = 254
"""Of an e-mail address (RFC 5321, 4.5.3.1.3)."""
LONGEST_NAME: Final = 100
_ADDRESS: Final = re.compile(r"[^\s@,;:<>()\[\]\"\\]{1,64}@[^\s@,;:<>()\[\]\"\\]{1,189}")
"""What looks like an address: whether it exists, nobody asks, for nothing is sent to it."""


def person(row: Account) -> Person:
    """A row as others read it."""
    return Person(
        id=row.id,
        login=row.login,
        name=row.name,
        rights=rights_in(row.rights),
        has_password=bool(row.password),
        single_sign_on=bool(row.subject),
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        seen_on=row.seen_on,
    )


def rights_in(kept: Iterable[str]) -> frozenset[Right]:
    """Rights of a row; one that this version does not know gives nothing."""
    known = {right.value for right in Right}
    return frozenset(Right(each) for each in kept if each in known)


def row_of(session: Session, account: int, *, held: bool = False) -> Account:
    """The row of an account.

    Args:
        session: Of the database.
        account: Its number.
        held: Whether others who want to change it must wait.

    Raises:
        AccountNotFound: There is none.
    """
    row = session.get(Account, account, with_for_update=held or None)
    if row is None:
        raise AccountNotFound(account=account)
    return row


def row_of_login(session: Session, login: str) -> Account | None:
    """The row of a login, however it was typed; `None` when there is none."""
    return session.scalar(sa.select(Account).where(Account.login == levelled(login)))


def levelled(login: str) -> str:
    """A login as it is kept and compared."""
    return login.strip().lower()[:LONGEST_LOGIN]


def checked_login(login: str) -> str:
    """A login as it is kept.

    Raises:
        AccountFieldInvalid: No e-mail address.
    """
    tidy = login.strip().lower()
    if len(tidy) > LONGEST_LOGIN or not tidy.isprintable() or not _ADDRESS.fullmatch(tidy):
        raise AccountFieldInvalid(field="login", value=login[:LONGEST_NAME], allowed=LOGIN_EXPECTED)
    return tidy


def checked_name(name: str, field: str = "name") -> str:
    """A name as it is kept: printable, its spaces levelled.

    Raises:
        AccountFieldInvalid: Empty, or too long.
    """
    tidy = " ".join("".join(char if char.isprintable() else " " for char in name).split())
    if not 1 <= len(tidy) <= LONGEST_NAME:
        allowed = NAME_EXPECTED.format(most=LONGEST_NAME)
        raise AccountFieldInvalid(field=field, value=tidy[:LONGEST_NAME], allowed=allowed)
    return tidy


def checked_rights(rights: Iterable[Right | str]) -> list[str]:
    """Rights as they are kept, in their order; reading goes with any other.

    Raises:
        AccountFieldInvalid: None at all, or an unknown one.
    """
    given = {str(right) for right in rights}
    known = [right.value for right in Right]
    unknown = sorted(given - set(known))
    if unknown or not given:
        allowed = RIGHTS_EXPECTED.format(known=", ".join(known))
        raise AccountFieldInvalid(field="rights", value=", ".join(unknown)[:LONGEST_NAME], allowed=allowed)
    return [right for right in known if right in {*given, Right.READING.value}]


def keep_an_administrator(session: Session, row: Account) -> None:
    """Checks that somebody else may still give accounts, before an administrator is one no longer.

    The session writes alone: two administrators who take the right from each other at once would else both succeed.

    Raises:
        LastAdministrator: Nobody else may.
    """
    if is_administrator(row) and not any(each.id != row.id for each in administrators(session)):
        raise LastAdministrator(login=row.login)


def administrators(session: Session) -> list[Account]:
    """Open accounts that may give others."""
    # Some dozens of accounts at most have it: rights are a list in JSON, which each database searches in its own way.
    opened = session.scalars(sa.select(Account).where(Account.disabled_at.is_(None)))
    return [row for row in opened if is_administrator(row)]


def is_administrator(row: Account) -> bool:
    """Whether an account is open and may give others."""
    return row.disabled_at is None and Right.ADMINISTRATION.value in row.rights
