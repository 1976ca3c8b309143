"""The methods of an address: RFC 9110 (15.5.6) wants all of them told to whoever uses another.

Starlette tells those of the first route of that address; ours has a route for each method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.routing import RouteContext, iter_route_contexts

from assistant.api.placing import own_path

if TYPE_CHECKING:
    from fastapi import Request


def allowed(request: Request) -> tuple[str, ...]:
    """The methods of the address of a request, in their order; none where nothing stands there."""
    path = own_path(request.scope)
    here = [route for route in iter_route_contexts(request.app.routes) if _stands_at(route, path)]
    # `/jobs/latest` also fits `/jobs/{number}`: the first that fits is the one that answers.
    return tuple(sorted({method for route in here if route.path == here[0].path for method in route.methods or ()}))


def _stands_at(route: RouteContext, path: str) -> bool:
    regex = getattr(route, "path_regex", None)
    return bool(regex is not None and route.methods and route.include_in_schema and regex.match(path))
