"""The official places, by code, by name and by postcode; read from `data/` when first asked for."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path
from typing import Final

from indexer.errors import InvalidFilter
from indexer.territories.places import Level, Named, Territory

DATA: Final = Path(__file__).parent / "data"
PLACES, NAMES, GROUPINGS = "places.tsv.gz", "names.tsv.gz", "groupings.tsv.gz"
FIRSTS, POSTCODES = "firsts.tsv.gz", "postcodes.tsv.gz"


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

    def longest(self, first: str) -> int:
        """Words in the longest name that begins with a word; 0 when none does."""
        return int(self._longest.get(first, 0))

    def departement(self, number: str) -> str | None:
        """Code of the département of a number such as « 59 », « 2A » or « 974 »; `None` when there is none."""
        code = f"DEP-{number.upper()}"
        return code if code in self._places else None

    def at_postcode(self, postcode: str) -> tuple[str, ...]:
        """Codes of the communes of a postcode, most populous first, a district before its city; none when unknown."""
        return tuple(_postcodes().get(postcode, "").split())


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
