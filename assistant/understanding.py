"""From a question as typed to what the two indexes are asked.

```
Question ─▶ its words, those of the question it leans on, what its acronyms mean ─▶ Query
```
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.french import stem, terms, words
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.questions import Question

EARLIER_WEIGHT = 0.6
"""Weight of the words of the question that this one leans on, against 1 for its own."""
EXPANSION_WEIGHT = 0.3
"""Weight of the words that an acronym stands for, and of an acronym whose long form was typed."""


@dataclass(frozen=True, slots=True)
class Query:
    """What the indexes are asked.

    Attributes:
        question: As typed.
        text: For the dense side: the question, after the one it leans on.
        weights: Stem → weight, for the lexical side.
        own: Stems of the question's own words, without those of an earlier one nor expansions.
        topical: Stems of the question and of the one it leans on.
    """

    question: str
    text: str
    weights: Mapping[str, float]
    own: frozenset[str]
    topical: frozenset[str]


def understand(question: Question) -> Query:
    """What the indexes are asked for a question."""
    earlier = question.earlier()
    own = terms(question.text)
    before = terms(earlier)
    weights: dict[str, float] = {}
    for term in expansion_terms(f"{earlier} {question.text}"):
        weights[term] = EXPANSION_WEIGHT
    for term in before:
        weights[term] = EARLIER_WEIGHT
    for term in own:
        weights[term] = 1.0
    text = f"{earlier} {question.text}".strip()
    return Query(question.text, text, weights, frozenset(own), frozenset(own) | frozenset(before))


def expansion_terms(text: str) -> frozenset[str]:
    """Stems that a text's acronyms stand for, and the acronyms of the long forms that it spells out."""
    typed = words(text)
    joined = f" {' '.join(typed)} "
    found: set[str] = set()
    for acronym, forms in _forms().items():
        if acronym in typed:
            found.update(term for form in forms for term in terms(form))
        elif any(f" {form} " in joined for form in forms):
            found.add(stem(acronym))
    return frozenset(found)


@functools.cache
def _forms() -> dict[str, tuple[str, ...]]:
    """Levelled acronym → its levelled long forms (singular, plural, synonyms), all meanings together."""
    table: dict[str, set[str]] = {}
    for entry in acronyms():
        short = " ".join(words(entry.acronym))
        long = {" ".join(words(f)) for f in (entry.expansion, entry.expansion_plural, *entry.synonyms)}
        table.setdefault(short, set()).update(form for form in long if form and form != short)
    return {short: tuple(sorted(forms)) for short, forms in table.items()}
