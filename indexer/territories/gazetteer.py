"""The official places, by code, by name and by postcode; read from `data/` when first asked for."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path
from typing import Final

from indexer.errors import InvalidFilter
from indexer.territories.names import ARTICLES, level_names
from indexer.territories.places import Level, Named, Territory

DATA: Final = Path(__file__).parent / "data"
PLACES, NAMES, GROUPINGS = "places.tsv.gz", "names.tsv.gz", "groupings.tsv.gz"
FIRSTS, POSTCODES = "firsts.tsv.gz", "postcodes.tsv.gz"
TOWN: Final = 5_000
"""Inhabitants from which a town is called by the first word of its name; our choice."""
CLEARLY: Final = 3
"""How many times more than any other so called; our choice."""


class Gazetteer:
    """Every place of the tables. Built once (`gazetteer()`), then shared between threads without harm.

    The tables stay as lines of text, and a line is taken apart when its place is asked for: forty thousand objects
    would take half a second to build, for the few hundred that a text names.
    """

    def __init__(self) -> None:
        self._places = _table(PLACES)
        self._names = _table(NAMES)
        self._groupings = _table(GROUPINGS)
        self._longest = _table(FIRSTS)
        self._parents: dict[str, tuple[str, ...]] = {}

    def territory(self, code: str) -> Territory:
        """The place of a code.

        Raises:
            InvalidFilter: No such code.
        """
        if code not in self._places:
            raise InvalidFilter(field="territory", value=code, allowed="COM-…, EPCI-…, DEP-…, REG-…, PAYS-FR")
        return _territory(code, self._places[code], self.parents(code))

    def parents(self, code: str) -> tuple[str, ...]:
        """Codes of the places that hold a place, smallest first.

        Raises:
            KeyError: No such code.
        """
        if code not in self._parents:
            direct = self._places[code].split("\t")[2].split()
            above = self.parents(direct[-1]) if direct else () if code == "PAYS-FR" else ("PAYS-FR",)
            self._parents[code] = (*direct, *above)
        return self._parents[code]

    def named(self, levelled: str) -> tuple[Named, ...]:
        """The places of a name (`names.level_name`), in no order; none when no place has it."""
        return _places(self._names.get(levelled, ""))

    def groupings(self, levelled: str) -> tuple[Named, ...]:
        """The groupings of communes that « agglo de … » may name."""
        return _places(self._groupings.get(levelled, ""))

    def unglued(self, letters: str) -> str:
        """The levelled name of several words that letters without a space are (« saintbrieuc »); empty when none is."""
        return self._unglued.get(letters, "")

    @functools.cached_property
    def _unglued(self) -> dict[str, str]:
        names = (name for table in (self._groupings, self._names) for name in table if " " in name)
        return {name.replace(" ", ""): name for name in names}

    def longest(self, first: str) -> int:
        """Words in the longest name that begins with a word; 0 when none does."""
        return int(self._longest.get(first, 0))

    def departement(self, number: str) -> str | None:
        """Code of the département of a number such as « 59 », « 2A » or « 974 »; `None` when there is none."""
        code = f"DEP-{number.upper()}"
        return code if code in self._places else None

    def shortened(self, levelled: str) -> str | None:
        """Code of the town that people call by the first word of its name (« Oloron »); `None` when none is.

        It has `TOWN` inhabitants, and no commune whose name begins so, or is that word, comes near it.
        """
        return self._shortened.get(levelled)

    @functools.cached_property
    def _shortened(self) -> dict[str, str]:
        lines = [(code, *line.split("\t")[:2]) for code, line in self._places.items() if code.startswith("COM")]
        known = [(code, name, int(people)) for code, name, people in lines if int(people) * CLEARLY > TOWN]
        towns: dict[str, list[tuple[int, str]]] = {}
        for (code, _, people), levelled in zip(known, level_names([name for _, name, _ in known]), strict=True):
            towns.setdefault(_first_word(levelled), []).append((people, code))
        kept: dict[str, str] = {}
        for first, found in towns.items():
            (most, code), *others = sorted(found, reverse=True)
            if first and most >= TOWN and all(CLEARLY * population <= most for population, _ in others):
                kept[first] = code
        return kept

    def at_postcode(self, postcode: str) -> tuple[str, ...]:
        """Codes of the communes of a postcode, most populous first, a district before its city; none when unknown."""
        return tuple(_postcodes().get(postcode, "").split())


def _first_word(levelled: str) -> str:
    """The first word of a name, its article included; nothing of a saint's."""
    words = levelled.split()
    count = 2 if words[0] in ARTICLES else 1
    return "" if words[count - 1 : count] in (["saint"], ["sainte"]) else " ".join(words[:count])


def _table(name: str) -> dict[str, str]:
    lines = gzip.decompress((DATA / name).read_bytes()).decode("utf-8").split("\n")
    return {key: rest for key, _, rest in [line.partition("\t") for line in lines]}


@functools.cache
def _postcodes() -> dict[str, str]:
    return _table(POSTCODES)


@functools.lru_cache(maxsize=8192)
def _places(line: str) -> tuple[Named, ...]:
    return tuple(map(Named.parse, line.split()))


@functools.lru_cache(maxsize=8192)
def _territory(code: str, line: str, parents: tuple[str, ...]) -> Territory:
    name, population, _ = line.split("\t")
    level = next(level for level in Level if code.startswith(f"{level.prefix}-"))
    return Territory(code, level, name, int(population), parents)


@functools.cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of the process; its first call reads the tables."""
    return Gazetteer()
