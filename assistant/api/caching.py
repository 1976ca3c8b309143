"""What a client may keep: answers that only change with the index are asked for again at no cost, others never kept.

A tag (ETag) is made of the generation being served and of what was asked; a client that gives it back gets an empty 304
until the next indexing. Nothing is used without asking: `no-cache`. What is personal is not kept at all: `no-store`.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from fastapi import Depends, FastAPI, Request, Response

from assistant.api.paging import base_url

if TYPE_CHECKING:
    from assistant.serving import Serving

ASK_AGAIN: Final = "private, no-cache"
NEVER: Final = "no-store"
TAG: Final = re.compile(r'(?:W/)?("[^"]*")')
NOT_MODIFIED: Final[dict[int | str, dict[str, object]]] = {
    304: {"description": "Rien n’a changé depuis la réponse dont `If-None-Match` donne l’étiquette"}
}


class NotModified(Exception):
    """What the client has is still right. Not an error: told as an empty 304."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def of_generation(request: Request, response: Response) -> None:
    """Tags what only depends on the generation being served and on the address.

    Raises:
        NotModified: The client has it already.
    """
    held: Serving = request.app.state.serving
    generation = held.assistant().index.manifest.generation
    said = f"{_version()}\n{base_url(request, held.settings.public_url)}\n{request.url.path}?{request.url.query}"
    tag = f'W/"{generation}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"'
    if is_known(request, tag):
        raise NotModified(tag)
    request.state.tag = tag
    response.headers.update(kept_until_asked(tag))


def never_kept(response: Response) -> None:
    """Has nobody keep what is personal, or only true for a moment."""
    response.headers["Cache-Control"] = NEVER


OF_GENERATION = Depends(of_generation)
NEVER_KEPT = Depends(never_kept)


def tagged(request: Request) -> dict[str, str]:
    """Headers for a route under `OF_GENERATION` that makes its response itself."""
    return kept_until_asked(request.state.tag)


def kept_until_asked(tag: str) -> dict[str, str]:
    """Headers of what may be kept, and used once the server has said that it is still right."""
    return {"ETag": tag, "Cache-Control": ASK_AGAIN}


def is_known(request: Request, tag: str) -> bool:
    """Whether a client says that it has what a tag names (RFC 9110, weak comparison)."""
    named = TAG.fullmatch(tag)
    return named is not None and named[1] in TAG.findall(request.headers.get("if-none-match", ""))


def install(app: FastAPI) -> None:
    """Has an application answer 304."""

    @app.exception_handler(NotModified)
    async def unchanged(_request: Request, told: NotModified) -> Response:
        """An empty answer, with what says that the kept one holds."""
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept_until_asked(told.tag))


@cache
def _version() -> str:
    """Of the program: another one may tell the same generation otherwise."""
    try:
        return version("reperes")
    except PackageNotFoundError:  # run from its folder, not installed
        return ""
