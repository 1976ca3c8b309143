"""`reperes triage train` and `templates`: what the staff teaches the triage, and the words of its drafts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.triage.drafting.checking import check
from assistant.triage.drafting.templates import copy
from indexer.messages import sentence
from ui.cli import triage_messages as words
from ui.cli.solicitations import queue

if TYPE_CHECKING:
    from assistant.triage.learning import Comparison, Report, Share
    from indexer.settings import Settings

FAILED = 1


def run_train(settings: Settings, *, force: bool) -> int:
    """Trains with the staff's corrections, says what it changes; gives the exit code, 1 when it is not put in use.

    Raises:
        WritingError: The data folder may not be written.
        ModelUnavailable: The embedding model cannot be loaded.
    """
    from assistant.triage.learning import corrected_examples, learn  # scikit-learn takes a second to import
    from indexer.embedder import indexing_threads, load_embedder

    with queue(settings) as opened:
        corrections = opened.corrections()
        stored = [opened.get(reference) for reference in dict.fromkeys(line.reference for line in corrections)]
    print(words.TRAINING, file=sys.stderr, flush=True)
    embedder = load_embedder(settings, threads=indexing_threads(settings))
    report = learn(corrected_examples(corrections, stored), embedder, settings.data_dir, force=force)
    print(report_in_words(report))
    return 0 if report.kept else FAILED


def report_in_words(report: Report) -> str:
    """What a training changed, before and after."""
    compared = [(words.CATEGORIES, report.category), (words.REQUESTERS, report.requester)]
    if report.corrected:
        compared.append((words.CORRECTED, report.category_corrected))
    lines = [words.TRAINED.format(shipped=report.shipped, corrected=report.corrected)]
    lines += [_line(name, each) for name, each in compared]
    return "\n".join([*lines, words.IN_USE if report.kept else words.NOT_IN_USE])


def run_templates(folder: Path | None, settings: Settings, *, check_only: bool) -> int:
    """Copies the packaged templates in a folder, those already there left alone, then checks them all.

    Raises:
        SourceNotFound: With `check_only`, the folder is not there.
        WritingError: It may not be written.
    """
    chosen = folder or (Path(settings.templates_dir) if settings.templates_dir else None)
    if chosen is None:
        raise typer.BadParameter(words.TEMPLATES_NOWHERE)
    if not check_only:
        print(words.TEMPLATES_COPIED.format(count=len(copy(chosen)), folder=chosen))
    wrong = check(chosen)
    for error in wrong:
        print(sentence(error), file=sys.stderr)
    if not wrong:
        print(words.TEMPLATES_FINE.format(folder=chosen))
    return FAILED if wrong else 0


def _line(name: str, compared: Comparison) -> str:
    return words.COMPARED.format(
        name=name, before=_percent(compared.before), after=_percent(compared.after), n=compared.after.n
    )


def _percent(share: Share) -> str:
    return f"{share.value:.1%}".replace(".", ",").replace("%", "\u00a0%")
