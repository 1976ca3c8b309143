"""Whether words that are some place's name are that place here, or a person, a street, an ordinary word.

A name is believed by what it is (a city's or a hamlet's, made of ordinary words or not), by how it is written (capital
letters, where they tell something), and by the words around it (`contexts`). No word is believed on its name alone
when it could be anything else: a wrong place is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.territories import contexts
from indexer.territories.names import ARTICLES, CONNECTORS
from indexer.territories.words import is_proper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.territories.places import Named
    from indexer.territories.words import Word

TOWN: Final = 5_000
"""Inhabitants from which a name is known enough to be believed with little around it; our choice."""
CITY: Final = 20_000
"""Inhabitants from which a name written in capitals needs nothing around it; our choice."""
LONGEST_ACRONYM: Final = 3
"""Letters up to which a name in capitals may be an acronym (« PAU », « EU »)."""
FRANCE_AFTER: Final = frozenset({"en", "la", "dans", "toute"})
"""What comes before « France » as a country, rather than in an organisation's name (« Santé publique France »)."""
LARGER: Final = 1_000_000
"""Weights above this are départements, regions and the country (`naming`)."""
RARE_HOMOGRAPHS: Final = frozenset(
    "paris rennes limoges calais bourges rodez quimper vichy cambrai cannes valence sarcelles pantin colombes "
    "macon etampes sceaux sevres gueret vitre castres provins grasse cognac vienne allier cantal drome gironde privas "
    "jura orne marne somme ain aube trappes".split()
) | {"le havre"}
"""Names in the dictionary as words that hardly anybody writes with a capital for anything but the place."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around a name.

    Attributes:
        links: Little words right before it, nearest first (« de la » gives la, de).
        noun: The word before those, levelled; empty at the start of a sentence or after a comma.
        noun_capital: Whether that word begins with a capital.
        direct: Whether the noun touches the name, without any link.
        after: The word right after it with only spaces between, or `None`.
        compound: A hyphen ties it to a word that is not part of it.
        listed: It follows a place just found, after a comma, a slash, « et » or « ou ».
        located: A postcode, the number or the name of its département stands beside it.
    """

    links: tuple[str, ...]
    noun: str
    noun_capital: bool
    direct: bool
    after: Word | None
    compound: bool
    listed: bool
    located: bool

    @property
    def administrative(self) -> bool:
        """« mairie de … », « CLS … »."""
        plain = all(link in contexts.OF | contexts.DEFINITE for link in self.links)
        return self.noun in contexts.ADMINISTRATIVE and plain

    @property
    def placing(self) -> bool:
        """« à … », « près de … »."""
        return any(link in contexts.PLACING for link in self.links) or self.noun == "region"

    @property
    def of(self) -> bool:
        """« … de … »."""
        return any(link in contexts.OF for link in self.links)


def surroundings(
    words: Sequence[Word], first: int, last: int, *, listed: bool = False, located: bool = False
) -> Surroundings:
    """What is around the name that goes from a word to another, both included; the rest as in `Surroundings`."""
    links: list[str] = []
    position = first
    while position > 0 and _touches(words[position]) and words[position - 1].level in contexts.LINKS:
        position -= 1
        links.append(words[position].level)
    noun = words[position - 1] if position > 0 and _touches(words[position]) else None
    after = words[last + 1] if last + 1 < len(words) else None
    compound = words[first].hyphened or (after is not None and after.hyphened)
    return Surroundings(
        links=tuple(links),
        noun=noun.level if noun else "",
        noun_capital=bool(noun and noun.text[0].isupper()),
        direct=not links,
        after=after if after and after.spaced else None,
        compound=compound,
        listed=listed,
        located=located,
    )


def _touches(word: Word) -> bool:
    return word.spaced or word.gap in {"'", "’"}


def is_place(name: str, words: Sequence[Word], named: Sequence[Named], around: Surroundings) -> bool:
    """Whether a name found in a text is the place here.

    Args:
        name: Levelled.
        words: That make it, in the text.
        named: The places that bear it, at least one.
        around: What stands around it.
    """
    if around.compound or _is_somebody(name, words, around) or _is_something(around):
        return around.located and not around.compound
    if around.located or name == "france":
        return around.located or (is_proper(words) and bool(FRANCE_AFTER & {*around.links[:1], around.noun}))
    known = max(place.weight for place in named)
    acronym = words[0].upper and not words[0].shouted and len(name) <= LONGEST_ACRONYM and known < CITY
    if acronym or name in contexts.ADMINISTRATIVE:
        return False  # « ARS » and « PASS de Ville » are no communes, though Ars and Ville are
    communes = any(place.code.startswith("COM") for place in named)  # « la métropole de Grenoble » takes an article
    with_article = communes and known < LARGER and name[0].isalpha() and around.links[:1] in {(a,) for a in ARTICLES}
    saint = name.startswith(("saint ", "sainte ")) and name.count(" ") == 1
    if with_article or (saint and not _saint_is_placed(words, around)):
        return False  # a commune has no article but its own: « les Aix » are none
    judged = _proper_is_place if is_proper(words) else _plain_is_place
    return judged(name, words, named, around)


