"""A small server of files, under the policy that the pages are served with: what a browser test of the look needs."""

from __future__ import annotations

import re
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "ui" / "site" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


class _Server(ThreadingHTTPServer):
    """Holds what is served; its threads die with the test."""

    daemon_threads = True

    def __init__(self, folders: Mapping[str, Path], pages: Mapping[str, Callable[[], bytes]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folders = folders
        self.pages = pages


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        try:
            self._answer(path)
        except (KeyError, FileNotFoundError):
            self._reply(HTTPStatus.NOT_FOUND, b"", ".html")
        except OSError:
            self.close_connection = True

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None: ...

    def _answer(self, path: str) -> None:
        if path in self.server.pages:
            self._reply(HTTPStatus.OK, self.server.pages[path](), Path(path).suffix or ".html")
            return
        first, _, rest = path.removeprefix("/").partition("/")
        body = (self.server.folders[first] / rest).read_bytes()
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not asked:
            self._reply(HTTPStatus.OK, body, Path(path).suffix)
            return
        start, end = int(asked[1]), min(int(asked[2] or len(body) - 1), len(body) - 1)
        told = {"Content-Range": f"bytes {start}-{end}/{len(body)}"}
        self._reply(HTTPStatus.PARTIAL_CONTENT, body[start : end + 1], Path(path).suffix, told)

    def _reply(self, status: int, body: bytes, suffix: str, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": TYPES.get(suffix, "application/octet-stream"),
            "Content-Length": str(len(body)),
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Accept-Ranges": "bytes",
            **(more or {}),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def still_site(folders: Mapping[str, Path], pages: Mapping[str, Callable[[], bytes]] | None = None) -> Iterator[str]:
    """Address of a server of these folders, on a free port of this machine.

    Args:
        folders: First part of the path → folder.
        pages: Path → what gives its HTML; raising `OSError` cuts the connection.
    """
    server = _Server(folders, pages or {})
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
