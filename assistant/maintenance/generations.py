"""The generations of the index: what serves, what is kept, how each differs from the one before, going back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from indexer.build import writing_lock
from indexer.errors import GenerationNotFound, IndexLocked, IndexNotReadable, IndexStateError
from indexer.index import CURRENT_NAME, GENERATIONS, LOCK_NAME, LOCK_SECONDS, current_generation
from indexer.publishing import generations, roll_back

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.documents import Document
    from indexer.manifest import Manifest
    from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Changes:
    """How a generation differs from the one that was built before it, in the order of paths.

    Attributes:
        against: That one; empty when it is not kept.
        added, changed, removed: Publications; those that changed as they are now.
    """

    against: str = ""
    added: tuple[Document, ...] = ()
    changed: tuple[Document, ...] = ()
    removed: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation that is kept.

    Attributes:
        manifest: What it says of itself.
        served: It is what answers are taken from.
        bytes: On the disk, originals apart.
        changes: From the one before.
    """

    manifest: Manifest
    served: bool
    bytes: int
    changes: Changes


def kept(data_dir: Path) -> list[Generation]:
    """The generations that are kept and whole, newest first; none is told to serve where that cannot be told.

    Raises:
        IndexMissing: Nothing was published.
        IndexCorrupt: What serves cannot be told, and there is nothing to put back.
        IndexNotReadable: No right to look.
    """
    manifests = generations(data_dir)
    served = ""
    try:
        served = current_generation(data_dir)
    except IndexNotReadable:
        raise
    except IndexStateError:
        if not manifests:
            raise
    return [
        Generation(
            manifest=manifest,
            served=manifest.generation == served,
            bytes=size_of(data_dir / GENERATIONS / manifest.generation),
            changes=changes(manifest, manifests[place + 1] if place + 1 < len(manifests) else None),
        )
        for place, manifest in enumerate(manifests)
    ]


def one(data_dir: Path, name: str) -> Generation:
    """A kept generation, by its name.

    Raises:
        GenerationNotFound: No such generation.
        IndexMissing, IndexCorrupt: As `kept`.
    """
    several = kept(data_dir)
    found = next((each for each in several if each.manifest.generation == name), None)
    if found is None:
        raise GenerationNotFound(generation=name, known=", ".join(each.manifest.generation for each in several) or "—")
    return found


def changes(manifest: Manifest, before: Manifest | None) -> Changes:
    """How two generations differ; a publication that was renamed counts as changed."""
    if before is None:
        return Changes()
    former = {document.doc: document for document in before.documents}
    now = {document.doc: document for document in manifest.documents}
    moved = {document.doc for document in manifest.documents if former.keys() & set(document.former)}
    left = {name for document in manifest.documents for name in document.former}
    return Changes(
        against=before.generation,
        added=tuple(d for doc, d in now.items() if doc not in former and doc not in moved),
        changed=tuple(d for doc, d in now.items() if doc in moved or (doc in former and _differs(d, former[doc]))),
        removed=tuple(d for doc, d in former.items() if doc not in now and doc not in left),
    )


def _differs(document: Document, former: Document) -> bool:
    return (document.digest, document.metadata) != (former.digest, former.metadata)


def served_since(data_dir: Path) -> dt.datetime | None:
    """When what serves was put in service; `None` when nothing was."""
    try:
        return dt.datetime.fromtimestamp((data_dir / CURRENT_NAME).stat().st_mtime, dt.UTC)
    except OSError:
        return None


def put_back(settings: Settings, generation: str = "") -> Manifest:
    """Puts a former generation in service again; running servers follow at their next question.

    Args:
        settings: Where.
        generation: Its name; empty: the one before that which serves.

    Returns:
        What is served from now on.

    Raises:
        IndexMissing: Nothing was published.
        GenerationNotFound: No such generation.
        IndexLocked: An indexing is under way.
        IndexStateError: It cannot be served; nothing has changed.
    """
    if not (generation and generations(settings.data_dir)):
        current_generation(settings.data_dir)  # a folder without any index is told as such, and not written to
    try:
        with writing_lock(settings.data_dir).acquire(timeout=LOCK_SECONDS):
            return roll_back(settings, generation)
    except Timeout as exc:
        raise IndexLocked(path=settings.data_dir) from exc


def is_being_indexed(data_dir: Path) -> bool:
    """Whether an indexing is under way, wherever it was asked for."""
    path = data_dir / LOCK_NAME
    try:
        if not path.is_file():
            return False
        with FileLock(path).acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # not ours to write: whoever indexes is told
        return False


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files below a folder; what goes away meanwhile counts for nothing."""
    try:
        if not path.is_dir() or path.is_symlink():
            return path.lstat().st_size
        return sum(size_of(inner) for inner in path.iterdir())
    except OSError:
        return 0
