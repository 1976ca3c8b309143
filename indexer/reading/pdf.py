"""PDF files, through pypdf: opening them, their properties, their pages."""

from __future__ import annotations

import contextlib
import logging
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import pypdf
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from indexer.documents import Reading
from indexer.errors import EmptyDocument, EncryptedFile, GarbledText, UnreadableFile
from indexer.reading.layout.furniture import without_watermarks
from indexer.reading.layout.masthead import masthead
from indexer.reading.layout.pages import read_sheets
from indexer.reading.legible import Legible, make_legible
from indexer.reading.options import ReadingOptions
from indexer.reading.pdf_pages import Look, look_at, nothing_seen
from indexer.reading.pdf_walker import Shared
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

    from indexer.reading.layout.runs import Sheet

_AS_INSTALLED = ReadingOptions()
_MOST_PAGES = 10_000
_FIRST_PAGES, _LONG_WORD = 3, 4
_LIMITS = pypdf.Configuration(
    zlib_maximum_output_length=50_000_000,
    lzw_maximum_output_length=50_000_000,
    run_length_maximum_output_length=50_000_000,
    page_tree_maximum_entries=4 * _MOST_PAGES,
    outline_maximum_entries=20_000,
    disable_legacy_handling=True,
)
"""Bounds of `pypdf.Configuration`, bytes and counts: tighter than its own where a real report has no use for more."""
# What pypdf 7.1.0 lets through on damaged files besides its own errors (found by the fuzzer of the tests).
_DAMAGE = (
    PyPdfError, DependencyError, ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError,
    AssertionError, NotImplementedError, EOFError, zlib.error, struct.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Opened:
    """What pypdf tells of a file.

    Attributes:
        looks: Page by page.
        outline: The bookmarks: levels from 1, and titles.
        properties: Title, author and year as the file's properties tell them.
        labels: The printed numbers of the pages; empty when they are 1, 2, 3…
        damage: Why the first page that could not be followed could not; `None` when all could.
    """

    looks: tuple[Look, ...]
    outline: tuple[tuple[int, str], ...]
    properties: Reading
    labels: tuple[str, ...]
    damage: Exception | None


def read_pdf(path: Path, options: ReadingOptions = _AS_INSTALLED) -> Reading:
    """Read a PDF file.

    Args:
        path: The file.
        options: Whether pages without words may be recognised, and where the results are kept.

    Returns:
        Blocks with their physical page, in reading order; running headers, page numbers and tables of contents
        left out. A blank page is none of the blind ones.

    Raises:
        EncryptedFile: A password is needed.
        UnreadableFile: No PDF file, or a damaged one.
        EmptyDocument: No page, or no text on any page.
        GarbledText: What text there is is gibberish on every page.
    """
    _check_ends(path)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with pypdf.apply_configuration(_LIMITS), pypdf.PdfReader(path) as reader:
            opened = _open(reader, path)
    except _DAMAGE as exc:
        raise UnreadableFile(path=str(path), detail=str(exc) or type(exc).__name__) from exc
    legible = make_legible(path, opened.looks, options)
    if not any(sheet.runs for sheet in legible.sheets):
        _refuse(path, opened, legible)
    sheets = without_watermarks(legible.sheets)
    known = opened.properties
    printed = masthead(sheets)
    title = _believed(known.title, printed.title, sheets)
    outline = {comparable(text): level for level, text in reversed(opened.outline)}
    pieces = read_sheets(sheets, outline, title)
    title = title or first_heading(pieces)
    return Reading(  # the properties of a scan date the scanner's work, not the publication
        blocks=nest(pieces, title),
        pages=len(legible.sheets),
        blind_pages=legible.blind,
        garbled_pages=legible.garbled,
        ocr_pages=legible.recognised,
        labels=opened.labels,
        title=title,
        author=known.author or printed.author,
        year=printed.printed.year or (None if len(legible.recognised) == len(legible.sheets) else known.year),
        date=printed.printed.date,
    )


def _believed(told: str, printed: str, sheets: Sequence[Sheet]) -> str:
    """The title of the properties, unless not one of its words is on the first pages (that of a model file)."""
    if not told or not printed:
        return told or printed
    first = comparable(" ".join(segment.text for sheet in sheets[:_FIRST_PAGES] for segment in sheet.segments))
    words = [comparable(word) for word in told.split() if len(word) >= _LONG_WORD]
    return told if not words or any(word in first for word in words) else printed


def _refuse(path: Path, opened: _Opened, legible: Legible) -> NoReturn:
    """Say why nothing at all can be read."""
    if legible.garbled:
        raise GarbledText(path=str(path), pages=len(legible.sheets))
    if opened.damage is not None:
        raise UnreadableFile(path=str(path), detail=str(opened.damage)) from opened.damage
    raise EmptyDocument(path=str(path), pages=len(legible.sheets))


def _check_ends(path: Path) -> None:
    """Refuse what is no PDF file, and one whose end is missing: pypdf would mend it and lose pages silently."""
    data = path.read_bytes()
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile(path=str(path), detail="no %PDF- header")
    if b"%%EOF" not in data[-4096:]:
        raise UnreadableFile(path=str(path), detail="truncated: no %%EOF marker")


def _open(reader: pypdf.PdfReader, path: Path) -> _Opened:
    _unlock(reader, path)
    if len(reader.pages) > _MOST_PAGES:
        raise UnreadableFile(path=str(path), detail=f"more than {_MOST_PAGES} pages")
    shared = Shared(str(path), _hidden_layers(reader))
    looks: list[Look] = []
    damage: Exception | None = None
    for number, page in enumerate(reader.pages, start=1):
        try:
            looks.append(look_at(page, number, shared))
        except (*_DAMAGE, UnreadableFile) as exc:
            damage = damage or exc
            looks.append(nothing_seen(number))
    return _Opened(tuple(looks), tuple(_bookmarks(reader)), _properties(reader, path), _labels(reader), damage)


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
    with contextlib.suppress(*_DAMAGE):
        found = reader.metadata
        if found is None:
            return Reading(blocks=())
        created = None
        with contextlib.suppress(*_DAMAGE):
            created = found.creation_date
        return Reading(
            blocks=(),
            title=credible_title(found.title, path.stem),
            author=credible_author(found.author),
            year=credible_year(created),
        )
    return Reading(blocks=())


def _labels(reader: pypdf.PdfReader) -> tuple[str, ...]:
    """Printed page numbers (ISO 32000-2, 12.4.2), where they say more than the page's place."""
    labels: tuple[str, ...] = ()
    with contextlib.suppress(*_DAMAGE):
        labels = tuple(label.strip() for label in reader.page_labels)
    plain = tuple(str(number) for number in range(1, len(labels) + 1))
    return () if labels == plain or len(labels) != len(reader.pages) or not any(labels) else labels


def _bookmarks(reader: pypdf.PdfReader) -> list[tuple[int, str]]:
    """The outline; none when it is damaged."""
    with contextlib.suppress(*_DAMAGE):
        return list(_outline(reader.outline))
    return []


def _outline(entries: Sequence[object], level: int = 1) -> Iterator[tuple[int, str]]:
    """The bookmarks: levels from 1, and titles."""
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(entry, level + 1)
        else:
            title = getattr(entry, "title", None)
            if isinstance(title, str):
                yield level, title


def _hidden_layers(reader: pypdf.PdfReader) -> frozenset[int]:
    """Object numbers of the optional content that is off when the file opens (ISO 32000-2, 8.11.4.3)."""
    with contextlib.suppress(*_DAMAGE):
        layers = reader.root_object.get("/OCProperties", DictionaryObject()).get_object()
        usual = layers.get("/D", DictionaryObject()).get_object()
        off = usual.get("/OFF", ArrayObject()).get_object()
        return frozenset(layer.idnum for layer in off if isinstance(layer, IndirectObject))
    return frozenset()
