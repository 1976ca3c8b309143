"""Finding the files to index: a walk through the sources, in a stable order, and nothing read yet."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.catalogue import CATALOGUE_NAME, load_catalogue
from indexer.data_folders import is_data_folder, refuse_data_folders
from indexer.documents import Audience, Metadata
from indexer.errors import SourceError, SourceNotFound, UnreadableFile
from indexer.file_names import document_name, readable
from indexer.reading import SUPPORTED
from indexer.surveys import codebook_path, is_codebook
from indexer.unpacking import is_container

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from pathlib import Path

    from indexer.catalogue import Catalogue
    from indexer.settings import Settings

FORMER_FORMATS = frozenset({".doc", ".dot", ".ppt", ".pps", ".pot"})
"""Word's and PowerPoint's formats until 2007; no well-kept Python library reads them."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file found under a source.

    Attributes:
        path: Where it is.
        source: The folder that it was found under (its own folder for a file named by itself), absolute.
        doc: Its path relative to `source`, readable and in NFC, however the disk writes it.
        metadata: From the catalogue; `None` when the catalogue does not name it.
        member: It stands in another file (a message, an archive), whose path begins its own.
        reserved_as: The document that it is reserved to the team with, being the same; empty when it is none's.
    """

    path: Path
    source: Path
    doc: str
    metadata: Metadata | None
    member: bool = False
    reserved_as: str = ""

    def digest(self) -> str:
        """sha256 of the content, hexadecimal.

        Raises:
            UnreadableFile: The file cannot be read.
        """
        return content_digest(self.path)

    def codebook_digest(self) -> str:
        """That of the codebook beside microdata, without which they are read differently; empty elsewhere.

        Raises:
            UnreadableFile: The codebook cannot be read.
        """
        beside = codebook_path(self.path)
        return content_digest(beside) if beside is not None else ""

    @property
    def audience(self) -> Audience:
        """Whom it is for, as far as the catalogue tells."""
        return self.metadata.audience if self.metadata else Audience.PUBLIC

    def reserved_with(self, other: str) -> SourceFile:
        """It, for the team alone as another document is: what is reserved stays so under any other name."""
        told = replace(self.metadata or Metadata(title=""), audience=Audience.TEAM)
        return replace(self, metadata=told, reserved_as=other)

    @property
    def readable(self) -> bool:
        """Whether a reader knows its type."""
        return self.path.suffix.lower() in SUPPORTED


@dataclass(frozen=True, slots=True)
class Found:
    """What a walk through the sources gives.

    Attributes:
        files: Files to read, or to unpack, by `doc`.
        skipped: `(doc, reason code)` of the files left aside.
        missing: `(doc, path)` of the catalogue's entries without a file.
        unreadable: `(doc, error)` of the folders that may not be listed.
    """

    files: tuple[SourceFile, ...]
    skipped: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, Path], ...]
    unreadable: tuple[tuple[str, SourceError], ...] = ()


def default_sources(settings: Settings) -> list[Path]:
    """What is indexed when nothing is named: the publications, what `reperes fetch` brought, what was added online."""
    from indexer.fetching.run import FETCHED
    from indexer.index import ADDED

    fetched, added = settings.data_dir / FETCHED, settings.data_dir / ADDED
    brought = sorted(folder for folder in fetched.glob("*") if folder.is_dir())
    return [settings.source, *brought, *([added] if added.is_dir() else [])]


def content_digest(path: Path) -> str:
    """sha256 of a file, hexadecimal.

    Raises:
        UnreadableFile: It cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as exc:
        raise UnreadableFile(path=path, detail=exc.strerror or str(exc)) from exc


def why_unread(path: Path) -> str:
    """Reason code of a file whose type no reader knows."""
    return "former_format" if path.suffix.lower() in FORMER_FORMATS else "unsupported"


def find(sources: Sequence[Path], *, archives: bool = False, data_dir: Path | None = None) -> Found:
    """Walks the sources, folders recursively, in a stable order.

    Hidden files and folders, the catalogue itself, codebooks and office lock files are not publications and are
    passed over in silence. Skipped, with a reason code: `unsupported` types, a `former_format` that Office can save
    anew, files `excluded` by the catalogue, `archive`s that were not asked for, links that lead `outside` their
    source or nowhere, a `link` to a file of the same source, which counts under its own name, `special` files (pipes,
    sockets), files of the `same_name` as another of their source but for the way in which accents are written. Two
    sources holding the same relative path: the second is told apart by its folder's name. A file reached by two sources
    is one publication; one that a catalogue reserves to the team under one of its paths is reserved under all.

    Args:
        sources: Folders or files.
        archives: Whether archives are to be opened.
        data_dir: Where the index is. Below a source it is no part of it: what it holds was copied, or withdrawn; a
            source that lies in it (`fetched/`, `added/`) is one like any other.

    Raises:
        SourceNotFound: A source does not exist.
        SourceIsIndex: A source is a data folder, or holds what an index is made of.
        CatalogueError: A catalogue is wrong.
    """
    refuse_data_folders(sources, data_dir)
    walk = _Walk(archives, data_dir)
    for source in sources:
        if not source.exists():
            raise SourceNotFound(path=source)
        walk.through(source)
    files = tuple(walk.as_reserved(walk.files[doc]) for doc in sorted(walk.files))
    return Found(files, tuple(sorted(walk.skipped)), tuple(walk.missing), tuple(walk.unreadable))


