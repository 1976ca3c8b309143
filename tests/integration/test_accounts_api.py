"""Accounts over HTTP: in and out, one's own account, what administrators give and take; cookies, tokens, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi import Depends, FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.accounts.rights import NOBODY, Right
from assistant.api import access, problems
from assistant.api.access import TOKEN_HEADER, Who, author_of, counted, needs
from assistant.api.accounts import accounts_router
from assistant.database.held import HeldDatabase
from assistant.database.opening import Database
from indexer.errors import DatabaseUnavailable
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response

API = "/api/v1"
LOGIN, CHIEF = "ana.leroux@exemple.fr", "chef@exemple.fr"
PASSWORD, OTHER = "quatre lampes vertes au grenier", "sept tambours sous la pluie fine"


def app_of(settings: Settings, database: HeldDatabase | None = None) -> FastAPI:
    """These routes, and two that read and change something."""
    made = FastAPI()
    problems.install(made)
    access.install(made, settings, database)
    made.include_router(accounts_router())

    @made.get("/read", dependencies=[Depends(needs(Right.READING)), Depends(counted)])
    def read() -> str:
        return "lu"

    @made.post("/change", dependencies=[Depends(needs(Right.TEAM))])
    def change(who: Who) -> str:
        return author_of(who, "un programme")

    @made.get("/who")
    def who(who: Who) -> str:
        return who.login

    return made


class Browser:
    """A visitor's browser, which keeps its cookie and gives back its token."""

    def __init__(self, app: FastAPI, base_url: str = "http://testserver") -> None:
        self.app = app
        self.client = TestClient(app, base_url=base_url, raise_server_exceptions=False)

    def sign_in(self, login: str = LOGIN, password: str = PASSWORD) -> Browser:
        """By the API."""
        told = self.send("POST", f"{API}/session", {"login": login, "password": password})
        assert told.status_code == 200, told.text
        self.client.headers[TOKEN_HEADER] = told.json()["token"]
        return self

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Response:
        """A request."""
        return self.client.request(method, path, json=body, headers=headers)

    def get(self, path: str) -> object:
        """What is read there."""
        told = self.send("GET", path)
        assert told.status_code == 200, told.text
        return told.json()


def refused(response: Response, status: int) -> str:
    """The sentence of an error, of the one shape."""
    told = response.json()
    assert response.headers["content-type"] == problems.MEDIA_TYPE
    assert (response.status_code, told["status"]) == (status, status), told
    return str(told["detail"])


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., FastAPI]]:
    """Makes the application, with an administrator and somebody of the team."""
    made: list[FastAPI] = []

    def app(**settings: object) -> FastAPI:
        app = app_of(Settings(data_dir=tmp_path, **settings))  # type: ignore[arg-type]
        accounts = app.state.accounts
        if not made:
            accounts.add(CHIEF, "Chef", ["administration"], by=NOBODY, password=PASSWORD)
            accounts.add(LOGIN, "Ana", ["equipe"], by=NOBODY, password=PASSWORD)
        made.append(app)
        return app

    yield app
    for each in made:
        each.state.database.close()


@pytest.fixture
def app(make: Callable[..., FastAPI]) -> FastAPI:
    """The application, where reading is for those who have an account."""
    return make(access="accounts")


@pytest.fixture
def ana(app: FastAPI) -> Browser:
    """Somebody of the team, signed in."""
    return Browser(app).sign_in()


@pytest.fixture
def chief(app: FastAPI) -> Browser:
    """An administrator, signed in."""
    return Browser(app).sign_in(CHIEF)


def test_somebody_signs_in_and_out(app: FastAPI) -> None:
    """What they are and may do is told; the cookie is worth nothing afterwards."""
    browser = Browser(app)
    stranger = browser.get(f"{API}/session")
    assert stranger == {
        "signed_in": False,
        "login": "",
        "name": "",
        "rights": [],
        "key": "",
        "token": "",
        "access": "accounts",
        "single_sign_on": None,
    }
    refused(browser.send("GET", "/read"), 401)
    browser.sign_in()
    told = browser.get(f"{API}/session")
    assert isinstance(told, dict)
    assert (told["signed_in"], told["login"], told["name"]) == (True, LOGIN, "Ana")
    assert told["rights"] == ["lecture", "equipe"]
    assert browser.get("/read") == "lu"
    cookie = browser.client.cookies["reperes-session"]
    assert browser.send("DELETE", f"{API}/session").json() == {"url": ""}
    assert not browser.client.cookies
    browser.client.cookies.set("reperes-session", cookie)
    refused(browser.send("GET", "/read"), 401)


