"""French places: communes, groupings of communes (EPCI), départements, regions, found in a text and told apart.

`territories()` gives them all. What they are comes from the official geographic code (`data/README.md`).

May not enter: places that the official geographic code does not know.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from indexer.territories.choosing import context_of, resolve
from indexer.territories.finding import Finder
from indexer.territories.gazetteer import Gazetteer, gazetteer
from indexer.territories.names import ARTICLES, level_name
from indexer.territories.places import Level, Mention, Resolution, Territory

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Level", "Mention", "Resolution", "Territories", "Territory", "territories"]


class Territories:
    """Every French place, found in texts, by name or by code. Only read once built: safe to share."""

    def __init__(self, places: Gazetteer) -> None:
        self._gazetteer = places
        self._finder = Finder(places)
        # A message asks about many names with the same text around them: it is looked through once.
        self._elsewhere = functools.lru_cache(maxsize=1)(self._read_elsewhere)

    def find(self, text: str) -> list[Mention]:
        """The places that a French text names, in its order.

        A commune whose name is an ordinary word or a person's is found only where something around it says that it
        is a place; homonyms are told apart by what else the text names, by their département or postcode, then by
        their inhabitants.

        Args:
            text: Of any length; line breaks matter, since no name crosses them.
        """
        return self._finder.find(text)

    def resolve(self, name: str, hint: str = "") -> Resolution:
        """What a name may stand for, without a text around it to judge whether it is a place.

        Args:
            name: Of a place (« St Denis »), with its département or postcode if known (« Saint-Denis (93) »).
            hint: Text that may tell homonyms apart, by the places that it names.

        Returns:
            No candidate when no place has this name.
        """
        wanted = " ".join(name.split())
        levelled = level_name(wanted)
        elsewhere = self._elsewhere(hint)
        named = self._gazetteer.named(levelled) or self._gazetteer.groupings(levelled)
        for article in sorted(ARTICLES):
            named = named or self._gazetteer.named(f"{article} {levelled}")
        if named:
            return resolve(self._gazetteer, named, elsewhere=elsewhere)
        mentions = self.find(f"à {wanted}")
        return mentions[0].resolution if mentions else Resolution()

    def _read_elsewhere(self, hint: str) -> frozenset[str]:
        return context_of(self._gazetteer, (m.territory.code for m in self.find(hint) if not m.ambiguous))

    def shortened(self, name: str) -> Territory | None:
        """The town that people call by the first word of its name (« Oloron », « Le Puy »); `None` when none is."""
        code = self._gazetteer.shortened(level_name(name))
        return self._gazetteer.territory(code) if code else None

    def unglued(self, letters: str) -> str:
        """The levelled name of several words that letters without a space are (« saintbrieuc »); empty when none is."""
        return self._gazetteer.unglued(letters)

    def by_code(self, code: str) -> Territory:
        """The place of a code such as `COM-59350`.

        Raises:
            InvalidFilter: No such code.
        """
        return self._gazetteer.territory(code)

    def ancestors(self, territory: Territory) -> tuple[Territory, ...]:
        """The places that hold a place, smallest first, the country last: groupings, département, region, France."""
        return tuple(map(self._gazetteer.territory, territory.parents))

    def covers(self, outer: str, inner: str) -> bool:
        """Whether a place is, or holds, another; both by code.

        Raises:
            InvalidFilter: One of them is unknown.
        """
        return outer == inner or self.by_code(outer).code in self.by_code(inner).parents

    def main(self, mentions: Sequence[Mention]) -> Territory | None:
        """The place that a text is most likely about, from the places that it names.

        The most often named, the first one among equals; a place does not compete with those that hold it
        (« Saint-Denis (Seine-Saint-Denis) » is about Saint-Denis). Ambiguous mentions do not count.

        Returns:
            `None` when no place is named without doubt.
        """
        sure = [mention.territory for mention in mentions if not mention.ambiguous]
        counted = [place for place in sure if place.level is not Level.COUNTRY]
        if not counted:
            return sure[0] if sure else None
        inner = [p for p in counted if not any(p.code in other.parents for other in counted)]
        support = {p.code: sum(p.code == o.code or o.code in p.parents for o in counted) for p in inner}
        return max(inner, key=lambda place: (support[place.code], -inner.index(place)))


@functools.cache
def territories() -> Territories:
    """The one `Territories` of the process; its first call reads the tables (0.1 s)."""
    return Territories(gazetteer())
