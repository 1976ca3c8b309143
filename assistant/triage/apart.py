"""Places that stand apart in a mail, where a publication would say more: « (Tarbes, centre social) », « Léa, Rodez ».

In brackets, after a comma at the end of a line, by the number of a département (« DD 23 »), or by the first word of a
town's name (« à Oloron »): less sure than what `indexer.territories` finds, and only looked at where that finds less.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from assistant.privacy.words import folded, is_forename
from indexer.french import is_known
from indexer.territories import Level, territories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.territories import Territory

KNOWN: Final = 1_000
"""Inhabitants from which a commune is believed; our choice."""
CITY: Final = 20_000
"""Inhabitants from which the last word of a house's name is the city where it is; our choice."""
LONGEST_NAME: Final = 45
"""Characters of a person's name, before the comma and the place."""
MOST: Final = 30
"""Places looked for in a part; beyond, it is a list."""
SHORTEST: Final = 5
"""Letters of a town's shortened name, at least."""
_NAME: Final = r"[A-ZÀ-Ý][\wÀ-ÿ'’]{1,30}(?:[- ][\wÀ-ÿ'’]{1,30}){0,5}"
_BRACKETED: Final = re.compile(r"\(([^()\n]{2,120})\)")
_PIECE: Final = re.compile(r"[^,;/]+")
_LAST: Final = re.compile(rf",[ \t]{{1,3}}(?P<name>{_NAME})[ \t]*[.!]?[ \t]*$", re.MULTILINE)
_SOMEBODY: Final = re.compile(r"(?:^|[\n.!?])[ \t]*[A-ZÀ-Ý][a-zà-ÿ-]{1,20}(?:[ \t][A-ZÀ-Ý][\wÀ-ÿ-]{1,20}){1,2}$")
"""« Annie Delorme », alone before the comma."""
_HOUSE: Final = re.compile(
    r"^[ \t]*(?:[Cc]entre [Ss]ocial|CSC|[Ee]space|[Mm]aison|[Rr]ésidence|EHPAD|IME|[Cc]linique|[Aa]ssociation)"
    r"[ \t][^\n,;()]{2,60}[ \t](?P<name>[A-ZÀ-Ý][\wÀ-ÿ-]{2,40})[ \t]*$",
    re.MULTILINE,
)
"""« Centre social les Glycines Roubaix », alone on a line: the city after the house's own name."""
_WITHIN: Final = re.compile(rf"[,(][ ]?(?P<name>{_NAME}) (?:dans (?:le |la |les |l['’])|en )(?P<area>{_NAME})")
_NUMBER: Final = r"(?P<number>0[1-9]|[1-9]\d|2[AB]|97[1-6])"
_NUMBERED: Final = (
    re.compile(rf"\b(?:DD|DT|UD|CD|DDETS|DDETSPP|DDT|DDARS|[Pp]réfecture|[Dd]élégation)[ -]?{_NUMBER}\b"),
    re.compile(
        r"\b(?:secteur|département|coin|bassin|pays|ville|commune|canton|territoire|association|asso|quartier|campagne)"
        rf" \({_NUMBER}\)"
    ),
    re.compile(r"(?<=[a-zà-ÿ]) \((?P<number>0[1-9]|3[2-9]|[4-8]\d|9[0-5]|2[AB]|97[1-6])\)"),
)
_DATED: Final = re.compile(
    r"(?P<lead>^|[,;:(][ \t])(?P<name>[A-ZÀ-Ý][a-zà-ÿ]{2,20})"
    r"(?=,? (?:le )?(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?\d{1,2}(?:er)? ?"
    r"(?:janv|f[ée]v|mars|avr|mai|juin|juil|ao[ûu]|sept|oct|nov|d[ée]c|/\d))",
    re.MULTILINE,
)
"""« …, Lamballe 18 décembre »: a town, then the day of what happens there."""
_PROPER: Final = (
    r"(?:L[ea]s? )?[A-ZÀ-Ý][\wÀ-ÿ'’]{1,30}(?:[- ](?:(?:de|du|des|la|le|les|lès|sur|sous|en|et|d['’]|l['’])[- ]?){0,4}"
    r"[A-ZÀ-Ý][\wÀ-ÿ'’]{1,30}){0,3}(?![\w'’-])"
)
"""A name whose words have capitals, save the little ones within it."""
_ALONE: Final = re.compile(rf"(?:^|[.!?]) ?(?P<name>{_PROPER}) ?(?=[.!?](?:\s|$))", re.MULTILINE)
"""« Depuis lundi. Basse-Terre. On fait quoi ? »: a sentence that is a name."""
_UNDER_A_NAME: Final = re.compile(
    rf"(?:^|\n)[ \t]*[A-ZÀ-Ý][\w.'’-]{{0,20}}[ \t][A-ZÀ-Ý][^\n,;!?]{{1,40}}\n[ \t]*(?P<name>{_PROPER})\s*\Z"
)
"""The last line, under the name of whoever signs; under « Cordialement, » it would be the name itself."""
_ITEM: Final = re.compile(rf"(?:^|[\s(])[a-zà-ÿ\d][\w%€-]*, (?P<name>{_PROPER})(?=, [a-zà-ÿ\d])", re.MULTILINE)
"""« CDI, 28 h, Égletons, permis B »."""
_AFTER_A_DAY: Final = re.compile(
    r"\b\d{1,2}(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre),? "
    rf"(?P<name>{_PROPER})(?= ?[:,;?!–]| - |$)",
    re.MULTILINE,
)
"""« 5 juin Gourdon : »."""
_OFFICE: Final = re.compile(rf"\b(?:DGS|DGA|DRH|CCAS|CIAS|MSP|CPTS|CLS|CLSM|ASV|DAC|CMP|[Mm]airie) (?P<name>{_PROPER})")
"""« Bruno, DGS Clamecy »."""
_GREETED: Final = re.compile(
    rf"\b(?:[Bb]onjour|[Bb]onsoir|[Cc]oucou|[Ss]alut)(?: à \w+)? (?:de |depuis |d['’])(?P<name>{_PROPER}) ?(?=[!,.\n])"
)
"""« Bonjour de Saint-Martin-d'Hères ! »."""
_OVERSEAS: Final = re.compile(
    r"\b(?P<name>[A-ZÀ-Ý][\wÀ-ÿ]+(?:-[\wÀ-ÿ]+)*) (?:de |en )(?:[Ll]a )?"
    r"(?P<area>Réunion|Guadeloupe|Martinique|Guyane|Mayotte)\b"
)
"""« Saint-Pierre de La Réunion »."""
_SHORT: Final = re.compile(
    r"(?:\b(?P<lead>à|a|À|de|sur|vers|au|Au)[ \t]|\bd['’])(?P<name>[A-ZÀ-Ý][a-zà-ÿ]{2,20})(?![\w'’-]| [A-ZÀ-Ý])"
)


