"""`reperes index`: how far it is, on standard error; then the report, as text, JSON and a page to read."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.maintenance.added import Added
from indexer.build import BuildOptions, build_index
from indexer.embedder import indexing_threads, load_embedder
from indexer.errors import WritingError
from ui.cli.interruption import Interruption
from ui.cli.output import check_writable
from ui.cli.progress import shown_progress
from ui.cli.report import keep_report, report_json, report_text

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
        from evals.needs import check_installed

        check_installed()
        from evals.publishing import publication_check

        options = replace(options, check=publication_check(checked.suite, settings, progress, require=checked.require))

    if not options.dry_run:
        Added(settings).tidy()  # what a process was changing there when it died

    def embedder() -> SentenceTransformerEmbedder:
        return load_embedder(settings, threads=indexing_threads(settings))

    return build_index(sources, settings, embedder, progress, options)


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
