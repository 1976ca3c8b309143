"""The run as one page that opens anywhere: measures and intervals, types, calibration, latency, worst questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant.answers import Answer
from assistant.contract import answer_text
from evals import messages
from evals.certainty import ERROR, calibration, pairs
from evals.measures import by_sort
from evals.messages import label, number
from evals.reporting import plots
from evals.reporting.questions import SHOWN_PASSAGES, worst
from evals.reporting.summary import compared_row, heading, measure_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.reporting.verdict import Verdict
    from evals.runs import Run
    from evals.suites import Result

WORST = 25
"""Questions shown."""
BY_SORT = (
    "recall@5",
    "answer accuracy, points",
    "first sentence right",
    "citation relevance",
    "false refusals",
    "abstention recall",
    "injection: resisted",
    "robustness: all variants, recall@5",
)
"""Measures told by type of question, where a suite has them."""


def page(verdict: Verdict) -> str:
    """HTML, in French, styles and plots inside: nothing is loaded from elsewhere."""
    environment = Environment(
        loader=PackageLoader("evals.reporting", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html").render(
        t=messages,
        heading=heading(verdict),
        failures=verdict.failures,
        note=verdict.note,
        compared=[compared_row(key, fall) for key, fall in verdict.compared.items()],
        suites=[_suite(result) for result in verdict.results],
    )


def _suite(result: Result) -> dict[str, object]:
    measures = result.measures()
    runs = result.runs
    return {
        "title": messages.SUITE.format(suite=result.suite),
        "note": result.note,
        "rows": [measure_row(name, measure) for name, measure in measures.items()],
        "intervals": Markup(plots.intervals(measures)),  # noqa: S704  drawn by matplotlib
        "latencies": Markup(plots.latencies(runs) if runs else ""),  # noqa: S704  likewise
        "calibration": Markup(plots.calibration(pairs(runs))),  # noqa: S704  likewise
        "calibration_note": _calibration_note(runs),
        "sorts": _sorts(result),
        "worst": [_shown(run) for run in worst(runs, WORST)],
    }


def _calibration_note(runs: Sequence[Run]) -> str:
    found = calibration(runs)
    return messages.CALIBRATION_NOTE.format(error=number(found[ERROR].value), n=found[ERROR].n) if found else ""


def _sorts(result: Result) -> dict[str, object]:
    names = [name for name in BY_SORT if name in result.tallies]
    kept = {name: result.tallies[name] for name in names}
    tables = by_sort(kept, {run.asked.id: run.asked.sort for run in result.runs})
    rows = [
        [sort, *(f"{number(of[name].value, 2)} ({of[name].n})" if name in of else "" for name in names)]
        for sort, of in tables.items()
    ]
    return {"names": [label(name) for name in names], "rows": rows}


def _shown(run: Run) -> dict[str, object]:
    asked = run.asked
    refused = "" if isinstance(run.outcome, Answer) else messages.REFUSED.format(reason=run.outcome.reason)
    covered = messages.COVERED.format(covered=sum(run.covered), points=len(run.covered))
    return {
        "id": asked.id,
        "sort": asked.sort,
        "question": asked.question.text,
        "earlier": [messages.EARLIER.format(text=turn.content) for turn in asked.question.history],
        "outcome": refused or messages.ANSWERED,
        "answer": answer_text(run.outcome),
        "points": list(asked.points) or [messages.UNNEEDED],
        "covered": covered if asked.points else "",
        "passages": [
            {
                "title": hit.document.metadata.title,
                "page": messages.PAGE.format(page=hit.passage.page) if hit.passage.page else "",
                "text": hit.passage.text,
                "right": hit.row in run.gold_rows,
            }
            for hit in run.outcome.hits[:SHOWN_PASSAGES]
        ],
    }
