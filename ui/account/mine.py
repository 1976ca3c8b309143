"""« Mon compte »: one's own name, password, sessions and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Form, Request

from assistant.accounts.drawing import digest
from assistant.accounts.passwords import LEAST_CHARS, MOST_CHARS
from assistant.accounts.rights import Right
from assistant.accounts.sessions import ID_CHARS
from assistant.api.access import address_of, cookie_of, throttle_of
from assistant.api.problems import status_of, waiting
from indexer.errors import InputError, PasswordRefused, SignInNeeded
from indexer.messages import sentence
from ui.account import messages
from ui.account.entering import Text  # noqa: TC001 — FastAPI reads the types of what it calls
from ui.site.calling import Number, Visiting, token_checked
from ui.site.visiting import Visit

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

    from assistant.accounts.kept import NewKey

router: Final = APIRouter(prefix="/compte")

HERE: Final = "/compte"


def at_home(visit: Visiting) -> Visit:
    """Somebody who is signed in.

    Raises:
        SignInNeeded: Nobody is.
    """
    if visit.caller.doubt:
        raise visit.caller.doubt
    if visit.caller.account is None:
        raise SignInNeeded
    return visit


def changing(visit: Annotated[Visit, Depends(at_home)], jeton: Annotated[str, Form()] = "") -> Visit:
    """Somebody who is signed in and sends a form of ours.

    Raises:
        SignInNeeded: Nobody is.
        TokenMissing: Another site may have sent it.
    """
    return token_checked(visit, jeton)


AtHome = Annotated[Visit, Depends(at_home)]
Changing = Annotated[Visit, Depends(changing)]


@router.get("", response_model=None)
def page(visit: AtHome, request: Request) -> HTMLResponse:
    """The page."""
    return _shown(visit, request)


@router.post("/nom", response_model=None)
def rename(visit: Changing, request: Request, nom: Text = "") -> HTMLResponse | RedirectResponse:
    """Another name."""
    try:
        visit.house.accounts.rename(_mine(visit), nom, by=visit.caller)
    except InputError as error:
        return _shown(visit, request, trouble=("nom", error))
    return visit.go(HERE, fait="nom")


@router.post("/mot-de-passe", response_model=None)
def change_password(
    visit: Changing, request: Request, actuel: Text = "", mot_de_passe: Text = "", encore: Text = ""
) -> HTMLResponse | RedirectResponse:
    """Another password, by whoever knows the one in force."""
    caller, address = visit.caller, address_of(request)
    try:
        if mot_de_passe != encore:
            raise PasswordRefused(detail=messages.TWO_DIFFER)
        throttle_of(request).attempt(caller.login, address)
        visit.house.accounts.change_password(_mine(visit), actuel, mot_de_passe, by=caller, cookie=cookie_of(request))
    except InputError as error:
        return _shown(visit, request, trouble=("mot-de-passe", error))
    throttle_of(request).succeeded(caller.login, address)
    return visit.go(HERE, fait="mot-de-passe")


@router.post("/sessions", response_model=None)
def end_others(visit: Changing, request: Request) -> RedirectResponse:
    """Signs out everywhere else."""
    visit.house.accounts.end_sessions(_mine(visit), by=visit.caller, but=cookie_of(request))
    return visit.go(HERE, fait="sessions")


@router.post("/sessions/{number}", response_model=None)
def end_one(visit: Changing, number: str) -> RedirectResponse:
    """Signs out of one browser."""
    visit.house.accounts.sessions.end_one(_mine(visit), number)
    return visit.go(HERE, fait="session")


@router.post("/cles", response_model=None)
def make_key(
    visit: Changing,
    request: Request,
    nom: Text = "",
    jours: Annotated[str, Form(max_length=4)] = "",
    droits: Annotated[list[str] | None, Form()] = None,
) -> HTMLResponse:
    """A key, shown once."""
    days = int(jours) if jours in messages.DAYS and jours else None
    try:
        made = visit.house.accounts.keys.add(_mine(visit), nom, droits or [], days=days, by=visit.caller)
    except InputError as error:
        return _shown(visit, request, trouble=("cles", error))
    return _shown(visit, request, made=made)


@router.post("/cles/{number}/revoquer", response_model=None)
def revoke_key(visit: Changing, number: Number) -> RedirectResponse:
    """Takes a key back."""
    visit.house.accounts.keys.revoke(number, by=visit.caller, account=_mine(visit))
    return visit.go(HERE, fait="cle-revoquee")


def _mine(visit: Visit) -> int:
    """Number of the visitor's account."""
    assert visit.caller.account is not None  # `at_home` has seen to it
    return visit.caller.account


def _shown(
    visit: Visit, request: Request, *, trouble: tuple[str, InputError] | None = None, made: NewKey | None = None
) -> HTMLResponse:
    """The page, with a key that was just made, or what is wrong with what was sent, beside its form."""
    accounts, account = visit.house.accounts, _mine(visit)
    values = {
        "heading": messages.MINE,
        "person": accounts.get(account),
        "sessions": accounts.sessions.of(account),
        "current": digest(cookie_of(request))[:ID_CHARS],
        "keys": accounts.keys.list(account),
        "made": made,
        "scopes": [right for right in Right if visit.caller.may(right)],
        "rights": messages.RIGHTS,
        "days": messages.DAYS,
        "done": messages.DONE.get(visit.asked("fait"), ""),
        "where": trouble[0] if trouble else "",
        "trouble": sentence(trouble[1]) if trouble else "",
        "least": LEAST_CHARS,
        "most": MOST_CHARS,
        "order": list(Right),
    }
    answer = visit.show("account/compte.html", values, status_of(trouble[1]) if trouble else 200)
    answer.headers.update(waiting(trouble[1]) if trouble else {})
    return answer
