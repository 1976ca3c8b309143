"""By which names the places are known: what the builder (`__main__`) writes, and no one needs at run time."""

from __future__ import annotations

import re
from collections import defaultdict
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from indexer.french import without_accents
from indexer.territories.contexts import GROUPING_WORDS
from indexer.territories.names import ARTICLES, level_name, own_words
from indexer.territories.places import Named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = dict[str, Any]
"""A line of the official tables, as JSON gives it."""

ALIASES = "aliases.csv"
DEPARTEMENT_WEIGHT, REGION_WEIGHT, COUNTRY_WEIGHT = 3_000_000, 2_000_000, 4_000_000
"""Above any commune's inhabitants. A département comes before the region of the same ground (Mayotte)."""
SHORTENED: Final = 1_000
"""Inhabitants from which a commune may be called by the head of its name (« Vitry », « Aulnay »); our choice."""
SHORT_SHARE: Final = 10
"""« Clichy » is rather Clichy than Clichy-sous-Bois: a shortened name weighs its inhabitants divided by this. So does
the name of a commune merged into another (« Évry »), for which the source has no inhabitants of its own."""
FAMOUS: Final = 100_000
"""Inhabitants from which a city's name is not taken for a surname, even if somebody bears it."""
_HEAD = re.compile(r"([^-]+(?:-[^-]+)??)-(?:sur|sous|lès|les|lez|en|le|la|de|d|aux?)[-']")
_DISTRICT = re.compile(r"(paris|lyon|marseille) (\d{1,2}e) arrondissement")
_TYPE = re.compile(r"^(?:cc|ca|cu|metropole|eurometropole|communaute|agglo(?:meration)?) (?!agglo)")
_TAIL = re.compile(r" (?:agglo(?:meration)?|metropole|communaute)$")


class Flags:
    """What makes a name risky to look for."""

    def __init__(self) -> None:
        dictionary = DEFAULT_DICTIONARY_FACTORY.get_dictionary("fr")
        people = import_module("faker.providers.person.fr_FR").Provider
        self._ordinary = frozenset(without_accents("\n".join(dictionary)).split("\n"))
        self._personal = {level_name(name) for name in (*people.first_names, *people.last_names)}

    def ordinary(self, levelled: str) -> bool:
        """Whether a name could stand in prose that is about something else (« le port », « petit bourg »)."""
        own = own_words(levelled)
        # « Mantes-la-Jolie » is made of ordinary words that never follow each other but there; so are the saints.
        bare = len(own) in {1, 2} and levelled.endswith(" ".join(own)) and not levelled.startswith("saint")
        return bare and all(word in self._ordinary for word in own)

    def personal(self, levelled: str) -> bool:
        """Whether people bear this name, as a forename or a surname."""
        return levelled in self._personal


class Names:
    """Levelled names → the places that bear them; and the same for groupings after a word such as « agglo »."""

    def __init__(self, flags: Flags) -> None:
        self._flags = flags
        self.places: defaultdict[str, list[Named]] = defaultdict(list)
        self.groupings: defaultdict[str, list[Named]] = defaultdict(list)

    def add_communes(self, communes: Sequence[Row]) -> None:
        """Current communes, districts, merged communes under the one that holds them, shortened names."""
        current = {row["code"]: row for row in communes if row["type"] == "commune-actuelle"}
        for row in communes:
            within = row.get("chefLieu", "")
            if within and row["nom"] == current[within]["nom"]:
                continue  # the chief town of a merged commune that has kept its name
            weight = current[within].get("population", 0) // SHORT_SHARE if within else row.get("population", 0)
            self._add_commune(row["nom"].split(" (")[0], f"COM-{within or row['code']}", weight)

    def _add_commune(self, name: str, code: str, weight: int) -> None:
        levelled = level_name(name)
        personal = weight < FAMOUS and self._flags.personal(levelled)
        named = Named(code, weight, self._flags.ordinary(levelled), personal)
        self.places[levelled].append(named)
        district = _DISTRICT.fullmatch(levelled)
        if district:
            self.places[f"{district[1]} {district[2]}"].append(named)
            self.places[f"{district[2]} arrondissement de {district[1]}"].append(named)
        head = _HEAD.match(name)
        short = level_name(head[1]) if head and weight >= SHORTENED else ""
        if short and not self._flags.ordinary(short):
            personal = self._flags.personal(short)
            self.places[short].append(Named(code, weight // SHORT_SHARE, personal=personal))

    def add_larger(self, departements: Sequence[Row], regions: Sequence[Row], aliases: Sequence[Sequence[str]]) -> None:
        """Départements, regions, and the names that the official tables do not have."""
        for row in departements:
            self._add_larger(row["nom"], f"DEP-{row['code']}", DEPARTEMENT_WEIGHT)
        for row in regions:
            if row["zone"] != "com":
                self._add_larger(row["nom"], f"REG-{row['code']}", REGION_WEIGHT)
        weights = {"PAYS": COUNTRY_WEIGHT, "REG": REGION_WEIGHT, "DEP": DEPARTEMENT_WEIGHT}
        for name, code, flags in aliases:
            weight = weights.get(code.split("-")[0], FAMOUS)
            self.places[level_name(name)].append(Named(code, weight, "o" in flags, "p" in flags))

    def _add_larger(self, name: str, code: str, weight: int) -> None:
        levelled = level_name(name)
        ordinary = len(own_words(levelled)) == 1 and self._flags.ordinary(levelled)  # « Hautes-Alpes » is no prose
        self.places[levelled].append(Named(code, weight, ordinary))

    def add_groupings(self, groups: Iterable[Row]) -> None:
        """Groupings of communes; after everything else, since a commune's name is first the commune's."""
        for group in groups:
            full = level_name(group["nom"].partition(" (")[0])  # « CA du Grand Avignon (COGA) »
            core = _without_articles(_TYPE.sub("", full))
            people = sum(member["populationMunicipale"] for member in group["membres"])
            named = Named(f"EPCI-{group['code']}", people, self._flags.ordinary(core))
            for name in {core, _without_articles(_TAIL.sub("", core))}:
                self.groupings[name].append(named)
            # By its own name alone only when that is not a commune's, and is more than one word.
            for name in {full, core} if len(own_words(core)) > 1 else {full}:
                if all(place.code.startswith("EPCI") for place in self.places[name]):
                    self.places[name].append(named)

    def longest(self) -> dict[str, int]:
        """First words of names → words in the longest of them."""
        found: defaultdict[str, int] = defaultdict(int)
        for name in (*self.places, *self.groupings, *GROUPING_WORDS):
            first = name.partition(" ")[0]
            found[first] = max(found[first], name.count(" ") + 1)
        return found


def _without_articles(levelled: str) -> str:
    words = levelled.split()
    while len(words) > 1 and words[0] in ARTICLES | {"d", "de", "des", "du"}:
        words = words[1:]
    return " ".join(words)
