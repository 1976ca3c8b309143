"""Accounts given, changed, closed and taken away by administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field

from assistant.api.access import AllAccounts, Who, settings_of
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
from assistant.api.paging import PartIn, tell_parts


class UsersIn(PartIn):
    """Which accounts are wanted."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(default="", max_length=200, description="Mots de l’identifiant ou du nom.")


def users_router() -> APIRouter:
    """The routes under `/users`."""
    router = APIRouter(prefix="/users", tags=["comptes"])

    @router.get("", summary="Lister les comptes")
    def list_users(
        request: Request, response: Response, wanted: Annotated[UsersIn, Query()], accounts: AllAccounts
    ) -> AccountsOut:
        found = accounts.list(wanted.text, offset=wanted.offset, limit=wanted.limit)
        listed = [account_out(person) for person in found.items]
        part = AccountsOut(total=found.total, offset=wanted.offset, limit=wanted.limit, accounts=listed)
        tell_parts(request, response, part, settings_of(request).public_url)
        return part

    @router.post(
        "", summary="Donner un compte, et le lien pour en choisir le mot de passe", status_code=201, responses=CONFLICT
    )
    def add_user(request: Request, asked: AccountIn, who: Who, accounts: AllAccounts) -> NewAccountOut:
        person = accounts.add(asked.login, asked.name, asked.rights, by=who)
        link = link_out(request, accounts.links.reset(person.id, by=who))
        return NewAccountOut.model_validate({**account_fields(person), "link": link})

    _about_one(router)
    return router


def _about_one(router: APIRouter) -> None:
    @router.get("/{account}", summary="Lire un compte", responses=UNKNOWN)
    def get_user(account: int, accounts: AllAccounts) -> AccountOut:
        return account_out(accounts.get(account))

    @router.patch("/{account}", summary="Changer un compte : nom, droits, fermeture", responses={**UNKNOWN, **CONFLICT})
    def change_user(account: int, asked: AccountPatch, who: Who, accounts: AllAccounts) -> AccountOut:
        person = accounts.get(account)
        if asked.rights is not None:
            person = accounts.change_rights(account, asked.rights, by=who)
        if asked.disabled is not None:
            person = accounts.disable(account, by=who) if asked.disabled else accounts.enable(account, by=who)
        if asked.name is not None:
            person = accounts.rename(account, asked.name, by=who)
        return account_out(person)

    @router.delete("/{account}", summary="Supprimer un compte", status_code=204, responses={**UNKNOWN, **CONFLICT})
    def remove_user(account: int, who: Who, accounts: AllAccounts) -> None:
        accounts.delete(account, by=who)

    @router.post(
        "/{account}/link", summary="Faire un lien pour choisir un mot de passe", status_code=201, responses=UNKNOWN
    )
    def add_user_link(request: Request, account: int, who: Who, accounts: AllAccounts) -> NewLinkOut:
        return link_out(request, accounts.links.reset(account, by=who))

    @router.delete("/{account}/sessions", summary="Déconnecter partout", status_code=204, responses=UNKNOWN)
    def remove_user_sessions(account: int, who: Who, accounts: AllAccounts) -> None:
        accounts.end_sessions(account, by=who)

    @router.delete(
        "/{account}/identity", summary="Détacher de l’authentification unique", status_code=204, responses=UNKNOWN
    )
    def remove_user_identity(account: int, who: Who, accounts: AllAccounts) -> None:
        accounts.vouched.forget(account, by=who)
