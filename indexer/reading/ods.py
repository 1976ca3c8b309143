"""OpenDocument spreadsheets: what their cells print, sheet by sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.documents import Reading
from indexer.reading.cells import Cell, spread
from indexer.reading.figures import shown_value
from indexer.reading.odf import OpenDocument, Styles, q
from indexer.reading.packages import damage_as_unreadable
from indexer.reading.pieces import clean
from indexer.reading.regions import SheetCells, check_size
from indexer.reading.sheets import sheet_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

_MOST_REPEATED = 16_384
"""Rows or columns that one filled element may stand for: what a spreadsheet has of columns."""
_GROUPS = frozenset(
    map(
        q,
        (
            "table:table-header-rows",
            "table:table-rows",
            "table:table-row-group",
            "table:table-header-columns",
            "table:table-columns",
            "table:table-column-group",
        ),
    )
)
_CELLS = frozenset(map(q, ("table:table-cell", "table:covered-table-cell")))


def read_ods(path: Path) -> Reading:
    """Read an OpenDocument spreadsheet.

    Args:
        path: The file.

    Returns:
        For each visible sheet its name as a heading, its tables, and as paragraphs the lines that are in no table; the
        cells as they were printed when it was saved. Hidden rows and columns, and comments, are left out.

    Raises:
        EncryptedFile: A password is needed.
        ArchiveRefused: It unpacks to more than may be read, or has too many cells.
        UnreadableFile: No OpenDocument spreadsheet, or a damaged one.
    """
    with damage_as_unreadable(path):
        document = OpenDocument(path, "spreadsheet")
        title = document.title()
        shown = (
            (table.get(q("table:name"), ""), _Sheet(document.styles, path).cells(table))
            for table in document.body.iterchildren(q("table:table"))
            if _is_shown(table, document.styles)
        )
        blocks, sheets = sheet_blocks(shown, title, path)
        year = document.year() if title else None
        return Reading(blocks, title=title, author=document.author(), year=year, sheets=sheets)


def _is_shown(table: Element, styles: Styles) -> bool:
    style = table.get(q("table:style-name"))
    return styles.value("table", style, "style:table-properties", "table:display") != "false"


class _Sheet:
    """Reads the cells of one sheet."""

    def __init__(self, styles: Styles, path: Path) -> None:
        self._styles = styles
        self._path = path
        self._unseen: dict[str, bool] = {}

    def cells(self, table: Element) -> SheetCells:
        """What a sheet shows.

        Raises:
            ArchiveRefused: Too many cells.
        """
        hidden = _hidden_columns(table)
        found: dict[tuple[int, int], Cell] = {}
        number = 0
        folded: set[int] = set()
        for row in _inside(table, q("table:table-row")):
            repeated = _count(row, "table:number-rows-repeated")
            if row.get(q("table:visibility"), "visible") == "visible":
                filled = list(self._row(row))
                times = min(repeated, _MOST_REPEATED) if filled else 0
                check_size(len(found) + times * sum(down * right for _, _, down, right in filled), self._path)
                for below in range(number, number + times):
                    for column, cell, down, right in filled:
                        self._place(found, (below, column), cell, (down, right), hidden)
            else:
                folded.update(range(number, number + min(repeated, _MOST_REPEATED)))
            number += repeated
        shown = {place: cell for place, cell in found.items() if place[1] not in hidden and place[0] not in folded}
        return SheetCells(shown, folded, hidden)

    def _place(
        self,
        found: dict[tuple[int, int], Cell],
        place: tuple[int, int],
        cell: Cell,
        span: tuple[int, int],
        hidden: set[int],
    ) -> None:
        found[place] = cell
        for down in range(span[0]):
            for right in range(span[1]):
                covered = (place[0] + down, place[1] + right)
                if covered not in found and covered[1] not in hidden:
                    found[covered] = spread(cell, down, right)

    def _row(self, row: Element) -> Iterator[tuple[int, Cell, int, int]]:
        """Column, cell and span in rows and columns of each cell that prints something."""
        column = 0
        for element in (child for child in row.iterchildren("*") if child.tag in _CELLS):
            repeated = _count(element, "table:number-columns-repeated")
            cell = self._cell(element) if element.tag == q("table:table-cell") else None
            if cell is not None:
                span = _span(element)
                for position in range(column, column + min(repeated, _MOST_REPEATED)):
                    yield position, cell, *span
            column += repeated

    def _cell(self, element: Element) -> Cell | None:
        kind = element.get(q("office:value-type"), "string")
        paragraphs = element.findall(q("text:p"))
        if paragraphs:
            text = clean(" ".join("".join(_words(paragraph)) for paragraph in paragraphs))
        else:
            text = _unprinted(element, kind)
        if not text or self._is_unseen(element.get(q("table:style-name"))):
            return None
        return Cell(text, is_text=kind == "string")

    def _is_unseen(self, style: str | None) -> bool:
        if not style:
            return False
        if style not in self._unseen:
            self._unseen[style] = self._styles.hides("table-cell", style, backed=False)
        return self._unseen[style]


def _unprinted(element: Element, kind: str) -> str:
    """The value of a cell that some writers leave without the text that it prints."""
    value = element.get(q("office:value"))
    if value is None:
        return clean(element.get(q("office:string-value")) or element.get(q("office:date-value")) or "")
    return clean(shown_value(float(value), "0.0%" if kind == "percentage" else "General"))


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element.iterchildren("*"):
        if child.tag in {q("text:s"), q("text:tab"), q("text:line-break")}:
            yield " "
        elif child.tag != q("office:annotation"):
            yield from _words(child)
        yield child.tail or ""


def _inside(table: Element, tag: str) -> Iterator[Element]:
    """Rows or columns of a table, those of groups that are folded left out."""
    for child in table.iterchildren("*"):
        if child.tag == tag:
            yield child
        elif child.tag in _GROUPS and child.get(q("table:display"), "true") == "true":
            yield from _inside(child, tag)


def _hidden_columns(table: Element) -> set[int]:
    hidden: set[int] = set()
    number = 0
    for column in _inside(table, q("table:table-column")):
        repeated = min(_count(column, "table:number-columns-repeated"), _MOST_REPEATED)
        if column.get(q("table:visibility"), "visible") != "visible":
            hidden.update(range(number, number + repeated))
        number += repeated
    return hidden


def _span(element: Element) -> tuple[int, int]:
    """Rows and columns that a cell stands over; one of each when they lay out an empty sheet."""
    down, right = _count(element, "table:number-rows-spanned"), _count(element, "table:number-columns-spanned")
    return (down, right) if down * right <= _MOST_REPEATED else (1, 1)


def _count(element: Element, attribute: str) -> int:
    value = element.get(q(attribute), "1")
    return max(1, int(value)) if value.isdigit() and len(value) < 10 else 1  # noqa: PLR2004 - no sheet has 10^9 rows
