"""Whether a question is really answered: the assistant is asked, and must quote from where the question was taken.

That an answer comes is not enough: nearly every question about the field gets one. What tells is that the question was
taken from a place, and that this place is what is quoted first: among all passages of all publications, the right one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.questions import Question
from assistant.suggestions.phrasing import Wording, subject_of
from indexer.french import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from assistant.answers import Statement
    from assistant.service import Assistant, Found
    from assistant.suggestions.candidates import Candidate
    from indexer.index import Index

LEAST_CERTAINTY: Final = {
    Wording.ASKED: 0.75,
    Wording.HOW: 0.7,
    Wording.ABOUT: 0.65,
    Wording.MEANING: 0.5,
    Wording.SURVEY: 0.5,
}
"""Of the refusal's decision. What a term means and what a survey found are checked by what is quoted."""
SURE: Final = 0.85
FIRST: Final = 2
"""Citations among which one is from where the question was taken; what is said of a subject begins there."""
MORE_TERMS: Final = 3
"""Meaningful words that a definition has besides the term: « AMI : appel à manifestation d’intérêt » has none."""
_MEANS: Final = re.compile(
    r"^(?:(?:le|la|les|une?)\s|l[’'])?(?P<term>[^:|\t]{2,120}?)\s*"
    r"(?::|\t|\||\best (?:une? |le |la |l[’']|défini)(?!autre|premi|deuxi|derni)|\bsont des |"
    r"\b(?:désigne|regroupe|consiste|sert à|réunit|s[’']entend)\b)",
    re.IGNORECASE,
)
_LEANING: Final = re.compile(
    r"^(?:ils?|elles?|ce|cette|ces|cet|celle|celui|ceux|cela)\b|"
    r"\b(?:ce (?:titre|document|résumé|repère|dossier|classeur|classement)|"
    r"cette (?:note|question|fiche|publication|présentation))\b",
    re.IGNORECASE,
)
"""Words that only make sense in their publication: true, and no answer."""
WHY: Final = "Pourquoi "
_BECAUSE: Final = re.compile(
    r"\b(?:parce qu|car|pour|afin|faute de|caus|raisons?\b|effet\b|permet|évite|dû|due|s[’']expliqu|expliqu)",
    re.IGNORECASE,
)
"""A quotation without one of these says that something is to be done, and not why."""
_INNER: Final = re.compile(r"\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Verified:
    """A question that is answered.

    Attributes:
        text: In French, as it is shown.
        wording: How it is worded.
        doc: Publication that it comes from; empty for a term of the field.
        vector: Of the question, `(dimension,)` float32, L2-normalised.
        docs: Publications that its answer quotes.
        quotes: Words that it quotes.
        names: What it asks about is called so; empty where it has no name.
    """

    text: str
    wording: Wording
    doc: str
    vector: NDArray[np.float32]
    docs: tuple[str, ...]
    quotes: tuple[str, ...]
    names: tuple[str, ...] = ()


def verified(candidate: Candidate, assistant: Assistant) -> Verified | None:
    """A candidate that is answered, surely, from where it was taken; `None` for another."""
    found = assistant.seek(Question(candidate.text))
    said = [statement for each in found for statement in each.statements]
    if not said or any(each.reason for each in found):
        return None
    certainty = min(each.certainty for each in found)
    if certainty < LEAST_CERTAINTY[candidate.wording]:
        return None
    answers = is_answered(candidate, said, assistant.index, sure=certainty >= SURE)
    return _of(candidate, found[0], said) if answers else None


def is_answered(candidate: Candidate, said: Sequence[Statement], index: Index, *, sure: bool = True) -> bool:
    """Whether quotations answer: they stand where the question was taken from, or say what it asks in so many words.

    Args:
        candidate: The question.
        said: What is quoted, in order; at least one.
        index: Of the passages quoted.
        sure: Whether the assistant was; where it was not, the very first quotation of a bare subject must do.
    """
    quote = said[0].citation.quote.rstrip()
    if (quote.endswith("?") and "\t" not in quote) or _LEANING.search(quote):
        return False
    if candidate.wording is Wording.MEANING:
        return _means(candidate, said[0])
    if candidate.text.startswith(WHY) and not _BECAUSE.search(quote):
        return False
    places = {index.passages[row].id for row in candidate.rows}
    first = 1 if candidate.wording is Wording.ABOUT and not sure else FIRST
    if candidate.doc and any(each.citation.passage.id in places for each in said[:first]):
        return True
    if candidate.wording is Wording.ABOUT:
        return _begins_by(subject_of(candidate.text), quote)
    return sure and said[0].citation.document.doc == candidate.doc


def _begins_by(subject: str, quote: str) -> bool:
    """Whether a quotation speaks of a subject first: where it comes later, most often something else is told."""
    wanted = terms(subject)
    return set(wanted) <= set(terms(quote)[: len(wanted) + 1])


def _means(candidate: Candidate, first: Statement) -> bool:
    """Whether a quotation says what the term means, rather than what it did in 2025."""
    quote = first.citation.quote
    found = _MEANS.match(quote)
    if found is None:
        return False
    asked = set(terms(_INNER.sub(r" \1 ", candidate.text.removesuffix("?"))))
    named = set(terms(found["term"]))
    return bool(named) and named <= asked and len(set(terms(quote)) - asked) >= MORE_TERMS


def _of(candidate: Candidate, found: Found, said: list[Statement]) -> Verified:
    return Verified(
        candidate.text,
        candidate.wording,
        candidate.doc,
        found.retrieval.vector,
        tuple(dict.fromkeys(each.citation.document.doc for each in said)),
        tuple(each.citation.quote for each in said),
        candidate.names,
    )
