"""How one is let in, told of each operation: a key, a session, both or neither, from what its route declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi.routing import iter_route_contexts

from assistant.api.access import BEARER, COOKIE, Needs, signed_in

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.dependencies.models import Dependant

    from assistant.accounts.rights import Right

KEY: Final[dict[str, list[str]]] = {BEARER.scheme_name: []}
SESSION: Final[dict[str, list[str]]] = {"session": []}
DESCRIBED: Final = {
    "type": "apiKey",
    "in": "cookie",
    "name": COOKIE,
    "description": "Session ouverte par `POST /api/v1/session` ; derrière HTTPS, ce nom commence par `__Host-`.",
}


def secure(document: dict[str, Any], app: FastAPI) -> None:
    """Completes an OpenAPI document with the ways in of its operations, in the application's mode of access."""
    document["components"].setdefault("securitySchemes", {})["session"] = DESCRIBED
    strangers = app.state.gate.stranger.rights
    for context in iter_route_contexts(app.routes):
        for method in context.methods or ():
            operation = document["paths"].get(context.path_format or "", {}).get(method.lower())
            if operation is not None and "security" in operation:
                operation["security"] = _ways_in(getattr(context, "dependant", None), strangers)


def _ways_in(dependant: Dependant | None, strangers: frozenset[Right]) -> list[dict[str, list[str]]]:
    called = list(_calls(dependant))
    if signed_in in called:
        return [SESSION]
    rights = {call.right for call in called if isinstance(call, Needs)}
    free: list[dict[str, list[str]]] = [{}] if rights <= strangers else []
    return [*free, KEY, SESSION]


def _calls(dependant: Dependant | None) -> list[object]:
    if dependant is None:
        return []
    return [dependant.call, *(call for each in dependant.dependencies for call in _calls(each))]
