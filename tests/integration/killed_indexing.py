"""An indexing in a process of its own that kills itself, with the signal that cannot be caught, at a chosen instant.

`python killed_indexing.py CORPUS DATA_DIR INSTANT`: an instant is a change of the data folder that Python is about to
make (a file opened for writing, renamed, removed, copied, a database opened) or a batch of texts about to be
embedded; 0 lets the indexing end and prints how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fakes import HashingEmbedder, NotedProgress

from indexer.build import build_index
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink", "sqlite3.connect"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Instants:
    """Counts them, and ends the process at one."""

    def __init__(self, data_dir: Path, last: int) -> None:
        self._inside, self._last = str(data_dir), last
        self.passed = 0

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """An audit hook (PEP 578)."""
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if (opened or event in CHANGES) and str(arguments[0]).startswith(self._inside):
            self.pass_one()

    def pass_one(self) -> None:
        """One more; the last one is not survived."""
        self.passed += 1
        if self.passed == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Counting(HashingEmbedder):
    """An embedder whose every batch is an instant."""

    instants: Instants | None = None

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(n, 64)` float32, L2-normalised."""
        if self.instants:
            self.instants.pass_one()
        return super().embed_passages(texts)


def main(corpus: Path, data_dir: Path, last: int) -> None:
    """Indexes, perhaps to the end."""
    instants = Instants(data_dir, last)
    sys.addaudithook(instants.hear)
    settings = Settings(data_dir=data_dir, embedding_model="hashing-64", jobs=1, kept_generations=1)
    report = build_index([corpus], settings, lambda: Counting(instants=instants), NotedProgress())
    print(instants.passed, report.embedded)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
