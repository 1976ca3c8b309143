"""The check between building an index and publishing it: do the answers still hold?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.floors import floors
from evals.measures import measures
from evals.questions import load_split, splits, splits_of
from evals.runs import run_split
from indexer.errors import EvalsRegressed, UnknownSuite
from indexer.report import MeasureDelta

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.build import Progress
    from indexer.settings import Settings

TOLERANCE = 0.01
"""A guarded measure may fall by so much: less than two questions of the dev suite's 140."""


def publication_check(
    suite: str, settings: Settings, progress: Progress | None = None, *, require: bool
) -> Callable[[str, str | None], list[MeasureDelta]]:
    """A check for `indexer.build.BuildOptions`.

    Args:
        suite: Name of a file of `evals/questions`, or of the data folder's `evals`.
        settings: Index and model.
        progress: Told of the step `evaluating`, in questions.
        require: Refuse an index that answers worse than what is served, or below the floor, on a measure that has
            one (`evals/floors.yaml`).

    Raises:
        UnknownSuite: No such suite; told before anything is indexed.
    """
    known = [*splits(), *splits_of(settings.data_dir)]
    if suite not in known:
        raise UnknownSuite(suite=suite, known=", ".join(known))

    def each() -> None:
        if progress is not None:
            progress.advance(1)

    def check(built: str, served: str | None) -> list[MeasureDelta]:
        if progress is not None:
            progress.start("evaluating", len(load_split(suite, settings.data_dir)) * (1 if served is None else 2))
        after = measures(run_split(suite, settings, built, each))
        guarded = floors(suite)
        before = {} if served is None else measures(run_split(suite, settings, served, each))
        deltas = [MeasureDelta(name, of.value, after[name].value, after[name].n) for name, of in before.items()]
        if served is None:
            deltas = [MeasureDelta(name, floor, after[name].value, after[name].n) for name, floor in guarded.items()]
        refused = [delta for delta in deltas if delta.name in guarded and falls(delta, guarded[delta.name])]
        if require and refused:
            told = "; ".join(f"{d.name} {d.before:.3f} → {d.after:.3f} (≥ {guarded[d.name]:.3f})" for d in refused)
            raise EvalsRegressed(path=settings.data_dir, detail=told)
        return deltas

    return check


def falls(delta: MeasureDelta, floor: float) -> bool:
    """Whether a measure falls by more than `TOLERANCE`, or below its floor.

    Small falls, one publication after the other, thus end at the floor. What is served below it already (a corpus that
    the floor was not set for) may be replaced by what is no worse.

    Args:
        delta: From what is served; from the floor itself where nothing is.
        floor: Of the measure.
    """
    return delta.after < delta.before - TOLERANCE or delta.after < min(floor, delta.before)
