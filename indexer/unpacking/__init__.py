"""Files that hold documents of their own: messages, mailboxes, and, when asked for, archives.

`unpack` is the only way in. What it takes out is written into one folder, each document in a folder of its own, under
names that are safe on every system; the public names, with the containers' names above them, are in `Member`.

May not enter: the reading of what is taken out.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.errors import ArchiveRefused, SourceError
from indexer.unpacking.archives import ARCHIVES, archived
from indexer.unpacking.bounds import Bounds, Budget
from indexer.unpacking.mailboxes import CONTAINERS, enclosed
from indexer.unpacking.names import Names, safe_path

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.unpacking.bounds import Inner

__all__ = ["ARCHIVES", "CONTAINERS", "Bounds", "Member", "is_container", "unpack"]


@dataclass(frozen=True, slots=True)
class Member:
    """A document taken out of another file.

    Attributes:
        name: Relative path in the container, `/` as separator, safe, and unique whatever the case of its letters;
            what was in a container inside the container has that one's name above its own.
        path: Where it was written.
    """

    name: str
    path: Path


def is_container(path: Path, *, archives: bool) -> bool:
    """Whether a file may hold documents of its own, by its name.

    Args:
        path: The file.
        archives: Whether archives are to be opened.
    """
    name = path.name.lower()
    return name.endswith(tuple(CONTAINERS)) or (archives and name.endswith(tuple(ARCHIVES)))


def unpack(path: Path, into: Path, bounds: Bounds, *, archives: bool) -> list[Member]:
    """Take the documents out of a file, and out of the containers among them.

    Messages taken out of a mailbox, or attached to another, are members, and so is what is attached to them.
    Archives that are opened are no members; those that are not opened, or that turn out to be damaged or locked
    inside another container, are, so that nothing disappears unseen. Links, devices, hidden files and what desktop
    systems add to archives are left out.

    Args:
        path: A file that `is_container`.
        into: The folder to write. It appears in one step once everything is out, in place of what it was before;
            meanwhile, and after an interruption, there is only `.<name>.partial` beside it.
        bounds: How much may come out.
        archives: Whether archives are to be opened.

    Returns:
        In the order of the container; none when nothing came with a message. The same file gives the same members.

    Raises:
        ArchiveRefused: It goes beyond the bounds.
        EncryptedFile: A password locks it.
        UnreadableFile: It is damaged, or not what its name says.
        OSError: `into` cannot be written.
    """
    partial = into.with_name(f".{into.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        unpacking = _Unpacking(Budget(path, bounds), partial, archives=archives)
        unpacking.open(path, "", 1)
        shutil.rmtree(into, ignore_errors=True)
        partial.rename(into)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return [replace(member, path=into / member.path.relative_to(partial)) for member in unpacking.members]


class _Unpacking:
    """One file being taken apart."""

    def __init__(self, budget: Budget, folder: Path, *, archives: bool) -> None:
        self.members: list[Member] = []
        self._budget = budget
        self._folder = folder
        self._archives = archives
        self._names = Names()
        self._written = 0

    def open(self, path: Path, above: str, depth: int) -> None:
        """Take out what a container holds, and what the containers in it hold.

        Args:
            path: The container.
            above: Its name as a member and a `/`; empty for the file asked for.
            depth: 1 for the file asked for.
        """
        self._budget.check_depth(depth)
        is_archive = path.name.lower().endswith(tuple(ARCHIVES))
        for inner in (archived if is_archive else enclosed)(path, self._budget):
            name = self._names.unique(above + safe_path(inner.name))
            written = self._write(inner, name)
            self._take(Member(name, written), depth)

    def _write(self, inner: Inner, name: str) -> Path:
        self._budget.count_member()
        self._written += 1
        folder = self._folder / f"{self._written:06d}"
        folder.mkdir()
        target = folder / name.rpartition("/")[2]
        with target.open("wb") as copy:
            for piece in self._budget.pieces(inner):
                copy.write(piece)
        return target

    def _take(self, member: Member, depth: int) -> None:
        before = len(self.members)
        self.members.append(member)
        if not is_container(member.path, archives=self._archives):
            return
        try:
            self.open(member.path, f"{member.name}/", depth + 1)
        except ArchiveRefused:
            raise
        except SourceError:
            # It stays a member: whoever reads it says what is wrong with it.
            for lost in self.members[before + 1 :]:
                lost.path.unlink()
            del self.members[before + 1 :]
            return
        if member.path.name.lower().endswith((*ARCHIVES, ".mbox")):
            del self.members[before]
            member.path.unlink()
