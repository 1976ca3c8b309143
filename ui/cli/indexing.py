"""`reperes index`: a progress bar on standard error, then the report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from indexer.build import Failure, IndexReport, build_index
from indexer.embedder import indexing_threads, load_embedder
from indexer.index import current_manifest
from indexer.messages import KEPT, SKIPPED, sentence
from ui.cli import messages
from ui.cli.interruption import Interruption

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.embedder import SentenceTransformerEmbedder
    from indexer.settings import Settings

SOME_FAILED = 3


class Bar:
    """Shows the steps of an indexing on standard error, and stops it when asked to."""

    def __init__(self, progress: Progress, interruption: Interruption) -> None:
        self._progress = progress
        self._interruption = interruption
        self._task: TaskID | None = None

    def start(self, step: str, total: int) -> None:
        """A step begins, of `total` units."""
        self._interruption.check()
        self._task = self._progress.add_task(messages.STEPS[step], total=total)

    def advance(self, count: int) -> None:
        """So many more units are done."""
        self._interruption.check()
        if self._task is not None:
            self._progress.advance(self._task, count)


def run_index(sources: Sequence[Path], settings: Settings, *, as_json: bool) -> int:
    """Indexes, prints the report, gives the exit code.

    Raises:
        ReperesError: What `build_index` raises.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())

    def embedder() -> SentenceTransformerEmbedder:
        return load_embedder(settings, threads=indexing_threads(settings))

    with Interruption() as interruption, Progress(*columns, console=console) as progress:
        report = build_index(sources, settings, embedder, Bar(progress, interruption))
    print(json.dumps(report_json(report), ensure_ascii=False) if as_json else report_text(report, settings))
    return SOME_FAILED if report.failed else 0


def report_json(report: IndexReport) -> dict[str, object]:
    """The object of `index --json`: every file found is in exactly one list."""
    return {
        **{
            name: [{"doc": doc} for doc in getattr(report, name)]
            for name in ("added", "changed", "unchanged", "removed")
        },
        "failed": [{"doc": failure.doc, "reason": failure_reason(failure)} for failure in report.failed],
        "skipped": [{"doc": doc, "reason": SKIPPED[code]} for doc, code in report.skipped],
        "generation": report.generation,
        "passages": report.passages,
        "embedded": report.embedded,
        "seconds": report.seconds,
    }


def failure_reason(failure: Failure) -> str:
    """Why a file failed, and what is served instead."""
    reason = sentence(failure.error)
    return KEPT.format(reason=reason) if failure.kept else reason


def report_text(report: IndexReport, settings: Settings) -> str:
    """The report as people read it: what changed in full, what did not as a count."""
    lines = []
    for title, docs in (
        (messages.ADDED, report.added),
        (messages.CHANGED, report.changed),
        (messages.REMOVED, report.removed),
    ):
        lines.append(f"{title} : {len(docs)}")
        lines.extend(f"  {doc}" for doc in docs)
    lines.append(f"{messages.UNCHANGED} : {len(report.unchanged)}")
    lines.append(f"{messages.SKIPPED} : {len(report.skipped)}")
    lines.append(f"{messages.FAILED} : {len(report.failed)}")
    lines.extend(f"  {failure.doc} : {failure_reason(failure)}" for failure in report.failed)
    documents = len(current_manifest(settings.data_dir).documents)
    if not documents:
        lines.append(messages.NOTHING_FOUND)
    lines.append(
        messages.REPORT.format(
            generation=report.generation,
            documents=documents,
            passages=report.passages,
            seconds=str(report.seconds).replace(".", ","),
            embedded=report.embedded,
        )
    )
    return "\n".join(lines)
