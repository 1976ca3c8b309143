"""Which of the places of one name a mail names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.territories import Level, territories

if TYPE_CHECKING:
    from indexer.territories import Mention, Territory

_DEPARTEMENT: Final = re.compile(r"\s?\((\d\d|2[AB]|97\d)\b")
_AU: Final = re.compile(r"\b[Aa]u $")
MUCH_LARGER: Final = 20
"""How many times more inhabitants make a town be meant by the first word of its name; our choice."""
_AGGLO: Final = re.compile(r"(.{2,40}) agglo")
"""In small letters: with a capital it is the grouping's own name (« Flers Agglo »)."""


def told_apart(mention: Mention, text: str, context: str) -> tuple[Territory, tuple[str, ...]]:
    """The likeliest namesake, and the codes of the others when nothing tells them apart."""
    numbered = _DEPARTEMENT.match(text, mention.end)
    if numbered:  # « à Saint-Denis (974, pas la Seine-Saint-Denis) »
        told = territories().resolve(f"{mention.text} ({numbered[1]})").certain
        return told or mention.territory, ()
    called = _called(mention, text)
    if called:
        return called, ()
    if not mention.ambiguous:
        return _chief_town(mention) or mention.territory, ()
    resolution = territories().resolve(mention.text, context)
    candidates = resolution.candidates or mention.resolution.candidates
    others = tuple(place.code for place in candidates[1:]) if resolution.ambiguous or not resolution.candidates else ()
    return candidates[0], others


def _chief_town(mention: Mention) -> Territory | None:
    """« Tulle agglo » is called Tulle by everybody; `None` for a grouping that bears no town's name, or its capital."""
    town = _AGGLO.fullmatch(mention.text)
    commune = territories().resolve(town[1]).certain if town and mention.territory.level is Level.EPCI else None
    return commune if commune and mention.territory.code in commune.parents else None


def _called(mention: Mention, text: str) -> Territory | None:
    """« au Puy » is Le Puy-en-Velay, whatever hamlets are called Le Puy."""
    candidates = mention.resolution.candidates
    if any(place.level is not Level.COMMUNE for place in candidates):
        return None
    article = "Le " if _AU.search(text[max(0, mention.start - 4) : mention.start]) else ""
    town = territories().shortened(f"{article}{mention.text}")
    largest = max(place.population for place in candidates)
    return town if town and town.population > MUCH_LARGER * largest else None
