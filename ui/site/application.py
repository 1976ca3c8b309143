"""The readers' application: pages of all rooms, their files, and every error as a page in French."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette._utils import get_route_path
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Mount

from assistant.api.access import share
from assistant.api.maintenance.bodies import BODY_FACTOR
from assistant.api.observed import UNTRACED
from assistant.api.problems import problem, status_of
from assistant.observing.correlation import request_id
from assistant.observing.reasons import reason
from indexer.errors import ReperesError, SignInNeeded
from indexer.fetching.limits import MEGABYTE
from indexer.messages import sentence
from ui.site import information, messages
from ui.site.calling import visit_of
from ui.site.guard import HEADERS, PRIVATE, Guard
from ui.site.statics import Statics
from ui.site.visiting import House

if TYPE_CHECKING:
    from fastapi.responses import Response
    from starlette.types import Scope

    from indexer.settings import Settings

log = logging.getLogger("reperes")

FOR_PROGRAMS = ("/api", "/v1", "/mcp", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics")
"""Where no page is: what is not found there is told as programs are told."""
UPLOADS = "/administration/publications"
"""Where publications are sent: larger than anything else that comes, and by those who look after them only."""
LEAST_BYTES = 1024
"""Below which compressing costs more than it saves."""


def mount_pages(app: FastAPI, settings: Settings) -> None:
    """What `ui.site.mount` says."""
    app.router.routes.append(Pages("/", pages(House(app, settings))))


class Pages(Mount):
    """All addresses but those of programs: there, a method that a route does not take stays 405, in JSON."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether an address is a page's."""
        path = get_route_path(scope)
        if any(path == root or path.startswith(f"{root}/") for root in FOR_PROGRAMS):
            return Match.NONE, {}
        return super().matches(scope)


def pages(house: House) -> FastAPI:
    """The application itself; none of it is in the API's documentation."""
    from ui import account, administration, chat, library, staff

    made = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, telemetry=UNTRACED)
    made.state.house = house
    share(house.app, made)
    _install_errors(made)
    for room in (chat, library, administration, account, staff):
        made.include_router(room.router())
    made.include_router(information.router)
    made.mount("/static", Statics())
    made.add_middleware(Guard, larger={UPLOADS: house.settings.upload_megabytes * BODY_FACTOR * MEGABYTE})
    made.add_middleware(GZipMiddleware, minimum_size=LEAST_BYTES)
    return made


def _install_errors(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        """What is refused before any page."""
        return _told(request, error.status_code, *messages.ERRORS.get(error.status_code, messages.ANY_ERROR))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _error: RequestValidationError) -> Response:
        """An address whose values are not what the page takes."""
        return _told(request, 400, *messages.ERRORS[400])

    @app.exception_handler(SignInNeeded)
    async def unknown(request: Request, error: SignInNeeded) -> Response:
        """A page for those who are known: the way in, and back."""
        if request.method != "GET" or not _is_page(request):
            return _told(request, 401, messages.ERRORS[401][0], sentence(error))
        visit = visit_of(request)
        wanted = f"{visit.path}?{request.url.query}" if request.url.query else visit.path
        return visit.go("/connexion", suite=wanted)

    @app.exception_handler(ReperesError)
    async def ours(request: Request, error: ReperesError) -> Response:
        """An error of ours, in its French sentence; one that readers can do nothing about goes to the log."""
        status = status_of(error)
        title, words = messages.ERRORS.get(status, messages.ANY_ERROR)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return _told(request, status, title, sentence(error))
        log.error("a request has failed: %s", reason(error))
        return _told(request, status, title, words)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        """A fault of the program: logged, told without details."""
        log.error("a request has failed", exc_info=error)
        response = _told(request, 500, *messages.ERRORS[500])
        response.headers.update({**HEADERS, **PRIVATE})  # made outside of the guard
        return response


def _told(request: Request, status: int, title: str, words: str) -> Response:
    """As a page; to our own scripts, which want JSON, in the one shape of errors."""
    if not _is_page(request):
        return problem(status, words)
    reference = request_id() if status >= HTTPStatus.INTERNAL_SERVER_ERROR else ""
    told = {"heading": title, "sentence": words, "reference": reference}
    return visit_of(request).show("site/problem.html", told, status)


def _is_page(request: Request) -> bool:
    """Whether a reader asked, rather than a script of ours."""
    wanted = request.headers.get("accept", "")
    return "application/json" not in wanted and "text/event-stream" not in wanted
