"""What territory a publication is about."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from indexer.territories import Level, territories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.inference.evidence import Evidence
    from indexer.territories import Mention, Territory

DOMINANT_SHARE: Final = 0.6
DOMINANT_COUNT: Final = 4
WORDS_BETWEEN: Final = 120
"""A place that the title does not name is what a text is about when the first page names it, and it has more than that
share of the places named, that many times at least and once in that many words; our choice."""
MOST_NAMED: Final = 3
"""Places of a title beyond which it only lists examples."""
_OVERSEAS = re.compile(r"\boutre[- ]mers?\b|\bultra-?marin", re.IGNORECASE)
_NATIONAL = re.compile(r"\bfrance\b|\bnational(?:e|es|aux)?\b|\bfrançais", re.IGNORECASE)


def territory_of(evidence: Evidence) -> tuple[str, str]:
    """Name and code of the territory.

    The places of the title; else the one that the text names more than all others together; else France, when the text
    speaks of the country.

    Returns:
        The name is for readers, the code is empty when there are several places or none of the official geography; both
        are empty when nothing tells.
    """
    places = territories()
    in_title = _distinct(places.find(evidence.title))
    if in_title:
        code = in_title[0].code if len(in_title) == 1 else ""
        return ", ".join(place.name for place in in_title[:MOST_NAMED]), code
    if _OVERSEAS.search(evidence.title):
        return "Outre-mer", ""
    text = evidence.body
    opening = "\n".join(line for line in evidence.opening if "http" not in line)
    mentions = [mention for mention in places.find(text) if not _is_in_a_name(text, mention)]
    dominant = _dominant(mentions, places.find(opening), len(text.split()))
    if dominant:
        return dominant.name, dominant.code
    return ("France", "PAYS-FR") if _NATIONAL.search(text) else ("", "")


def _is_in_a_name(text: str, mention: Mention) -> bool:
    """« ARS Grand Est », « Promotion Santé Normandie »: who wrote, rather than what it is about."""
    before = re.search(r"([^\W\d_]+)[ \u00a0]$", text[max(0, mention.start - 40) : mention.start])
    return before is not None and before[1][0].isupper()


def _distinct(mentions: Sequence[Mention]) -> list[Territory]:
    """The places named without doubt, those that hold another one left out."""
    sure = {
        m.territory.code: m.territory for m in mentions if not m.ambiguous and m.territory.level is not Level.COUNTRY
    }
    return [place for place in sure.values() if not any(place.code in other.parents for other in sure.values())]


def _dominant(mentions: Sequence[Mention], first: Sequence[Mention], words: int) -> Territory | None:
    """The smallest place that most mentions are of, or are in, and that the first page names."""
    named = [m.territory for m in mentions if not m.ambiguous and m.territory.level is not Level.COUNTRY]
    counted: Counter[str] = Counter()
    for place in named:
        counted[place.code] += 1
        counted.update(code for code in place.parents if not code.startswith("PAYS"))
    itself = Counter(place.code for place in named)
    often = max(DOMINANT_COUNT, words / WORDS_BETWEEN)
    introduced = {m.territory.code for m in first}
    most = {code for code, count in counted.items() if count > DOMINANT_SHARE * len(named)}
    enough = [code for code in most & introduced if itself[code] >= often]
    if not enough:
        return None
    order = list(Level)
    return min((territories().by_code(code) for code in enough), key=lambda place: order.index(place.level))
