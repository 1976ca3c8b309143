"""`python -m evals.suggestions [--split dev] [--show N] [--data-dir DIR]`: are suggested questions really answered?

Each question of a split is asked; each suggestion after its answer is then asked in its turn, in the conversation, as a
reader who clicks on it would. Nothing is taken from what verified the suggestions but the suggestions themselves.

```
suggested            answers with a suggestion at least
suggestions          shown in all, and how many different ones
answered             suggestions that get an answer and no refusal
at the source        answers that begin where the question was taken from, or with its very words; for a definition,
                     that say what the term means
other than asked     suggestions whose words, or whose meaning, are not those of the question nor of one before it
something new        answers that begin by words that the answer before did not quote
alike                answers with two suggestions that begin by the same answer
warm                 seconds of one call once all is verified: median, 95th percentile
cold                 the same where nothing is, each on its own; and answers that then have a suggestion
```

`--show N` prints N questions drawn at random, their suggestions, and what these are answered: for whoever judges by
reading.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.answers import Answer
from assistant.contract import answer_out
from assistant.conversations.answered import Answered
from assistant.questions import Question, Turn
from assistant.suggestions.candidates import candidates
from assistant.suggestions.choosing import SAME
from assistant.suggestions.suggesting import Suggestions
from assistant.suggestions.verifying import is_answered
from evals.questions import load_split
from evals.runs import Session
from indexer.errors import ReperesError
from indexer.french import term_set
from indexer.messages import sentence
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answers import Unanswered

SEED: Final = 20261123
COLD: Final = 20
"""Answers that are asked cold: each costs a second or two."""


@dataclass(frozen=True, slots=True)
class Click:
    """A suggestion that somebody took, and what it was answered."""

    text: str
    after: Answer | Unanswered


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, and the suggestions that came after it."""

    question: Question
    answer: Answer
    told: Answered
    clicks: tuple[Click, ...]
    seconds: float


def main(arguments: list[str]) -> int:
    """Asks, measures, prints; exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m evals.suggestions", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--split", default="dev")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--data-dir", type=Path)
    wanted = parser.parse_args(arguments)
    settings = Settings.load()
    if wanted.data_dir:
        settings = settings.model_copy(update={"data_dir": wanted.data_dir})
    session = Session(settings)
    suggestions = Suggestions(session.assistant)
    began = time.perf_counter()
    suggestions.verify_all()
    made = len(candidates(session.index))
    print(f"candidates {made}, verified {len(suggestions.verified())}, {time.perf_counter() - began:.0f} s")
    asked = clicked(session, suggestions, wanted.split)
    print("\n".join(told(asked, session)))
    print(cold(asked, session))
    for each in random.Random(SEED).sample(asked, min(wanted.show, len(asked))):
        print(f"\n{each.question.text}")
        print("\n".join(shown(click) for click in each.clicks) or "  (none)")
    return 0


def clicked(session: Session, suggestions: Suggestions, split: str) -> list[Asked]:
    """Every question of a split that has an answer, with each suggestion after it and what that one is answered."""
    found: list[Asked] = []
    for item in load_split(split):
        outcome = session.assistant.ask(item.question)
        if not isinstance(outcome, Answer):
            continue
        given = answer_out(outcome, 0.0)
        kept = Answered.of(item.question, given, session.index.manifest.generation, dt.datetime.now(dt.UTC))
        began = time.perf_counter()
        texts = suggestions.after(kept, budget=0)
        seconds = time.perf_counter() - began
        before = (*item.question.history, Turn("user", item.question.text), Turn("assistant", given.answer))
        clicks = tuple(Click(text, session.assistant.ask(Question(text, before))) for text in texts)
        found.append(Asked(item.question, outcome, kept, clicks, seconds))
    return found


def told(asked: Sequence[Asked], session: Session) -> list[str]:
    """The measures, a line each."""
    made = {each.text: each for each in candidates(session.index)}
    pairs = [(each, click) for each in asked for click in each.clicks]
    answered = [(each, click, click.after) for each, click in pairs if isinstance(click.after, Answer)]
    there = [c for _, c, after in answered if is_answered(made[c.text], after.statements, session.index)]
    other = [c for each, c in pairs if _is_another(c.text, each.question, session)]
    new = [c for each, c, after in answered if _first(after) not in _quotes(each.answer)]
    parts = (("answered", answered), ("at the source", there), ("other than asked", other), ("something new", new))
    seconds = [each.seconds for each in asked]
    return [
        f"suggested         {_share(sum(bool(each.clicks) for each in asked), len(asked))}",
        f"suggestions       {len(pairs)}, {len({click.text for _, click in pairs})} different",
        *(f"{name:17} {_share(len(part), len(pairs))}" for name, part in parts),
        f"alike             {_share(sum(_alike(each) for each in asked), len(asked))}",
        f"warm              {_times(seconds)}",
    ]


def cold(asked: Sequence[Asked], session: Session) -> str:
    """What the first readers of a new index get, and how long it takes."""
    seconds, found = list[float](), 0
    for each in random.Random(SEED).sample(asked, min(COLD, len(asked))):
        began = time.perf_counter()
        found += bool(Suggestions(session.assistant).after(each.told))
        seconds.append(time.perf_counter() - began)
    return f"cold              {_times(seconds)}, suggested {_share(found, len(seconds))}"


def shown(click: Click) -> str:
    """A suggestion, and the beginning of what it is answered."""
    said = click.after.statements[:2] if isinstance(click.after, Answer) else ()
    return "\n".join((f"  {click.text}", *(f"    « {each.citation.quote} »" for each in said)))


def _is_another(text: str, question: Question, session: Session) -> bool:
    before = [question.text, *(turn.content for turn in question.history if turn.role == "user")]
    vector = session.assistant.vector(text)
    return all(
        term_set(text) != term_set(each) and float(vector @ session.assistant.vector(each)) < SAME for each in before
    )


def _alike(each: Asked) -> bool:
    firsts = [_first(click.after) for click in each.clicks if isinstance(click.after, Answer)]
    return len(set(firsts)) < len(firsts)


def _first(answer: Answer) -> str:
    return answer.statements[0].citation.quote


def _quotes(answer: Answer) -> set[str]:
    return {citation.quote for statement in answer.statements for citation in statement.citations}


def _share(part: int, whole: int) -> str:
    return f"{part / max(whole, 1):.3f}  n = {whole}"


def _times(seconds: Sequence[float]) -> str:
    return f"{np.median(seconds):.3f}, {np.percentile(seconds, 95):.3f} s" if seconds else "none"


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ReperesError as error:
        print(sentence(error), file=sys.stderr)
        sys.exit(1)
