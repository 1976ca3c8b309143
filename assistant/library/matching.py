"""Publications that have words, whatever their endings, accents or inclusive writing; the best first.

A publication has a word when any of its passages has it, or its title, themes, kind, publisher or territory. What has
the word in its title comes before what says it in passing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexer.abbreviations import with_acronyms
from indexer.french import term_set, terms
from indexer.vocabulary import kinds, themes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.retrieval import Reach
    from assistant.understood import Spelling
    from indexer.documents import Document
    from indexer.index import Index

TITLE, TOLD, HEADING = 1.0, 0.6, 0.4
"""What a word weighs in the title, in what is told of a publication, in its headings; in a passage, from 0 to 1 as BM25
has it against the best passage of all."""


@dataclass(frozen=True, slots=True)
class Matching:
    """What words found.

    Attributes:
        scores: Path of each publication that has them → its score, > 0.
        complete: Whether those have all the words; otherwise none has, and they have the most of them.
        spellings: Words read as others.
    """

    scores: Mapping[str, float]
    complete: bool = True
    spellings: tuple[Spelling, ...] = ()


class Matcher:
    """Finds publications of an index by words."""

    def __init__(self, index: Index, reach: Reach) -> None:
        """Reads what is told of each publication, some 50 µs each.

        Args:
            index: The generation.
            reach: The publications that may be found.
        """
        self._lexical, self._speller, self._documents = index.lexical, reach.speller, reach.documents
        order = {document.doc: number for number, document in enumerate(reach.documents)}
        self._owner = np.array([order.get(passage.doc, -1) for passage in index.passages], dtype=np.intp)
        self._titles = [term_set(with_acronyms(document.metadata.title)) for document in reach.documents]
        self._told = [_told(document) for document in reach.documents]
        self._headings = [
            frozenset(
                stem
                for row in index.rows_by_document.get(document.doc, ())
                for heading in index.passages[row].headings
                for stem in term_set(heading)
            )
            for document in reach.documents
        ]

    def find(self, text: str) -> Matching | None:
        """The publications that have the words of a text; `None` where it has none that could be looked for."""
        spelled = self._speller.spelled(text)
        wanted = list(dict.fromkeys(terms(spelled.text)))
        if not wanted:
            return None
        scored = np.stack([self._scores(stem) for stem in wanted])
        having = (scored > 0).sum(axis=0)
        most = int(having.max(initial=0))
        rarity = np.array([[self._lexical.rarity(stem)] for stem in wanted])
        totals = (scored * rarity).sum(axis=0)
        kept = np.flatnonzero(having == most) if most else ()
        scores = {self._documents[number].doc: float(totals[number]) for number in kept}
        return Matching(scores, most == len(wanted), spelled.spellings)

    def _scores(self, stem: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """`(publications,)` ≥ 0: how much each has a word."""
        found = np.zeros(len(self._documents))
        passages = self._lexical.scores({stem: 1.0})
        rows = np.flatnonzero((passages > 0) & (self._owner >= 0))
        np.maximum.at(found, self._owner[rows], passages[rows])
        found /= found.max(initial=0.0) or 1.0
        for held, weight in ((self._titles, TITLE), (self._told, TOLD), (self._headings, HEADING)):
            found += weight * np.array([stem in stems for stems in held])
        return found


def _told(document: Document) -> frozenset[str]:
    told = document.metadata
    labels = [themes()[slug].label for slug in told.themes if slug in themes()]
    kind = kinds().get(told.kind)
    return term_set(" ".join((*labels, kind.label if kind else "", told.publisher, told.territory)))
