"""What sort of answer a question wants, heard in its words: a figure, a definition, a list… It shapes the answer.

Read by `extraction`, over levelled words (no accents, no apostrophes, one space between words).
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING

from assistant.leaning import DEFINING, asks_what_it_is
from indexer.french import term_set, words
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from collections.abc import Mapping


class Shape(enum.StrEnum):
    """The sorts of answer."""

    COMPARISON = "comparison"
    FIGURE = "figure"
    DATE = "date"
    DEFINITION = "definition"
    METHOD = "method"
    LIST = "list"
    SYNTHESIS = "synthesis"
    OTHER = "other"


PATTERNS: Mapping[Shape, re.Pattern[str]] = {
    # The first that is heard decides: « quelle différence de taux entre… » compares.
    Shape.COMPARISON: re.compile(
        r"\b(?:differences?|differe(?:nt)?|distinguer?|distinction|compare[rsz]?|comparaison|versus|vs|par rapport a|"
        r"plutot que|au lieu d[eu]|ecarts? entre)\b"
    ),
    Shape.FIGURE: re.compile(r"\b(?:combien|nombre|part|pourcentage|proportion|taux|chiffres?|effectifs?|montant)\b"),
    Shape.DATE: re.compile(r"\b(?:quand|date|depuis|annee|jour|calendrier|delai|echeance)\b"),
    Shape.DEFINITION: DEFINING,
    Shape.METHOD: re.compile(
        r"\b(?:comment|etapes?|par ou commencer|methode|demarche|mode d emploi|conseils?|que faire|quoi faire|"
        r"comment faire|faut il|precautions?)\b"
    ),
    Shape.LIST: re.compile(
        r"\b(?:lesquel(?:le)?s|quels|quelles|liste[rz]?|cite[rz]?|exemples?|enumere[rz]?|types? de|sortes? de)\b"
    ),
    Shape.SYNTHESIS: re.compile(
        r"\b(?:que dit|que disent|que sait|que savons|qu en dit|quoi sur|informations? sur|synthese|panorama|"
        r"point sur|parle[rz]? de|etat des lieux)\b"
    ),
}
STATEMENTS: Mapping[Shape, int] = {
    Shape.COMPARISON: 4,
    Shape.FIGURE: 3,
    Shape.DATE: 3,
    Shape.DEFINITION: 3,
    Shape.METHOD: 5,
    Shape.LIST: 5,
    Shape.SYNTHESIS: 5,
    Shape.OTHER: 4,
}
"""Most sentences quoted, those of a list counting as one: the direct answer, then up to four that add to it."""
_BETWEEN = re.compile(r"\bentre (.+?) et (.+)|(.+?) (?:ou|vs|versus) (.+)")
SIDE_TERMS = 3
"""A side of a comparison is told by its first words; what follows belongs to both."""


def shape_of(asked: str) -> Shape:
    """The shape of the answer that a question wants.

    Args:
        asked: As typed, or after the question that it leans on.
    """
    levelled = " ".join(words(asked))
    for shape, pattern in PATTERNS.items():
        if pattern.search(levelled) or (shape is Shape.DEFINITION and asks_what_it_is(asked)):
            return shape
    return Shape.OTHER


def acronyms_compared(asked: str) -> tuple[frozenset[str], ...]:
    """The stems of the acronyms that a question compares, two at least; empty when it compares other things."""
    typed = words(asked)
    named = [entry.acronym for entry in acronyms() if " ".join(words(entry.acronym)) in typed]
    distinct = [stems for stems in dict.fromkeys(term_set(name) for name in named) if stems]
    return tuple(distinct) if len(distinct) > 1 else ()


def sides(asked: str) -> tuple[frozenset[str], ...]:
    """The stems of the things that a question compares, two at least; empty when it does not name them."""
    named = acronyms_compared(asked)
    if named:
        return named
    typed = words(asked)
    found = _BETWEEN.search(" ".join(typed))
    if not found:
        return ()
    parts = [part for part in found.groups() if part]
    told = tuple(term_set(" ".join(part.split()[:SIDE_TERMS])) for part in parts)
    return told if all(told) and len(set(told)) > 1 else ()
