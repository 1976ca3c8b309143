"""Workers, which start the jobs that servers leave to them; and what is forgotten by command."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from conftest import command
from solicitation_places import Clock, mail, triage_of
from test_job_processes import until

from assistant.accounts.audit import Action
from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.accounts.tables import Account
from assistant.conversations.store import Conversations
from assistant.database.held import HeldDatabase
from assistant.database.opening import Database
from assistant.gaps import Gaps, noted
from assistant.maintenance import working
from assistant.maintenance.jobs import Jobs, Kind, State
from assistant.maintenance.purging import Purged, purge
from assistant.maintenance.upkeep import By, IndexOptions, Upkeep
from assistant.solicitations.kept import Source
from assistant.solicitations.store import Solicitations
from indexer.errors import NotWritable, WritingFailed
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration


class Recorder:
    """In the place of `Spawner`: starts nothing, and tells the worker that it is over after so many jobs."""

    def __init__(self, over: threading.Event, jobs: int) -> None:
        self.started: list[int] = []
        self.stopped_within = 0.0
        self._over, self._jobs = over, jobs

    def start(self, number: int) -> None:
        """Notes it; the first one cannot be started."""
        self.started.append(number)
        if len(self.started) == self._jobs:
            self._over.set()
        if len(self.started) == 1:
            raise NotWritable(path="jobs")

    def stop(self, seconds: float) -> None:
        """Notes it."""
        self.stopped_within = seconds


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a service whose jobs a worker does."""
    return Settings(data_dir=tmp_path, worker=True)


@pytest.fixture
def jobs(settings: Settings) -> Iterator[Jobs]:
    """None yet."""
    database = Database.of(settings)
    yield Jobs(database)
    database.close()


def test_a_worker_starts_what_was_left_to_it(jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In their order; one that cannot be started holds up no other; at its end it stops those under way."""
    monkeypatch.setattr(working, "LOOK_SECONDS", 0.01)
    numbers = [jobs.ask(kind, {}, "ana", left=True).number for kind in (Kind.INDEX, Kind.EVAL)]
    over = threading.Event()
    recorder = Recorder(over, 2)
    working.work(jobs, recorder, over, tmp_path / "alive")  # type: ignore[arg-type]
    assert recorder.started == numbers
    assert recorder.stopped_within > 0
    assert (tmp_path / "alive").exists()
    with pytest.raises(WritingFailed):
        working.work(jobs, recorder, threading.Event(), tmp_path / "absent" / "alive")  # type: ignore[arg-type]


def test_a_server_starts_nothing_where_a_worker_does(jobs: Jobs, settings: Settings) -> None:
    """What is asked for online waits for it, and is recorded all the same."""
    recorded: list[str] = []
    database = HeldDatabase.of(settings)
    upkeep = Upkeep(settings, database, None)  # type: ignore[arg-type]  # nothing is answered here
    job = upkeep.ask(IndexOptions(), By("ana", lambda action, *_: recorded.append(action.value)))
    assert not (settings.data_dir / "jobs").exists()
    assert jobs.claim() == job.number
    assert recorded == [Action.INDEX_ASKED.value]
    database.close()


def test_a_worker_of_its_own_process_ends_when_it_is_told(
    jobs: Jobs, settings: Settings, tmp_path: Path, root: Path
) -> None:
    """And leaves the job that it had begun to the next one."""
    number = jobs.ask(Kind.INDEX, {}, "ana", left=True).number
    argv, env = command(root)
    told = {**env, "REPERES_WORKER": "true", "REPERES_DATA_DIR": str(tmp_path), "REPERES_SOURCE": str(root / "corpus")}
    alive = tmp_path / "alive"
    with subprocess.Popen([*argv, "worker", "--alive", str(alive)], env=told, stdout=subprocess.PIPE) as worker:
        until(lambda: jobs.get(number).state is not State.WAITING)
        assert jobs.get(number).state is State.RUNNING
        worker.send_signal(signal.SIGTERM)
        output, _ = worker.communicate(timeout=120)
    assert worker.returncode == 0
    assert "solicitations.sqlite" in output.decode()
    assert alive.exists()
    assert jobs.get(number).state is State.WAITING
    assert jobs.claim() == number


def test_a_worker_says_what_its_servers_must_be_told(reperes: Callable[..., object], tmp_path: Path) -> None:
    """Without the setting, each server would start the same jobs."""
    ran = reperes("worker", REPERES_DATA_DIR=str(tmp_path))
    assert (ran.code, "REPERES_WORKER" in ran.err) == (2, True)  # type: ignore[attr-defined]


def test_what_is_too_old_is_forgotten_by_command(
    database_place: str | Path, tmp_path: Path, reperes: Callable[..., object]
) -> None:
    """Solicitations lose their words, conversations, sessions and old questions go; what is young stays."""
    url = database_place if isinstance(database_place, str) else ""
    settings = Settings(data_dir=tmp_path, database_url=url, kept_solicitation_days=30, kept_conversation_days=30)
    clock = Clock()
    with_database = Database.of(settings)
    accounts = Accounts(with_database, clock=clock)
    accounts.add("ana@exemple.fr", "Ana", [Right.TEAM], by=NOBODY, password="quatre lampes vertes au grenier")
    accounts.sign_in("ana@exemple.fr", "quatre lampes vertes au grenier")
    queue = Solicitations(with_database, clock=clock)
    queue.add(mail(), triage_of(mail()), source=Source.UPLOAD)
    with with_database.reading() as session:
        ana = session.scalars(sa.select(Account.id)).one()
    Conversations(with_database, clock).begin(ana)
    Gaps(tmp_path, 10).note("Combien de CLS ont un volet logement ?", clock.now.date())
    assert purge(settings, clock) == Purged(0, 0, 0)
    later = Clock(clock.now + dt.timedelta(days=400))
    assert purge(settings, later) == Purged(1, 1, 1)
    assert purge(settings, later) == Purged(0, 0, 0)
    assert noted(tmp_path) == []
    with with_database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1
    with_database.close()
    ran = reperes("purge", "--json", REPERES_DATA_DIR=str(tmp_path), REPERES_DATABASE_URL=url)
    assert set(json.loads(ran.out)) == {"solicitations", "conversations", "gaps"}  # type: ignore[attr-defined]
