"""Keys of the API, of all accounts, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter

from ui.administration.visits import Administering, Deciding, shown
from ui.site.calling import Number  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

router: Final = APIRouter(prefix="/cles")


@router.get("", response_model=None)
def keys(visit: Administering) -> HTMLResponse:
    """All keys, those revoked included; each is made by its owner, on the page of their account."""
    return shown(visit, "keys.html", {"heading": "Clés d’API", "keys": visit.house.accounts.keys.list()})


@router.post("/{number}/revoquer", response_model=None)
def revoke(visit: Deciding, number: Number) -> RedirectResponse:
    """Revokes one for good."""
    visit.house.accounts.keys.revoke(number, by=visit.caller)
    return visit.go("/administration/cles", fait="cle-revoquee")
