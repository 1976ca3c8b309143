"""The accepted run that a new one is compared with: `baseline.json`, rewritten by `reperes eval --accept`."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.tallies import Tally, fall

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.suites import Result
    from evals.tallies import Fall, Tallies
    from indexer.manifest import Manifest

PATH = Path(__file__).with_name("baseline.json")
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
)
"""Measures that may not fall."""
LESS_IS_BETTER = "false refusals"
TOLERANCE = 0.02
"""A significant fall of less than so much is let through: three questions of the dev split's 140."""
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Baseline:
    """The accepted run.

    Attributes:
        commit: Short name of the commit it was run on; empty outside a repository.
        date: Day it was accepted, ISO 8601.
        corpus_digest: Of the index it was run on (`Manifest.corpus_digest`).
        embedding_model: Of that index.
        suites: Suite → measure → question → tally; the guarded measures only.
    """

    commit: str
    date: str
    corpus_digest: str
    embedding_model: str
    suites: Mapping[str, Tallies]


def load(path: Path = PATH) -> Baseline | None:
    """The accepted run; `None` when none was accepted yet."""
    if not path.is_file():
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))
    suites = {
        suite: {name: {q: Tally(*told) for q, told in of.items()} for name, of in found.items()}
        for suite, found in raw.pop("suites").items()
    }
    return Baseline(**raw, suites=suites)


def accept(results: Sequence[Result], manifest: Manifest, path: Path = PATH) -> None:
    """Writes the run as the one to compare with; suites that were not run stay as they were accepted."""
    before = load(path)
    kept = dict(before.suites) if before else {}
    kept |= {result.suite: _guarded(result) for result in results if result.tallies}
    told = {
        "commit": commit(),
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "corpus_digest": manifest.corpus_digest,
        "embedding_model": manifest.embedding_model,
    }
    suites = {
        suite: {name: {q: [round(t.part, 6), round(t.whole, 6)] for q, t in of.items()} for name, of in found.items()}
        for suite, found in kept.items()
    }
    path.write_text(_text(told, suites), encoding="utf-8")


def falls(results: Sequence[Result], accepted: Baseline) -> dict[str, Fall]:
    """Guarded measures compared with the accepted run, on the questions of both."""
    found = {}
    for result in results:
        before = accepted.suites.get(result.suite, {})
        for name, of_questions in _guarded(result).items():
            compared = fall(_signed(name, before.get(name, {})), _signed(name, of_questions))
            if compared is not None:
                found[name] = compared
    return found


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


def _text(told: Mapping[str, str], suites: Mapping[str, Mapping[str, object]]) -> str:
    """JSON with a measure a line, so that a change of one is read in a diff."""
    rows = [
        f"  {json.dumps(suite)}: {{\n"
        + ",\n".join(f"   {_json(name)}: {_json(of)}" for name, of in found.items())
        + "\n  }"
        for suite, found in suites.items()
    ]
    head = _json(told)[:-1]
    return f'{head},\n "suites": {{\n' + ",\n".join(rows) + "\n }\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
