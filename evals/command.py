"""`reperes eval`: runs a suite, prints its measures with n, compares them with the floors."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from assistant.answers import Answer
from evals.measures import Measure, as_json, measures
from evals.questions import splits
from evals.runs import run_suite
from indexer.errors import UnknownSuite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.runs import Run
    from indexer.settings import Settings

BELOW = "{name} : {value:.3f}, sous le seuil de {floor:.3f}"
UNSUPPORTED = "Points attendus sans passage dans l’index : {count} sur {total}"


def run_eval(suite: str, settings: Settings, *, check: bool, as_json_object: bool) -> int:
    """Runs a suite and prints its measures.

    Args:
        suite: Name of a file of `evals/questions`.
        settings: Index and model to use.
        check: Compare with `evals/floors.yaml`.
        as_json_object: Print one JSON object, with the outcome of every question.

    Returns:
        Exit code: 1 when `check` is asked and a measure is below its floor.

    Raises:
        UnknownSuite: No such suite.
        ReperesError: The index or the model cannot be used.
    """
    if suite not in splits():
        raise UnknownSuite(suite=suite, known=", ".join(splits()))
    runs = run_suite(suite, settings)
    found = measures(runs)
    if as_json_object:
        details = [_detail(run) for run in runs]
        print(json.dumps({"suite": suite, "measures": as_json(found), "questions": details}, ensure_ascii=False))
    else:
        print("\n".join(_table(found)))
        points = [rows for run in runs if run.asked.answerable for rows in run.gold_rows_by_point]
        print(UNSUPPORTED.format(count=sum(not rows for rows in points), total=len(points)))
    below = _below(suite, found) if check else []
    print("\n".join(below), file=sys.stderr, end="\n" if below else "")
    return 1 if below else 0


def _table(found: dict[str, Measure]) -> Sequence[str]:
    width = max(map(len, found))
    return [f"{name:{width}}  {measure.value:7.3f}  n = {measure.n}" for name, measure in found.items()]


def _below(suite: str, found: dict[str, Measure]) -> list[str]:
    return [
        BELOW.format(name=name, value=found[name].value, floor=floor)
        for name, floor in floors(suite).items()
        if found[name].value < floor
    ]


def floors(suite: str) -> dict[str, float]:
    """The value under which each guarded measure of a suite may not fall; empty for a suite without any."""
    told = yaml.safe_load(files(__package__).joinpath("floors.yaml").read_text(encoding="utf-8"))
    return dict(told.get(suite, {}))


def _detail(run: Run) -> dict[str, object]:
    ranks = [rank for rank, row in enumerate(run.rows, 1) if row in run.gold_rows]
    return {
        "id": run.asked.id,
        "answerable": run.asked.answerable,
        "abstained": run.abstained,
        "reason": None if isinstance(run.outcome, Answer) else run.outcome.reason,
        "first_gold_rank": ranks[0] if ranks else None,
        "points": len(run.asked.points),
        "points_covered": sum(run.covered),
        "citations": len(run.valid),
        "citations_valid": sum(run.valid),
        "seconds": round(run.seconds, 4),
    }
