"""The lexical index: BM25 over French stems. The only module that knows bm25s."""

from __future__ import annotations

from typing import TYPE_CHECKING

import bm25s
import numpy as np

from indexer.errors import IndexCorrupt, IndexNotReadable
from indexer.french import terms
from indexer.room import readable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

K1 = 1.2
B = 0.75
"""Lucene's variant and its usual constants (Robertson and Zaragoza, 2009), as measured on the French sets."""
FOLDER = "lexical"


class LexicalIndex:
    """BM25 scores of every passage for weighted query terms."""

    def __init__(self, bm25: bm25s.BM25, size: int) -> None:
        self._bm25 = bm25
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Indexes texts, in order."""
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        # An index without any text or term cannot be built by bm25s 0.3.16; a blank that nobody can type stands in.
        bm25.index([terms(text) or ["\0"] for text in texts] or [["\0"]], show_progress=False)
        return cls(bm25, len(texts))

    def save(self, folder: Path) -> None:
        """Writes the index under `folder`."""
        self._bm25.save(str(folder / FOLDER), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Reads it back.

        Args:
            folder: Where it was saved.
            size: Number of passages it must hold.

        Raises:
            IndexCorrupt: A file is missing or unreadable, or holds another number of passages.
            IndexNotReadable: No right to read one of them.
        """
        try:
            with readable(folder / FOLDER, IndexNotReadable):
                bm25 = bm25s.BM25.load(str(folder / FOLDER), show_progress=False)
        except (OSError, EOFError, ValueError, KeyError) as exc:
            raise IndexCorrupt(path=folder, detail=FOLDER) from exc
        if bm25.scores["num_docs"] != max(size, 1):
            raise IndexCorrupt(path=folder, detail=FOLDER)
        return cls(bm25, size)

    def scores(self, weighted: Mapping[str, float]) -> NDArray[np.float32]:
        """`(passages,)` float32 ≥ 0: sum over the terms of weight × BM25.

        Args:
            weighted: Stem → weight (1 for a word of the question, less for an expansion).
        """
        total = np.zeros(self._size, dtype=np.float32)
        for term, weight in weighted.items():
            held = self._held(term)
            total[self._bm25.scores["indices"][held]] += weight * self._bm25.scores["data"][held]
        return total

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a stem (Lucene's, ≥ 0); that of a stem held by no passage is the highest."""
        held = self._held(term)
        count = held.stop - held.start
        return float(np.log(1 + (self._size - count + 0.5) / (count + 0.5)))

    def holds(self, term: str) -> bool:
        """Whether any passage holds a stem."""
        return term in self._bm25.vocab_dict

    def _held(self, term: str) -> slice:
        """Where the column of a term stands in bm25s 0.3's score matrix (compressed by column); empty if unknown."""
        column = self._bm25.vocab_dict.get(term)
        if column is None:
            return slice(0, 0)
        bounds = self._bm25.scores["indptr"]
        return slice(int(bounds[column]), int(bounds[column + 1]))
