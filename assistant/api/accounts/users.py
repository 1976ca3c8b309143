"""Accounts given, changed, closed and taken away by administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from assistant.api.access import AllAccounts, Who  # noqa: TC001 — FastAPI reads the types of what it calls
from assistant.api.accounts.giving import link_out
from assistant.api.accounts.shapes import (
    CONFLICT,
    UNKNOWN,
    AccountIn,
    AccountOut,
    AccountPatch,
    AccountsOut,
    NewAccountOut,
    NewLinkOut,
    account_fields,
    account_out,
)


def users_router() -> APIRouter:
    """The routes under `/users`."""
    router = APIRouter(prefix="/users", tags=["administration des comptes"])

    @router.get("", summary="Lister les comptes")
    def listed(
        accounts: AllAccounts,
        text: Annotated[str, Query(max_length=200, description="Mots de l’identifiant ou du nom.")] = "",
        offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> AccountsOut:
        found = accounts.list(text, offset=offset, limit=limit)
        return AccountsOut(total=found.total, accounts=[account_out(person) for person in found.items])

    @router.post(
        "", summary="Donner un compte, et le lien pour en choisir le mot de passe", status_code=201, responses=CONFLICT
    )
    def added(request: Request, asked: AccountIn, who: Who, accounts: AllAccounts) -> NewAccountOut:
        person = accounts.add(asked.login, asked.name, asked.rights, by=who)
        link = link_out(request, accounts.links.reset(person.id, by=who))
        return NewAccountOut.model_validate({**account_fields(person), "link": link})

    _about_one(router)
    return router


def _about_one(router: APIRouter) -> None:
    @router.get("/{account}", summary="Lire un compte", responses=UNKNOWN)
    def read(account: int, accounts: AllAccounts) -> AccountOut:
        return account_out(accounts.get(account))

    @router.patch("/{account}", summary="Changer un compte : nom, droits, fermeture", responses={**UNKNOWN, **CONFLICT})
    def patched(account: int, asked: AccountPatch, who: Who, accounts: AllAccounts) -> AccountOut:
        person = accounts.get(account)
        if asked.rights is not None:
            person = accounts.change_rights(account, asked.rights, by=who)
        if asked.disabled is not None:
            person = accounts.disable(account, by=who) if asked.disabled else accounts.enable(account, by=who)
        if asked.name is not None:
            person = accounts.rename(account, asked.name, by=who)
        return account_out(person)

    @router.delete("/{account}", summary="Supprimer un compte", status_code=204, responses={**UNKNOWN, **CONFLICT})
    def deleted(account: int, who: Who, accounts: AllAccounts) -> None:
        accounts.delete(account, by=who)

    @router.post(
        "/{account}/link", summary="Faire un lien pour choisir un mot de passe", status_code=201, responses=UNKNOWN
    )
    def link(request: Request, account: int, who: Who, accounts: AllAccounts) -> NewLinkOut:
        return link_out(request, accounts.links.reset(account, by=who))

    @router.delete("/{account}/sessions", summary="Déconnecter partout", status_code=204, responses=UNKNOWN)
    def ended(account: int, who: Who, accounts: AllAccounts) -> None:
        accounts.end_sessions(account, by=who)

    @router.delete(
        "/{account}/identity", summary="Détacher de l’authentification unique", status_code=204, responses=UNKNOWN
    )
    def detached(account: int, who: Who, accounts: AllAccounts) -> None:
        accounts.vouched.forget(account, by=who)
