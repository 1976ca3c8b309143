r"""What holds at one place of a Rich Text Format file: the destination, how letters look, in what paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

from indexer.reading.visibility import TINY

BODY_LEVEL = 9
r"""`\outlinelevel` of body text; 0 to 8 are headings."""
_FILLS = frozenset({"highlight", "cb", "chcbpat", "cbpat", "clcbpat"})
_PARAGRAPH_FILLS = frozenset({"cbpat", "clcbpat"})


@dataclass(slots=True)
class State:
    r"""What a group gives back as it found it.

    Attributes:
        destination: « text », « skipped », or a table of the file's head that is being read.
        beyond: The destination outside an `\upr`.
        flow: How many texts run one inside the other here: the body, a note in it…
        skip: Bytes that stand for one `\u` in readers without Unicode.
        font: Its number.
        hidden, deleted, tiny: Why letters are not there to be read.
        colour: Number of the letters' colour; 0 for the automatic one.
        fills: Numbers of the colours behind, by the word that lays them.
        style: Number of the paragraph's style.
        outline: The paragraph's outline level.
        in_table: The paragraph is in a cell.
        listed: A bullet or a number stands before it.
    """

    destination: str = "text"
    beyond: str = "text"
    flow: int = 1
    skip: int = 1
    font: int = 0
    hidden: bool = False
    deleted: bool = False
    tiny: bool = False
    colour: int = 0
    fills: dict[str, int] = field(default_factory=dict)
    style: int = 0
    outline: int = BODY_LEVEL
    in_table: bool = False
    listed: bool = False

    def inside(self) -> Self:
        """The state at the beginning of a group."""
        return replace(self, fills=dict(self.fills))

    def format(self, word: str, value: int | None) -> None:
        """Take a control word that formats letters or paragraphs; others change nothing."""
        number = value or 0
        match word:
            case "v" | "deleted":
                setattr(self, "hidden" if word == "v" else word, value != 0)
            case "fs":
                self.tiny = 0 < number <= 2 * TINY  # half-points
            case "intbl":
                self.in_table = True
            case "ls":
                self.listed = number > 0
            case "plain" | "pard":
                self._reset(word)
            case _ if word in _NUMBERS:
                setattr(self, _NUMBERS[word], number)
            case _ if word in _FILLS:
                # One row's cells are defined together: any that is coloured may be the one that holds the text.
                self.fills[word] = number or self.fills.get(word, 0) if word == "clcbpat" else number

    def _reset(self, word: str) -> None:
        if word == "pard":
            self.in_table = self.listed = False
            self.style, self.outline = 0, BODY_LEVEL
            self.fills.pop("cbpat", None)
        else:
            self.hidden = self.deleted = self.tiny = False
            self.colour = 0
            self.fills = {name: fill for name, fill in self.fills.items() if name in _PARAGRAPH_FILLS}


_NUMBERS = {"cf": "colour", "f": "font", "uc": "skip", "s": "style", "outlinelevel": "outline"}
