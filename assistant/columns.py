"""What the cells of quoted rows stand under, where an answer is plain text and no table shows it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from assistant.answers import Role
from assistant.messages import COLUMNS
from indexer.passages import header, is_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answers import Statement


def column_lines(statements: Sequence[Statement]) -> dict[int, str]:
    """A line with a table's columns, by the number of the last of its rows; none for rows that read by themselves."""
    lines: dict[int, str] = {}
    for _, run in groupby(statements, key=lambda s: (s.role, s.citation.passage.id)):
        rows = list(run)
        last = rows[-1]
        _, columns = header(last.citation.passage)
        cells = [cell for row in rows for cell in row.citation.quote.split("\t")]
        if last.role is Role.ROW and last.figure is None and columns and not any(map(is_sentence, cells)):
            lines[last.citation.number] = COLUMNS.format(columns=" | ".join(columns))
    return lines
