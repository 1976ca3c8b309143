"""Figures as people print them in tables of results: counts, shares, « 26/34 », « 26 (76,5 %) », « n = 34 »."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_SPACE = "[ \u00a0\u202f]"
_NUMBER = rf"(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d+)(?:[.,]\d+)?"
_INTEGER = rf"(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d+)"
_PERCENT = re.compile(rf"({_NUMBER}){_SPACE}?%")
_RATIO = re.compile(rf"(?<![\d.,/])({_INTEGER}){_SPACE}?(?:/|\bsur\b){_SPACE}?({_INTEGER})(?![\d.,/])")
_COUNT = re.compile(rf"(?:\b[nN]{_SPACE}*={_SPACE}*)?({_INTEGER})(?![.,]?\d)")
_PLAIN = re.compile(_NUMBER)
_NOTHING_ELSE = re.compile(r"[\s()\[\]:;,–—-]*")
_LONGEST = 60
"""Characters of the longest cell that can be a figure; a sentence that holds numbers is no figure."""
_MOST_DIGITS = 15

_BASES = (
    re.compile(rf"\(?\b[nN]{_SPACE}*={_SPACE}*(?P<n>{_INTEGER})\b(?P<who>[^).;]*)\)?"),
    re.compile(rf"\(?\bbase(?:{_SPACE}*de)?{_SPACE}*:?{_SPACE}*(?P<n>{_INTEGER})\b(?P<who>[^).;]*)\)?", re.IGNORECASE),
    re.compile(
        rf"\(?\b(?:nombre|total)(?:{_SPACE}+(?:total|de|des|d[’']))*{_SPACE}*r[ée]pondant[\w·]*{_SPACE}*:?{_SPACE}*"
        rf"(?P<n>{_INTEGER})\b(?P<who>)\)?",
        re.IGNORECASE,
    ),
)
_EDGES = " \u00a0\u202f,:–—-"
_RESPONDENTS = re.compile(
    r"^(?:r[ée]pondant[\w·]*|r[ée]ponses?|personnes interrog[\w·]*)(?:\s*:|\s+parmi(?:\s+les)?)?\s*", re.IGNORECASE
)
"""Words that name no population of their own."""
_IN_PROSE = re.compile(
    rf"\(?\b(?P<n>{_INTEGER}){_SPACE}+(?:r[ée]pondant|personnes{_SPACE}+interrog)[\w·]*(?P<who>)[^).;]*\)?",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    rf"\(?\beffectif{_SPACE}+total{_SPACE}*:?{_SPACE}*(?P<n>{_INTEGER})\b(?P<who>[^).;]*)\)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell tells.

    Attributes:
        number: A bare number (« 34 », « 0,765 »), whose meaning its column tells; `None` when there is another sign.
        count: Answers, when the cell says so itself (« 26/34 », « 26 (76,5 %) »).
        base: The second number of « 26/34 ».
        share: Fraction, when there is a « % ».
        tolerance: Half a unit of the last digit: of `share` as a fraction, else of `number`.
    """

    number: Decimal | None = None
    count: int | None = None
    base: int | None = None
    share: float | None = None
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Base:
    """A base as printed.

    Attributes:
        n: Answers.
        population: The words that follow it (« coordinations de CLS »); empty when there are none.
        of_respondents: Whether it says « n = », « base » or « répondants », which only a survey does.
        rest: The text without it; the whole text when the base is one of its words.
    """

    n: int
    population: str
    of_respondents: bool
    rest: str


def plain(text: str) -> str:
    """A header's or a label's words to compare: lower case, no accent, no interpunct, one space between words."""
    decomposed = unicodedata.normalize("NFKD", text.replace("·", "").replace("•", ""))
    kept = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(kept.casefold().replace("’", "'").split())


@lru_cache(maxsize=4096)
def parse_figure(text: str) -> Figure | None:
    """The figure that a cell holds, when it holds nothing else.

    Args:
        text: As the cell shows it, French or English decimals, any space between thousands.

    Returns:
        `None` for words, for sentences with numbers in them, for dates.
    """
    text = text.strip()
    if not text or text[0] in "-−+<>" or len(text) > _LONGEST or sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return None
    if _PLAIN.fullmatch(text):
        value = _decimal(text)
        return Figure(number=value, tolerance=_half_unit(value))
    share, rest = _taken(_PERCENT, text)
    ratio, rest = _taken(_RATIO, rest)
    count, rest = (None, rest) if ratio else _taken(_COUNT, rest)
    if not (share or ratio or count) or not _NOTHING_ELSE.fullmatch(rest):
        return None
    printed = _decimal(share[1]).scaleb(-2) if share else None
    told = ratio or count
    return Figure(
        count=_integer(told[1]) if told else None,
        base=_integer(ratio[2]) if ratio else None,
        share=float(printed) if printed is not None else None,
        tolerance=_half_unit(printed) if printed is not None else 0.0,
    )


def parse_count(text: str) -> int | None:
    """A whole number and nothing else; `None` otherwise."""
    figure = parse_figure(text)
    return whole(figure.number) if figure and figure.number is not None else None


def whole(number: Decimal) -> int | None:
    """A number as an integer when it is one (« 34 », « 34,0 »)."""
    return int(number) if number == number.to_integral_value() else None


def find_base(text: str) -> Base | None:
    """The base that a title, a note or a header tells.

    « n = 34 », « Base : 34 répondants », « Nombre de répondants : 34 », « Effectif total : 34 ».
    """
    for pattern in (*_BASES, _IN_PROSE, _TOTAL):
        if (found := pattern.search(text)) and sum(map(str.isdigit, found["n"])) <= _MOST_DIGITS:
            population = _RESPONDENTS.sub("", found["who"].strip(_EDGES)).strip(_EDGES)
            rest = f"{text[: found.start()].rstrip(_EDGES)} {text[found.end() :].lstrip(_EDGES)}".strip()
            if pattern is _IN_PROSE and rest.strip("() .:"):
                rest = text  # « Répartition des 34 répondants par région » loses its sense without them
            return Base(_integer(found["n"]), population, pattern is not _TOTAL, rest)
    return None


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    """The only match of a pattern, and the text without it; two matches are none."""
    found = list(pattern.finditer(text))
    if len(found) != 1:
        return None, text
    return found[0], f"{text[: found[0].start()]} {text[found[0].end() :]}"


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(_SPACE, "", text).replace(",", "."))


def _integer(text: str) -> int:
    return int(re.sub(_SPACE, "", text))


def _half_unit(value: Decimal) -> float:
    exponent = value.as_tuple().exponent
    return float(Decimal(5).scaleb(int(exponent) - 1))
