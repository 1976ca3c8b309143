"""Lists that come in parts, the same way everywhere: `offset` and `limit` in, `total` with them out, and links around.

The links are those of RFC 8288, in the header `Link`: `first`, `prev`, `next`, `last`, absolute, each where it makes
sense. Whoever follows `next` until there is none has read the whole list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi.datastructures import URL
from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from fastapi import Request, Response

MOST_OFFSET: Final = 1_000_000
MOST: Final = 200
USUAL: Final = 50


class PartIn(BaseModel):
    """Which part of a list is wanted; to be inherited by the model of a route's parameters."""

    offset: int = Field(default=0, ge=0, le=MOST_OFFSET, description="Éléments à passer avant le premier rendu.")
    limit: int = Field(default=USUAL, ge=1, le=MOST, description="Nombre d’éléments rendus, au plus.")


class PartOut(BaseModel):
    """Where a part stands in its list; to be inherited by the model of a list."""

    total: int = Field(description="Nombre d’éléments de la liste entière.")
    offset: int = Field(description="Éléments qui précèdent le premier rendu.")
    limit: int = Field(description="Nombre d’éléments rendus, au plus.")


def tell_parts(request: Request, response: Response, part: PartOut, public_url: str = "") -> None:
    """Links a part to those around it.

    Args:
        request: What asked for it.
        response: Gets the header.
        part: What is given back.
        public_url: Of the service; empty: as it was called.
    """
    last = max(part.total - 1, 0) // part.limit * part.limit
    offsets = {"first": 0, "last": last}
    if part.offset > 0:
        offsets["prev"] = max(0, min(part.offset - part.limit, last))
    if part.offset + part.limit < part.total:
        offsets["next"] = part.offset + part.limit
    address = own_address(request, public_url)
    links = {rel: address.include_query_params(offset=offset, limit=part.limit) for rel, offset in offsets.items()}
    tell_links(response, {rel: str(link) for rel, link in links.items()})


def tell_links(response: Response, links: dict[str, str]) -> None:
    """Puts links, by their relation, in the header of a response."""
    response.headers["Link"] = ", ".join(f'<{link}>; rel="{rel}"' for rel, link in links.items())


def own_address(request: Request, public_url: str = "") -> URL:
    """The address of a request as its caller knows it, behind a proxy too."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    return URL(f"{base_url(request, public_url)}{path}").replace(query=request.url.query)


def base_url(request: Request, public_url: str = "") -> str:
    """Under which address the service is reached, without a slash at its end: as it is set, else as it was called."""
    return (public_url or str(request.base_url)).rstrip("/")
