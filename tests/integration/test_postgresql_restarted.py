"""PostgreSQL goes down as in a crash, under load, and comes back: nobody sees a fault, nothing accepted is lost."""

from __future__ import annotations

import signal
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
import pytest
from fakes import FakeDesk
from insider import API, QUESTION, Insider, whole_app
from pydantic import SecretStr
from running import running
from solicitation_places import PostgreSQL, new_database, postgresql_programs, restartable_postgresql

from assistant.api.access import COOKIE
from assistant.database.held import HeldDatabase
from assistant.maintenance.jobs import Jobs, Kind, State
from assistant.maintenance.running import Outcome, run_job
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fastapi import FastAPI
    from places import Place

    from assistant.maintenance.progress import Steps

pytestmark = pytest.mark.timeout(300)
DEADLINE_SECONDS = 60
MAIL = "De : Ana <ana{n}@exemple.fr>\nObjet : A4 message {n}\n\nBonjour, auriez-vous une publication ? ({n})\n"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """A server of this module's own."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("NOT RUN WITH POSTGRESQL RESTARTED: it is not installed (apt-get install -y postgresql)")
    with restartable_postgresql(programs) as made:
        yield made


def until(true: Callable[[], bool]) -> None:
    """Waits for something that must come."""
    end = time.monotonic() + DEADLINE_SECONDS
    while not true():
        assert time.monotonic() < end
        threading.Event().wait(0.02)


@dataclass
class Load:
    """People who go on asking, in threads of their own, and what each of them was told."""

    over: threading.Event = field(default_factory=threading.Event)
    told: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    threads: list[threading.Thread] = field(default_factory=list)

    def add(self, name: str, ask: Callable[[int], httpx.Response]) -> None:
        """Somebody more."""
        told = self.told.setdefault(name, [])

        def go_on() -> None:
            while not self.over.is_set():
                response = ask(len(told))
                told.append((response.status_code, response.text))

        self.threads.append(threading.Thread(target=go_on))
        self.threads[-1].start()

    def more(self, count: int = 2) -> None:
        """Until each was answered so many times more."""
        before = {name: len(told) for name, told in self.told.items()}
        until(lambda: all(len(told) >= before[name] + count for name, told in self.told.items()))

    def end(self) -> None:
        """Everybody goes."""
        self.over.set()
        for thread in self.threads:
            thread.join(DEADLINE_SECONDS)

    def statuses(self, name: str) -> set[int]:
        """That somebody was given."""
        return {status for status, _ in self.told[name]}


@pytest.fixture
def app(place: Place, server: PostgreSQL) -> FastAPI:
    """The application, with its pages, its database on the server."""
    changed = {
        "database_url": SecretStr(new_database(server.url)),
        "limit_reader": "",
        "selector": False,
        "source": place.corpus,
    }
    return whole_app(place.settings.model_copy(update=changed))


def test_a_restart_under_load_is_told_and_got_over(app: FastAPI, server: PostgreSQL) -> None:
    """Strangers are answered all along; whoever needs the database is told 503, then served by the same process."""
    with running(app) as url:
        app.state.reception = Reception(FakeDesk, lambda: Solicitations(app.state.database.database()))
        insider = Insider(app)
        cookies = {COOKIE: insider.client.cookies[COOKIE]}
        headers = {"x-reperes-token": insider.client.headers["x-reperes-token"]}
        with (
            httpx.Client(base_url=url, timeout=60) as stranger,
            httpx.Client(base_url=url, timeout=60, cookies=cookies, headers=headers) as known,
        ):
            conversation = known.post(f"{API}/conversations", json={}).json()["id"]
            load = Load()
            load.add("stranger", lambda _: stranger.post(f"{API}/ask", json={"question": QUESTION}))
            load.add("probe", lambda _: stranger.get("/readyz"))
            load.add("desk", lambda n: known.post(f"{API}/solicitations", json={"text": MAIL.format(n=n)}))
            load.add("page", lambda _: known.get("/conversations"))
            asking = f"{API}/conversations/{conversation}/exchanges"
            load.add("reader", lambda _: known.post(asking, json={"question": QUESTION}))
            try:
                load.more()
                server.stop(signal.SIGQUIT)
                load.more()
                down = httpx.get(f"{url}/readyz").json()
                read = known.post(f"{API}/ask", json={"question": QUESTION})
                server.start()
                until(lambda: httpx.get(f"{url}/readyz").json()["status"] == "ready")
                mark = {name: len(told) for name, told in load.told.items()}
                load.more()
            finally:
                load.end()
            assert (down["status"], set(down["troubles"])) == ("degraded", {"database"})
            assert read.status_code == 200  # signed in, and reading as everybody does
            assert load.statuses("stranger") == load.statuses("probe") == {200}
            assert load.statuses("desk") == {201, 503}
            assert load.statuses("page") == load.statuses("reader") == {200, 503}
            assert all(status < 300 for name, told in load.told.items() for status, _ in told[mark[name] + 1 :])
            refused = next(text for status, text in load.told["desk"] if status == 503)
            assert "ne répond pas" in refused
            shown = next(text for status, text in load.told["page"] if status == 503)
            assert "momentanément indisponible" in shown
            kept = known.get(f"{API}/solicitations", params={"limit": 200}).json()["total"]
            assert kept >= sum(status == 201 for status, _ in load.told["desk"])
            given = [text for status, text in load.told["reader"] if status == 200]
            exchanges = known.get(f"{API}/conversations/{conversation}").json()["exchanges"]
            assert exchanges >= sum('"kept":true' in text for text in given) > 0


def test_a_job_under_way_goes_on_and_its_end_is_written(server: PostgreSQL, place: Place) -> None:
    """Its heart misses some beats; what it did is told once the database is back."""
    settings = place.settings.model_copy(update={"database_url": SecretStr(new_database(server.url))})
    database = HeldDatabase.of(settings)
    jobs = Jobs(database)
    begun, ended = threading.Event(), threading.Event()

    def work(_options: Mapping[str, object], _steps: Steps) -> Outcome:
        begun.set()
        assert ended.wait(DEADLINE_SECONDS)
        return Outcome({"added": []})

    def nothing() -> None:
        """Nobody stops it."""

    job = jobs.ask(Kind.INDEX, {}, "Ana")
    running_job = threading.Thread(
        target=run_job,
        args=(jobs, job.number, {Kind.INDEX: work}),
        kwargs={"check": nothing, "stop": nothing, "give_up": nothing},
    )
    running_job.start()
    try:
        assert begun.wait(DEADLINE_SECONDS)
        server.stop(signal.SIGQUIT)
        ended.set()  # it ends while there is nobody to tell
        server.start()
    finally:
        ended.set()
        running_job.join(DEADLINE_SECONDS)
    assert jobs.get(job.number).state is State.DONE
    database.close()
