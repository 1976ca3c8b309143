"""Jobs: asked for, done one at a time by a process of their own, told as they are, whatever becomes of that process."""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from solicitation_places import Clock

from assistant.database.opening import Database
from assistant.maintenance import running
from assistant.maintenance.jobs import LOST_SECONDS, Ending, Jobs, Kind, State
from assistant.maintenance.running import Outcome, run_job
from assistant.maintenance.spawning import environment
from indexer.errors import EvalsRegressed, IndexLocked, JobNotFound, JobPending
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assistant.maintenance.progress import Steps

WAIT_SECONDS = 90


@pytest.fixture
def database(database_place: str | Path) -> Iterator[Database]:
    """An empty database, on each of the two."""
    opened = Database(database_place)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    """Stands still until it is moved."""
    return Clock()


@pytest.fixture
def jobs(database: Database, clock: Clock) -> Jobs:
    """None yet."""
    return Jobs(database, clock)


def nothing() -> None:
    """Nobody stops anything."""


def do(jobs: Jobs, number: int, work: Callable[[Mapping[str, object], Steps], Outcome]) -> State:
    """Does a job here, as its process would."""
    return run_job(jobs, number, dict.fromkeys(Kind, work), check=nothing, stop=nothing, give_up=nothing)


def test_a_job_is_asked_for_done_and_kept(jobs: Jobs) -> None:
    """Who asked, what for, how far it went, what came of it."""
    job = jobs.ask(Kind.INDEX, {"evals": "dev"}, "ana@exemple.fr")
    assert (job.state, job.ended, jobs.under_way()) == (State.WAITING, False, (job,))

    def work(options: Mapping[str, object], steps: Steps) -> Outcome:
        assert options == {"evals": "dev"}
        assert jobs.get(job.number).state is State.RUNNING
        steps.start("reading", 3)
        steps.advance(3, 12)
        return Outcome({"added": [{"doc": "a.md"}], "failed": [], "generation": "g"}, "reports/a.html")

    assert do(jobs, job.number, work) is State.DONE
    done = jobs.get(job.number)
    assert (done.state, done.asked_by, done.page, done.error) == (State.DONE, "ana@exemple.fr", "reports/a.html", "")
    assert done.report == {"added": [{"doc": "a.md"}], "failed": [], "generation": "g"}
    assert done.progress["counts"] == {"added": 1, "failed": 0}
    steps = done.progress["steps"]
    assert isinstance(steps, list)
    assert [(s["step"], s["done"], s["total"], s["pages"]) for s in steps] == [("reading", 3, 3, 12)]
    assert done.started_at is not None
    assert done.ended_at is not None
    assert jobs.under_way() == ()


def test_the_list_is_a_page_of_the_last_ones(jobs: Jobs) -> None:
    """Without their reports, which may be long."""
    for kind in (Kind.INDEX, Kind.EVAL, Kind.INDEX):
        do(jobs, jobs.ask(kind, {}, "ana").number, lambda _o, _s: Outcome({"added": []}))
    listing = jobs.list(limit=2)
    assert (listing.total, [job.number for job in listing.jobs]) == (3, [3, 2])
    assert [job.report for job in listing.jobs] == [None, None]
    assert [job.number for job in jobs.list(kind=Kind.EVAL).jobs] == [2]
    with pytest.raises(JobNotFound):
        jobs.get(4)


def test_a_second_job_of_a_kind_is_refused_while_one_waits(jobs: Jobs) -> None:
    """The one that waits will take what has changed too; once it runs, another may be asked for."""
    first = jobs.ask(Kind.INDEX, {}, "ana")
    with pytest.raises(JobPending) as caught:
        jobs.ask(Kind.INDEX, {}, "bo")
    assert caught.value.values == {"job": first.number}
    jobs.ask(Kind.EVAL, {}, "bo")
    assert jobs.take_turn(first.number)
    assert jobs.ask(Kind.INDEX, {}, "bo").number == 3


def test_jobs_are_done_one_at_a_time_in_their_order(jobs: Jobs) -> None:
    """Each waits for those before it."""
    first, second = jobs.ask(Kind.INDEX, {}, "ana").number, jobs.ask(Kind.EVAL, {}, "ana").number
    assert not jobs.take_turn(second)
    assert jobs.take_turn(first)
    assert not jobs.take_turn(second)
    jobs.end(first, Ending(State.DONE))
    assert jobs.take_turn(second)


