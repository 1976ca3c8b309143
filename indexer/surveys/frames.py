"""Microdata as a table of texts, within bounds."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from indexer.errors import ReadingTooHeavy, UnreadableFile
from indexer.reading.charset import read_text
from indexer.surveys.grids import delimiter_of
from indexer.surveys.inference import has_respondents
from indexer.surveys.layouts import table_with

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from indexer.surveys.layouts import Table

MOST_MEGABYTES = 512
"""Memory that reading microdata may take, by the estimate below, when the caller sets no other bound."""
CELL_BYTES = 60
"""Of a Python text of a few letters, with its reference."""
MOST_COLUMNS = 1000


def read_frame(path: Path, megabytes: int = MOST_MEGABYTES) -> pd.DataFrame:
    """The table of a CSV file, every cell a text.

    Raises:
        ReadingTooHeavy: It would take more memory than allowed.
        UnreadableFile: No text, or lines of more cells than its header.
    """
    import pandas as pd

    size = path.stat().st_size
    if size * 4 > megabytes * 1_000_000:
        raise ReadingTooHeavy(path=str(path), limit=megabytes)
    lines = _without_comments(read_text(path).splitlines(keepends=True))
    try:
        delimiter = delimiter_of([line for line in lines if line.strip()])
        columns = lines[0].count(delimiter) + 1 if lines else 0
        if columns > MOST_COLUMNS or size * 4 + len(lines) * columns * CELL_BYTES > megabytes * 1_000_000:
            raise ReadingTooHeavy(path=str(path), limit=megabytes)
        rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter, strict=True) if row]
    except csv.Error as exc:
        raise UnreadableFile(path=str(path), detail=str(exc)) from exc
    header = rows[0] if rows else []
    while header and not header[-1]:
        header.pop()
    width = len(header)
    if len(set(header)) != width or any(any(row[width:]) for row in rows[1:]):
        raise UnreadableFile(path=str(path), detail="two columns of one name, or a line longer than its header")
    filled = [[*row, *[""] * width][:width] for row in rows[1:] if any(row)]
    return pd.DataFrame(filled, columns=header, dtype=object)


def read_answers(path: Path, sheet: str, columns: frozenset[str], megabytes: int = MOST_MEGABYTES) -> pd.DataFrame:
    """The answers of a file that was recognised as holding some, read again.

    Args:
        path: A workbook or a CSV file.
        sheet: Where they stand in a workbook.
        columns: Those that they were recognised by.
        megabytes: Memory that it may take.

    Raises:
        ReadingTooHeavy: It would take more memory than allowed.
        SourceError: It cannot be read any more, or does not have these columns.
    """
    if not sheet:
        frame = read_frame(path, megabytes)
        if columns <= set(frame.columns):
            return frame
    else:
        from indexer.reading import read

        tables = (table_with(found.rows, columns) for found in read(path).sheets if found.name == sheet)
        table = next((table for table in tables if table is not None), None)
        if table is not None:
            return frame_of(table)
    raise UnreadableFile(path=str(path), detail="columns of the survey that are not there")


def frame_of(table: Table) -> pd.DataFrame:
    """A table of a sheet as a table of texts; lines that a column of respondents' numbers does not number are none."""
    import pandas as pd

    frame = pd.DataFrame(list(table.rows), columns=list(table.header), dtype=object)
    numbers = next((name for name in table.header if has_respondents(name)), None)
    return frame if numbers is None else frame[frame[numbers] != ""].reset_index(drop=True)


def _without_comments(lines: list[str]) -> list[str]:
    """The lines from the first that is neither empty nor a comment: further down, « # » may begin an answer."""
    start = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return lines[start:]
