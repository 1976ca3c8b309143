"""From a request to a visit, for the routes of all rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from assistant.accounts.rights import READER
from ui.site.visiting import House, Visit

if TYPE_CHECKING:
    from assistant.accounts.rights import Caller


def house_of(request: Request) -> House:
    """What the pages were mounted with."""
    held: House = request.app.state.house
    return held


def caller_of(request: Request) -> Caller:  # noqa: ARG001 — accounts are still to come
    """Who is visiting."""
    return READER


def visit_of(request: Request) -> Visit:
    """A visit by whoever it is."""
    return Visit(request, house_of(request), caller_of(request))


Visiting = Annotated[Visit, Depends(visit_of)]
