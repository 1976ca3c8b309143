"""The words of the calendar, levelled, and the pieces of patterns made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS: Mapping[str, int] = {
    **{name: number for number, names in enumerate((
        "janvier janv january", "fevrier fevr fev february", "mars march", "avril avr april", "mai may", "juin june",
        "juillet juil july", "aout august", "septembre sept september", "octobre oct october",
        "novembre nov november", "decembre dec december",
    ), start=1) for name in names.split()},
}  # fmt: skip
WEEKDAYS: Mapping[str, int] = {
    name: number
    for number, names in enumerate((
        "lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday",
        "samedi saturday", "dimanche sunday",
    ))
    for name in names.split()
}  # fmt: skip
ABBREVIATED: Mapping[str, int] = {"lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6}
COUNTED: Mapping[str, int] = {
    name: number
    for number, name in enumerate(
        "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze".split(), start=1
    )
} | {"une": 1, "vingt": 20, "trente": 30, "quarante-huit": 48, "vingt-quatre": 24, "one": 1, "two": 2, "three": 3,
     "seize": 16, "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19,
     "vingt et un": 21, "vingt-deux": 22, "vingt-trois": 23, "vingt-cinq": 25, "vingt-six": 26, "vingt-sept": 27,
     "vingt-huit": 28, "vingt-neuf": 29, "trente et un": 31, "huitaine": 8, "dizaine": 10, "quinzaine": 15}  # fmt: skip
"""A « huitaine » is eight days and a « quinzaine » fifteen, as the dictionaries of the Académie have them."""
SEASONS: Mapping[str, tuple[int, int]] = {
    "l'ete": (6, 20), "l'automne": (9, 21), "l'hiver": (12, 20), "le printemps": (3, 19),
    "la rentree": (8, 31), "noel": (12, 25), "la toussaint": (11, 1), "le 14 juillet": (7, 14),
}  # fmt: skip
"""Last day before a season, and the feasts themselves; schools go back about 1 September."""
FEASTS = frozenset({"noel", "la toussaint", "le 14 juillet"})
"""Holidays: « avant la Toussaint » is the day before at the latest."""
SCHOOL_HOLIDAYS: Mapping[str, tuple[int, int]] = {"ete": (7, 3), "toussaint": (10, 17), "noel": (12, 17)}
"""They begin on the first Saturday from that day on, for every zone (school calendars of 2024 to 2026). Those of winter
and spring depend on the zone: no day is told."""


def one_of(names: Mapping[str, object]) -> str:
    """An alternative of these words, longest first."""
    return "(?:" + "|".join(sorted(map(str, names), key=len, reverse=True)) + ")"


_SHORT_MONTH: Final = "(?:janv|jan|fevr|fev|feb|juil|jul|sept|oct|nov|dec)"
MONTH: Final = rf"(?:{_SHORT_MONTH}\b\.?|{one_of(MONTHS)}\b)"
"""The full stop is of an abbreviation, never of « le 3 mars. »."""
ENGLISH_MONTH: Final = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
WEEKDAY: Final = one_of(WEEKDAYS)
ANY_WEEKDAY: Final = rf"(?:{WEEKDAY}|{one_of(ABBREVIATED)}\b\.?)"
NUMBER: Final = r"(?:1\s?er|premier|0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d)"
YEAR: Final = r"(?:19|20)\d\d(?!\d)"
COUNT: Final = rf"(?:\d{{1,3}}|{one_of(COUNTED)})"


def month_of(word: str) -> int:
    """1–12."""
    return MONTHS[word.strip().rstrip(".")]


def weekday_of(word: str | None) -> int | None:
    """Monday 0; `None` for none."""
    if not word:
        return None
    name = word.strip().rstrip(".,")
    return WEEKDAYS[name] if name in WEEKDAYS else ABBREVIATED[name]


def weekday_alone(words: str) -> int | None:
    """Monday 0; `None` for anything else than the name of a weekday."""
    return WEEKDAYS.get(words)


def number_of(word: str) -> int:
    """« 1er » and « premier » are 1, « dix » is 10."""
    if word in COUNTED:
        return COUNTED[word]
    digits = "".join(letter for letter in word if letter.isdigit())
    return int(digits) if digits else 1


def count_of(word: str) -> int:
    """« quinze » is 15."""
    return int(word) if word.isdigit() else COUNTED[word]
