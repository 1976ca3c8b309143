"""French typography of our own words; never of a quotation."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
_UNITS = ("octets", "ko", "Mo", "Go")
_HUNDRED, _THOUSAND = 100, 1000


def french(text: str) -> str:
    """Our own words with unbreakable spaces inside « » and before : ; ? !. Never applied to a quotation."""
    return re.sub(r" (?=[»:;?!])|(?<=«) ", NO_BREAK, text)


def volume(count: int) -> str:
    """A number of bytes as people say it, three digits at most, a decimal when there is room."""
    value, rank = float(count), 0
    while value >= _THOUSAND and rank < len(_UNITS) - 1:
        value, rank = value / _THOUSAND, rank + 1
    number = f"{value:.1f}".replace(".", ",") if rank and round(value, 1) < _HUNDRED else f"{value:.0f}"
    return f"{number}{NO_BREAK}{_UNITS[rank]}"
