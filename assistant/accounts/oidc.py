"""Single sign-on: OpenID Connect, authorization code with state, nonce and, where the server knows it, PKCE.

```
begin ─▶ the server's page, in the browser ─▶ back with a code ─▶ finish: code → tokens → checked claims ─▶ Identity
```

Authlib speaks to the server and checks claims, joserfc signatures. PKCE goes along where the server tells that it
takes it (RFC 8414: one that says nothing does not): ProConnect refuses parameters that it does not document.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.accounts import messages_fr as messages
from assistant.accounts.drawing import same
from assistant.accounts.people import LONGEST_LOGIN, LONGEST_NAME
from indexer.errors import InvalidSetting, SingleSignOnRefused, SingleSignOnUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.settings import Settings

START: Final = "/connexion/oidc"
BACK: Final = "/connexion/oidc/retour"
"""Where the browser leaves for the server, and where it comes back to, below the service's own path."""
TIMEOUT_SECONDS: Final = 10.0
KEPT_SECONDS: Final = 3600.0
"""How long what the server tells of itself is believed; its keys are asked for again when one is unknown."""
LEEWAY_SECONDS: Final = 60
"""By which clocks may differ."""
SIGNATURES: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Those that the server alone can make: neither « none », nor one that the shared secret makes."""
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
LONGEST_ANSWER: Final = 512 * 1024


class Metadata(BaseModel):
    """What the server tells of itself, as far as it matters here."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    code_challenge_methods_supported: list[str] = []
    id_token_signing_alg_values_supported: list[str] = ["RS256"]


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that is under way, kept in the browser that began it until it comes back.

    Attributes:
        url: Of the server's page, where the browser goes.
        state, nonce, verifier: What the answer is told by; the verifier empty without PKCE.
    """

    url: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as the server vouches for it.

    Attributes:
        issuer, subject: By which they are known for good.
        email: In lower case; empty when it is not told.
        verified: Whether the server says that it is theirs.
        name: As they are called; empty when it is not told.
        hint: What the server wants back when they sign out.
    """

    issuer: str
    subject: str
    email: str
    verified: bool
    name: str
    hint: str = field(repr=False, default="")


