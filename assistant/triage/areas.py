"""Places that have no official code: old regions, natural areas, foreign countries, regions told by an adjective."""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from indexer.territories.names import level_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OLD_REGIONS: Final = {
    level_name(name): name
    for name in (
        "Alsace",
        "Champagne-Ardenne",
        "Lorraine",
        "Aquitaine",
        "Limousin",
        "Poitou-Charentes",
        "Languedoc-Roussillon",
        "Midi-Pyrénées",
        "Auvergne",
        "Rhône-Alpes",
        "Bourgogne",
        "Franche-Comté",
        "Basse-Normandie",
        "Haute-Normandie",
        "Nord-Pas-de-Calais",
        "Picardie",
    )
}
"""Regions before 2016 (law n° 2015-29): each keeps its own name, which tells more than that of the one it is in now."""

PEOPLE_OF: Final = {
    "alsacien": "Alsace",
    "auvergnat": "Auvergne",
    "basque": "Pays Basque",
    "bourguignon": "Bourgogne",
    "breton": "Bretagne",
    "francilien": "Île-de-France",
    "guadeloupeen": "Guadeloupe",
    "guyanais": "Guyane",
    "limousin": "Limousin",
    "lorrain": "Lorraine",
    "mahorais": "Mayotte",
    "martiniquais": "Martinique",
    "normand": "Normandie",
    "picard": "Picardie",
    "reunionnais": "La Réunion",
    "occitan": "Occitanie",
}
"""« nos coordinations alsaciennes »."""

PEOPLE_OF_A_DEPARTEMENT: Final = {
    "ardechois": "Ardèche",
    "ardennais": "Ardennes",
    "aubois": "Aube",
    "audois": "Aude",
    "aveyronnais": "Aveyron",
    "cantalien": "Cantal",
    "correzien": "Corrèze",
    "costarmoricain": "Côtes-d'Armor",
    "creusois": "Creuse",
    "dromois": "Drôme",
    "essonnien": "Essonne",
    "finisterien": "Finistère",
    "gersois": "Gers",
    "girondin": "Gironde",
    "heraultais": "Hérault",
    "iserois": "Isère",
    "jurassien": "Jura",
    "landais": "Landes",
    "lotois": "Lot",
    "lozerien": "Lozère",
    "mayennais": "Mayenne",
    "meusien": "Meuse",
    "morbihannais": "Morbihan",
    "mosellan": "Moselle",
    "ornais": "Orne",
    "sarthois": "Sarthe",
    "savoyard": "Savoie",
    "tarnais": "Tarn",
    "varois": "Var",
    "vendeen": "Vendée",
    "vosgien": "Vosges",
    "yvelinois": "Yvelines",
}
PEOPLE_OF_A_TOWN: Final = {
    "amienois": "Amiens",
    "bisontin": "Besançon",
    "bordelais": "Bordeaux",
    "brestois": "Brest",
    "caennais": "Caen",
    "dijonnais": "Dijon",
    "grenoblois": "Grenoble",
    "havrais": "Le Havre",
    "lillois": "Lille",
    "lyonnais": "Lyon",
    "marseillais": "Marseille",
    "messin": "Metz",
    "montpellierain": "Montpellier",
    "mulhousien": "Mulhouse",
    "nanceien": "Nancy",
    "nantais": "Nantes",
    "nicois": "Nice",
    "nimois": "Nîmes",
    "palois": "Pau",
    "remois": "Reims",
    "rennais": "Rennes",
    "rochelais": "La Rochelle",
    "rouennais": "Rouen",
    "stephanois": "Saint-Étienne",
    "strasbourgeois": "Strasbourg",
    "toulonnais": "Toulon",
    "toulousain": "Toulouse",
}
"""« asso rouennaise »: of large towns, those whose name is of no area (« angevin », « tourangeau ») nor of several."""
_PEOPLE: Final = {**PEOPLE_OF, **PEOPLE_OF_A_DEPARTEMENT, **PEOPLE_OF_A_TOWN}

_PAYS: Final = re.compile(
    r"\b(?:(?P<pays>Pays)|PETR)(?: (?:de la|de|du|des|d['’]|de l['’]))? ?"
    r"(?P<name>[A-ZÀ-Ý][\wÀ-ÿ]+(?:[- ][A-ZÀ-Ý][\wÀ-ÿ]+){0,3})"
)
"""« le Pays Thouarsais », « PETR du Midi-Quercy »: a territory of projects, which the official code leaves out."""
_PROPER: Final = re.compile(r"\b[A-ZÀ-Ý][\wÀ-ÿ-]*")
_ADJECTIVE: Final = re.compile(rf"\b({'|'.join(_PEOPLE)})(?:n?e)?s?\b")


@dataclass(frozen=True, slots=True)
class Area:
    """A place without an official code that a text names.

    Attributes:
        label: For readers.
        level: `autre` or `pays`.
        start, end: Characters of the text, end exclusive.
    """

    label: str
    level: str
    start: int
    end: int


@functools.cache
def _known() -> Mapping[str, tuple[str, str]]:
    text = (files(__package__) / "areas.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {name: (row["label"], row["level"]) for row in rows for name in row["names"].split("|")}


@functools.cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_known(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def areas(text: str) -> Iterator[Area]:
    """The natural areas and countries that a text names, in its order; one word needs a capital, save countries."""
    levelled, places = _levelled(text)
    for match in _pattern().finditer(levelled):
        label, level = _known()[match.group()]
        start, end = places[match.start()], places[match.end() - 1] + 1
        if level == "pays" or " " in match.group() or _PROPER.match(text, start) or text[start:end].isupper():
            yield Area(label, level, start, end)


def projects(text: str) -> Iterator[Area]:
    """The « pays » and the PETR that a text names, in its order, as it calls them; whatever else they may be."""
    for match in _PAYS.finditer(text):
        start = match.start("pays") if match["pays"] else match.start("name")
        yield Area(text[start : match.end()], "autre", start, match.end())


def adjectives(text: str) -> Iterator[tuple[str, int, int]]:
    """Names of regions, départements and towns whose people or things a text names (« alsaciennes »), with where."""
    levelled, places = _levelled(text)
    for match in _ADJECTIVE.finditer(levelled):
        start, end = places[match.start()], places[match.end() - 1] + 1
        if text[start:end].islower():
            yield _PEOPLE[match[1]], start, end


def area_named(levelled: str) -> tuple[str, str] | None:
    """Label and level of an area by its levelled name; `None` when there is none."""
    return _known().get(levelled)


def _levelled(text: str) -> tuple[str, list[int]]:
    """A text letter by letter as names are compared, and where each letter stands in it."""
    letters: list[str] = []
    places: list[int] = []
    for position, letter in enumerate(text):
        for plain in level_name(letter) or " ":
            letters.append(plain)
            places.append(position)
    return "".join(letters), places
