"""Finding the files to index, and reading one of them into a document and its passages."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.catalogue import CATALOGUE_NAME, load_catalogue
from indexer.documents import Document, Metadata, Reading
from indexer.errors import SourceNotFound
from indexer.passages import Passage, split
from indexer.reading import SUPPORTED, read

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file found under a source.

    Attributes:
        path: Where it is.
        source: The folder that it was found under (its own folder for a file named by itself), absolute.
        doc: Its path relative to `source`.
        metadata: From the catalogue; `None` when the catalogue does not name it.
    """

    path: Path
    source: Path
    doc: str
    metadata: Metadata | None

    def digest(self) -> str:
        """sha256 of the content, hexadecimal.

        Raises:
            OSError: The file cannot be read.
        """
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """What a walk through the sources gives: files to read, files left aside, entries without a file."""

    files: tuple[SourceFile, ...]
    skipped: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, Path], ...]


def find(sources: Sequence[Path]) -> Found:
    """Walks the sources, folders recursively, in a stable order.

    Hidden files and folders, the catalogue itself and office lock files are not publications and are passed
    over in silence; unsupported types and files excluded by the catalogue are `skipped`, with a reason code.
    Two sources holding the same relative path: the second is told apart by its folder's name. A file reached
    by two sources is one publication.

    Raises:
        SourceNotFound: A source does not exist.
        CatalogueError: A catalogue is wrong.
    """
    files: dict[str, SourceFile] = {}
    seen: set[Path] = set()
    skipped: list[tuple[str, str]] = []
    missing: list[tuple[str, Path]] = []
    for source in sources:
        if not source.exists():
            raise SourceNotFound(path=source)
        root = source.resolve() if source.is_dir() else source.resolve().parent
        catalogue = load_catalogue(root)
        candidates = {_name(path, root): path for path in (_walk(root) if source.is_dir() else [source.resolve()])}
        for doc, path in candidates.items():
            if path in seen:
                continue
            seen.add(path)
            if catalogue.excludes(doc):
                skipped.append((doc, "excluded"))
            elif path.suffix.lower() not in SUPPORTED and doc not in catalogue.entries:
                skipped.append((doc, "unsupported"))
            else:
                public = _told_apart(doc, root, files)
                files[public] = SourceFile(path, root, public, catalogue.metadata(doc))
        if source.is_dir():
            absent = (doc for doc in catalogue.entries if doc not in candidates)
            missing.extend((_told_apart(doc, root, files), root / doc) for doc in absent)
    ordered = tuple(files[doc] for doc in sorted(files))
    return Found(ordered, tuple(sorted(skipped)), tuple(missing))


def _walk(root: Path) -> list[Path]:
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file()
        and path != root / CATALOGUE_NAME
        and not path.name.startswith("~$")
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
    )


def _name(path: Path, root: Path) -> str:
    # Names written in another encoding (archives made on old Windows machines) are shown as well as can be.
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")


def _told_apart(doc: str, root: Path, taken: Container[str]) -> str:
    for parent in (root, *root.parents):
        if doc not in taken:
            break
        doc = f"{parent.name}/{doc}"
    return doc


def read_document(file: SourceFile, digest: str) -> tuple[Document, list[Passage]]:
    """Reads a file and cuts it.

    Raises:
        SourceError: The file cannot become a document.
    """
    reading = read(file.path)
    metadata = file.metadata or inferred_metadata(file.path, reading)
    document = Document(file.doc, str(file.source), digest, metadata, reading.pages, reading.blind_pages)
    return document, split(file.doc, metadata.title, reading.blocks)


def inferred_metadata(path: Path, reading: Reading) -> Metadata:
    """What the file tells of itself, for want of a catalogue entry; marked as inferred."""
    title = reading.title or re.sub(r"[\s_-]+", " ", path.stem).strip()
    in_name = YEAR.search(path.stem) or YEAR.search(title)
    year = reading.year or (int(in_name.group()) if in_name else None)
    return Metadata(title=title, publisher=reading.author, year=year, inferred=True)
