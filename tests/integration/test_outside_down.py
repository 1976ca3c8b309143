"""What stands elsewhere hangs, lies, wants less of us, or has no address any more: a language model, a site, a mailbox."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest
from fakes import FakeDesk
from fetching_desk import Desk, addresses
from insider import Insider, whole_app
from lying_server import Script, Server, answering, lying_server, silent, streaming
from pydantic import SecretStr
from starlette.testclient import TestClient
from web_site import serving as web_site

from assistant.answers import Notice
from assistant.chat_model import open_chat_model
from assistant.generator import Instructions
from assistant.messages import NOTICES
from assistant.solicitations.intake.imap import pull
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from indexer.errors import MailboxUnreachable
from indexer.fetching.limits import FetchLimits
from indexer.messages import sentence
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from places import Place

ASKED = Instructions("Réponds.", "Combien de QPV ?")
HTML = "<!doctype html><title>Connexion</title><h1>Portail du réseau : identifiez-vous</h1>"
LATER = '{"error": {"message": "rate limited", "code": 429}}'
ANSWERS: dict[str, tuple[Script, Notice]] = {
    "a login page": (answering(HTML, "text/html"), Notice.UNREADABLE),
    "a login page that says it is a stream": (answering(HTML, "text/event-stream"), Notice.UNREADABLE),
    "another API": (answering('{"detail": "ok"}'), Notice.UNREADABLE),
    "nothing at all": (answering(""), Notice.UNREADABLE),
    "no choice": (streaming('{"id": "1", "choices": []}'), Notice.UNREADABLE),
    "choices that are none": (streaming('{"id": "1", "choices": null}'), Notice.UNREADABLE),
    "words that are a number": (streaming('{"choices": [{"delta": {"content": 42}}]}'), Notice.UNREADABLE),
    "a list": (streaming("[1, 2]"), Notice.UNREADABLE),
    "an error within the stream": (streaming('{"error": {"message": "boom"}}'), Notice.UNREADABLE),
    "come back in an hour": (answering(LATER, code=429, Retry_After="3600"), Notice.BUSY),
    "down for an hour": (answering("", code=503, Retry_After="3600"), Notice.SERVER_FAILED),
    "silence": (silent, Notice.TOO_SLOW),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The scripted language model."""
    with lying_server() as made:
        yield made


def settings_for(url: str, **changed: object) -> Settings:
    """Those of a language model at an address, which has two seconds."""
    told = {
        "llm_model": "openai:scripted",
        "llm_base_url": url,
        "llm_api_key": SecretStr("sk-essai"),
        "llm_timeout": 2.0,
    }
    return Settings(**{**told, **changed})  # type: ignore[arg-type]


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names have no address any more, as when the machine's resolver is down."""

    def unknown(host: str, *_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_AGAIN, f"Temporary failure in name resolution: {host}")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)


def written(settings: Settings) -> list[str | Notice]:
    """What comes of asking a model once, within what a reader would wait."""
    model = open_chat_model(settings)
    assert model is not None
    began = time.monotonic()
    try:
        return list(model.stream(ASKED))
    finally:
        assert time.monotonic() - began < 10
        model.close()


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_model_that_answers_anything_is_told_and_waited_for_once(answer: str, server: Server) -> None:
    """Not a word of it comes through; when to come back is for later, not for whoever asked."""
    server.script, notice = ANSWERS[answer]
    pieces = written(settings_for(server.url))
    assert pieces[-1] is notice
    assert not "".join(piece for piece in pieces if isinstance(piece, str) and not isinstance(piece, Notice))


@pytest.mark.usefixtures("nowhere")
def test_a_model_whose_name_has_no_address_is_told() -> None:
    """As one that cannot be reached."""
    assert written(settings_for("http://modele.exemple.fr/v1")) == [Notice.UNREACHABLE]


def test_the_page_and_the_api_quote_and_say_why(served: Place, server: Server) -> None:
    """An answer all the same."""
    server.script = answering(HTML, "text/html")
    changed = {name: getattr(settings_for(server.url), name) for name in ("llm_model", "llm_base_url", "llm_api_key")}
    app = whole_app(served.settings.model_copy(update={**changed, "selector": False, "limit_reader": ""}))
    with TestClient(app):
        insider = Insider(app)
        question = "Combien de QPV compte la France en 2024 ?"
        told = insider.post("/ask", 200, json={"question": question})
        assert (told["mode"], told["notice"]) == ("extractive", NOTICES[Notice.UNREADABLE])
        shown = str(insider.asked_on_the_page(question)["turn"]["html"])
        assert NOTICES[Notice.UNREADABLE].split(".")[0].split("’")[0] in shown
        assert "«" in shown


def test_a_site_whose_name_has_no_address_loses_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """It is told, and what was fetched from it stays; the next fetch goes on."""
    with web_site() as site:
        site.gives("/a.html", "<h1>Une fiche</h1><p>Du texte sur les CLS.</p>")
        limits = FetchLimits(delay_seconds=0, private_hosts=("localhost",), ports=(site.port,), settle_seconds=0)
        desk = Desk(tmp_path / "data", limits)
        source = addresses(site, f"http://localhost:{site.port}/a.html")
        assert len(desk.fetch(source).new) == 1
        had = desk.files()
        desk.now += 10 * 86_400
        request.getfixturevalue("nowhere")
        report = desk.fetch(source)
        assert "injoignable" in report.failed[0].reason
        assert desk.files() == had
        assert report.removed == []


@pytest.mark.usefixtures("nowhere")
def test_a_mailbox_whose_name_has_no_address_is_told(tmp_path: Path) -> None:
    """Nothing was read, nothing is lost."""
    queue = Solicitations(tmp_path / "solicitations.sqlite")
    settings = Settings(imap_host="imap.exemple.fr", imap_user="a", imap_password=SecretStr("b"), imap_tls="tls")
    with pytest.raises(MailboxUnreachable) as caught:
        pull(Reception(FakeDesk, lambda: queue), settings)
    assert "imap.exemple.fr" in sentence(caught.value)
    assert caught.value.retryable
    queue.close()
