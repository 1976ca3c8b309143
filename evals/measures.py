"""The measures, in the field's words. What is measured is here; who asks the questions is in `evals.runs`.

Every question counts in its mean: one without a result gets the worst value. Shares are fractions 0–1 and carry
their n.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import ir_measures
import numpy as np
from ir_measures import RR, Success

from evals.tallies import Measure, Tally, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from evals.runs import Run
    from evals.tallies import Tallies

FOLLOWED = ("recall@5", "MRR@10", "answer accuracy, points", "first sentence right", "false refusals")
"""What is told of the questions put within a conversation."""


def measures(runs: Sequence[Run]) -> dict[str, Measure]:
    """All measures of a run, in the order they are printed."""
    return {**bounded(tallies(runs)), **latency(runs)}


def bounded(found: Tallies) -> dict[str, Measure]:
    """Each measure's value, n and confidence interval."""
    return {name: measure(of_questions) for name, of_questions in found.items()}


def tallies(runs: Sequence[Run]) -> Tallies:
    """All measures but the latencies, question by question."""
    return {name: of for section in SECTIONS.values() for name, of in section(runs).items()}


def _ranking(runs: Sequence[Run]) -> Tallies:
    """recall@k: a passage that supports an expected point is among the first k (ir_measures' Success@k)."""
    runs = _answerable(runs)
    qrels = [ir_measures.Qrel(r.asked.id, str(row), 1) for r in runs for row in r.gold_rows]
    scored = [
        ir_measures.ScoredDoc(r.asked.id, str(row), float(-rank)) for r in runs for rank, row in enumerate(r.rows)
    ]
    found = per_question(qrels, scored, [r.asked.id for r in runs])
    supported = {
        r.asked.id: Tally(sum(bool(rows & set(r.rows[:5])) for rows in r.gold_rows_by_point), len(r.asked.points))
        for r in runs
    }
    return {**found, "point recall@5": supported}


def per_question(
    qrels: Sequence[ir_measures.Qrel], scored: Sequence[ir_measures.ScoredDoc], asked: Sequence[str]
) -> dict[str, Mapping[str, Tally]]:
    """recall@1, @5, @10 and MRR@10 of every question asked; 0 for one without any result or gold."""
    wanted = {"recall@1": Success @ 1, "recall@5": Success @ 5, "recall@10": Success @ 10, "MRR@10": RR @ 10}
    found = {name: dict.fromkeys(asked, Tally(0.0)) for name in wanted}
    names = {measured: name for name, measured in wanted.items()}
    for result in ir_measures.iter_calc(list(wanted.values()), qrels, scored):
        found[names[result.measure]][result.query_id] = Tally(result.value)
    return dict(found)


def _points(runs: Sequence[Run]) -> Tallies:
    """An expected point is covered when a sentence of the answer is one of the places that support it."""
    runs = _answerable(runs)
    return {
        "answer accuracy, points": {r.asked.id: Tally(sum(r.covered), len(r.covered)) for r in runs},
        "answer accuracy, questions with a point": {r.asked.id: Tally(any(r.covered)) for r in runs},
        "answer accuracy, questions with all points": {r.asked.id: Tally(all(r.covered)) for r in runs},
        "first sentence right": {r.asked.id: Tally(r.first_right) for r in runs},
    }


def _citations(runs: Sequence[Run]) -> Tallies:
    """Relevant: supports an expected point, or stands in a passage that does.

    Over all questions, the citations of an answer given where none is to be given count as irrelevant.
    """
    return {
        "citation validity": {r.asked.id: Tally(sum(r.valid), len(r.valid)) for r in runs},
        "citation relevance": {r.asked.id: Tally(sum(r.relevant), len(r.relevant)) for r in _answerable(runs)},
        "citation relevance, all questions": {r.asked.id: Tally(sum(r.relevant), len(r.relevant)) for r in runs},
    }


def _refusals(runs: Sequence[Run]) -> Tallies:
    """Refusing is the positive class."""
    right = {r.asked.id: r.abstained and not r.asked.answerable for r in runs}
    return {
        "abstention precision": {r.asked.id: Tally(right[r.asked.id], r.abstained) for r in runs},
        "abstention recall": {r.asked.id: Tally(right[r.asked.id], not r.asked.answerable) for r in runs},
        "abstention F1": {
            r.asked.id: Tally(2 * right[r.asked.id], r.abstained + (not r.asked.answerable)) for r in runs
        },
        "false refusals": {r.asked.id: Tally(r.abstained) for r in _answerable(runs)},
    }


def _followups(runs: Sequence[Run]) -> Tallies:
    within = [r for r in runs if r.asked.question.history]
    if not _answerable(within):
        return {}
    found = {**_ranking(within), **_points(within), **_refusals(within)}
    return {f"follow-ups: {name}": found[name] for name in FOLLOWED}


SECTIONS: Mapping[str, Callable[[Sequence[Run]], Tallies]] = {
    "retrieval": _ranking,
    "answers": _points,
    "citations": _citations,
    "refusals": _refusals,
    "followups": _followups,
}
"""The suites that a split's questions are measured by."""


def latency(runs: Sequence[Run]) -> dict[str, Measure]:
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


def _answerable(runs: Sequence[Run]) -> list[Run]:
    return [run for run in runs if run.asked.answerable]


def by_sort(found: Tallies, sorts: Mapping[str, str]) -> dict[str, dict[str, Measure]]:
    """The same measures for each sort of question, the most frequent sort first.

    Args:
        found: Question by question.
        sorts: Question → sort.
    """
    present = [sorts[question] for question in sorts]
    ordered = sorted(set(present), key=lambda sort: (-present.count(sort), sort))
    return {
        sort: {
            name: measure(kept)
            for name, of in found.items()
            if (kept := {question: tally for question, tally in of.items() if sorts[question] == sort})
        }
        for sort in ordered
    }


def as_json(found: Mapping[str, Measure]) -> dict[str, dict[str, float | None]]:
    """The measures as `--json` prints them."""
    return {
        name: {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(told).items()}
        for name, told in found.items()
    }
