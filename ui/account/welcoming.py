"""One-time links: the first administrator, somebody invited, a password to be chosen again.

Opening the page uses nothing: mail programs open links to look at them. The form does, once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form, Request, Response

from assistant.accounts.passwords import LEAST_CHARS, MOST_CHARS
from assistant.api.access import address_of, from_elsewhere, throttle_of
from assistant.api.problems import status_of, waiting
from indexer.errors import InputError, LinkRefused, PasswordRefused, TokenMissing
from indexer.messages import sentence
from ui.account import messages
from ui.account.entering import Text, welcomed
from ui.site.calling import Visiting  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/bienvenue")


@router.get("/{secret}", response_model=None)
def page(visit: Visiting, secret: str) -> HTMLResponse:
    """The form of a link."""
    return _asked(visit, secret)


@router.post("/{secret}", response_model=None)
def use(
    visit: Visiting,
    request: Request,
    secret: str,
    mot_de_passe: Text = "",
    encore: Text = "",
    nom: Annotated[str, Form(max_length=200)] = "",
    login: Text = "",
) -> Response:
    """A password, and a name for a new account.

    Raises:
        TokenMissing: Another site sent the form.
    """
    if from_elsewhere(request):
        raise TokenMissing
    typed = {"nom": nom, "login": login}
    try:
        if mot_de_passe != encore:
            raise PasswordRefused(detail=messages.TWO_DIFFER)
        throttle_of(request).arrival(address_of(request))
        opened = visit.house.accounts.links.use(secret, mot_de_passe, name=nom, login=login)
    except LinkRefused:
        return _asked(visit, secret)
    except InputError as error:
        answer = _asked(visit, secret, trouble=sentence(error), typed=typed, status=status_of(error))
        answer.headers.update(waiting(error))
        return answer
    return welcomed(visit, request, opened.cookie, "")


def _asked(
    visit: Visit, secret: str, *, trouble: str = "", typed: dict[str, str] | None = None, status: int = 200
) -> HTMLResponse:
    """The form, with what is wrong with what was sent; or that the link is worth nothing."""
    try:
        link = visit.house.accounts.links.look(secret)
    except LinkRefused as error:
        told = {"heading": messages.USED_LINK, "sentence": sentence(error)}
        return visit.show("site/problem.html", told, status_of(error))
    values = {
        "heading": messages.CHOOSE if link.account else messages.WELCOME,
        "link": link,
        "secret": secret,
        "typed": typed or {"nom": "", "login": ""},
        "trouble": trouble,
        "least": LEAST_CHARS,
        "most": MOST_CHARS,
    }
    return visit.show("account/bienvenue.html", values, status)
