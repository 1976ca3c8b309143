"""The way into « Administration »: to what whoever comes looks after first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter

from ui.administration.visits import Maintaining  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import RedirectResponse

router: Final = APIRouter()


@router.get("", response_model=None)
def arriving(visit: Maintaining) -> RedirectResponse:
    """What answers are taken from comes first."""
    return visit.go("/administration/index")


@router.get("/banc", response_model=None)
def to_the_bench(visit: Maintaining) -> RedirectResponse:
    """Gradio's page has its own application, which does not answer without the last slash."""
    return visit.go("/administration/banc/")
