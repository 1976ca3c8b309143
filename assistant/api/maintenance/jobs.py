"""Routes of jobs: asked for, followed as they go, cancelled, read again."""

from __future__ import annotations

import asyncio
import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
import logging
from collections.abc import AsyncIterator  # noqa: TC003 — FastAPI reads the route's annotations
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import FileResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.api import problems
from assistant.api.maintenance.pages import page_response
from assistant.api.maintenance.reaching import CONFLICT, PREFIX, UNKNOWN, Kept, Signed
from assistant.api.paging import PartIn, PartOut, tell_parts
from assistant.maintenance.jobs import Job, Kind, State
from assistant.maintenance.messages import STEPS
from assistant.maintenance.upkeep import EvalOptions, IndexOptions
from indexer.errors import ReperesError

if TYPE_CHECKING:
    from assistant.maintenance.jobs import Jobs

log = logging.getLogger("reperes")

SUITE: Final = r"^[a-z][a-z0-9-]{0,39}$"
FOLLOWED_SECONDS: Final = 1.0
"""Between two looks at a job that somebody follows: it says no more often where it is."""
Number = Annotated[int, Path(ge=1, le=2_147_483_647, description="Numéro du travail.")]
Suite = Annotated[str, Field(pattern=SUITE)]


class JobIn(BaseModel):
    """A job to do."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"kind": "index"},
                {"kind": "index", "evals": "dev", "require": True},
                {"kind": "eval", "suites": ["dev", "robustness"]},
            ]
        },
    )

    kind: Kind = Field(description="`index` : indexer les dossiers ; `eval` : mesurer les réponses.")
    evals: str = Field(
        default="",
        pattern=r"^([a-z][a-z0-9-]{0,39})?$",
        description="Jeu de questions posé avant de publier ; vide : aucun.",
    )
    require: StrictBool = Field(
        default=False, description="Ne pas publier si les réponses se dégradent (avec le jeu `dev`)."
    )
    open_archives: StrictBool = Field(default=False, description="Lire aussi ce que contiennent les archives.")
    suites: list[Suite] = Field(
        default=[],
        max_length=20,
        description="Pour `eval` : jeux à mesurer ; vide : dev, robustness, injection, triage.",
    )

    def options(self) -> IndexOptions | EvalOptions:
        """What is asked for."""
        if self.kind is Kind.INDEX:
            return IndexOptions(self.evals, self.require, self.open_archives)
        return EvalOptions(tuple(self.suites))


class StepOut(BaseModel):
    """A step of a job."""

    step: str = Field(description="waiting, locked, unpacking, reading, recognising, embedding, writing, evaluating.")
    label: str
    done: int
    total: int = Field(description="0 : inconnu d’avance.")
    pages: int = Field(description="Pages lues, pendant la lecture.")
    seconds: float
    left: float | None = Field(description="Secondes restantes, au rythme actuel.")


class JobOut(BaseModel):
    """A job, without its report."""

    number: int
    kind: Kind
    state: State
    asked_by: str
    asked_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    options: dict[str, object]
    steps: list[StepOut] = Field(description="Étapes déjà commencées, dans l’ordre ; la dernière est en cours.")
    counts: dict[str, int] = Field(description="Une fois terminé : longueur de chaque liste du compte rendu.")
    cancel_asked: bool
    error: str = Field(description="Pourquoi il a échoué, et que faire ; vide sinon.")
    page: str = Field(description="Adresse de son compte rendu en HTML ; vide s’il n’y en a pas.")


class JobFullOut(JobOut):
    """A job, with its report."""

    report: dict[str, object] | None = Field(
        description="Ce que donne `reperes index --json`, ou `reperes eval --json` sans les questions ; nul d’abord."
    )


class JobsIn(PartIn):
    """Which jobs are wanted."""

    kind: Kind | None = Field(default=None, description="De ce type seulement.")


class JobsOut(PartOut):
    """Jobs, the last asked for first."""

    jobs: list[JobOut]


def jobs_router() -> APIRouter:
    """The routes under `/jobs`."""
    router = APIRouter(prefix="/jobs")

    @router.post("", summary="Demander une indexation, ou une mesure", status_code=202, responses=CONFLICT)
    def ask_for_job(asked: JobIn, upkeep: Kept, by: Signed, response: Response) -> JobOut:
        job = upkeep.ask(asked.options(), by)
        response.headers["Location"] = f"{PREFIX}/jobs/{job.number}"
        return job_out(job)

    @router.get("", summary="Lister les travaux, le dernier demandé d’abord")
    def list_jobs(upkeep: Kept, wanted: Annotated[JobsIn, Query()], request: Request, response: Response) -> JobsOut:
        listing = upkeep.jobs.list(wanted.offset, wanted.limit, wanted.kind)
        told = JobsOut(
            total=listing.total,
            offset=wanted.offset,
            limit=wanted.limit,
            jobs=[job_out(job) for job in listing.jobs],
        )
        tell_parts(request, response, told, upkeep.public_url)
        return told

    @router.get("/{number}", summary="Lire un travail, avec son compte rendu", responses=UNKNOWN)
    def get_job(number: Number, upkeep: Kept) -> JobFullOut:
        return full_out(upkeep.jobs.get(number))

    @router.post("/{number}/cancel", summary="Arrêter un travail", responses=UNKNOWN)
    def cancel_job(number: Number, upkeep: Kept, by: Signed) -> JobOut:
        return job_out(upkeep.cancel(number, by))

    @router.get(
        "/{number}/report",
        summary="Ouvrir le compte rendu d’un travail, en HTML",
        response_class=FileResponse,
        responses={200: {"content": {"text/html": {}}}, **UNKNOWN},
    )
    def get_job_report(number: Number, upkeep: Kept) -> FileResponse:
        return page_response(upkeep.data_dir, upkeep.jobs.get(number).page)

    @router.get(
        "/{number}/events",  # noqa: FAST003 — what finds the job takes it
        summary="Suivre un travail : `progress` à chaque changement, puis `report` à la fin",
        response_class=EventSourceResponse,
        responses=UNKNOWN,
    )
    async def stream_job(job: Found, upkeep: Kept) -> AsyncIterator[ServerSentEvent]:
        """As it goes."""
        async for event in _followed(upkeep.jobs, job):
            yield event

    return router


def found_job(number: Number, upkeep: Kept) -> Job:
    """The job of an address; a dependency, so that one that is not there is told before a stream begins.

    Raises:
        JobNotFound: No such job.
    """
    return upkeep.jobs.get(number)


Found = Annotated[Job, Depends(found_job)]


async def _followed(jobs: Jobs, job: Job) -> AsyncIterator[ServerSentEvent]:
    told: JobOut | None = None
    try:
        while True:
            now = job_out(job)
            if now != told:
                told = now
                yield ServerSentEvent(event="progress", data=now)
            if job.ended:
                yield ServerSentEvent(event="report", data=full_out(job))
                return
            await asyncio.sleep(FOLLOWED_SECONDS)
            job = await asyncio.to_thread(jobs.get, job.number)
    except ReperesError as error:
        yield ServerSentEvent(event="error", data=problems.told(error))
    except Exception:
        log.exception("a job could not be followed")
        yield ServerSentEvent(event="error", data=problems.unforeseen())


def job_out(job: Job) -> JobOut:
    """A job as others read it."""
    return JobOut(**_fields(job))  # type: ignore[arg-type]  # by its own fields


def full_out(job: Job) -> JobFullOut:
    """With its report."""
    return JobFullOut(**_fields(job), report=dict(job.report) if job.report is not None else None)  # type: ignore[arg-type]  # likewise


def _fields(job: Job) -> dict[str, object]:
    return {
        "number": job.number,
        "kind": job.kind,
        "state": job.state,
        "asked_by": job.asked_by,
        "asked_at": job.asked_at,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
        "options": dict(job.options),
        "steps": [{**step, "label": STEPS[str(step["step"])]} for step in job.steps],
        "counts": job.counts,
        "cancel_asked": job.cancel_asked,
        "error": job.error,
        "page": f"{PREFIX}/jobs/{job.number}/report" if job.page else "",
    }
