"""What browsers are told with every response that says nothing of it itself: nothing to run, nobody to frame it."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOTHING: Final = "default-src 'none'; frame-ancestors 'none'"
SHOWN: Final = "frame-ancestors 'none'"
"""Of a file that the browser shows with a viewer of its own, which a policy would stop."""
DOCUMENTATION: Final = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Of Swagger UI, whose page has a script in it, told by its digest; it styles itself as it goes."""
OTHERS: Final = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS: Final = {"Strict-Transport-Security": "max-age=31536000"}
"""A year of TLS only (RFC 6797). Not of subdomains, which may be somebody else's: the proxy says so where it holds."""
INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class Headers:
    """Middleware. A response that has a policy of its own keeps it."""

    def __init__(self, app: ASGIApp, docs_url: str, *, strict: bool = False) -> None:
        """As the class says.

        Args:
            app: What is answered.
            docs_url: Of Swagger UI.
            strict: Whether browsers are to come by TLS from now on.
        """
        self.app = app
        self.docs_url = docs_url
        self._others = {**OTHERS, **(HSTS if strict else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on, headers added."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"].endswith(self.docs_url):
            await self._documentation(scope, receive, send)
        else:
            await self.app(scope, receive, self._guarded(send))

    def _guarded(self, send: Send, policy: str = "") -> Send:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                viewed = headers.get("content-type", "").startswith("application/pdf")
                headers.setdefault("Content-Security-Policy", policy or (SHOWN if viewed else NOTHING))
                for name, value in self._others.items():
                    headers.setdefault(name, value)
            await send(message)

        return guarded

    async def _documentation(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The documentation's page, held until its scripts are known."""
        start: Message = {}
        body = bytearray()

        async def held(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                guarded = self._guarded(send, DOCUMENTATION.format(scripts=digests(body.decode("utf-8", "replace"))))
                await guarded(start)
                await guarded({"type": "http.response.body", "body": bytes(body)})

        await self.app(scope, receive, held)


def digests(html: str) -> str:
    """The sources that a policy allows for the scripts of a page, as CSP writes digests."""
    found = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in INLINE.findall(html))
    return " ".join(f"'sha256-{digest}'" for digest in found)
