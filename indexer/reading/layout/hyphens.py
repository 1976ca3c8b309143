"""Printed lines back to running text: words cut at a line's end joined, true compounds left whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.reading.pieces import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CUT = re.compile(r"([\w’'·-]*\w)([-\u00ad\u2010\u2011])$")
_START = re.compile(r"^[\w·]+")
_TOKEN = re.compile(r"[\w·]+(?:[-\u2010\u2011][\w·]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_ADDRESS_GOES_ON = re.compile(r"^[\w/%?=&#.,()~+-]*[\w/%?=&#-][.,;)]*(\s|$)")
# First halves that French joins by a hyphen and that no syllable of a longer word looks like.
_COMPOUNDING = frozenset(
    {
        "non",
        "vice",
        "ex",
        "demi",
        "quasi",
        "médico",
        "celui",
        "celle",
        "ceux",
        "celles",
        "rendez",
        "peut",
        "quelques",
        "dix",
        "lui",
        "elle",
        "elles",
        "eux",
        "nous",
        "vous",
        "moi",
        "toi",
        "soi",
        "savoir",
        "grand",
        "chef",
        "arrière",
        "quatre",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
    }
)
_COMPOUNDED = frozenset(
    {
        "ci",
        "là",
        "être",
        "ce",
        "il",
        "elle",
        "on",
        "ils",
        "elles",
        "même",
        "mêmes",
        "uns",
        "unes",
        "vous",
        "nous",
        "moi",
        "t",
    }
)
_SMALL_WORDS = frozenset({"à", "de", "d", "du", "la", "le", "en", "et", "au", "aux", "vis"})


class LineJoiner:
    """Joins the lines of a paragraph, judging hyphens by the words of the whole document.

    Args:
        lines: All printed lines of the document: a word that stands in them, joined or with its hyphen, tells how
            the same word is to be read where a line's end cuts it.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        for line in lines:
            text = clean(line)
            inside = text[: match.start()] if (match := _CUT.search(line.strip())) else text
            self._words.update(token.casefold().replace("\u2010", "-") for token in _TOKEN.findall(inside))

    def join(self, lines: Sequence[str]) -> str:
        """The lines as one clean text.

        Args:
            lines: Printed lines of one paragraph, in order.
        """
        text = ""
        for line in (line.strip() for line in lines):
            if line:
                text = self._append(text, line) if text else line
        return clean(text)

    def _append(self, text: str, line: str) -> str:
        address = _ADDRESS.search(text)
        if address and _goes_on(address[0], line):
            return text + line
        cut = _CUT.search(text)
        if cut is None or not (start := _START.match(line)):
            glued = text.endswith(("’", "/", "·")) and not text.endswith(" /")
            return text + ("" if glued else " ") + line
        if self._is_compound(cut[1], start[0], cut[2]):
            return text[: cut.start(2)] + "-" + line
        return text[: cut.start(2)] + line

    def _is_compound(self, before: str, after: str, hyphen: str) -> bool:
        """Whether a hyphen at a line's end belongs to the word."""
        if hyphen == "\u00ad":
            return False
        if hyphen == "\u2011" or before[-1].isdigit() or after[0].isdigit() or after[0].isupper():
            return True
        left, right = before.casefold(), after.casefold()
        last = re.split(r"[-’']", left)[-1]
        forms = {left, re.split(r"[’']", left)[-1]}
        if any(f"{form}-{right}" in self._words for form in forms):
            return True
        if any(f"{form}{right}" in self._words for form in forms):
            return False
        return last in _COMPOUNDING or right in _COMPOUNDED or ("-" in left and last in _SMALL_WORDS)


def _goes_on(address: str, line: str) -> bool:
    """Whether an address cut by a line's end goes on with this line rather than being followed by a word."""
    if address[-1] in ".,;)»":
        return False
    if address[-1] in "/-_=?&%#":
        return bool(_ADDRESS_GOES_ON.match(line))
    head = line.split(maxsplit=1)[0]
    return bool(_ADDRESS_GOES_ON.match(line)) and bool(re.search(r"[-/_=?&%]|\.\w", head)) and not head[0].isupper()
