"""What administrators give besides accounts: invitations, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict

from assistant.accounts.links import WELCOME
from assistant.api.access import AllAccounts, Who, public_address, settings_of
from assistant.api.accounts.shapes import (
    CONFLICT,
    UNKNOWN,
    InvitationIn,
    KeyIn,
    KeyOut,
    KeysOut,
    LinksOut,
    NewKeyOut,
    NewLinkOut,
    key_fields,
    key_out,
    link_fields,
    link_listed,
)
from assistant.api.paging import PartIn, tell_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.accounts.kept import NewLink

Item = TypeVar("Item")


class WholePartIn(PartIn):
    """Which part of a list that is short enough to be read whole."""

    model_config = ConfigDict(extra="forbid")

    def of(self, items: Sequence[Item]) -> list[Item]:
        """The part that is wanted."""
        return list(items[self.offset : self.offset + self.limit])


def keys_router() -> APIRouter:
    """The routes under `/keys`."""
    router = APIRouter(prefix="/keys", tags=["comptes"])

    @router.get("", summary="Lister toutes les clés d’accès, révoquées comprises")
    def list_keys(
        request: Request, response: Response, wanted: Annotated[WholePartIn, Query()], accounts: AllAccounts
    ) -> KeysOut:
        keys = [key_out(key) for key in accounts.keys.list()]
        part = KeysOut(total=len(keys), offset=wanted.offset, limit=wanted.limit, keys=wanted.of(keys))
        tell_parts(request, response, part, settings_of(request).public_url)
        return part

    @router.post(
        "", summary="Faire une clé pour un compte ; elle n’est montrée qu’une fois", status_code=201, responses=UNKNOWN
    )
    def add_key(asked: KeyIn, who: Who, accounts: AllAccounts) -> NewKeyOut:
        made = accounts.keys.add(asked.account, asked.name, asked.scopes, days=asked.days, by=who)
        return NewKeyOut.model_validate({**key_fields(made.key), "secret": made.secret})

    @router.delete("/{number}", summary="Révoquer une clé", responses=UNKNOWN)
    def remove_key(number: int, who: Who, accounts: AllAccounts) -> KeyOut:
        return key_out(accounts.keys.revoke(number, by=who))

    return router


def invitations_router() -> APIRouter:
    """The routes under `/invitations`."""
    router = APIRouter(prefix="/invitations", tags=["comptes"])

    @router.get("", summary="Lister les liens à usage unique qui n’ont pas servi")
    def list_invitations(
        request: Request, response: Response, wanted: Annotated[WholePartIn, Query()], accounts: AllAccounts
    ) -> LinksOut:
        links = [link_listed(link) for link in accounts.links.list()]
        part = LinksOut(total=len(links), offset=wanted.offset, limit=wanted.limit, links=wanted.of(links))
        tell_parts(request, response, part, settings_of(request).public_url)
        return part

    @router.post("", summary="Inviter quelqu’un, par un lien à usage unique", status_code=201, responses=CONFLICT)
    def add_invitation(request: Request, asked: InvitationIn, who: Who, accounts: AllAccounts) -> NewLinkOut:
        return link_out(request, accounts.links.invite(asked.login, asked.rights, by=who, days=asked.days))

    @router.delete("/{link}", summary="Annuler un lien", status_code=204, responses=UNKNOWN)
    def remove_invitation(link: str, who: Who, accounts: AllAccounts) -> None:
        accounts.links.cancel(link, by=who)

    return router


def link_out(request: Request, made: NewLink) -> NewLinkOut:
    """A link with its address, as it is told once."""
    url = public_address(request, f"{WELCOME}/{made.secret}")
    return NewLinkOut.model_validate({**link_fields(made.link), "url": url})
