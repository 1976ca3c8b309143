"""A text as words with what lies between them: what places' names are looked for in."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.territories.names import CONNECTORS, level_word

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")
_LABEL: Final = r"[\w-]{1,63}"
_ADDRESS = re.compile(
    rf"(?<!\S)\S+@\S+|(?:https?://|www\.)\S+|\b{_LABEL}(?:\.{_LABEL}){{0,9}}\.(?:fr|com|org|net|eu|gouv)\b",
    re.IGNORECASE,
)
"""Bounded as names of hosts are (RFC 1035, 2.3.4): a long run without a space is then looked through once."""
_SPACES: Final = " \u00a0\u202f"
_HYPHENS: Final = "-‐‑–"
_SENTENCE_END = re.compile(r"[.!?:;•…\t\n\r«\"“|]|^$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        start, end: Characters of the text, end exclusive.
        text: As written.
        level: As compared (`names.level_word`).
        gap: What lies between the word before and this one; all that comes before, for the first.
        shouted: Whether its whole line is in capitals, so that a capital tells nothing.
        first: Whether it begins a sentence, a line or a quotation, so that a capital tells little.
    """

    start: int
    end: int
    text: str
    level: str
    gap: str
    shouted: bool
    first: bool

    @property
    def spaced(self) -> bool:
        """Whether only spaces part it from the word before."""
        return bool(self.gap) and not self.gap.strip(_SPACES)

    @property
    def hyphened(self) -> bool:
        """Whether a hyphen without spaces ties it to the word before."""
        return len(self.gap) == 1 and self.gap in _HYPHENS

    @property
    def glued(self) -> bool:
        """Whether it may belong to the same name as the word before."""
        inner = self.gap.strip(_SPACES)
        return self.spaced or (len(inner) == 1 and inner in _HYPHENS + "'’")

    @property
    def upper(self) -> bool:
        """Whether it is written in capitals, of two letters or more."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital that tells something: not in a line that is all capitals."""
        return self.text[0].isupper() and not self.shouted


def words_of(text: str) -> list[Word]:
    """The words of a text in order; e-mail and web addresses are no words."""
    addresses = deque(match.span() for match in _ADDRESS.finditer(text))
    shouted = deque(_shouted_lines(text))
    found: list[Word] = []
    position = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while addresses and addresses[0][1] <= start:
            addresses.popleft()
        while shouted and shouted[0][1] <= start:
            shouted.popleft()
        if addresses and addresses[0][0] <= start:
            continue
        written = match.group()
        gap = text[position:start]
        before = found[-1].level if found else ""
        if gap.startswith(".") and before in {"saint", "sainte", "m", "mr", "dr", "pr", "av", "bd"}:
            gap = gap[1:] or " "  # « St. Denis », « M. Paris »
        loud = bool(shouted) and shouted[0][0] <= start
        first = not found or bool(_SENTENCE_END.search(gap.strip(_SPACES) or " "))
        found.append(Word(start, end, written, level_word(written), gap, loud, first))
        position = end
    return found


def _shouted_lines(text: str) -> list[tuple[int, int]]:
    found = []
    for line in re.finditer(r"[^\n]+", text):
        letters = [character for character in line.group() if character.isalpha()]
        if len(letters) > 6 and sum(map(str.isupper, letters)) > 0.8 * len(letters):  # noqa: PLR2004 - most of a line
            found.append(line.span())
    return found


def as_name(words: Sequence[Word]) -> str:
    """Words put together as a name to look up."""
    return " ".join(word.level for word in words)


def is_proper(words: Sequence[Word]) -> bool:
    """Whether every word of a name that is its own begins with a telling capital."""
    own = [word for word in words if word.level not in CONNECTORS]
    return bool(own) and all(word.capital or word.text[0].isdigit() for word in own)
