"""The single sign-on, from the browser: away to its server, and back.

What the answer is told by (state, nonce, PKCE's verifier) waits in a cookie of ten minutes, that no script can reach.
It is not signed: whoever can write cookies here could as well put a whole one of their own, and no signature helps
against that; it never leaves this browser for another, which is what it is for.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from assistant.accounts.oidc import BACK, Begun, SingleSignOn
from assistant.api.access import (
    address_of,
    cookie_path,
    is_secure,
    public_address,
    settings_of,
    single_sign_on_of,
    throttle_of,
)
from indexer.errors import SingleSignOnRefused, SingleSignOnUnavailable, TooManyRequests
from ui.account.entering import LOGIN, asked, welcomed
from ui.site.addresses import local
from ui.site.calling import Visiting  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/connexion/oidc")

COOKIE: Final = "reperes-oidc"
LASTS_SECONDS: Final = 600
"""Long enough for a second factor; the server's own page often lasts no longer."""


@router.get("", response_model=None)
def leave(visit: Visiting, request: Request, suite: str = "") -> Response:
    """Away to the server."""
    way = single_sign_on_of(request)
    if way is None:
        return visit.go(LOGIN, suite=local(suite, ""))
    try:
        begun = way.begin(public_address(request, BACK))
    except SingleSignOnUnavailable as error:
        return asked(visit, request, suite=suite, error=error)
    answer = RedirectResponse(begun.url, 303)
    answer.set_cookie(
        COOKIE,
        _packed(begun, local(suite, "")),
        max_age=LASTS_SECONDS,
        path=cookie_path(request),
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )
    return answer


@router.get("/retour", response_model=None)
def come_back(visit: Visiting, request: Request) -> Response:
    """Back from the server."""
    way = single_sign_on_of(request)
    if way is None:
        return visit.go(LOGIN)
    begun, suite = _unpacked(request.cookies.get(COOKIE, ""))
    try:
        answer = _let_in(visit, request, way, begun, suite)
    except (SingleSignOnRefused, SingleSignOnUnavailable, TooManyRequests) as error:
        answer = asked(visit, request, suite=suite, error=error)
    answer.delete_cookie(COOKIE, path=cookie_path(request), httponly=True, samesite="lax", secure=is_secure(request))
    return answer


def _let_in(visit: Visit, request: Request, way: SingleSignOn, begun: Begun, suite: str) -> Response:
    address = address_of(request)
    throttle_of(request).arrival(address)
    identity = way.finish(begun, public_address(request, BACK), dict(request.query_params))
    opened = visit.house.accounts.vouched.sign_in(identity, settings_of(request), address=address)
    return welcomed(visit, request, opened.cookie, suite)


def _packed(begun: Begun, suite: str) -> str:
    told = json.dumps([begun.state, begun.nonce, begun.verifier, suite])
    return base64.urlsafe_b64encode(told.encode()).decode()


def _unpacked(cookie: str) -> tuple[Begun, str]:
    """What was packed; nothing, which no answer goes with, when it is gone or was tampered with."""
    try:
        state, nonce, verifier, suite = json.loads(base64.urlsafe_b64decode(cookie.encode()))
    except (ValueError, TypeError):
        return Begun("", "", "", ""), ""
    return Begun("", str(state), str(nonce), str(verifier)), str(suite)
