"""What of a passage a claim may rest on: one sentence, two in a row, a list's item under what announces it, a row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.verification.figures import digits
from assistant.verification.names import spelt_out
from assistant.verification.turns import flat
from indexer.french import term_set
from indexer.passages import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.passages import Passage


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a passage.

    Attributes:
        sentence: Index, in the passage, of the sentence quoted for it.
        text: Its words.
        literal: The same under the passage's title and headings, where a name or a year may stand.
        stems: Of `literal`, what its acronyms mean included.
    """

    sentence: int
    text: str
    literal: str
    stems: frozenset[str]


def windows(passage: Passage) -> list[Window]:
    """The windows of a passage, in order."""
    above = " — ".join(filter(None, [passage.title, *passage.headings]))
    found = []
    for sentence, text in _texts(passage):
        literal = f"{above}\n{text}"
        found.append(Window(sentence, text, literal, term_set(spelt_out(flat(literal))) | term_set(digits(text))))
    return found


def _texts(passage: Passage) -> Iterator[tuple[int, str]]:
    sentences = passage.sentences
    header = " ".join(passage.quote(s) for s in sentences if s.kind is SentenceKind.HEADER)
    for i, sentence in enumerate(sentences):
        if sentence.kind is SentenceKind.ROW:
            yield i, f"{header} {passage.quote(sentence)}"
        elif sentence.kind is not SentenceKind.HEADER:
            yield i, passage.quote(sentence)
        if sentence.lead >= 0:
            yield i, f"{passage.quote(sentences[sentence.lead])} {passage.quote(sentence)}"
    for lead in sorted({s.lead for s in sentences if s.lead >= 0}):
        items = [passage.quote(s) for s in sentences if s.lead == lead]
        yield lead, " ".join([passage.quote(sentences[lead]), *items])
    for i, j in pairwise(i for i, s in enumerate(sentences) if s.kind in (SentenceKind.PROSE, SentenceKind.ITEM)):
        yield i, f"{passage.quote(sentences[i])} {passage.quote(sentences[j])}"
