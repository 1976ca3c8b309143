"""Workbooks, through openpyxl, and CSV files: tables that keep their header, however long they are."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from indexer.documents import BlockKind, Reading
from indexer.errors import UnreadableFile
from indexer.reading.charset import read_text
from indexer.reading.packages import check_package
from indexer.reading.pieces import Piece, clean, credible_author, credible_title, credible_year, nest, table_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LONGEST_TABLE = 40
"""Rows in one block; a longer table becomes several, each under the same header."""
_DELIMITERS = ";,\t|"
_SAMPLE = 20
_LONG_NUMBER = 1e10
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DAMAGE = (
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    SyntaxError,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell shows, and whether it is words rather than a figure."""

    text: str
    is_text: bool


_EMPTY = _Cell("", is_text=False)


def read_workbook(path: Path) -> Reading:
    """Read an .xlsx workbook, the values that its formulas had when it was saved.

    Args:
        path: The file.

    Returns:
        For each visible sheet its name as a heading, its tables, and as paragraphs the lines that are in no table.

    Raises:
        EncryptedFile: A password is needed.
        UnreadableFile: No workbook, or a damaged one.
    """
    check_package(path)
    pieces: list[Piece] = []
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    rows = [[_shown(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()]
                    found = list(_sheet(rows, clean(sheet.title)))
                    pieces += [Piece(BlockKind.HEADING, clean(sheet.title), 1), *found] if found else []
            properties = book.properties
        finally:
            book.close()
    except _DAMAGE as exc:
        raise UnreadableFile(path=str(path), detail=str(exc) or type(exc).__name__) from exc
    title = credible_title(properties.title, path.stem)
    return Reading(
        nest(pieces, title),
        title=title,
        author=credible_author(properties.creator),
        year=credible_year(properties.created) if title else None,
    )


def read_csv(path: Path) -> Reading:
    """Read a CSV file, whatever its delimiter and its encoding.

    Args:
        path: The file; lines that begin with « # » above the table are its caption.

    Returns:
        One table, in several blocks when it is long.

    Raises:
        UnreadableFile: The bytes are no text, or no table.
    """
    lines = read_text(path).splitlines(keepends=True)
    comments = [clean(line.lstrip("#")) for line in lines if line.startswith("#")]
    content = [line for line in lines if not line.startswith("#") and line.strip()]
    try:
        rows = [row for row in csv.reader(content, delimiter=_delimiter(content), strict=False) if any(row)]
    except csv.Error as exc:
        raise UnreadableFile(path=str(path), detail=str(exc)) from exc
    cells = [[_Cell(clean(value), is_text=not _is_figure(value)) for value in row] for row in rows]
    caption = " ".join(filter(None, comments))
    return Reading(nest(list(_table(cells, caption)), ""))


def _delimiter(lines: Sequence[str]) -> str:
    """The character that cuts most of the first lines in the same number of cells."""

    def regularity(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines[:_SAMPLE], delimiter=delimiter)]
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_DELIMITERS, key=regularity)


def _is_figure(value: str) -> bool:
    return bool(re.fullmatch(r"[\s\d.,%€+\-/\u00a0\u202f]*\d[\s\d.,%€+\-/\u00a0\u202f]*", value))


def _sheet(rows: Sequence[Sequence[_Cell]], name: str) -> Iterator[Piece]:
    """Tables and lines of one sheet: what an empty row or an empty column parts is read apart."""
    title: list[str] = []
    for filled, group in groupby(rows, key=lambda row: any(cell.text for cell in row)):
        if not filled:
            continue
        for region in _side_by_side(list(group)):
            above = [_only(row) for row in _while_single(region)]
            below = [_only(row) for row in reversed(_while_single(region[::-1]))] if len(above) < len(region) else []
            body = region[len(above) : len(region) - len(below)]
            title += above
            if body:
                yield from _table(body, " ".join(title) or name)
                title = []
                yield from (Piece(BlockKind.PARAGRAPH, text) for text in below)
            elif len(title) > 1:
                yield from (Piece(BlockKind.PARAGRAPH, text) for text in title)
                title = []
    yield from (Piece(BlockKind.PARAGRAPH, text) for text in title)


def _side_by_side(rows: list[Sequence[_Cell]]) -> Iterator[list[list[_Cell]]]:
    """Tables that stand beside each other, an empty column between them."""
    width = max(map(len, rows))
    padded = [[*row, *[_EMPTY] * (width - len(row))] for row in rows]
    used = [any(row[column].text for row in padded) for column in range(width)]
    for filled, columns in groupby(range(width), key=lambda column: used[column]):
        if filled:
            kept = list(columns)
            region = [[row[column] for column in kept] for row in padded]
            yield [row for row in region if any(cell.text for cell in row)]


def _while_single(region: Sequence[Sequence[_Cell]]) -> list[Sequence[_Cell]]:
    """The first rows, as long as they have one filled cell only: a title above a table, or notes (reversed) below."""
    single: list[Sequence[_Cell]] = []
    for row in region:
        if sum(bool(cell.text) for cell in row) > 1:
            break
        single.append(row)
    return single


def _only(row: Sequence[_Cell]) -> str:
    return next(cell.text for cell in row if cell.text)


def _table(rows: Sequence[Sequence[_Cell]], caption: str) -> Iterator[Piece]:
    """A table as blocks of at most `LONGEST_TABLE` rows, each with the header, when the first row is one."""
    if not rows:
        return
    texts = [[cell.text for cell in row] for row in rows]
    has_header = len(rows) > 1 and all(cell.is_text for cell in rows[0] if cell.text)
    header, body = (texts[:1], texts[1:]) if has_header else ([], texts)
    for start in range(0, len(body), LONGEST_TABLE):
        yield Piece(BlockKind.TABLE, table_text([*header, *body[start : start + LONGEST_TABLE]]), caption=caption)


def _shown(value: object, number_format: object) -> _Cell:
    """A value as a French reader sees it in the sheet."""
    if value is None:
        return _EMPTY
    if isinstance(value, bool):
        return _Cell("VRAI" if value else "FAUX", is_text=False)
    if isinstance(value, (int, float)):
        return _Cell(_figure(value, str(number_format or "General")), is_text=False)
    if isinstance(value, (datetime, date)):
        return _Cell(f"{value:%d/%m/%Y}", is_text=False)
    if isinstance(value, time):
        return _Cell(f"{value:%H:%M}", is_text=False)
    return _Cell(clean(str(value)), is_text=True)


def _figure(value: float, number_format: str) -> str:
    """A number with its decimals, its thousands and its unit as the format of its cell says."""
    pattern = _QUOTED.sub("", number_format.partition(";")[0])
    percent = "%" in pattern
    decimals = re.search(r"[.,](0+)(?![#0,]*[.])", re.sub(r"#,##0", "0", pattern))
    shown = value * 100 if percent else value
    if re.search(r"0|#", pattern):
        places = len(decimals[1]) if decimals else 0
        text = f"{shown:,.{places}f}" if "," in pattern else f"{shown:.{places}f}"
    else:
        text = f"{shown:.10g}" if abs(shown) < _LONG_NUMBER else f"{shown:.0f}"
    text = text.replace(",", "\u202f").replace(".", ",")
    unit = "%" if percent else "€" if "€" in number_format else ""
    return f"{text}\u00a0{unit}" if unit else text
