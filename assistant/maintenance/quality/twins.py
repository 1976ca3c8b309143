"""Publications that are there twice: the same file, the same text under two files, or nearly the same text.

Near twins are found by MinHash (Broder, 1997) on runs of five words, then compared for good: the estimate only says
which pairs are worth it. datasketch keeps the index of the sketches (locality-sensitive hashing).
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from assistant.maintenance.quality import messages
from assistant.maintenance.quality.model import Check
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assistant.maintenance.quality.model import Finding, Shelf

RUN: Final = 5
"""Words of a shingle."""
NEAR: Final = 0.7
"""Jaccard similarity of the shingles from which two texts are told as nearly the same: a new edition with a page
changed in four, not two notes on one subject (0.13 at most between any two of the corpus, November 2026)."""
LEAST: Final = 40
"""Shingles of a text that is compared: below, a notice shared by all would decide."""
PERMUTATIONS: Final = 64


def twin_checks(shelf: Shelf) -> Iterator[Check]:
    """Same file, same text, nearly the same text; a pair is told once."""
    files = _groups({doc: document.digest for doc, document in shelf.documents.items()})
    yield Check("same_file", tuple(shelf.finding(doc, other=first) for first, doc in files))
    shingles = {doc: _shingles(shelf, doc) for doc in shelf.documents}
    told = {frozenset(pair) for pair in files}
    texts = _groups({doc: hash(frozenset(runs)) for doc, runs in shingles.items() if len(runs) >= LEAST})
    same = [pair for pair in texts if frozenset(pair) not in told]
    yield Check("same_text", tuple(shelf.finding(doc, other=first) for first, doc in same))
    told |= {frozenset(pair) for pair in same}
    yield Check("near", tuple(_near(shelf, shingles, told)))


def _groups(keys: Mapping[str, object]) -> list[tuple[str, str]]:
    """`(first, other)` of those that have the same key."""
    firsts: dict[object, str] = {}
    return [(firsts[key], doc) for doc, key in keys.items() if firsts.setdefault(key, doc) != doc]


def _shingles(shelf: Shelf, doc: str) -> set[int]:
    document = shelf.documents[doc]
    said = [word for p in shelf.passages.get(doc, ()) if not document.computes(p.number) for word in words(p.text)]
    return {zlib.crc32(" ".join(said[start : start + RUN]).encode()) for start in range(len(said) - RUN + 1)}


def _near(shelf: Shelf, shingles: Mapping[str, set[int]], told: set[frozenset[str]]) -> Iterator[Finding]:
    for first, other in sorted(_candidates({doc: runs for doc, runs in shingles.items() if len(runs) >= LEAST})):
        if frozenset((first, other)) in told:
            continue
        one, two = shingles[first], shingles[other]
        shared = len(one & two) / len(one | two)
        if shared >= NEAR:
            yield shelf.finding(other, messages.SHARED.format(share=round(shared * 100)), other=first)


def _candidates(shingles: Mapping[str, set[int]]) -> set[tuple[str, str]]:
    """Pairs whose sketches look alike."""
    from datasketch import MinHash, MinHashLSH

    # A lower threshold than the final one: a pair that the sketch underrates is still compared.
    index = MinHashLSH(threshold=NEAR - 0.15, num_perm=PERMUTATIONS)
    buckets: dict[str, list[str]] = {}
    for doc, runs in shingles.items():
        sketch = MinHash(num_perm=PERMUTATIONS, hashfunc=int)
        sketch.update_batch(runs)
        buckets[doc] = list(index.query(sketch))
        index.insert(doc, sketch)
    return {(min(pair), max(pair)) for doc, alike in buckets.items() for pair in ((doc, other) for other in alike)}
