"""One's own account: name, password, sessions, keys. By a session only: a key changes none of it."""

from __future__ import annotations

from fastapi import APIRouter, Request

from assistant.accounts.drawing import digest
from assistant.accounts.sessions import ID_CHARS
from assistant.api.access import AllAccounts, InPerson, address_of, cookie_of, throttle_of
from assistant.api.accounts.shapes import (
    UNKNOWN,
    AccountOut,
    KeyOut,
    MePatch,
    MyKeyIn,
    NewKeyOut,
    PasswordIn,
    SessionOut,
    account_out,
    key_fields,
    key_out,
    session_out,
)


def me_router() -> APIRouter:
    """The routes under `/account`."""
    router = APIRouter(prefix="/account", tags=["mon compte"])

    @router.get("", summary="Lire son compte")
    def get_account(who: InPerson, accounts: AllAccounts) -> AccountOut:
        return account_out(accounts.get(who.account or 0))

    @router.patch("", summary="Changer le nom qui signe ses changements")
    def change_account(asked: MePatch, who: InPerson, accounts: AllAccounts) -> AccountOut:
        return account_out(accounts.rename(who.account or 0, asked.name, by=who))

    @router.post("/password", summary="Changer son mot de passe ; les autres sessions se ferment", status_code=204)
    def change_password(request: Request, asked: PasswordIn, who: InPerson, accounts: AllAccounts) -> None:
        throttle_of(request).attempt(who.login, address_of(request))
        accounts.change_password(
            who.account or 0,
            asked.former.get_secret_value(),
            asked.password.get_secret_value(),
            by=who,
            cookie=cookie_of(request),
        )
        throttle_of(request).succeeded(who.login, address_of(request))

    _sessions(router)
    _keys(router)
    return router


def _sessions(router: APIRouter) -> None:
    @router.get("/sessions", summary="Lister les navigateurs où l’on est connecté·e")
    def list_sessions(request: Request, who: InPerson, accounts: AllAccounts) -> list[SessionOut]:
        current = digest(cookie_of(request))[:ID_CHARS]
        return [session_out(session, current) for session in accounts.sessions.of(who.account or 0)]

    @router.delete("/sessions", summary="Se déconnecter de tous les autres navigateurs", status_code=204)
    def remove_sessions(request: Request, who: InPerson, accounts: AllAccounts) -> None:
        accounts.end_sessions(who.account or 0, by=who, but=cookie_of(request))

    @router.delete("/sessions/{session}", summary="Se déconnecter d’un navigateur", status_code=204)
    def remove_session(session: str, who: InPerson, accounts: AllAccounts) -> None:
        accounts.sessions.end_one(who.account or 0, session)


def _keys(router: APIRouter) -> None:
    @router.get("/keys", summary="Lister ses clés d’accès")
    def list_my_keys(who: InPerson, accounts: AllAccounts) -> list[KeyOut]:
        return [key_out(key) for key in accounts.keys.list(who.account or 0)]

    @router.post("/keys", summary="Se faire une clé d’accès ; elle n’est montrée qu’une fois", status_code=201)
    def add_my_key(asked: MyKeyIn, who: InPerson, accounts: AllAccounts) -> NewKeyOut:
        made = accounts.keys.add(who.account or 0, asked.name, asked.scopes, days=asked.days, by=who)
        return NewKeyOut.model_validate({**key_fields(made.key), "secret": made.secret})

    @router.delete("/keys/{number}", summary="Révoquer une de ses clés", responses=UNKNOWN)
    def remove_my_key(number: int, who: InPerson, accounts: AllAccounts) -> KeyOut:
        return key_out(accounts.keys.revoke(number, by=who, account=who.account or 0))
