"""Several web processes behind nginx, each request to the next one: PostgreSQL, a Chroma server, one data folder.

What one of them is told, the others know; one that stops, or dies, takes nobody's request with it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import httpx
import pytest
from chroma_server import ChromaServer
from insider import API, LOGIN, MAIL, NOTE, PASSWORD, QUESTION
from neighbours import free_port, nginx
from pydantic import SecretStr
from solicitation_places import new_database

from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.api.access import TOKEN_HEADER
from assistant.database.held import HeldDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from places import Place

UPSTREAM: Final = "upstream reperes {{ {servers} }}"
PLACES: Final = """
        location / {
            proxy_pass http://reperes;
            add_header X-Answered-By $upstream_addr always;
        }
"""
STARTING_SECONDS: Final = 120


@dataclass
class Process:
    """`reperes serve`, on a port of its own."""

    port: int
    environment: dict[str, str]
    log: Path
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until it is ready."""
        asked = [sys.executable, "-m", "ui.cli", "serve", "--port", str(self.port)]
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                asked, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )

    def wait(self) -> None:
        """Until it is ready."""
        for _ in range(STARTING_SECONDS * 10):
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/readyz").is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        pytest.fail(self.log.read_text(encoding="utf-8"))

    def end(self, sign: signal.Signals) -> None:
        """As asked, or at once; until it has ended."""
        if self.running is not None:
            self.running.send_signal(sign)
            self.running.wait(60)
            self.running = None


@dataclass
class House:
    """The service, as its users reach it.

    Attributes:
        url: Of nginx.
        place: What is indexed.
        processes: Who answers.
        asked: Who answered, request after request.
    """

    url: str
    place: Place
    processes: list[Process]
    accounts: Accounts
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def visitor(self) -> Iterator[httpx.Client]:
        """A client that keeps its cookies, of which each answer is noted by whom it came."""

        def noted(response: httpx.Response) -> None:
            self.asked.append(response.headers.get("x-answered-by", "").rpartition(", ")[2])

        with httpx.Client(base_url=self.url, timeout=120, event_hooks={"response": [noted]}) as client:
            yield client

    @contextmanager
    def somebody(self) -> Iterator[httpx.Client]:
        """Signed in, with every right."""
        with self.visitor() as client:
            opened = client.post(f"{API}/session", json={"login": LOGIN, "password": PASSWORD})
            assert opened.status_code == 200, opened.text
            client.headers[TOKEN_HEADER] = opened.json()["token"]
            yield client