@dataclass(frozen=True, slots=True)
class Apart:
    """A place that stands apart.

    Attributes:
        territory: The place.
        label: As the mail calls it, for readers.
        start, end: Characters of the text, end exclusive.
    """

    territory: Territory
    label: str
    start: int
    end: int


def apart(text: str, context: str) -> Iterator[Apart]:
    """The places that stand apart in a text, `MOST` of them at most, in no order.

    Args:
        text: A part of a message.
        context: What may tell homonyms apart.
    """
    yield from islice(_all(text, context), MOST)


def _all(text: str, context: str) -> Iterator[Apart]:
    for inside in _BRACKETED.finditer(text):
        for piece in _PIECE.finditer(inside[1]):
            name = piece.group().strip()
            start = inside.start(1) + piece.start() + piece.group().index(name) if name else 0
            yield from _whole(name, start, context)
    for match in (*_WITHIN.finditer(text), *_OVERSEAS.finditer(text)):
        yield from _whole(match["name"], match.start("name"), match["area"])
    for line in _LAST.finditer(text):
        lives = bool(_SOMEBODY.search(text[max(0, line.start() - LONGEST_NAME) : line.start()]))
        yield from _whole(line["name"], line.start("name"), context, lives=lives)
    for match in _ALONE.finditer(text):
        yield from _whole_name(match, context)
    for match in (*_OFFICE.finditer(text), *_GREETED.finditer(text)):
        yield from _whole(match["name"], match.start("name"), context)
    signed = _UNDER_A_NAME.search(text)
    if signed:
        yield from _whole(signed["name"], signed.start("name"), context)
    for line in _HOUSE.finditer(text):
        yield from (place for place in _whole(line["name"], line.start("name"), context) if _is_city(place.territory))


def items(text: str, context: str) -> Iterator[Apart]:
    """Towns that are an item of a list of other things, or that follow a day: « CDI, Égletons, permis B »."""
    for match in (*islice(_ITEM.finditer(text), MOST), *islice(_AFTER_A_DAY.finditer(text), MOST)):
        yield from _whole_name(match, context)


def by_number(text: str) -> Iterator[Apart]:
    """Départements told by their number only: « DD 23 », « du secteur (27) »."""
    for pattern in _NUMBERED:
        for match in pattern.finditer(text):
            for mention in territories().find(f"département {match['number']}"):
                yield Apart(mention.territory, mention.territory.name, *match.span("number"))


def shortened(text: str) -> Iterator[Apart]:
    """Towns called by the first word of their name: « à Oloron », « au Puy », « l'ASV de Décines »."""
    for match in (*_SHORT.finditer(text), *_DATED.finditer(text)):
        article = (match["lead"] or "").lower() == "au"
        name = f"Le {match['name']}" if article else match["name"]
        if len(name) < SHORTEST or _is_word(match["name"], article=article):
            continue
        town = territories().shortened(name)
        if town:
            yield Apart(town, name, *match.span("name"))


def _whole_name(match: re.Match[str], context: str) -> Iterator[Apart]:
    """The commune that a name is, where it is no word of the language."""
    if not is_known(match["name"].lower()):
        found = _whole(match["name"], match.start("name"), context)
        yield from (place for place in found if place.territory.level is Level.COMMUNE)


def _is_word(name: str, *, article: bool) -> bool:
    return is_forename(folded(name)) or (is_known(name.lower()) and not article)


def _whole(name: str, start: int, context: str, *, lives: bool = False) -> Iterator[Apart]:
    """The place that a whole name is; a hamlet only after the name of whoever lives there."""
    if not re.fullmatch(_NAME, name) or is_forename(folded(name)):
        return
    found = territories().resolve(name, context).candidates
    if not found or found[0].level is Level.COUNTRY:
        return
    sure = lives and len(found) == 1 and not is_known(name.lower())
    if sure or not _is_hamlet(found[0]):
        yield Apart(found[0], found[0].name, start, start + len(name))


def _is_city(place: Territory) -> bool:
    return place.level is Level.COMMUNE and place.population >= CITY


def _is_hamlet(place: Territory) -> bool:
    return place.level is Level.COMMUNE and place.population < KNOWN
