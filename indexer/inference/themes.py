"""The themes of a publication, by the words of each theme in its title, its headings and its text."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from indexer.french import terms
from indexer.vocabulary import themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.inference.evidence import Evidence

TITLE_WEIGHT: Final = 3.0
THRESHOLD: Final = 3.0
"""A word of the title is enough; else a text must come back to the theme, in its headings or every fifty words."""
MOST_THEMES: Final = 4
SHORTEST: Final = 400
"""Words below which a text is counted as having that many: one word of a note of three lines is no theme."""
GENERIC: Final = (
    "indicateur, démarches, habitants, aidants, information, droits, environnement, moyens, données, relayer, mesurer, "
    "impact, Insee, besoins, règles, réunion, poste, usagers, enfants, égalité, bilan, eau, air, budget, efficacité, "
    "mobilité, portail, veille, marche, restitution, contact, partenariat, événement, pass, manger, jardin, "
    "prescription, CAP, santé, soins"
)
"""Keywords of `vocabulary/themes.csv`, and words of its labels, that texts of any theme use (« les données », or
« aide » and « marché » once levelled): they tell nothing alone. Picked on this corpus' catalogue, November 2026."""

Form = tuple[str, ...]


def themes_of(evidence: Evidence) -> tuple[str, ...]:
    """Slugs of the themes, the surest first; none when no theme stands out."""
    ranked = sorted(scores(evidence).items(), key=lambda item: -item[1])
    return tuple(slug for slug, score in ranked if score >= THRESHOLD)[:MOST_THEMES]


def scores(evidence: Evidence) -> dict[str, float]:
    """Score of each theme, 0 and above: words in the title, and logarithms of how often in headings and text."""
    text_words = terms(evidence.body)
    title, headings, text = (
        _counted(words) for words in (terms(evidence.title), terms("\n".join(evidence.headings)), text_words)
    )
    per_thousand = 1000 / max(SHORTEST, len(text_words))
    return {
        slug: TITLE_WEIGHT * sum(form in title for form in forms)
        + math.log1p(sum(headings[form] for form in forms))
        + math.log1p(per_thousand * sum(text[form] for form in forms))
        for slug, forms in forms().items()
    }


def _counted(words: Sequence[str]) -> Counter[Form]:
    """How often each run of words that may be a form occurs."""
    longest = max(len(form) for forms in forms().values() for form in forms)
    return Counter(
        tuple(words[at : at + size]) for size in range(1, longest + 1) for at in range(len(words) - size + 1)
    )


@functools.cache
def forms() -> dict[str, tuple[Form, ...]]:
    """Stems of the words of each theme: its keywords, its label and the parts of it."""
    generic = {tuple(terms(word)) for word in GENERIC.split(",")}
    return {
        slug: _distinct((*theme.keywords, *re.split(r" et | ou ", theme.label), theme.label), generic)
        for slug, theme in themes().items()
    }


def _distinct(names: Iterable[str], generic: set[Form]) -> tuple[Form, ...]:
    found = dict.fromkeys(tuple(terms(name)) for name in names)
    return tuple(form for form in found if form and form not in generic)