@pytest.fixture(scope="module")
def house(untouched: Place, postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two processes over the sample."""
    folder = tmp_path_factory.mktemp("several")
    (folder / "chroma").mkdir()
    chroma = ChromaServer(folder / "chroma")
    with ExitStack() as ending:
        processes = [Process(free_port(), {}, folder / f"{number}.log") for number in (1, 2)]
        servers = " ".join(f"server 127.0.0.1:{each.port} max_fails=0;" for each in processes)
        port = ending.enter_context(nginx(folder, PLACES, UPSTREAM.format(servers=servers)))
        ending.callback(chroma.kill)
        chroma.start()
        copied = untouched.copied(folder)
        database = new_database(postgresql)
        settings = copied.settings.model_copy(
            update={"chroma_url": chroma.url, "database_url": SecretStr(database), "source": copied.corpus}
        )
        place = type(copied)(copied.corpus, settings, copied.embedder)
        place.index()
        held = HeldDatabase.of(settings)
        ending.callback(held.close)
        accounts = Accounts(held)
        accounts.add(LOGIN, "Mandataire", list(Right), by=NOBODY, password=PASSWORD)
        environment = {name: told for name, told in os.environ.items() if not name.startswith("REPERES_")} | {
            "REPERES_DATA_DIR": str(settings.data_dir),
            "REPERES_SOURCE": str(place.corpus),
            "REPERES_DATABASE_URL": database,
            "REPERES_CHROMA_URL": chroma.url,
            "REPERES_PROXIES": "127.0.0.1",
            "REPERES_LIMIT_READER": "",
            "REPERES_LIMIT_KEY": "",
            **{name: told for name, told in os.environ.items() if name == "REPERES_MODEL_CACHE"},
        }
        for process in processes:
            process.environment.update(environment)
            ending.callback(process.end, signal.SIGKILL)
            process.start()
        for process in processes:
            process.wait()
        yield House(f"http://127.0.0.1:{port}", place, processes, accounts)


def test_what_one_process_is_told_the_other_knows(house: House) -> None:
    """Session, conversation, streaming, search, sharing, opinion: each step may be answered by either."""
    house.asked.clear()
    with house.somebody() as client, house.visitor() as stranger:
        made = client.post(f"{API}/conversations", json={})
        assert made.status_code == 201, made.text
        conversation = made.json()["id"]
        first = client.post(f"{API}/conversations/{conversation}/exchanges", json={"question": QUESTION})
        assert first.status_code == 200, first.text
        with client.stream(
            "POST", f"{API}/conversations/{conversation}/exchanges/stream", json={"question": "Et un ASV ?"}
        ) as streamed:
            text = streamed.read().decode()
        assert "event: " in text
        answer = first.json()["answer_id"]
        kept = client.get(f"{API}/conversations/{conversation}").json()
        assert len(kept["content"]) == 2
        assert client.get(f"{API}/conversations", params={"q": "contrat local"}).json()["total"] == 1
        shared = client.post(f"{API}/shared", json={"answer_id": answer})
        assert shared.is_success, shared.text
        told = stranger.get(f"{API}/shared/{shared.json()['id']}")
        assert told.json()["question"] == QUESTION
        given = client.post(f"{API}/feedback", json={"answer_id": answer, "useful": True})
        assert given.is_success, given.text
        assert client.get(f"{API}/feedback").json()["total"] == 1
        exported = client.get(f"{API}/conversations/{conversation}/export", params={"format": "md"})
        assert QUESTION in exported.text
        assert client.delete(f"{API}/session").is_success
        assert client.get(f"{API}/conversations").status_code == 401
    assert {address.rpartition(":")[2] for address in house.asked} == {str(each.port) for each in house.processes}


def test_a_message_is_received_once_and_treated_by_any(house: House) -> None:
    """In the queue of both, with the version that keeps two people from writing over each other."""
    with house.somebody() as client:
        for _ in range(2):
            received = client.post(f"{API}/solicitations", json={"text": MAIL})
            assert received.is_success, received.text
        listed = client.get(f"{API}/solicitations").json()
        assert listed["total"] == 1
        (case,) = listed["solicitations"]
        seen = [client.get(f"{API}/solicitations/{case['reference']}") for _ in range(2)]
        assert seen[0].json() == seen[1].json()


def test_an_indexing_asked_of_one_is_followed_by_the_other_and_served_by_both(house: House) -> None:
    """As is a former generation that is put back."""
    before = house.place.generation.name
    house.place.write("permanence.md", NOTE)
    with house.somebody() as client:
        job = client.post(f"{API}/maintenance/jobs", json={"kind": "index"})
        assert job.status_code == 202, job.text
        number = job.json()["number"]
        with client.stream("GET", f"{API}/maintenance/jobs/{number}/events") as events:
            told = events.read().decode()
        assert json.loads(told.rsplit("data: ", 1)[1])["state"] == "done", told
        answered = {generation_of(process) for process in house.processes}
        assert answered == {house.place.generation.name} != {before}
        asked = [client.post(f"{API}/ask", json={"question": "Combien de personnes à Lodève en 2025 ?"}) for _ in "12"]
        assert all("214" in each.json()["answer"] for each in asked)
        back = client.post(f"{API}/maintenance/rollback", json={"generation": before})
        assert back.status_code == 200, back.text
    assert {generation_of(process) for process in house.processes} == {before}


def generation_of(process: Process) -> str:
    """What one of them serves."""
    return str(httpx.get(f"http://127.0.0.1:{process.port}/readyz").json()["generation"])


def test_processes_are_restarted_one_after_the_other_and_nobody_notices(house: House) -> None:
    """One asked to stop, and started again, then the other, while questions come: all are answered."""
    told: list[tuple[int, str]] = []
    stopping = threading.Event()

    def ask() -> None:
        with house.visitor() as client:
            while not stopping.is_set():
                answered = client.post(f"{API}/ask", json={"question": QUESTION})
                told.append((answered.status_code, answered.text[:200]))

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        first, second = house.processes
        first.end(signal.SIGTERM)
        first.start()
        first.wait()
        second.end(signal.SIGTERM)
        alone = len(told)
        for _ in range(300):
            if len(told) > alone + 5:
                break
            time.sleep(0.1)
        second.start()
        second.wait()
    finally:
        stopping.set()
        for reader in readers:
            reader.join(60)
    assert len(told) > alone + 5
    assert [each for each in told if each[0] != 200] == []


def test_a_process_that_is_killed_loses_nothing_that_was_accepted(house: House) -> None:
    """`kill -9` while it answers, streams and receives; the other goes on. The last test: it does not come back."""
    taken: list[str] = []
    refused: list[str] = []
    stopping, ready = threading.Event(), threading.Barrier(3, timeout=120)  # nobody signs in while one dies

    def send(who: int) -> None:
        with house.somebody() as client:
            ready.wait()
            while not stopping.is_set():
                mark = f"envoi-{who}-{len(taken)}-{time.monotonic_ns()}"
                try:
                    told = client.post(f"{API}/solicitations", json={"text": MAIL.replace("Évaluer un CLS", mark)})
                    (taken if told.is_success else refused).append(mark if told.is_success else told.text)
                except httpx.HTTPError as error:  # of the one that died; it was not accepted
                    refused.append(repr(error))

    with house.somebody() as client:
        before = client.get(f"{API}/solicitations").json()["total"]
        conversation = f"{API}/conversations/{client.post(f'{API}/conversations', json={}).json()['id']}"
        assert client.post(f"{conversation}/exchanges", json={"question": QUESTION}).is_success
        senders = [threading.Thread(target=send, args=(who,)) for who in range(2)]
        for sender in senders:
            sender.start()
        ready.wait()
        try:
            kill_while_it_streams(house.processes[0], client, f"{conversation}/exchanges/stream")
            alone = len(taken)
            end = time.monotonic() + 240  # the one that is left loads what sorts messages
            while len(taken) <= alone + 2 and time.monotonic() < end:
                time.sleep(0.1)
        finally:
            stopping.set()
            for sender in senders:
                sender.join(120)
        assert len(taken) > alone + 2, refused[-5:]
        listed = client.get(f"{API}/solicitations", params={"limit": 500}).json()
        subjects = [case["subject"] for case in listed["solicitations"]]
        assert {mark for mark in taken if subjects.count(mark) != 1} == set()
        assert listed["total"] - before <= len(taken) + len(senders)  # those whose answer was lost with the process
        assert client.post(f"{conversation}/exchanges", json={"question": "Et un CLSM ?"}).is_success
        kept = client.get(conversation).json()["content"]
        assert kept[0]["question"] == QUESTION
        assert all(each["outcome"]["answer"] for each in kept)


def kill_while_it_streams(process: Process, client: httpx.Client, path: str) -> None:
    """Asks until the process answers, and kills it at its first words."""
    for _ in range(10):  # each of the two is asked in turn
        with suppress(httpx.HTTPError), client.stream("POST", path, json={"question": "Et un ASV ?"}) as streamed:
            if streamed.headers.get("x-answered-by", "").endswith(f":{process.port}"):
                process.end(signal.SIGKILL)
            streamed.read()
        if process.running is None:
            return
    pytest.fail("it was never asked")
