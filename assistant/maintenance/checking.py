"""A file that somebody sends, checked before it is accepted: is it what its name says, can it be read, what is in it?

Its first bytes are compared with its name here; the rest is read where the indexer reads, in a process of its own,
under a limit of time and of memory. What would fail when it is indexed is thus told to whoever sends it, and not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.errors import EmptyDocument, GarbledText, SourceError, UnreadableFile, UnsupportedType
from indexer.fetching.formats import HEAD_BYTES, sniffed_suffix
from indexer.reading import SUPPORTED
from indexer.reading.ocr import ocr_available
from indexer.reading.options import ReadingOptions
from indexer.record import Read
from indexer.sources import SourceFile
from indexer.workers import Limits, Readers

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.documents import Metadata
    from indexer.settings import Settings

_SAME: Final = {".htm": ".html", ".markdown": ".md"}
_ZIP, _COMPOUND = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_HEADS: Final = {
    _ZIP: frozenset({".docx", ".docm", ".odt", ".pptx", ".pptm", ".xlsx", ".xlsm", ".ods"}),
    _COMPOUND: frozenset({".xls", ".msg", ".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm"}),
}
"""Types that begin so; Office's own are compound files when a password locks them, which their readers tell."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is in a file.

    Attributes:
        digest: sha256, hexadecimal.
        pages: Physical pages; `None` where the format has none.
        passages: That would be indexed; 0 for pages that only have an image.
        blind_pages: Pages without text.
        known: Title, kind, day… as they are read off the file; `None` when nothing is.
    """

    digest: str
    pages: int | None = None
    passages: int = 0
    blind_pages: tuple[int, ...] = ()
    known: Metadata | None = None


def check(path: Path, settings: Settings) -> Checked:
    """Checks a file, whose name is the one that it is to have.

    Args:
        path: The file.
        settings: What reading it may take.

    Raises:
        UnsupportedType: No reader for its suffix.
        SourceError: It is damaged, locked, empty, not what its name says, or unfolds into too much.
    """
    suffix = path.suffix.lower()
    if suffix not in SUPPORTED:
        raise UnsupportedType(path=path.name, suffix=suffix or "—", supported=", ".join(SUPPORTED))
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head:
        raise EmptyDocument(path=path.name, pages=None)
    if not _agrees(head, _SAME.get(suffix, suffix)):
        raise UnreadableFile(path=path.name, detail=suffix)
    return _read(path, settings)


def _agrees(head: bytes, suffix: str) -> bool:
    """Whether the first bytes of a file may be those of its type."""
    for start, suffixes in _HEADS.items():
        if head.startswith(start):
            return suffix in suffixes
    sniffed = sniffed_suffix(head)
    return sniffed is None or sniffed == suffix


def _read(path: Path, settings: Settings) -> Checked:
    file = SourceFile(path, path.parent, path.name, None)
    digest = file.digest()
    limits = Limits(1, settings.reading_seconds, settings.reading_megabytes)
    with Readers(limits) as readers:
        ((_, outcome),) = readers.read({file: digest}, ReadingOptions(ocr=False))
    if isinstance(outcome, Read):
        document = outcome.document
        return Checked(digest, document.pages, len(outcome.passages), document.blind_pages, document.metadata)
    pages = outcome.values.get("pages")
    recognised = settings.ocr and ocr_available() is not None
    if recognised and isinstance(outcome, EmptyDocument | GarbledText) and isinstance(pages, int) and pages:
        return Checked(digest, pages, blind_pages=tuple(range(1, pages + 1)))
    raise named(outcome, path.name)


def named(error: SourceError, name: str) -> SourceError:
    """An error about a file that was put aside, told by the name that people gave it."""
    return type(error)(**{**error.values, "path": name})
