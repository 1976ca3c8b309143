"""The order of what was found, made useful to read: one text once, and room for several publications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.french import term_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.passages import Passage

SAME_SHARE = 0.9
"""Two passages of two publications that share so many of their stems (Jaccard index), and have the very same figures,
are one text."""
LENGTH_RATIO = 0.8
"""Passages whose lengths differ more cannot share that much, and are not compared."""
PER_PUBLICATION = 5
"""Passages of one publication before those of others. Measured on the 190 tuning questions, November 2026: with 5, no
gold passage is lost and the first ten come from 5.3 publications on average, against 4.7; with 4, one is lost."""


def folded(rows: Iterable[int], passages: Sequence[Passage]) -> dict[int, tuple[int, ...]]:
    """Rows, best first, each with those further down that hold the same text in another publication."""
    kept: dict[int, tuple[int, ...]] = {}
    for row in rows:
        twin = next((other for other in kept if _same(passages[row], passages[other])), None)
        if twin is None:
            kept[row] = ()
        else:
            kept[twin] = (*kept[twin], row)
    return kept


def spread(rows: Iterable[int], passages: Sequence[Passage], most: int = PER_PUBLICATION) -> list[int]:
    """Rows, best first, those beyond `most` of one publication after all others."""
    seen: dict[str, int] = {}
    first: list[int] = []
    after: list[int] = []
    for row in rows:
        doc = passages[row].doc
        seen[doc] = seen.get(doc, 0) + 1
        (first if seen[doc] <= most else after).append(row)
    return [*first, *after]


def _same(one: Passage, other: Passage) -> bool:
    lengths = sorted((len(one.text), len(other.text)))
    if one.doc == other.doc or lengths[0] < LENGTH_RATIO * lengths[1]:
        return False
    a, b = term_set(one.text), term_set(other.text)
    return _figures(a) == _figures(b) and len(a & b) >= SAME_SHARE * len(a | b)


def _figures(stems: frozenset[str]) -> frozenset[str]:
    return frozenset(stem for stem in stems if stem[0].isdigit())