def _is_somebody(name: str, words: Sequence[Word], around: Surroundings) -> bool:
    """« Mme Paris », « Vincent Lille », « Nancy Dupont »."""
    if around.noun in contexts.TITLES and not around.placing:
        return not ({"a", "maire"} & set(around.links))
    own = [word for word in words if word.level not in CONNECTORS]
    if len(own) > 1 or " " in name:
        return False
    if around.direct and around.noun_capital and around.noun not in contexts.ADMINISTRATIVE:
        return True
    followed = around.after is not None and around.after.capital and not around.after.upper
    return followed and not around.placing and not around.listed and not around.administrative


def _is_something(around: Surroundings) -> bool:
    """« rue de Bordeaux », « accords de Paris », « Amérique du Nord »."""
    named_after = around.noun in contexts.STREETS or around.noun in contexts.THINGS
    if named_after and not around.placing:
        return True
    return around.noun in contexts.AWAY and not around.placing


def _saint_is_placed(words: Sequence[Word], around: Surroundings) -> bool:
    """A saint is also a hospital, a school or a feast: « à Saint-Louis » but not « clinique Saint-Louis »."""
    if around.direct and around.noun:
        return around.noun in contexts.ADMINISTRATIVE and around.noun not in contexts.HOLY
    if around.links and around.links[0] in {"l", "la", "le", "les"}:
        return False
    return bool(around.links) or around.listed or words[0].first


def _proper_is_place(name: str, words: Sequence[Word], named: Sequence[Named], around: Surroundings) -> bool:
    """With capitals that tell something."""
    placed = around.administrative or around.placing or around.listed
    if all(place.ordinary for place in named) and name not in RARE_HOMOGRAPHS:
        after = around.after
        goes_on = after is not None and (after.level in contexts.OF or (after.capital and not around.listed))
        return not goes_on and _ordinary_is_place(words, named, around, placed=placed)
    known = max(place.weight for place in named)
    several = len([word for word in words if word.level not in CONNECTORS]) > 1
    if placed or (several and known > 0):
        return True
    if known >= TOWN:
        return not (around.direct and around.noun in contexts.HOLY)
    return around.of and known > 0 and not words[0].first


def _ordinary_is_place(words: Sequence[Word], named: Sequence[Named], around: Surroundings, *, placed: bool) -> bool:
    """« à Contes », « dans le Nord », « Le Port », « Est Ensemble »."""
    known = max(place.weight for place in named)
    article = words[0].level in ARTICLES and len(words) > 1
    if known > LARGER:  # « dans le Nord », « La Réunion », but not « le Nord » that a sentence is about
        of_the = around.of and around.links[0] in contexts.DEFINITE
        return article or placed or of_the
    if all(place.code.startswith("EPCI") for place in named):
        return True  # « Est Ensemble »: French gives no capital to both words for nothing
    capital_article = article and words[0].text[0].isupper() and (not words[0].first or known >= CITY)
    return around.administrative or around.listed or capital_article or bool({"a", "au"} & set(around.links))


def _plain_is_place(name: str, words: Sequence[Word], named: Sequence[Named], around: Surroundings) -> bool:
    """Without telling capitals: small letters in a hurried mail, or a line that is all capitals."""
    known = max(place.weight for place in named)
    placed = around.administrative or around.placing or around.listed
    if name in contexts.HALVES and around.after is not None and around.after.capital:
        return False  # « les communes du nord Vexin »
    if all(place.ordinary for place in named):
        if name in RARE_HOMOGRAPHS and known >= TOWN:
            return placed and around.links[:1] not in {("les",), ("la",), ("le",), ("aux",), ("des",)}
        return around.administrative and (words[0].shouted or known > LARGER) and around.noun not in contexts.GATHERED
    several = len([word for word in words if word.level not in CONNECTORS]) > 1
    loud = known >= CITY and all(word.upper for word in words) and len(name) > LONGEST_ACRONYM
    if known > LARGER or (several and known >= TOWN) or loud:
        return True
    return known >= TOWN and (placed or around.of)
