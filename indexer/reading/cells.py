"""Cells of a table, and the header that its first rows make."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(r"^(?:\(.*\)|\[.*\]|%|€|n|nb|k€|m€|etp|en .{1,20}|pour .{1,20})$", re.IGNORECASE)
_DEEPEST_HEADER = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place of a sheet shows.

    Attributes:
        text: Words or figures as printed; also, below a merged cell, what is printed above.
        is_text: Words rather than a figure.
        label: What it says as part of a header: also to the right of a merged cell, what is printed at its left.
        own: Something is written in it, rather than in a cell that it is merged with.
    """

    text: str
    is_text: bool = True
    label: str = ""
    own: bool = True

    @property
    def heads(self) -> bool:
        """Whether it may stand in a header: words, a year, or nothing."""
        return self.is_text or not self.text or bool(_YEAR.fullmatch(self.text))


EMPTY = Cell("", own=False)


def spread(cell: Cell, down: int, right: int) -> Cell:
    """A cell that is covered by a merged one.

    Args:
        cell: The one that is written in.
        down: Rows below it.
        right: Columns to its right.
    """
    # In each row that a merged label spans it is said again: no row is shorn of what it is about.
    text = cell.text if down and not right else ""
    return replace(cell, text=text, label=cell.text, own=False)


def header_depth(rows: Sequence[Sequence[Cell]]) -> int:
    """How many of a table's first rows name its columns: 0 when the first one holds figures."""
    if len(rows) < 2 or not all(cell.heads for cell in rows[0]) or not _names_columns(rows[0]):  # noqa: PLR2004 — a heading and a line
        return 0
    depth = 1
    while depth < min(_DEEPEST_HEADER, len(rows) - 1) and _goes_on(rows, depth):
        depth += 1
    return depth


def _names_columns(row: Sequence[Cell]) -> bool:
    """Whether words stand in it, or years only, right of an empty corner."""
    return not row[0].text or any(cell.is_text and cell.text for cell in row)


def _goes_on(rows: Sequence[Sequence[Cell]], depth: int) -> bool:
    """Whether a row under a header belongs to it: more names or units, over columns of figures."""
    row, above = rows[depth], rows[depth - 1]
    if not all(cell.heads for cell in row) or (row[0].own and above[0].own and row[0].text and above[0].text):
        return False
    named = [column for column, cell in enumerate(row) if cell.own and cell.text and column]
    figures = [column for column in named if any(is_figure_cell(below[column]) for below in rows[depth + 1 :])]
    return len(figures) * 2 > len(named)


def is_figure_cell(cell: Cell) -> bool:
    """Whether a cell holds something other than words."""
    return bool(cell.text) and not cell.is_text


def header_line(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """One line for a header of several: « 2024 – Nombre », a unit beside what it measures: « Part (en %) ».

    Args:
        rows: At least one; what is left out at the right of a shorter one is empty.
    """
    width = max(map(len, rows))
    rows = [[*row, *[EMPTY] * (width - len(row))] for row in rows]
    if len(rows) == 1:
        return [cell.text for cell in rows[0]]
    filled = [_filled(row, below) for row, below in zip(rows, [*rows[1:], rows[-1]], strict=True)]
    return [_joined([row[column] for row in filled]) for column in range(len(rows[0]))]


def _filled(row: Sequence[Cell], below: Sequence[Cell]) -> list[str]:
    """Labels of a header's row; one stands for the empty places at its right that are named below."""
    labels: list[str] = []
    for column, cell in enumerate(row):
        label = cell.label or cell.text
        if not label and column and row is not below and below[column].own and below[column].text:
            label = labels[-1]
        labels.append(label)
    return labels


def _joined(labels: Sequence[str]) -> str:
    text = ""
    for position, label in enumerate(labels):
        if label and label not in labels[:position]:
            text += (" " if _UNIT.match(label) else " – ") * bool(text) + label
    return text
