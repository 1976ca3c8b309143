"""A run judged: its measures, how they compare with the accepted run and with the floors."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evals.baseline import commit, falls, is_significant
from evals.floors import floors
from evals.messages import BELOW, FELL, OTHER_CORPUS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.baseline import Accepted
    from evals.suites import Result
    from evals.tallies import Fall, Key, Measure
    from indexer.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Verdict:
    """A run judged.

    Attributes:
        results: Of each suite.
        manifest: Of the index that was asked.
        measures: Of each suite, in the order they are printed.
        compared: Guarded measures of each suite beside its accepted run's; empty when none was accepted.
        failures: A French sentence for each floor broken and each significant fall.
        note: What is to be known of the comparison, in French; empty when there is nothing.
        commit: Of the working tree.
        date: Day of the run, ISO 8601.
    """

    results: tuple[Result, ...]
    manifest: Manifest
    measures: Mapping[Key, Measure]
    compared: Mapping[Key, Fall]
    failures: tuple[str, ...]
    note: str = ""
    commit: str = field(default_factory=commit)
    date: str = field(default_factory=lambda: dt.datetime.now(tz=dt.UTC).date().isoformat())


def judge(results: Sequence[Result], manifest: Manifest, accepted: Mapping[str, Accepted]) -> Verdict:
    """Measures a run and holds each suite to its floors and to its accepted run.

    Args:
        results: Of the suites that were run.
        manifest: Of the index that was asked.
        accepted: Suite → its accepted run.
    """
    measured = {(result.suite, name): of for result in results for name, of in result.measures().items()}
    below = [
        BELOW.format(suite=result.suite, name=name, value=measured[result.suite, name].value, floor=floor)
        for result in results
        for name, floor in floors(result.suite).items()
        if (result.suite, name) in measured and measured[result.suite, name].value < floor
    ]
    compared = falls(results, accepted)
    fallen = [
        FELL.format(suite=suite, name=name, before=abs(f.before), after=abs(f.after), p=f.p, n=f.n)
        for (suite, name), f in compared.items()
        if is_significant(f)
    ]
    others = [
        OTHER_CORPUS.format(suite=suite, date=before.date, commit=before.commit)
        for suite, before in accepted.items()
        if suite in {of_suite for of_suite, _ in compared}
        and (
            before.corpus_digest not in ("", manifest.corpus_digest)
            or before.embedding_model != manifest.embedding_model
        )
    ]
    return Verdict(tuple(results), manifest, measured, compared, (*below, *fallen), " ".join(others))
