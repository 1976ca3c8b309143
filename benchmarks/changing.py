"""A corpus that somebody works on: some publications change, `reperes index` publishes another generation."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.served import OVERRIDDEN, ROOT, reperes
from benchmarks.synthetic import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.settings import Settings

CHANGED = 3
"""Publications changed before each indexing."""
ADDED = 4
"""Sentences that each of them gets."""
SEED = 11
INDEX_SECONDS = 600


@dataclass
class Changing:
    """A copy of the corpus and of a data folder.

    Attributes:
        corpus, data: The copies.
        published: Generations published since.
    """

    corpus: Path
    data: Path
    published: list[str] = field(default_factory=list)
    _writer: Writer = field(default_factory=lambda: Writer(SEED))

    @classmethod
    def copied(cls, settings: Settings, folder: Path) -> Changing:
        """Made under a folder, which whoever calls forgets."""
        made = cls(folder / "corpus", folder / "data")
        shutil.copytree(ROOT / "corpus", made.corpus)
        shutil.copytree(settings.data_dir, made.data)
        return made

    def index(self) -> None:
        """Changes some publications, and indexes by the command.

        Raises:
            RuntimeError: The command fails; with what it wrote.
        """
        files = sorted((self.corpus / "texts").glob("*.md"))
        for number in range(CHANGED):
            self._add_to(files[(len(self.published) * CHANGED + number) % len(files)])
        told, code = _told(("index", str(self.corpus), "--data-dir", str(self.data), "--json"))
        if code:
            raise RuntimeError(told)
        self.published.append(json.loads(told.strip().splitlines()[-1])["generation"])

    def _add_to(self, file: Path) -> None:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"\n\n{' '.join(self._writer.sentence() for _ in range(ADDED))}\n")


def _told(asked: Sequence[str]) -> tuple[str, int]:
    with reperes(*asked, environment=os.environ | OVERRIDDEN) as running:
        told, _ = running.communicate(timeout=INDEX_SECONDS)
    return told, running.returncode
