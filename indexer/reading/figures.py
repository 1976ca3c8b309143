"""Values of spreadsheet cells as a French reader sees them: « 87,3 % », « 29 000 », « 30/11/2025 »."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_GENERAL = frozenset({"", "general", "standard", "@"})
_LONG_NUMBER = 1e10
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\-\]]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<core>[#0?][#0?,. ]*(?:E[+-]0+)?|\.[0#?]+)|(?P<literal>.)",
    re.DOTALL,
)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_SPACED_THOUSANDS = re.compile(r"#\\?[ \u00a0\u202f]##0")
_MOST_DECIMALS = 15
"""Digits after the comma beyond which a double holds nothing."""


def shown_value(value: object, number_format: str) -> str:
    """A cell's value in the words and figures of its sheet.

    Args:
        value: As the file holds it; `None` for an empty cell.
        number_format: The cell's format code (ECMA-376, 18.8.31), « General » when it has none.

    Returns:
        What is printed in the cell; empty where the format prints nothing (« ;;; »).
    """
    if value is None or _prints_nothing(number_format):
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, (int, float, Decimal)):
        return _figure(value, number_format)
    return _when(value, number_format) if isinstance(value, (date, time, timedelta)) else str(value)


def _prints_nothing(number_format: str) -> bool:
    return ";" in number_format and not number_format.replace(";", "").strip()


def _when(value: date | time | timedelta, number_format: str) -> str:
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    day = _day(value, number_format)
    hours = isinstance(value, datetime) and (value.hour or value.minute)
    told = hours and re.search("h", _QUOTED.sub("", number_format), re.IGNORECASE)
    return f"{day} {value:%H:%M}" if told else day


def _day(value: date, number_format: str) -> str:
    """A date with as much of it as its format tells: the day, the month or the year."""
    letters = _QUOTED.sub("", number_format).lower()
    if "d" in letters or "y" not in letters:
        return f"{value:%d/%m/}{value.year:04}"
    return f"{value:%m/}{value.year:04}" if "m" in letters else f"{value.year:04}"


def _figure(value: float | Decimal, number_format: str) -> str:
    """A number with its decimals, its thousands and its unit as the format of its cell says."""
    if number_format.strip().lower() in _GENERAL:
        return _general(value)
    section, number = _section(_SPACED_THOUSANDS.sub("#,##0", number_format), value)
    before, core, after = _parts(section)
    literals = before + after
    if not core:
        return literals.strip() or _general(value) if ";" in number_format else _general(value)
    shown = _with_core(number * 100 ** literals.count("%"), core)
    unit = after.strip()
    apart = "\u00a0" if unit and (unit[0] in "%€$£" or unit[0].isalpha()) else ""
    lead = before.strip()
    gap = "\u00a0" if lead and lead[-1] in "€$£" else ""
    return f"{lead}{gap}{shown}{apart}{unit}"


def _section(number_format: str, value: float | Decimal) -> tuple[str, float | Decimal]:
    """The part of a format that is for this number (positive;negative;zero), and the number that it prints."""
    sections = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])*', number_format)
    sections = [section for position, section in enumerate(sections) if section or position == 0][:3] or [""]
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:  # noqa: PLR2004 - the third section is for zero
        return sections[2], value
    return sections[0], value


def _parts(section: str) -> tuple[str, str, str]:
    """Words before the digits, the digits' pattern, words after."""
    before = core = after = ""
    for found in _TOKEN.finditer(section):
        if found["core"] and not core:
            core = found["core"]
            continue
        words = next((found[name] for name in ("quoted", "escaped", "currency", "literal") if found[name]), "")
        if core:
            after += words
        else:
            before += words
    return before, core, after


def _with_core(number: float | Decimal, core: str) -> str:
    if "E" in core.upper():
        return f"{number:.{_MOST_DECIMALS}g}".replace(".", ",")
    whole, _, fraction = core.strip(" ").partition(".")
    last = fraction or whole
    # A comma after the last digit divides by a thousand (ECMA-376, 18.8.31).
    trailing = len(last) - len(last.rstrip(","))
    least = min(fraction.count("0"), _MOST_DECIMALS)
    most = min(least + fraction.count("#") + fraction.count("?"), _MOST_DECIMALS)
    try:
        rounded = (Decimal(repr(number) if isinstance(number, float) else number) / 1000**trailing).quantize(
            Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP
        )
    except InvalidOperation:
        return _general(number)
    grouped = f"{rounded:,f}" if "," in whole.rstrip(",") else f"{rounded:f}"
    integer, _, decimals = grouped.partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    return integer.replace(",", "\u202f") + (f",{decimals}" if decimals else "")


def _general(value: float | Decimal) -> str:
    number = float(value)
    text = f"{number:.10g}" if abs(number) < _LONG_NUMBER else f"{number:.0f}"
    return text.replace(".", ",")
