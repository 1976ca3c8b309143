"""How well what was retrieved supports an answer: the numbers that the refusal is decided on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexer.french import term_set

if TYPE_CHECKING:
    from assistant.retrieval import Retrieval
    from indexer.index import Index

FEATURES = (
    "best cosine",
    "best cosine above background",
    "second document's cosine below the best",
    "share of the question's rarity in the best passage",
    "share of the question's rarity in the best sentence",
    "share of the question's rarity unknown to the corpus",
    "lexical score for each unit of rarity",
    "figures asked that the best passages lack",
    "number of meaningful words (log)",
)
"""Names of the numbers below, in order. The first three depend on the embedding model."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbers, in the order of `FEATURES`."""

    values: tuple[float, ...]


def weigh(retrieval: Retrieval, index: Index) -> Evidence:
    """Computes the evidence for one retrieval.

    "Rarity" is the inverse document frequency of a stem; shares of it are fractions 0–1.
    """
    hits = retrieval.hits
    topical = retrieval.query.topical
    rarity = {term: index.lexical.rarity(term) for term in topical}
    total = sum(rarity.values()) or 1.0
    best = hits[0] if hits else None
    cosines = sorted((h.cosine for h in hits), reverse=True)
    held = term_set(best.passage.embedded_text) if best else frozenset()
    top_held = frozenset().union(*(term_set(h.passage.embedded_text) for h in hits[:5]))
    sentence_shares = [
        _share(term_set(h.passage.quote(s)) | term_set(" ".join(h.passage.headings)), rarity, total)
        for h in hits[:5]
        for s in h.passage.sentences
    ]
    unknown = index.lexical.rarity("\0never")
    others = [h.cosine for h in hits if best and h.document.doc != best.document.doc]
    figures = [t for t in retrieval.query.own if t[0].isdigit()]
    return Evidence(
        (
            cosines[0] if cosines else 0.0,
            (cosines[0] - retrieval.background) if cosines else 0.0,
            (cosines[0] - max(others)) if others else 0.0,
            _share(held, rarity, total),
            max(sentence_shares, default=0.0),
            sum(r for r in rarity.values() if r >= unknown - 1e-9) / total,
            max((h.lexical for h in hits), default=0.0) / total,
            float(sum(f not in top_held for f in figures)),
            float(np.log1p(len(topical))),
        )
    )


def _share(held: frozenset[str], rarity: dict[str, float], total: float) -> float:
    return sum(value for term, value in rarity.items() if term in held) / total
