"""PDF files, through pypdf: opening them, their properties, their pages."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdf
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject

from indexer.documents import Reading
from indexer.errors import EmptyDocument, EncryptedFile, UnreadableFile
from indexer.reading.layout.pages import read_sheets
from indexer.reading.layout.runs import Sheet
from indexer.reading.pdf_walker import Matrix, PageWalker
from indexer.reading.pieces import (
    comparable,
    credible_author,
    credible_title,
    credible_year,
    first_heading,
    nest,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


# What pypdf 7.1.0 lets through on damaged files besides its own errors.
_DAMAGE = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError,
)  # fmt: skip


def read_pdf(path: Path) -> Reading:
    """Read a PDF file.

    Args:
        path: The file.

    Returns:
        Blocks with their physical page, in reading order; running headers, page numbers and tables of contents
        left out.

    Raises:
        EncryptedFile: A password is needed.
        UnreadableFile: No PDF file, or a damaged one.
        EmptyDocument: No page, or no text on any page.
    """
    _check_ends(path)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with pypdf.PdfReader(path) as reader:
            _unlock(reader, path)
            sheets = [_sheet(page, number) for number, page in enumerate(reader.pages, start=1)]
            outline = tuple(_outline(reader.outline))
            properties = _properties(reader, path)
    except _DAMAGE as exc:
        raise UnreadableFile(path=str(path), detail=str(exc) or type(exc).__name__) from exc
    if not any(sheet.runs for sheet in sheets):
        raise EmptyDocument(path=str(path), pages=len(sheets))
    pieces = read_sheets(sheets, {comparable(text): level for level, text in reversed(outline)}, properties.title)
    title = properties.title or first_heading(pieces)
    return replace(
        properties,
        blocks=nest(pieces, title),
        pages=len(sheets),
        blind_pages=tuple(sheet.number for sheet in sheets if not sheet.runs),
        title=title,
    )


def _check_ends(path: Path) -> None:
    """Refuse what is no PDF file, and one whose end is missing: pypdf would mend it and lose pages silently."""
    data = path.read_bytes()
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile(path=str(path), detail="no %PDF- header")
    if b"%%EOF" not in data[-4096:]:
        raise UnreadableFile(path=str(path), detail="truncated: no %%EOF marker")


def _unlock(reader: pypdf.PdfReader, path: Path) -> None:
    """Open a file whose reading needs no password; many only forbid printing."""
    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError) as exc:
        raise EncryptedFile(path=str(path)) from exc
    if not opened:
        raise EncryptedFile(path=str(path))


def _properties(reader: pypdf.PdfReader, path: Path) -> Reading:
    """Title, author and year as the file's properties tell them, where they are to be believed."""
    found = reader.metadata
    if found is None:
        return Reading(blocks=())
    created = None
    with contextlib.suppress(ValueError):
        created = found.creation_date
    return Reading(
        blocks=(),
        title=credible_title(found.title, path.stem),
        author=credible_author(found.author),
        year=credible_year(created),
    )


def _outline(entries: Sequence[object], level: int = 1) -> Iterator[tuple[int, str]]:
    """The bookmarks: levels from 1, and titles."""
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(entry, level + 1)
        else:
            title = getattr(entry, "title", None)
            if isinstance(title, str):
                yield level, title


def _sheet(page: pypdf.PageObject, number: int) -> Sheet:
    """All that one page shows, as it is shown (rotated, cropped)."""
    box = page.cropbox
    left, bottom, width, height = float(box.left), float(box.bottom), float(box.width), float(box.height)
    turn: dict[int, Matrix] = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, width + left),
        180: (-1, 0, 0, -1, width + left, height + bottom),
        270: (0, 1, -1, 0, height + bottom, -left),
    }
    resources = page.get("/Resources")
    resources = resources.get_object() if resources is not None else None
    walker = PageWalker(
        turn.get(page.rotation % 360, turn[0]),
        [resources if isinstance(resources, DictionaryObject) else DictionaryObject()],
    )
    page.extract_text(visitor_operand_before=walker.before, visitor_operand_after=walker.after)
    if page.rotation % 180:
        width, height = height, width
    runs = tuple(run for run in walker.runs if -1 <= run.x0 <= width and -1 <= run.y <= height)
    return Sheet(number, width, height, runs, tuple(sorted(walker.rules, key=lambda rule: -rule.y)))
