"""Which verified questions are shown: after an answer, near it and bringing something new; to begin with, all sorts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.leaning import leans
from assistant.suggestions.phrasing import Wording
from indexer.french import term_set, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.suggestions.verifying import Verified

SHOWN: Final = 3
NEAR: Final = 0.84
"""Cosine with the question, least. It ranks; alone it tells little, for e5 puts all questions of the field near it."""
SAME: Final = 0.955
"""Cosine from which two questions ask the same."""
FOUND: Final = 0.03
"""What being answered by a passage that was found for the question is worth in cosine."""
UNLIKE: Final = 0.88
"""Cosine below which two questions are on different subjects."""
BEGINNINGS: Final = 6
PER_DOC: Final = 2
"""Of the questions shown, those from one publication, at most."""
PER_WORDING: Final = {Wording.MEANING: 1}
ALIKE: Final = 2
"""Of the questions shown, those worded alike, at most; one definition is enough."""


@dataclass(frozen=True, slots=True)
class Said:
    """What has been asked and answered so far.

    Attributes:
        question: By itself, as it was understood.
        earlier: Those before it.
        vectors: Of the question, then of those before it, `(n, dimension)` float32, L2-normalised.
        quotes: Words that the answer quotes.
        passages: Those that were found for it: publication, and text.
        docs: Publications that the answer cites, or that are worth reading after it.
        closed: Publications that the reader's choice leaves out, for what is asked next too.
    """

    question: str
    earlier: tuple[str, ...]
    vectors: NDArray[np.float32]
    quotes: frozenset[str]
    passages: tuple[tuple[str, str], ...]
    docs: frozenset[str]
    closed: frozenset[str] = frozenset()


def chosen(said: Said, known: Sequence[Verified], most: int = SHOWN) -> list[str]:
    """At most so many questions, the nearest first.

    Only those whose answer is among the passages found for what was asked, or that ask about what was named.
    """
    if not known:
        return []
    vectors = np.stack([each.vector for each in known])
    near = vectors @ said.vectors[0]
    again = (vectors @ said.vectors.T).max(axis=1) >= SAME
    found = np.array([_is_found(each, said) for each in known])
    score = near + FOUND * found
    named = _stems(said.question)
    asked = [term_set(text) for text in (said.question, *said.earlier)]
    picked: list[int] = []
    docs: Counter[str] = Counter()
    wordings: Counter[Wording] = Counter()
    for at in np.argsort(-score, kind="stable"):
        each = known[at]
        if near[at] < NEAR or not (found[at] or any(_stems(name) in named for name in each.names)):
            continue
        if len(picked) == most:
            break
        if (each.doc and docs[each.doc] == PER_DOC) or wordings[each.wording] == PER_WORDING.get(each.wording, ALIKE):
            continue
        if any(_alike(each, known[other]) for other in picked) or again[at] or not _brings(each, said, asked):
            continue
        picked.append(int(at))
        docs[each.doc] += 1
        wordings[each.wording] += 1
    return [known[at].text for at in picked]


def beginnings(known: Sequence[Verified], most: int = BEGINNINGS) -> list[str]:
    """At most so many questions for whoever has asked none: worded in turn, on different subjects, the widest first."""
    if not known:
        return []
    vectors = np.stack([each.vector for each in known])
    middle = vectors @ vectors.mean(axis=0)
    rank: dict[Wording, list[int]] = {wording: [] for wording in Wording}
    for at in np.argsort(-middle, kind="stable"):
        rank[known[at].wording].append(int(at))
    picked: list[int] = []
    for at in chain.from_iterable(zip_longest(*rank.values())):
        if len(picked) == most:
            break
        if at is not None and all(float(vectors[at] @ vectors[other]) < UNLIKE for other in picked):
            picked.append(at)
    return [known[at].text for at in picked]


def _is_found(each: Verified, said: Said) -> bool:
    """Whether what answers it first is in a passage found for what was asked; a glossary's next line is not enough."""
    if each.wording is Wording.MEANING:
        return False
    return any(doc in said.docs and each.quotes[0] in text for doc, text in said.passages)


def _alike(one: Verified, other: Verified) -> bool:
    """Whether two questions ask the same, ask about the same, or begin by the same answer."""
    if float(one.vector @ other.vector) >= SAME or one.quotes[0] == other.quotes[0]:
        return True
    return not {_stems(name) for name in one.names}.isdisjoint(_stems(name) for name in other.names)


def _stems(text: str) -> str:
    """Words in a row, so that « contrats locaux de santé » is found where « contrat local de santé » is looked for."""
    return f" {' '.join(terms(text))} "


def _brings(each: Verified, said: Said, asked: Sequence[frozenset[str]]) -> bool:
    """Whether it can be put after what was asked, was not asked yet, and begins by something that was not said yet."""
    if not said.closed.isdisjoint(each.docs):
        return False
    wanted = term_set(each.text)
    if any(wanted == other or (wanted < other and not each.names) for other in asked):
        return False  # what finances a CLS may be followed by what a CLS is, whose words are all in the first question
    return each.quotes[0] not in said.quotes and not leans(each.text, said.question)
