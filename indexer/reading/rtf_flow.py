"""A text of a Rich Text Format file that runs by itself (the body, a note, a text box): paragraphs and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.documents import BlockKind
from indexer.reading.pieces import Piece, clean, table_text
from indexer.reading.rtf_state import BODY_LEVEL
from indexer.reading.rtf_tokens import whole_characters

if TYPE_CHECKING:
    from indexer.reading.rtf_state import State

_HEADING = re.compile(r"^(?:heading|titre) ?([1-9])$", re.IGNORECASE)
_TITLE_STYLES = frozenset({"title", "titre"})
_CONTENTS_STYLE = re.compile(r"^(toc|tm|contents) ?(\d|heading)", re.IGNORECASE)
_BULLET = re.compile(r"^[•·▪◦]\s+")


@dataclass(slots=True)
class Flow:
    """Gathers words until a paragraph, a cell or a table ends.

    Attributes:
        words: Of the paragraph that is under way.
        pieces: Of the paragraphs and tables that ended.
        cell: Paragraphs of the cell that is under way.
        row: Cells of the row that is under way.
        rows: Of the table that is under way.
    """

    words: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    row: list[list[str]] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)

    def end_paragraph(self, state: State, style: str) -> None:
        """A paragraph is over.

        Args:
            state: Where it ends.
            style: Name of its style.
        """
        text = clean(whole_characters("".join(self.words)))
        self.words.clear()
        if state.in_table:
            self.cell += [text] if text else []
        elif text and not _CONTENTS_STYLE.match(style):
            self.end_table()
            self.pieces.append(_piece(text, state, style))

    def end_cell(self) -> None:
        """A cell is over."""
        self.row.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        """A row is over."""
        self.rows.append(self.row)
        self.row = []

    def end_table(self) -> None:
        """A table is over; one with a single cell was a frame around paragraphs."""
        last = [*self.row, *([self.cell] if self.cell else [])]
        rows = [*self.rows, *([last] if last else [])]
        self.cell, self.row, self.rows = [], [], []
        if sum(map(len, rows)) == 1:
            self.pieces += [Piece(BlockKind.PARAGRAPH, text) for row in rows for cell in row for text in cell]
        elif text := table_text([" ".join(cell) for cell in row] for row in rows):
            self.pieces.append(Piece(BlockKind.TABLE, text))


def _piece(text: str, state: State, style: str) -> Piece:
    if style.casefold() in _TITLE_STYLES:
        return Piece(BlockKind.HEADING, text, 0)
    if found := _HEADING.match(style):
        return Piece(BlockKind.HEADING, text, int(found[1]))
    if 0 <= state.outline < BODY_LEVEL:
        return Piece(BlockKind.HEADING, text, state.outline + 1)
    typed = _BULLET.sub("", text)
    return Piece(BlockKind.LIST_ITEM if state.listed or typed != text else BlockKind.PARAGRAPH, typed)
