"""Jobs: an indexing, or an evaluation, asked for by somebody and done by a process of its own, one at a time.

```
Jobs.ask ─▶ waiting ─▶ spawning: a process of its own ─▶ running.run_job ─▶ done | failed | cancelled
               │ ▲                └ beats every second: progress, « I live », « am I to stop? »
      Jobs.claim │ Jobs.give_back, where a worker on any machine starts the processes
```

All of it is in the database: any web process reads it, none is needed for a job to go on. A job whose process has not
beaten for `LOST_SECONDS` is told failed; nothing is written for that, so that one that was only held up (a machine put
to sleep) comes back to life.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.orm import defer

from assistant.maintenance import messages, tables
from indexer.errors import JobNotFound, JobPending

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from assistant.database.held import Held

LOST_SECONDS: Final = 30.0
"""A process beats every second, and may wait ten for the database: after so long it is dead."""


class Kind(enum.StrEnum):
    """What a job does."""

    INDEX = "index"
    EVAL = "eval"


class State(enum.StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE: Final = (State.WAITING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """A job, as it is now.

    Attributes:
        number: What it is called by.
        kind: What it does.
        state: Where it is.
        asked_by: Login, or name, of whoever asked for it.
        asked_at, started_at, ended_at: `None` for what has not happened yet.
        options: What was asked for.
        progress: `{"steps": […]}`, as `Steps.told`; once it has ended `counts` too, of each list of the report.
        report: What `reperes index --json` or `reperes eval --json` gives; `None` before the end, and in lists.
        page: Its HTML file, relative to the data folder; empty when there is none.
        error: Why it failed and what to do, in French; empty otherwise.
        cancel_asked: Somebody wants it to stop.
    """

    number: int
    kind: Kind
    state: State
    asked_by: str
    asked_at: dt.datetime
    started_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    progress: Mapping[str, object] = field(default_factory=dict)
    report: Mapping[str, object] | None = None
    page: str = ""
    error: str = ""
    cancel_asked: bool = False

    @property
    def steps(self) -> list[dict[str, object]]:
        """How far it is, step by step."""
        told = self.progress.get("steps")
        return told if isinstance(told, list) else []

    @property
    def counts(self) -> dict[str, int]:
        """Once it has ended, how long each list of its report is."""
        told = self.progress.get("counts")
        return told if isinstance(told, dict) else {}

    @property
    def ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state not in ACTIVE


@dataclass(frozen=True, slots=True)
class Listing:
    """Some jobs, the last asked for first, of so many in all."""

    total: int
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of a job: `report` and `page` of one that is done, `error` of one that failed."""

    state: State
    report: Mapping[str, object] | None = None
    page: str = ""
    error: str = ""


def now() -> dt.datetime:
    """In universal time."""
    return dt.datetime.now(dt.UTC)


