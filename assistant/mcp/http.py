"""Over HTTP, at `/mcp` of the application: each request by itself (stateless), so that any process may answer it.

Whoever may read may call; the tools that are for the team want its right. Protected against DNS rebinding: a page of
another site, whose name was made to lead here, is refused by its `Host` or `Origin`. Known are the loopback, the
address that is listened on, and that of `REPERES_PUBLIC_URL`.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings

from assistant.accounts.rights import Caller, Right
from assistant.api import problems
from assistant.api.access import Needs, address_of, needs, throttle_of
from assistant.api.caching import NEVER_KEPT
from assistant.api.paging import base_url
from assistant.api.turns import turn_of
from assistant.conversations.usage import Use
from assistant.mcp import messages_fr as words
from assistant.mcp.rooms import Rooms, served_at
from assistant.mcp.server import mcp_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
    from contextlib import AbstractAsyncContextManager

    from fastapi import FastAPI
    from starlette.types import Message, Receive, Scope, Send

    from indexer.settings import Settings

PATH: Final = "/mcp"
BODY_BYTES: Final = 2 * 1024 * 1024
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
ANY_ADDRESS: Final = ("0.0.0.0", "::")  # noqa: S104 — what an operator may have set, not what is listened on here
Reader = Annotated[Caller, Depends(needs(Right.READING))]


class HandedOn(Response):
    """A response that another application gives, once those who may not ask are turned away."""

    def __init__(
        self, application: Callable[[Scope, Receive, Send], Awaitable[None]], headers: Mapping[str, str]
    ) -> None:
        super().__init__(headers=headers)
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on; our own headers are put beside those of the answer."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = (header for header in self.raw_headers if header[0] != b"content-length")
                message = {**message, "headers": [*message["headers"], *own]}
            await send(message)

        await self._application(scope, receive, completed)


class Door:
    """The address `/mcp`, shut until `open` is entered."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._security = security(settings)
        self._manager: StreamableHTTPSessionManager | None = None

    @contextlib.asynccontextmanager
    async def open(self, app: FastAPI) -> AsyncIterator[None]:
        """Answers for as long as the application runs, with what its state holds."""
        server = mcp_server(lambda request: self._rooms(app, request), want_team, take_turn)
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

    def router(self) -> APIRouter:
        """Its routes, with and without a slash: nobody is sent on, which a proxy's sub-path would spoil.

        Only `POST`: without sessions, there is nothing to listen to and nothing to end.
        """
        router = APIRouter(include_in_schema=False, dependencies=[NEVER_KEPT])
        guard = TransportSecurityMiddleware(self._security)

        @router.post(f"{PATH}/")
        @router.post(PATH)
        async def call_tools(request: Request, response: Response, who: Reader) -> Response:
            """Any message of the protocol."""
            elsewhere = await guard.validate_request(request)
            if elsewhere is not None:
                return problems.problem(elsewhere.status_code, words.ELSEWHERE)
            request.state.caller = who
            assert self._manager is not None, "the application's lifespan has not been entered"
            return HandedOn(self._manager.handle_request, response.headers)

        return router

    def _rooms(self, app: FastAPI, request: Any) -> Rooms:
        """Counted on the way, as our other routes count questions and searches."""
        throttle_of(request).question(request.state.caller, address_of(request))
        usage = app.state.keeping.usage
        if request.state.caller.key:
            usage.note(Use.API)
        return Rooms(
            app.state.serving.assistant(),
            lambda: app.state.reception.desk,
            served_at(base_url(request, self._settings.public_url)),
            asked=usage.note_answer,
            searched=lambda: usage.note(Use.SEARCH),
        )


def want_team(request: Any) -> None:
    """Lets through those who have the team's right.

    Raises:
        SignInNeeded, RightMissing: They have not.
    """
    Needs(Right.TEAM)(request.state.caller)


def take_turn(request: Any) -> AbstractAsyncContextManager[None]:
    """That of whoever calls, among all who ask here."""
    return turn_of(request, request.state.caller)


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


def _has_port(host: str) -> bool:
    return _without_port(host) != host


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
