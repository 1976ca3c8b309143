"""What the accounts' store gives: frozen values, none of which holds a secret that is still of use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.accounts.drawing import token_of
from assistant.accounts.rights import Caller, Right

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Person:
    """An account.

    Attributes:
        id: Its number.
        login: An e-mail address in lower case.
        name: Under which changes are signed.
        rights: What they may do; reading goes with any other.
        has_password: Whether they may come in by one.
        single_sign_on: Whether a single sign-on knows them.
        created_at: When it was made.
        disabled_at: Since when it is closed; `None` for an open one.
        seen_on: Day of their last visit; `None` before the first.
    """

    id: int
    login: str
    name: str
    rights: frozenset[Right]
    has_password: bool
    single_sign_on: bool
    created_at: dt.datetime
    disabled_at: dt.datetime | None
    seen_on: dt.date | None

    def caller(self, token: str = "") -> Caller:
        """Them, as whoever calls."""
        return Caller(rights=self.rights, name=self.name, login=self.login, account=self.id, token=token)


@dataclass(frozen=True, slots=True)
class People:
    """A page of the list of accounts, by login."""

    items: tuple[Person, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that somebody signed in with.

    Attributes:
        id: To tell it by: the beginning of its digest.
        created_at, seen_at, expires_at: Signed in, last seen (to some minutes), over.
    """

    id: str
    created_at: dt.datetime
    seen_at: dt.datetime
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody who has just signed in.

    Attributes:
        cookie: What their browser is given; kept nowhere else.
        person: Who they are.
    """

    cookie: str = field(repr=False)
    person: Person

    def caller(self) -> Caller:
        """Them, as whoever calls from now on."""
        return self.person.caller(token_of(self.cookie))


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the API, without what makes it one.

    Attributes:
        start: Its first characters.
        owner: Login of its account.
        scopes: What it may do, as long as its account may.
        expires_at, revoked_at: `None` for never.
        used_on: Day of its last use.
    """

    id: int
    name: str
    start: str
    account: int
    owner: str
    scopes: frozenset[Right]
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    used_on: dt.date | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is made: the only moment when it can be read."""

    secret: str = field(repr=False)
    key: Key


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link that nobody has used yet.

    Attributes:
        id: To tell it by: the beginning of its digest.
        login: Whose it is; empty for the first administrator's.
        rights: Of the account that it makes; empty where it lets an account choose its password.
        account: Number of that account; `None` where it makes one.
    """

    id: str
    login: str
    rights: frozenset[Right]
    account: int | None
    created_at: dt.datetime
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class NewLink:
    """A one-time link as it is made: the only moment when it can be read."""

    secret: str = field(repr=False)
    link: Link


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log.

    Attributes:
        actor: Login, or the name of a key; empty for nobody known and for the software.
        target: What it was done to: a login, a publication, a generation.
        detail: What is worth knowing besides: rights, addresses, numbers.
    """

    id: int
    at: dt.datetime
    actor: str
    action: str
    target: str
    detail: dict[str, object]


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the audit log, the latest first."""

    items: tuple[Entry, ...]
    total: int