class Jobs:
    """The jobs of a database. Safe to share between threads."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def ask(self, kind: Kind, options: Mapping[str, object], asked_by: str, *, left: bool = False) -> Job:
        """Writes down a job to do; a process is still to be started for it.

        Args:
            kind: What it does.
            options: What was asked for.
            asked_by: Who asked.
            left: Whether a worker is to `claim` it, whenever that may be; else whoever asks starts its process.

        Raises:
            JobPending: One of this kind waits for its turn already: it will do as well.
        """
        moment = self._clock()
        with self._database.writing(alone=True) as session:
            pending = self._live(session, State.WAITING, kind)
            if pending is not None:
                raise JobPending(job=pending)
            row = tables.Job(
                kind=kind.value,
                state=State.WAITING.value,
                asked_by=asked_by,
                asked_at=moment,
                beat_at=None if left else moment,  # its process has until LOST_SECONDS to say that it lives
                cancel_asked=False,
                options=dict(options),
                progress={"steps": []},
                page="",
                error="",
            )
            session.add(row)
            session.flush()
            return self._seen(row)

    def get(self, number: int) -> Job:
        """A job, with its report.

        Raises:
            JobNotFound: No such job.
        """
        with self._database.reading() as session:
            return self._seen(_row(session, number))

    def list(self, offset: int = 0, limit: int = 50, kind: Kind | None = None) -> Listing:
        """Jobs, the last asked for first, without their reports."""
        wanted = sa.true() if kind is None else tables.Job.kind == kind.value
        with self._database.reading() as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(tables.Job).where(wanted)) or 0
            query = sa.select(tables.Job).where(wanted).order_by(tables.Job.id.desc()).offset(offset).limit(limit)
            rows = session.scalars(query.options(defer(tables.Job.report)))
            return Listing(total, tuple(self._seen(row, whole=False) for row in rows))

    def under_way(self) -> tuple[Job, ...]:
        """Those that run or wait, without their reports, the oldest first."""
        with self._database.reading() as session:
            query = sa.select(tables.Job).where(tables.Job.state.in_(ACTIVE)).order_by(tables.Job.id)
            seen = [self._seen(row, whole=False) for row in session.scalars(query.options(defer(tables.Job.report)))]
        return tuple(job for job in seen if not job.ended)

    def cancel(self, number: int) -> Job:
        """Asks a job to stop; one that waits is cancelled at once, one that has ended stays as it is.

        Raises:
            JobNotFound: No such job.
        """
        with self._database.writing(alone=True) as session:
            row = _row(session, number)
            if not self._seen(row, whole=False).ended:
                row.cancel_asked = True
                if row.state == State.WAITING:
                    row.state, row.ended_at = State.CANCELLED, self._clock()
            return self._seen(row)

    def claim(self) -> int | None:
        """The oldest job that was left to workers, which no other worker gets; `None` when there is none.

        Its process is to be started within `LOST_SECONDS`.
        """
        with self._database.writing(alone=True) as session:
            left = (tables.Job.state == State.WAITING.value, tables.Job.beat_at.is_(None))
            row = session.scalar(sa.select(tables.Job).where(*left).order_by(tables.Job.id).limit(1))
            if row is None:
                return None
            row.beat_at = self._clock()
            return row.id

    def give_back(self, number: int, progress: Mapping[str, object]) -> bool:
        """Leaves a job to another worker, which does it again from what it kept; tells whether it could be.

        It cannot when it has ended, when somebody wants it to stop, when another of its kind waits.
        """
        with self._database.writing(alone=True) as session:
            row = session.get(tables.Job, number)
            if row is None or row.state not in ACTIVE or row.cancel_asked:
                return False
            if self._live(session, State.WAITING, Kind(row.kind)) not in (None, number):
                return False
            row.state, row.started_at, row.beat_at = State.WAITING, None, None
            row.progress = dict(progress)
            return True

    def take_turn(self, number: int) -> bool:
        """Starts a waiting job if no other runs and none that is older waits; tells whether it did.

        Raises:
            JobNotFound: No such job.
        """
        with self._database.writing(alone=True) as session:
            row = _row(session, number)
            oldest = self._live(session, State.WAITING)
            if (
                row.state != State.WAITING
                or self._live(session, State.RUNNING) is not None
                or oldest not in (None, number)
            ):
                return False
            row.state, row.started_at, row.beat_at = State.RUNNING, self._clock(), self._clock()
            return True

    def beat(self, number: int, progress: Mapping[str, object]) -> bool:
        """Says that the process of a job lives and how far it is; tells whether it may go on."""
        with self._database.writing() as session:
            row = session.get(tables.Job, number)
            if row is None or row.state not in ACTIVE:
                return False
            row.beat_at, row.progress = self._clock(), dict(progress)
            return not row.cancel_asked

    def end(self, number: int, ending: Ending, progress: Mapping[str, object] | None = None) -> None:
        """Writes down what came of a job; one that has ended already stays as it is."""
        with self._database.writing() as session:
            row = session.get(tables.Job, number)
            if row is None or row.state not in ACTIVE:
                return
            row.state, row.ended_at = ending.state.value, self._clock()
            row.report = dict(ending.report) if ending.report is not None else None
            row.page, row.error = ending.page, ending.error
            row.progress = {**(progress if progress is not None else row.progress), "counts": _counts(ending.report)}

    def _live(self, session: Session, state: State, kind: Kind | None = None) -> int | None:
        """The oldest job in a state whose process lives, or is still to be started by a worker."""
        silence = dt.timedelta(seconds=LOST_SECONDS)
        # Not later than now either: a clock that was put back would have the dead live on until it comes there again.
        lives: sa.ColumnElement[bool] = tables.Job.beat_at.between(self._clock() - silence, self._clock() + silence)
        if state is State.WAITING:
            lives |= tables.Job.beat_at.is_(None)
        query = sa.select(tables.Job.id).where(tables.Job.state == state.value, lives)
        if kind is not None:
            query = query.where(tables.Job.kind == kind.value)
        return session.scalar(query.order_by(tables.Job.id).limit(1))

    def _seen(self, row: tables.Job, *, whole: bool = True) -> Job:
        state, error, ended_at = State(row.state), row.error, row.ended_at
        if state in ACTIVE and row.beat_at and abs(self._clock() - row.beat_at) > dt.timedelta(seconds=LOST_SECONDS):
            error = messages.NEVER_STARTED if state is State.WAITING else messages.LOST
            state, ended_at = State.FAILED, row.beat_at
        return Job(
            number=row.id,
            kind=Kind(row.kind),
            state=state,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            started_at=row.started_at,
            ended_at=ended_at,
            options=row.options,
            progress=row.progress,
            report=row.report if whole else None,
            page=row.page,
            error=error,
            cancel_asked=row.cancel_asked,
        )


def _row(session: Session, number: int) -> tables.Job:
    row = session.get(tables.Job, number)
    if row is None:
        raise JobNotFound(job=number)
    return row


def _counts(report: Mapping[str, object] | None) -> dict[str, int]:
    return {name: len(told) for name, told in (report or {}).items() if isinstance(told, list)}
