"""`reperes user …` and `reperes key …`: accounts given, changed and closed by whoever may run programs here."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import sys
from typing import TYPE_CHECKING, Final

from assistant.accounts.links import WELCOME
from assistant.accounts.rights import EVERYTHING, Caller, Right
from assistant.accounts.store import Accounts
from assistant.database.opening import Database
from assistant.solicitations.reporting import day
from indexer.errors import PasswordRefused
from ui.cli import account_messages as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.accounts.kept import Key, NewLink, Person
    from indexer.settings import Settings

OPERATOR: Final = Caller(rights=EVERYTHING, key="reperes")
"""Whoever runs the command: the audit log calls them by it, for the machine's own accounts are not ours to know."""


@contextlib.contextmanager
def accounts_of(settings: Settings) -> Iterator[Accounts]:
    """The accounts of the database that the settings name, closed at the end.

    Raises:
        DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated, InvalidSetting, WritingError: It cannot be opened.
    """
    database = Database.of(settings)
    try:
        yield Accounts(database)
    finally:
        database.close()


def add_account(settings: Settings, login: str, name: str, rights: Iterable[str], *, ask: bool, as_json: bool) -> None:
    """Gives an account, with a password that is asked for, or a link by which it is chosen."""
    password = asked_password(login) if ask else ""
    with accounts_of(settings) as accounts:
        person = accounts.add(login, name, rights, by=OPERATOR, password=password)
        link = None if ask else accounts.links.reset(person.id, by=OPERATOR)
    if as_json:
        told = {**_person_json(person), **({"link": _url(settings, link)} if link else {})}
        print(json.dumps(told, ensure_ascii=False))
        return
    print(words.ADDED.format(login=person.login, rights=_rights(person.rights)))
    if link:
        print(_link_words(settings, link))


def list_accounts(settings: Settings, *, as_json: bool) -> None:
    """Prints all accounts, by login."""
    with accounts_of(settings) as accounts:
        people: list[Person] = []
        while (found := accounts.list(offset=len(people), limit=500)).items:
            people += found.items
    if as_json:
        print(json.dumps([_person_json(person) for person in people], ensure_ascii=False))
        return
    for person in people:
        state = words.CLOSED if person.disabled_at else ""
        state += "" if person.has_password or person.single_sign_on else words.NO_PASSWORD
        state += words.SEEN.format(day=day(person.seen_on)) if person.seen_on else ""
        rights = _rights(person.rights)
        print(words.ACCOUNT_LINE.format(login=person.login, name=person.name, rights=rights, state=state))
    if not people:
        print(words.NO_ACCOUNT)


def change_rights(settings: Settings, login: str, rights: Iterable[str]) -> None:
    """Gives other rights."""
    with accounts_of(settings) as accounts:
        person = accounts.change_rights(accounts.find(login).id, rights, by=OPERATOR)
    print(words.CHANGED.format(login=person.login, rights=_rights(person.rights)))


def close_account(settings: Settings, login: str) -> None:
    """Closes an account."""
    with accounts_of(settings) as accounts:
        person = accounts.disable(accounts.find(login).id, by=OPERATOR)
    print(words.DISABLED.format(login=person.login))


def open_account(settings: Settings, login: str) -> None:
    """Opens an account again."""
    with accounts_of(settings) as accounts:
        person = accounts.enable(accounts.find(login).id, by=OPERATOR)
    print(words.ENABLED.format(login=person.login))


def delete_account(settings: Settings, login: str) -> None:
    """Takes an account away."""
    with accounts_of(settings) as accounts:
        person = accounts.find(login)
        accounts.delete(person.id, by=OPERATOR)
    print(words.DELETED.format(login=person.login))


def make_link(settings: Settings, login: str | None, *, as_json: bool) -> None:
    """Makes a link: an account's, or the first administrator's."""
    with accounts_of(settings) as accounts:
        link = accounts.links.reset(accounts.find(login).id, by=OPERATOR) if login else accounts.links.first()
    if as_json:
        print(json.dumps({"link": _url(settings, link) if link else None}))
    else:
        print(_link_words(settings, link) if link else words.ALREADY)


