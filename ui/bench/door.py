"""Who comes near the bench, and what a browser may do there: Gradio says neither as our pages do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders

from assistant.accounts.rights import Right
from assistant.api.access import gate_of, visitor
from assistant.api.problems import problem, status_of
from indexer.errors import ReperesError, RightMissing, SignInNeeded
from indexer.messages import sentence
from ui.site.guard import Guard
from ui.site.messages import ERRORS
from ui.site.visiting import Visit

if TYPE_CHECKING:
    from fastapi import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.accounts.rights import Caller
    from ui.site.visiting import House

PATH: Final = "/administration/banc"
POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
)
"""Gradio 6.31 writes scripts and styles into the page and evaluates the templates of its components."""


class Door:
    """Middleware: whoever has the right of maintenance comes in; others are told what our pages tell them.

    Gradio answers 401 in English to its page alone, and serves some of its addresses to anybody.
    """

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app, self.house = app, house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Looks at what is asked of the bench; all else passes as it is."""
        # Outside of what tells the application its path: a proxy may leave that there, or take it off.
        path = scope["path"].removeprefix(self.house.base) if scope["type"] == "http" else ""
        if path != PATH and not path.startswith(f"{PATH}/"):
            await self.app(scope, receive, send)
            return
        request = Request({**scope, "app": self.house.app}, receive)
        known = await run_in_threadpool(visitor, request)
        if known is not None and known.may(Right.MAINTENANCE):
            await self.app(scope, receive, _guarded(send))
        else:
            await Guard(self._refused(request, known))(scope, receive, send)

    def _refused(self, request: Request, known: Caller | None) -> Response:
        """The way in for a browser, and back; that it is not open to whoever is known; a problem for a script."""
        error: ReperesError = SignInNeeded()
        if known:
            error = known.doubt or RightMissing(right=Right.MAINTENANCE.value)
        if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
            return problem(status_of(error), sentence(error))
        visit = Visit(request, self.house, known or gate_of(request).stranger)
        if known is None:
            return visit.go("/connexion", suite=PATH)
        title, words = ERRORS[status_of(error)]
        return visit.show("site/problem.html", {"heading": title, "sentence": words}, status_of(error))


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = POLICY
            headers["Referrer-Policy"] = "same-origin"
            headers["X-Content-Type-Options"] = "nosniff"
        await send(message)

    return guarded
