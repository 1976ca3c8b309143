"""Passages searched without the chat: ranked as answers rank them, a part of the list at a time, their words marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.library.marking import marks
from assistant.service import JUDGED
from indexer.french import term_set

if TYPE_CHECKING:
    from assistant.answers import Hit
    from assistant.questions import Question
    from assistant.service import Assistant
    from assistant.understood import Understood
    from indexer.french import Span

DEPTH = 100
"""Passages of the longest list: nobody reads on, and each part of it must be of the same list."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage found, and where its words are those searched for."""

    hit: Hit
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """A part of the passages found.

    Attributes:
        found: Of this part, best first.
        total: Of the whole list, `DEPTH` at most.
        understood: What was heard and read in the words.
    """

    found: tuple[Marked, ...]
    total: int
    understood: Understood


def search(assistant: Assistant, question: Question, offset: int, limit: int) -> Searched:
    """Searches passages.

    The first ones are those that an answer would be made from, in that order; then come those of the retrieval alone.
    The list does not depend on which part of it is asked for.

    Args:
        assistant: What searches.
        question: The words, and the filters.
        offset: Passages of the list before the part that is given.
        limit: Of the part.
    """
    # The selector only orders the first ones: it need not read them for what comes after.
    judged = offset < JUDGED
    retrieval = assistant.find(question, JUDGED)[0] if judged else assistant.retriever.search(question, JUDGED)
    hits = retrieval.hits
    if len(hits) == JUDGED:
        met = {hit.row for hit in hits}
        more = assistant.retriever.further(retrieval, DEPTH)
        hits = (*hits, *(hit for hit in more if hit.row not in met))[:DEPTH]
    query = retrieval.query
    stems = query.own.union(*(term_set(word) for each in query.understood.spellings for word in each.read))
    shown = hits[offset : offset + limit]
    return Searched(tuple(Marked(hit, marks(hit.passage.text, stems)) for hit in shown), len(hits), query.understood)
