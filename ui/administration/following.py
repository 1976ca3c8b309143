"""A job: followed as it goes, stopped, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter

from assistant.contract import API
from assistant.maintenance.jobs import Kind
from assistant.maintenance.messages import STEPS
from indexer.messages import BLIND_REMEDY
from ui.administration import messages
from ui.administration.indexing import BLIND, CHOSEN, SHOWN
from ui.administration.visits import Keeping, Maintaining, shown, signed
from ui.site.calling import Number  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

    from assistant.maintenance.jobs import Job
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/index/travaux")


@router.get("/{number}", response_model=None)
def job(visit: Maintaining, number: Number) -> HTMLResponse:
    """A job as it goes, then what came of it."""
    found = visit.house.upkeep.jobs.get(number)
    return shown(visit, "job.html", {**values_of(visit, found), "heading": messages.JOBS[found.kind]})


@router.get("/{number}/suivi", response_model=None)
def followed(visit: Maintaining, number: Number) -> HTMLResponse:
    """What changes of its page, for the script that follows it."""
    return visit.show("administration/job_part.html", values_of(visit, visit.house.upkeep.jobs.get(number)))


@router.post("/{number}/arreter", response_model=None)
def stop(visit: Keeping, number: Number) -> RedirectResponse:
    """Asks it to stop."""
    visit.house.upkeep.cancel(number, signed(visit))
    return visit.go(f"/administration/index/travaux/{number}", fait="arret-demande")


def values_of(visit: Visit, job: Job) -> dict[str, object]:
    """What the page of a job shows."""
    report = job.report or {}
    return {
        "job": job,
        "state": messages.STATES[job.state],
        "kind": messages.JOBS[job.kind],
        "steps": [{**step, "label": STEPS[str(step["step"])]} for step in job.steps],
        "report": report,
        "is_index": job.kind is Kind.INDEX,
        "changes": messages.CHANGES,
        "served": set(visit.house.assistant.index.documents),
        "report_page": visit.here(f"{API}/maintenance/jobs/{job.number}/report") if job.page else "",
        "most": SHOWN,
        "chosen": CHOSEN,
        "remedy": BLIND_REMEDY,
        "blind": "remarks" in report and _has_blind(report["remarks"]),
    }


def _has_blind(remarks: object) -> bool:
    return isinstance(remarks, list) and any(told.get("code") in BLIND for told in remarks)
