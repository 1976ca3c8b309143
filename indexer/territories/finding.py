"""Finding the places that a text names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from indexer.territories import contexts
from indexer.territories.choosing import areas, context_of, resolve
from indexer.territories.judging import CITY, LARGER, Surroundings, is_place, surroundings
from indexer.territories.names import ARTICLES, CONNECTORS
from indexer.territories.numbers import POSTCODE, is_counted, is_departement, is_postcode
from indexer.territories.places import Mention, Named
from indexer.territories.words import as_name, is_proper, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.territories.gazetteer import Gazetteer
    from indexer.territories.words import Word

CONTRACTED: Final = {"au": "le", "du": "le", "aux": "les", "des": "les"}
"""« au Havre », « des Lilas »: the article that the name has lost."""
_BLANK: Final = " \u00a0\u202f"
_BRACKETED = re.compile(r"\s*[(,–-]\s*(?:dept\.? |dépt\.? |cp )?(\d{5}|\d{2,3}|2[ABab])\s*(?:[),.;]|$)")


@dataclass(frozen=True, slots=True)
class _Found:
    """Words that are a place: positions of the first and the last, and what they may stand for."""

    first: int
    last: int
    named: tuple[Named, ...]
    beside: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    commune: bool = False
    number: bool = False


class Finder:
    """Finds places in texts; keeps nothing of them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def find(self, text: str) -> list[Mention]:
        """The places that a text names, in the order of the text; no two overlap."""
        words = words_of(text)
        found = _without_their_numbers(list(self._scan(text, words)))
        sure = [place for place in found if self._is_sure(place)]
        elsewhere = context_of(self._gazetteer, (max(p.named, key=lambda n: n.weight).code for p in sure))
        return [self._mention(text, words, place, self._beside(words, found, at), elsewhere)
                for at, place in enumerate(found)]  # fmt: skip

    def _mention(
        self, text: str, words: Sequence[Word], found: _Found, beside: frozenset[str], elsewhere: frozenset[str]
    ) -> Mention:
        start, end = words[found.first].start, words[found.last].end
        resolution = resolve(
            self._gazetteer,
            found.named,
            beside=beside,
            elsewhere=elsewhere,
            links=found.links,
            commune=found.commune,
        )
        return Mention(start, end, text[start:end], resolution)

    def _is_sure(self, found: _Found) -> bool:
        codes = {named.code for named in found.named}
        larger = [named for named in found.named if named.weight > LARGER]
        return len(codes) == 1 or bool(found.beside) or bool(larger and not found.commune)

    def _beside(self, words: Sequence[Word], found: Sequence[_Found], at: int) -> frozenset[str]:
        """Codes that decide: a postcode or a number beside, or the département named right after."""
        place = found[at]
        if place.beside or at + 1 == len(found) or all(named.weight > LARGER for named in place.named):
            return place.beside
        following = found[at + 1]
        between = words[place.last + 1 : following.first + 1]
        near = len(between) <= 4 and all(word.level in contexts.LINKS - {"et", "ou"} for word in between[:-1])  # noqa: PLR2004 — four words at most join two names
        larger = {named.code for named in following.named if named.code.startswith(("DEP", "REG"))}
        if not near or any(word.first for word in between):
            return frozenset()
        inside = {code for named in place.named for code in (named.code, *self._gazetteer.parents(named.code))}
        says = "(" in between[0].gap or {"en", "dans"} & {word.level for word in between}
        return frozenset(larger) if says or larger & inside else frozenset()

    def _scan(self, text: str, words: Sequence[Word]) -> Iterator[_Found]:
        position, last = 0, -2
        while position < len(words):
            listed = position > 0 and _listed(words, position, last)
            found = self._at(text, words, position, listed=listed)
            if found is None:
                position += 1
            else:
                yield found
                last = found.last
                position = found.last + 1

    def _at(self, text: str, words: Sequence[Word], position: int, *, listed: bool) -> _Found | None:
        word = words[position]
        if word.text[0].isdigit():
            return self._number(text, words, position) or self._name(text, words, position, listed=listed)
        contracted = position > 0 and words[position - 1].level in CONTRACTED
        if not (contracted or self._gazetteer.longest(word.level)):
            return None
        return self._grouping(words, position) or self._name(text, words, position, listed=listed)

    def _runs(self, words: Sequence[Word], position: int, article: str = "") -> Iterator[tuple[int, str]]:
        """Last positions and levelled names of what begins here, the longest first."""
        most = self._gazetteer.longest(article or words[position].level) - bool(article)
        last = position
        while last + 1 < len(words) and last + 1 - position < most and words[last + 1].glued:
            last += 1
        for end in range(last, position - 1, -1):
            if end - position + 1 <= most:
                name = as_name(words[position : end + 1])
                yield end, f"{article} {name}" if article else name

    def _name(self, text: str, words: Sequence[Word], position: int, *, listed: bool) -> _Found | None:
        before = words[position - 1] if position else None
        article = CONTRACTED.get(before.level, "") if before and words[position].spaced else ""
        for lost in filter(None, (article, "bare")):
            for last, name in self._runs(words, position, "" if lost == "bare" else lost):
                found = self._judge(text, words, (position, last), name, listed=listed)
                if found:
                    return found
        return None

    def _judge(
        self, text: str, words: Sequence[Word], span: tuple[int, int], name: str, *, listed: bool
    ) -> _Found | None:
        named = self._gazetteer.named(name)
        if not named:
            return None
        first, last = span
        beside = self._codes_beside(text, words, first, last, named) or self._named_beside(words, last, named)
        if not beside and self._is_larger_with_its_article(name, named):
            return None
        around = surroundings(words, first, last, listed=listed, located=bool(beside))
        around = self._untied(words, first, last, named, around)
        own = [word for word in words[first : last + 1] if word.level not in CONNECTORS]
        if not own or not is_place(name, words[first : last + 1], named, around):
            return None
        commune = around.administrative and around.noun in contexts.MUNICIPAL
        return _Found(first, last, named, beside, around.links, commune)

    def _untied(
        self, words: Sequence[Word], first: int, last: int, named: Sequence[Named], around: Surroundings
    ) -> Surroundings:
        """« Lille-Roubaix », « Est-Morbihan »: a hyphen that ties two places, or a half of one, makes no other name."""
        if not around.compound:
            return around
        half = words[first].hyphened and words[first - 1].level in contexts.HALVES
        tied = [words[last + 1]] if last + 1 < len(words) and words[last + 1].hyphened else []
        cities = all(max((n.weight for n in self._gazetteer.named(w.level)), default=0) > CITY for w in tied)
        larger = half and max(place.weight for place in named) > LARGER
        if not (cities and is_proper(tied) if tied else around.listed or larger):
            return around
        return replace(around, compound=False, listed=True)

    def _codes_beside(
        self, text: str, words: Sequence[Word], first: int, last: int, named: Sequence[Named]
    ) -> frozenset[str]:
        """« 59000 Lille », « Lille (59) », « Lille 59000 »: what the number stands for, when a namesake is in it."""
        wanted: set[str] = set()
        if first and words[first].spaced and POSTCODE.fullmatch(words[first - 1].text):
            wanted.update(self._of_postcode(words[first - 1].text))
        after = _BRACKETED.match(text, words[last].end)
        if after and len(after[1]) == 5:  # noqa: PLR2004 - a postcode
            wanted.update(self._of_postcode(after[1]))
        elif after:
            wanted.update(filter(None, [self._gazetteer.departement(after[1])]))
        inside = {n.code: {n.code, *self._gazetteer.parents(n.code)} for n in named} if wanted else {}
        return frozenset(wanted & set().union(*inside.values())) if inside else frozenset()

    def _is_larger_with_its_article(self, name: str, named: Sequence[Named]) -> bool:
        """« la Creuse »: rather the département than the hamlet whose name has the article."""
        article, _, bare = name.partition(" ")
        larger = any(place.weight > LARGER for place in self._gazetteer.named(bare))
        return article in ARTICLES and larger and all(place.weight <= LARGER for place in named)

    def _named_beside(self, words: Sequence[Word], last: int, named: Sequence[Named]) -> frozenset[str]:
        """« Machecoul (Loire-Atlantique) », « Mens, Isère »: the département or region of a namesake, right after."""
        position = last + 1
        if position >= len(words) or words[position].gap.strip(_BLANK) not in {"(", ","}:
            return frozenset()
        inside = {code for place in named for code in self._gazetteer.parents(place.code)}
        for end, name in self._runs(words, position):
            codes = {n.code for n in self._gazetteer.named(name) if n.weight > LARGER} & inside
            if codes and is_proper(words[position : end + 1]):
                return frozenset(codes)
        return frozenset()

    def _of_postcode(self, postcode: str) -> Sequence[str]:
        codes = self._gazetteer.at_postcode(postcode)
        if codes:
            return codes
        number = postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]
        departement = self._gazetteer.departement(number)  # a « cedex », or a postcode newer than the table
        return (departement,) if departement else ()

    def _grouping(self, words: Sequence[Word], position: int) -> _Found | None:
        """« CA du Pays de … », « agglo de … »: a word for a grouping, then the name of one."""
        for end, name in self._runs(words, position):
            if name not in contexts.GROUPING_WORDS:
                continue
            start = end + 1
            while (
                start < len(words)
                and words[start].glued
                and words[start].level in contexts.OF | {"l", "la", "le", "les"}
            ):
                start += 1
            if start >= len(words) or not words[start].glued:
                continue
            for last, core in self._runs(words, start):
                named = self._gazetteer.groupings(core)
                if named and (is_proper(words[start : last + 1]) or not all(n.ordinary for n in named)):
                    return _Found(position, last, self._of_type(named, contexts.GROUPING_WORDS[name]))
        return None

    def _of_type(self, named: tuple[Named, ...], wanted: str) -> tuple[Named, ...]:
        labels = {"CC": ("CC ",), "CA": ("CA ",), "CU": ("CU ",), "METRO": ("Métropole", "Eurométropole")}
        starts = labels.get(wanted, ())
        kept = tuple(n for n in named if starts and self._gazetteer.territory(n.code).name.startswith(starts))
        return kept or named

    def _number(self, text: str, words: Sequence[Word], position: int) -> _Found | None:
        """« 59000 » on a line of an address, « le 93 », « (59) », « département 59 »."""
        word = words[position]
        if is_counted(text, words, position):
            return None
        codes: Sequence[str] = ()
        if is_postcode(words, position):
            codes = self._of_postcode(word.text)
        elif is_departement(text, words, position):
            codes = tuple(filter(None, [self._gazetteer.departement(word.text)]))
        if not codes:
            return None
        named = tuple(Named(code, self._gazetteer.territory(code).population) for code in codes)
        return _Found(position, position, named, areas(self._gazetteer, codes[0]), number=True)


def _without_their_numbers(found: list[_Found]) -> list[_Found]:
    """Places without the postcodes and numbers that only tell which place the name beside them is."""
    kept: list[_Found] = []
    for at, place in enumerate(found):
        near = [other for other in found[max(0, at - 1) : at + 2] if other is not place]
        told = any(other.beside and not other.number and _adjacent(place, other) for other in near)
        if not (place.number and told):
            kept.append(place)
    return kept


def _adjacent(one: _Found, other: _Found) -> bool:
    return other.first - one.last == 1 or one.first - other.last == 1


def _listed(words: Sequence[Word], position: int, last: int) -> bool:
    """Whether only a comma, a slash, « et » or « ou » parts this word from the place found before."""
    if last < 0 or position - last > 3:  # noqa: PLR2004 - two little words at most
        return False
    between = words[last + 1 : position]
    gaps = "".join(word.gap for word in (*between, words[position]))
    linked = all(word.level in {"et", "ou", *contexts.OF, *contexts.DEFINITE, "a"} for word in between)
    return linked and (bool(between) or not gaps.isspace()) and not set(gaps) - set(" \u00a0,/&'’+-–")
