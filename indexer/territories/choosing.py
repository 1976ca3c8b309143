"""Which of the places that share a name is meant: what stands beside it, what else the text names, inhabitants."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from indexer.territories import contexts
from indexer.territories.places import Named, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from indexer.territories.gazetteer import Gazetteer

CLEAR: Final = 10
"""How many times likelier than the second the first must be, not to be ambiguous; our choice."""
SAME_DEPARTEMENT, SAME_REGION = 100, 5
"""How many times likelier a place is when the text names its département, its region, or a place there; our choice."""
SHOWN: Final = 5
"""Candidates kept."""
OVERSEAS: Final = ("DEP-97", "DEP-98")
AREAS: Final = ("DEP", "REG")


def areas(gazetteer: Gazetteer, code: str) -> frozenset[str]:
    """The département and the region that a place is, or is in."""
    return frozenset(c for c in (code, *gazetteer.parents(code)) if c.startswith(AREAS))


def resolve(
    gazetteer: Gazetteer,
    named: Sequence[Named],
    *,
    beside: AbstractSet[str] = frozenset(),
    elsewhere: AbstractSet[str] = frozenset(),
    links: Sequence[str] = (),
    commune: bool = False,
) -> Resolution:
    """Ranks the places that share a name.

    Args:
        gazetteer: Where they are described.
        named: The places.
        beside: Codes that stand beside the name (« Saint-Denis (93) »); they decide.
        elsewhere: Codes of départements and regions that the text names; they weigh.
        links: Little words before the name, nearest first.
        commune: A word such as « ville de » says that it is a commune.
    """
    weights: Counter[str] = Counter()
    for place in named:
        weights[place.code] = max(weights[place.code], 1 + place.weight)
    inside = {code: {code, *gazetteer.parents(code)} for code in weights}
    decided = {code: weight for code, weight in weights.items() if beside and inside[code] & beside}
    kept = _of_the_level(decided or dict(weights), links, commune=commune)
    for code in kept:
        shared = areas(gazetteer, code) & elsewhere
        if any(area.startswith("DEP") for area in shared):
            kept[code] *= SAME_DEPARTEMENT
        elif shared:
            kept[code] *= SAME_REGION
    ranked = sorted(kept, key=lambda code: (-kept[code], code))[:SHOWN]
    close = len(ranked) > 1 and kept[ranked[0]] < CLEAR * kept[ranked[1]] and not _same_ground(gazetteer, ranked)
    ambiguous = close or (bool(beside) and not decided)
    return Resolution(tuple(gazetteer.territory(code) for code in ranked), ambiguous)


def _of_the_level(weights: dict[str, int], links: Sequence[str], *, commune: bool) -> dict[str, int]:
    """Grammar tells the commune from the département or the region of the same name: « à Mayenne », « en Mayenne »."""
    communes = {code: weight for code, weight in weights.items() if code.startswith("COM")}
    larger = {code: weight for code, weight in weights.items() if not code.startswith("COM")}
    if not communes or not larger:
        return weights
    nearest = links[0] if links else ""
    if "PAYS-FR" in larger or nearest in contexts.DEFINITE | {"en", "dans"}:
        return larger
    if any(code.startswith(OVERSEAS) for code in larger) and not commune:
        return larger  # islands take « à » as towns do
    if commune or nearest == "a" or "DEP-75" in larger:
        return communes
    return weights


def _same_ground(gazetteer: Gazetteer, ranked: Sequence[str]) -> bool:
    """Whether the first two are one above the other (Mayotte as a département and as a region)."""
    first, second = ranked[:2]
    return first in gazetteer.parents(second) or second in gazetteer.parents(first)


def context_of(gazetteer: Gazetteer, codes: Iterable[str]) -> frozenset[str]:
    """The départements and regions that places are in, for `elsewhere`."""
    return frozenset(area for code in codes for area in areas(gazetteer, code))
