"""The drafted answer: a language model writes from the passages, each sentence is verified before anyone reads it.

    hits ─▶ instructions ─▶ Generator ─▶ sentences, as they are complete ─▶ verified ─▶ statements, each with its [n]

What the model may do wrong is bounded here (too many sentences, too long a one, the same again) or in the adapter
(too slow, too much, gone); what it may say wrong is `assistant.verification`'s.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import prompts
from assistant.answers import Citation, Drafted, Notice, Role, Statement
from assistant.generator import Instructions
from assistant.verification import check, cut, last
from indexer.french import term_set, without_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.answers import Hit
    from assistant.generator import Generator, Pieces
    from assistant.questions import Question, Turn
    from assistant.verification import Check, DraftSentence, Similarity
    from indexer.embedder import Embedder

READ_HITS = 6
"""Passages that the model is given."""
MAX_SENTENCES = 8
"""Sentences taken of a draft; six are asked for."""
MAX_CHARS = 700
"""A sentence that goes on for longer is no sentence."""
TURNS, TURN_CHARS = 4, 600
"""Earlier messages shown to the model, and characters of each."""

_WORDS = re.compile(r"(?<=\s)")
"""Each white space is the end of a word."""
_UNANSWERED = without_accents(prompts.UNANSWERED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a draft ended.

    Attributes:
        statements: What is left of it, in order; empty when nothing is.
        notice: What readers are told; `None` for a draft that went to its end.
        withheld: Sentences that their passages do not support.
    """

    statements: tuple[Statement, ...]
    notice: Notice | None
    withheld: int


class Drafter:
    """Holds a generator and what verifies it; keeps nothing of the questions."""

    def __init__(self, generator: Generator, embedder: Embedder) -> None:
        self._generator = generator
        self._similarity = similarity_of(embedder)

    def draft(self, question: Question, hits: Sequence[Hit]) -> Iterator[Statement | Outcome]:
        """The sentences of an answer, one by one as each is verified; last, how it ended."""
        read = hits[:READ_HITS]
        sources = [hit.passage for hit in read]
        statements: list[Statement] = []
        withheld, cited = 0, 0
        notice: Notice | None = None
        before: DraftSentence | None = None
        for piece in sentences(self._generator.stream(instructions(question, read))):
            if isinstance(piece, Notice):
                notice = piece
                continue
            judged = check(piece, sources, self._similarity, before)
            before = piece if judged.shown else None
            if not judged.shown:
                withheld += 1
                continue
            statement = _statement(piece, judged, read, cited)
            cited += len(statement.citations)
            statements.append(statement)
            yield statement
        yield Outcome(tuple(statements), _told(notice, statements, withheld), withheld)


def similarity_of(embedder: Embedder) -> Similarity:
    """Cosines by an embedding model, all as passages: a claim is not a question."""

    def similarity(claim: str, windows: Sequence[str]) -> Sequence[float]:
        vectors = embedder.embed_passages([claim, *windows])
        cosines: list[float] = (vectors[1:] @ vectors[0]).tolist()
        return cosines

    return similarity


def instructions(question: Question, hits: Sequence[Hit]) -> Instructions:
    """What the model is asked: sources and conversation are data between marks that they cannot write."""
    sources = [
        prompts.SOURCE.format(
            number=n, title=prompts.inert(hit.passage.title), text=prompts.inert(_under_headings(hit))
        )
        for n, hit in enumerate(hits, 1)
    ]
    turns = [_turn(turn) for turn in question.history[-TURNS:]]
    conversation = prompts.CONVERSATION.format(turns="\n".join(turns)) if turns else ""
    asked = prompts.ASKED.format(
        sources="\n\n".join(sources), conversation=conversation, question=prompts.inert(question.text)
    )
    return Instructions(prompts.SYSTEM, asked)


def _under_headings(hit: Hit) -> str:
    return "\n".join(filter(None, [" — ".join(hit.passage.headings), hit.passage.text]))


def _turn(turn: Turn) -> str:
    said = " ".join(turn.content.split())[:TURN_CHARS]
    return f"{prompts.SPEAKERS[turn.role]} : {prompts.inert(said)}"


def sentences(pieces: Pieces) -> Iterator[DraftSentence | Notice]:
    """The sentences of a text that comes in pieces, each once it is complete; a notice last, if it ends badly.

    What is left unfinished when the text ends badly is dropped: half a sentence may say the opposite of the whole.
    """
    rest, word = "", ""
    seen: set[frozenset[str]] = set()
    with contextlib.closing(pieces):
        for piece in pieces:
            if isinstance(piece, Notice):
                yield piece
                return
            # Looked at word by word, however it comes: where a sentence ends must not depend on a network's pieces.
            *words, word = _WORDS.split(word + piece)
            for each in words:
                if len(rest) + len(each) > MAX_CHARS:
                    yield Notice.ENDLESS
                    return
                complete, rest = cut(rest + each)
                for sentence in complete:
                    trouble = _trouble(sentence, seen)
                    yield trouble or sentence
                    if trouble:
                        return
            if len(rest) + len(word) > MAX_CHARS:
                yield Notice.ENDLESS
                return
    rest += word
    ending = last(rest)
    if not (ending or seen):
        yield Notice.SILENT
    for sentence in ending:
        yield _trouble(sentence, seen) or sentence


def _trouble(sentence: DraftSentence, seen: set[frozenset[str]]) -> Notice | None:
    """Why a draft stops at a sentence; notes those that it goes on after."""
    if _UNANSWERED in without_accents(sentence.text):
        return Notice.SILENT
    words = term_set(sentence.text)
    if words in seen or len(seen) == MAX_SENTENCES:
        return Notice.ENDLESS
    seen.add(words)
    return None


def _statement(sentence: DraftSentence, judged: Check, read: Sequence[Hit], cited: int) -> Statement:
    """A verified sentence, with one citation for each sentence of a passage that supports it."""
    supports = tuple(dict.fromkeys(judged.supports))
    citations = []
    for number, support in enumerate(supports, cited + 1):
        hit = read[support.number - 1]
        quote = hit.passage.quote(hit.passage.sentences[support.sentence])
        citations.append(Citation(number, hit.passage, hit.document, quote))
    first, *more = citations
    return Statement(first, Role.SENTENCE, Drafted(sentence.text, judged.verdict, tuple(more)))


def _told(notice: Notice | None, statements: Sequence[Statement], withheld: int) -> Notice | None:
    if statements:
        return Notice.CUT_SHORT if notice else None
    return notice or (Notice.UNSUPPORTED if withheld else Notice.SILENT)
