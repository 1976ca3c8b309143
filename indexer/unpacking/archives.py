"""ZIP and TAR archives, read one member after the other, without believing what they declare."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from contextlib import contextmanager
from functools import partial
from typing import IO, TYPE_CHECKING, cast

from indexer.errors import EncryptedFile
from indexer.messages import TOO_LARGE_MEMBER
from indexer.reading.packages import damage_as_unreadable
from indexer.unpacking.bounds import FAULTS, MEGABYTE, Inner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from indexer.unpacking.bounds import Budget

ARCHIVES = frozenset({".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"})
"""Ends of the names of archives, lower case."""
_ENCRYPTED = 0x1
_NAME_IN_UTF8 = 0x800
"""Flags of a zip entry (APPNOTE.TXT 4.4.4)."""
_NEVER = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_LARGEST_HEADER = 16
"""Megabytes that a tar header may make the library read at once; long names take a few hundred bytes."""
_COMPRESSIONS: dict[bytes, Callable[[IO[bytes]], object]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}


def archived(path: Path, budget: Budget) -> Iterator[Inner]:
    """The files of an archive, in its order.

    Raises:
        ArchiveRefused: It goes beyond the bounds before a file comes out.
        EncryptedFile: A password locks it.
        UnreadableFile: It is damaged, or no archive.
    """
    members = _zipped(path, budget) if path.suffix.lower() == ".zip" else _tarred(path, budget)
    with damage_as_unreadable(path, *FAULTS):
        yield from (inner for inner in members if not _is_left_out(inner.name))


def _is_left_out(name: str) -> bool:
    """Whether a file is hidden, locks another, or was put there by a desktop system."""
    parts = name.replace("\\", "/").split("/")
    hidden = any(part.startswith(".") and part.strip(".") for part in parts)
    return hidden or parts[-1].startswith("~$") or any(part.lower() in _NEVER for part in parts)


def _zipped(path: Path, budget: Budget) -> Iterator[Inner]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_link(entry)]
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise EncryptedFile(path=str(budget.path))
        for entry in entries:
            yield Inner(_name(entry), partial(_opened, archive, entry))


def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> AbstractContextManager[IO[bytes]]:
    return archive.open(entry)


def _is_link(entry: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in {0, stat.S_IFREG}


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; those that Linux and macOS write in UTF-8 without saying so are read as such."""
    if entry.flag_bits & _NAME_IN_UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _tarred(path: Path, budget: Budget) -> Iterator[Inner]:
    with path.open("rb") as stream:
        start = stream.read(6)
        stream.seek(0)
        opener = next((found for magic, found in _COMPRESSIONS.items() if start.startswith(magic)), None)
        plain = cast("IO[bytes]", opener(stream)) if opener else stream
        with tarfile.open(fileobj=cast("IO[bytes]", _Forward(plain, budget)), mode="r:") as archive:
            while (member := archive.next()) is not None:
                if member.isreg():
                    yield Inner(_tar_name(member.name), partial(_extracted, archive, member), counted=True)
                else:
                    budget.count_member()


def _tar_name(name: str) -> str:
    """A name whose bytes are no UTF-8 is one of Windows."""
    if name.isascii():
        return name
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


@contextmanager
def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[IO[bytes]]:
    content = archive.extractfile(member)
    if content is None:
        yield io.BytesIO()
        return
    with content:
        yield content


class _Forward:
    """A stream that is read once, from its beginning to its end, and counted: what `tarfile` needs of a file.

    Headers count as well, so that an archive of nothing but headers is no way round the bounds.
    """

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self._place = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        if not 0 <= size <= _LARGEST_HEADER * MEGABYTE:
            raise self._budget.refusal(TOO_LARGE_MEMBER, _LARGEST_HEADER)
        found = self._stream.read(size)
        self._budget.count_bytes(len(found))
        self._place += len(found)
        return found

    def tell(self) -> int:
        """The place in the stream, in bytes."""
        return self._place

    def seek(self, place: int) -> int:
        """Go forward.

        Raises:
            ValueError: To a place that is passed.
        """
        if place < self._place:
            message = "a tar archive that points backwards"
            raise ValueError(message)
        while self._place < place and self.read(min(place - self._place, MEGABYTE)):
            pass
        return self._place
