"""The check between building an index and publishing it: do the answers still hold?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.measures import measures
from evals.questions import splits
from evals.reporting.verdict import floors
from evals.runs import run_split
from indexer.errors import EvalsRegressed, UnknownSuite
from indexer.report import MeasureDelta

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.settings import Settings

TOLERANCE = 0.01
"""A guarded measure may fall by so much: less than two questions of the dev suite's 140."""


def publication_check(
    suite: str, settings: Settings, *, require: bool
) -> Callable[[str, str | None], list[MeasureDelta]]:
    """A check for `indexer.build.BuildOptions`.

    Args:
        suite: Name of a file of `evals/questions`.
        settings: Index and model.
        require: Refuse an index that answers worse on a measure that has a floor (`evals/floors.yaml`).

    Raises:
        UnknownSuite: No such suite; told before anything is indexed.
    """
    if suite not in splits():
        raise UnknownSuite(suite=suite, known=", ".join(splits()))

    def check(built: str, served: str | None) -> list[MeasureDelta]:
        after = measures(run_split(suite, settings, built))
        guarded = floors(suite)
        if served is None:
            below = [name for name, floor in guarded.items() if after[name].value < floor]
            deltas = [MeasureDelta(name, guarded[name], after[name].value, after[name].n) for name in guarded]
        else:
            before = measures(run_split(suite, settings, served))
            deltas = [MeasureDelta(name, before[name].value, after[name].value, after[name].n) for name in before]
            below = [d.name for d in deltas if d.name in guarded and d.after < d.before - TOLERANCE]
        if require and below:
            told = "; ".join(f"{d.name} {d.before:.3f} → {d.after:.3f}" for d in deltas if d.name in below)
            raise EvalsRegressed(path=settings.data_dir, detail=told)
        return deltas

    return check
