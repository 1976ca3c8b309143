"""A run judged: its measures, how they compare with the accepted run and with the floors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from evals.baseline import commit, falls, is_significant
from evals.messages import BELOW, FELL, OTHER_CORPUS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.baseline import Baseline
    from evals.suites import Result
    from evals.tallies import Fall, Measure
    from indexer.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Verdict:
    """A run judged.

    Attributes:
        results: Of each suite.
        manifest: Of the index that was asked.
        measures: Of all suites, in the order they are printed.
        compared: Guarded measures beside the accepted run's; empty when none was accepted.
        failures: A French sentence for each floor broken and each significant fall.
        note: What is to be known of the comparison, in French; empty when there is nothing.
        commit: Of the working tree.
        date: Day of the run, ISO 8601.
    """

    results: tuple[Result, ...]
    manifest: Manifest
    measures: Mapping[str, Measure]
    compared: Mapping[str, Fall]
    failures: tuple[str, ...]
    note: str = ""
    commit: str = field(default_factory=commit)
    date: str = field(default_factory=lambda: dt.datetime.now(tz=dt.UTC).date().isoformat())


def floors(suite: str) -> dict[str, float]:
    """The value under which each guarded measure of a suite may not fall; empty for a suite without any."""
    told = yaml.safe_load(files("evals").joinpath("floors.yaml").read_text(encoding="utf-8"))
    return dict(told.get(suite, {}))


def judge(results: Sequence[Result], manifest: Manifest, accepted: Baseline | None) -> Verdict:
    """Measures a run and holds it to the floors and to the accepted run.

    Args:
        results: Of the suites that were run.
        manifest: Of the index that was asked.
        accepted: `None` when no run was accepted yet.
    """
    measured = {name: measure for result in results for name, measure in result.measures().items()}
    below = [
        BELOW.format(name=name, value=measured[name].value, floor=floor)
        for result in results
        for name, floor in floors(result.suite).items()
        if name in measured and measured[name].value < floor
    ]
    compared = falls(results, accepted) if accepted else {}
    fallen = [
        FELL.format(name=name, before=f.before, after=f.after, p=f.p, n=f.n)
        for name, f in compared.items()
        if is_significant(f)
    ]
    return Verdict(tuple(results), manifest, measured, compared, (*below, *fallen), _note(manifest, accepted))


def _note(manifest: Manifest, accepted: Baseline | None) -> str:
    if accepted is None or (accepted.corpus_digest, accepted.embedding_model) == (
        manifest.corpus_digest,
        manifest.embedding_model,
    ):
        return ""
    return OTHER_CORPUS.format(date=accepted.date, commit=accepted.commit)
