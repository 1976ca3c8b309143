"""« Données personnelles »: what is known of somebody, a copy of it, its erasure; how long it is kept; the team."""

from __future__ import annotations

import json
from dataclasses import asdict

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from assistant.accounts.audit import Action
from assistant.api.access import accounts_of
from assistant.solicitations import persons, retention
from indexer.errors import PersonTooVague
from indexer.messages import sentence
from ui.staff.visiting import Acting, Seeing, StaffVisit

router = APIRouter(prefix="/donnees")


@router.get("")
def home(visit: Seeing) -> HTMLResponse:
    """The form to look for somebody."""
    return _show(visit)


@router.post("")
def looked_for(act: Acting) -> Response:
    """What is known of somebody; by a form, so that their name stays out of addresses."""
    name = act.text("personne").strip()
    try:
        match act.text("faire"):
            case "exporter":
                copy = json.dumps(persons.export(act.services.queue, name), ensure_ascii=False, indent=2)
                accounts_of(act.request).record(act.caller, Action.PERSON_EXPORTED)
                headers = {"Content-Disposition": 'attachment; filename="donnees-personnelles.json"'}
                return Response(copy, media_type="application/json; charset=utf-8", headers=headers)
            case "effacer" if act.text("confirmer") == "oui":
                erased = persons.erase(act.services.queue, name, author=act.name)
                accounts_of(act.request).record(act.caller, Action.PERSON_ERASED, detail=asdict(erased))
                return _show(act, erased=erased)
            case _:
                return _show(act, found=persons.find(act.services.queue, name), name=name)
    except PersonTooVague as error:
        return _show(act, problem=sentence(error), name=name)


@router.post("/equipe")
def team(act: Acting) -> Response:
    """Adds or removes a member of the staff."""
    if act.text("faire") == "oter":
        act.services.queue.remove_member(act.text("membre"))
    else:
        act.services.queue.add_member(act.text("membre"))
    return act.led("/donnees", "equipe")


def _show(
    visit: StaffVisit,
    *,
    found: persons.Found | None = None,
    erased: persons.Erased | None = None,
    name: str = "",
    problem: str = "",
) -> HTMLResponse:
    services = visit.services
    days = visit.house.settings.kept_solicitation_days
    values = {
        "found": found,
        "erased": erased,
        "name": name,
        "problem": problem,
        "kept_days": days,
        "old": retention.to_purge(services.queue, retention.limit(days, services.today())),
        "members": services.queue.members(),
    }
    return visit.page("persons.html", values, 422 if problem else 200)
