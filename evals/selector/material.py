"""What is trained on: a question, the passages that answer it, those that seem to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from indexer.french import sentence_spans, terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import bm25s
    from numpy.typing import NDArray

    from assistant.selecting import Reading


@dataclass(frozen=True, slots=True)
class Example:
    """A question over the passages of its set.

    Attributes:
        question: As somebody put it.
        gold: Number of a passage that answers → its sentences that do; empty when none of the set answers.
        spare: Number of a passage → its sentences that answer in part: neither right nor wrong.
        near: Numbers of passages that do not answer, the likeliest first.
        loose: Whether only the passage is known to answer: any of its sentences may.
    """

    question: str
    gold: Mapping[int, frozenset[int]]
    near: tuple[int, ...]
    spare: Mapping[int, frozenset[int]] = field(default_factory=dict)
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """One set of questions with the passages that they are put to."""

    name: str
    passages: tuple[Reading, ...]
    examples: tuple[Example, ...]


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """`(start, end)` of the sentences of a text, none of them over a line's end."""
    found, start = [], 0
    for line in text.split("\n"):
        found += [(start + span.start, start + span.end) for span in sentence_spans(line)]
        start += len(line) + 1
    return tuple(found)


def lexical_scores(index: bm25s.BM25, question: str, count: int) -> NDArray[np.float32]:
    """BM25 of each of the `count` texts of an index for a question; zeros when it shares no word with any."""
    known = [term for term in terms(question) if term in index.vocab_dict]
    return np.asarray(index.get_scores(known), dtype=np.float32) if known else np.zeros(count, dtype=np.float32)


def lexical_index(texts: Sequence[str]) -> bm25s.BM25:
    """A BM25 index over the stems of texts, with the parameters of the product's own."""
    import bm25s as library

    index = library.BM25(method="lucene", k1=1.2, b=0.75)
    index.index([terms(text) for text in texts], show_progress=False)
    return index
