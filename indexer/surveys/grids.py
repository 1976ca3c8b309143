"""Sheets as grids of what their cells show, each cell knowing its address: XLSX through openpyxl, ODS, CSV.

The readers of `indexer.reading` give text to quote; here the place of every figure counts, and the digits that are
shown, since they say to how much a share was rounded.
"""

from __future__ import annotations

import csv
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from indexer.errors import UnreadableFile
from indexer.reading.charset import read_text
from indexer.reading.packages import check_package
from indexer.reading.pieces import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST_ROWS = 5000
"""Rows of a sheet that are looked at; tables of results are far shorter."""
MOST_COLUMNS = 100
"""Columns of a sheet that are looked at."""
MOST_CELLS = 100_000
"""Cells of a sheet that are looked at, from the top."""
MOST_SHEETS = 200
LONGEST_CELL = 2000
"""Characters of a cell that are looked at."""
LONGEST_PART = 64_000_000
"""Bytes of the unpacked sheets of an ODS file; more is refused."""
DAMAGE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    csv.Error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What the libraries raise on files that are not what they say (lxml's errors are `SyntaxError`s)."""
_DELIMITERS = ";,\t|"
_SAMPLE = 20
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows (empty when nothing), and where it is.

    Attributes:
        text: As shown.
        sheet: Name of its sheet; empty for CSV.
        line: 1-based, as a spreadsheet counts.
        column: 0-based.
    """

    text: str
    sheet: str
    line: int
    column: int

    @property
    def address(self) -> str:
        """« Sheet!C5 », or « C5 » where there is one sheet without a name."""
        place = f"{get_column_letter(self.column + 1)}{self.line}"
        return f"{self.sheet}!{place}" if self.sheet else place


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A visible sheet.

    Attributes:
        name: Of the sheet; empty for CSV.
        title: Words that stand above everything and belong to no cell (comments of a CSV file).
        rows: All of the same width.
        unread: It could not be understood, and is empty.
    """

    name: str
    title: str
    rows: tuple[Row, ...]
    unread: bool = False


def read_grids(path: Path) -> list[Grid]:
    """The visible sheets of a file.

    Args:
        path: .xlsx, .xlsm, .ods, .csv or .tsv.

    Returns:
        Each sheet's first `MOST_ROWS` rows and `MOST_COLUMNS` columns; nothing of one that cannot be understood.

    Raises:
        EncryptedFile: A password is needed.
        UnreadableFile: Damaged, or not what its suffix says.
    """
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv"):
        return [_read_csv(path)]
    check_package(path)
    try:
        return list(_read_ods(path) if suffix == ".ods" else _read_workbook(path))
    except DAMAGE as exc:
        raise UnreadableFile(path=str(path), detail=str(exc) or type(exc).__name__) from exc


def delimiter_of(lines: Sequence[str]) -> str:
    """The character that cuts most of the first lines in the same number of cells."""

    def regularity(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines[:_SAMPLE], delimiter=delimiter)]
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_DELIMITERS, key=regularity)


def _read_csv(path: Path) -> Grid:
    lines = read_text(path).splitlines(keepends=True)[:MOST_ROWS]
    comments = [clean(line.lstrip("#")) for line in lines if line.startswith("#")]
    # A comment becomes an empty row: addresses stay those of a spreadsheet that opens the file.
    content = ["\n" if line.startswith("#") else line for line in lines]
    try:
        delimiter = delimiter_of([line for line in content if line.strip()])
        rows = list(csv.reader(content, delimiter=delimiter))
    except csv.Error as exc:
        raise UnreadableFile(path=str(path), detail=str(exc)) from exc
    return _grid("", rows, " ".join(filter(None, comments)))


def _read_workbook(path: Path) -> Iterator[Grid]:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets[:MOST_SHEETS]:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # those that the file tells may be too small: openpyxl 3.1 would lose the rest
                rows = islice(sheet.iter_rows(), MOST_ROWS)
                shown = ([_shown(cell.value, cell.number_format) for cell in row[:MOST_COLUMNS]] for row in rows)
                yield _understood(sheet.title, shown)
    finally:
        book.close()


def _understood(name: str, rows: Iterable[Sequence[str]]) -> Grid:
    try:
        return _grid(name, rows)
    except DAMAGE:
        return Grid(clean(name), "", (), unread=True)


def _grid(name: str, rows: Iterable[Sequence[str]], title: str = "") -> Grid:
    kept: list[list[str]] = []
    cells_left = MOST_CELLS
    for row in rows:
        kept.append([_words(text) if text else "" for text in row[:MOST_COLUMNS]])
        cells_left -= len(kept[-1])
        if cells_left < 0:
            break
    while kept and not any(kept[-1]):
        kept.pop()
    width = max((column + 1 for row in kept for column, text in enumerate(row) if text), default=0)
    padded = [[*row, *[""] * width][:width] for row in kept]
    cells = tuple(
        tuple(Cell(text, name, line, column) for column, text in enumerate(row))
        for line, row in enumerate(padded, start=1)
    )
    return Grid(clean(name), title, cells)


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    return clean(text[:LONGEST_CELL])


def _shown(value: object, number_format: object) -> str:
    """A value with the digits that the sheet shows."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    pattern = _QUOTED.sub("", str(number_format or "General").partition(";")[0])
    percent = "%" in pattern
    shown = value * 100 if percent else value
    if not re.search(r"[0#]", pattern):
        return f"{shown:.10g}".replace(".", ",")
    decimals = re.search(r"\.([0#]+)", pattern)
    fixed = len(decimals[1].replace("#", "")) if decimals else 0
    text = f"{shown:.{len(decimals[1]) if decimals else 0}f}"
    while decimals and text.endswith("0") and len(text.partition(".")[2]) > fixed:
        text = text[:-1]
    return text.rstrip(".").replace(".", ",") + ("\u00a0%" if percent else "")


def _read_ods(path: Path) -> Iterator[Grid]:
    """Sheets of an OpenDocument spreadsheet, as it stores what each cell shows (OpenDocument 1.3, part 3, 9.1)."""
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
        content = stream.read(LONGEST_PART + 1)
    if len(content) > LONGEST_PART:
        raise UnreadableFile(path=str(path), detail=f"content.xml: more than {LONGEST_PART} bytes")
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    hidden = _hidden_styles(root)
    for table in islice(root.iter(f"{_TABLE}table"), MOST_SHEETS):
        if table.get(f"{_TABLE}style-name") not in hidden:
            name = table.get(f"{_TABLE}name") or ""
            yield _understood(name, _ods_rows(table))


def _hidden_styles(root: etree._Element) -> set[str | None]:
    style = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    return {
        element.get(f"{style}name")
        for element in root.iter(f"{style}style")
        for told in element.iter(f"{style}table-properties")
        if told.get(f"{_TABLE}display") == "false"
    }


def _ods_rows(table: etree._Element) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in table.iter(f"{_TABLE}table-row"):
        if len(rows) >= MOST_ROWS:
            break
        cells: list[str] = []
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            text = "\n".join("".join(map(str, words.itertext())) for words in cell.iterchildren(f"{_TEXT}p"))
            cells += [text] * min(_repeated(cell, "columns"), MOST_COLUMNS - len(cells))
        # A repeated row of words is rare, one of nothing fills the sheet's end: both within bounds.
        rows += [cells] * min(_repeated(row, "rows"), MOST_ROWS - len(rows))
    return rows


def _repeated(element: etree._Element, what: str) -> int:
    told = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return int(told) if told.isdecimal() and len(told) < 10 else 1  # noqa: PLR2004 — no sheet has a billion rows
