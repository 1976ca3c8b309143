"""`reperes job run`: the process of a job, which the maintenance pages and the API start."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING, Final

from assistant.accounts.audit import Action
from assistant.accounts.rights import Caller
from assistant.accounts.store import Accounts
from assistant.database.opening import Database
from assistant.maintenance.jobs import Jobs, Kind, State
from assistant.maintenance.running import Outcome, run_job
from assistant.observing import logs
from indexer.build import BuildOptions
from indexer.errors import IndexStateError
from indexer.index import current_generation
from ui.cli.evaluating import recorder
from ui.cli.giving_way import give_way
from ui.cli.indexing import SUITE, Evals, index_again
from ui.cli.interruption import Interruption
from ui.cli.report import keep_report, report_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.maintenance.progress import Steps
    from assistant.maintenance.running import Work
    from indexer.report import IndexReport
    from indexer.settings import Settings

EVALUATIONS: Final = "evaluations"
"""Folder of the data folder for the pages of the evaluations that were asked for as jobs."""
KEPT_PAGES: Final = 20


def run(number: int, settings: Settings) -> int:
    """Does a job; gives the exit code.

    Raises:
        JobNotFound: No such job.
        DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated: The database cannot be used.
    """
    give_way()
    logs.set_up(settings.log_format)
    with Interruption(signal.SIGTERM) as interruption, contextlib.closing(Database.of(settings)) as database:
        jobs = Jobs(database)
        asked_by = jobs.get(number).asked_by

        def published(report: IndexReport) -> None:
            detail = {name: len(getattr(report, name)) for name in ("added", "changed", "removed", "failed")}
            caller = Caller(login=asked_by)
            Accounts(database).record(caller, Action.INDEX_PUBLISHED, report.generation, {"job": number, **detail})

        state = run_job(
            jobs,
            number,
            works(settings, number, published),
            check=interruption.check,
            stop=lambda: os.kill(os.getpid(), signal.SIGINT),
            give_up=lambda: os._exit(
                1
            ),  # an indexing bears being killed at any instant (tests/integration/test_killed)
            again=settings.worker,
        )
    return 0 if state in (State.DONE, State.WAITING) else 1


def works(settings: Settings, number: int, published: Callable[[IndexReport], None]) -> dict[Kind, Work]:
    """What each kind of job does.

    Args:
        settings: Where, and how.
        number: Of the job.
        published: Told of an indexing that put another generation in service.
    """

    def index_all(options: Mapping[str, object], steps: Steps) -> Outcome:
        suite, require = str(options.get("evals") or ""), bool(options.get("require"))
        asked = BuildOptions(archives=bool(options.get("open_archives")))
        checked = Evals(suite or SUITE, require) if suite or require else None
        before = _served(settings)
        report = index_again(settings, steps, asked, checked)
        if report.generation != before:
            published(report)
        page = keep_report(report, settings.data_dir)
        return Outcome(report_json(report), page.relative_to(settings.data_dir).as_posix())

    def evaluate(options: Mapping[str, object], steps: Steps) -> Outcome:
        from assistant.maintenance.needs import check_installed

        check_installed()
        from evals.command import Actions, judged
        from evals.reporting import as_object
        from evals.reporting.page import page
        from evals.suites import Options

        told = options.get("suites")
        suites = tuple(map(str, told)) if isinstance(told, list) else ()
        verdict, _ = judged(suites, settings, Options(), Actions(record=recorder(settings), progress=steps))
        kept = {name: value for name, value in as_object(verdict).items() if name != "questions"}
        path = settings.data_dir / EVALUATIONS / f"{number}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(verdict), encoding="utf-8")
        for old in sorted(path.parent.glob("*.html"), key=lambda each: each.stat().st_mtime)[:-KEPT_PAGES]:
            old.unlink(missing_ok=True)
        return Outcome(kept, path.relative_to(settings.data_dir).as_posix())

    return {Kind.INDEX: index_all, Kind.EVAL: evaluate}


def _served(settings: Settings) -> str:
    """The generation that serves; empty when there is none."""
    try:
        return current_generation(settings.data_dir)
    except IndexStateError:
        return ""
