"""Asks questions and notes what came back, in one process, one question after the other."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answers import Answer
from assistant.service import Assistant
from evals.citations import is_valid
from evals.questions import EvalQuestion, gold_rows, load_split, overlaps
from indexer.catalogue import load_catalogue
from indexer.embedder import QUESTION_THREADS, load_embedder
from indexer.index import open_index

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from assistant.answers import Unanswered
    from indexer.index import Index
    from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Run:
    """One question asked.

    Attributes:
        asked: The question and its gold.
        outcome: What came back.
        rows: Rows of the retrieved passages, best first.
        gold_rows_by_point: For each expected point, the rows that support it.
        covered: For each expected point, whether a sentence of the answer supports it.
        first_right: Whether the answer's first sentence supports an expected point.
        valid: For each citation, whether its quote is on its page.
        relevant: For each citation, whether it supports an expected point or stands in a passage that does.
        seconds: Duration of the answer.
        embedding_seconds: Duration of one bare embedding of the same words, taken just before.
    """

    asked: EvalQuestion
    outcome: Answer | Unanswered
    rows: tuple[int, ...]
    gold_rows_by_point: tuple[frozenset[int], ...]
    covered: tuple[bool, ...]
    first_right: bool
    valid: tuple[bool, ...]
    relevant: tuple[bool, ...]
    seconds: float
    embedding_seconds: float

    @property
    def abstained(self) -> bool:
        """Whether no answer was given."""
        return not isinstance(self.outcome, Answer)

    @property
    def certainty(self) -> float:
        """Chance in [0, 1] that the publications answer, as the assistant saw it."""
        return self.outcome.certainty

    @property
    def gold_rows(self) -> frozenset[int]:
        """Rows that support any expected point."""
        return frozenset().union(*self.gold_rows_by_point)


class Session:
    """An index and a model that questions are put to; what was asked once is not asked again.

    Attributes:
        index: The generation asked.
        assistant: Over it.
        embedder: The model of both.
        by_id: File of each publication, by its identifier in the catalogue, and by its path.
        each: Called after each question that is put.
    """

    def __init__(self, settings: Settings, generation: str = "", each: Callable[[], None] = lambda: None) -> None:
        """Opens a generation, by default the one being served.

        Args:
            settings: Index and model.
            generation: Which one to ask.
            each: Called after each question that is put.

        Raises:
            ReperesError: The index or the model cannot be used.
        """
        self.settings = settings
        self.index = open_index(settings, generation)
        self.embedder = load_embedder(settings, threads=QUESTION_THREADS)
        self.assistant = Assistant(self.index, self.embedder, settings)
        self.by_id = {**{doc: doc for doc in self.index.documents}, **publications(settings.source)}
        self.each = each
        self._asked: dict[EvalQuestion, Run] = {}

    def ask(self, asked: EvalQuestion) -> Run:
        """Puts a question, and notes what came back."""
        if asked not in self._asked:
            self._asked[asked] = self._put(asked)
            self.each()
        return self._asked[asked]

    def _put(self, asked: EvalQuestion) -> Run:
        began = time.perf_counter()
        self.embedder.embed_question(asked.question.text)
        embedded = time.perf_counter()
        outcome = self.assistant.ask(asked.question)
        seconds = time.perf_counter() - embedded
        return _noted(asked, outcome, self.index, self.by_id, seconds, embedded - began)


def run_split(
    name: str, settings: Settings, generation: str = "", each: Callable[[], None] = lambda: None
) -> list[Run]:
    """Asks every question of a split, one after the other.

    Args:
        name: Of the split.
        settings: Index and model.
        generation: Which one to ask; by default the one being served.
        each: Called after each question.

    Raises:
        ReperesError: The index or the model cannot be used.
    """
    session = Session(settings, generation, each)
    return [session.ask(asked) for asked in load_split(name, settings.data_dir)]


def publications(source: Path) -> dict[str, str]:
    """File of each publication of a source folder, by its identifier in the catalogue."""
    return {entry.id: doc for doc, entry in load_catalogue(source).entries.items()}


def _noted(
    asked: EvalQuestion,
    outcome: Answer | Unanswered,
    index: Index,
    by_id: Mapping[str, str],
    seconds: float,
    embedding_seconds: float,
) -> Run:
    citations = [s.citation for s in outcome.statements] if isinstance(outcome, Answer) else []
    said = [
        [
            any(by_id.get(p.publication) == c.document.doc and _same(p.quote, c.quote) for p in places)
            for places in asked.gold
        ]
        for c in citations
    ]
    gold = tuple(frozenset().union(*(gold_rows(p, index, by_id) for p in places)) for places in asked.gold)
    expected = {index.passages[row].id for rows in gold for row in rows}
    return Run(
        asked,
        outcome,
        tuple(hit.row for hit in outcome.hits),
        gold,
        tuple(any(sentence[point] for sentence in said) for point in range(len(asked.points))),
        bool(said) and any(said[0]),
        tuple(is_valid(c, index) for c in citations),
        tuple(any(s) or c.passage.id in expected for s, c in zip(said, citations, strict=True)),
        seconds,
        embedding_seconds,
    )


def _same(gold: str, quote: str) -> bool:
    return overlaps(gold, quote) or overlaps(quote, gold)
