"""How much may come out of a file, counted while it comes."""

from __future__ import annotations

import lzma
import tarfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from indexer import messages
from indexer.errors import ArchiveRefused
from indexer.reading.packages import damage_as_unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

MEGABYTE = 1024 * 1024
FAULTS = (tarfile.TarError, lzma.LZMAError, OSError)
"""What the standard library raises on damaged archives, besides what `damage_as_unreadable` knows."""
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may come out of one file.

    Attributes:
        total: Megabytes in all, those of members in members included. A mailbox of twenty years stays under it.
        member: Megabytes of one document; the longest scanned reports have about a hundred.
        members: Documents in all; folders and links of a TAR count as well.
        depth: Containers in containers, the file itself counted: a message in a mailbox in an archive is 3.
        ratio: Times that what comes out may exceed the file's size. Text shrinks 5 to 20 times; deflate cannot
            go beyond 1,032 (RFC 1951), and bombs are near it.
        ratio_from: Megabytes under which the ratio is not looked at: small files of zeros harm no one.
    """

    total: int = 4096
    member: int = 512
    members: int = 20_000
    depth: int = 8
    ratio: int = 200
    ratio_from: int = 64


@dataclass(frozen=True, slots=True)
class Inner:
    """A document still inside its container.

    Attributes:
        name: As the container tells it, unsafe.
        open: Opens its bytes; called once, before the next one is asked for.
        counted: Whether the container counts the bytes by itself.
    """

    name: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]
    counted: bool = False


class Budget:
    """What is left of the bounds of one file. Sizes that archives declare are never believed.

    Args:
        path: The file, named in the errors.
        bounds: Its bounds.
    """

    def __init__(self, path: Path, bounds: Bounds) -> None:
        self.path = path
        self.bounds = bounds
        self._size = max(path.stat().st_size, 1)
        self._bytes = 0
        self._members = 0

    def pieces(self, inner: Inner) -> Iterator[bytes]:
        """The bytes of one document, piece by piece.

        Raises:
            ArchiveRefused: The member, or all of them together, are too large.
            UnreadableFile: It is damaged.
        """
        limit = self.bounds.member * MEGABYTE
        size = 0
        with damage_as_unreadable(self.path, *FAULTS), inner.open() as source:
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > limit:
                    raise self.refusal(messages.TOO_LARGE_MEMBER, self.bounds.member)
                if not inner.counted:
                    self.count_bytes(len(piece))
                yield piece

    def count_bytes(self, size: int) -> None:
        """Count bytes that came out.

        Raises:
            ArchiveRefused: They are too many, or too many for the size of the file.
        """
        self._bytes += size
        if self._bytes > self.bounds.total * MEGABYTE:
            raise self.refusal(messages.TOO_LARGE_UNPACKED, self.bounds.total)
        if self._bytes > max(self.bounds.ratio_from * MEGABYTE, self.bounds.ratio * self._size):
            raise self.refusal(messages.TOO_DENSE, self.bounds.ratio)

    def count_member(self) -> None:
        """Count a member that came out.

        Raises:
            ArchiveRefused: They are too many.
        """
        self._members += 1
        if self._members > self.bounds.members:
            raise self.refusal(messages.TOO_MANY_PARTS, self.bounds.members)

    def check_depth(self, depth: int) -> None:
        """Refuse to go deeper than the bound.

        Raises:
            ArchiveRefused: The container stands too deep.
        """
        if depth > self.bounds.depth:
            raise self.refusal(messages.TOO_DEEP, self.bounds.depth)

    def refusal(self, detail: str, limit: int) -> ArchiveRefused:
        """The error for a bound that is exceeded."""
        return ArchiveRefused(path=str(self.path), detail=detail.format(limit=limit))
