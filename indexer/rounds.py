"""The two rounds in which the files of a plan are read: all of them; then those with pages whose words are an image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import EmptyDocument, GarbledText
from indexer.reading.options import ReadingOptions
from indexer.record import Read
from indexer.report import Failure

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.build import Progress
    from indexer.errors import SourceError
    from indexer.planning import Plan
    from indexer.sources import SourceFile
    from indexer.workers import Readers

RECOGNISED = "pages"
"""Folder, in the data folder, of the pages whose words were recognised, by their image."""


def read_all(
    plan: Plan, readers: Readers, *, progress: Progress, cache: Path, ocr: bool
) -> tuple[dict[str, Read], list[Failure]]:
    """What was read, by path; and what could not be.

    Args:
        plan: What to read; what is reused counts as read in the progress.
        readers: The processes that read.
        progress: Told of the steps `reading` and `recognising`, the latter in pages.
        cache: Folder of the pages recognised before.
        ocr: Whether pages can be recognised: there is no second round otherwise.
    """
    read: dict[str, Read] = {}
    failed: dict[SourceFile, SourceError] = {}
    scanned: dict[SourceFile, int] = {}
    progress.start("reading", len(plan.read) + len(plan.reused))
    progress.advance(len(plan.reused))
    for file, outcome in readers.read(plan.read, ReadingOptions(ocr=False, cache=cache)):
        if isinstance(outcome, Read):
            read[file.doc] = outcome
        else:
            failed[file] = outcome
        if ocr and (pages := _without_text(outcome)):
            scanned[file] = pages
        progress.advance(1, (outcome.document.pages or 0) if isinstance(outcome, Read) else 0)
    if scanned:
        progress.start("recognising", sum(scanned.values()))
        again = {file: plan.read[file] for file in scanned}
        for file, outcome in readers.read(again, ReadingOptions(ocr=True, cache=cache), scanned):
            if isinstance(outcome, Read):
                read[file.doc] = outcome
                failed.pop(file, None)
            progress.advance(scanned[file])
    return read, [Failure(file.doc, error) for file, error in failed.items()]


def _without_text(outcome: Read | SourceError) -> int:
    """How many pages of a file might be recognised."""
    if isinstance(outcome, Read):
        return len({*outcome.document.blind_pages, *outcome.document.garbled_pages})
    pages = outcome.values.get("pages") if isinstance(outcome, EmptyDocument | GarbledText) else None
    return pages if isinstance(pages, int) else 0