def test_a_job_left_to_workers_waits_for_one_and_is_claimed_once(jobs: Jobs, clock: Clock) -> None:
    """However long that takes; it stands in its order, and no second one of its kind is asked for meanwhile."""
    first = jobs.ask(Kind.INDEX, {}, "ana", left=True).number
    clock.now += dt.timedelta(days=1)
    with pytest.raises(JobPending):
        jobs.ask(Kind.INDEX, {}, "bo", left=True)
    second = jobs.ask(Kind.EVAL, {}, "bo", left=True).number
    assert [job.state for job in jobs.under_way()] == [State.WAITING] * 2
    assert [jobs.claim(), jobs.claim(), jobs.claim()] == [first, second, None]
    assert not jobs.take_turn(second)
    assert jobs.take_turn(first)
    clock.now += dt.timedelta(seconds=LOST_SECONDS + 1)  # its worker has died
    assert jobs.get(first).state is State.FAILED


def test_a_job_whose_worker_stops_is_left_to_the_next_one(jobs: Jobs) -> None:
    """It is done again, from what it kept; one that somebody cancelled is not."""

    def stopped(_options: Mapping[str, object], steps: Steps) -> Outcome:
        raise KeyboardInterrupt

    def through(number: int) -> State:
        works = dict.fromkeys(Kind, stopped)
        return run_job(jobs, number, works, check=nothing, stop=nothing, give_up=nothing, again=True)

    number = jobs.ask(Kind.INDEX, {}, "ana", left=True).number
    assert jobs.claim() == number
    assert through(number) is State.WAITING
    assert jobs.claim() == number
    assert do(jobs, number, lambda _o, _s: Outcome({"added": []})) is State.DONE
    cancelled = jobs.ask(Kind.INDEX, {}, "ana", left=True).number
    assert jobs.claim() == cancelled
    assert jobs.take_turn(cancelled)
    jobs.cancel(cancelled)
    assert not jobs.give_back(cancelled, {"steps": []})


def test_a_job_whose_process_says_nothing_is_told_failed_and_holds_up_nobody(jobs: Jobs, clock: Clock) -> None:
    """With what to do; the next one has its turn; one that was only held up is back."""
    first = jobs.ask(Kind.INDEX, {}, "ana").number
    assert jobs.take_turn(first)
    clock.now += dt.timedelta(seconds=LOST_SECONDS + 1)
    lost = jobs.get(first)
    assert lost.state is State.FAILED
    assert "relancez-le" in lost.error
    assert lost.ended_at == lost.started_at
    assert jobs.under_way() == ()
    second = jobs.ask(Kind.INDEX, {}, "ana").number
    assert jobs.take_turn(second)
    assert jobs.beat(first, {"steps": []})
    assert jobs.get(first).state is State.RUNNING


def test_a_job_whose_process_never_started_is_told(jobs: Jobs, clock: Clock) -> None:
    """And another may be asked for."""
    first = jobs.ask(Kind.INDEX, {}, "ana").number
    clock.now += dt.timedelta(seconds=LOST_SECONDS + 1)
    assert "n’a pas pu démarrer" in jobs.get(first).error
    assert jobs.ask(Kind.INDEX, {}, "ana").number == 2


def test_a_job_that_fails_tells_why_and_what_to_do(jobs: Jobs, tmp_path: Path) -> None:
    """An error of ours by its sentence; a defect of the program by where its details are."""

    def regressed(_options: Mapping[str, object], _steps: Steps) -> Outcome:
        raise EvalsRegressed(path=tmp_path, detail="recall@5")

    def defect(_options: Mapping[str, object], _steps: Steps) -> Outcome:
        raise ZeroDivisionError

    first = jobs.ask(Kind.INDEX, {}, "ana").number
    assert do(jobs, first, regressed) is State.FAILED
    assert "il n’a pas été publié" in jobs.get(first).error
    second = jobs.ask(Kind.INDEX, {}, "ana").number
    assert do(jobs, second, defect) is State.FAILED
    assert f"jobs/{second}.log" in jobs.get(second).error


