"""`reperes fetch`: what is fetched is told on standard error as it comes, then the report."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.errors import SourcesError
from indexer.fetching import messages
from indexer.fetching.configuration import Source, SourceKind, chosen, load_sources
from indexer.fetching.run import fetch
from indexer.fetching.watching import follow, watched
from ui.typography import volume

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.fetching.limits import FetchLimits
    from indexer.fetching.report import FetchReport, SourceReport

FAILED, SOME_FAILED = 1, 3
_SHOWN = ("new", "changed", "removed", "refused", "failed", "waiting")
"""Lists told in full; the others as a count."""


def run_fetch(
    targets: Sequence[str],
    *,
    sources_file: Path,
    data_dir: Path,
    limits: FetchLimits,
    kind: str | None = None,
    as_json: bool = False,
    watch: bool = False,
    full: bool = False,
) -> int:
    """Fetches, prints the report, gives the exit code.

    Args:
        targets: Identifiers of sources of the file, or with `kind`, or when they are addresses, places of their own;
            all sources of the file when empty.
        sources_file: `sources.yaml`.
        data_dir: Where the copies go, in `fetched/`.
        limits: Bounds and manners.
        kind: A `SourceKind`, for targets that no file describes; addresses are `urls` without it.
        as_json: One object on standard output rather than words.
        watch: Go on with the folders among the sources, until Ctrl-C.
        full: Ask again for everything, and list everything, however recently it was.

    Raises:
        ReperesError: What `load_sources` and `fetch` raise.
    """
    sources = asked_sources(targets, sources_file, kind)
    if watch and not watched(sources):
        raise SourcesError(path=sources_file, entry="", field="kind", detail=messages.NOTHING_TO_WATCH)
    if full:
        limits = replace(limits, recheck_days=0.0, full_listing_days=0.0)
    report = fetch(sources, data_dir, limits, tell=_tell)
    _print(report, as_json=as_json)
    if watch:
        folders = ", ".join(str(source.path) for source in watched(sources))
        print(messages.WATCHING.format(folders=folders), file=sys.stderr)
        follow(sources, data_dir, limits, tell=_tell, told=lambda told: _print(told, as_json=as_json))
    if report.nothing_listed:
        return FAILED
    return SOME_FAILED if report.some_failed else 0


def asked_sources(targets: Sequence[str], sources_file: Path, kind: str | None) -> tuple[Source, ...]:
    """The sources that were asked for.

    Raises:
        SourcesError: An unknown kind or source, or a file that is wrong.
    """
    if kind is not None and kind not in set(SourceKind):
        detail = messages.BAD_KIND.format(known=", ".join(SourceKind))
        raise SourcesError(path=sources_file, entry=kind, field="kind", detail=detail)
    alone = [target for target in targets if kind is not None or "://" in target]
    found = [Source.alone(target, SourceKind(kind or SourceKind.URLS)) for target in alone]
    named = [target for target in targets if target not in alone]
    if named or not targets:
        if not sources_file.is_file() and not named:
            detail = messages.NO_SOURCES.format(path=sources_file)
            raise SourcesError(path=sources_file, entry="", field="", detail=detail)
        found = [*chosen(load_sources(sources_file), named, sources_file), *found]
    return tuple(found)


def report_json(report: FetchReport) -> dict[str, object]:
    """The object of `fetch --json`: for each source, every document in exactly one list."""
    return {
        "sources": [
            {
                "id": source.id,
                "kind": source.kind,
                "folder": str(source.folder),
                **{
                    state: [
                        {"name": e.name, "file": e.file, **({"reason": e.reason} if e.reason else {})}
                        for e in source.entries(state)
                    ]
                    for state in messages.STATES
                },
                "requests": source.meter.requests,
                "bytes": source.meter.received,
                "seconds": source.seconds,
            }
            for source in report.sources
        ],
        "seconds": report.seconds,
    }


def report_text(report: FetchReport) -> str:
    """The report as people read it: what changed in full, what did not as a count."""
    return "\n".join(line for source in report.sources for line in _source_lines(source))


def _source_lines(source: SourceReport) -> list[str]:
    lines = [messages.HEADING.format(source=source.id, kind=source.kind, folder=source.folder)]
    for state, label in messages.STATES.items():
        entries = source.entries(state)
        lines.append(messages.COUNT.format(state=label, count=len(entries)))
        if state in _SHOWN:
            for entry in entries:
                line = messages.LINE_WITH_REASON if entry.reason else messages.LINE
                lines.append(line.format(name=entry.name, reason=entry.reason))
    told = {"requests": source.meter.requests, "volume": volume(source.meter.received)}
    lines.append(messages.TOTAL.format(**told, seconds=str(source.seconds).replace(".", ",")))
    return lines


def _print(report: FetchReport, *, as_json: bool) -> None:
    print(json.dumps(report_json(report), ensure_ascii=False) if as_json else report_text(report), flush=True)


def _tell(source: str, state: str, name: str) -> None:
    print(messages.STEP.format(source=source, name=name, state=messages.ONE_STATE[state]), file=sys.stderr)
