"""A worker: starts the processes of the jobs that servers leave to it, on their machine or on another.

Several may work beside each other: a job is claimed by one, and jobs are done one at a time all the same.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from assistant.maintenance.running import GRACE_SECONDS
from indexer.errors import DatabaseStateError, WritingError
from indexer.room import writing_error

if TYPE_CHECKING:
    import threading
    from pathlib import Path

    from assistant.maintenance.jobs import Jobs
    from assistant.maintenance.spawning import Spawner

log = logging.getLogger("reperes")

LOOK_SECONDS: Final = 2.0
"""Between two looks at whether a job was asked for."""


def work(jobs: Jobs, spawner: Spawner, over: threading.Event, alive: Path | None = None) -> None:
    """Starts what is claimed until it is over; the jobs under way are then stopped, and left to another worker.

    Args:
        jobs: Where they are.
        spawner: Starts their processes.
        over: Set when this worker is to end.
        alive: A file to touch at each look, for whoever watches this worker.

    Raises:
        WritingError: The file cannot be touched.
    """
    try:
        while not over.wait(LOOK_SECONDS):
            _touch(alive)
            try:
                number = jobs.claim()
            except (DatabaseStateError, WritingError) as error:  # it may start again: so may the jobs
                log.warning("no job can be claimed (%s)", type(error).__name__)
                continue
            if number is not None:
                log.info("job %s at %s", number, time.strftime("%H:%M:%S"))
                _start(spawner, number)
    finally:
        spawner.stop(GRACE_SECONDS)


def _start(spawner: Spawner, number: int) -> None:
    try:
        spawner.start(number)
    except WritingError as error:  # the job is told failed already
        log.warning("job %s cannot be started (%s)", number, type(error).__name__)


def _touch(alive: Path | None) -> None:
    if alive is None:
        return
    try:
        alive.touch()
    except OSError as exc:
        raise writing_error(alive, exc) from exc
