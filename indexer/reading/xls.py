"""Excel workbooks of before 2007, through xlrd: the only module that knows the library.

The compound file around a workbook is opened by olefile: xlrd 2.0.2 follows for ever a chain of sectors that comes back
to itself (`xlrd.compdoc.CompDoc._get_stream`).
"""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

import xlrd
from olefile import OleFileIO, isOleFile
from xlrd.biffh import error_text_from_code
from xlrd.xldate import xldate_as_datetime

from indexer.documents import Reading
from indexer.errors import EncryptedFile, UnreadableFile
from indexer.reading.cells import Cell, spread
from indexer.reading.figures import shown_value
from indexer.reading.packages import damage_as_unreadable
from indexer.reading.pieces import clean
from indexer.reading.regions import SheetCells, check_size
from indexer.reading.sheets import WIDEST_MERGE, sheet_blocks
from indexer.reading.visibility import is_white

if TYPE_CHECKING:
    # xlrd publishes no types.
    from collections.abc import Iterator
    from pathlib import Path

    Book = Any
    Sheet = Any

_LOCKED = "encrypted"
"""What xlrd 2.0.2 says of a workbook that a password locks; it has no class of its own for it."""
_STREAMS = ("Workbook", "Book")
"""Where the records stand ([MS-XLS] 2.1.7.20), since Excel 97 and before."""
_SOLID = 1
"""Fill pattern ([MS-XLS] 2.4.353, fls)."""


def read_xls(path: Path) -> Reading:
    """Read an .xls workbook, the values that its formulas had when it was saved.

    Args:
        path: The file.

    Returns:
        As for an .xlsx workbook, without the file's properties, which xlrd does not read.

    Raises:
        EncryptedFile: A password is needed.
        ArchiveRefused: Too many cells.
        UnreadableFile: No workbook, or a damaged one.
    """
    with damage_as_unreadable(path, xlrd.XLRDError):
        try:
            book = xlrd.open_workbook(
                file_contents=_records(path), formatting_info=True, ragged_rows=True, logfile=StringIO()
            )
        except xlrd.XLRDError as exc:
            if _LOCKED in str(exc):
                raise EncryptedFile(path=str(path)) from exc
            raise
        shown = ((sheet.name, _cells(book, sheet, path)) for sheet in book.sheets() if sheet.visibility == 0)
        blocks, sheets = sheet_blocks(shown, "", path)
    return Reading(blocks, sheets=sheets)


def _records(path: Path) -> bytes:
    """The records of a workbook, out of the compound file that holds them; before Excel 5 they are the whole file."""
    if not isOleFile(path):
        return path.read_bytes()
    with OleFileIO(path) as compound:
        name = next(filter(compound.exists, _STREAMS), None)
        # What a stream says of its size is believed by olefile: a chain that comes back to itself would fill it.
        if name is None or compound.get_size(name) > path.stat().st_size:
            raise UnreadableFile(path=str(path), detail="no workbook in the compound file")
        return bytes(compound.openstream(name).read())


def _cells(book: Book, sheet: Sheet, path: Path) -> SheetCells:
    """What a sheet shows."""
    rows = {number for number, row in sheet.rowinfo_map.items() if row.hidden}
    columns = {number for number, column in sheet.colinfo_map.items() if column.hidden}
    found: dict[tuple[int, int], Cell] = {}
    check_size(sum(sheet.row_len(number) for number in range(sheet.nrows)), path)
    for row in (number for number in range(sheet.nrows) if number not in rows):
        for column, cell in enumerate(sheet.row(row)):
            text = "" if column in columns else _shown(book, cell)
            if text:
                found[row, column] = Cell(text, is_text=cell.ctype == xlrd.XL_CELL_TEXT)
    for place, cell in _merged(sheet, found):
        if place[0] not in rows and place[1] not in columns:
            found.setdefault(place, cell)
        check_size(len(found), path)
    return SheetCells(found, rows, columns)


def _merged(sheet: Sheet, found: dict[tuple[int, int], Cell]) -> Iterator[tuple[tuple[int, int], Cell]]:
    for top, bottom, left, right in sheet.merged_cells:
        anchor = found.get((top, left))
        if anchor is not None and (bottom - top) * (right - left) <= WIDEST_MERGE:
            for row in range(top, bottom):
                for column in range(left, right):
                    yield (row, column), spread(anchor, row - top, column - left)


def _shown(book: Book, cell: Any) -> str:
    if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK} or _is_white_on_white(book, cell):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, ""))
    return clean(shown_value(_value(book, cell), _format(book, cell)))


def _value(book: Book, cell: Any) -> object:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xldate_as_datetime(cell.value, book.datemode)
        return moment.time() if cell.value < 1 else datetime(*moment.timetuple()[:6])  # noqa: DTZ001 - a sheet's clock
    return cell.value


def _format(book: Book, cell: Any) -> str:
    if cell.xf_index is None:
        return ""
    found = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return str(found.format_str) if found is not None else ""


def _is_white_on_white(book: Book, cell: Any) -> bool:
    if cell.xf_index is None:
        return False
    style = book.xf_list[cell.xf_index]
    colour = book.colour_map.get(book.font_list[style.font_index].colour_index)
    filled = style.background.fill_pattern >= _SOLID
    return colour is not None and not filled and is_white("rgb({}, {}, {})".format(*colour))
