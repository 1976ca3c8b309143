"""Which sources an indexing takes when nobody names them again, and which it leaves that were served until then."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import IndexStateError, ServedSourceMissing
from indexer.fetching.run import FETCHED
from indexer.index import ADDED, current_manifest
from indexer.sources import default_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.manifest import Manifest
    from indexer.settings import Settings


def sources_again(settings: Settings) -> list[Path]:
    """What an indexing that is asked for online, or by `reperes run`, takes: what serves, and what came since.

    The sources of the generation that serves; what was fetched or added online is always among them. Where nothing
    serves, or where all that serves is taken by default, the default sources.

    Raises:
        ServedSourceMissing: One of them is not there: its publications would go out of service without a word.
    """
    default = default_sources(settings)
    try:
        manifest = current_manifest(settings.data_dir)
    except IndexStateError:
        return default
    brought = default[1:]
    again = [path for path in (_again(told, manifest, settings) for told in manifest.sources) if path is not None]
    if not again or settings.source.resolve() in again:
        again = [settings.source, *(path for path in again if path != settings.source.resolve())]
    known = {path.resolve() for path in again}
    return [*again, *(path for path in brought if path.resolve() not in known)]


def left_out(sources: Sequence[Path], served: Manifest) -> list[str]:
    """Sources from which something is served, as the manifest names them, and that are in none of these."""
    return [told for told in served.sources if _gives(told, served) and not is_among(Path(told), sources)]


def is_among(path: Path, sources: Sequence[Path]) -> bool:
    """Whether a source is one of these, or stands in one."""
    return any(path.is_relative_to(source.resolve()) for source in sources)


def _again(told: str, manifest: Manifest, settings: Settings) -> Path | None:
    path = Path(told)
    if os.path.exists(path):  # noqa: PTH110 — where it may not be looked at, it is not there either
        return path
    if path.name == ADDED or path.parent.name == FETCHED:  # taken by default, wherever the data folder is now
        return None
    if path.name == settings.source.name and settings.source.exists():  # the service was moved, or put back elsewhere
        return settings.source.resolve()
    if not _gives(told, manifest):
        return None
    raise ServedSourceMissing(path=told)


def _gives(told: str, manifest: Manifest) -> bool:
    """Whether something is served from a source: a folder, or a file of one."""
    return any(document.source in (told, str(Path(told).parent)) for document in manifest.documents)
