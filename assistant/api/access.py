"""Who calls, and what they may do: the dependencies that every route declares one of.

```
router = APIRouter(dependencies=[Depends(needs(Right.READING))])   whoever may read
@router.post("/…", dependencies=[Depends(needs(Right.TEAM))])      and may see solicitations besides
def route(who: Who) -> …                                           the `Caller`, to sign what is done
@router.get("/healthz", dependencies=[Depends(anyone)])            no right at all, on purpose
```

A key comes as `Authorization: Bearer …`; a session as a cookie, and then whatever changes something must come with the
session's token in `X-Reperes-Token`, which another site cannot know. A test looks through all routes of the application
for one that declares nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant.accounts.drawing import KEY_PREFIX, same
from assistant.accounts.gate import Gate
from assistant.accounts.messages_fr import RIGHT_NAMES
from assistant.accounts.oidc import SingleSignOn
from assistant.accounts.rights import Caller, Mode, Right
from assistant.accounts.sessions import LONGEST
from assistant.accounts.store import Accounts
from assistant.accounts.throttle import Throttle
from assistant.api import problems
from assistant.api.paging import base_url
from assistant.api.placing import base_path, own_path
from assistant.contract import OPENAI_API
from assistant.database.held import HeldDatabase
from indexer.errors import DatabaseStateError, KeyRefused, RightMissing, SignInNeeded, TokenMissing, WritingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from indexer.settings import Settings

COOKIE: Final = "reperes-session"
HOST_PREFIX: Final = "__Host-"
"""Browsers take a cookie of this name from its own host only, over TLS, for the whole of it (RFC 6265bis, 4.1.3.2)."""
TOKEN_HEADER: Final = "x-reperes-token"  # noqa: S105 — the name of a header
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
ACCESS_ERRORS: Final[dict[int | str, dict[str, object]]] = {
    401: {"description": "Connexion ou clé demandée", "content": {problems.MEDIA_TYPE: {}}},
    403: {"description": "Droit manquant", "content": {problems.MEDIA_TYPE: {}}},
}
TOO_MANY: Final[dict[int | str, dict[str, object]]] = {
    429: {"description": "Trop de demandes en peu de temps", "content": {problems.MEDIA_TYPE: {}}}
}
BEARER = HTTPBearer(auto_error=False, description="Clé d’accès à l’API (« Clés » de votre compte).")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]


def install(app: FastAPI, settings: Settings, database: HeldDatabase | None = None) -> None:
    """Gives an application what lets people in: `database`, `accounts`, `gate`… of its state.

    Nothing is opened; whoever runs the application closes the database.

    Raises:
        InvalidSetting: A limit, the operator's key or the single sign-on cannot be used.
    """
    app.state.settings = settings
    app.state.database = database or HeldDatabase.of(settings)
    app.state.accounts = Accounts(app.state.database)
    app.state.gate = Gate(app.state.accounts, settings)
    app.state.throttle = Throttle(settings)
    app.state.single_sign_on = SingleSignOn.of(settings)


def share(app: FastAPI, inner: FastAPI) -> None:
    """Gives an application that is mounted in another what lets people in there."""
    for name in ("settings", "database", "accounts", "gate", "throttle", "single_sign_on", "turns"):
        if hasattr(app.state, name):  # an application of a few routes has no turns
            setattr(inner.state, name, getattr(app.state, name))


def accounts_of(request: Request) -> Accounts:
    """The accounts of the running application."""
    held: Accounts = request.app.state.accounts
    return held


def gate_of(request: Request) -> Gate:
    """What tells who calls."""
    held: Gate = request.app.state.gate
    return held


def throttle_of(request: Request) -> Throttle:
    """What counts."""
    held: Throttle = request.app.state.throttle
    return held


def single_sign_on_of(request: Request) -> SingleSignOn | None:
    """Who vouches for people; `None` for nobody."""
    held: SingleSignOn | None = request.app.state.single_sign_on
    return held


def settings_of(request: Request) -> Settings:
    """The settings of the running application."""
    held: Settings = request.app.state.settings
    return held


AllAccounts = Annotated[Accounts, Depends(accounts_of)]


def caller(request: Request, credentials: Credentials) -> Caller:
    """Who calls, by a key or by a session; whoever shows neither may at most read, where reading is open.

    Raises:
        KeyRefused: A key that opens nothing.
        TooManyRequests: Too many such keys from one address.
        TokenMissing: A change without the session's token.
    """
    gate = gate_of(request)
    if credentials is not None and not _is_a_word(request, gate, credentials.credentials):
        return _reading(gate, _by_key(request, gate, credentials.credentials))
    known = visitor(request)
    if known is None or known.doubt:
        return known or gate.stranger
    if request.method not in SAFE_METHODS and not same(request.headers.get(TOKEN_HEADER, ""), known.token):
        raise TokenMissing
    return _reading(gate, known)


Who = Annotated[Caller, Depends(caller)]


def visitor(request: Request) -> Caller | None:
    """Whose session a browser shows, for pages, whose forms have their own way to give its token back.

    `None` when it shows none, or one that is over. A stranger, with that doubt, while the database does not tell:
    where reading is open, whoever is signed in reads as everybody does.
    """
    cookie, gate = cookie_of(request), gate_of(request)
    try:
        return gate.by_cookie(cookie) if cookie else None
    except (DatabaseStateError, WritingError) as error:
        return replace(gate.stranger, doubt=error)


class Needs:
    """A dependency: whoever calls must have a right; they are what it gives."""

    def __init__(self, right: Right) -> None:
        self.right = right

    def __call__(self, who: Who) -> Caller:
        """Lets in whoever has the right.

        Raises:
            SignInNeeded: Nobody known asks.
            RightMissing: Somebody known, who may not.
            DatabaseStateError, WritingError: It cannot be told who asks.
        """
        if not who.may(self.right):
            if who.doubt:
                raise who.doubt
            if who.login or who.key:
                raise RightMissing(right=RIGHT_NAMES[self.right])
            raise SignInNeeded
        return who


def needs(right: Right) -> Callable[[Caller], Caller]:
    """The dependency of a right: `Depends(needs(Right.TEAM))`."""
    return Needs(right)


def anyone() -> None:
    """The dependency of a route that wants no right: said, so that none is forgotten."""


def signed_in(who: Who) -> Caller:
    """Somebody with an account, who came by a session: a key changes neither passwords nor keys.

    Raises:
        SignInNeeded: Nobody, or a key.
        DatabaseStateError, WritingError: It cannot be told.
    """
    if who.doubt:
        raise who.doubt
    if who.account is None or who.key:
        raise SignInNeeded
    return who


InPerson = Annotated[Caller, Depends(signed_in)]


def counted(request: Request, response: Response, who: Who) -> None:
    """Counts a question or a search against its limit, and tells what is left of it.

    Raises:
        TooManyRequests: Nothing is.
    """
    allowance = throttle_of(request).question(who, address_of(request))
    if allowance is not None:
        response.headers.update(allowance.headers())


def author_of(who: Caller, told: str) -> str:
    """Who signs a change: the account that makes it; a program, with its key, says so itself."""
    return who.name if who.name and not who.key else told


def address_of(request: Request) -> str:
    """Where a request comes from: of the connection, or as a proxy that is trusted tells it (uvicorn sees to that)."""
    return request.client.host if request.client else ""


def from_elsewhere(request: Request) -> bool:
    """Whether a page of another site sends this: what comes without a session's token asks for it."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def cookie_of(request: Request) -> str:
    """What the session's cookie holds; empty without one."""
    return request.cookies.get(cookie_name(request), "")


