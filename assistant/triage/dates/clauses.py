"""A text levelled without moving a letter, its sentences, and the clause to quote around some words."""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST_QUOTE: Final = 120
"""Characters of what is quoted around a day."""
LONGEST_PART: Final = 40_000
"""Characters of a part that are read: a mail has less, a pasted file may have any number."""
_REACH: Final = 220
"""Characters looked at on each side of a day within its sentence."""
_HEADER = re.compile(
    r"^[ \t]{0,8}\*?(?:de|from|expediteur)[ \t]?:[^\n]{0,200}\n"
    r"(?:[ \t]{0,8}\*?(?:a|to|cc|destinataire)[ \t]?:[^\n]{0,300}\n){0,3}[ \t]{0,8}\*?(?:date|envoye|sent)[^\n]{0,120}$"
    r"|^[ \t]{0,8}\*?date[ \t]?:[^\n]{0,120}$(?=\n[ \t]{0,8}(?:de|from|a|to|objet|subject)[ \t]?:)"
    r"|^[ \t]{0,8}\*?(?:envoye|sent)(?: le)?[ \t]?:[^\n]{0,120}$"
    r"|^[ \t]{0,8}(?:le|on) [^\n]{4,160}(?:a ecrit|wrote)[^\n]{0,4}$"
    r"|^[ \t]{0,8}>[^\n]{0,400}$",
    re.MULTILINE,
)
"""Lines that a mail program wrote: what they date is a sending."""
_FULL_STOP = re.compile(
    r"(?<!\bm)(?<!\bmr)(?<!\bdr)(?<!\bn)(?<!\bart)(?<!\bav)(?<!\bst)(?<!\bcf)(?<!\btel)(?<!\bjanv)(?<!\bfevr)(?<!\bavr)"
    r"(?<!\bjuil)(?<!\bsept)(?<!\boct)(?<!\bnov)(?<!\bdec)(?<!\blun)(?<!\bmar)(?<!\bven)(?<!\bjeu)(?<!\bmer)\.(?=\s)(?!\s?[»\"”)])"
    r"|[!?…](?=\s|$)(?!\s?[»\"”)])|\.{3}|\n[ \t]{0,8}(?=\n)"
)
_UNMARKED = re.compile(r"\b(jusqu|aujourd|d(?= ici)|l(?= (?:ete|hiver|automne))) (?=[aehiu])")
"""Apostrophes that nobody typed: « JUSQU AU 1ER MARS »."""
_LINE = re.compile(r"\n")
_BULLET = re.compile(r"\s{0,8}(?:[-•*–—>◦▪]|\d{1,2}[.)/]\s)")
_WRAPPED: Final = 58
"""A line at least this long was cut by a mail program; a shorter one was ended by who wrote."""


def level(text: str) -> str:
    """Lower case, no accents, straight apostrophes and dashes, plain spaces; each letter where it was."""
    return _UNMARKED.sub(r"\1'", "".join(_levelled(letter) for letter in text))


def _levelled(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if letter in "’‘ʼ´`":
        return "'"
    if letter in "‐‑–—−":
        return "-"
    if letter.isspace():
        return "\n" if letter in "\u2028\u2029\x85" else " "
    return unicodedata.normalize("NFD", letter)[0].lower()[0]


@dataclass(frozen=True, slots=True)
class Text:
    """A part of a message, to be searched.

    Attributes:
        raw: As received.
        plain: The same, levelled; of the same length.
        breaks: Where its sentences end, in order.
    """

    raw: str
    plain: str
    breaks: tuple[int, ...]

    @classmethod
    def of(cls, words: str) -> Text:
        """A text with its sentences found and the headers of mail programs blanked."""
        raw = words[:LONGEST_PART]
        plain = _HEADER.sub(lambda line: " " * len(line.group()), level(raw))
        ends = {match.end() for match in _FULL_STOP.finditer(plain)}
        return cls(raw, plain, tuple(sorted(ends | _line_ends(raw))))

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Bounds of the sentence that holds a span, within reach of it."""
        after = bisect.bisect_right(self.breaks, start)
        first = self.breaks[after - 1] if after else 0
        following = bisect.bisect_left(self.breaks, end)
        last = self.breaks[following] if following < len(self.breaks) else len(self.plain)
        return max(first, start - _REACH), min(last, end + _REACH)

    def next_sentence(self, end: int) -> str:
        """The levelled sentence after the one that ends here."""
        following = bisect.bisect_right(self.breaks, end)
        last = self.breaks[following] if following < len(self.breaks) else len(self.plain)
        return self.plain[end : min(last, end + _REACH)]

    def previous_sentence(self, start: int) -> str:
        """The levelled sentence before the one that begins here."""
        before = bisect.bisect_left(self.breaks, start)
        first = self.breaks[before - 1] if before else 0
        return self.plain[max(first, start - _REACH) : start]

    def quote(self, start: int, end: int) -> str:
        """Verbatim, the words around a span, in its sentence; whole words, at most `LONGEST_QUOTE` characters."""
        first, last = self.sentence(start, end)
        spare = max(LONGEST_QUOTE - (end - start), 0)
        before = min(start - first, max(spare * 2 // 3, spare - (last - end)))
        opening, closing = start - before, min(last, end + spare - before)
        while first < opening < start and not self.raw[opening - 1].isspace():
            opening += 1
        while end < closing < last and not self.raw[closing].isspace():
            closing -= 1
        return self.raw[opening:closing].strip()[:LONGEST_QUOTE]


def _line_ends(raw: str) -> set[int]:
    """Ends of the lines that whoever wrote ended: short ones before a capital, and any before a bullet."""
    ends: set[int] = set()
    previous = 0
    for match in _LINE.finditer(raw):
        following = raw[match.end() : match.end() + 12]
        opened = following.lstrip()[:1]
        if _BULLET.match(following) or (match.start() - previous < _WRAPPED and (opened.isupper() or not opened)):
            ends.add(match.end())
        previous = match.end()
    return ends
