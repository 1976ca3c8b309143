"""Each request, seen from outside of everything: its identifier, one line in the log, also when all else fails.

The line names the template of the route (`/api/v1/documents/{doc}`), never the address: addresses hold what is looked
for, the secrets of links, the names of files.
"""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import Headers, MutableHeaders

from assistant.api.placing import Placed, base_path
from assistant.observing.correlation import HEADER, begin
from assistant.observing.metrics import count_request
from assistant.observing.tracing import begin_request

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.telemetry import TelemetryConfig
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from indexer.settings import Settings

log = logging.getLogger("reperes.requests")

UNKNOWN: Final = "(inconnue)"
"""Where no route stands."""
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER: Final = "AUTRE"
"""For a method that nobody has: whoever asks may write what they like there."""
LEFT: Final = 499
"""Of a request whose client has left before the first byte; the number that nginx gives it."""
UNTRACED: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""For each application of ours: `assistant.observing.tracing` says why."""
PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines: told only when they fail."""


@dataclass(slots=True)
class Seen:
    """What there is to tell of a request.

    Attributes:
        method: Of HTTP; `OTHER` for an invented one.
        route: Template of its address.
        status: Of the response.
        seconds: Until its last byte.
        bytes: Of its body, as they were sent.
    """

    method: str
    route: str = UNKNOWN
    status: int = LEFT
    seconds: float = 0.0
    bytes: int = 0


def watch(app: FastAPI, settings: Settings) -> None:
    """Has an application observed, from outside of its own answers to errors, which no middleware sees."""
    built = app.build_middleware_stack
    base = base_path(settings)

    def watched() -> ASGIApp:
        return Placed(Observed(built(), base), base)

    app.build_middleware_stack = watched  # type: ignore[method-assign]  # FastAPI has no other way around them


class Observed:
    """What stands around an application."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        """As the class says.

        Args:
            app: Whose scope is left to it: it tells there which route it chose.
            base: Path that a proxy serves us under, which is no part of a route.
        """
        self.app = app
        self.base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on, the identifier in the header."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope)
        identifier = begin(given.get(HEADER, ""))
        seen = Seen(scope["method"] if scope["method"] in METHODS else OTHER)
        began = time.perf_counter()
        traced = begin_request(given)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                MutableHeaders(scope=message)[HEADER] = identifier
            elif message["type"] == "http.response.body":
                seen.bytes += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, told)
        except Exception:
            seen.status = HTTPStatus.INTERNAL_SERVER_ERROR  # also where something had been sent already
            raise
        finally:
            seen.seconds = time.perf_counter() - began
            with contextlib.suppress(Exception):  # telling of a request must never spoil it
                seen.route = route_of(scope, self.base)
                tell(seen)
                if traced is not None:
                    traced.end(seen.method, seen.route, seen.status, identifier)


def tell(seen: Seen) -> None:
    """Counts a request, and writes its line."""
    count_request(seen.method, seen.route, seen.status, seen.seconds)
    if seen.route in PROBES and seen.status < HTTPStatus.BAD_REQUEST:
        return
    milliseconds = round(seen.seconds * 1000, 1)
    fields: dict[str, Any] = {
        "method": seen.method,
        "route": seen.route,
        "status": int(seen.status),
        "ms": milliseconds,
        "bytes": seen.bytes,
    }
    log.info("%s %s %s %s ms %s o", *fields.values(), extra=fields)


def route_of(scope: Scope, base: str = "") -> str:
    """The template of the address that a request was led to, mounted applications included."""
    mounted = str(scope.get("root_path", "")).removeprefix(base)
    # FastAPI 0.165 tells the route as it was declared; with what it was included under, in a context of its own.
    context = (scope.get("fastapi") or {}).get("effective_route_context")
    route = context if context is not None else scope.get("route")
    template = getattr(route, "path_format", None) or getattr(route, "path", None)
    if template is not None:
        return f"{mounted}{template}" or "/"
    if mounted:
        return f"{mounted}/{{path}}"
    return _plain(scope)


def _plain(scope: Scope) -> str:
    """The path of a route of Starlette's own (`/openapi.json`), which tells its function only."""
    called = scope.get("endpoint")
    routes = getattr(scope.get("app"), "routes", ())
    found = (route for route in routes if called is not None and getattr(route, "endpoint", None) is called)
    return getattr(next(found, None), "path", UNKNOWN)
