"""Documents that stand in other files: attachments, messages of a mailbox, members of an archive.

Each is taken out once, into a folder named by its container's content, and is then a file like any other whose path
goes on from the container's: `courrier.eml/convention.pdf`. A message is read as well; a mailbox or an archive is
nothing but what it holds.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.documents import Audience, Metadata
from indexer.errors import EmptyDocument, SourceError
from indexer.messages import ATTACHMENTS
from indexer.report import Failure
from indexer.sources import SourceFile, why_unread
from indexer.unpacking import Bounds, Member, is_container

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.build import Progress
    from indexer.workers import Readers

UNPACKED = "unpacked"
UNPACKING = 1
"""Version of what is taken out of containers, part of the folders' names."""
LISTED = "members.json"


@dataclass(slots=True)
class Expansion:
    """Files to read, in the order of their paths; and what is told of the others."""

    files: list[SourceFile] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


def expand(
    files: Sequence[SourceFile], readers: Readers, data_dir: Path, progress: Progress, *, archives: bool
) -> Expansion:
    """Files as found, and the documents that stand in them.

    Args:
        files: As `find` gives them.
        readers: What takes documents out, in a process of its own.
        data_dir: Documents are written under its folder `unpacked`.
        progress: Told of the step `unpacking`, when there is something to take out.
        archives: Whether archives are to be opened.
    """
    expansion = Expansion()
    folders: dict[SourceFile, Path] = {}
    for file in files:
        if not is_container(file.path, archives=archives):
            expansion.files.append(file)
            continue
        try:
            folders[file] = _folder(file, data_dir, archives=archives)
        except SourceError as error:
            expansion.failed.append(Failure(file.doc, error))
    wanted = {file: folder for file, folder in folders.items() if not _listing(folder).is_file()}
    if wanted:
        _unpack(wanted, readers, expansion, progress, archives=archives)
    refused = {failure.doc for failure in expansion.failed}
    for file, folder in folders.items():
        if file.doc not in refused:
            _add(file, folder, expansion)
    expansion.files.sort(key=lambda file: file.doc)
    return expansion


def is_unpacked(file: SourceFile, data_dir: Path, *, archives: bool) -> bool:
    """Whether what stands in a message, a mailbox or an archive was taken out before.

    Raises:
        UnreadableFile: The file cannot be read.
    """
    return _listing(_folder(file, data_dir, archives=archives)).is_file()


def prune_unpacked(data_dir: Path, kept: Sequence[SourceFile]) -> None:
    """Forgets what was taken out of containers that are no longer there.

    Args:
        data_dir: The data folder.
        kept: The files of this indexing.
    """
    root = data_dir / UNPACKED
    names = {file.path.relative_to(root).parts[0] for file in kept if file.path.is_relative_to(root)}
    for folder in root.iterdir() if root.is_dir() else ():
        if folder.name.removesuffix(f".{LISTED}") not in names:
            shutil.rmtree(folder) if folder.is_dir() else folder.unlink()


def _folder(file: SourceFile, data_dir: Path, *, archives: bool) -> Path:
    version = f"{UNPACKING}{'a' if archives else ''}"
    return data_dir / UNPACKED / f"{file.digest()}-{version}"


def _listing(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.{LISTED}")


def _unpack(
    wanted: dict[SourceFile, Path], readers: Readers, expansion: Expansion, progress: Progress, *, archives: bool
) -> None:
    progress.start("unpacking", len(wanted))
    next(iter(wanted.values())).parent.mkdir(parents=True, exist_ok=True)
    for file, outcome in readers.unpack(wanted, Bounds(), archives=archives):
        if isinstance(outcome, SourceError):
            # A message whose attachments are refused is still a message to read.
            doc = f"{file.doc}/{ATTACHMENTS}" if file.readable else file.doc
            expansion.failed.append(Failure(doc, outcome))
        else:
            _write_listing(wanted[file], outcome)
        progress.advance(1)


def _write_listing(folder: Path, members: Sequence[Member]) -> None:
    """Written last and whole: without it the folder is taken out anew."""
    listing = _listing(folder)
    aside = listing.with_suffix(".new")
    told = [[member.name, member.path.relative_to(folder).as_posix()] for member in members]
    aside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    aside.replace(listing)


def _add(file: SourceFile, folder: Path, expansion: Expansion) -> None:
    listing = _listing(folder)
    members = json.loads(listing.read_text(encoding="utf-8")) if listing.is_file() else []
    if file.readable:
        expansion.files.append(file)
    elif members:
        expansion.skipped.append((file.doc, "unpacked"))
    else:
        expansion.failed.append(Failure(file.doc, EmptyDocument(path=file.path, pages=None)))
    # What stands in a file is for those whom the file is for; else the catalogue tells nothing of it.
    told = Metadata(title="", audience=file.audience) if file.audience is not Audience.PUBLIC else None
    for name, where in members:
        member = SourceFile(folder / where, file.source, f"{file.doc}/{name}", told, member=True)
        if member.readable:
            expansion.files.append(member)
        else:
            expansion.skipped.append((member.doc, why_unread(member.path)))