def public_address(request: Request, path: str) -> str:
    """Whole address of one of our pages, as readers reach it: by `REPERES_PUBLIC_URL`, or as this request came."""
    return f"{base_url(request, settings_of(request).public_url)}{path}"


def cookie_name(request: Request) -> str:
    """Name of the session's cookie, as browsers protect it best."""
    return f"{HOST_PREFIX}{COOKIE}" if is_secure(request) and cookie_path(request) == "/" else COOKIE


def give_cookie(request: Request, response: Response, cookie: str) -> None:
    """Signs a browser in; on the way, what is over is forgotten once a day."""
    accounts_of(request).tidy()
    response.set_cookie(
        cookie_name(request),
        cookie,
        max_age=int(LONGEST.total_seconds()),
        path=cookie_path(request),
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def take_cookie(request: Request, response: Response) -> None:
    """Signs a browser out."""
    response.delete_cookie(
        cookie_name(request), path=cookie_path(request), httponly=True, samesite="lax", secure=is_secure(request)
    )


def is_secure(request: Request) -> bool:
    """Whether readers come by TLS."""
    return request.url.scheme == "https" or settings_of(request).public_url.startswith("https://")


def cookie_path(request: Request) -> str:
    """Path that a browser gives the session's cookie back under: all of ours, and nothing else."""
    return base_path(settings_of(request)) or "/"


def _is_a_word(request: Request, gate: Gate, secret: str) -> bool:
    """Whether something is given for want of a key: programs made for OpenAI's API have one typed, whatever it is.

    Where reading is open, they need none. Only there: whoever gives a key elsewhere means it. The operator's is a word
    too, which there may read like any other: trying it there tells nothing.
    """
    return (
        gate.mode is Mode.OPEN
        and not secret.startswith(KEY_PREFIX)
        and own_path(request.scope).startswith(f"{OPENAI_API}/")
    )


def _by_key(request: Request, gate: Gate, secret: str) -> Caller:
    throttle, address = throttle_of(request), address_of(request)
    if not secret.startswith(KEY_PREFIX):  # a drawn one is not found by trying; the operator's may be
        throttle.check_keys(address)
    try:
        return gate.by_key(secret)
    except KeyRefused:
        throttle.wrong_key(address)
        raise


def _reading(gate: Gate, known: Caller) -> Caller:
    """Whoever shows who they are may do no less than whoever does not."""
    return replace(known, rights=known.rights | gate.stranger.rights)
