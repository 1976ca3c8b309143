"""The index: its state, what waits to be indexed, what failed, and the jobs that are asked for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form

from assistant.contract import API
from assistant.maintenance.jobs import Kind
from assistant.maintenance.upkeep import IndexOptions
from indexer.errors import IndexStateError, JobPending, ReperesError
from indexer.messages import BLIND_REMEDY, SKIPPED, sentence
from ui.administration import messages
from ui.administration.visits import Keeping, Maintaining, last_page, page_of, shown, signed
from ui.typography import volume

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

    from assistant.maintenance.generations import Generation
    from assistant.maintenance.upkeep import Upkeep
    from assistant.maintenance.waiting import Waiting
    from indexer.manifest import Manifest
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/index")

JOBS_SHOWN: Final = 10
SHOWN: Final = 200
"""Of a list of a report: the whole of it is on the page that the indexing left."""
BLIND: Final = frozenset({"blind", "garbled"})
"""Remarks whose remedy is the recognition of characters."""
CHOSEN: Final = frozenset({SKIPPED["excluded"], SKIPPED["not_selected"]})
"""Why a file is left aside that somebody chose to leave: told as a count."""
SUITE: Final = "dev"
"""Asked before publishing, where that is wanted."""

Tick = Annotated[str, Form(max_length=10)]


@router.get("", response_model=None)
def index(visit: Maintaining) -> HTMLResponse:
    """What serves, what waits, what failed, what was asked for."""
    return overview(visit)


@router.post("/travaux", response_model=None)
def ask(visit: Keeping, mesurer: Tick = "", exiger: Tick = "", archives: Tick = "") -> HTMLResponse | RedirectResponse:
    """Asks for an indexing; whoever asks while one waits is told which."""
    options = IndexOptions(SUITE if mesurer or exiger else "", bool(exiger), bool(archives))
    try:
        job = visit.house.upkeep.ask(options, signed(visit))
    except JobPending as error:
        return overview(visit, trouble=sentence(error), job=int(str(error.values["job"])), status=409)
    except ReperesError as error:
        return overview(visit, trouble=sentence(error), status=503)
    return visit.go(f"/administration/index/travaux/{job.number}", fait="travail-demande")


def overview(visit: Visit, *, trouble: str = "", job: int = 0, status: int = 200) -> HTMLResponse:
    """The page of the index, with why something was refused and the job that it is about."""
    upkeep, page = visit.house.upkeep, page_of(visit)
    listing = upkeep.jobs.list((page - 1) * JOBS_SHOWN, JOBS_SHOWN)
    state, report = upkeep.state(), upkeep.failures()
    values = {
        **pending(visit),
        "heading": "Index",
        "state": state,
        "built_at": _built(state.manifest) if state.manifest else None,
        "generations": _kept(upkeep),
        "failures": report,
        "chosen": CHOSEN,
        "remedy": BLIND_REMEDY,
        "blind": report is not None and any(told.code in BLIND for told in report.remarks),
        "failures_page": visit.here(f"{API}/maintenance/failures/report"),
        "listing": listing,
        "page": page,
        "last": last_page(listing.total, JOBS_SHOWN),
        "job_kinds": messages.JOBS,
        "job_states": messages.STATES,
        "data_bytes": volume(sum(state.bytes.values())),
        "free_bytes": volume(state.free_bytes),
        "most": SHOWN,
        "trouble": trouble,
        "trouble_job": job,
    }
    return shown(visit, "index.html", values, status)


def _kept(upkeep: Upkeep) -> list[tuple[Generation, dt.datetime]]:
    """What is there, also where what should serve is broken: it is then what to go back to."""
    try:
        return [(each, _built(each.manifest)) for each in upkeep.generations()]
    except IndexStateError:
        return []


def _built(manifest: Manifest) -> dt.datetime:
    return dt.datetime.fromisoformat(manifest.built_at)


def pending(visit: Visit) -> dict[str, object]:
    """What any of these pages says of the next indexing: what it would take, whether one is under way."""
    waiting: Waiting | None = None
    why = ""
    try:
        waiting = visit.house.upkeep.waiting()
    except ReperesError as error:
        why = sentence(error)
    under_way = [job for job in visit.house.upkeep.jobs.under_way() if job.kind is Kind.INDEX]
    return {"waiting": waiting, "waiting_trouble": why, "under_way": under_way, "changes": messages.CHANGES}
