"""The shell of the pages: addresses that lead nowhere else, files by their content, one guard, every error told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.api import access
from assistant.api.placing import base_path
from indexer.errors import DocumentNotFound, IndexCorrupt
from indexer.settings import Settings
from ui import site
from ui.site.addresses import address, local
from ui.site.facts import facts, page_words
from ui.site.guard import HEADERS, MOST_BYTES, PRIVATE
from ui.site.messages import ERRORS
from ui.site.statics import ASKED_AGAIN, FOLDER, FOR_GOOD, digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

BASE = "/reperes"
READERS = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPTS = ("application/json", "text/event-stream")


@dataclass
class EmptyIndex:
    """An index without a publication."""

    public_documents: tuple[object, ...] = ()
    manifest: object = field(default_factory=lambda: SimpleNamespace(generation="g1"))

    def document(self, doc: str) -> object:
        """None is there."""
        raise DocumentNotFound(doc=doc)


@dataclass
class Holding:
    """What a program that answers holds open: an assistant over nothing, or what keeps it from being had."""

    settings: Settings
    failure: Exception | None = None

    def assistant(self) -> object:
        """It, or why not."""
        if self.failure:
            raise self.failure
        return SimpleNamespace(index=EmptyIndex(), settings=self.settings)


class NothingToAsk:
    """No question to begin with."""

    def first(self, assistant: object, *, at_once: bool) -> list[str]:
        """None; the page must not wait for any."""
        assert assistant
        assert at_once
        return []


@dataclass(frozen=True)
class Site:
    """The pages, asked for as a reader does."""

    client: TestClient
    holding: Holding

    def get(self, path: str, accept: str = READERS["Accept"]) -> Response:
        """A page."""
        return self.client.get(path, headers={"Accept": accept}, follow_redirects=False)


@pytest.fixture
def pages(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """All pages, over an index without a publication; settings by indirection."""
    settings = Settings(data_dir=tmp_path, **getattr(request, "param", {}))
    app = FastAPI()
    access.install(app, settings)
    app.state.serving = Holding(settings)
    app.state.suggesting = NothingToAsk()
    site.mount(app, settings)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Site(client, app.state.serving)
    app.state.database.close()


# ── Addresses ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("base", ["", BASE])
@pytest.mark.parametrize("path", ["/", "/ressources?q=a%20b&page=2", "/ressources/lire/notes/été.pdf?page=4#haut"])
def test_an_address_of_ours_is_followed(base: str, path: str) -> None:
    """As it was asked for, query and all."""
    assert local(f"{base}{path}", base) == f"{base}{path}"


@pytest.mark.parametrize("base", ["", BASE])
@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "ressources",
        "https://exemple.fr/",
        "http:exemple.fr",
        "javascript:alert(1)",
        "data:text/html,a",
        "//exemple.fr/",
        "///exemple.fr/",
        "//[",
        "/\\exemple.fr",
        "\\\\exemple.fr",
        "{base}/\\exemple.fr",
        "/\t/exemple.fr",
        "{base}/\r\nSet-Cookie: a=b",
        "{base}/\x00",
        " {base}/",
        "{base}/\u2028",
        "@exemple.fr",
        "?a=b",
    ],
)
def test_no_trick_leads_elsewhere(wanted: str, base: str) -> None:
    """Another host, another scheme, what browsers read as one of them: the first page instead."""
    assert local(wanted.format(base=base), base) == f"{base}/"


def test_behind_a_path_only_what_is_below_it_is_ours() -> None:
    """Another application stands beside it on the same host."""
    for wanted in ("/", "/autre", "/reperesautre/", "/reperes", "//reperes/"):
        assert local(wanted, BASE) == f"{BASE}/"


def test_an_address_is_quoted_and_leaves_out_what_is_empty() -> None:
    """Paths as they are named, several values of one name."""
    assert address(BASE, "/ressources/lire/notes/été 1.pdf", {"page": None, "q": "", "citation": []}) == (
        "/reperes/ressources/lire/notes/%C3%A9t%C3%A9%201.pdf"
    )
    assert address("", "/", {"page": 4, "citation": ["a&b", "c d"]}) == "/?page=4&citation=a%26b&citation=c+d"


@pytest.mark.parametrize(
    ("url", "base"), [("", ""), ("https://a.fr", ""), ("https://a.fr/", ""), ("https://a.fr/reperes/", BASE)]
)
def test_the_base_is_the_path_of_the_public_address(url: str, base: str) -> None:
    """Without its last slash."""
    assert base_path(Settings(public_url=url)) == base


@pytest.mark.parametrize("pages", [{"public_url": "https://exemple.fr/reperes"}], indirect=True)
def test_every_address_of_a_page_is_below_the_base(pages: Site) -> None:
    """Links, forms, scripts, styles, and what scripts ask for."""
    html = pages.get("/").text
    addresses = re.findall(r'(?:href|src|action|data-ask|data-api|data-ping)="([^"#]+)', html)
    assert len(addresses) > 10
    assert [each for each in addresses if not each.startswith(f"{BASE}/")] == []


# ── Facts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_known_of_a_page_is_told_in_order() -> None:
    """And nothing of what is not; « document sans pages » only where there are none."""
    assert facts("Note", "FTS", 2024, 4, "2") == ["Note", "FTS", "2024", "page 4 (numérotée 2)"]
    assert facts("", "", None, None, "") == ["document sans pages"]
    assert facts("Diaporama", "", None, None, "", pages=12) == ["Diaporama"]
    assert page_words(4) == "page 4"


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_asked_for_by_its_content_is_kept_for_good(pages: Site) -> None:
    """Under that name and no other: a page of another version does not get ours for its own, for a year."""
    ours = pages.get(f"/static/chat.css?v={digest('chat.css')}")
    assert ours.content == (FOLDER / "chat.css").read_bytes()
    assert ours.headers["cache-control"] == FOR_GOOD
    for query in ("", "?v=", "?v=0123456789ab", f"?w={digest('chat.css')}"):
        assert pages.get(f"/static/chat.css{query}").headers["cache-control"] == ASKED_AGAIN


def test_files_have_the_type_that_browsers_want(pages: Site) -> None:
    """They do not guess it."""
    for name, kind in (("chat.css", "text/css"), ("chat.mjs", "javascript"), ("logo.svg", "image/svg+xml")):
        assert kind in pages.get(f"/static/{name}").headers["content-type"]


@pytest.mark.parametrize("name", ["rien.css", "../application.py", "%2e%2e/application.py", "..%2fapplication.py", ""])
def test_only_files_of_the_folder_are_given(pages: Site, name: str) -> None:
    """Nothing above it, no list of it; and nobody keeps that for good."""
    response = pages.get(f"/static/{name}")
    assert response.status_code == 404
    assert response.headers["cache-control"] == PRIVATE["Cache-Control"]


def test_every_file_that_a_page_names_is_there(pages: Site) -> None:
    """By the digest of its content."""
    named = re.findall(r'"(/static/[^"#]+)', pages.get("/").text)
    assert len(named) > 5
    for path in set(named):
        response = pages.get(path)
        assert (response.status_code, response.headers["cache-control"]) == (200, FOR_GOOD), path


# ── Guard ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_policy_names_nobody_else() -> None:
    """Nothing from elsewhere, nothing inline, no frame around us."""
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"https?:|unsafe|\*", policy)
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/aide", 200), ("/rien", 404), ("/ressources/lire/rien.pdf", 404), ("/static/chat.css", 200)],
)
def test_every_response_is_guarded(pages: Site, path: str, status: int) -> None:
    """Pages, files, and what is not there."""
    response = pages.get(path)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    if "static" not in path:
        assert {name: response.headers.get(name) for name in PRIVATE} == PRIVATE


@pytest.mark.parametrize("accept", [READERS["Accept"], *SCRIPTS])
def test_a_fault_of_the_program_is_guarded_and_tells_nothing(
    pages: Site, accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither path nor trace for the visitor; both in the log."""
    pages.holding.failure = RuntimeError("/srv/secret")
    response = pages.get("/", accept)
    assert response.status_code == 500
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert "secret" not in response.text
    assert "prévenez la personne qui administre" in response.text
    assert "/srv/secret" in caplog.text