class SingleSignOn:
    """A server that vouches for people. Safe to share between threads; making one asks nothing of it.

    Attributes:
        name: What buttons call it.
    """

    def __init__(self, settings: Settings) -> None:
        """Reads the settings.

        Raises:
            InvalidSetting: Its address cannot be one, or this service has no name there.
        """
        self.name = settings.oidc_name
        self.issuer = settings.oidc_issuer.strip()
        self._client_id = settings.oidc_client_id.strip()
        self._secret = settings.oidc_client_secret.get_secret_value()
        self._auth: Literal["client_secret_basic", "client_secret_post", "none"] = (
            "none" if not self._secret else f"client_secret_{settings.oidc_auth}"  # type: ignore[assignment]  # two values
        )
        self._scopes = settings.oidc_scopes
        self._strengths = settings.oidc_acr.split()
        self._lock = threading.Lock()
        self._told: tuple[float, Metadata] | None = None
        self._keys: KeySet | None = None
        if not _is_safe(self.issuer):
            raise InvalidSetting(name="REPERES_OIDC_ISSUER", value=self.issuer, detail=messages.ISSUER_EXPECTED)
        if not self._client_id:
            raise InvalidSetting(name="REPERES_OIDC_CLIENT_ID", value="", detail=messages.CLIENT_ID_EXPECTED)

    @classmethod
    def of(cls, settings: Settings) -> SingleSignOn | None:
        """That of the settings; `None` for none.

        Raises:
            InvalidSetting: One is needed and none is told, or it cannot be used.
        """
        if settings.oidc_issuer.strip():
            return cls(settings)
        if settings.access == "oidc":
            raise InvalidSetting(name="REPERES_OIDC_ISSUER", value="", detail=messages.ISSUER_EXPECTED)
        return None

    def begin(self, back: str) -> Begun:
        """Sends somebody to the server.

        Args:
            back: Whole address that it sends them back to; the server knows it.

        Raises:
            SingleSignOnUnavailable: It does not answer as it should.
        """
        known = self._metadata()
        with_pkce = "S256" in known.code_challenge_methods_supported
        nonce, verifier = generate_token(43), generate_token(64) if with_pkce else ""
        with self._client(back, "S256" if with_pkce else None) as client:
            more = {"code_verifier": verifier} if verifier else {}
            if self._strengths:
                more["acr_values"] = " ".join(self._strengths)
            url, state = client.create_authorization_url(
                known.authorization_endpoint, state=generate_token(43), nonce=nonce, **more
            )
        return Begun(url, state, nonce, verifier)

    def finish(self, begun: Begun, back: str, answer: Mapping[str, str]) -> Identity:
        """Who came back.

        Args:
            begun: What the browser kept since it left.
            back: As it was told to `begin`.
            answer: The values of the address to which it came back.

        Raises:
            SingleSignOnRefused: They were not let in, or what is told of them does not hold.
            SingleSignOnUnavailable: The server does not answer as it should.
        """
        if not begun.state or not same(answer.get("state", ""), begun.state):
            raise SingleSignOnRefused(detail=messages.SIGN_ON_STRAY)
        if answer.get("error") or not answer.get("code"):
            raise SingleSignOnRefused(detail=messages.SIGN_ON_DENIED)
        known = self._metadata()
        if answer.get("iss", known.issuer) != known.issuer:  # RFC 9207
            raise SingleSignOnRefused(detail=messages.SIGN_ON_STRAY)
        tokens = self._tokens(known, begun, back, answer["code"])
        claims = self._claims(known, begun, tokens)
        more = claims if claims.get("email") else {**self._userinfo(known, tokens, str(claims["sub"])), **claims}
        return _identity(known.issuer, more, tokens["id_token"])

    def farewell(self, hint: str, back: str) -> str:
        """Where somebody goes on to sign out of the server too; empty where it has no such page.

        Args:
            hint: Of their identity.
            back: Whole address that it sends them back to; the server knows it.
        """
        try:
            known = self._metadata()
        except SingleSignOnUnavailable:
            return ""  # they are signed out here all the same
        if not known.end_session_endpoint or not hint:
            return ""
        asked = {"id_token_hint": hint, "post_logout_redirect_uri": back, "state": generate_token(43)}
        return str(httpx2.URL(known.end_session_endpoint).copy_merge_params(asked))

    def _tokens(self, known: Metadata, begun: Begun, back: str, code: str) -> dict[str, str]:
        more = {"code_verifier": begun.verifier} if begun.verifier else {}
        try:
            with self._client(back) as client:
                answer = client.fetch_token(known.token_endpoint, grant_type="authorization_code", code=code, **more)
        except (httpx2.HTTPError, httpx2.InvalidURL) as exc:
            raise SingleSignOnUnavailable(issuer=self.issuer, detail=messages.SIGN_ON_SILENT) from exc
        except (AuthlibBaseError, ValueError) as exc:
            raise SingleSignOnRefused(detail=messages.SIGN_ON_DENIED) from exc
        tokens = {name: answer.get(name) for name in ("id_token", "access_token")}
        if not all(isinstance(token, str) for token in tokens.values()):
            raise SingleSignOnUnavailable(issuer=self.issuer, detail=messages.SIGN_ON_UNREADABLE)
        return tokens

    def _claims(self, known: Metadata, begun: Begun, tokens: Mapping[str, str]) -> dict[str, object]:
        """Claims of the ID token, signed by the server, for this service, now, in answer to this browser."""
        decoded = self._decoded(known, tokens["id_token"])
        wanted = {
            "iss": {"essential": True, "value": known.issuer},
            "aud": {"essential": True, "value": self._client_id},
            "sub": {"essential": True},
        }
        params = {"nonce": begun.nonce, "client_id": self._client_id, "access_token": tokens["access_token"]}
        try:
            claims = CodeIDToken(decoded.claims, decoded.header, wanted, params)
            claims.validate(leeway=LEEWAY_SECONDS)
        except (JoseError, AuthlibBaseError, TypeError, ValueError) as exc:
            raise SingleSignOnRefused(detail=messages.SIGN_ON_INVALID) from exc
        if self._strengths and decoded.claims.get("acr") not in self._strengths:
            raise SingleSignOnRefused(detail=messages.SIGN_ON_WEAK)
        return dict(decoded.claims)

    def _userinfo(self, known: Metadata, tokens: Mapping[str, str], subject: str) -> dict[str, object]:
        """Claims that the server tells apart: JSON, or a signed token (ProConnect), of the same person."""
        if not known.userinfo_endpoint:
            return {}
        answer = self._get(known.userinfo_endpoint, {"Authorization": f"Bearer {tokens['access_token']}"})
        if answer.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/jwt":
            told: object = self._decoded(known, answer.text.strip()).claims
        else:
            told = _json(self.issuer, answer)
        if not isinstance(told, dict) or told.get("sub") != subject:
            raise SingleSignOnRefused(detail=messages.SIGN_ON_INVALID)
        return told

    def _decoded(self, known: Metadata, token: str) -> jwt.Token:
        allowed = [each for each in known.id_token_signing_alg_values_supported if each in SIGNATURES]
        registry = JWSRegistry(algorithms=allowed or list(SIGNATURES), strict_check_header=False)
        try:
            try:
                return jwt.decode(token, self._key_set(known), registry=registry)
            except InvalidKeyIdError:
                return jwt.decode(token, self._key_set(known, again=True), registry=registry)
        except (JoseError, ValueError) as exc:
            raise SingleSignOnRefused(detail=messages.SIGN_ON_INVALID) from exc

    def _metadata(self) -> Metadata:
        with self._lock:
            if self._told is not None and time.monotonic() - self._told[0] < KEPT_SECONDS:
                return self._told[1]
            answer = self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            try:
                known = Metadata.model_validate(_json(self.issuer, answer))
            except ValidationError as exc:
                raise SingleSignOnUnavailable(issuer=self.issuer, detail=messages.SIGN_ON_UNREADABLE) from exc
            places = (known.authorization_endpoint, known.token_endpoint, known.jwks_uri)
            if known.issuer.rstrip("/") != self.issuer.rstrip("/") or not all(map(_is_safe, places)):
                raise SingleSignOnUnavailable(issuer=self.issuer, detail=messages.SIGN_ON_OTHER)
            self._told, self._keys = (time.monotonic(), known), None
            return known

    def _key_set(self, known: Metadata, *, again: bool = False) -> KeySet:
        with self._lock:
            if self._keys is None or again:
                told = _json(self.issuer, self._get(known.jwks_uri))
                try:
                    self._keys = KeySet.import_key_set(told)  # type: ignore[arg-type]  # checked by joserfc
                except (JoseError, ValueError, KeyError, TypeError) as exc:
                    raise SingleSignOnUnavailable(issuer=self.issuer, detail=messages.SIGN_ON_UNREADABLE) from exc
            return self._keys

    def _get(self, url: str, headers: Mapping[str, str] | None = None) -> httpx2.Response:
        try:
            answer = httpx2.get(url, headers=headers, timeout=TIMEOUT_SECONDS, follow_redirects=False)
            answer.raise_for_status()
        except (httpx2.HTTPError, httpx2.InvalidURL) as exc:
            raise SingleSignOnUnavailable(issuer=self.issuer, detail=messages.SIGN_ON_SILENT) from exc
        if len(answer.content) > LONGEST_ANSWER:
            raise SingleSignOnUnavailable(issuer=self.issuer, detail=messages.SIGN_ON_UNREADABLE)
        return answer

    def _client(self, back: str, challenge: str | None = None) -> OAuth2Client:
        return OAuth2Client(
            self._client_id,
            self._secret,
            scope=self._scopes,
            redirect_uri=back,
            token_endpoint_auth_method=self._auth,
            code_challenge_method=challenge,
            timeout=TIMEOUT_SECONDS,
        )


def _json(issuer: str, answer: httpx2.Response) -> object:
    try:
        return answer.json()
    except ValueError as exc:
        raise SingleSignOnUnavailable(issuer=issuer, detail=messages.SIGN_ON_UNREADABLE) from exc


def _identity(issuer: str, claims: Mapping[str, object], hint: str) -> Identity:
    def told(name: str, longest: int) -> str:
        value = claims.get(name)
        return " ".join(value.split())[:longest] if isinstance(value, str) else ""

    family = told("usual_name", LONGEST_NAME) or told("family_name", LONGEST_NAME)
    parts = f"{told('given_name', LONGEST_NAME)} {family}".strip()
    return Identity(
        issuer=issuer,
        subject=str(claims["sub"])[:255],
        email=told("email", LONGEST_LOGIN).lower(),
        verified=claims.get("email_verified") is True,
        name=(told("name", LONGEST_NAME) or parts)[:LONGEST_NAME],
        hint=hint,
    )


def _is_safe(url: str) -> bool:
    """Whether what is said there stays between the two: TLS, or this very machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))