def change_password(settings: Settings, login: str) -> None:
    """Gives a password that is asked for."""
    with accounts_of(settings) as accounts:
        person = accounts.find(login)
        accounts.set_password(person.id, asked_password(person.login), by=OPERATOR)
    print(words.PASSWORD_CHANGED.format(login=person.login))


def make_key(
    settings: Settings, owner: str, name: str, scopes: Iterable[str], *, days: int | None, as_json: bool
) -> None:
    """Makes a key, and prints it."""
    with accounts_of(settings) as accounts:
        made = accounts.keys.add(accounts.find(owner).id, name, scopes, days=days, by=OPERATOR)
    if as_json:
        print(json.dumps({**_key_json(made.key), "secret": made.secret}, ensure_ascii=False))
        return
    until = words.KEY_UNTIL.format(until=day(made.key.expires_at.date())) if made.key.expires_at else ""
    scopes_told = _rights(made.key.scopes)
    told = {"name": made.key.name, "owner": made.key.owner, "scopes": scopes_told, "until": until}
    print(words.KEY_MADE.format(**told, secret=made.secret))


def show_keys(settings: Settings, owner: str | None, *, as_json: bool) -> None:
    """Prints the keys of an account, or of all."""
    with accounts_of(settings) as accounts:
        keys = accounts.keys.list(accounts.find(owner).id if owner else None)
    if as_json:
        print(json.dumps([_key_json(key) for key in keys], ensure_ascii=False))
        return
    for key in keys:
        told = {"id": key.id, "start": key.start, "name": key.name, "owner": key.owner}
        print(words.KEY_LINE.format(**told, scopes=_rights(key.scopes), state=_state(key)))
    if not keys:
        print(words.NO_KEY)


def revoke_key(settings: Settings, number: int) -> None:
    """Takes a key back."""
    with accounts_of(settings) as accounts:
        key = accounts.keys.revoke(number, by=OPERATOR)
    print(words.KEY_REVOKED.format(id=key.id, name=key.name, owner=key.owner))


def asked_password(login: str) -> str:
    """A password: typed twice on a terminal, without being shown; else the first line of the standard input.

    Raises:
        PasswordRefused: The two are not the same.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(f"{words.PASSWORD_ASKED.format(login=login)} : ")
    if getpass.getpass(f"{words.PASSWORD_AGAIN} : ") != password:
        raise PasswordRefused(detail=words.PASSWORDS_DIFFER)
    return password


def _link_words(settings: Settings, made: NewLink) -> str:
    until = day(made.link.expires_at.astimezone().date())
    told = words.LINK if made.link.login else words.FIRST_LINK
    return told.format(login=made.link.login, until=until, url=_url(settings, made))


def _url(settings: Settings, made: NewLink) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    root = settings.public_url.rstrip("/") or f"http://{host}:{settings.port}"
    return f"{root}{WELCOME}/{made.secret}"


def _rights(rights: Iterable[Right]) -> str:
    given = set(rights)
    return ", ".join(right for right in Right if right in given)


def _state(key: Key) -> str:
    if key.revoked_at:
        state = words.REVOKED
    elif key.expires_at and key.expires_at <= dt.datetime.now(dt.UTC):
        state = words.EXPIRED
    else:
        state = words.EXPIRES.format(day=day(key.expires_at.date())) if key.expires_at else ""
    return state + (words.USED.format(day=day(key.used_on)) if key.used_on else "")


def _person_json(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "login": person.login,
        "name": person.name,
        "rights": [right for right in Right if right in person.rights],
        "password": person.has_password,
        "single_sign_on": person.single_sign_on,
        "created_at": person.created_at.isoformat(),
        "disabled_at": person.disabled_at.isoformat() if person.disabled_at else None,
        "seen_on": person.seen_on.isoformat() if person.seen_on else None,
    }


def _key_json(key: Key) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "start": key.start,
        "owner": key.owner,
        "scopes": [right for right in Right if right in key.scopes],
        "created_at": key.created_at.isoformat(),
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
        "used_on": key.used_on.isoformat() if key.used_on else None,
    }