def test_a_request_beyond_the_bound_is_refused(pages: Site) -> None:
    """However it is cut."""
    part = b"a" * (MOST_BYTES // 8)
    form = {"Content-Type": "application/x-www-form-urlencoded", **READERS}
    response = pages.client.post("/", content=(part for _ in range(9)), headers=form)
    assert response.status_code == 413
    assert "trop volumineux" in response.text


# ── Errors ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/rien", 404), ("PUT", "/", 405), ("GET", "/ressources/lire/rien.pdf?page=zero", 400)],
)
def test_an_error_is_a_page_for_readers_and_a_problem_for_scripts(
    pages: Site, method: str, path: str, status: int
) -> None:
    """In the shell, with a way back; or in the one shape of errors."""
    response = pages.client.request(method, path, headers=READERS)
    assert response.status_code == status
    page = BeautifulSoup(response.text, "html.parser")
    title, words = ERRORS[status]
    assert page.h1 is not None
    assert page.title is not None
    assert (page.h1.get_text(), page.title.get_text()) == (title, f"{title} — Repères")
    assert words in page.get_text().replace("\u00a0", " ")
    assert page.select("main a[href='/']")
    for accept in SCRIPTS:
        told = pages.client.request(method, path, headers={"Accept": accept})
        assert told.headers["content-type"] == "application/problem+json"
        assert (told.status_code, told.json()["status"]) == (status, status)
        assert told.json()["detail"]