def test_an_indexing_of_the_command_line_is_waited_for(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And told meanwhile as a step."""
    monkeypatch.setattr(running, "LOCK_SECONDS", 0.01)
    tries = iter([True, True, False])
    seen = []

    def work(_options: Mapping[str, object], steps: Steps) -> Outcome:
        seen.append(steps.told()["steps"])
        if next(tries):
            raise IndexLocked(path=tmp_path)
        return Outcome({})

    assert do(jobs, jobs.ask(Kind.INDEX, {}, "ana").number, work) is State.DONE
    assert len(seen) == 3
    assert [step["step"] for step in seen[2]] == ["locked"]


def test_a_job_that_waits_is_cancelled_at_once_and_one_that_has_ended_is_left(jobs: Jobs) -> None:
    """Nothing is done of the first; the second keeps what came of it."""
    first = jobs.ask(Kind.INDEX, {}, "ana").number
    assert jobs.cancel(first).state is State.CANCELLED
    assert do(jobs, first, lambda _o, _s: Outcome({"added": []})) is State.CANCELLED
    assert jobs.get(first).report is None
    second = jobs.ask(Kind.INDEX, {}, "ana").number
    do(jobs, second, lambda _o, _s: Outcome({"added": []}))
    assert jobs.cancel(second).state is State.DONE


def test_a_job_that_runs_is_asked_to_stop(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """It hears it at a beat, and its work at its next step."""
    monkeypatch.setattr(running, "BEAT_SECONDS", 0.02)
    asked = threading.Event()
    number = jobs.ask(Kind.INDEX, {}, "ana").number

    def check() -> None:
        if asked.is_set():
            raise KeyboardInterrupt

    def work(_options: Mapping[str, object], steps: Steps) -> Outcome:
        jobs.cancel(number)
        steps.start("reading", 1000)
        for _ in range(1000):
            time.sleep(0.02)
            steps.advance(1)
        return Outcome({})

    state = run_job(jobs, number, {Kind.INDEX: work}, check=check, stop=asked.set, give_up=nothing)
    assert state is State.CANCELLED
    assert jobs.get(number).error == ""


def test_work_that_does_not_stop_is_given_up(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while: it is told cancelled, and its process ended."""
    monkeypatch.setattr(running, "BEAT_SECONDS", 0.02)
    monkeypatch.setattr(running, "GRACE_SECONDS", 0.1)
    given_up = threading.Event()
    number = jobs.ask(Kind.INDEX, {}, "ana").number

    def deaf(_options: Mapping[str, object], _steps: Steps) -> Outcome:
        jobs.cancel(number)
        assert given_up.wait(WAIT_SECONDS)
        assert jobs.get(number).state is State.CANCELLED
        return Outcome({})

    run_job(jobs, number, {Kind.INDEX: deaf}, check=nothing, stop=nothing, give_up=given_up.set)
    assert jobs.get(number).state is State.CANCELLED


def test_a_process_of_a_job_has_the_settings_of_its_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those of the environment or of `.env` that options have replaced, be it by a default; secrets too."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("REPERES_PORT=9999\nREPERES_LLM_API_KEY=of-the-file\n", encoding="utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "REPERES_STAFF_KEY").write_text("k" * 20, encoding="utf-8")
    monkeypatch.setenv("REPERES_SECRETS_DIR", str(tmp_path / "secrets"))
    monkeypatch.setenv("REPERES_DATA_DIR", "/elsewhere")
    monkeypatch.setenv("reperes_ocr", "false")
    monkeypatch.setenv("REPERES_DATABASE_URL", "postgresql://a:secret@127.0.0.1/b")
    options = {"data_dir": Path(".reperes"), "port": 8000, "jobs": 3}
    settings = Settings.load().model_copy(update=options)
    told = environment(settings)
    assert told["PATH"] == os.environ["PATH"]
    for name in [name for name in os.environ if name.upper().startswith("REPERES_")]:
        monkeypatch.delenv(name)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    given = Settings.load()
    assert given == settings.model_copy(update={"data_dir": tmp_path / ".reperes"})
    assert given.llm_api_key.get_secret_value() == "of-the-file"
    assert given.staff_key.get_secret_value() == "k" * 20
    assert given.database_url.get_secret_value() == "postgresql://a:secret@127.0.0.1/b"
    assert (given.port, given.jobs, given.ocr) == (8000, 3, False)
