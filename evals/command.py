"""`reperes eval`: runs suites, prints their measures with n, holds them to the floors and to the accepted run."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from evals import messages
from evals.baseline import PATH as BASELINE
from evals.baseline import accept, load, unaccepted
from evals.reporting import as_object, write_report
from evals.reporting.verdict import judge
from evals.suites import GUARD, Options, run
from indexer.errors import BaselineOutdated
from indexer.index import current_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from evals.baseline import Accepted
    from evals.reporting.verdict import Verdict
    from evals.tallies import Measure
    from indexer.build import Progress
    from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Actions:
    """What to do with what was measured.

    Attributes:
        check: Fail on a broken floor (`evals/floors.yaml`) or a significant fall.
        as_json: Print one JSON object, with the outcome of every question, instead of a table.
        report: Folder for `results.json`, `junit.xml`, `summary.md` and `report.html`; `None` for none.
        accept: Keep this run as the one that the next ones are compared with.
        record: Given what was measured, to be kept elsewhere; never raises.
        progress: Told how far it is; `None`: nobody is.
    """

    check: bool = False
    as_json: bool = False
    report: Path | None = None
    accept: bool = False
    record: Callable[[Verdict], None] | None = None
    progress: Progress | None = None


def run_eval(suites: Sequence[str], settings: Settings, options: Options, actions: Actions) -> int:
    """Runs suites and prints their measures.

    Args:
        suites: Names (`evals.suites.known`); none for those of `GUARD`.
        settings: Index and model to use.
        options: How they are run.
        actions: What to do with what was measured.

    Returns:
        Exit code: 1 when `check` is asked and a floor is broken or a guarded measure fell significantly.

    Raises:
        UnknownSuite: No such suite, or split.
        BaselineOutdated: The accepted run cannot be read; told before anything is asked. Not when `accept` is asked,
            which writes it anew.
        ReperesError: The index or the model cannot be used.
    """
    verdict, accepted = judged(suites, settings, options, actions)
    results, manifest = verdict.results, verdict.manifest
    print(json.dumps(as_object(verdict), ensure_ascii=False) if actions.as_json else "\n".join(_told(verdict)))
    aside = [result.note for result in results if result.note]
    if actions.report:
        write_report(actions.report, verdict)
        aside.append(messages.WRITTEN.format(path=actions.report / "report.html"))
    if actions.accept:
        accept(results, manifest)
        aside.append(messages.ACCEPTED.format(path=BASELINE))
    if actions.check:
        aside.extend([*filter(None, [verdict.note]), *verdict.failures])
        aside.extend(messages.NO_BASELINE.format(suite=suite) for suite in unaccepted(results, accepted))
    print("\n".join(aside), file=sys.stderr, end="\n" if aside else "")
    return 1 if actions.check and verdict.failures else 0


def judged(
    suites: Sequence[str], settings: Settings, options: Options, actions: Actions
) -> tuple[Verdict, Mapping[str, Accepted]]:
    """Runs suites and judges them; the accepted run of each, beside.

    Raises:
        UnknownSuite, BaselineOutdated, ReperesError: As `run_eval`.
    """
    accepted = _accepted(actions)
    results = run(tuple(suites) or GUARD, settings, options, actions.progress)
    verdict = judge(results, current_manifest(settings.data_dir), accepted)
    if actions.record is not None:
        actions.record(verdict)
    return verdict, accepted


def _accepted(actions: Actions) -> Mapping[str, Accepted]:
    try:
        return load()
    except BaselineOutdated:
        if not actions.accept:
            raise
        return {}


def _told(verdict: Verdict) -> Sequence[str]:
    """A measure a line, under the name of its suite."""
    width = max((len(name) for _, name in verdict.measures), default=0)
    lines: list[str] = []
    for suite, of_suite in groupby(verdict.measures.items(), key=lambda told: told[0][0]):
        lines += [f"# {suite}", *(_line(name, measure, width) for (_, name), measure in of_suite)]
    # A variant has the points of the question that it is typed from.
    plain = (result for result in verdict.results if result.suite != "robustness")
    points = [rows for result in plain for r in result.runs if r.asked.answerable for rows in r.gold_rows_by_point]
    if points:
        lines.append(messages.UNSUPPORTED.format(count=sum(not rows for rows in points), total=len(points)))
    return lines


def _line(name: str, measure: Measure, width: int) -> str:
    bounds = "" if measure.low is None else f"  [{measure.low:.3f}, {measure.high:.3f}]"
    return f"{name:{width}}  {measure.value:7.3f}  n = {measure.n}{bounds}"
