"""A small disk of the tests' own, to be filled, emptied, and made read-only: a tmpfs, where the system lets one mount it."""

from __future__ import annotations

import contextlib
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILLER: Final = ".filler"
PIECE: Final = 64 * 1024


@dataclass(frozen=True)
class SmallDisk:
    """A disk of some megabytes.

    Attributes:
        folder: Where it is mounted.
    """

    folder: Path

    def fill(self) -> None:
        """Until not a byte more goes in."""
        with contextlib.suppress(OSError), (self.folder / FILLER).open("ab", buffering=0) as filler:
            for piece in (bytes(PIECE), b"\0"):
                with contextlib.suppress(OSError):
                    while filler.write(piece):
                        pass

    def fill_but(self, count: int) -> None:
        """Until so many bytes are left, more or less a page."""
        self.fill()
        with (self.folder / FILLER).open("r+b") as filler:
            filler.truncate(max(0, (self.folder / FILLER).stat().st_size - count))

    def make_room(self) -> None:
        """What filled it goes."""
        (self.folder / FILLER).unlink(missing_ok=True)

    @contextlib.contextmanager
    def read_only(self) -> Iterator[None]:
        """Nothing can be written meanwhile; nobody may hold a file of it open for writing."""
        self._mount("remount,ro")
        try:
            yield
        finally:
            self._mount("remount,rw")

    def _mount(self, options: str) -> None:
        asked = ["mount", "-o", options, str(self.folder)]
        subprocess.run(asked, check=True, capture_output=True, timeout=20)


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """A disk of its own, gone afterwards; skips the test where the system lets us mount none.

    Args:
        folder: Made, to mount it on.
        megabytes: How large.
    """
    folder.mkdir(parents=True)
    asked = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        subprocess.run(asked, check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("NOT RUN ON A SMALL DISK: this system lets us mount none (root, outside of most containers)")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True, timeout=20)
