"""Evaluations over time: what each run measured, on which generation, ready to be plotted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.maintenance.tables import Evaluation

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from assistant.database.held import Held


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure: its value, the number `n` of what it is a mean over, and the bounds of its 95 % interval.

    Bounds are `None` where none is computed.
    """

    value: float
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A suite that was run.

    Attributes:
        at: When.
        suite: Its name.
        generation: That was asked.
        figures: By measure, in the order they are printed.
        failures: A French sentence for each floor broken and each significant fall.
        commit: Of the program; empty where there is none.
        corpus_digest: Of the index.
        embedding_model: Of the index.
    """

    at: dt.datetime
    suite: str
    generation: str
    figures: Mapping[str, Figure]
    failures: tuple[str, ...] = ()
    commit: str = ""
    corpus_digest: str = ""
    embedding_model: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A measure of one run, on the line of that measure over time."""

    at: dt.datetime
    generation: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Listing:
    """Some runs, the last first, of so many in all."""

    total: int
    runs: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Passes:
    """Some passes, the last first, of so many in all; each is the suites that were run together, at one moment."""

    total: int
    passes: tuple[tuple[Measured, ...], ...]


class Evaluations:
    """The evaluations of a database. Safe to share between threads."""

    def __init__(self, database: Held) -> None:
        self._database = database

    def record(self, several: Sequence[Measured]) -> None:
        """Keeps what some suites gave."""
        with self._database.writing() as session:
            for measured in several:
                row = Evaluation(at=measured.at, suite=measured.suite, generation=measured.generation)
                row.figures = {
                    # A list: PostgreSQL keeps objects in an order of its own.
                    "measures": [{"name": name, **asdict(figure)} for name, figure in measured.figures.items()],
                    "failures": list(measured.failures),
                    "commit": measured.commit,
                    "corpus_digest": measured.corpus_digest,
                    "embedding_model": measured.embedding_model,
                }
                session.add(row)

    def list(self, offset: int = 0, limit: int = 50, suite: str = "") -> Listing:
        """Runs, the last first, of one suite or of all."""
        wanted = Evaluation.suite == suite if suite else sa.true()
        with self._database.reading() as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(Evaluation).where(wanted)) or 0
            query = sa.select(Evaluation).where(wanted).order_by(Evaluation.at.desc(), Evaluation.id.desc())
            rows = session.scalars(query.offset(offset).limit(limit))
            return Listing(total, tuple(_measured(row) for row in rows))

    def passes(self, offset: int = 0, limit: int = 50) -> Passes:
        """Runs gathered by the moment at which they were kept, the last first; within one, in the order they ran."""
        moments = sa.select(Evaluation.at).distinct()
        with self._database.reading() as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(moments.subquery())) or 0
            wanted = session.scalars(moments.order_by(Evaluation.at.desc()).offset(offset).limit(limit)).all()
            query = sa.select(Evaluation).where(Evaluation.at.in_(wanted)).order_by(Evaluation.at.desc(), Evaluation.id)
            runs = [_measured(row) for row in session.scalars(query)]
        return Passes(total, tuple(tuple(run for run in runs if run.at == moment) for moment in wanted))

    def at(self, moment: dt.datetime) -> tuple[Measured, ...]:
        """The suites that were run together, as they were kept at one moment; none for a moment without any."""
        with self._database.reading() as session:
            query = sa.select(Evaluation).where(Evaluation.at == moment).order_by(Evaluation.id)
            return tuple(_measured(row) for row in session.scalars(query))

    def before(self, moment: dt.datetime, suite: str) -> Measured | None:
        """The run of a suite that came before a moment; `None` for the first."""
        wanted = sa.select(Evaluation).where(Evaluation.suite == suite, Evaluation.at < moment)
        with self._database.reading() as session:
            row = session.scalar(wanted.order_by(Evaluation.at.desc(), Evaluation.id.desc()).limit(1))
            return _measured(row) if row is not None else None

    def suites(self) -> dict[str, tuple[str, ...]]:
        """Suites that were run, each with the measures of its last run, in order."""
        with self._database.reading() as session:
            names = session.scalars(sa.select(Evaluation.suite).distinct().order_by(Evaluation.suite)).all()
        return {name: tuple(self.list(0, 1, name).runs[0].figures) for name in names}

    def series(self, suite: str, measure: str, most: int = 200) -> tuple[Point, ...]:
        """A measure of a suite over time, the first run first; the last `most` runs."""
        runs = self.list(0, most, suite).runs
        return tuple(
            Point(run.at, run.generation, run.figures[measure]) for run in reversed(runs) if measure in run.figures
        )


def _measured(row: Evaluation) -> Measured:
    told: dict[str, object] = dict(row.figures)
    measures: list[dict[str, object]] = told["measures"]  # type: ignore[assignment]  # as recorded above
    failures: list[str] = told["failures"]  # type: ignore[assignment]  # likewise
    return Measured(
        at=row.at,
        suite=row.suite,
        generation=row.generation,
        figures={str(of["name"]): _figure(of) for of in measures},
        failures=tuple(failures),
        commit=str(told["commit"]),
        corpus_digest=str(told["corpus_digest"]),
        embedding_model=str(told["embedding_model"]),
    )


def _figure(told: Mapping[str, object]) -> Figure:
    return Figure(**{name: value for name, value in told.items() if name != "name"})  # type: ignore[arg-type]  # likewise
