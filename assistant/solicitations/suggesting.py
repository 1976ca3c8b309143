"""Which organisations of the directory to suggest to whoever asks for a contact, and why."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.solicitations.directory import organisations
from assistant.solicitations.filing import holding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.solicitations.directory import Organisation
    from assistant.solicitations.store import Solicitations

COUNTRY = "PAYS-FR"


class Nearness(enum.IntEnum):
    """How an organisation's territory goes with that of a request, nearest first."""

    COVERS = 0
    """It works there: the place itself, or one that holds it."""
    WITHIN = 1
    """It works in a part of it."""
    NATIONAL = 2
    """It works everywhere."""
    UNKNOWN = 3
    """Its territory is not known."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An organisation to point to.

    Attributes:
        organisation: It.
        themes: Those of the request that are its own, in the request's order.
        nearness: How its territory goes with the request's.
        territory: Code of its territory that does; empty when it is not known.
    """

    organisation: Organisation
    themes: tuple[str, ...]
    nearness: Nearness
    territory: str


def suggest(
    solicitations: Solicitations, themes: Sequence[str], territory_code: str, *, count: int = 4
) -> tuple[Suggestion, ...]:
    """Organisations that may help, best first.

    Those that share a theme come first: local, then national ones, those of the request's first themes before others.
    Then those that work in this very place whatever their themes. One that works elsewhere is not suggested.

    Args:
        solicitations: Whose directory.
        themes: Slugs, most central first; none: of the territory alone.
        territory_code: Of the request; empty when it is not known.
        count: Most of them.
    """
    return suggest_among(organisations(solicitations), themes, territory_code, count=count)


def suggest_among(
    entries: Iterable[Organisation], themes: Sequence[str], territory_code: str, *, count: int = 4
) -> tuple[Suggestion, ...]:
    """Those of some organisations that may help, best first, as `suggest` chooses them."""
    found = [_suggestion(each, themes, territory_code) for each in entries]
    kept = [each for each in found if each is not None]
    return tuple(sorted(kept, key=lambda each: _rank(each, themes))[:count])


def _suggestion(organisation: Organisation, themes: Sequence[str], code: str) -> Suggestion | None:
    shared = tuple(theme for theme in themes if theme in organisation.themes)
    near = _nearness(organisation, code)
    if near is None or not (shared or near[0] <= Nearness.WITHIN):
        return None
    return Suggestion(organisation, shared, *near)


def _nearness(organisation: Organisation, code: str) -> tuple[Nearness, str] | None:
    """`None` for one that works elsewhere."""
    if not organisation.territories:
        return Nearness.UNKNOWN, ""
    above = holding(code)
    ranked = []
    for own in organisation.territories:
        if own == COUNTRY:
            ranked.append((Nearness.NATIONAL, own))
        elif own in above:
            ranked.append((Nearness.COVERS, own))
        elif code and code != COUNTRY and code in holding(own):
            ranked.append((Nearness.WITHIN, own))
    return min(ranked, default=None)


def _rank(suggestion: Suggestion, themes: Sequence[str]) -> tuple[bool, int, int, int, str]:
    first = themes.index(suggestion.themes[0]) if suggestion.themes else len(themes)
    return (
        not suggestion.themes,
        suggestion.nearness,
        -len(suggestion.themes),
        first,
        suggestion.organisation.name,
    )
