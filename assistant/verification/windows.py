"""What of a passage a claim may rest on: one sentence, two in a row, a list's item under what announces it, a row."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.verification.tokens import Token, tokens
from indexer.passages import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.passages import Passage


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a passage.

    Attributes:
        sentences: Indices, in the passage, of the sentences that it is made of.
        text: Their words.
        literal: The same under the passage's title and headings, where a name or a year may stand.
        tokens: Of the sentences, each a part.
        known: Keys of the title's and headings' tokens, and of a table's header.
    """

    sentences: tuple[int, ...]
    text: str
    literal: str
    tokens: tuple[Token, ...]
    known: frozenset[str]


@functools.lru_cache(maxsize=64)
def windows(passage: Passage) -> tuple[Window, ...]:
    """The windows of a passage, in order; remembered, since each sentence of a draft is held against them."""
    quotes = [passage.quote(sentence) for sentence in passage.sentences]
    header = " ".join(quotes[i] for i, s in enumerate(passage.sentences) if s.kind is SentenceKind.HEADER)
    found = []
    for chosen in _chosen(passage):
        parts = [quotes[i] for i in chosen]
        row = passage.sentences[chosen[0]].kind is SentenceKind.ROW
        above = "\n".join(filter(None, (passage.head, header if row else "")))
        text = " ".join(parts)
        known = frozenset(token.key for token in tokens([above]))
        found.append(Window(chosen, text, f"{above}\n{text}", tokens(parts), known))
    return tuple(found)


def _chosen(passage: Passage) -> Iterator[tuple[int, ...]]:
    sentences = passage.sentences
    for i, sentence in enumerate(sentences):
        if sentence.kind is not SentenceKind.HEADER:
            yield (i,)
        if sentence.lead >= 0:
            yield (sentence.lead, i)
    for lead in sorted({s.lead for s in sentences if s.lead >= 0}):
        yield (lead, *(i for i, s in enumerate(sentences) if s.lead == lead))
    yield from pairwise(i for i, s in enumerate(sentences) if s.kind in (SentenceKind.PROSE, SentenceKind.ITEM))
