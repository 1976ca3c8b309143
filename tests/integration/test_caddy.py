"""The proxy of `compose.yaml`, for real, before two servers of the test's own: what comes through, and a restart."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import httpx
import pytest
from neighbours import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration
WAIT_SECONDS = 30


class Answering(BaseHTTPRequestHandler):
    """Says who asks; on `/stream`, in two pieces with a pause between them."""

    protocol_version = "HTTP/1.1"
    block_on_close = False

    def do_GET(self) -> None:
        """Answers."""
        self.send_response(200)
        if self.path == "/stream":
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for piece in (b"data: 1\n\n", b"data: 2\n\n"):
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(0.5)
            return
        told = "\n".join(self.headers.get(name, "") for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto"))
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def answering(port: int) -> Iterator[None]:
    """A server that stands for one of ours."""
    with ThreadingHTTPServer(("127.0.0.1", port), Answering) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield
        server.shutdown()


@pytest.fixture
def ports() -> tuple[int, int]:
    """Of the two servers."""
    return free_port(), free_port()


@pytest.fixture
def proxied(ports: tuple[int, int], root: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of the site, whose certificate is the proxy's own."""
    program = shutil.which("caddy")
    if not program:
        pytest.skip("NO CADDY TEST RAN: caddy is missing (as in CI; on Debian its package starts a server)")
    https = free_port()
    text = (root / "deploy" / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    assert text.count("app:8000 app2:8000") == 2
    text = text.replace("app:8000 app2:8000", " ".join(f"127.0.0.1:{port}" for port in ports))
    text = text.replace("\tadmin off\n", f"\tadmin off\n\thttp_port {free_port()}\n\thttps_port {https}\n")
    text = text.replace("8081", str(free_port())).replace("health_interval 5s", "health_interval 200ms")
    settings = tmp_path / "Caddyfile"
    settings.write_text(text, encoding="utf-8")
    env = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "SITE": "localhost"}
    env["XDG_CONFIG_HOME"] = str(tmp_path)
    command = [program, "run", "--config", str(settings), "--adapter", "caddyfile"]
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(command, env=env, stderr=log, stdout=log) as caddy:
        try:
            authority = tmp_path / "data" / "caddy" / "pki" / "authorities" / "local" / "root.crt"
            end = time.monotonic() + WAIT_SECONDS
            while not authority.exists() or not listens(https):
                assert time.monotonic() < end, (tmp_path / "log").read_text()
                time.sleep(0.1)
            trusted = ssl.create_default_context(cafile=authority)
            with httpx.Client(base_url=f"https://localhost:{https}", verify=trusted, trust_env=False) as client:
                yield client
        finally:
            caddy.terminate()


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def test_servers_are_started_again_one_after_the_other_and_nobody_sees_it(
    proxied: httpx.Client, ports: tuple[int, int]
) -> None:
    """Who asks is told to them, figures are not told outside, a stream comes as it is made, and one may be away."""
    first, second = ports
    with contextlib.ExitStack() as both:
        away = both.enter_context(contextlib.ExitStack())
        away.enter_context(answering(first))
        both.enter_context(answering(second))
        end = time.monotonic() + WAIT_SECONDS
        while proxied.get("/healthz").status_code != 200:  # the proxy has not asked them yet
            assert time.monotonic() < end
        host, client, scheme = proxied.get("/", headers={"X-Forwarded-For": "203.0.113.9"}).text.split("\n")
        assert host.startswith("localhost")
        assert client in {"127.0.0.1", "::1"}, "what a visitor tells of himself is not believed"
        assert scheme == "https"
        assert proxied.get("/metrics").status_code == 404
        assert proxied.get("/").headers["Strict-Transport-Security"]
        with proxied.stream("GET", "/stream") as stream:
            came = [time.monotonic() for _ in stream.iter_raw()]
        assert came[-1] - came[0] > 0.3, "in one piece: something held it back"
        statuses = set()
        for turn in range(60):
            if turn == 20:
                away.close()
            if turn == 40:
                both.enter_context(answering(first))
            statuses.add(proxied.get("/administration/banc/" if turn % 2 else "/").status_code)
        assert statuses == {200}
