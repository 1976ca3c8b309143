"""Coming in: by a password, or by the way of the single sign-on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from assistant.accounts.oidc import START
from assistant.api.access import address_of, from_elsewhere, give_cookie, single_sign_on_of, throttle_of
from assistant.api.problems import status_of, waiting
from indexer.errors import DatabaseStateError, ReperesError, SignInRefused, TokenMissing, TooManyRequests, WritingError
from indexer.messages import sentence
from ui.account import messages
from ui.site.addresses import local
from ui.site.calling import Visiting  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/connexion")

LOGIN: Final = "/connexion"
Text = Annotated[str, Form(max_length=1000)]


@router.get("", response_model=None)
def page(visit: Visiting, request: Request, suite: str = "") -> HTMLResponse | RedirectResponse:
    """The form; whoever is signed in already goes on."""
    if visit.caller.account is not None:
        return onward(visit, suite)
    return asked(visit, request, suite=suite)


@router.post("", response_model=None)
def sign_in(visit: Visiting, request: Request, login: Text = "", mot_de_passe: Text = "", suite: Text = "") -> Response:
    """A login and a password.

    Raises:
        TokenMissing: Another site sent the form, to sign its visitors in under an account of its own.
    """
    if from_elsewhere(request):
        raise TokenMissing
    address = address_of(request)
    try:
        throttle_of(request).attempt(login, address)
        opened = visit.house.accounts.sign_in(login, mot_de_passe, address=address)
    except (SignInRefused, TooManyRequests) as error:
        return asked(visit, request, suite=suite, login=login, error=error)
    throttle_of(request).succeeded(login, address)
    return welcomed(visit, request, opened.cookie, suite)


def asked(
    visit: Visit, request: Request, *, suite: str = "", login: str = "", error: ReperesError | None = None
) -> HTMLResponse:
    """The form, with what is wrong with what was sent."""
    way = single_sign_on_of(request)
    values = {
        "heading": messages.SIGN_IN,
        "suite": local(suite, ""),
        "login": login[:254],
        "trouble": sentence(error) if error else "",
        "done": messages.DONE.get(visit.asked("fait"), ""),
        "way": way.name if way else "",
        "start": START,
        "nobody": _has_nobody(visit),
    }
    shown = visit.show("account/connexion.html", values, status_of(error) if error else 200)
    shown.headers.update(waiting(error) if error else {})
    return shown


def welcomed(visit: Visit, request: Request, cookie: str, suite: str) -> RedirectResponse:
    """Signs somebody in, and sends them on."""
    answer = onward(visit, suite)
    give_cookie(request, answer, cookie)
    return answer


def onward(visit: Visit, suite: str) -> RedirectResponse:
    """To the page that somebody came from, one of ours; to the first page for any other."""
    wanted = local(suite, "")
    return RedirectResponse(f"{visit.house.base}{'/' if wanted.startswith((LOGIN, '/deconnexion')) else wanted}", 303)


def _has_nobody(visit: Visit) -> bool:
    """Whether there is nobody yet who could give an account: the page then says how the first one is made."""
    try:
        return not visit.house.accounts.has_administrator()
    except (DatabaseStateError, WritingError):
        return False
