"""What holds for every response and every request of our pages: what browsers may do, and how much may come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette._utils import get_route_path
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 50 * 1024 * 1024
"""Of a request: several messages with what is attached to them."""
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PRIVATE: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
"""Of pages that hold what is somebody's; a response that says itself how it may be kept is left alone."""


class Guard:
    """Middleware: headers on the way out, a bound on the way in."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        """As the class says.

        Args:
            app: What is guarded.
            larger: Beginning of an address → bytes of a request there, where more may come than elsewhere.
        """
        self.app = app
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is bounded, and adds what browsers must know.

        Raises:
            HTTPException: 413, where the application reads beyond the bound.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        come, path = 0, get_route_path(scope)
        most = next((size for start, size in self._larger.items() if path.startswith(start)), MOST_BYTES)

        async def bounded() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most:
                raise HTTPException(413)
            return message

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                for name, value in PRIVATE.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, bounded, guarded)
