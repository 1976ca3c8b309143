"""A real Chroma server, started by `chroma run`: the same answers as embedded, and what happens when it goes away."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest
from chroma_server import ChromaServer
from starlette.testclient import TestClient

from assistant.answers import Answer
from assistant.api.app import create_app
from assistant.questions import Question
from assistant.serving import Serving
from indexer import vectors
from indexer.errors import StoreUnavailable
from indexer.index import open_index
from indexer.publishing import generations, roll_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from places import Place

    from indexer.settings import Settings

QUESTIONS: Final = (
    "Qui signe un contrat local de santé ?",
    "Quelle part des QPV dispose d’un ASV ?",
    "Qu’est-ce qu’un conseil local de santé mentale ?",
)
NOTE: Final = "# Une permanence\n\nLa permanence de Lodève a reçu {count} personnes en 2025.\n"


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A server that each test leaves running."""
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def shared(untouched: Place, chroma: ChromaServer, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The sample, indexed with its vectors on the server."""
    place = untouched.copied(tmp_path_factory.mktemp("shared"))
    settings = place.settings.model_copy(update={"chroma_url": chroma.url, "kept_generations": 2})
    made = type(place)(place.corpus, settings, place.embedder)
    made.write("permanence.md", NOTE.format(count=214))
    made.index()
    return made


@contextmanager
def served_by(settings: Settings) -> Iterator[TestClient]:
    """The API over this index."""
    with Serving(settings) as serving, TestClient(create_app(settings, serving)) as client:
        yield client


def quotes(serving: Serving, question: str) -> list[tuple[str, str]]:
    """What is answered: publication and words of each citation."""
    answer = serving.assistant().ask(Question(question))
    assert isinstance(answer, Answer)
    return [(citation.document.doc, citation.quote) for each in answer.statements for citation in each.citations]


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something becomes so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


def test_a_server_answers_as_the_embedded_store_does(shared: Place, chroma: ChromaServer, tmp_path: Path) -> None:
    """Nothing of the vectors is in the folder; generations come, are gone back to, and go with their collections."""
    embedded = shared.settings.model_copy(update={"data_dir": tmp_path / "embedded", "chroma_url": ""})
    type(shared)(shared.corpus, embedded, shared.embedder).index()
    first = shared.generation
    assert not (first / "chroma").exists()
    with Serving(shared.settings) as there, Serving(embedded) as here:
        for question in QUESTIONS:
            assert quotes(there, question) == quotes(here, question) != []
        shared.write("permanence.md", NOTE.format(count=320))
        shared.index()
        assert there.assistant().index.manifest.generation == shared.generation.name
        assert "320" in str(quotes(there, "Combien de personnes la permanence de Lodève a-t-elle reçues ?"))
    assert len(chroma.collections()) == 2
    assert roll_back(shared.settings).generation == first.name
    assert open_index(shared.settings).manifest.generation == first.name
    for count in (330, 340):
        shared.write("permanence.md", NOTE.format(count=count))
        shared.index()
    kept = [f"reperes-{each.generation}".lower() for each in generations(shared.settings.data_dir)]
    assert chroma.collections() == sorted(kept)


def test_a_server_that_is_killed_and_started_again_is_asked_again(shared: Place, chroma: ChromaServer) -> None:
    """Meanwhile questions are refused with why, and the service says that it is not ready; nothing is to be restarted."""
    statuses: list[int] = []
    stopping = threading.Event()
    with served_by(shared.settings) as client:

        def ask() -> None:
            while not stopping.is_set():
                statuses.append(client.post("/api/v1/ask", json={"question": QUESTIONS[0]}).status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        try:
            assert until(lambda: 200 in statuses)
            chroma.kill()
            assert until(lambda: 503 in statuses)
            refused = client.post("/api/v1/ask", json={"question": QUESTIONS[1]})
            assert refused.headers["content-type"] == "application/problem+json"
            assert refused.headers["retry-after"]
            assert "Chroma" in refused.json()["detail"]
            assert client.get("/readyz").status_code == 503
            assert client.get("/healthz").status_code == 200
            chroma.start()
            seen = len(statuses)
            assert until(lambda: 200 in statuses[seen:])
            assert client.get("/readyz").status_code == 200
        finally:
            stopping.set()
            asking.join(30)
    assert set(statuses) == {200, 503}


def test_a_server_that_hangs_is_not_waited_for(
    shared: Place, chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the call and says nothing: an error in time, whether it was asked before or not."""
    monkeypatch.setattr(vectors, "ASKING_SECONDS", 1.0)
    with Serving(shared.settings) as serving:
        chroma.send(signal.SIGSTOP)
        try:
            began = time.monotonic()
            with pytest.raises(StoreUnavailable):
                serving.assistant().ask(Question(QUESTIONS[0]))
            with pytest.raises(StoreUnavailable):
                open_index(shared.settings)
            assert time.monotonic() - began < 30
        finally:
            chroma.send(signal.SIGCONT)
        assert quotes(serving, QUESTIONS[0])


def test_a_generation_that_cannot_be_opened_yet_is_opened_later(
    shared: Place, chroma: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Published while a server was away from whoever answers: it is tried again, without a restart."""
    monkeypatch.setattr("assistant.serving.RETRY_SECONDS", 0.0)
    with Serving(shared.settings) as serving:
        first = serving.assistant().index.manifest.generation
        shared.write("permanence.md", NOTE.format(count=350))
        shared.index()
        chroma.kill()
        assert serving.assistant().index.manifest.generation == first
        chroma.start()
        assert serving.assistant().index.manifest.generation == shared.generation.name != first


def test_a_server_lost_while_indexing_leaves_what_is_served(shared: Place, chroma: ChromaServer) -> None:
    """The command says so; once the server is back, the next indexing publishes and leaves no collection behind."""
    before = shared.generation
    shared.write("permanence.md", NOTE.format(count=360))
    chroma.kill()
    with pytest.raises(StoreUnavailable):
        shared.index()
    assert shared.generation == before
    chroma.start()
    shared.index()
    assert shared.generation != before
    kept = [f"reperes-{each.generation}".lower() for each in generations(shared.settings.data_dir)]
    assert chroma.collections() == sorted(kept)
