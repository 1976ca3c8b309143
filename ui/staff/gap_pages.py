"""« Publications à écrire »: what is asked, in the chat and by mail, and no publication answers."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.solicitations.missing import missing
from ui.staff.visiting import Seeing

router = APIRouter()

SHOWN: Final = 100


@router.get("/publications")
def gaps(visit: Seeing) -> HTMLResponse:
    """Questions, those met most often first."""
    settings = visit.house.settings
    found = missing(visit.services.queue, settings.data_dir)
    return visit.page("gaps.html", {"found": found[:SHOWN], "total": len(found), "noting": settings.kept_gaps > 0})
