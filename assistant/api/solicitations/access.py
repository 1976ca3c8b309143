"""What these routes all need: the reception, the bounds of what is sent, who signs."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, HTTPException, Request
from fastapi.routing import APIRoute

from assistant.api import problems
from assistant.api.access import ACCESS_ERRORS
from assistant.api.caching import NEVER
from assistant.solicitations.reception import Reception

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from fastapi import Response
    from starlette.types import Message, Receive

BODY_BYTES: Final = 2 * 1024 * 1024
"""Of a body in JSON."""
REFUSALS: Final[dict[int | str, dict[str, object]]] = {
    **ACCESS_ERRORS,
    413: {"description": "Corps trop volumineux", "content": {problems.MEDIA_TYPE: {}}},
    422: {"description": "Demande non valable", "content": {problems.MEDIA_TYPE: {}}},
    503: {"description": "Base, index ou modèle indisponible", "content": {problems.MEDIA_TYPE: {}}},
}
UNKNOWN: Final[dict[int | str, dict[str, object]]] = {
    404: {"description": "Rien de ce nom", "content": {problems.MEDIA_TYPE: {}}}
}
CONFLICT: Final[dict[int | str, dict[str, object]]] = {
    409: {"description": "Modifié entre-temps par quelqu’un d’autre", "content": {problems.MEDIA_TYPE: {}}}
}
LENGTH: Final = "content-length"


def bounded(limit: int) -> type[APIRoute]:
    """Routes whose bodies are refused beyond so many bytes, announced or not, before they are held whole.

    What they answer is kept by nobody.

    FastAPI 0.165 has `max_body_size` for this, whose own answer is plain text: errors have one shape here.
    """

    class Bounded(APIRoute):
        """Such a route."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[object, object, Response]]:
            """FastAPI's, given a request that counts."""
            handle = super().get_route_handler()

            async def handler(request: Request) -> Response:
                """The route's answer, to a body that is not too long."""
                announced = request.headers.get(LENGTH, "")
                if announced.isdigit() and int(announced) > limit:
                    raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                response = await handle(Request(request.scope, _counted(request.receive, limit)))
                response.headers["Cache-Control"] = NEVER  # personal, whatever it is
                return response

            return handler

    return Bounded


def _counted(receive: Receive, limit: int) -> Receive:
    left = limit

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return counted


def current_reception(request: Request) -> Reception:
    """The reception of the running application."""
    held: Reception = request.app.state.reception
    return held


Desk = Annotated[Reception, Depends(current_reception)]
