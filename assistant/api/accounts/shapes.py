"""The JSON of accounts: what is asked, what is told. Nothing that is told is a secret, save once, when it is made."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StrictBool, StrictInt

from assistant.accounts.keys import MOST_DAYS
from assistant.accounts.links import MOST_DAYS as LINK_DAYS
from assistant.accounts.passwords import LEAST_CHARS, MOST_CHARS
from assistant.accounts.people import LONGEST_LOGIN, LONGEST_NAME
from assistant.accounts.rights import Right
from assistant.api import problems
from assistant.api.paging import PartOut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.accounts.kept import Entry, Key, Link, Person, Session

REFUSALS: dict[int | str, dict[str, object]] = {
    422: {"description": "Demande non valable", "content": {problems.MEDIA_TYPE: {}}},
    429: {"description": "Trop de demandes en peu de temps", "content": {problems.MEDIA_TYPE: {}}},
    503: {"description": "Base indisponible", "content": {problems.MEDIA_TYPE: {}}},
}
UNKNOWN: dict[int | str, dict[str, object]] = {
    404: {"description": "Rien de ce nom", "content": {problems.MEDIA_TYPE: {}}}
}
CONFLICT: dict[int | str, dict[str, object]] = {
    409: {"description": "Contraire à l’état actuel", "content": {problems.MEDIA_TYPE: {}}}
}

Login = Annotated[str, Field(min_length=1, max_length=LONGEST_LOGIN, description="Adresse électronique.")]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, description="Nom qui signe les changements.")]
Password = Annotated[SecretStr, Field(min_length=1, max_length=1000)]
NewPassword = Annotated[
    SecretStr,
    Field(min_length=1, max_length=1000, description=f"De {LEAST_CHARS} à {MOST_CHARS} caractères, peu devinable."),
]
Rights = Annotated[list[Right], Field(min_length=1, max_length=len(Right), description="Droits du compte.")]


class Asked(BaseModel):
    """A body; fields that are not known are refused."""

    model_config = ConfigDict(extra="forbid")


class SignIn(Asked):
    """Somebody who signs in."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"login": "ana@exemple.fr", "password": "une phrase de quelques mots"}]},
    )

    login: str = Field(min_length=1, max_length=1000)
    password: Password


class UseLink(Asked):
    """Somebody who uses a one-time link."""

    link: str = Field(min_length=1, max_length=200, description="Fin de l’adresse reçue, après « /bienvenue/ ».")
    password: NewPassword
    name: str = Field(default="", max_length=LONGEST_NAME, description="Nom qui signe ; pour un nouveau compte.")
    login: str = Field(default="", max_length=LONGEST_LOGIN, description="Pour la première administration seulement.")


class SingleSignOnOut(BaseModel):
    """Another way in."""

    name: str
    url: str


class WhoOut(BaseModel):
    """Who calls, and what they may do."""

    signed_in: bool
    login: str = ""
    name: str = ""
    rights: list[Right]
    key: str = Field(default="", description="Nom de la clé d’accès employée.")
    token: str = Field(
        default="", description="À rendre dans l’en-tête X-Reperes-Token de chaque demande qui change quelque chose."
    )
    access: str = Field(description="Qui peut lire : open, accounts ou oidc.")
    single_sign_on: SingleSignOnOut | None = None


class SignedOutOut(BaseModel):
    """Somebody who has signed out."""

    url: str = Field(description="Où finir la déconnexion auprès de l’authentification unique ; vide s’il n’y a rien.")


class AccountOut(BaseModel):
    """An account."""

    id: int
    login: str
    name: str
    rights: list[Right]
    password: bool = Field(description="Vrai si un mot de passe a été choisi.")
    single_sign_on: bool = Field(description="Vrai si l’authentification unique le connaît.")
    created_at: dt.datetime
    disabled_at: dt.datetime | None = Field(description="null : ouvert.")
    seen_on: dt.date | None = Field(description="Jour de la dernière visite.")


class AccountsOut(PartOut):
    """Accounts, by login."""

    accounts: list[AccountOut]


class LinkOut(BaseModel):
    """A one-time link that nobody has used."""

    id: str
    login: str = Field(description="Vide : le premier compte d’administration.")
    rights: list[Right] = Field(description="Du compte à créer ; vide : un compte choisit son mot de passe.")
    account: int | None
    created_at: dt.datetime
    expires_at: dt.datetime


class NewLinkOut(LinkOut):
    """A link as it is made, the only time that its address is told."""

    url: str = Field(description="À transmettre à la personne ; ne sera plus montrée.")


