"""What the sheets of a file are worth: tables to show, answers to count, lines of people to set aside.

`sort_sheets` looks at the lines before anything is told of the file; `survey_in` gives the figures that it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.documents import BlockKind
from indexer.errors import ReadingTooHeavy, SourceError, UnreadableFile
from indexer.surveys.codebooks import codebook_path, is_codebook, read_codebook
from indexer.surveys.frames import CELL_BYTES, MOST_MEGABYTES, frame_of
from indexer.surveys.grids import read_grids
from indexer.surveys.layouts import Table, table_with, tables_of
from indexer.surveys.microdata import read_microdata_survey, survey_of
from indexer.surveys.model import columns_of
from indexer.surveys.people import Lines, are_identified, is_signed, judged
from indexer.surveys.workbook import published_survey

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.documents import Block, Metadata, Sheet
    from indexer.surveys.model import Codebook, Survey

TEXTS = frozenset({".csv", ".tsv"})
"""Lower-case suffixes of tables without sheets."""
PUBLISHED = frozenset({".xlsx", ".xlsm", ".ods", *TEXTS})
"""Lower-case suffixes of the files whose published results are recognised."""
NOTES = {Lines.PERSONS: "persons_aside", Lines.REMARKS: "remarks_aside"}
"""What the report says of sheets that are set aside: keys of `indexer.messages.REMARKS`."""
SURVEY_UNREAD = "survey_unread"


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """Answers one by one.

    Attributes:
        name: Of the sheet; empty for a CSV file.
        table: Where they are in it.
        codebook: Declared beside the file; `None` when it must be inferred.
    """

    name: str
    table: Table
    codebook: Codebook | None = None


@dataclass(frozen=True, slots=True)
class SortedSheets:
    """What the sheets of a file are.

    Attributes:
        answers: Those to count.
        hidden: Positions of those whose lines are people, answers included: not one of them may be indexed.
        aside: `(code, name)` of those that are neither shown nor counted.
    """

    answers: tuple[AnswerSheet, ...] = ()
    hidden: frozenset[int] = frozenset()
    aside: tuple[tuple[str, str], ...] = ()


def sort_sheets(
    path: Path, sheets: Sequence[Sheet], named: Sequence[str], megabytes: int = MOST_MEGABYTES
) -> SortedSheets:
    """Tells the sheets of people from those of things.

    Args:
        path: A workbook or a CSV file; a codebook beside it says that it holds answers.
        sheets: As its reader found them.
        named: For each sheet, what its title and the file's say.
        megabytes: Memory that counting answers may take.

    Raises:
        ReadingTooHeavy: Answers would take more.
        SourceError: The codebook cannot be read, or describes no sheet.
    """
    beside = codebook_path(path)
    described = _described(path, sheets, read_codebook(beside)) if beside is not None else None
    answers: list[AnswerSheet] = []
    aside: list[tuple[str, str]] = []
    hidden: set[int] = set()
    for position, sheet in enumerate(sheets):
        if described and position == described[0]:
            hidden.add(position)
            answers.append(AnswerSheet(sheet.name, *described[1:]))
            continue
        lines, table = judged(sheet.rows, named[position])
        if table is None:
            continue
        hidden.add(position)
        if lines is Lines.ANSWERS:
            answers.append(AnswerSheet(sheet.name, table))
        else:
            aside.append((NOTES[lines], sheet.name))
    cells = sum(len(sheet.table.rows) * len(sheet.table.header) for sheet in answers)
    if cells * CELL_BYTES > megabytes * 1_000_000:
        raise ReadingTooHeavy(path=str(path), limit=megabytes)
    return SortedSheets(tuple(answers), frozenset(hidden), tuple(aside))


def survey_in(
    found: SortedSheets,
    path: Path,
    doc: str,
    metadata: Metadata,
    sheets: Sequence[Sheet],
    megabytes: int = MOST_MEGABYTES,
) -> tuple[Survey | None, tuple[tuple[str, str], ...]]:
    """The figures that a file holds, and `(code, name)` of the sheets whose figures could not be understood.

    Args:
        found: Its sheets, sorted.
        path: The file.
        doc: Its path among the documents.
        metadata: What is known of it: its title is the survey's.
        sheets: As its reader found them.
        megabytes: Memory that counting answers may take.

    Raises:
        SourceError: Answers cannot be read.
    """
    suffix = path.suffix.lower()
    if found.answers:
        if suffix in TEXTS:
            return read_microdata_survey(path, doc, metadata, megabytes), ()
        parts = [(sheet.name, frame_of(sheet.table), sheet.codebook) for sheet in found.answers]
        return survey_of(parts, path, doc, metadata), ()
    if suffix not in PUBLISHED or is_codebook(path):
        return None, ()
    hidden = {sheets[position].name for position in found.hidden}
    try:
        grids = [grid for grid in read_grids(path) if grid.name not in hidden]
    except SourceError:  # the file was read: its sheets are shown as any other workbook's
        return None, ((SURVEY_UNREAD, ""),)
    unread = tuple((SURVEY_UNREAD, grid.name) for grid in grids if grid.unread)
    return published_survey(grids, path, doc, metadata), unread


def without_people(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[tuple[str, str], ...]]:
    """The blocks of a file that has no sheets, without the tables whose lines are certainly people.

    Lists of names are left where they are: a page, a report or a letter says them on purpose. A table that goes on
    under a header of its own is judged again; one that goes on without, page after page, is not recognised.

    Returns:
        The blocks that may be shown, and `("table_aside", caption or first heading above)` of each table set aside.
    """
    kept: list[Block] = []
    aside: dict[tuple[str, str], None] = {}
    for block in blocks:
        if block.kind is BlockKind.TABLE and _holds_people(block):
            aside["table_aside", block.caption or " ".join(block.headings[-1:])] = None
        else:
            kept.append(block)
    return tuple(kept), tuple(aside)


def _holds_people(table: Block) -> bool:
    found = tables_of([line.split("\t") for line in table.text.split("\n")])
    return any(is_signed(each) or are_identified(each) for each in found)


def _described(path: Path, sheets: Sequence[Sheet], codebook: Codebook) -> tuple[int, Table, Codebook]:
    """The sheet that a codebook describes: the first that has all its columns.

    Raises:
        UnreadableFile: There is none.
    """
    wanted = columns_of(codebook) | {codebook.weight} - {""}
    for position, sheet in enumerate(sheets):
        table = table_with(sheet.rows, wanted)
        if table is not None:
            return position, table, codebook
    known = {name for sheet in sheets for row in sheet.rows for name in row}
    absent = ", ".join(sorted(wanted - known)) or "on different sheets"
    raise UnreadableFile(path=str(path), detail=f"columns of the codebook that are not there: {absent}")
