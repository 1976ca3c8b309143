"""Who may do what: every route of the application, asked by everybody there is.

A new route fails here until it declares what it wants (`assistant.api.access`) and stands in `WANTED` below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from fastapi.routing import iter_route_contexts
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.throttle import Throttle
from assistant.api.access import TOKEN_HEADER, Needs, anyone, signed_in
from assistant.api.app import create_app
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from fastapi.dependencies.models import Dependant

    from assistant.accounts.store import Accounts

READING, TEAM, MAINTENANCE, ADMINISTRATION = Right
ANYONE, IN_PERSON = "anyone", "in person"
WANTED: Final[tuple[tuple[str, object], ...]] = (
    ("/healthz", ANYONE),
    ("/readyz", ANYONE),
    ("/metrics", ANYONE),
    ("/api/v1/session", ANYONE),
    ("/api/v1/account", IN_PERSON),
    ("/api/v1/users", ADMINISTRATION),
    ("/api/v1/keys", ADMINISTRATION),
    ("/api/v1/invitations", ADMINISTRATION),
    ("/api/v1/audit", ADMINISTRATION),
    ("/api/v1/solicitations", TEAM),
    ("/api/v1/maintenance/backup", ADMINISTRATION),
    ("/api/v1/maintenance", MAINTENANCE),
    ("/api/v1/ask", READING),
    ("/api/v1/search", READING),
    ("/api/v1/documents", READING),
    ("/api/v1/surveys", READING),
    ("/api/v1/news", READING),
    ("/api/v1/themes", READING),
    ("/api/v1/kinds", READING),
    ("/api/v1/publishers", READING),
    ("/api/v1/territories", READING),
    ("/v1", READING),
    ("/mcp", READING),
    ("/api/v1/conversations", IN_PERSON),
    ("/api/v1/export", READING),
    ("/api/v1/suggestions", READING),
    ("POST /api/v1/shared", READING),
    ("GET /api/v1/shared/{shared}", READING),
    ("/api/v1/shared", MAINTENANCE),
    ("POST /api/v1/feedback", READING),
    ("/api/v1/feedback/reasons", READING),
    ("/api/v1/feedback", MAINTENANCE),
    ("/api/v1/usage", MAINTENANCE),
)
"""Beginning of an address, with its method where others want something else → what it wants; the first that fits."""
PASSWORD: Final = "quatre lampes vertes au grenier"
STAFF_KEY: Final = "une-cle-assez-longue"
FRAMEWORK: Final = ("/openapi.json", "/docs", "/static-offline-docs", "/redoc")
"""What FastAPI serves by itself: the description of the API, open to all, which holds nothing of anybody's."""


def app_of(folder: Path, access: str) -> FastAPI:
    """The application, without its models: whoever is let through meets a fault of the program."""
    settings = Settings(data_dir=folder, access=access, staff_key=SecretStr(STAFF_KEY))
    if access == "oidc":
        settings = settings.model_copy(update={"oidc_issuer": "https://connexion.exemple.fr", "oidc_client_id": "r"})
    return create_app(settings)


def routes(app: FastAPI) -> list[tuple[str, str, Dependant | None]]:
    """Path, method and dependencies of every route."""
    found = []
    for context in iter_route_contexts(app.routes):
        path = context.path or ""
        if not path.startswith(FRAMEWORK):
            found += [(path, method, getattr(context, "dependant", None)) for method in sorted(context.methods or [""])]
    return found


def declared(dependant: Dependant | None) -> set[object]:
    """What a route says that it wants, whatever it is that says it."""
    if dependant is None:
        return set()
    found: set[object] = set()
    if isinstance(dependant.call, Needs):
        found.add(dependant.call.right)
    if dependant.call is anyone:
        found.add(ANYONE)
    if dependant.call is signed_in:
        found.add(IN_PERSON)
    return found.union(*(declared(each) for each in dependant.dependencies))


def wanted(method: str, path: str) -> object:
    """What a route must want."""
    asked = (path, f"{method} {path}")
    found = [w for start, w in WANTED if any(re.match(rf"{re.escape(start)}(?![\w-])", each) for each in asked)]
    assert found, f"{path}: say in WANTED who may ask for it"
    return found[0]


class Callers:
    """Everybody there is: strangers, sessions of each right, keys of each scope."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        accounts: Accounts = app.state.accounts
        chief = accounts.add("chef@exemple.fr", "Chef", list(Right), by=NOBODY, password=PASSWORD)
        self.headers: dict[str, dict[str, str]] = {"stranger": {}, "wrong key": {"Authorization": "Bearer rep_faux"}}
        self.rights: dict[str, set[Right]] = {"stranger": set(), "wrong key": set()}
        for right in Right:
            login = f"{right}@exemple.fr"
            accounts.add(login, f"Personne {right}", [right], by=NOBODY, password=PASSWORD)
            opened = accounts.sign_in(login, PASSWORD)
            self.headers[f"session {right}"] = {
                "Cookie": f"reperes-session={opened.cookie}",
                TOKEN_HEADER: opened.caller().token,
            }
            self.headers[f"key {right}"] = {
                "Authorization": f"Bearer {accounts.keys.add(chief.id, right, [right], by=NOBODY).secret}"
            }
            self.rights[f"session {right}"] = {READING, right}
            self.rights[f"key {right}"] = {right}
        self.headers["staff key"] = {"Authorization": f"Bearer {STAFF_KEY}"}
        self.rights["staff key"] = {READING, TEAM}

    def may(self, who: str, want: object, access: str) -> bool:
        """Whether they are let through."""
        if who == "wrong key":
            return False
        if want is ANYONE:
            return True
        if want is IN_PERSON:
            return who.startswith("session")
        rights = self.rights[who] | ({READING} if access == "open" else set())
        return want in rights or ADMINISTRATION in rights


@pytest.fixture(scope="module", params=["open", "accounts"])
def access(request: pytest.FixtureRequest) -> str:
    """Who may read."""
    return str(request.param)


@pytest.fixture(scope="module")
def app(access: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The application."""
    made = app_of(tmp_path_factory.mktemp("data"), access)
    yield made
    made.state.database.close()


