"""One file, read into what the index keeps of it: a document, its passages, and a survey's figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from indexer.documents import Document
from indexer.errors import PersonalLines
from indexer.inference import complete, infer
from indexer.messages import WHOLE_FILE
from indexer.passages import Passage, split
from indexer.reading import read, reading_version
from indexer.surveys import Survey, sort_sheets, survey_blocks, survey_in, without_people

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.documents import Block, Reading
    from indexer.reading.options import ReadingOptions
    from indexer.sources import SourceFile
    from indexer.surveys import SortedSheets


@dataclass(frozen=True, slots=True)
class Read:
    """What one file gives.

    Attributes:
        document: Described and located.
        passages: In reading order.
        survey: Its figures, when it holds the results of one.
    """

    document: Document
    passages: tuple[Passage, ...]
    survey: Survey | None = None


def read_record(file: SourceFile, digest: str, options: ReadingOptions) -> Read:
    """Reads a file, sets the lines of people aside, completes what the catalogue tells of it, cuts it.

    Args:
        file: Found under a source.
        digest: sha256 of its content.
        options: How to read it.

    Raises:
        SourceError: The file cannot become a document.
    """
    reading = read(file.path, options)
    sheets = reading.sheets
    found = sort_sheets(file.path, sheets, _names(file, reading), options.megabytes)
    blocks, tables = without_people(_shown(reading, found))
    # Nothing may be inferred of lines that are not shown.
    metadata = complete(file.metadata, infer(PurePosixPath(file.doc), replace(reading, blocks=blocks, sheets=())))
    survey, troubles = survey_in(found, file.path, file.doc, metadata, sheets, options.megabytes)
    notes = (*found.aside, *tables, *troubles)
    # Individual answers are never shown, nor indexed line by line: their counts are.
    computed = survey_blocks(survey) if survey is not None and survey.computed else ()
    own = split(file.doc, metadata.title, blocks)
    if not own and not computed:
        raise PersonalLines(path=str(file.path), sheets=", ".join(name or WHOLE_FILE for _, name in notes))
    document = Document(
        doc=file.doc,
        source=str(file.source),
        digest=digest,
        metadata=metadata,
        read_by=read_by(file),
        ocr_tried=options.ocr,
        computed=bool(computed),
        pages=reading.pages,
        blind_pages=reading.blind_pages,
        garbled_pages=reading.garbled_pages,
        ocr_pages=reading.ocr_pages,
        labels=reading.labels,
        first_computed=len(own) if computed else 0,
        notes=notes,
    )
    counted = split(file.doc, metadata.title, computed)
    return Read(document, (*own, *(replace(p, number=p.number + len(own)) for p in counted)), survey)


def first_words(path: Path, options: ReadingOptions, most: int) -> str:
    """What a file begins with, block after block.

    Args:
        path: The file.
        options: How to read it.
        most: Characters, at most.

    Raises:
        SourceError: It cannot be read.
    """
    return "\n".join(block.text for block in read(path, options).blocks)[:most]


def _names(file: SourceFile, reading: Reading) -> list[str]:
    """For each sheet, the words that may say of a survey: those of the file, of the sheet, of its tables' captions."""
    whole = f"{file.path.stem} {file.metadata.title if file.metadata else ''} {reading.title}"
    captions = (" ".join({block.caption for block in reading.blocks[s.first : s.last]}) for s in reading.sheets)
    return [f"{whole} {sheet.name} {told}" for sheet, told in zip(reading.sheets, captions, strict=True)]


def _shown(reading: Reading, found: SortedSheets) -> tuple[Block, ...]:
    """The blocks of a file without those of the sheets whose lines are people."""
    people = [reading.sheets[position] for position in found.hidden]
    hidden = {position for sheet in people for position in range(sheet.first, sheet.last)}
    return tuple(block for n, block in enumerate(reading.blocks) if n not in hidden)


def read_by(file: SourceFile) -> str:
    """Which reader reads a file, at which version, and with which codebook beside it; another one reads it again."""
    return f"{reading_version(file.path)}/{file.codebook_digest()[:12]}"
