"""`reperes index`: how far it is, on standard error; then the report, as text, JSON and a page to read."""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.maintenance.added import Added
from indexer.build import BuildOptions, build_index
from indexer.embedder import indexing_threads, load_embedder
from indexer.errors import IndexStateError, WritingError
from indexer.file_names import readable
from indexer.index import current_manifest
from indexer.report import Remark
from indexer.served_sources import is_among, left_out, sources_again
from indexer.sources import default_sources
from ui.cli import messages
from ui.cli.interruption import Interruption
from ui.cli.output import check_writable
from ui.cli.progress import shown_progress
from ui.cli.report import keep_report, report_json, report_text, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.build import Progress
    from indexer.embedder import SentenceTransformerEmbedder
    from indexer.report import IndexReport
    from indexer.settings import Settings

SOME_FAILED = 3
SUITE = "dev"
"""Asked when none is named."""


@dataclass(frozen=True, slots=True)
class Evals:
    """The check of the answers before publishing: its suite, and whether a fall forbids to."""

    suite: str = SUITE
    require: bool = False


def index(
    sources: Sequence[Path], settings: Settings, progress: Progress, options: BuildOptions, checked: Evals | None = None
) -> IndexReport:
    """Indexes with the model of the settings.

    Args:
        sources: Folders or files.
        settings: Where, and how.
        progress: Told of each step.
        options: What was asked besides.
        checked: How the answers are checked before publishing; `None`: they are not.

    Raises:
        ReperesError: What `build_index` and `publication_check` raise.
    """
    if checked is not None:
        from assistant.maintenance.needs import check_installed

        check_installed()
        from evals.publishing import publication_check

        options = replace(options, check=publication_check(checked.suite, settings, progress, require=checked.require))

    if not options.dry_run:
        Added(settings).tidy()  # what a process was changing there when it died

    def embedder() -> SentenceTransformerEmbedder:
        return load_embedder(settings, threads=indexing_threads(settings))

    return build_index(sources, settings, embedder, progress, options)


def by_default(settings: Settings, *, part: bool) -> list[Path]:
    """What `reperes index` takes when nothing is named; on standard error, the sources that served and are not there.

    Args:
        settings: Where they are.
        part: Only some paths are looked at: the other sources then stay as they are served.
    """
    sources = default_sources(settings)
    with contextlib.suppress(IndexStateError):
        for left in [] if part else left_out(sources, current_manifest(settings.data_dir)):
            print(messages.SOURCE_LEFT.format(source=shown(readable(left))), file=sys.stderr)
    return sources


def index_again(settings: Settings, progress: Progress, options: BuildOptions, checked: Evals | None) -> IndexReport:
    """Indexes the sources of what serves, and what was fetched or added since; tells when `corpus/` is none of them.

    Raises:
        ServedSourceMissing: One of them is not there.
        ReperesError: What `index` raises.
    """
    sources = sources_again(settings)
    report = index(sources, settings, progress, options, checked)
    report.remarks.extend(_aside(sources, settings))
    return report


def run_again(settings: Settings) -> int:
    """As `run_index`, of what `index_again` takes: what `reperes run` does when nothing is named.

    Raises:
        ServedSourceMissing, WritingError, ReperesError: As both.
    """
    sources = sources_again(settings)
    for _ in _aside(sources, settings):
        print(messages.SOURCE_ASIDE.format(source=settings.source), file=sys.stderr)
    return run_index(sources, settings, as_json=False)


def _aside(sources: Sequence[Path], settings: Settings) -> list[Remark]:
    """That the folder of the settings is not indexed, where it is there and none of these."""
    own = settings.source.resolve()
    return [Remark(readable(own), "source_aside", {})] if own.exists() and not is_among(own, sources) else []


def run_index(
    sources: Sequence[Path],
    settings: Settings,
    *,
    as_json: bool,
    options: BuildOptions | None = None,
    checked: Evals | None = None,
    report_to: Path | None = None,
    progress_to: Path | None = None,
) -> int:
    """Indexes, prints the report, gives the exit code.

    Args:
        sources: Folders or files.
        settings: Where, and how.
        as_json: Print one JSON object rather than text.
        options: What was asked besides.
        checked: How the answers are checked before publishing; `None`: they are not.
        report_to: Also write the page of the report there.
        progress_to: Tell the progress in that file, as lines of JSON; `-` for standard error.

    Raises:
        WritingError: The report cannot be written where it is asked for: told before anything is read, or, if it
            turns out at the end, once what was done is told.
        ReperesError: What `build_index` raises.
    """
    if report_to is not None:
        check_writable(report_to)
    with Interruption() as interruption, shown_progress(interruption.check, progress_to) as progress:
        report = index(sources, settings, progress, options or BuildOptions(), checked)
    page, untold = None, None
    try:
        page = None if report.dry_run else keep_report(report, settings.data_dir, report_to)
    except WritingError as error:
        untold = error
    print(json.dumps(report_json(report), ensure_ascii=False) if as_json else report_text(report, page))
    if untold is not None:
        raise untold
    return SOME_FAILED if report.failed else 0
