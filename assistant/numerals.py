"""Numbers and dates said in another way than publications print them: « une vingtaine », « 10/2022 », « janv. »."""

from __future__ import annotations

import re
from typing import Final

from indexer.french import stem, terms, words

NUMERAL_WEIGHT: Final = 0.2
"""Weight of a number that a question says otherwise: low, since a number stands for many things."""
ABOUT: Final = {
    "dizaine": "10",
    "douzaine": "12",
    "quinzaine": "15",
    "vingtaine": "20",
    "trentaine": "30",
    "quarantaine": "40",
    "cinquantaine": "50",
    "soixantaine": "60",
    "centaine": "100",
    "moitie": "50",
    "tiers": "33",
    "quart": "25",
}
MONTHS: Final = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
SHORT_MONTHS: Final = {"janv": "janvier", "fevr": "février", "avr": "avril", "juil": "juillet",
                       "oct": "octobre", "nov": "novembre", "dec": "décembre"}  # fmt: skip
DATE: Final = re.compile(
    r"(?<![\d.])(?:(?P<day>\d{1,2})(?P<mark>[/.-])(?P<of>0?[1-9]|1[0-2])(?P=mark)|(?P<month>0?[1-9]|1[0-2])[/-])"
    r"(?P<year>(?:19|20)\d\d)\b"
)
"""« 27/10/2022 », « 27.10.2022 », « 10/2022 », but not « version 3.2024 »."""
SEPTEMBER: Final = re.compile(
    r"\bsept\.?\s+(?:19|20)\d\d\b|\b(?:\d{1,2}|1er)\s+sept\b|\b(?:en|fin|début|mi)[\s-]+sept\.", re.IGNORECASE
)
"""« sept » is a number elsewhere."""


def numeral_terms(text: str) -> dict[str, float]:
    """Stem → weight of the other ways to say a question's numbers and dates."""
    said = set(words(text))
    others = [figure for word, figure in ABOUT.items() if word in said]
    others += [word for word, figure in ABOUT.items() if figure in said and word not in {"moitie", "tiers", "quart"}]
    others += [month for short, month in SHORT_MONTHS.items() if short in said]
    others += ["septembre"] if SEPTEMBER.search(text) else []
    found = {stem(word): NUMERAL_WEIGHT for other in others for word in words(other)}
    for date in DATE.finditer(text):
        spoken = f"{date['day'] or ''} {MONTHS[int(date['month'] or date['of']) - 1]} {date['year']}"
        found |= dict.fromkeys(terms(spoken.lstrip(" 0")), 1.0)
    return found
