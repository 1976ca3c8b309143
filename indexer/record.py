"""One file, read into what the index keeps of it: a document, its passages, and a survey's figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from indexer.documents import Document
from indexer.inference import complete, infer
from indexer.passages import Passage, split
from indexer.reading import read, reading_version
from indexer.surveys import Survey, read_survey, survey_blocks

if TYPE_CHECKING:
    from indexer.reading.options import ReadingOptions
    from indexer.sources import SourceFile


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
    """Reads a file, completes what the catalogue tells of it, cuts it.

    Args:
        file: Found under a source.
        digest: sha256 of its content.
        options: How to read it.

    Raises:
        SourceError: The file cannot become a document.
    """
    reading = read(file.path, options)
    metadata = complete(file.metadata, infer(PurePosixPath(file.doc), reading))
    survey = read_survey(file.path, file.doc, metadata)
    # Individual answers are never shown, nor indexed line by line: their counts are.
    blocks = survey_blocks(survey) if survey is not None and survey.computed else reading.blocks
    document = Document(
        doc=file.doc,
        source=str(file.source),
        digest=digest,
        metadata=metadata,
        read_by=read_by(file),
        ocr_tried=options.ocr,
        computed=survey is not None and survey.computed,
        pages=reading.pages,
        blind_pages=reading.blind_pages,
        garbled_pages=reading.garbled_pages,
        ocr_pages=reading.ocr_pages,
        labels=reading.labels,
    )
    return Read(document, tuple(split(file.doc, metadata.title, blocks)), survey)


def read_by(file: SourceFile) -> str:
    """Which reader reads a file, at which version, and with which codebook beside it; another one reads it again."""
    return f"{reading_version(file.path)}/{file.codebook_digest()[:12]}"
