"""Filters heard in a question: « un avis du CNV », « les notes publiées depuis 2023 », « à Lille ».

Only explicit words restrict what may be cited (hard); the others bring such publications before the rest. What would
change nothing with the publications at hand is not heard, so that a reader is only told of what matters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.hearing_patterns import (
    CLAIMED,
    DATED,
    EXPLICIT_KIND,
    EXPLICIT_PLACE,
    EXPLICIT_PUBLISHER,
    GOES_ON,
    KINDS,
    PUBLISHER_SAYS,
    THEME,
    YEARS_OF_PUBLICATIONS,
    YEARS_PUBLISHED,
    bounds,
)
from assistant.messages import AFTER_YEAR, BEFORE_YEAR, BETWEEN_YEARS, NAMESAKE, OR
from assistant.understood import Heard
from indexer.french import without_accents, words
from indexer.territories import Level, territories
from indexer.vocabulary import acronyms, kinds, themes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from assistant.understood import Field
    from indexer.documents import Document
    from indexer.territories import Territory

PARTS = re.compile(r"\s*\([^)]*\)|,? d’après (?:l’|la |le )?|\s*[/;,]\s*")
"""What parts the names of several publishers of one publication."""
SEVERAL = "|"
"""Between the codes of places that bear one name."""
OVERSEAS = "outre mer"
"""Such publications bear no code; they are about what is around each overseas département."""
OVERSEAS_CODE = re.compile(r"(?:COM|DEP)-9[78]|REG-0[1-6]")
AROUND = 0.5
"""How much a publication on the region or the département of a place heard is what was meant, 1 being the place."""


class Hearing:
    """Hears filters, knowing which publications there are."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._publishers = _publishers(document.metadata.publisher for document in documents)
        self._beside = _beside_a_kind(alias for alias, _ in self._publishers)

    def hear(self, text: str, earlier: str = "") -> tuple[Heard, ...]:
        """The filters of a question, one a field at most, in the order of the fields' names.

        Args:
            text: The question.
            earlier: The one that it leans on; what was heard there holds unless the question says otherwise.
        """
        found = {heard.field: heard for heard in (*self._heard(earlier), *self._heard(text))}
        return tuple(found[field] for field in sorted(found))

    def absent(self, text: str, without: Collection[Field] = ()) -> tuple[Heard, ...]:
        """The kind and the year of publication that a question asks for, when no publication has both; else nothing.

        Args:
            text: The question.
            without: What is not to be heard.
        """
        levelled = _said(text)
        if CLAIMED.search(levelled):
            return ()
        asked = (self._kind(levelled), _years(levelled))
        said = tuple(heard for heard in asked if heard and heard.field not in without)
        wanted = any(heard.hard for heard in said)
        if not wanted or any(all(fitness(heard, d) for heard in said) for d in self._documents):
            return ()
        return said

    def _heard(self, text: str) -> Iterator[Heard]:
        levelled = _said(text)
        said = (self._kind(levelled), _theme(levelled), _years(levelled), self._publisher(levelled), self._place(text))
        for heard in filter(None, said):
            if len({fitness(heard, document) for document in self._documents}) > 1:
                yield heard

    def _kind(self, levelled: str) -> Heard | None:
        """Years and publishers beside the name aside: « une enquête FTS de 2025 sur les QPV »."""
        return _kind(self._beside.sub(r"\1", levelled))

    def _place(self, text: str) -> Heard | None:
        """The place named; of several that bear one name, those that publications are about."""
        mentions = [mention for mention in territories().find(text) if mention.territory.level is not Level.COUNTRY]
        place = territories().main(mentions)
        if place is not None:
            hard = EXPLICIT_PLACE.search(without_accents(text)) is not None
            return Heard("territory", place.code, place.name, hard)
        for mention in mentions:
            known = [place for place in mention.resolution.candidates if self._concerns(place.code)]
            if known:
                codes, names = (place.code for place in known), (_told_apart(place) for place in known)
                return Heard("territory", SEVERAL.join(codes), OR.join(names), hard=False)
        return None

    def _concerns(self, code: str) -> bool:
        return any(_nearness(code, document.metadata.territory_code) == 1 for document in self._documents)

    def _publisher(self, levelled: str) -> Heard | None:
        for alias, name in self._publishers:
            for pattern, hard in ((EXPLICIT_PUBLISHER, True), (PUBLISHER_SAYS, False)):
                if re.search(pattern.format(re.escape(alias)), levelled):
                    return Heard("publisher", name, name, hard)
        return None


