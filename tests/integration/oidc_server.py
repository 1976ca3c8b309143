"""An OpenID Connect server for the tests: Canaille, an identity provider of its own, in memory, on the loopback.

Run in a process of its own (`python oidc_server.py PORT`): it is a Flask application with threads and settings that
are not ours to share.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "un mot de passe pour Canaille"
PEOPLE = {
    "ana": ("Ana", "Leroux", "Ana.Leroux@exemple.fr"),
    "bruno": ("Bruno", "Tissier", "bruno@exemple.fr"),
}
"""Login there → given name, family name, address."""
START_SECONDS = 60


@dataclass(frozen=True)
class Provider:
    """A running server, where this service is registered.

    Attributes:
        issuer: Its address.
        client_id, client_secret: Of this service there.
    """

    issuer: str
    client_id: str
    client_secret: str


@contextlib.contextmanager
def provider(redirect: str, farewell: str, log: Path) -> Iterator[Provider]:
    """Starts a server, registers a client with these two addresses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    issuer = f"http://127.0.0.1:{port}"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, __file__, str(port)],
            stdout=written,
            stderr=written,
            env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore"},
        )
    try:
        _wait(issuer, process, log)
        told = httpx2.post(
            f"{issuer}/oauth/register",
            json={
                "client_name": "Repères",
                "client_uri": "http://127.0.0.1",
                "redirect_uris": [redirect],
                "post_logout_redirect_uris": [farewell],
                "grant_types": ["authorization_code"],
                "response_types": ["code"],
                "token_endpoint_auth_method": "client_secret_basic",
                "scope": "openid profile email",
            },
        ).json()
        yield Provider(issuer, told["client_id"], told["client_secret"])
    finally:
        process.terminate()
        process.wait(20)


def sign_in_there(url: str, login: str, password: str = PASSWORD) -> str:
    """What somebody does on the server's pages, from the address that they were sent to.

    Returns:
        Where the server sends them back.
    """
    with httpx2.Client(follow_redirects=False) as browser:
        answer = browser.get(url)
        while answer.has_redirect_location and answer.headers["location"].startswith(("/", _origin(url))):
            answer = browser.get(httpx2.URL(_origin(url)).join(answer.headers["location"]))
        for form in ({"login": login}, {"password": password}):
            answer = browser.post(answer.url, data=form)
            while answer.has_redirect_location and answer.headers["location"].startswith(("/", _origin(url))):
                answer = browser.get(httpx2.URL(_origin(url)).join(answer.headers["location"]))
        assert answer.has_redirect_location, answer.text
        return str(answer.headers["location"])


def _origin(url: str) -> str:
    parts = httpx2.URL(url)
    return f"{parts.scheme}://{parts.host}:{parts.port}"


def _wait(issuer: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx2.HTTPError):
            if httpx2.get(f"{issuer}/.well-known/openid-configuration").is_success:
                return
        time.sleep(0.1)
    raise RuntimeError(log.read_text(errors="replace"))


def serve(port: int) -> None:
    """The server itself."""
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from joserfc.jwk import RSAKey
    from werkzeug.serving import make_server

    app = create_app(
        {
            "SECRET_KEY": secrets.token_hex(16),
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "WTF_CSRF_ENABLED": False,
            "CANAILLE": {
                "JAVASCRIPT": False,
                "HTMX": False,
                "DATABASE": "memory",
                "CAPTCHA_ENABLED": False,
                "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}},
            },
            "CANAILLE_OIDC": {
                "DYNAMIC_CLIENT_REGISTRATION_OPEN": True,
                "ACTIVE_JWKS": [RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True)],
            },
        }
    )
    with app.app_context():
        for login, (given, family, address) in PEOPLE.items():
            Backend.instance.save(
                models.User(
                    user_name=login,
                    formatted_name=f"{given} {family}",
                    given_name=given,
                    family_name=family,
                    emails=[address],
                    password=PASSWORD,
                )
            )
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
