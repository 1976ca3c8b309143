"""Coming in: by the key, or by the link that holds it; then saying who one is."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from ui.staff import messages
from ui.staff.access import COOKIE, LASTS_SECONDS, is_token, tidy
from ui.staff.showing import BASE, page
from ui.staff.visiting import Acting, Entered, Sent, gate_of, services_of

router = APIRouter()


@router.get("/entrer")
def entry(request: Request, cle: Annotated[str, Query()] = "", vers: Annotated[str, Query()] = "") -> Response:
    """The entry; a link that holds the key leads on at once, to an address without it."""
    if not cle:
        return _entry(request, vers)
    _checked_rate(request)
    if not gate_of(request).admits(cle, _address(request)):
        return RedirectResponse(f"{BASE}/entrer?{urlencode({'refus': '1'})}", 303)
    answer = RedirectResponse(f"{BASE}/qui", 303)
    _give(request, answer, "")
    return answer


@router.post("/entrer")
def enter(request: Request, form: Sent) -> Response:
    """A key and a name."""
    if request.headers.get("sec-fetch-site", "") == "cross-site":
        raise HTTPException(403)
    key, name, then = (str(form.get(field, "")) for field in ("cle", "nom", "vers"))
    _checked_rate(request)
    if not gate_of(request).admits(key, _address(request)):
        return _entry(request, then, wrong=messages.WRONG_KEY, name=name, status=403)
    if not tidy(name):
        answer: Response = RedirectResponse(f"{BASE}/qui", 303)
        _give(request, answer, "")
        return answer
    return _welcomed(request, name, then)


@router.get("/qui")
def who(request: Request, session: Entered) -> HTMLResponse:
    """Who are you?"""
    return _who(request, session.token, session.name)


@router.post("/qui")
def told_who(request: Request, session: Entered, form: Sent) -> Response:
    """A name, kept in the session and in the staff's list."""
    if not is_token(str(form.get("jeton", "")), session):
        raise HTTPException(403)
    name = tidy(str(form.get("nom", "")))
    if not name:
        return _who(request, session.token, "", wrong=messages.NO_NAME, status=422)
    return _welcomed(request, name, "")


@router.post("/sortir")
def leave(act: Acting) -> Response:
    """Ends the session in this browser."""
    answer = RedirectResponse(f"{BASE}/entrer", 303)
    answer.delete_cookie(COOKIE, path=BASE, httponly=True, samesite="strict", secure=_is_secure(act.request))
    return answer


def _entry(request: Request, then: str, *, wrong: str = "", name: str = "", status: int = 200) -> HTMLResponse:
    if not wrong and request.query_params.get("refus"):
        wrong, status = messages.WRONG_KEY, 403
    values = {"wrong": wrong, "name": name, "then": _within(then)}
    return HTMLResponse(page("enter.html", {**_outside(request), **values}), status)


def _who(request: Request, token: str, name: str, *, wrong: str = "", status: int = 200) -> HTMLResponse:
    members = services_of(request).queue.members()
    values = {**_outside(request), "token": token, "wrong": wrong, "name": name, "members": members}
    return HTMLResponse(page("who.html", values), status)


def _outside(request: Request) -> dict[str, object]:
    return {"me": "", "token": "", "path": request.url.path, "inside": False, "done": "", "warned": False}


def _welcomed(request: Request, name: str, then: str) -> Response:
    services_of(request).queue.add_member(tidy(name))
    answer = RedirectResponse(_within(then) or f"{BASE}/", 303)
    _give(request, answer, name)
    return answer


def _give(request: Request, answer: Response, name: str) -> None:
    answer.set_cookie(
        COOKIE,
        gate_of(request).issued(name),
        max_age=LASTS_SECONDS,
        path=BASE,
        httponly=True,
        samesite="strict",
        secure=_is_secure(request),
    )


def _is_secure(request: Request) -> bool:
    public = services_of(request).settings.public_url
    return request.url.scheme == "https" or public.startswith("https://")


def _within(then: str) -> str:
    """Where to go on after the entry: a page of ours, or none."""
    ours = then.startswith(f"{BASE}/") and then.isprintable() and "\\" not in then and "//" not in then
    return then if ours and not then.startswith(f"{BASE}/entrer") else ""


def _checked_rate(request: Request) -> None:
    if gate_of(request).limiter.must_wait(_address(request)):
        raise HTTPException(429)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