def test_an_error_of_ours_is_told_in_its_sentence(pages: Site, caplog: pytest.LogCaptureFixture) -> None:
    """A publication that is not there, by its name, escaped; an index that cannot be opened, without its path."""
    response = pages.get("/ressources/lire/<script>alert(1)</script>.pdf")
    assert response.status_code == 404
    assert "<script>alert" not in response.text
    pages.holding.failure = IndexCorrupt(path="/srv/secret", detail="x")
    response = pages.get("/")
    assert response.status_code == 503
    assert "<h1>Le service est momentanément indisponible</h1>" in response.text
    assert "secret" not in response.text
    assert "/srv/secret" in caplog.text


@pytest.mark.parametrize("path", ["/aide", "/donnees-personnelles", "/accessibilite"])
def test_pages_about_the_service_are_open_whatever_happens(pages: Site, path: str) -> None:
    """Even without an index: whom to write to stands there. One first title, in French, in the shell."""
    pages.holding.failure = RuntimeError("boum")
    response = pages.get(path)
    assert response.status_code == 200
    page = BeautifulSoup(response.text, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "fr"
    assert len(page.select("h1")) == len(page.select("main")) == len(page.select("header.top")) == 1
    assert page.select_one("a.skip[href='#contenu']")
    assert page.select_one("main#contenu")


@pytest.mark.parametrize("pages", [{"kept_gaps": 0}, {"kept_gaps": 5}], indirect=True, ids=["none", "some"])
def test_the_page_says_what_is_kept_of_the_questions(pages: Site) -> None:
    """Those that no publication answers, where they are: what the server really does."""
    told = "est notée pour compléter les publications" in pages.get("/donnees-personnelles").text
    assert told is bool(pages.holding.settings.kept_gaps)


def test_a_question_of_the_address_waits_in_its_box(pages: Site) -> None:
    """Not asked, escaped, no longer than a question may be."""
    page = BeautifulSoup(pages.get("/?q=<b>Qui ?</b>").text, "html.parser")
    assert page.textarea is not None
    assert page.textarea.get_text() == "<b>Qui ?</b>"
    assert not page.select("[data-turn]")
    long = BeautifulSoup(pages.get(f"/?q={'a' * 5000}").text, "html.parser")
    assert long.textarea is not None
    assert len(long.textarea.get_text()) == pages.holding.settings.max_question_chars
