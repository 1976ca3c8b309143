"""The measures, in the field's words. What is measured is here; who asks the questions is in `evals.runs`.

Every question counts in its mean: one without a result gets the worst value. Shares are fractions 0–1 and carry
their n.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import ir_measures
import numpy as np
from ir_measures import RR, Success

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.runs import Run


@dataclass(frozen=True, slots=True)
class Measure:
    """A value and the number of things it is a mean over (`n`)."""

    value: float
    n: int


def measures(runs: Sequence[Run]) -> dict[str, Measure]:
    """All measures of a suite, in the order they are printed."""
    answerable = [run for run in runs if run.asked.answerable]
    return {**_ranking(answerable), **_points(answerable), **_citations(runs), **_abstention(runs), **_latency(runs)}


def _ranking(runs: Sequence[Run]) -> dict[str, Measure]:
    """recall@k: a passage that supports an expected point is among the first k (ir_measures' Success@k)."""
    qrels = [ir_measures.Qrel(r.asked.id, str(row), 1) for r in runs for row in r.gold_rows]
    scored = [
        ir_measures.ScoredDoc(r.asked.id, str(row), float(-rank)) for r in runs for rank, row in enumerate(r.rows)
    ]
    wanted = {"recall@1": Success @ 1, "recall@5": Success @ 5, "recall@10": Success @ 10, "MRR@10": RR @ 10}
    per_question = {name: dict.fromkeys((r.asked.id for r in runs), 0.0) for name in wanted}
    names = {measure: name for name, measure in wanted.items()}
    for result in ir_measures.iter_calc(list(wanted.values()), qrels, scored):
        per_question[names[result.measure]][result.query_id] = result.value
    found = {name: _mean(list(values.values())) for name, values in per_question.items()}
    supported = [bool(rows & set(r.rows[:5])) for r in runs for rows in r.gold_rows_by_point]
    return {**found, "point recall@5": _mean(supported)}


def _points(runs: Sequence[Run]) -> dict[str, Measure]:
    """An expected point is covered when a sentence of the answer is one of the places that support it."""
    covered = [c for r in runs for c in r.covered]
    return {
        "answer accuracy, points": _mean(covered),
        "answer accuracy, questions with a point": _mean([any(r.covered) for r in runs]),
        "answer accuracy, questions with all points": _mean([all(r.covered) for r in runs]),
        "first sentence right": _mean([r.first_right for r in runs]),
    }


def _citations(runs: Sequence[Run]) -> dict[str, Measure]:
    return {"citation validity": _mean([valid for r in runs for valid in r.valid])}


def _abstention(runs: Sequence[Run]) -> dict[str, Measure]:
    """Refusing is the positive class."""
    refused = np.array([r.abstained for r in runs])
    should = np.array([not r.asked.answerable for r in runs])
    right = int((refused & should).sum())
    precision = right / max(1, int(refused.sum()))
    recall = right / max(1, int(should.sum()))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "abstention precision": Measure(precision, int(refused.sum())),
        "abstention recall": Measure(recall, int(should.sum())),
        "abstention F1": Measure(f1, len(runs)),
    }


def _latency(runs: Sequence[Run]) -> dict[str, Measure]:
    """Seconds, and multiples of one bare embedding of the same questions taken in the same run (medians)."""
    seconds = np.array([r.seconds for r in runs])
    bare = float(np.median([r.embedding_seconds for r in runs]))
    n = len(runs)
    return {
        "latency p50, s": Measure(float(np.median(seconds)), n),
        "latency p95, s": Measure(float(np.percentile(seconds, 95)), n),
        "latency p50, bare embeddings": Measure(float(np.median(seconds)) / bare, n),
        "latency p95, bare embeddings": Measure(float(np.percentile(seconds, 95)) / bare, n),
    }


def _mean(values: Sequence[float | bool]) -> Measure:
    return Measure(float(np.mean(values)) if values else 0.0, len(values))


def as_json(found: dict[str, Measure]) -> dict[str, dict[str, float]]:
    """The measures as `--json` prints them."""
    return {name: {**asdict(measure), "value": round(measure.value, 4)} for name, measure in found.items()}
