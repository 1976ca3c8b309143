"""`reperes index`: how far it is, on standard error; then the report, as text, JSON and a page to read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from indexer.build import BuildOptions, build_index
from indexer.embedder import indexing_threads, load_embedder
from ui.cli.interruption import Interruption
from ui.cli.progress import shown_progress
from ui.cli.report import keep_report, report_json, report_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.embedder import SentenceTransformerEmbedder
    from indexer.settings import Settings

SOME_FAILED = 3


def run_index(
    sources: Sequence[Path],
    settings: Settings,
    *,
    as_json: bool,
    options: BuildOptions | None = None,
    report_to: Path | None = None,
) -> int:
    """Indexes, prints the report, gives the exit code.

    Args:
        sources: Folders or files.
        settings: Where, and how.
        as_json: Print one JSON object rather than text.
        options: What was asked besides.
        report_to: Also write the page of the report there.

    Raises:
        ReperesError: What `build_index` raises.
    """

    def embedder() -> SentenceTransformerEmbedder:
        return load_embedder(settings, threads=indexing_threads(settings))

    with Interruption() as interruption, shown_progress(interruption.check) as progress:
        report = build_index(sources, settings, embedder, progress, options or BuildOptions())
    page = None if report.dry_run else keep_report(report, settings.data_dir, report_to)
    print(json.dumps(report_json(report), ensure_ascii=False) if as_json else report_text(report, page))
    return SOME_FAILED if report.failed else 0
