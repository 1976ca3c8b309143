"""Watched folders, as they change: each change is copied once it has settled, until asked to stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

from indexer.fetching.configuration import SourceKind
from indexer.fetching.run import fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from threading import Event

    from indexer.fetching.configuration import Source
    from indexer.fetching.limits import FetchLimits
    from indexer.fetching.report import FetchReport, Tell

_MILLISECONDS = 1000
_SOONEST = 0.2
"""Seconds between two looks at files that are being written, at least."""


def watched(sources: Sequence[Source]) -> list[Source]:
    """Those of the sources that are folders."""
    return [source for source in sources if source.kind is SourceKind.FOLDER]


def follow(
    sources: Sequence[Source],
    data_dir: Path,
    limits: FetchLimits,
    *,
    tell: Tell,
    told: Callable[[FetchReport], None],
    stop: Event | None = None,
) -> None:
    """Copies what changes in the folders among the sources, until Ctrl-C or `stop`.

    Args:
        sources: The sources; those that are no folders are left alone.
        data_dir: As for `fetch`.
        limits: As for `fetch`.
        tell: Told of each document.
        told: Given the report of each round in which something happened.
        stop: Ends the watch when set.

    Raises:
        ReperesError: What `fetch` raises.
    """
    folders = {str(source.path): source for source in watched(sources)}
    restless: set[str] = set(folders)
    for changes in watch(
        *folders,
        stop_event=stop,
        rust_timeout=round(max(limits.settle_seconds, _SOONEST) * _MILLISECONDS),
        yield_on_timeout=True,
    ):
        moved = {name for name in folders if any(Path(path).is_relative_to(name) for _, path in changes)}
        due = moved | restless
        if not due:
            continue
        report = fetch([folders[name] for name in sorted(due)], data_dir, limits, tell=tell)
        restless = {str(source.path) for source in folders.values() if source.id in _unsettled(report)}
        if any(source.entries(state) for source in report.sources for state in ("new", "changed", "removed")):
            told(report)


def _unsettled(report: FetchReport) -> set[str]:
    return {source.id for source in report.sources if source.waiting}
