"""Answers to keep, share, judge and export: as the assistant gives them, of a publication that fits on a line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from assistant.answers import Answer, Citation, Drafted, Hit, Reason, Role, Statement, Unanswered, Verdict
from assistant.contract import answer_out
from assistant.conversations.answered import Answered
from assistant.questions import Question, Turn
from assistant.understood import Understood
from indexer.documents import Block, BlockKind, Document, Metadata
from indexer.index import Index
from indexer.manifest import FORMAT, Manifest
from indexer.passages import Passage, split

AT = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)
GENERATION = "g-1"
QUOTES = ("Un CLS dure cinq ans.", "Il est signé par le préfet et l’ARS.")


def document(doc: str = "notes/cls.pdf", **metadata: object) -> Document:
    """A publication."""
    told = {"title": "Le contrat local de santé", "kind": "note-de-synthese", "publisher": "FTS", "year": 2025}
    return Document(doc, "/corpus", "0" * 64, Metadata(**{**told, **metadata}), 5)  # type: ignore[arg-type]


def answer(*quotes: str, of: Document | None = None, page: int | None = 4, question: str = "") -> Answer:
    """An answer that quotes a publication."""
    of = of or document()
    quotes = quotes or QUOTES
    (passage,) = split(of.doc, of.metadata.title, [Block(BlockKind.PARAGRAPH, " ".join(quotes), page, ("Durée",))])
    statements = tuple(Statement(Citation(n, passage, of, quote), Role.SENTENCE) for n, quote in enumerate(quotes, 1))
    return Answer(statements, (Hit(passage, of, 0, 0.71, 0.8, 3.0),), Understood(question))


def drafted(*, partial: bool = False) -> Answer:
    """The same, as a language model wrote it."""
    first, second = answer().statements
    verdict = Verdict.PARTIAL if partial else Verdict.SUPPORTED
    said = Statement(first.citation, Role.SENTENCE, Drafted("Un contrat dure cinq ans.", verdict, (second.citation,)))
    return Answer((said,), answer().hits)


def refusal(reason: Reason = Reason.NOT_DOCUMENTED) -> Unanswered:
    """A refusal."""
    hits = answer().hits
    return Unanswered(reason, hits, hits)


def answered(
    text: str = "Combien de temps dure un CLS ?",
    outcome: Answer | Unanswered | None = None,
    *,
    history: tuple[str, ...] = (),
    at: dt.datetime = AT,
    generation: str = GENERATION,
) -> Answered:
    """A question and its answer."""
    turns = tuple(Turn("user" if n % 2 == 0 else "assistant", said) for n, said in enumerate(history))
    return Answered.of(Question(text, turns), answer_out(outcome or answer(), 0.08), generation, at)


def index_of(*documents: Document, texts: dict[str, list[tuple[int | None, str]]], generation: str = "g-2") -> Index:
    """An index that can be looked up and not searched: `texts` has the pages of each publication."""
    passages = [
        Passage(doc, number, page, "", (), text, ())
        for doc, pages in texts.items()
        for number, (page, text) in enumerate(pages)
    ]
    manifest = Manifest(FORMAT, generation, "2026-03-03T09:00:00Z", "m", 1, 1, "", "", len(passages), 0, (), documents)
    nothing: Any = None
    return Index(Path("/nowhere"), manifest, tuple(passages), nothing, nothing)
