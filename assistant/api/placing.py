"""Under which path readers find us, when a proxy serves us below one of its own (`https://exemple.fr/reperes/`)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from indexer.settings import Settings


def base_path(settings: Settings) -> str:
    """The path of `REPERES_PUBLIC_URL`, without a last slash: `/reperes` behind a proxy that serves us there."""
    return urlsplit(settings.public_url).path.rstrip("/")


def own_path(scope: Scope) -> str:
    """The path of a request as our routes have it, without that of the proxy."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


class Placed:
    """Middleware: tells the application its path, whether the proxy takes it off addresses or leaves it there.

    ASGI wants it in `root_path` and at the beginning of `path` too: mounted applications find their way by both.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app = app
        self.base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if self.base and scope["type"] in ("http", "websocket"):
            path = scope["path"]
            placed = path if path == self.base or path.startswith(f"{self.base}/") else f"{self.base}{path}"
            scope = {**scope, "root_path": self.base, "path": placed, "raw_path": None}
        await self.app(scope, receive, send)