class _Walk:
    def __init__(self, archives: bool, data_dir: Path | None) -> None:
        self.files: dict[str, SourceFile] = {}
        self.skipped: list[tuple[str, str]] = []
        self.missing: list[tuple[str, Path]] = []
        self.unreadable: list[tuple[str, SourceError]] = []
        self._archives = archives
        self._data_dir = data_dir
        self._seen: set[Path] = set()
        self._reserved: dict[tuple[int, int], str] = {}

    def through(self, source: Path) -> None:
        """Notes what one source holds."""
        root = source.resolve() if source.is_dir() else source.resolve().parent
        catalogue = load_catalogue(root)
        listed = list(self._listed(root)) if source.is_dir() else [source.resolve()]
        self._note_reserved(listed, root, catalogue)
        own = {path for path in listed if not path.is_symlink()}
        candidates = self._named(listed, root)
        for doc, path in sorted(candidates.items()):
            if path in self._seen:
                continue
            self._seen.add(path)
            reason = "excluded" if catalogue.excludes(doc) else self._aside(path, root, own)
            if reason in {"unsupported", "former_format"} and doc in catalogue.entries:
                reason = ""  # somebody wants it: its reading fails, and says why
            if reason:
                self.skipped.append((doc, reason))
            else:
                public = _told_apart(doc, root, self.files)
                self.files[public] = SourceFile(path, root, public, catalogue.metadata(doc))
        if source.is_dir():
            absent = (doc for doc in catalogue.entries if doc not in candidates)
            self.missing.extend((_told_apart(doc, root, self.files), root / doc) for doc in absent)

    def as_reserved(self, file: SourceFile) -> SourceFile:
        """A file, reserved when any path of it is: by a link, a hard link, or another source's catalogue."""
        other = self._reserved.get(_identity(file.path) or (0, 0))
        return file if other is None or file.audience is Audience.TEAM else file.reserved_with(other)

    def _note_reserved(self, listed: Iterable[Path], root: Path, catalogue: Catalogue) -> None:
        """Which files are for the team alone, by what they are on the disk rather than by a path of theirs."""
        reserved = catalogue.reserved
        named = [(doc, path) for path in listed if (doc := document_name(path, root)) in reserved]
        for doc, path in (*named, *((doc, root / doc) for doc in reserved)):
            if (identity := _identity(path)) is not None:
                self._reserved.setdefault(identity, doc)

    def _named(self, paths: Iterable[Path], root: Path) -> dict[str, Path]:
        """Files by their document's name; of two that would have the same, the one that is written so."""
        named: dict[str, Path] = {}
        for path in sorted(paths, key=lambda path: _as_written(path, root)):
            doc = document_name(path, root)
            if named.setdefault(doc, path) is not path and path not in self._seen:
                self._seen.add(path)
                self.skipped.append((readable(path.relative_to(root)), "same_name"))
        return named

    def _listed(self, root: Path) -> Iterator[Path]:
        """What could be a publication below a folder; links to folders are listed, never followed."""

        def refused(error: OSError) -> None:
            path = root / os.fsdecode(error.filename)
            self.unreadable.append((document_name(path, root), UnreadableFile(path=path, detail=error.strerror or "")))

        for folder, folders, names in os.walk(root, onerror=refused):
            here = root / folder
            links = [name for name in folders if (here / name).is_symlink()]
            folders[:] = [
                name for name in folders if not (name.startswith(".") or name in links or self._is_index(here / name))
            ]
            for name in (*names, *links):
                path = here / name
                own = path == root / CATALOGUE_NAME or is_codebook(path)
                if not (own or name.startswith((".", "~$"))):
                    yield path

    def _aside(self, path: Path, root: Path, own: Container[Path]) -> str:
        """Why a file is left aside, empty when it is not; `own` are the files that stand there themselves."""
        try:
            resolved = path.resolve(strict=True)
            mode = resolved.stat().st_mode
        except (OSError, RuntimeError):  # RuntimeError: Python 3.11's word for a loop of links
            return "outside"
        if not resolved.is_relative_to(root) or self._is_kept(resolved, root):
            return "outside"
        if path.is_symlink() and resolved in own:
            return "link"
        if not stat.S_ISREG(mode):
            return "special"
        if path.suffix.lower() in SUPPORTED or is_container(path, archives=self._archives):
            return ""
        return "archive" if is_container(path, archives=True) else why_unread(path)

    def _is_index(self, folder: Path) -> bool:
        """Whether a folder holds an index, ours or a copy: what it holds was copied, or withdrawn."""
        return _is_same(folder, self._data_dir) or is_data_folder(folder)

    def _is_kept(self, path: Path, root: Path) -> bool:
        """Whether a link of a source leads to what the data folder below that source holds."""
        data_dir = self._data_dir.resolve() if self._data_dir else None
        return data_dir is not None and path.is_relative_to(data_dir) and not root.is_relative_to(data_dir)


def _identity(path: Path) -> tuple[int, int] | None:
    """What a file is on its disk, whatever path leads to it; `None` where none does."""
    try:
        found = path.stat()
    except (OSError, RuntimeError):  # RuntimeError: Python 3.11's word for a loop of links
        return None
    return found.st_dev, found.st_ino


def _is_same(folder: Path, other: Path | None) -> bool:
    try:
        return other is not None and folder.samefile(other)
    except OSError:  # one of them is not there, or may not be looked at
        return False


def _as_written(path: Path, root: Path) -> tuple[bool, Path]:
    """Key by which files whose name is in one form already come first."""
    return readable(path.relative_to(root)) != document_name(path, root), path


def _told_apart(doc: str, root: Path, taken: Container[str]) -> str:
    for parent in (root, *root.parents):
        if doc not in taken:
            break
        doc = f"{document_name(parent, parent.parent)}/{doc}"
    return doc
