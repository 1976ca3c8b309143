"""Each question asked, with what came back: for `--json`, and for the report's worst ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answers import Answer
from assistant.contract import answer_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evals.runs import Run
    from evals.suites import Result

SHOWN_PASSAGES = 5


def questions(results: Iterable[Result]) -> list[dict[str, object]]:
    """Every question of every suite, in the order they were asked."""
    return [{"suite": result.suite, **_detail(run)} for result in results for run in result.runs]


def missed(run: Run) -> float:
    """How badly a question went, 0 (well) to 2: its points without a sentence, and its passages not found.

    An answer where none was expected counts 1.
    """
    if not run.asked.answerable:
        return float(not run.abstained)
    uncovered = 1 - sum(run.covered) / max(1, len(run.covered))
    return uncovered + (0.0 if run.gold_rows & set(run.rows[:SHOWN_PASSAGES]) else 1.0)


def worst(runs: Sequence[Run], count: int) -> list[Run]:
    """Those that went worst, the worst first; none that went well."""
    return [run for run in sorted(runs, key=lambda run: (-missed(run), run.asked.id)) if missed(run) > 0][:count]


def _detail(run: Run) -> dict[str, object]:
    ranks = [rank for rank, row in enumerate(run.rows, 1) if row in run.gold_rows]
    return {
        "id": run.asked.id,
        "type": run.asked.sort,
        "question": run.asked.question.text,
        "answerable": run.asked.answerable,
        "abstained": run.abstained,
        "reason": None if isinstance(run.outcome, Answer) else run.outcome.reason,
        "certainty": round(run.certainty, 4),
        "first_gold_rank": ranks[0] if ranks else None,
        "points": len(run.asked.points),
        "points_covered": sum(run.covered),
        "first_right": run.first_right,
        "citations": len(run.valid),
        "citations_valid": sum(run.valid),
        "citations_relevant": sum(run.relevant),
        "answer": answer_text(run.outcome),
        "seconds": round(run.seconds, 4),
    }