@pytest.fixture(scope="module")
def callers(app: FastAPI) -> Callers:
    """Everybody."""
    return Callers(app)


def test_every_route_declares_what_it_wants(app: FastAPI) -> None:
    """One thing, and the right one."""
    found = routes(app)
    assert len(found) > 60
    for path, method, dependant in found:
        told = declared(dependant)
        assert told == {wanted(method, path)}, f"{method} {path} declares {told or 'nothing'}"


@pytest.mark.parametrize(
    "who",
    ["stranger", "wrong key", "staff key", *(f"{way} {right}" for way in ("session", "key") for right in Right)],
)
def test_each_caller_is_let_through_where_they_may_and_nowhere_else(
    app: FastAPI, callers: Callers, access: str, who: str
) -> None:
    """401 for whoever is not known, 403 for whoever is, in the one shape of errors (OpenAI's where its clients call)."""
    app.state.throttle = Throttle(app.state.settings)  # wrong keys of the test before do not count against these
    client = TestClient(app, raise_server_exceptions=False, headers=callers.headers[who])
    for path, method, _ in routes(app):
        if "DELETE" in method and path.startswith("/api/v1/account") and callers.may(who, IN_PERSON, access):
            continue  # they would sign out
        if path == "/api/v1/session" and (method == "DELETE" or who == "wrong key"):
            continue  # likewise; and signing in asks nothing of a key
        where = re.sub(r"\{[^}]+\}", "0", path)
        answer = client.request(method, where, content=b"?")
        allowed = callers.may(who, wanted(method, path), access)
        if path in ("/healthz", "/readyz", "/metrics", "/api/v1/session/link"):
            allowed = True  # nobody is asked for anything there
        assert (answer.status_code not in (401, 403)) == allowed, f"{who}: {method} {where} → {answer.status_code}"
        if not allowed:
            openai = path.startswith("/v1/")
            assert answer.headers["content-type"] == f"application/{'' if openai else 'problem+'}json"
            assert set(answer.json()) == {"error"} or not openai
            known = who not in ("stranger", "wrong key")
            in_person = wanted(method, path) is IN_PERSON
            assert answer.status_code == (403 if known and not in_person else 401)
            assert (answer.headers.get("www-authenticate") == "Bearer") == (answer.status_code == 401)


def test_what_changes_something_wants_the_token_of_the_session(app: FastAPI, callers: Callers) -> None:
    """Whatever it is, whoever it is: another site can send the cookie, and not the token."""
    cookie = {"Cookie": callers.headers["session administration"]["Cookie"]}
    for headers in (cookie, {**cookie, TOKEN_HEADER: "autre"}):
        client = TestClient(app, raise_server_exceptions=False, headers=headers)
        for path, method, _ in routes(app):
            if method in ("GET", "HEAD", "OPTIONS") or wanted(method, path) is ANYONE:
                continue
            answer = client.request(method, re.sub(r"\{[^}]+\}", "0", path), content=b"?")
            assert answer.status_code == 403, f"{method} {path} → {answer.status_code}"
            assert "ne vient pas d’une page" in answer.text


def test_a_single_sign_on_opens_nothing_to_strangers(tmp_path: Path) -> None:
    """Where it says who may read."""
    app = app_of(tmp_path, "oidc")
    client = TestClient(app, raise_server_exceptions=False)
    assert client.get("/api/v1/documents").status_code == 401
    assert client.get("/api/v1/session").json()["single_sign_on"]["url"].endswith("/connexion/oidc")
    app.state.database.close()


def test_nothing_is_read_of_a_stranger_s_question(app: FastAPI, access: str, callers: Callers) -> None:
    """Where reading is not open, who asks is told before what is asked is looked at."""
    client = TestClient(app, raise_server_exceptions=False)
    for body in ({"question": "Qui anime un ASV ?"}, {"autre": 1}):
        assert (client.post("/api/v1/ask", json=body).status_code == 401) == (access != "open")


def test_a_word_in_the_place_of_a_key_is_none_for_openai_s_clients(app: FastAPI, access: str) -> None:
    """They demand a key of their users, who may have none to give where reading is open; ours are looked at everywhere."""
    client = TestClient(app, raise_server_exceptions=False)
    for word, refused in (("aucune", access != "open"), ("sk-autre", access != "open"), ("rep_faux", True)):
        headers = {"Authorization": f"Bearer {word}"}
        assert (client.get("/v1/models", headers=headers).status_code == 401) == refused
        assert client.get("/api/v1/themes", headers=headers).status_code == 401
