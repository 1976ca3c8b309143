"""The audit log, for administrators."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter

from assistant.accounts.audit import PAGE_SIZE, Action, Sought
from ui.administration import messages
from ui.administration.visits import Administering, last_page, page_of, shown

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

router: Final = APIRouter(prefix="/journal")


@router.get("", response_model=None)
def log(visit: Administering) -> HTMLResponse:
    """Who did what, the latest first."""
    action = visit.asked("action") if visit.asked("action") in set(Action) else ""
    sought = Sought(
        actor=visit.asked("qui")[:254],
        action=action,
        target=visit.asked("objet")[:200],
        since=day_of(visit.asked("depuis")),
        until=day_of(visit.asked("jusque")),
    )
    page = page_of(visit)
    found = visit.house.accounts.log.list(sought, page=page)
    values = {
        "heading": "Journal",
        "found": found,
        "sought": sought,
        "actions": messages.ACTIONS,
        "page": page,
        "last": last_page(found.total, PAGE_SIZE),
    }
    return shown(visit, "log.html", values)


def day_of(text: str) -> dt.date | None:
    """A day as browsers send it; `None` for none, or for what is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