def fitness(heard: Heard, document: Document) -> float:
    """How much a publication is what was meant: 1 entirely, 0 not at all."""
    told = document.metadata
    if heard.field == "territory":
        codes = heard.value.split(SEVERAL)
        if not told.territory_code and OVERSEAS in " ".join(words(told.territory)):
            return AROUND * any(OVERSEAS_CODE.match(code) is not None for code in codes)
        return max(_nearness(code, told.territory_code) for code in codes)
    if heard.field == "year":
        first, _, last = heard.value.partition("-")
        return float(told.year is not None and int(first or 0) <= told.year <= int(last or 9999))
    if heard.field == "theme":
        return float(heard.value in told.themes)
    if heard.field == "kind":
        return float(heard.value == told.kind)
    return float(" ".join(words(heard.value)) in " ".join(words(told.publisher)))


def _nearness(wanted: str, held: str) -> float:
    if not held or held.startswith(Level.COUNTRY.prefix):
        return 0.0
    if territories().covers(wanted, held):
        return 1.0
    return AROUND if territories().covers(held, wanted) else 0.0


def _kind(levelled: str) -> Heard | None:
    full, ordinary = GOES_ON
    for slug, (name, alone) in KINDS.items():
        forms = ((name, full if " " in name else ordinary), *(((alone, ordinary),) if alone else ()))
        for form, goes_on in forms:
            found = re.search(EXPLICIT_KIND.format(name=f"(?:{form})", goes_on=goes_on), levelled)
            if found:
                claimed = found["opens"] is not None and CLAIMED.search(levelled)
                return Heard("kind", slug, kinds()[slug].label, hard=not claimed)
    for slug, (name, _) in KINDS.items():
        if re.search(rf"\b(?:l'|le |la |les |cet |cette |ces |selon une? |d'apres une? ){name}\b", levelled):
            return Heard("kind", slug, kinds()[slug].label, hard=False)
    return None


def _theme(levelled: str) -> Heard | None:
    found = THEME.search(levelled)
    if found is None:
        return None
    rest = found["rest"].replace("-", " ")
    named = {
        " ".join(without_accents(name).replace("-", " ").split()): slug
        for slug, theme in reversed(themes().items())
        for name in (*theme.keywords, *theme.label.split(" et "), theme.label)
    }
    fits = [name for name in named if re.match(rf"{re.escape(name)}\b", rest)]
    slug = named[max(fits, key=len)] if fits else ""
    return Heard("theme", slug, themes()[slug].label, hard=True) if slug else None


def _years(levelled: str) -> Heard | None:
    for pattern, asked in ((YEARS_PUBLISHED, True), (YEARS_OF_PUBLICATIONS, False)):
        found = pattern.search(levelled)
        if found:
            first, last = bounds(found)
            # An enquiry or a report « of 2024 » may come out the year after.
            last = last + 1 if not asked and first == last else last
            hard = asked and not CLAIMED.search(levelled)
            return Heard("year", f"{first or ''}-{last or ''}", _years_label(first, last), hard)
    return None


def _years_label(first: int, last: int) -> str:
    if not last:
        return AFTER_YEAR.format(first=first)
    if not first:
        return BEFORE_YEAR.format(last=last)
    return str(first) if first == last else BETWEEN_YEARS.format(first=first, last=last)


def _told_apart(place: Territory) -> str:
    """With the département that holds it: several places have its name."""
    around = (a.name for a in territories().ancestors(place) if a.level is Level.DEPARTEMENT)
    return next((NAMESAKE.format(name=place.name, around=name) for name in around), place.name)


def _beside_a_kind(publishers: Iterable[str]) -> re.Pattern[str]:
    """The name of a kind, then what may stand between it and what it is about."""
    names = "|".join(form for several in KINDS.values() for form in several if form)
    publisher = "|".join(map(re.escape, publishers)) or "(?!)"
    return re.compile(rf"\b({names})\b(?: (?:de la |de l'|du |des |de )?(?:{publisher})\b)?{DATED}?")


def _publishers(printed: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Ways to name each publisher, and its name; the longest way first."""
    names = sorted({name for text in printed for name in PARTS.split(text) if name})
    found: dict[str, str] = {}
    for name in names:
        found[_said(name)] = name
        for entry in acronyms():
            if _said(name) in {_said(entry.expansion), _said(entry.acronym)}:
                found |= dict.fromkeys((_said(entry.acronym), _said(entry.expansion)), name)
    for theme in themes().values():
        found.pop(_said(theme.label), None)  # a review called « Santé mentale » is not who says something of it
    return tuple(sorted(found.items(), key=lambda way: (-len(way[0]), way)))


def _said(name: str) -> str:
    return " ".join(without_accents(name).replace("’", "'").replace("-", " ").split())
