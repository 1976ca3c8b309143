"""Numbers that are places: postcodes, and numbers of départements; among all those that count something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.territories import contexts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.territories.words import Word

POSTCODE: Final = re.compile(r"\d{5}")
NUMBER: Final = re.compile(r"(?:0[1-9]|[1-9]\d|2[abAB]|9[78]\d)")
DAYS_OF_A_MONTH: Final = 31
"""Up to there, « le 15 » is rather a day (or a telephone number)."""


def is_counted(text: str, words: Sequence[Word], position: int) -> bool:
    """Whether a number counts something: « 15000 habitants », « 59,5 », « 35 % »."""
    end = words[position].end
    after = words[position + 1] if position + 1 < len(words) else None
    unit = after is not None and after.spaced and after.level in contexts.NOT_COUNTED
    decimal = text[end : end + 1] in {",", ".", "/"} and text[end + 1 : end + 2].isdigit()
    return unit or decimal or text[end : end + 2].strip("\u00a0\u202f ")[:1] in {"%", "€"}


def is_postcode(words: Sequence[Word], position: int) -> bool:
    """Whether five digits are a postcode: before a capital on the same line, or « code postal 59000 »."""
    word = words[position]
    if not POSTCODE.fullmatch(word.text):
        return False
    after = words[position + 1] if position + 1 < len(words) else None
    before = words[position - 1].level if position else ""
    if before in {"postal", "cp"}:
        return True
    town = after is not None and after.spaced and after.text[0].isupper()
    begins = word.first or word.gap.strip() in {",", "-", "–", "("}
    return town and (begins or before in contexts.CEDEX)


def is_departement(text: str, words: Sequence[Word], position: int) -> bool:
    """Whether two or three digits are a département: « (59) » after a name, « dans le 93 », « département 59 »."""
    word = words[position]
    before = words[position - 1] if position else None
    if before is None or not NUMBER.fullmatch(word.text):
        return False
    closing = text[word.end : word.end + 1]
    likely = not word.text.isdigit() or int(word.text) > DAYS_OF_A_MONTH or word.text.startswith("0")
    if word.gap.strip() == "(" and closing in {")", ","}:
        return likely and before.capital
    if not word.spaced:
        return False
    if before.level in {"departement", "dept", "dpt", "dep"}:
        return True
    place = before.level in {"le", "du"} and before.spaced
    ends = closing in {"", ".", ",", ";", ")", "?", "!", "\n", ":"} and not text[word.end + 1 : word.end + 2].isdigit()
    within = place and position > 1 and words[position - 2].level == "dans"
    follows = text[word.end :].split(maxsplit=1)[:1]
    verbal = bool(follows) and follows[0].lower() in contexts.AFTER_A_NUMBER
    return place and (likely or within) and (ends or verbal)
