"""Microdata as a table of texts, within bounds."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from indexer.errors import ReadingTooHeavy, UnreadableFile
from indexer.reading.charset import read_text
from indexer.surveys.grids import delimiter_of
from indexer.surveys.inference import has_respondents

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

MOST_MEGABYTES = 512
"""Memory that reading microdata may take, by the estimate below, when the caller sets no other bound."""
_CELL_BYTES = 60
"""Of a Python text of a few letters, with its reference."""
MOST_COLUMNS = 1000
_FIRST_BYTES = 65_536


def numbers_respondents(path: Path) -> bool:
    """Whether a CSV file has a column that numbers respondents: each of its lines is then what one of them said."""
    return has_respondents(first_line(path))


def first_line(path: Path) -> str:
    """The line of the columns' names, as far as ASCII tells it."""
    with path.open("rb") as stream:
        lines = stream.read(_FIRST_BYTES).decode("latin-1").splitlines()
    return next((line for line in lines if line.strip() and not line.startswith("#")), "")


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
        if columns > MOST_COLUMNS or size * 4 + len(lines) * columns * _CELL_BYTES > megabytes * 1_000_000:
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


def _without_comments(lines: list[str]) -> list[str]:
    """The lines from the first that is neither empty nor a comment: further down, « # » may begin an answer."""
    start = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return lines[start:]
