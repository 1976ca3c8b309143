"""The state of the index: what is published, what this server really answers from, what it all takes on the disk."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.maintenance.generations import is_being_indexed, served_since, size_of
from indexer.embedder import model_identity
from indexer.errors import IndexStateError
from indexer.index import current_manifest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from assistant.maintenance.jobs import Job, Jobs
    from assistant.serving import Serving
    from indexer.manifest import Manifest
    from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class IndexState:
    """The state of the index.

    Attributes:
        manifest: Of the generation that is published; `None` when there is none that can be read.
        since: When it was put in service.
        answering: The generation that this process answers from.
        follows: It is the one that is published; else the published one cannot be opened, and the log says why.
        configured_model: The model that the settings name.
        jobs: That run or wait.
        elsewhere: An indexing is under way that is no job: asked for on the command line.
        bytes: By entry of the data folder.
        free_bytes: Left on its disk.
    """

    manifest: Manifest | None
    since: dt.datetime | None
    answering: str
    follows: bool
    configured_model: str
    jobs: tuple[Job, ...]
    elsewhere: bool
    bytes: Mapping[str, int]
    free_bytes: int

    @property
    def internal(self) -> int:
        """How many of the publications are for the team alone."""
        return sum(document.internal for document in self.manifest.documents) if self.manifest else 0


def index_state(settings: Settings, jobs: Jobs, serving: Serving) -> IndexState:
    """The state of the index, as this process sees it.

    Raises:
        DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated: The jobs cannot be read.
    """
    manifest = None
    with contextlib.suppress(IndexStateError):
        manifest = current_manifest(settings.data_dir)
    answering = serving.assistant().index.manifest.generation
    under_way = jobs.under_way()
    return IndexState(
        manifest=manifest,
        since=served_since(settings.data_dir),
        answering=answering,
        follows=manifest is not None and manifest.generation == answering,
        configured_model=model_identity(settings),
        jobs=under_way,
        elsewhere=not any(job.started_at for job in under_way) and is_being_indexed(settings.data_dir),
        bytes=sizes(settings.data_dir),
        free_bytes=shutil.disk_usage(settings.data_dir).free,
    )


def sizes(data_dir: Path) -> dict[str, int]:
    """Bytes of each entry of the data folder, the largest first."""
    found = {entry.name: size_of(entry) for entry in data_dir.iterdir()} if data_dir.is_dir() else {}
    return dict(sorted(found.items(), key=lambda each: -each[1]))
