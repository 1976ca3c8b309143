"""Questions on `corpus/` whose answers are known, and questions that it does not answer.

The first are those of the tuning suite, those of the refusal's calibration whose answers were marked (`labels.jsonl`)
and those written for this training (`written.jsonl`). Any question of which a gold place is one of the dev or test
suites' is left out: these suites are to find sentences that the selector was never shown as an answer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.judging import reading
from assistant.questions import Question, Turn
from evals.questions import GoldPlace, load_split, overlaps
from evals.selector.material import Example, Material

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assistant.retrieval import Retriever
    from indexer.index import Index

HELD_OUT = ("dev", "test")
NEAR = 30
"""Passages retrieved for each question: the wrong ones among them are its hard negatives."""
LEAST_CHARS = 25
"""A shorter sentence is inside a gold place by chance."""
Place = tuple[int, int]
"""Row of a passage, and number of a sentence in it."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with the sentences known to answer it."""

    question: Question
    gold: frozenset[Place]
    also: frozenset[Place]


def domain_material(retriever: Retriever, by_id: Mapping[str, str]) -> Material:
    """The examples over the index being served.

    Args:
        retriever: Finds the hard negatives.
        by_id: File of each publication, by its identifier.
    """
    examples = [_example(known, retriever) for known in taught(retriever.index, by_id)]
    passages = tuple(reading(passage) for passage in retriever.index.passages)
    return Material("domain", passages, tuple(examples))


def taught(index: Index, by_id: Mapping[str, str]) -> list[Marked]:
    """The questions that the selector is trained on, those without an answer last."""
    held = frozenset(
        place
        for suite in HELD_OUT
        for asked in load_split(suite)
        for point in asked.gold
        for place in places(point, index, by_id)
    )
    answered = [known for known in marked(index, by_id) if known.gold and known.gold.isdisjoint(held)]
    return answered + [Marked(question, frozenset(), frozenset()) for question in undocumented()]


def marked(index: Index, by_id: Mapping[str, str]) -> Iterator[Marked]:
    """Every question whose answers are known, held out or not."""
    for asked in load_split("tuning"):
        gold = frozenset(place for point in asked.gold for place in places(point, index, by_id))
        yield Marked(asked.question, gold, frozenset())
    calibration = {str(row["id"]): question_of(row) for row in _calibration()}
    for name in ("labels", "written"):
        for row in _rows(f"{name}.jsonl"):
            question = calibration[row["id"]] if name == "labels" else Question(row["question"])
            right = places(_gold(row["gold"]), index, by_id)
            yield Marked(question, right, places(_gold(row["also"]), index, by_id) - right)


def undocumented() -> list[Question]:
    """Every other question about the field that the corpus does not answer; the refusal is calibrated on the rest."""
    rows = [row for row in _calibration() if row["intent"] == "documentary" and not row["answerable"]]
    return [question_of(row) for row in rows[::2]]


def places(gold: Iterable[GoldPlace], index: Index, by_id: Mapping[str, str]) -> frozenset[Place]:
    """Where the sentences of gold places stand in an index."""
    found: dict[int, set[int]] = defaultdict(set)
    for place in gold:
        for row in index.rows_by_document.get(by_id.get(place.publication, ""), ()):
            passage = index.passages[row]
            for number, sentence in enumerate(passage.sentences):
                quote = passage.quote(sentence)
                if overlaps(place.quote, quote) or (len(quote) > LEAST_CHARS and overlaps(quote, place.quote)):
                    found[row].add(number)
    return frozenset((row, number) for row, numbers in found.items() for number in numbers)


def _example(known: Marked, retriever: Retriever) -> Example:
    hits = retriever.search(known.question, NEAR).hits
    rows = {row for row, _ in known.gold}
    return Example(
        known.question.text,
        {row: frozenset(n for r, n in known.gold if r == row) for row in sorted(rows)},
        tuple(hit.row for hit in hits if hit.row not in rows),
        {row: frozenset(n for r, n in known.also if r == row) for row in {r for r, _ in known.also}},
    )


def _gold(rows: Iterable[Mapping[str, str]]) -> list[GoldPlace]:
    return [GoldPlace(row["publication"], row["quote"]) for row in rows]


def question_of(row: Mapping[str, object]) -> Question:
    """The question of a line, after what was said before it."""
    history = tuple(Turn(h["role"], h["content"]) for h in row.get("history", ()))  # type: ignore[attr-defined]  # a line of JSON, as the file has it
    return Question(str(row["question"]), history)


def _calibration() -> list[dict[str, object]]:
    text = files("evals.calibration").joinpath("questions.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files(__package__).joinpath(name).read_text("utf-8").splitlines()]
