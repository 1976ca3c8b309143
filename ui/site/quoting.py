"""Quotations in addresses: short enough for any proxy, found again word for word in the text that they come from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ui.site.messages import ELLIPSIS

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST: Final = 20
"""Quotations that an address tells: with `LONGEST`, 4 kB at most once accents are escaped; nginx takes 8."""
LONGEST: Final = 120
"""Characters of a quotation that is told whole; a longer one is told by its beginning and its end."""
BEGINNING: Final = 70
END: Final = 40


def told(quotes: Iterable[str]) -> list[str]:
    """Quotations as an address tells them."""
    levelled = (" ".join(quote.split()) for quote in quotes)
    return [_short(quote) for quote in levelled if quote][:MOST]


def place(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quotation that an address tells stands in a text: its first character, and one past its last.

    Spaces may differ, since an address levels them; `[…]` stands for any words. `None` when it is not there.
    """
    start, end = -1, 0
    for part in quote.split(ELLIPSIS):
        words = part.split()
        # One part after the other, never one pattern of all: an address with many of them would take for ever.
        match = re.compile(r"\s+".join(map(re.escape, words))).search(text, end) if words else None
        if words and match is None:
            return None
        if match:
            start, end = match.start() if start < 0 else start, match.end()
    return (start, end) if start >= 0 else None


def _short(quote: str) -> str:
    if len(quote) <= LONGEST:
        return quote
    # Words are kept whole where there are spaces; a word cut in two is found again all the same.
    head, tail = quote[:BEGINNING], quote[-END:]
    return f"{head.rpartition(' ')[0] or head}{ELLIPSIS}{tail.partition(' ')[2] or tail}"
