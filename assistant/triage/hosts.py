"""What territory the domain of an e-mail address names: the last thing that is believed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.triage.areas import area_named
from indexer.french import is_known
from indexer.territories import Level, territories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.territories import Territory

SERVICES: Final = frozenset(
    "mairie ville commune cc ca cu agglo agglomeration metropole interco departement dept cd conseil pref prefecture "
    "sp region ars dd dt ddets dreets rectorat ors cres ireps creai crpv urps ccas cias ch chu cpts cls clsm asv pays "
    "msp petr communaute pnr academie promotionsante promosante".split()
)
"""What stands in a host's name before the place that it serves."""
REGIONAL: Final = frozenset("ars region pref dreets rectorat ors cres ireps creai crpv urps promotionsante".split())
SHORT: Final = {
    "oc": "Occitanie",
    "na": "Nouvelle-Aquitaine",
    "bfc": "Bourgogne-Franche-Comté",
    "hdf": "Hauts-de-France",
    "idf": "Île-de-France",
    "aura": "Auvergne-Rhône-Alpes",
    "ara": "Auvergne-Rhône-Alpes",
    "paca": "Provence-Alpes-Côte d'Azur",
    "cvl": "Centre-Val de Loire",
    "pdl": "Pays de la Loire",
    "ge": "Grand Est",
    "grandest": "Grand Est",
}
"""Acronyms of regions, after the name of a regional service only."""
COMMUNAL: Final = frozenset("mairie ville commune ccas msp cls clsm".split())
"""Services of a commune, however small: its name is believed where it is no word."""
SMALL: Final = 1_000
TOWN: Final = 5_000
CITY: Final = 20_000
"""Inhabitants from which a commune is believed: after its own service, another, none; our choice."""
SCHOOLS: Final = frozenset("univ universite ecole etu ifsi irts iut lycee master these labo".split())
"""What a school's host holds: its town is that of the studies."""
FIRMS: Final = frozenset(
    "cabinet etude papeterie imprimerie boulangerie garage librairie ets sarl labo laboratoire".split()
)
"""What a firm's host begins with: its name is its owner's."""
LONGEST: Final = 5
SHORTEST: Final = 4
_NUMBERED: Final = re.compile(r"(?<![a-z])(?:dd|dt|ud|cd|ddets|ddetspp|ddt|ddars)[-._]?(\d\d|2[ab]|97\d)(?!\d)")
"""The delegation of a département, on either side of the at sign: « dd48@… »."""
_GLUED: Final = re.compile(
    r"(?P<service>mairie|ville|commune|ccas|agglo|metropole|cpts|chu|ch|cc|ca|cu|cls)"
    r"(?:de|du|des|d)?(?P<name>(?<=villede)[a-z]{4,30}|(?<=mairiede)[a-z]{4,30}|[a-z]{6,30})"
)
"""A service and the place that it serves in one word: « villedelyon »."""
_SIDE: Final = re.compile(r"(?:sud|nord|est|ouest|centre) ?([a-z ]{3,30})")
_PART: Final = re.compile(r"[a-z]+|\d+")


def hint(address: str) -> str:
    """A few words that tell homonyms apart, from a number in an address (« ville93 » gives « dans le 93 »)."""
    numbers = re.findall(r"(?<!\d)(?:\d{2}|97\d)(?!\d)", _host(address))
    return " ".join(f"dans le {number}." for number in numbers)


def territory_of(address: str) -> Territory | None:
    """The place whose name a host holds; `None` when it holds none for sure."""
    numbered = _NUMBERED.search(address.lower())
    if numbered:
        found = territories().find(f"département {numbered[1].upper()}")
        return found[0].territory if found else None
    for parts in _named_parts(address):
        for at, size in _spans(len(parts)):
            place = _place(parts[at : at + size], parts[at - 1] if at else "")
            if place:
                return place
    return None


def area_of(address: str) -> tuple[str, str] | None:
    """Label and level of the area without a code whose name a host holds; `None` when it holds none."""
    for parts in _named_parts(address):
        for at, size in _spans(len(parts)):
            found = area_named(" ".join(parts[at : at + size]))
            if found:
                return found
        glued = "".join(parts)
        if glued.endswith("grandouest"):
            return area_named("grand ouest")
    return None


def _named_parts(address: str) -> Iterator[list[str]]:
    for label in _labels(address):
        parts = [part for glued in _PART.findall(label) for part in _unglued(glued)]
        if parts and parts[0] not in FIRMS and not SCHOOLS & set(parts):
            yield parts


def _unglued(letters: str) -> list[str]:
    """The words of a host's one: « chsaintbrieuc », « grandchalon »; itself where it is none of ours."""
    whole = territories().unglued(letters)
    glued = _GLUED.fullmatch(letters)
    if whole or glued is None or is_known(letters) or territories().resolve(letters).certain:
        return whole.split() or [letters]
    for name in (glued["name"], letters.removeprefix(glued["service"])):
        spaced = territories().unglued(name) or (name if territories().resolve(name).certain else "")
        if spaced:
            return [glued["service"], *spaced.split()]
    return [letters]


def _host(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _labels(address: str) -> list[str]:
    """The labels of a host without those of its registry: two of « mairie-x.exemple.fr », one of « x.fr »."""
    labels = _host(address).split(".")
    return labels[:-2] if len(labels) > 2 else labels[:-1]  # noqa: PLR2004 - a name under a registered one


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for size in range(min(count, LONGEST), 0, -1):
        for at in range(count - size + 1):
            yield at, size


def _place(parts: list[str], before: str) -> Territory | None:
    name = " ".join(parts)
    part = _SIDE.fullmatch(name)
    if part and before in SERVICES:  # « cc-sudaveyron »
        whole = territories().resolve(part[1]).certain
        if whole and whole.level is Level.DEPARTEMENT:
            return whole
    served = before in SERVICES
    if name in SHORT:
        name = SHORT[name] if before in REGIONAL else ""
    if name.isdigit():
        name = f"({name})" if served else ""
        found = territories().find(f"département {parts[0]}") if name else []
        return found[0].territory if found else None
    if len(name) < SHORTEST or not (served or not all(map(is_known, parts))):
        return None
    place = territories().resolve(name).certain
    if place is None or place.level is Level.COUNTRY:
        return None
    if place.level is Level.COMMUNE and place.population < _least(parts, before):
        return None
    return place


def _least(parts: list[str], before: str) -> int:
    if before in COMMUNAL and not all(map(is_known, parts)):
        return SMALL
    return TOWN if before in SERVICES else CITY
