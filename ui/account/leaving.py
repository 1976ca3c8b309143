"""Going out: here, and of the single sign-on for those who came by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from assistant.api.access import cookie_of, public_address, single_sign_on_of, take_cookie
from ui.account import messages
from ui.account.entering import LOGIN
from ui.site.calling import Visiting, token_checked

if TYPE_CHECKING:
    from ui.site.visiting import Visit

router: Final = APIRouter()


@router.post("/deconnexion", response_model=None)
def sign_out(visit: Visiting, request: Request, jeton: Annotated[str, Form()] = "") -> Response:
    """Ends the session.

    Raises:
        TokenMissing: Another site may have sent the form.
    """
    token_checked(visit, jeton)
    hint = visit.house.accounts.sign_out(visit.caller, cookie_of(request)) if visit.caller.token else ""
    answer = _goodbye(visit, request, hint)
    take_cookie(request, answer)
    return answer


def _goodbye(visit: Visit, request: Request, hint: str) -> Response:
    way = single_sign_on_of(request)
    url = way.farewell(hint, public_address(request, LOGIN)) if way and hint else ""
    if not url or way is None:
        return visit.go(LOGIN, fait="sorti")
    # A page that leads on, rather than a redirection: « form-action 'self' » forbids forms to end on another site.
    return visit.show("account/adieu.html", {"heading": messages.GOODBYE, "url": url, "way": way.name})
