"""The staff's application: its pages, its files, and every error as a page in French."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from assistant.api.problems import status_of
from indexer.errors import ReperesError, SolicitationConflict
from indexer.messages import sentence
from ui.site.guard import Guard
from ui.staff import messages
from ui.staff.access import COOKIE, Gate
from ui.staff.services import Services
from ui.staff.showing import BASE, page

if TYPE_CHECKING:
    from assistant.solicitations.reception import Reception
    from indexer.settings import Settings

log = logging.getLogger("reperes")


def mount_pages(app: FastAPI, settings: Settings, services: Services | None) -> None:
    """What `ui.staff.mount` says."""

    def reception() -> Reception:
        held: Reception = app.state.reception  # opened and closed by the application
        return held

    app.get(BASE, include_in_schema=False)(_to_the_queue)  # the mount alone would leave it to the page at `/`
    app.mount(BASE, pages(services or Services(settings, reception), Gate(settings)))


def pages(services: Services, gate: Gate) -> FastAPI:
    """The application itself; none of it is in the API's documentation."""
    from ui.staff import (
        directory_pages,
        entering,
        figure_pages,
        gap_pages,
        person_pages,
        queue_pages,
        relay_pages,
        solicitation_pages,
        treating_pages,
    )

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.services = services
    app.state.gate = gate
    _install_errors(app)
    for module in (
        entering,
        queue_pages,
        solicitation_pages,
        treating_pages,
        relay_pages,
        directory_pages,
        figure_pages,
        gap_pages,
        person_pages,
    ):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(packages=[("ui.staff", "static")]))
    app.add_middleware(Guard)
    return app


def _to_the_queue() -> RedirectResponse:
    return RedirectResponse(f"{BASE}/", 307)


def _install_errors(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        """What is refused before any page: a page too, or the way to the entry."""
        if error.status_code == HTTPStatus.SEE_OTHER and error.headers:
            if comes_from_elsewhere(request):
                return HTMLResponse(page("arriving.html", {"to": str(request.url.path), "query": request.url.query}))
            return RedirectResponse(error.headers["Location"], 303)
        title, words = messages.ERRORS.get(error.status_code, (messages.ERROR_TITLE, str(error.detail)))
        return _told(request, error.status_code, title, words)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _error: RequestValidationError) -> Response:
        """An address whose values are not what the page takes."""
        return _told(request, 400, *messages.ERRORS[400])

    @app.exception_handler(SolicitationConflict)
    async def conflict(request: Request, error: SolicitationConflict) -> Response:
        """Somebody else changed it meanwhile: what was typed is handed back."""
        typed: FormData = getattr(request.state, "form", FormData())
        kept = [(label, str(typed[name])) for name, label in messages.TYPED.items() if typed.get(name)]
        values = {"sentence": sentence(error), "reference": error.values["reference"], "kept": kept}
        return HTMLResponse(page("conflict.html", {**_around(request), **values}), 409)

    @app.exception_handler(ReperesError)
    async def ours(request: Request, error: ReperesError) -> Response:
        """An error of ours, in its French sentence."""
        return _told(request, status_of(error), messages.ERROR_TITLE, sentence(error))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        """A fault of the program: logged, told without details."""
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return _told(request, 500, *messages.ERRORS[500])


def comes_from_elsewhere(request: Request) -> bool:
    """Whether another site led here: the browser then holds our cookie back, and gives it to a page that we reload."""
    site = request.headers.get("sec-fetch-site", "")
    return request.method == "GET" and site == "cross-site" and COOKIE not in request.cookies


def _around(request: Request) -> dict[str, object]:
    """What the frame of a page needs, whoever asks."""
    session = request.app.state.gate.session(request.cookies.get(COOKIE, ""))
    known = bool(session and session.name)
    return {
        "me": session.name if session else "",
        "token": session.token if session else "",
        "path": request.url.path,
        "inside": known,
        "done": "",
        "warned": False,
    }


def _told(request: Request, status: int, title: str, words: str) -> HTMLResponse:
    return HTMLResponse(page("problem.html", {**_around(request), "title": title, "sentence": words}), status)
