"""Publications near another one: by what they say (vectors), or failing that by the themes that they share."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexer.vectors import VectorKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.documents import Document
    from indexer.index import Index

MOST = 5
CANDIDATES = 300
"""Vectors asked of the store around the publication's centre."""
BEST = 3
"""A publication is as near as its best passages are: so many of them."""


class By(enum.StrEnum):
    """What makes two publications near."""

    VECTORS = "vectors"
    THEMES = "themes"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A publication near another one.

    Attributes:
        document: It.
        by: What tells so.
        score: By vectors, the mean cosine of its best passages with the centre of the other's, in [-1, 1]; by themes,
            the share of common themes (Jaccard index), a fraction 0–1.
        themes: Slugs that both have.
    """

    document: Document
    by: By
    score: float
    themes: tuple[str, ...]


def neighbours(index: Index, document: Document, most: int = MOST) -> tuple[Neighbour, ...]:
    """The publications nearest to one, nearest first; neither what it replaces nor what is itself replaced.

    Args:
        index: The generation.
        document: Of it.
        most: At most so many.
    """
    linked = {document.doc, *document.metadata.replaces, document.metadata.replaced_by}
    others = {d.doc: d for d in index.public_documents if d.doc not in linked and not d.metadata.replaced_by}
    rows = index.rows_by_document.get(document.doc, ())
    held = index.vectors.vectors([VectorKey(row) for row in rows])
    if not held or not others:
        return _by_themes(document, others.values(), most)
    centre = np.mean(list(held.values()), axis=0)
    within = [row for doc in others for row in index.rows_by_document.get(doc, ())]
    wanted = min(CANDIDATES, index.manifest.vectors)
    near = index.vectors.nearest(centre / (np.linalg.norm(centre) or 1.0), wanted, within) if within else []
    cosines: dict[str, list[float]] = {}
    for key, cosine in near:
        cosines.setdefault(index.passages[key.passage].doc, []).append(cosine)
    scores = {doc: float(np.mean(sorted(found, reverse=True)[:BEST])) for doc, found in cosines.items()}
    ranked = sorted(scores, key=lambda doc: (-scores[doc], doc))[:most]
    return tuple(Neighbour(others[doc], By.VECTORS, scores[doc], _common(document, others[doc])) for doc in ranked)


def _by_themes(document: Document, others: Iterable[Document], most: int) -> tuple[Neighbour, ...]:
    found = [
        Neighbour(other, By.THEMES, len(common) / len({*document.metadata.themes, *other.metadata.themes}), common)
        for other in others
        if (common := _common(document, other))
    ]
    return tuple(sorted(found, key=lambda each: (-each.score, each.document.doc))[:most])


def _common(one: Document, other: Document) -> tuple[str, ...]:
    return tuple(slug for slug in one.metadata.themes if slug in other.metadata.themes)
