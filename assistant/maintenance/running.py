"""A job, from within the process that does it: waits for its turn, beats, works, says what came of it.

The work itself is handed in: an evaluation belongs to a room that this one may not know.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from assistant.maintenance import messages
from assistant.maintenance.jobs import Ending, Kind, State
from assistant.maintenance.progress import Steps
from indexer.errors import DatabaseStateError, IndexLocked, ReperesError, WritingError
from indexer.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

    from assistant.maintenance.jobs import Jobs

log = logging.getLogger("reperes")

BEAT_SECONDS: Final = 1.0
TURN_SECONDS: Final = 0.5
"""Between two looks at whether the job's turn has come."""
LOCK_SECONDS: Final = 2.0
"""Between two looks at whether an indexing asked for on the command line has ended."""
GRACE_SECONDS: Final = 60.0
"""Time that work which is asked to stop has: reading one file may hold it up."""
AGAIN_SECONDS: Final = 15.0
"""Between two times that it is asked: what it does to stop cleanly is not to be interrupted in its turn."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the work gave: its report as JSON, and its page, relative to the data folder."""

    report: Mapping[str, object]
    page: str = ""


class Work(Protocol):
    """What one kind of job does."""

    def __call__(self, options: Mapping[str, object], steps: Steps) -> Outcome:
        """Does it, telling how far it is.

        Raises:
            ReperesError: It failed, and why.
            KeyboardInterrupt: It was asked to stop.
        """
        ...


class Heart:
    """A thread that beats while a job is waited for and done, and stops the work when somebody wants it."""

    def __init__(
        self, jobs: Jobs, number: int, steps: Steps, stop: Callable[[], None], give_up: Callable[[], None]
    ) -> None:
        """As the class says.

        Args:
            jobs: Where it beats.
            number: Which job.
            steps: How far it is.
            stop: Asks the work to stop.
            give_up: Ends the process, when the work has not stopped `GRACE_SECONDS` later.
        """
        self._jobs, self._number, self._steps = jobs, number, steps
        self._stop, self._give_up = stop, give_up
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heart", daemon=True)
        self._asked = 0.0
        self.stopping_since: float | None = None

    def __enter__(self) -> Self:
        """Begins to beat."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stops."""
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                wanted = self._jobs.beat(self._number, self._steps.told())
            except (DatabaseStateError, WritingError) as error:  # the work goes on; the next beat may pass
                log.warning("a beat of job %s was lost (%s)", self._number, type(error).__name__)
                continue
            if not wanted and not self._over.is_set():
                self._ask_to_stop(time.monotonic())

    def _ask_to_stop(self, now: float) -> None:
        first = self.stopping_since is None
        self.stopping_since = now if self.stopping_since is None else self.stopping_since
        if now - self.stopping_since > GRACE_SECONDS:
            self._jobs.end(self._number, Ending(State.CANCELLED), self._steps.told())
            self._give_up()
        if first or now - self._asked > AGAIN_SECONDS:
            self._asked = now
            self._stop()


def run_job(
    jobs: Jobs,
    number: int,
    works: Mapping[Kind, Work],
    *,
    check: Callable[[], None],
    stop: Callable[[], None],
    give_up: Callable[[], None],
    again: bool = False,
) -> State:
    """Does a job, and says what came of it.

    Args:
        jobs: Where it is written.
        number: Which.
        works: What each kind does.
        check: Raises `KeyboardInterrupt` once the process was asked to stop.
        stop: Makes it so.
        give_up: Ends this process at once; what it was doing must bear that.
        again: Whether a worker does it again when this one's machine stops.

    Returns:
        How it ended; `WAITING` when it is left to another worker.

    Raises:
        JobNotFound: No such job.
    """
    job = jobs.get(number)
    steps = Steps(check)
    ending: Ending | None = None
    try:
        with Heart(jobs, number, steps, stop, give_up) as heart:
            ending = _ended(jobs, number, lambda: _done(jobs, number, works[job.kind], job.options, steps))
            if ending.state is State.FAILED and heart.stopping_since is not None:
                ending = Ending(State.CANCELLED)
    except KeyboardInterrupt:  # asked to stop just as it ended: what it did stands
        ending = ending or Ending(State.CANCELLED)
    steps.end()
    if again and ending.error == messages.STOPPED:
        with contextlib.suppress(DatabaseStateError, WritingError):
            if jobs.give_back(number, steps.told()):
                return State.WAITING
    _kept(jobs, number, ending, steps)
    return ending.state


def _ended(jobs: Jobs, number: int, work: Callable[[], Outcome | None]) -> Ending:
    try:
        outcome = work()
    except KeyboardInterrupt:
        with contextlib.suppress(ReperesError):
            if jobs.get(number).cancel_asked:
                return Ending(State.CANCELLED)
        return Ending(State.FAILED, error=messages.STOPPED)
    except ReperesError as error:
        return Ending(State.FAILED, error=sentence(error))
    except Exception:
        log.exception("job %s failed", number)
        return Ending(State.FAILED, error=messages.UNFORESEEN.format(job=number))
    if outcome is None:
        return Ending(State.CANCELLED)
    return Ending(State.DONE, outcome.report, outcome.page)


def _done(jobs: Jobs, number: int, work: Work, options: Mapping[str, object], steps: Steps) -> Outcome | None:
    """What the work gave; `None` when the job was cancelled before its turn."""
    waits = False
    while not jobs.take_turn(number):
        if jobs.get(number).ended:
            return None
        if not waits:
            steps.start(messages.WAITING, 0)
            waits = True
        steps.check()
        time.sleep(TURN_SECONDS)
    while True:
        try:
            return work(options, steps)
        except IndexLocked:  # an indexing asked for on the command line: its own lock is what counts
            steps.start(messages.LOCKED, 0)
            time.sleep(LOCK_SECONDS)


def _kept(jobs: Jobs, number: int, ending: Ending, steps: Steps) -> None:
    """Written even where the database is busy for longer than a beat may wait: it is what the job was done for."""
    for _ in range(5):
        try:
            jobs.end(number, ending, steps.told())
        except (DatabaseStateError, WritingError) as error:
            log.warning("the end of job %s cannot be written (%s)", number, type(error).__name__)
            time.sleep(BEAT_SECONDS)
        else:
            return
