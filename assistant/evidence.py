"""How well what was retrieved supports an answer: the numbers that the refusal is decided on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.selecting import LEAST_LOGIT, UNREAD
from indexer.french import stem, term_set, terms, words

if TYPE_CHECKING:
    from assistant.answers import Hit
    from assistant.judging import Judgement
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
    "sum of money asked while the best passages name none",
    "proper names asked that the best passages lack",
    "number of meaningful words (log)",
)
"""Names of the numbers below, in order. The first three depend on the embedding model."""

JUDGED_FEATURES = (
    "selector's best sentence",
    "its third sentence",
    "its best sentence of a second publication",
)
"""Logits against « nothing here answers »."""

MONEY_ASKED = re.compile(
    r"\b(?:montants?|budgets?|couts?|coute|salaires?|gagne|payee?s?|prix|euros?|tarifs?|enveloppes?|remuneration)\b"
)
MONEY_NAMED = re.compile(r"\beuros?\b|€")
TYPED_WORD = re.compile(r"[\w’'-]+")
ANSWER_SORTS = frozenset(stem(w) for w in "part nombre pourcentage proportion taux chiffre date annee liste".split())
"""Words that tell the sort of answer wanted; a sentence that gives it need not say them."""
READ_HITS = 5
"""Passages looked at for what they hold or lack."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer, and against.

    Attributes:
        values: The numbers, in the order of `FEATURES`.
        judged: Those of `JUDGED_FEATURES`; empty without a selector.
        all_in_one_sentence: Whether a single sentence, with its headings, holds every meaningful word of the
            question, `ANSWER_SORTS` aside. Among the calibration questions about the field, 89 of the 96 for which
            all words are found so are answered by the corpus (November 2026): surer than the models.
    """

    values: tuple[float, ...]
    judged: tuple[float, ...] = ()
    all_in_one_sentence: bool = False


def weigh(retrieval: Retrieval, index: Index, judgement: Judgement | None = None) -> Evidence:
    """Computes the evidence for one retrieval.

    Args:
        retrieval: What was found, best first.
        index: Where it was found.
        judgement: Of the selector, where there is one.

    "Rarity" is the inverse document frequency of a stem; shares of it are fractions 0–1.
    """
    hits = retrieval.hits
    read = hits[:READ_HITS]
    rarity = {term: index.lexical.rarity(term) for term in retrieval.query.topical}
    total = sum(rarity.values()) or 1.0
    cosines = sorted((h.cosine for h in hits), reverse=True) or [0.0]
    others = [h.cosine for h in hits if h.document.doc != hits[0].document.doc]
    held = frozenset().union(*(term_set(h.passage.embedded_text) for h in read))
    unknown = index.lexical.rarity("\0never")
    asked = retrieval.query.question
    return Evidence(
        (
            cosines[0],
            cosines[0] - retrieval.background if hits else 0.0,
            cosines[0] - max(others) if others else 0.0,
            _share(term_set(hits[0].passage.embedded_text), rarity, total) if hits else 0.0,
            _best_sentence(read, rarity, total),
            sum(r for r in rarity.values() if r >= unknown) / total,
            max((h.lexical for h in hits), default=0.0) / total,
            float(sum(term not in held for term in retrieval.query.own if term[0].isdigit())),
            float(_money_missing(asked, read)),
            float(sum(not set(terms(name)) & held for name in proper_names(asked))),
            float(np.log1p(len(retrieval.query.topical))),
        ),
        judged=_judged(hits, judgement) if judgement else (),
        all_in_one_sentence=_all_in_one(read, retrieval.query.topical - ANSWER_SORTS),
    )


def _judged(hits: tuple[Hit, ...], judgement: Judgement) -> tuple[float, ...]:
    scores = sorted((score for hit in hits for score in judgement.quotable(hit)), reverse=True)
    others = [judgement.best(hit) for hit in hits[1:] if hit.document.doc != hits[0].document.doc]
    best, third = (scores[place] if len(scores) > place else UNREAD for place in (0, 2))
    return tuple(max(value, LEAST_LOGIT) for value in (best, third, max(others, default=UNREAD)))


def _share(held: frozenset[str], rarity: dict[str, float], total: float) -> float:
    return sum(value for term, value in rarity.items() if term in held) / total


def _best_sentence(read: tuple[Hit, ...], rarity: dict[str, float], total: float) -> float:
    shares = (
        _share(term_set(h.passage.quote(s)) | term_set(" ".join(h.passage.headings)), rarity, total)
        for h in read
        for s in h.passage.sentences
    )
    return max(shares, default=0.0)


def _all_in_one(read: tuple[Hit, ...], wanted: frozenset[str]) -> bool:
    return len(wanted) > 1 and any(
        wanted <= term_set(h.passage.quote(s)) | term_set(" ".join(h.passage.headings))
        for h in read
        for s in h.passage.sentences
    )


def _money_missing(asked: str, read: tuple[Hit, ...]) -> bool:
    if not MONEY_ASKED.search(" ".join(words(asked))):
        return False
    return not any(MONEY_NAMED.search(h.passage.text.lower()) for h in read)


def proper_names(text: str) -> list[str]:
    """Words that begin with a capital inside a sentence: names of places and bodies, acronyms aside."""
    typed = TYPED_WORD.findall(text)
    return [w for w in typed[1:] if w[0].isupper() and not w.isupper() and len(w) > 2]  # noqa: PLR2004 — « Le », « De »
