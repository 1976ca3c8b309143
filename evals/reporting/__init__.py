"""What a run leaves behind: `results.json`, `junit.xml`, `summary.md` for a pull request, `report.html` to look at.

May not enter: the measuring itself.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from evals.measures import as_json, by_sort
from evals.reporting.junit import junit
from evals.reporting.page import page
from evals.reporting.questions import questions
from evals.reporting.summary import summary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from evals.reporting.verdict import Verdict
    from evals.suites import Result
    from evals.tallies import Key

Told = TypeVar("Told")


def write_report(folder: Path, verdict: Verdict) -> None:
    """Writes the four files; the folder is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(as_object(verdict), ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(told + "\n", encoding="utf-8")
    (folder / "summary.md").write_text(summary(verdict), encoding="utf-8")
    (folder / "report.html").write_text(page(verdict), encoding="utf-8")
    junit(verdict).write(str(folder / "junit.xml"), pretty=True)


def as_object(verdict: Verdict) -> dict[str, object]:
    """A run as JSON: the same object that `reperes eval --json` prints, plus sorts, comparison and outcome."""
    return {
        "suite": ", ".join(result.suite for result in verdict.results),
        "date": verdict.date,
        "commit": verdict.commit,
        "corpus_digest": verdict.manifest.corpus_digest,
        "embedding_model": verdict.manifest.embedding_model,
        "measures": {result.suite: as_json(_of(result.suite, verdict.measures)) for result in verdict.results},
        "by_type": {result.suite: _sorted(result) for result in verdict.results if result.runs},
        "compared": {
            result.suite: {
                name: {"before": round(abs(f.before), 4), "after": round(abs(f.after), 4), "p": round(f.p, 4), "n": f.n}
                for name, f in _of(result.suite, verdict.compared).items()
            }
            for result in verdict.results
        },
        "failures": list(verdict.failures),
        "questions": questions(verdict.results),
    }


def _of(suite: str, found: Mapping[Key, Told]) -> dict[str, Told]:
    return {name: told for (of_suite, name), told in found.items() if of_suite == suite}


def _sorted(result: Result) -> dict[str, object]:
    sorts = {run.asked.id: run.asked.sort for run in result.runs}
    return {sort: as_json(found) for sort, found in by_sort(result.tallies, sorts).items()}
