"""Signing in, signing out, and who one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request, Response

from assistant.accounts.oidc import START
from assistant.api.access import (
    AllAccounts,
    Who,
    address_of,
    cookie_of,
    from_elsewhere,
    gate_of,
    give_cookie,
    public_address,
    single_sign_on_of,
    take_cookie,
    throttle_of,
)
from assistant.api.accounts.shapes import UNKNOWN, SignedOutOut, SignIn, SingleSignOnOut, UseLink, WhoOut, in_order
from indexer.errors import TokenMissing

if TYPE_CHECKING:
    from assistant.accounts.rights import Caller


SIGN_IN_PAGE: Final = "/connexion"


def session_router() -> APIRouter:
    """The routes under `/session`."""
    router = APIRouter(prefix="/session", tags=["connexion"])

    @router.get("", summary="Savoir qui l’on est, et ce que l’on peut faire")
    def get_session(request: Request, who: Who) -> WhoOut:
        return _who(request, who)

    @router.post("", summary="Se connecter avec son identifiant et son mot de passe")
    def sign_in(request: Request, response: Response, asked: SignIn, accounts: AllAccounts) -> WhoOut:
        _own_pages_only(request)
        address = address_of(request)
        throttle_of(request).attempt(asked.login, address)
        opened = accounts.sign_in(asked.login, asked.password.get_secret_value(), address=address)
        throttle_of(request).succeeded(asked.login, address)
        give_cookie(request, response, opened.cookie)
        return _who(request, opened.caller())

    @router.post(
        "/link",
        summary="Se servir d’un lien à usage unique : choisir son mot de passe, et entrer",
        responses=UNKNOWN,
    )
    def use_link(request: Request, response: Response, asked: UseLink, accounts: AllAccounts) -> WhoOut:
        _own_pages_only(request)
        opened = accounts.links.use(asked.link, asked.password.get_secret_value(), name=asked.name, login=asked.login)
        give_cookie(request, response, opened.cookie)
        return _who(request, opened.caller())

    @router.delete("", summary="Se déconnecter")
    def sign_out(request: Request, response: Response, who: Who, accounts: AllAccounts) -> SignedOutOut:
        hint = accounts.sign_out(who, cookie_of(request)) if who.token else ""
        take_cookie(request, response)
        way = single_sign_on_of(request)
        back = public_address(request, SIGN_IN_PAGE)
        return SignedOutOut(url=way.farewell(hint, back) if way and hint else "")

    return router


def _own_pages_only(request: Request) -> None:
    """Another site may not sign its visitors in here under an account of its own.

    Raises:
        TokenMissing: It tried.
    """
    if from_elsewhere(request):
        raise TokenMissing


def _who(request: Request, who: Caller) -> WhoOut:
    way = single_sign_on_of(request)
    return WhoOut(
        signed_in=who.account is not None,
        login=who.login,
        name=who.name,
        rights=in_order(who.rights | gate_of(request).stranger.rights),
        key=who.key,
        token=who.token,
        access=gate_of(request).mode.value,
        single_sign_on=SingleSignOnOut(name=way.name, url=public_address(request, START)) if way else None,
    )
