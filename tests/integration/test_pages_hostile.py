"""Every page and every form of the site, given what nobody means to type: refused or answered, never a fault."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

import ui
from assistant.accounts.rights import NOBODY, Right
from assistant.api.access import COOKIE
from assistant.api.app import create_app
from assistant.serving import Serving
from indexer.fetching import client as fetching
from indexer.settings import Settings
from ui import site
from ui.site.application import pages
from ui.site.calling import TOKEN_FIELD
from ui.site.visiting import House

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from fastapi.dependencies.models import Dependant
    from httpx2 import Response
    from places import Place

    from assistant.accounts.store import Accounts

PASSWORD: Final = "quatre lampes vertes au grenier"
TYPED: Final = (
    "-1",
    "99999999999999999999999999",
    "oui",
    "\x00",
    "../../etc/passwd",
    "<script>alert(1)</script>'\"; DROP TABLE accounts; --",
    "2026-99-99",
    "javascript:alert(1)",
    "\N{FULLWIDTH DIGIT TWO}\N{COMBINING ACUTE ACCENT}\N{RIGHT-TO-LEFT OVERRIDE}\N{PILE OF POO}",
    "a" * 9000,
)
OFFERED: Final = sorted(
    {
        name
        for path in Path(ui.__file__).parent.rglob("*.py")
        for name in re.findall(r'(?:asked|getlist|query_params\.get)\("(\w+)"', path.read_text(encoding="utf-8"))
    }
)
"""What the pages read of an address, wherever they do."""


class Visitor:
    """Somebody with every right, who signs in again when what they typed put them out."""

    def __init__(self, app: FastAPI, client: TestClient) -> None:
        self.client = client
        self.accounts: Accounts = app.state.accounts
        self._made = 0

    def get(self, path: str, typed: str) -> Response:
        """A page, with this for everything that it reads of its address."""
        self._enter()
        return self.client.get(path, params=dict.fromkeys(OFFERED, typed[:400]))

    def send(self, path: str, fields: list[str], typed: str) -> Response:
        """A form, with this in each of its fields, and as the name and the content of each of its files."""
        token = self._enter()
        data = {**dict.fromkeys(fields, typed), TOKEN_FIELD: token}
        return self.client.post(path, data=data, files=[("fichiers", (typed, typed.encode("utf-8")))])

    def _enter(self) -> str:
        cookie = self.client.cookies.get(COOKIE) or ""
        caller = self.accounts.sessions.caller(cookie) if cookie else None
        if caller is None or not caller.may(Right.ADMINISTRATION):
            self._made += 1
            login = f"essais-{self._made}@exemple.fr"
            self.accounts.add(login, "Essais", list(Right), by=NOBODY, password=PASSWORD)
            opened = self.accounts.sign_in(login, PASSWORD)
            self.client.cookies.set(COOKIE, opened.cookie)
            return opened.caller().token
        return caller.token


@pytest.fixture(scope="module")
def visitor(untouched: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Over a copy of the sample; no other machine is asked."""
    mine = untouched.copied(tmp_path_factory.mktemp("hostile"))
    settings = mine.settings.model_copy(update={"source": mine.corpus, "limit_reader": "", "limit_key": ""})
    app = create_app(settings, Serving(settings))
    site.mount(app, settings)
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    with pytest.MonkeyPatch.context() as patched, client:
        patched.setattr(socket, "getaddrinfo", _nobody)
        patched.setattr(fetching, "wait", lambda _state: 0.0)
        yield Visitor(app, client)


def _nobody(*_asked: object, **_more: object) -> Any:
    raise socket.gaierror(socket.EAI_NONAME, "no other machine")


def routes(method: str) -> list[tuple[str, list[str]]]:
    """Path and fields of every route of the site that answers to a method."""
    made = pages(House(create_app(Settings()), Settings()))
    return [
        (context.path, sorted(_fields(getattr(context, "dependant", None))))
        for context in iter_route_contexts(made.routes)
        if method in (context.methods or ()) and context.path
    ]


def _fields(dependant: Dependant | None) -> set[str]:
    if dependant is None:
        return set()
    own = {param.alias for param in dependant.body_params}
    return own.union(*(_fields(each) for each in dependant.dependencies))


def filled(path: str, typed: str) -> str:
    """A path whose every part that varies is what was typed."""
    return re.sub(r"\{\w+(:path)?\}", quote(typed, safe=""), path)


@pytest.mark.parametrize("path", [path for path, _ in routes("GET")])
def test_a_page_is_given_anything(visitor: Visitor, path: str) -> None:
    """Nothing that is typed fails it, or is written in it as code."""
    for typed in TYPED:
        response = visitor.get(filled(path, typed[:200]), typed)
        assert response.status_code < 500, (typed[:60], response.status_code, response.text[:300])
        assert "<script>alert" not in response.text, typed[:60]


@pytest.mark.parametrize(("path", "fields"), routes("POST"))
def test_a_form_is_given_anything(visitor: Visitor, path: str, fields: list[str]) -> None:
    """Nothing that is sent fails it, or is written in its answer as code."""
    for typed in TYPED:
        response = visitor.send(filled(path, typed[:200]), fields, typed)
        assert response.status_code < 500, (typed[:60], response.status_code, response.text[:300])
        assert "<script>alert" not in response.text, typed[:60]
