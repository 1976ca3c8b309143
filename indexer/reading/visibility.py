"""What a page shows and what it hides, whatever the format: colours, sizes."""

from __future__ import annotations

import re

TINY = 1.0
"""Points. Type of this size or less is a speck: nobody is meant to read it."""
_NEARLY_WHITE = 0xF5
"""Each of red, green and blue from here on: no eye tells it from white."""
_HEXADECIMAL = re.compile(r"#?(?:[0-9a-f]{2})?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_SHORT = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])", re.IGNORECASE)
_FUNCTION = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*(\d*\.?\d+%?)\s*)?\)")


def is_white(colour: str | None) -> bool:
    """Whether a colour cannot be told from white paper.

    Args:
        colour: As CSS, OOXML or ODF write it: « #FFF », « FFFFFF », « FFFFFFFF » (opacity first), « white »,
            « rgb(255, 255, 255) »; `None` or « auto » is no white.
    """
    text = (colour or "").strip().lower()
    if text in {"white", "snow", "ivory", "ghostwhite", "floralwhite"}:
        return True
    if found := _SHORT.fullmatch(text):
        return all(int(channel * 2, 16) >= _NEARLY_WHITE for channel in found.groups())
    if found := _HEXADECIMAL.fullmatch(text):
        return all(int(channel, 16) >= _NEARLY_WHITE for channel in found.groups())
    if found := _FUNCTION.fullmatch(text):
        return all(int(channel) >= _NEARLY_WHITE for channel in found.groups()[:3])
    return False


def is_no_colour(colour: str | None) -> bool:
    """Whether it is the absence of a background: nothing said, « transparent », « auto », « none »."""
    text = (colour or "").strip().lower()
    if text in {"", "auto", "none", "transparent", "inherit", "initial"}:
        return True
    found = _FUNCTION.fullmatch(text)
    return found is not None and found[4] is not None and float(found[4].rstrip("%") or 1) == 0


def leaves_white_unseen(background: str | None) -> bool:
    """Whether white letters vanish on this background: white, or none at all."""
    return is_no_colour(background) or is_white(background)
