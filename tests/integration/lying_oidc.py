"""An OpenID Connect server that says whatever a test wants it to: what a real one never would."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT, SECRET = "reperes", "un-secret-partage-entre-les-deux-serveurs"


def key() -> RSAKey:
    """A new one of the server's."""
    return RSAKey.generate_key(2048, auto_kid=True)


@dataclass
class Liar:
    """What it says.

    Attributes:
        issuer: Its address.
        nonce: That of the sign-in that is under way.
        metadata, claims: Put in the place of what is right, or beside it; `None` takes away.
        userinfo: What it tells apart; `None` for nothing at all, a text as it is.
        signed: Whether that is a signed token, as ProConnect's.
        algorithm: By which tokens are signed.
        published: Keys that it shows; `signing` is what it signs with.
        tokens: What the token endpoint answers besides; `status` of it.
        asked: What it was asked: the token requests, whole.
    """

    issuer: str = ""
    nonce: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | str | None = None
    signed: bool = False
    algorithm: str = "RS256"
    signing: Any = field(default_factory=key)
    published: list[Any] = field(default_factory=list)
    tokens: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """What it tells of itself."""
        right: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        }
        return self._changed(right, self.metadata)

    def id_token(self) -> str:
        """Who came, as it vouches for them."""
        now = int(time.time())
        right = {
            "iss": self.issuer,
            "sub": "un-numero",
            "aud": CLIENT,
            "exp": now + 60,
            "iat": now,
            "nonce": self.nonce,
            "email": "ana.leroux@exemple.fr",
            "email_verified": True,
            "name": "Ana Leroux",
        }
        return self._token(self._changed(right, self.claims))

    def about(self) -> tuple[str, str]:
        """What it tells apart, and of which type."""
        if isinstance(self.userinfo, dict) and self.signed:
            return self._token(self.userinfo), "application/jwt; charset=utf-8"
        return (self.userinfo if isinstance(self.userinfo, str) else json.dumps(self.userinfo)), "application/json"

    def _token(self, claims: dict[str, Any]) -> str:
        header = {"alg": self.algorithm, "kid": self.signing.kid}
        return jwt.encode(header, claims, self.signing, algorithms=[self.algorithm])

    @staticmethod
    def _changed(right: dict[str, Any], by: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in {**right, **by}.items() if value is not None}


def shared_secret() -> OctKey:
    """The client's secret, as a key: anybody who has it can sign by it."""
    return OctKey.import_key(SECRET, {"kid": "partage"})


@contextlib.contextmanager
def liar() -> Iterator[Liar]:
    """Such a server, on a free port of the loopback."""
    says = Liar()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                self._send(says.told())
            elif self.path == "/jwks":
                self._send({"keys": [each.as_dict(private=False) for each in says.published or [says.signing]]})
            elif self.path == "/userinfo":
                body, kind = says.about()
                self._send(body, kind=kind)
            else:
                self._send({}, 404)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"])).decode()
            says.asked.append((self.headers.get("authorization", ""), parse_qs(sent)))
            right = {"access_token": "un-jeton", "token_type": "Bearer", "expires_in": 60}
            self._send({**right, "id_token": says.id_token(), **says.tokens}, says.status)

        def _send(self, body: object, status: int = 200, kind: str = "application/json") -> None:
            data = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments: object) -> None:
            """Nothing on the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    says.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield says
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
