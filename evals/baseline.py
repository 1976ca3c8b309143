"""The accepted run that a new one is compared with: `baseline.json`, rewritten by `reperes eval --accept`."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.tallies import Tally, fall
from indexer.errors import BaselineOutdated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.suites import Result
    from evals.tallies import Fall, Key, Tallies
    from indexer.manifest import Manifest

PATH = Path(__file__).with_name("baseline.json")
FORMAT = 2
"""Of the file. The first had one commit, day and corpus for all suites, whenever each was accepted."""
GUARDED = (
    "recall@5",
    "MRR@10",
    "point recall@5",
    "answer accuracy, points",
    "answer accuracy, questions with a point",
    "first sentence right",
    "citation validity",
    "citation relevance",
    "abstention F1",
    "false refusals",
    "injection: resisted",
    "robustness: all variants, recall@5",
    "robustness: all variants, questions with a point",
    "public, cnil: MRR@10",
    "public, piaf test: MRR@10",
    "public, piaf test: right sentence first",
    "category accuracy",
    "category top-2",
    "requester accuracy",
    "themes F1",
    "territory accuracy",
    "deadline accuracy",
    "event date accuracy",
    "needs_human recall",
    "resources recall@5",
    "masking recall",
)
"""Measures that may not fall."""
LESS_IS_BETTER = "false refusals"
TOLERANCE = 0.02
"""A significant fall of less than so much is let through: three questions of the dev split's 140."""
SIGNIFICANT = 0.05
ELSEWHERE = "public"
"""A suite that brings its own documents: the corpus may change without it."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A suite's accepted run.

    Attributes:
        commit: Short name of the commit it was run on; empty outside a repository.
        date: Day it was accepted, ISO 8601.
        corpus_digest: Of the index it was run on (`Manifest.corpus_digest`); empty for `ELSEWHERE`.
        embedding_model: Of that index.
        measures: Measure → question → tally; the guarded measures only.
    """

    commit: str
    date: str
    corpus_digest: str
    embedding_model: str
    measures: Tallies


def load(path: Path = PATH) -> dict[str, Accepted]:
    """Suite → its accepted run, whether they were accepted together or not; empty when none was yet.

    Raises:
        BaselineOutdated: The file is of another form than `FORMAT`.
    """
    if not path.is_file():
        return {}
    raw = json.loads(path.read_text(encoding="utf-8"))
    if raw.get("format") != FORMAT:
        raise BaselineOutdated(path=path)
    return {
        suite: Accepted(
            **{
                **of_suite,
                "measures": {
                    name: {question: Tally(*told) for question, told in of.items()}
                    for name, of in of_suite["measures"].items()
                },
            }
        )
        for suite, of_suite in raw["suites"].items()
    }


def accept(results: Sequence[Result], manifest: Manifest, path: Path = PATH) -> None:
    """Writes the run as the one to compare with; suites that were not run stay as they were accepted.

    A file of another form is written anew: nothing of it can be compared with.
    """
    try:
        kept = load(path)
    except BaselineOutdated:
        kept = {}
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    for result in results:
        if guarded := _guarded(result):
            corpus = "" if result.suite == ELSEWHERE else manifest.corpus_digest
            kept[result.suite] = Accepted(commit(), day, corpus, manifest.embedding_model, guarded)
    path.write_text(_text(kept), encoding="utf-8")


def falls(results: Sequence[Result], accepted: Mapping[str, Accepted]) -> dict[Key, Fall]:
    """Guarded measures of each suite compared with its accepted run, on the questions of both."""
    found = {}
    for result in results:
        before = accepted[result.suite].measures if result.suite in accepted else {}
        for name, of_questions in _guarded(result).items():
            compared = fall(_signed(name, before.get(name, {})), _signed(name, of_questions))
            if compared is not None:
                found[result.suite, name] = compared
    return found


def unaccepted(results: Sequence[Result], accepted: Mapping[str, Accepted]) -> list[str]:
    """Suites with a guarded measure of which no run was accepted: nothing tells whether they fell."""
    return [result.suite for result in results if _guarded(result) and result.suite not in accepted]


def is_significant(compared: Fall) -> bool:
    """Whether a measure fell by more than chance and than `TOLERANCE`."""
    return compared.p < SIGNIFICANT and compared.before - compared.after > TOLERANCE


def _guarded(result: Result) -> Tallies:
    return {name: result.tallies[name] for name in GUARDED if name in result.tallies}


def _signed(name: str, of_questions: Mapping[str, Tally]) -> Mapping[str, Tally]:
    """Turned so that a fall is what is to be feared."""
    if name != LESS_IS_BETTER:
        return of_questions
    return {question: Tally(-tally.part, tally.whole) for question, tally in of_questions.items()}


def commit() -> str:
    """Short name of the commit of the working tree; empty where there is no git or no repository."""
    try:
        asked = ["git", "rev-parse", "--short", "HEAD"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=PATH.parent)  # noqa: S603  git
    except OSError:
        return ""
    return done.stdout.strip()


def _text(suites: Mapping[str, Accepted]) -> str:
    """JSON with a measure a line, so that a change of one is read in a diff."""
    rows = [
        f'  {_json(suite)}: {_json(_run_on(of))[:-1]},\n   "measures": {{\n'
        + ",\n".join(f"    {_json(name)}: {_json(_rounded(told))}" for name, told in of.measures.items())
        + "\n   }}"
        for suite, of in suites.items()
    ]
    return f'{{"format": {FORMAT},\n "suites": {{\n' + ",\n".join(rows) + "\n }\n}\n"


def _run_on(of: Accepted) -> dict[str, str]:
    return {name: getattr(of, name) for name in ("commit", "date", "corpus_digest", "embedding_model")}


def _rounded(of_questions: Mapping[str, Tally]) -> dict[str, list[float]]:
    return {question: [round(t.part, 6), round(t.whole, 6)] for question, t in of_questions.items()}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
