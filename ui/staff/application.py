"""The staff's application: its pages, its files, and every error as a page in French."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from assistant.api.access import anyone, share
from assistant.api.placing import base_path
from assistant.api.problems import status_of
from indexer.errors import ReperesError, SolicitationConflict
from indexer.messages import sentence
from ui.site.guard import Guard
from ui.staff import messages
from ui.staff.services import Services
from ui.staff.showing import BASE, page
from ui.staff.visiting import frame, of_the_team, services_of

if TYPE_CHECKING:
    from assistant.solicitations.reception import Reception
    from indexer.settings import Settings

log = logging.getLogger("reperes")


def mount_pages(app: FastAPI, settings: Settings, services: Services | None) -> None:
    """What `ui.staff.mount` says."""

    def reception() -> Reception:
        held: Reception = app.state.reception  # opened and closed by the application
        return held

    def to_the_queue() -> RedirectResponse:
        return RedirectResponse(f"{base_path(settings)}{BASE}/", 307)

    # The mount alone would leave it to the page at `/`.
    app.get(BASE, include_in_schema=False, dependencies=[Depends(anyone)])(to_the_queue)
    staff = pages(services or Services(settings, reception))
    share(app, staff)
    app.mount(BASE, staff)


def pages(services: Services) -> FastAPI:
    """The application itself; none of it is in the API's documentation."""
    from ui.staff import (
        directory_pages,
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
    _install_errors(app)
    for module in (
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


def _install_errors(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        """What is refused before any page: a page too, or the way in."""
        if error.status_code == HTTPStatus.SEE_OTHER and error.headers:
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
        status = status_of(error)
        title = messages.ERRORS[403][0] if status == HTTPStatus.FORBIDDEN else messages.ERROR_TITLE
        return _told(request, status, title, sentence(error))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        """A fault of the program: logged, told without details."""
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return _told(request, 500, *messages.ERRORS[500])


def _around(request: Request) -> dict[str, object]:
    """What the frame of a page needs, whoever asks."""
    return {**frame(request, services_of(request), of_the_team(request)), "done": "", "warned": False}


def _told(request: Request, status: int, title: str, words: str) -> HTMLResponse:
    return HTMLResponse(page("problem.html", {**_around(request), "title": title, "sentence": words}), status)
