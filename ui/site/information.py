"""Pages that say what the service is: how to use it, what it keeps, how far it is accessible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import FileResponse

from assistant.messages import CONTACT
from ui.site.calling import Visiting  # noqa: TC001 — FastAPI reads the types of what it calls
from ui.site.statics import FOLDER

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)


@router.get("/aide", response_model=None)
def help_page(visit: Visiting) -> HTMLResponse:
    """How to ask, what is answered, what is not."""
    return visit.show("site/help.html", {"contact": CONTACT})


@router.get("/donnees-personnelles", response_model=None)
def privacy_page(visit: Visiting) -> HTMLResponse:
    """What is kept, of whom, for how long."""
    return visit.show("site/privacy.html", {"contact": CONTACT})


@router.get("/accessibilite", response_model=None)
def accessibility_page(visit: Visiting) -> HTMLResponse:
    """How far pages can be used by everybody, and whom to tell when they cannot."""
    return visit.show("site/accessibility.html", {"contact": CONTACT})


@router.get("/favicon.ico", response_class=FileResponse)
def icon() -> FileResponse:
    """For pages that name none: the bench, files opened by themselves."""
    return FileResponse(FOLDER / "logo.svg")
