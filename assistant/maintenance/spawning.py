"""The process of a job: started apart from the web process, so that neither's end is the other's.

It has a session of its own, the settings of whoever starts it in its environment, and a log in the data folder. While
the web process lives it also notices at once a process that died without a word; when it does not, the silence tells.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

from pydantic import SecretStr

from assistant.maintenance import messages
from assistant.maintenance.jobs import Ending, State
from indexer.errors import DatabaseStateError, WritingError
from indexer.room import writing_error
from indexer.settings import PREFIX

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.maintenance.jobs import Jobs
    from indexer.settings import Settings

log = logging.getLogger("reperes")

LOGS: Final = "jobs"
"""Folder of the data folder."""
KEPT_LOGS: Final = 20
COMMAND: Final = (sys.executable, "-m", "ui.cli", "job", "run")
"""`reperes job run`, by the interpreter that runs this one."""


class Spawner:
    """Starts the processes of jobs."""

    def __init__(self, jobs: Jobs, settings: Settings) -> None:
        self._jobs = jobs
        self._settings = settings
        self._processes: set[subprocess.Popen[bytes]] = set()

    def stop(self, seconds: float) -> None:
        """Tells the processes that were started to stop, and waits for them; those that do not are killed.

        Args:
            seconds: That they have.
        """
        end = time.monotonic() + seconds
        started = list(self._processes)
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()

    def start(self, number: int) -> None:
        """Starts the process of a job that was asked for.

        Raises:
            WritingError: Its log cannot be written.
        """
        path = log_path(self._settings.data_dir, number)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _forget_old(path.parent)
            with path.open("wb") as output:
                started = subprocess.Popen(  # noqa: S603 — our own command, and a number
                    [*COMMAND, str(number)],
                    env=environment(self._settings),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,  # Ctrl-C in the server's terminal is not for it
                )
        except OSError as exc:
            self._jobs.end(number, Ending(State.FAILED, error=messages.NEVER_STARTED))
            raise writing_error(path, exc) from exc
        self._processes.add(started)
        threading.Thread(target=self._await, args=(number, started), name=f"job {number}", daemon=True).start()

    def _await(self, number: int, started: subprocess.Popen[bytes]) -> None:
        """Waits for the process, which else would stay as a zombie; one that died without a word is told failed."""
        code = started.wait()
        self._processes.discard(started)
        if code == 0:  # done, or left to another worker, which may have it already
            return
        error = messages.KILLED.format(signal=-code) if code < 0 else messages.UNFORESEEN.format(job=number)
        try:
            self._jobs.end(number, Ending(State.FAILED, error=error))  # nothing, when it has told its own end
        except (DatabaseStateError, WritingError) as exc:  # its silence will tell
            log.warning("the end of job %s cannot be written (%s)", number, type(exc).__name__)


def environment(settings: Settings) -> dict[str, str]:
    """Environment of a process that has these very settings: ours, with theirs in the place of what ours says of them.

    All of them: the options of a command may have put one back to its default, which neither our environment, nor the
    file `.env`, nor the folder of secrets knows of.
    """
    given = settings.model_copy(update={"data_dir": settings.data_dir.absolute()})
    told = {
        f"{PREFIX}{name}".upper(): value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        for name, value in given
    }
    return {**{name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}, **told}


def log_path(data_dir: Path, number: int) -> Path:
    """Where what a job's process prints is kept."""
    return data_dir / LOGS / f"{number}.log"


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime)[: -KEPT_LOGS + 1]:
        old.unlink(missing_ok=True)
