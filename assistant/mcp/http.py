"""Over HTTP, at `/mcp` of the application: each request by itself (stateless), so that any process may answer it.

Protected against DNS rebinding: a page of another site, whose name was made to lead here, is refused by its `Host` or
`Origin`. Known are the loopback, the address that is listened on, and that of `REPERES_PUBLIC_URL`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.routing import Route

from assistant.api import problems
from assistant.mcp import messages_fr as words
from assistant.mcp.rooms import Rooms, served_at
from assistant.mcp.server import mcp_server
from assistant.staff import is_staff_key
from indexer.errors import ReperesError, StaffKeyRefused
from indexer.messages import sentence

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import FastAPI
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from indexer.settings import Settings

PATH: Final = "/mcp"
BODY_BYTES: Final = 2 * 1024 * 1024
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
ANY_ADDRESS: Final = ("0.0.0.0", "::")  # noqa: S104 — what an operator may have set, not what is listened on here


Want = Callable[[Request], None]
"""Raises one of our errors when whoever sent a request lacks a right. Called in a worker thread."""


class Door:
    """The address `/mcp`, shut until `open` is entered."""

    def __init__(
        self,
        settings: Settings,
        *,
        want_reader: Want = lambda _request: None,
        want_team: Want | None = None,
    ) -> None:
        """Nothing is opened yet.

        Args:
            settings: Addresses, limits, the staff's key.
            want_reader: Raises for whoever may not call at all; by default, anybody may.
            want_team: Raises for whoever may not triage; by default, those who do not give the staff's key.
        """
        self._settings = settings
        self._want_reader = want_reader
        self._want_team = want_team or staff_key_wanted(settings)
        self._security = security(settings)
        self._guard = TransportSecurityMiddleware(self._security)
        self._manager: StreamableHTTPSessionManager | None = None

    @contextlib.asynccontextmanager
    async def open(self, app: FastAPI) -> AsyncIterator[None]:
        """Answers for as long as the application runs, with what its state holds."""
        server = mcp_server(lambda request: self._rooms(app, request), self._want_team)
        manager = StreamableHTTPSessionManager(
            server,
            json_response=True,
            stateless=True,
            security_settings=self._security,
            max_request_body_size=BODY_BYTES,
        )
        async with manager.run():  # each manager runs once, an application may start again
            self._manager = manager
            try:
                yield
            finally:
                self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request."""
        request = Request(scope, receive)
        refusal = await self._refusal(request)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        assert self._manager is not None, "the application's lifespan has not been entered"
        await self._manager.handle_request(scope, receive, send)

    async def _refusal(self, request: Request) -> Response | None:
        """Why a request goes no further, in the one shape of errors; what the protocol refuses, the SDK tells."""
        if request.method != "POST":  # without sessions, there is nothing to listen to and nothing to end
            return problems.problem(HTTPStatus.METHOD_NOT_ALLOWED, words.POST_ONLY, headers={"Allow": "POST"})
        elsewhere = await self._guard.validate_request(request)
        if elsewhere is not None:
            return problems.problem(elsewhere.status_code, words.ELSEWHERE)
        try:
            await run_in_threadpool(self._want_reader, request)
        except ReperesError as error:
            return problems.problem(problems.status_of(error), sentence(error))
        return None

    def _rooms(self, app: FastAPI, request: Any) -> Rooms:
        base_url = self._settings.public_url or str(request.base_url)
        return Rooms(app.state.serving.assistant(), lambda: app.state.reception.desk, served_at(base_url))


def mount(app: FastAPI, door: Door) -> None:
    """Puts a door at its address, with and without a slash: nobody is sent on, which a proxy's sub-path would spoil."""
    app.router.routes += [Route(path, endpoint=door) for path in (PATH, f"{PATH}/")]


def security(settings: Settings) -> TransportSecuritySettings:
    """The hosts and origins that are known, on any port."""
    told = urlsplit(settings.public_url).netloc.rpartition("@")[2]
    listening = "" if settings.host in ANY_ADDRESS else settings.host
    listening = f"[{listening}]" if ":" in listening else listening
    hosts = [host for host in dict.fromkeys((*LOOPBACK, listening, told, _without_port(told))) if host]
    hosts += [f"{host}:*" for host in hosts if not _has_port(host)]
    return TransportSecuritySettings(
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")],
    )


def staff_key_wanted(settings: Settings) -> Want:
    """What lets through only those who give the staff's key (`Authorization: Bearer …`)."""

    def wanted(request: Request) -> None:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key or not is_staff_key(key, settings):
            raise StaffKeyRefused

    return wanted


def _has_port(host: str) -> bool:
    return _without_port(host) != host


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
