"""The processes of jobs: real ones, on the sample, whatever becomes of them and of the server that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from assistant.database.opening import Database
from assistant.maintenance.jobs import Jobs, Kind, State
from assistant.maintenance.spawning import Spawner, environment, log_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from places import Place

    from assistant.maintenance.jobs import Job
    from indexer.settings import Settings

WAIT_SECONDS = 240
pytestmark = pytest.mark.timeout(900)  # each loads the model


def until(true: Callable[[], bool]) -> None:
    """Waits."""
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def started(place: Place, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Jobs, Spawner, Settings]]:
    """Jobs of the sample, done by real processes."""
    monkeypatch.setenv("PYTHONPATH", str(root))
    settings = place.settings.model_copy(update={"source": place.corpus})
    database = Database.of(settings)
    jobs = Jobs(database)
    yield jobs, Spawner(jobs, settings), settings
    for job in jobs.under_way():
        jobs.cancel(job.number)
    until(lambda: not jobs.under_way())
    database.close()


def ended(jobs: Jobs, number: int) -> Job:
    """A job, once it has ended."""
    until(lambda: jobs.get(number).ended)
    return jobs.get(number)


def test_an_index_job_publishes_and_keeps_its_report(started: tuple[Jobs, Spawner, Settings], place: Place) -> None:
    """By a process of its own; its page stands in the data folder."""
    jobs, spawner, settings = started
    place.write("notes/nouvelle.md", "# Permanence\n\nUne permanence ouvre à Lodève chaque mardi.\n")
    job = jobs.ask(Kind.INDEX, {}, "ana")
    spawner.start(job.number)
    done = ended(jobs, job.number)
    assert done.state is State.DONE, (done.error, log_path(settings.data_dir, job.number).read_text())
    assert done.report is not None
    assert done.report["added"] == [{"doc": "notes/nouvelle.md"}]
    assert place.generation.name == done.report["generation"]
    assert "nouvelle.md" in (settings.data_dir / done.page).read_text(encoding="utf-8")
    steps = done.progress["steps"]
    assert isinstance(steps, list)
    assert [step["step"] for step in steps][-3:] == ["reading", "embedding", "writing"]


def test_a_killed_process_is_told_failed_and_nothing_that_serves_has_changed(
    started: tuple[Jobs, Spawner, Settings], place: Place
) -> None:
    """`kill -9`, as for want of memory; the next job ends the work."""
    jobs, spawner, settings = started
    before = place.generation.name
    place.write("notes/nouvelle.md", "# Permanence\n\nUne permanence ouvre à Lodève chaque mardi.\n")
    number = jobs.ask(Kind.INDEX, {}, "ana").number
    lock = FileLock(settings.data_dir / "index.lock")
    with lock:  # so that it is killed for sure while it is at work
        spawner.start(number)
        until(lambda: "locked" in str(jobs.get(number).progress))
        os.kill(pid_of(number, settings), signal.SIGKILL)
        killed = ended(jobs, number)
    assert killed.state is State.FAILED
    assert "signal 9" in killed.error
    assert place.generation.name == before
    again = jobs.ask(Kind.INDEX, {}, "ana").number
    spawner.start(again)
    assert ended(jobs, again).state is State.DONE
    assert place.generation.name != before


def test_a_job_outlives_the_server_that_started_it(started: tuple[Jobs, Spawner, Settings], place: Place) -> None:
    """The server is killed with its whole group, as by Ctrl-C twice; the job ends, and is told done."""
    jobs, _, settings = started
    number = jobs.ask(Kind.INDEX, {}, "ana").number
    server = (
        "import sys, time; from indexer.settings import Settings; from assistant.database.opening import Database; "
        "from assistant.maintenance.jobs import Jobs; from assistant.maintenance.spawning import Spawner; "
        f"s = Settings.load(); Spawner(Jobs(Database.of(s)), s).start({number}); print('started', flush=True); "
        "time.sleep(600)"
    )
    with FileLock(settings.data_dir / "index.lock"):
        running_server = subprocess.Popen(
            [sys.executable, "-c", server],
            env=environment(settings),
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert running_server.stdout is not None
        assert running_server.stdout.readline() == b"started\n"
        until(lambda: "locked" in str(jobs.get(number).progress))
        os.killpg(running_server.pid, signal.SIGKILL)
        running_server.wait()
        running_server.stdout.close()
    assert ended(jobs, number).state is State.DONE


def test_a_running_job_stops_when_it_is_cancelled(started: tuple[Jobs, Spawner, Settings]) -> None:
    """Within seconds; its process ends by itself."""
    jobs, spawner, settings = started
    number = jobs.ask(Kind.INDEX, {}, "ana").number
    with FileLock(settings.data_dir / "index.lock"):
        spawner.start(number)
        until(lambda: "locked" in str(jobs.get(number).progress))
        process = pid_of(number, settings)
        jobs.cancel(number)
        assert ended(jobs, number).state is State.CANCELLED
    until(lambda: not told(Path("/proc") / str(process), "cmdline"))


def pid_of(number: int, settings: Settings) -> int:
    """The process of a job of a data folder, found as `ps` would find it."""
    wanted, place = ["job", "run", str(number)], str(settings.data_dir)
    several = [each for each in Path("/proc").iterdir() if each.name.isdigit()]
    found = [int(p.name) for p in several if told(p, "cmdline")[-3:] == wanted and place in "".join(told(p, "environ"))]
    assert len(found) == 1, found
    return found[0]


def told(process: Path, what: str) -> list[str]:
    """What the system tells of a process; nothing of one that has gone."""
    try:
        held = (process / what).read_bytes()
    except OSError:
        return []
    return held.decode("utf-8", "replace").rstrip("\0").split("\0") if held else []
