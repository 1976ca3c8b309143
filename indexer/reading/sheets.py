"""Excel workbooks, through openpyxl, and CSV files: tables that keep their header, however long they are."""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange

from indexer.documents import Block, BlockKind, Reading, Sheet
from indexer.reading.cells import Cell, spread
from indexer.reading.charset import read_text
from indexer.reading.figures import shown_value
from indexer.reading.packages import check_package, damage_as_unreadable
from indexer.reading.pieces import Piece, clean, credible_author, credible_title, credible_year, nest
from indexer.reading.regions import SheetCells, check_length, check_size, grid, sheet_pieces
from indexer.reading.visibility import is_white

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

_DELIMITERS = ";,\t|"
_SAMPLE = 20
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""First line that Excel writes to say which delimiter follows."""
_FIGURE = re.compile(r"[\s\d.,%€+\-/:\u00a0\u202f]*\d[\s\d.,%€+\-/:\u00a0\u202f]*")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")
WIDEST_MERGE = 20_000
"""Cells; a larger merge lays out an empty sheet."""
_THEME_WHITE = 0
"""Theme colour 0, « light 1 » (ECMA-376, 18.8.3, as Excel numbers them): white in the themes of Office."""


def read_workbook(path: Path) -> Reading:
    """Read an .xlsx or .xlsm workbook, the values that its formulas had when it was saved.

    Args:
        path: The file.

    Returns:
        For each visible sheet its name as a heading, its tables, and as paragraphs the lines that are in no table.
        Hidden rows and columns, comments, and cells that print nothing are left out.

    Raises:
        EncryptedFile: A password is needed.
        ArchiveRefused: It unpacks to more than may be read, or has too many cells.
        UnreadableFile: No workbook, or a damaged one.
    """
    check_package(path)
    _check_merges(path)
    with damage_as_unreadable(path, InvalidFileException), warnings.catch_warnings():
        # openpyxl warns of what it does not write back (validation, extensions): nothing that is read here.
        warnings.simplefilter("ignore")
        with path.open("rb") as content:  # openpyxl 3.1.5 leaves a damaged file open until it is collected
            book = load_workbook(content, data_only=True, keep_links=False)
        properties = book.properties
        title = credible_title(properties.title, path.stem)
        author, created = credible_author(properties.creator), properties.created
        shown = [(s.title, _cells(s, path)) for s in book.worksheets if s.sheet_state == "visible"]
        check_length(sum(len(cell.text) for _, sheet in shown for cell in sheet.cells.values()), path)
        blocks, sheets = sheet_blocks(shown, title, path)
    year = credible_year(created) if title else None
    return Reading(blocks, title=title, author=author, year=year, sheets=sheets)


def _check_merges(path: Path) -> None:
    """Refuse merged cells over a whole sheet: openpyxl 3.1.5 makes an object for each of their places.

    Raises:
        ArchiveRefused: They cover too many.
    """
    with damage_as_unreadable(path), zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                places = (CellRange(found.decode()).size for found in _MERGE.findall(archive.read(name)))
                check_size(sum(place["rows"] * place["columns"] for place in places), path)


def sheet_blocks(
    named: Iterable[tuple[str, SheetCells]], title: str, path: Path
) -> tuple[tuple[Block, ...], tuple[Sheet, ...]]:
    """The sheets of a workbook, each under its name, as blocks and as cells; an empty sheet is left out.

    Args:
        named: Name of each sheet, and what it shows.
        title: Of the workbook; a sheet that bears it has no heading of its own.
        path: Named in the error.

    Raises:
        ArchiveRefused: Too many cells.
    """
    blocks: list[Block] = []
    sheets: list[Sheet] = []
    for tab, cells in named:
        name, rows = clean(tab), grid(cells, path)
        pieces = sheet_pieces(rows, name)
        if pieces:
            found = nest([Piece(BlockKind.HEADING, name, 1), *pieces], title)
            sheets.append(_sheet(name, rows, len(blocks), len(found)))
            blocks += found
    return tuple(blocks), tuple(sheets)


def _sheet(name: str, rows: Sequence[Sequence[Cell]], first: int, count: int) -> Sheet:
    return Sheet(name, tuple(tuple(cell.text for cell in row) for row in rows), first, first + count)


def _cells(sheet: Worksheet, path: Path) -> SheetCells:
    """What a sheet shows."""
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    columns = set(_hidden_columns(sheet))
    unseen: dict[int, bool] = {}
    found: dict[tuple[int, int], Cell] = {}
    cleaned: dict[str, str] = {}  # a workbook keeps once a string that stands in many cells, and so does this
    length = 0
    # The cells that exist; sheet.iter_rows() would make all those of A1:XFD1048576 (openpyxl 3.1.5).
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 — openpyxl 3.1 has no other way to those that hold something
        if cell.value is None or row in rows or column in columns:
            continue
        if cell.has_style and unseen.setdefault(cell.style_id, _is_white_on_white(cell)):
            continue
        shown = shown_value(cell.value, str(cell.number_format or ""))
        length += len(shown)
        check_length(length, path)
        if shown not in cleaned:
            cleaned[shown] = clean(shown)
        if cleaned[shown]:
            found[row, column] = Cell(cleaned[shown], is_text=isinstance(cell.value, str))
    for merged in sheet.merged_cells.ranges:
        anchor = found.get((merged.min_row, merged.min_col))
        if anchor is not None and merged.size["rows"] * merged.size["columns"] <= WIDEST_MERGE:
            check_size(len(found), path)
            for row, column in merged.cells:
                if (row, column) not in found and row not in rows and column not in columns:
                    found[row, column] = spread(anchor, row - merged.min_row, column - merged.min_col)
    return SheetCells(found, rows, columns)


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for letters, column in sheet.column_dimensions.items():
        if column.hidden:
            first = column.min or column_index_from_string(letters)
            yield from range(first, (column.max or first) + 1)


def _is_white_on_white(cell: Any) -> bool:
    colour, fill = cell.font.color, cell.fill
    if colour is None or fill.fill_type not in {None, "none"}:
        return False
    if colour.type == "theme":
        return bool(colour.theme == _THEME_WHITE and not colour.tint)
    return bool(colour.type == "rgb" and is_white(str(colour.rgb)))


def read_csv(path: Path) -> Reading:
    """Read a CSV or TSV file, whatever its delimiter and its encoding.

    Args:
        path: The file; first lines that begin with « # » are its caption.

    Returns:
        Its tables (an empty line parts two), in several blocks when they are long, and as paragraphs the lines
        around them.

    Raises:
        ArchiveRefused: Too many cells.
        UnreadableFile: The bytes are no text, or no table.
    """
    lines = read_text(path).splitlines(keepends=True)
    comments = 0
    while comments < len(lines) and (lines[comments].startswith("#") or not lines[comments].strip()):
        comments += 1
    caption = " ".join(filter(None, (clean(line.lstrip("#")) for line in lines[:comments])))
    content = lines[comments:]
    told = _SEPARATOR_LINE.fullmatch(content[0]) if content else None
    delimiter = told[1] if told else "\t" if path.suffix.lower() == ".tsv" else _delimiter(content)
    with damage_as_unreadable(path, csv.Error):
        rows = list(csv.reader(content[1:] if told else content, delimiter=delimiter, strict=False))
        check_size(sum(map(len, rows)), path)
        cells = [[Cell(text, is_text=not is_figure(text)) for text in map(clean, row)] for row in rows]
        blocks = nest(sheet_pieces(cells, caption, side_by_side=False), "")
        return Reading(blocks, sheets=(_sheet("", cells, 0, len(blocks)),))


def _delimiter(lines: Sequence[str]) -> str:
    """The character that cuts most of the first lines in the same number of cells."""

    def regularity(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines[:_SAMPLE], delimiter=delimiter) if any(row)]
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) if usual > 1 else 0, usual)

    try:
        return max(_DELIMITERS, key=regularity)
    except csv.Error:
        return _DELIMITERS[0]


def is_figure(text: str) -> bool:
    """Whether a cell of a text file is a figure, with its sign, its unit or its date's strokes, rather than words."""
    return bool(_FIGURE.fullmatch(text))
