"""What administrators give besides accounts: invitations, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request

from assistant.accounts.links import WELCOME
from assistant.api.access import AllAccounts, Who, public_address
from assistant.api.accounts.shapes import (
    CONFLICT,
    UNKNOWN,
    InvitationIn,
    KeyIn,
    KeyOut,
    LinkOut,
    NewKeyOut,
    NewLinkOut,
    key_fields,
    link_fields,
)

if TYPE_CHECKING:
    from assistant.accounts.kept import NewLink


def keys_router() -> APIRouter:
    """The routes under `/keys`."""
    router = APIRouter(prefix="/keys", tags=["administration des comptes"])

    @router.get("", summary="Lister toutes les clés d’accès, révoquées comprises")
    def listed(accounts: AllAccounts) -> list[KeyOut]:
        return [KeyOut.model_validate(key_fields(key)) for key in accounts.keys.list()]

    @router.post("", summary="Faire une clé pour un compte ; elle n’est montrée qu’une fois", status_code=201)
    def made(asked: KeyIn, who: Who, accounts: AllAccounts) -> NewKeyOut:
        made = accounts.keys.add(asked.account, asked.name, asked.scopes, days=asked.days, by=who)
        return NewKeyOut.model_validate({**key_fields(made.key), "secret": made.secret})

    @router.delete("/{number}", summary="Révoquer une clé", responses=UNKNOWN)
    def revoked(number: int, who: Who, accounts: AllAccounts) -> KeyOut:
        return KeyOut.model_validate(key_fields(accounts.keys.revoke(number, by=who)))

    return router


def invitations_router() -> APIRouter:
    """The routes under `/invitations`."""
    router = APIRouter(prefix="/invitations", tags=["administration des comptes"])

    @router.get("", summary="Lister les liens à usage unique qui n’ont pas servi")
    def listed(accounts: AllAccounts) -> list[LinkOut]:
        return [LinkOut.model_validate(link_fields(link)) for link in accounts.links.list()]

    @router.post("", summary="Inviter quelqu’un, par un lien à usage unique", status_code=201, responses=CONFLICT)
    def invited(request: Request, asked: InvitationIn, who: Who, accounts: AllAccounts) -> NewLinkOut:
        return link_out(request, accounts.links.invite(asked.login, asked.rights, by=who, days=asked.days))

    @router.delete("/{number}", summary="Annuler un lien", status_code=204, responses=UNKNOWN)
    def cancelled(number: str, who: Who, accounts: AllAccounts) -> None:
        accounts.links.cancel(number, by=who)

    return router


def link_out(request: Request, made: NewLink) -> NewLinkOut:
    """A link with its address, as it is told once."""
    url = public_address(request, f"{WELCOME}/{made.secret}")
    return NewLinkOut.model_validate({**link_fields(made.link), "url": url})