def test_the_same_is_said_of_a_wrong_password_and_of_an_unknown_login(app: FastAPI) -> None:
    """Word for word, header for header."""
    answers = [
        Browser(app).send("POST", f"{API}/session", {"login": login, "password": OTHER})
        for login in (LOGIN, "inconnue@exemple.fr", "pas une adresse")
    ]
    assert len({refused(answer, 401) for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1
    assert not any("set-cookie" in answer.headers for answer in answers)


@pytest.mark.parametrize(
    ("url", "public_url", "name", "path", "secure"),
    [
        ("http://testserver", "", "reperes-session", "/", False),
        ("https://testserver", "", "__Host-reperes-session", "/", True),
        ("http://testserver", "https://reperes.exemple.fr", "__Host-reperes-session", "/", True),
        ("http://testserver", "https://exemple.fr/reperes/", "reperes-session", "/reperes", True),
        ("http://testserver", "http://exemple.fr/reperes", "reperes-session", "/reperes", False),
    ],
)
def test_the_cookie_is_kept_from_scripts_and_other_sites(
    make: Callable[..., FastAPI], url: str, public_url: str, name: str, path: str, secure: bool
) -> None:
    """HttpOnly, SameSite=Lax, below the service's own path; Secure over TLS, and then of this host alone."""
    browser = Browser(make(public_url=public_url), url)
    told = browser.send("POST", f"{API}/session", {"login": LOGIN, "password": PASSWORD})
    cookie = told.headers["set-cookie"].split("; ")
    assert cookie[0].startswith(f"{name}=")
    assert {"HttpOnly", "SameSite=lax", f"Path={path}", "Max-Age=604800"} <= set(cookie)
    assert ("Secure" in cookie) is secure
    assert not any(part.startswith("Domain") for part in cookie)


def test_a_change_wants_the_token(ana: Browser) -> None:
    """Reading does not; the token of another session is worth nothing."""
    assert ana.send("POST", "/change").json() == "Ana"
    token = ana.client.headers.pop(TOKEN_HEADER)
    refused(ana.send("POST", "/change"), 403)
    assert ana.get("/read") == "lu"
    other = Browser(ana.app).sign_in().client.headers[TOKEN_HEADER]
    refused(ana.send("POST", "/change", **{TOKEN_HEADER: other}), 403)
    assert ana.send("POST", "/change", **{TOKEN_HEADER: token}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_signs_nobody_in(app: FastAPI, site: str) -> None:
    """Neither by a password nor by a link: what is then typed would go to its account."""
    for path, body in (
        ("session", {"login": LOGIN, "password": PASSWORD}),
        ("session/link", {"link": "x", "password": PASSWORD}),
    ):
        answer = Browser(app).send("POST", f"{API}/{path}", body, **{"sec-fetch-site": site})
        refused(answer, 403)
        assert "set-cookie" not in answer.headers


def test_a_session_that_somebody_else_put_there_is_not_taken_up(app: FastAPI) -> None:
    """Signing in gives another."""
    browser = Browser(app)
    browser.client.cookies.set("reperes-session", "choisie-par-un-autre")
    told = browser.send("POST", f"{API}/session", {"login": LOGIN, "password": PASSWORD})
    given = told.headers["set-cookie"].partition(";")[0]
    assert given.startswith("reperes-session=")
    assert "choisie-par-un-autre" not in given
    assert app.state.accounts.sessions.caller("choisie-par-un-autre") is None


def test_a_key_goes_before_a_cookie_and_wants_no_token(app: FastAPI, ana: Browser) -> None:
    """A wrong one is refused, whoever else is signed in."""
    made = ana.send("POST", f"{API}/account/keys", {"name": "script", "scopes": ["equipe"]}).json()
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    program = Browser(app)
    assert program.send("POST", "/change", **bearer).json() == "un programme"
    refused(program.send("GET", "/read", **bearer), 403)
    refused(ana.send("GET", "/read", Authorization="Bearer rep_faux"), 401)
    refused(program.send("GET", f"{API}/account", **bearer), 401)
    told = program.send("GET", f"{API}/session", **bearer).json()
    assert (told["key"], told["rights"], told["token"]) == ("script", ["equipe"], "")


def test_whoever_shows_who_they_are_may_do_no_less(make: Callable[..., FastAPI]) -> None:
    """Where reading is open, a key of another scope reads too."""
    app = make()
    ana = Browser(app).sign_in()
    key = ana.send("POST", f"{API}/account/keys", {"name": "script", "scopes": ["equipe"]}).json()["secret"]
    assert Browser(app).send("GET", "/read", Authorization=f"Bearer {key}").status_code == 200


def test_the_operator_s_key_goes_on(make: Callable[..., FastAPI]) -> None:
    """It reads and sees solicitations; wrong ones are counted, before it is even compared."""
    app = make(access="accounts", staff_key=SecretStr("une-cle-assez-longue"))
    bearer = {"Authorization": "Bearer une-cle-assez-longue"}
    program = Browser(app)
    assert program.send("POST", "/change", **bearer).json() == "un programme"
    refused(program.send("GET", f"{API}/users", **bearer), 403)
    for _ in range(30):
        refused(program.send("GET", "/read", Authorization="Bearer autre"), 401)
    answer = program.send("GET", "/read", **bearer)
    refused(answer, 429)
    assert 1 <= int(answer.headers["retry-after"]) <= 61


def test_wrong_passwords_make_one_wait(app: FastAPI) -> None:
    """The right one too, until it is over; the log has each."""
    browser = Browser(app)
    for _ in range(5):
        refused(browser.send("POST", f"{API}/session", {"login": LOGIN, "password": OTHER}), 401)
    answer = browser.send("POST", f"{API}/session", {"login": LOGIN, "password": PASSWORD})
    assert "Réessayez dans" in refused(answer, 429)
    assert 1 <= int(answer.headers["retry-after"]) <= 61
    assert app.state.accounts.log.list().items[0].action == "sign_in_failed"


def test_questions_are_counted(make: Callable[..., FastAPI]) -> None:
    """What is left is told with each, then how long to wait."""
    browser = Browser(make(limit_reader="2/minute"))
    first = browser.send("GET", "/read")
    assert first.headers["ratelimit-policy"] == '"questions";q=2;w=60'
    assert first.headers["ratelimit"].startswith('"questions";r=1;t=')
    assert browser.send("GET", "/read").status_code == 200
    answer = browser.send("GET", "/read")
    refused(answer, 429)
    assert 1 <= int(answer.headers["retry-after"]) <= 61
    assert Browser(browser.app).sign_in().get("/read") == "lu", "an account has a count of its own"


def test_somebody_looks_after_their_account(ana: Browser) -> None:
    """Name, password, sessions."""
    assert ana.send("PATCH", f"{API}/account", {"name": " Ana   Leroux "}).json()["name"] == "Ana Leroux"
    elsewhere = Browser(ana.app).sign_in()
    told = ana.get(f"{API}/account/sessions")
    assert isinstance(told, list)
    assert [session["current"] for session in told].count(True) == 1
    refused(ana.send("POST", f"{API}/account/password", {"former": OTHER, "password": OTHER}), 422)
    sent = ana.send("POST", f"{API}/account/password", {"former": PASSWORD, "password": OTHER})
    assert sent.status_code == 204
    assert ana.get("/who") == LOGIN
    assert elsewhere.get("/who") == ""
    for leave in (lambda number: f"/{number}", lambda _: ""):
        elsewhere.client.headers.pop(TOKEN_HEADER, None)
        elsewhere.client.cookies.clear()
        elsewhere.sign_in(password=OTHER)
        told = ana.get(f"{API}/account/sessions")
        assert isinstance(told, list)
        number = next(session["id"] for session in told if not session["current"])
        assert ana.send("DELETE", f"{API}/account/sessions{leave(number)}").status_code == 204
        assert elsewhere.get("/who") == ""
        assert ana.get("/who") == LOGIN


def test_somebody_has_keys(ana: Browser, chief: Browser) -> None:
    """Their own, shown once, taken back; not those of others."""
    made = ana.send("POST", f"{API}/account/keys", {"name": "script", "scopes": ["lecture"], "days": 30}).json()
    assert made["secret"].startswith(made["start"])
    listed = ana.get(f"{API}/account/keys")
    assert listed == [{name: value for name, value in made.items() if name != "secret"}]
    refused(ana.send("POST", f"{API}/account/keys", {"name": "trop", "scopes": ["administration"]}), 422)
    refused(chief.send("DELETE", f"{API}/account/keys/{made['id']}"), 404)
    assert ana.send("DELETE", f"{API}/account/keys/{made['id']}").json()["revoked_at"]
    refused(ana.send("GET", "/who", Authorization=f"Bearer {made['secret']}"), 401)


def test_an_administrator_gives_an_account(chief: Browser) -> None:
    """With a link by which its password is chosen; the link signs them in, once."""
    made = chief.send("POST", f"{API}/users", {"login": "zoe@exemple.fr", "name": "Zoé", "rights": ["lecture"]})
    assert made.status_code == 201
    url = made.json()["link"]["url"]
    assert url.startswith("http://testserver/bienvenue/")
    secret = url.rsplit("/", 1)[1]
    pending = chief.get(f"{API}/invitations")
    assert isinstance(pending, dict)
    assert [link["login"] for link in pending["links"]] == ["zoe@exemple.fr"]
    assert secret not in str(pending)
    zoe = Browser(chief.app)
    refused(zoe.send("POST", f"{API}/session/link", {"link": secret, "password": "motdepasse12"}), 422)
    told = zoe.send("POST", f"{API}/session/link", {"link": secret, "password": OTHER})
    assert (told.json()["login"], told.json()["rights"]) == ("zoe@exemple.fr", ["lecture"])
    assert zoe.get("/who") == "zoe@exemple.fr"
    refused(Browser(chief.app).send("POST", f"{API}/session/link", {"link": secret, "password": OTHER}), 404)
    again = chief.send("POST", f"{API}/users", {"login": "ZOE@exemple.fr", "name": "Zoé", "rights": ["lecture"]})
    refused(again, 409)


def test_an_administrator_changes_accounts(chief: Browser) -> None:
    """Rights, name, closed and open again, signed out, taken away; never the last administrator."""
    listed = chief.get(f"{API}/users?text=ana")
    assert isinstance(listed, dict)
    assert listed["total"] == 1
    number = listed["accounts"][0]["id"]
    ana = Browser(chief.app).sign_in()
    one = f"{API}/users/{number}"
    assert chief.send("PATCH", one, {"rights": ["lecture"], "name": "A."}).json()["rights"] == ["lecture"]
    assert ana.get("/who") == "", "rights that change end sessions"
    assert chief.send("PATCH", one, {"disabled": True}).json()["disabled_at"]
    refused(Browser(chief.app).send("POST", f"{API}/session", {"login": LOGIN, "password": PASSWORD}), 401)
    assert chief.send("PATCH", one, {"disabled": False}).json()["disabled_at"] is None
    ana.client.headers.pop(TOKEN_HEADER)
    ana.sign_in()
    assert chief.send("DELETE", f"{one}/sessions").status_code == 204
    assert ana.get("/who") == ""
    assert chief.send("POST", f"{one}/link").status_code == 201
    assert chief.send("DELETE", f"{one}/identity").status_code == 204
    assert chief.send("DELETE", one).status_code == 204
    for method, path in (("GET", one), ("PATCH", one), ("DELETE", one), ("POST", f"{one}/link")):
        refused(chief.send(method, path, {} if method == "PATCH" else None), 404)
    me = chief.get(f"{API}/account")
    assert isinstance(me, dict)
    assert "dernier compte" in refused(chief.send("DELETE", f"{API}/users/{me['id']}"), 409)
    refused(chief.send("PATCH", f"{API}/users/{me['id']}", {"rights": ["lecture"]}), 409)


def test_an_administrator_invites_and_takes_back(chief: Browser) -> None:
    """Links and keys of anybody."""
    made = chief.send("POST", f"{API}/invitations", {"login": "zoe@exemple.fr", "rights": ["equipe"], "days": 2})
    secret = made.json()["url"].rsplit("/", 1)[1]
    assert chief.send("DELETE", f"{API}/invitations/{made.json()['id']}").status_code == 204
    zoe = Browser(chief.app)
    refused(zoe.send("POST", f"{API}/session/link", {"link": secret, "password": OTHER, "name": "Zoé"}), 404)
    refused(chief.send("DELETE", f"{API}/invitations/{made.json()['id']}"), 404)
    number = chief.app.state.accounts.find(LOGIN).id
    key = chief.send("POST", f"{API}/keys", {"account": number, "name": "site", "scopes": ["lecture"]}).json()
    assert [each["owner"] for each in chief.send("GET", f"{API}/keys").json()["keys"]] == [LOGIN]
    assert chief.send("DELETE", f"{API}/keys/{key['id']}").json()["revoked_at"]
    refused(chief.send("DELETE", f"{API}/keys/99"), 404)


def test_the_log_tells_who_did_what(chief: Browser) -> None:
    """In pages, sifted; an action that there is not is told."""
    chief.send("POST", f"{API}/invitations", {"login": "zoe@exemple.fr", "rights": ["equipe"]})
    told = chief.get(f"{API}/audit?action=link_made")
    assert isinstance(told, dict)
    assert [(e["actor"], e["target"], e["detail"]) for e in told["entries"]] == [
        (CHIEF, "zoe@exemple.fr", {"rights": ["lecture", "equipe"]})
    ]
    second = chief.send("GET", f"{API}/audit?offset=1&limit=1")
    assert (second.json()["offset"], second.json()["limit"], len(second.json()["entries"])) == (1, 1, 1)
    assert 'rel="next"' in second.headers["link"]
    assert second.headers["cache-control"] == "no-store"
    refused(chief.send("GET", f"{API}/audit?action=vol"), 422)
    refused(chief.send("GET", f"{API}/audit?auteur=x"), 422)


def test_secrets_are_told_once_and_nowhere_else(chief: Browser) -> None:
    """Passwords in no answer at all, not even in the one that says that a body was wrong."""
    answer = chief.send("POST", f"{API}/session", {"login": LOGIN, "password": PASSWORD, "autre": 1})
    assert PASSWORD not in answer.text
    answer = chief.send("POST", f"{API}/session/link", {"link": "x", "password": 3})
    assert refused(answer, 422)
    for path in ("users", "keys", "invitations", "audit", "account"):
        assert "argon2" not in chief.send("GET", f"{API}/{path}").text


def test_where_reading_is_open_a_database_that_fails_stops_no_reader(tmp_path: Path) -> None:
    """Nor those who show who they are: they read as everybody does, and what asks who they are is told."""

    def failing() -> Database:
        raise DatabaseUnavailable(database="x")

    app = app_of(Settings(data_dir=tmp_path), HeldDatabase(failing))
    browser = Browser(app)
    assert browser.get("/read") == "lu"
    browser.client.cookies.set("reperes-session", "x")
    assert browser.get("/read") == "lu"
    refused(browser.send("POST", "/change"), 503)


def test_a_database_is_opened_once_when_it_is_wanted(tmp_path: Path) -> None:
    """And again after it was closed."""
    opened: list[Database] = []

    def opener() -> Database:
        opened.append(Database(tmp_path / "base.sqlite"))
        return opened[-1]

    held = HeldDatabase(opener)
    app = app_of(Settings(data_dir=tmp_path), held)
    assert not opened
    for _ in range(2):
        assert not app.state.accounts.has_administrator()
    assert not held.is_postgresql
    held.close()
    held.close()
    assert not app.state.accounts.has_administrator()
    assert len(opened) == 2
    held.close()
