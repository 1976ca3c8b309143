"""Where the integration tests work: a sample of the corpus with its index, and the command in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakes import NotedProgress

from indexer.build import IndexReport, build_index
from indexer.index import current_generation
from indexer.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from indexer.embedder import Embedder

SAMPLE = (
    "enquetes/enquete-qpv-cls-2025-resultats.xlsx",
    "fiches-experience/coeur-d-herault-sante-sexuelle-des-femmes.md",
    "notes-de-synthese/qpv-2015-offre-de-soins.docx",
    "notes-de-synthese/qpv-2024-population.pdf",
    "notes-de-synthese/debat-ars-equite-territoriale.html",
    "reperes-pratiques/cls-asv-clsm-qui-fait-quoi.pdf",
)
"""Every format, and two publications of which one replaces the other."""


@dataclass(frozen=True)
class Place:
    """A corpus folder and an index folder of it, to do with as one likes."""

    corpus: Path
    settings: Settings
    embedder: Embedder

    def index(self, embedder: Callable[[], Embedder] | None = None) -> IndexReport:
        """Indexes the corpus as it is now."""
        return build_index([self.corpus], self.settings, embedder or (lambda: self.embedder), NotedProgress())

    def copied(self, folder: Path) -> Place:
        """The same in another folder, to do with as one likes."""
        shutil.copytree(self.corpus, folder / "corpus")
        shutil.copytree(self.settings.data_dir, folder / "data")
        made = Place(folder / "corpus", self.settings.model_copy(update={"data_dir": folder / "data"}), self.embedder)
        # The publications have moved with it: without this, each would be told as changed.
        manifest = made.generation / "manifest.json"
        manifest.write_text(manifest.read_text().replace(str(self.corpus.parent), str(folder)))
        return made

    @property
    def generation(self) -> Path:
        """Folder of the generation being served."""
        data_dir = self.settings.data_dir
        return data_dir / "generations" / current_generation(data_dir)

    def write(self, doc: str, text: str) -> Path:
        """Writes a file of the corpus."""
        path = self.corpus / doc
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


@dataclass(frozen=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        told: dict[str, Any] = json.loads(self.out)
        return told


def completed(
    arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], *, seconds: float
) -> subprocess.CompletedProcess[str]:
    """A process that was run to its end, whatever its code; what it said, in words."""
    return subprocess.run(
        arguments, cwd=cwd, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )


def command(root: Path) -> tuple[list[str], dict[str, str]]:
    """`reperes`, as an argument list, and the environment it runs in: no setting but the model cache."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(PREFIX) or n == f"{PREFIX}MODEL_CACHE"}
    env = {**kept, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1", "HF_HUB_OFFLINE": "1"}
    return [sys.executable, "-m", "ui.cli"], env