class NewAccountOut(AccountOut):
    """An account as it is given, with the link by which its password is chosen."""

    link: NewLinkOut


class KeyOut(BaseModel):
    """A key of the API."""

    id: int
    name: str
    start: str = Field(description="Ses premiers caractères, pour la reconnaître.")
    account: int
    owner: str
    scopes: list[Right]
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    used_on: dt.date | None


class NewKeyOut(KeyOut):
    """A key as it is made, the only time that it is told."""

    secret: str = Field(description="La clé elle-même ; ne sera plus montrée.")


class MyKeyIn(Asked):
    """A key to be made for oneself."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "Tableau de bord", "scopes": ["lecture"], "days": 90}]}
    )

    name: Name
    scopes: Rights
    days: int | None = Field(default=None, ge=1, le=MOST_DAYS, description="Jours de validité ; null : sans fin.")


class KeyIn(MyKeyIn):
    """A key to be made for an account."""

    account: StrictInt


class AccountIn(Asked):
    """An account to be given."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"login": "ana@exemple.fr", "name": "Ana", "rights": ["lecture", "equipe"]}]},
    )

    login: Login
    name: Name
    rights: Rights


class AccountPatch(Asked):
    """Changes to an account; what is not sent stays."""

    name: Name | None = None
    rights: Rights | None = None
    disabled: StrictBool | None = Field(default=None, description="true ferme le compte, false le rouvre.")


class InvitationIn(Asked):
    """Somebody to be invited."""

    login: Login
    rights: Rights
    days: int = Field(default=LINK_DAYS, ge=1, le=LINK_DAYS, description="Jours de validité du lien.")


class MePatch(Asked):
    """One's own name."""

    name: Name


class PasswordIn(Asked):
    """A password that is changed by whoever knows the one in force."""

    former: Password
    password: NewPassword


class SessionOut(BaseModel):
    """A browser that one is signed in with."""

    id: str
    created_at: dt.datetime
    seen_at: dt.datetime
    expires_at: dt.datetime
    current: bool = Field(description="Vrai pour celle qui pose la question.")


class KeysOut(PartOut):
    """Keys, the latest made first."""

    keys: list[KeyOut]


class LinksOut(PartOut):
    """One-time links that nobody has used, the latest made first."""

    links: list[LinkOut]


class EntryOut(BaseModel):
    """A line of the audit log."""

    id: int
    at: dt.datetime
    actor: str
    action: str
    target: str
    detail: dict[str, object]


class LogOut(PartOut):
    """Lines of the audit log, the latest first."""

    entries: list[EntryOut]


def account_fields(person: Person) -> dict[str, object]:
    """An account's fields as others read them."""
    return {
        "id": person.id,
        "login": person.login,
        "name": person.name,
        "rights": in_order(person.rights),
        "password": person.has_password,
        "single_sign_on": person.single_sign_on,
        "created_at": person.created_at,
        "disabled_at": person.disabled_at,
        "seen_on": person.seen_on,
    }


def account_out(person: Person) -> AccountOut:
    """An account as others read it."""
    return AccountOut.model_validate(account_fields(person))


def key_out(key: Key) -> KeyOut:
    """A key as others read it."""
    return KeyOut.model_validate(key_fields(key))


def key_fields(key: Key) -> dict[str, object]:
    """A key's fields as others read them."""
    return {
        "id": key.id,
        "name": key.name,
        "start": key.start,
        "account": key.account,
        "owner": key.owner,
        "scopes": in_order(key.scopes),
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "used_on": key.used_on,
    }


def link_listed(link: Link) -> LinkOut:
    """A link as administrators read it."""
    return LinkOut.model_validate(link_fields(link))


def link_fields(link: Link) -> dict[str, object]:
    """A link's fields as others read them."""
    return {
        "id": link.id,
        "login": link.login,
        "rights": in_order(link.rights),
        "account": link.account,
        "created_at": link.created_at,
        "expires_at": link.expires_at,
    }


def session_out(session: Session, current: str) -> SessionOut:
    """A session as its owner reads it."""
    return SessionOut(
        id=session.id,
        created_at=session.created_at,
        seen_at=session.seen_at,
        expires_at=session.expires_at,
        current=session.id == current,
    )


def entry_out(entry: Entry) -> EntryOut:
    """A line of the log as administrators read it."""
    return EntryOut(
        id=entry.id, at=entry.at, actor=entry.actor, action=entry.action, target=entry.target, detail=entry.detail
    )


def in_order(rights: Iterable[Right]) -> list[Right]:
    """Rights in the order in which they are told."""
    given = set(rights)
    return [right for right in Right if right in given]
