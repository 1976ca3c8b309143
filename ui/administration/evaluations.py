"""« Évaluations »: how good the answers were, run after run, beside what they are held to; and a new run asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form, HTTPException

from assistant.conversations.items import FILE_NAME, FOLDER
from assistant.maintenance.jobs import Kind
from assistant.maintenance.needs import check_installed
from assistant.maintenance.upkeep import EvalOptions
from evals.floors import floors
from evals.messages import label, number
from indexer.errors import ExtraMissing, JobPending, WritingError
from indexer.messages import sentence
from ui.administration import messages
from ui.administration.curves import HEIGHT, LEFT, RIGHT, WIDTH, curve
from ui.administration.visits import Keeping, Maintaining, last_page, page_of, shown, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.responses import HTMLResponse, RedirectResponse

    from assistant.maintenance.evaluations import Figure, Measured
    from assistant.maintenance.jobs import Job, Jobs
    from ui.administration.curves import Curve
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/evaluations")

DRAWN: Final = 30
"""Runs of a suite that are drawn, the last."""
PAGE_SIZE: Final = 20
STAMP: Final = "%Y%m%dT%H%M%S%fZ"
"""Of the moment of a pass, in its address."""
LOOKED_AT: Final = 200
"""Jobs among which that of a pass is looked for, the last."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Suites that were run together.

    Attributes:
        stamp: What its page is called by.
        runs: One for each suite.
    """

    stamp: str
    runs: tuple[Measured, ...]

    @property
    def first(self) -> Measured:
        """What all of them share: moment, generation, commit, failures."""
        return self.runs[0]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of one run, beside the floor that it is held to and the run of before; `None` for what is not there."""

    name: str
    figure: Figure
    floor: float | None
    before: Figure | None

    @property
    def broken(self) -> bool:
        """Whether it is below its floor."""
        return self.floor is not None and self.figure.value < self.floor


@router.get("", response_model=None)
def evaluations(visit: Maintaining) -> HTMLResponse:
    """The measures of a suite over time, and the passes."""
    return told(visit)


@router.post("/lancer", response_model=None)
def ask(visit: Keeping, jeux: Annotated[list[str] | None, Form()] = None) -> HTMLResponse | RedirectResponse:
    """Asks for a run, as a job; its page tells how far it is."""
    if why := impossible():
        return told(visit, trouble=why, status=503)
    wanted = tuple(name for name in offered(visit) if name in (jeux or ()))
    if not wanted:
        return told(visit, trouble=messages.NO_SUITE, status=422)
    try:
        job = visit.house.upkeep.ask(EvalOptions(wanted), signed(visit))
    except JobPending as error:
        return told(visit, trouble=sentence(error), status=409)
    except WritingError as error:
        return told(visit, trouble=sentence(error), status=500)
    return visit.go(f"/administration/index/travaux/{job.number}")


@router.get("/{stamp}", response_model=None)
def one(visit: Maintaining, stamp: str) -> HTMLResponse:
    """One pass: every measure of its suites, what fell, and the job that did it."""
    kept = visit.house.upkeep.evaluations
    try:
        at = dt.datetime.strptime(stamp, STAMP).replace(tzinfo=dt.UTC)
    except ValueError:
        raise HTTPException(HTTPStatus.NOT_FOUND) from None
    runs = kept.at(at)
    if not runs:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    former = {run.suite: kept.before(at, run.suite) for run in runs}
    values = {
        "heading": messages.ONE_EVALUATION,
        "done_pass": Pass(stamp, runs),
        "suites": [(run.suite, rows(run, former[run.suite])) for run in runs],
        "compared": any(former.values()),
        "job": job_of(visit.house.upkeep.jobs, at),
        **words(),
    }
    return shown(visit, "pass.html", values)


def told(visit: Visit, *, trouble: str = "", status: int = 200) -> HTMLResponse:
    """The page of all of them, with what is wrong with what was asked."""
    kept = visit.house.upkeep.evaluations
    known = list(kept.suites())
    ordered = [name for name in messages.SUITES if name in known] + [n for n in known if n not in messages.SUITES]
    suite = visit.asked("jeu") if visit.asked("jeu") in ordered else next(iter(ordered), "")
    guarded, others = curves(suite, kept.list(0, DRAWN, suite).runs[::-1]) if suite else ((), ())
    page = page_of(visit)
    found = kept.passes((page - 1) * PAGE_SIZE, PAGE_SIZE)
    values = {
        "heading": messages.EVALUATIONS,
        "known": ordered,
        "suite": suite,
        "guarded": guarded,
        "others": others,
        "passes": [Pass(runs[0].at.astimezone(dt.UTC).strftime(STAMP), runs) for runs in found.passes],
        "total": found.total,
        "under_way": [job for job in visit.house.upkeep.jobs.under_way() if job.kind is Kind.EVAL],
        "offered": {name: messages.OFFERED[name] for name in offered(visit)},
        "impossible": impossible(),
        "trouble": trouble,
        "page": page,
        "last": last_page(found.total, PAGE_SIZE),
        **words(),
    }
    return shown(visit, "evaluations.html", values, status)


def words() -> dict[str, object]:
    """How measures and suites are told, and where drawings end."""
    return {
        "label": label,
        "decimal": number,
        "suite_names": messages.SUITES,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
    }


def impossible() -> str:
    """Why no run can be asked for on this installation; empty when one can."""
    try:
        check_installed()
    except ExtraMissing as error:
        return sentence(error)
    return ""


def offered(visit: Visit) -> list[str]:
    """Suites that may be asked for: readers' feedback only once some of it was made questions."""
    has_feedback = (visit.house.settings.data_dir / FOLDER / FILE_NAME).is_file()
    return [name for name in messages.OFFERED if has_feedback or name != FILE_NAME.removesuffix(".jsonl")]


def curves(suite: str, runs: Sequence[Measured]) -> tuple[list[Curve], list[Curve]]:
    """The lines of a suite, as its last run orders its measures: those that are held to a floor, then the others.

    Args:
        suite: Its name.
        runs: The first run first.
    """
    held = floors(suite)
    lines = [
        curve(name, [run for run in runs if name in run.figures], held.get(name))
        for name in (runs[-1].figures if runs else ())
    ]
    return [each for each in lines if each.floor is not None], [each for each in lines if each.floor is None]


def rows(run: Measured, before: Measured | None) -> list[Row]:
    """The measures of a run, in the order they are printed."""
    held = floors(run.suite)
    return [
        Row(name, figure, held.get(name), before.figures.get(name) if before else None)
        for name, figure in run.figures.items()
    ]


def job_of(jobs: Jobs, at: dt.datetime) -> Job | None:
    """The job that kept its figures at a moment; `None` for what was run by the command, or long ago."""
    for job in jobs.list(0, LOOKED_AT, Kind.EVAL).jobs:
        if job.started_at and job.started_at <= at and (job.ended_at is None or at <= job.ended_at):
            return job
    return None
