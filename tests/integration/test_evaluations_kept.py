"""Evaluations over time: kept as they were measured, read by suite, drawn as lines; a run never fails for it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from assistant.database.opening import FILE_NAME, Database
from assistant.maintenance.evaluations import Evaluations, Figure, Measured
from evals.tallies import Measure
from indexer.settings import Settings
from ui.cli.evaluating import measured, recorder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evals.reporting.verdict import Verdict

MORNING = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def evaluations(database_place: str | Path) -> Iterator[Evaluations]:
    """None yet."""
    database = Database(database_place)
    yield Evaluations(database)
    database.close()


def run(day: int, suite: str = "dev", recall: float = 0.9) -> Measured:
    """A run of a suite."""
    figures = {"recall@5": Figure(recall, 140, recall - 0.05, recall + 0.05), "latency p50": Figure(0.21, 140)}
    return Measured(MORNING + dt.timedelta(days=day), suite, f"g{day}", figures, ("Trop bas.",), "abc123", "d1", "e5")


def verdict() -> Verdict:
    """What the command measured, as far as it is kept."""
    stand_in = SimpleNamespace(
        results=(SimpleNamespace(suite="dev"), SimpleNamespace(suite="triage")),
        measures={
            ("dev", "recall@5"): Measure(0.9, 140, 0.85, 0.95),
            ("triage", "category accuracy"): Measure(0.8, 50),
        },
        failures=("Trop bas.",),
        commit="abc123",
        manifest=SimpleNamespace(generation="g1", corpus_digest="d1", embedding_model="e5"),
    )
    return cast("Verdict", stand_in)


def test_runs_are_kept_and_listed_the_last_first(evaluations: Evaluations) -> None:
    """By suite or together, a part at a time."""
    evaluations.record([run(1), run(1, "robustness")])
    evaluations.record([run(2, recall=0.92)])
    listing = evaluations.list(limit=2)
    assert (listing.total, listing.runs[0]) == (3, run(2, recall=0.92))
    assert [each.generation for each in evaluations.list(suite="robustness").runs] == ["g1"]
    assert evaluations.list(offset=3).runs == ()


def test_a_measure_is_a_line_over_time(evaluations: Evaluations) -> None:
    """The first run first, with its interval; suites tell which measures they have."""
    for day in range(4):
        evaluations.record([run(day, recall=round(0.8 + day / 100, 2))])
    points = evaluations.series("dev", "recall@5", most=3)
    assert [(point.generation, point.figure.value, point.figure.n) for point in points] == [
        ("g1", 0.81, 140),
        ("g2", 0.82, 140),
        ("g3", 0.83, 140),
    ]
    assert evaluations.series("dev", "latency p50")[0].figure.low is None
    assert evaluations.series("dev", "jamais") == ()
    assert evaluations.suites() == {"dev": ("recall@5", "latency p50")}  # in the order they are printed


def test_suites_that_ran_together_are_one_pass(evaluations: Evaluations) -> None:
    """Gathered by their moment, the last first, a part at a time; each may be read again, and the one of before."""
    for day in range(3):
        evaluations.record([run(day), run(day, "robustness")])
    found = evaluations.passes(limit=2)
    assert (found.total, [[each.suite for each in runs] for runs in found.passes]) == (3, [["dev", "robustness"]] * 2)
    assert found.passes[0] == (run(2), run(2, "robustness"))
    assert evaluations.passes(offset=2).passes == ((run(0), run(0, "robustness")),)
    assert evaluations.at(MORNING) == (run(0), run(0, "robustness"))
    assert evaluations.at(MORNING + dt.timedelta(hours=1)) == ()
    assert evaluations.before(MORNING + dt.timedelta(days=2), "dev") == run(1)
    assert evaluations.before(MORNING, "dev") is None


def test_a_run_is_kept_suite_by_suite() -> None:
    """With what it was measured on."""
    dev, triage = measured(verdict())
    assert (dev.suite, dict(dev.figures)) == ("dev", {"recall@5": Figure(0.9, 140, 0.85, 0.95)})
    assert dict(triage.figures) == {"category accuracy": Figure(0.8, 50)}
    assert (dev.generation, dev.commit, dev.embedding_model, dev.failures) == ("g1", "abc123", "e5", ("Trop bas.",))


def test_the_command_records_where_there_is_a_database_and_never_fails_for_it(tmp_path: Path) -> None:
    """None is made for it; one that is damaged costs the record only."""
    settings = Settings(data_dir=tmp_path)
    assert recorder(settings) is None
    assert not (tmp_path / FILE_NAME).exists()
    Database.of(settings).close()
    record = recorder(settings)
    assert record is not None
    record(verdict())
    database = Database.of(settings)
    assert Evaluations(database).list().total == 2
    database.close()
    (tmp_path / FILE_NAME).write_bytes(b"Not a database. " * 100)
    record(verdict())
