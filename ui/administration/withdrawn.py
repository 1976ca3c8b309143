"""Publications that were withdrawn or replaced: put back, or deleted for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form, Path

from indexer.errors import PublicationNotFound, ReperesError
from indexer.messages import sentence
from ui.administration import messages
from ui.administration.visits import Keeping, Maintaining, shown, signed
from ui.typography import volume

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

    from assistant.maintenance.withdrawn import Withdrawn
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/publications/retirees/{key}")

Tick = Annotated[str, Form(max_length=10)]
Key = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,200}$")]


@router.get("", response_model=None)
def withdrawn(visit: Maintaining, key: Key) -> HTMLResponse:
    """What it was, why it was withdrawn; the two forms."""
    return told(visit, key)


@router.post("/remettre", response_model=None)
def restore(visit: Keeping, key: Key) -> HTMLResponse | RedirectResponse:
    """Puts it back."""
    try:
        identifier = visit.house.upkeep.restore(key, signed(visit))
    except PublicationNotFound:
        raise
    except ReperesError as error:
        return told(visit, key, trouble=sentence(error), status=409)
    return visit.go(f"/administration/publications/fiche/{identifier}", fait="publication-remise")


@router.post("/effacer", response_model=None)
def forget(visit: Keeping, key: Key, certain: Tick = "") -> HTMLResponse | RedirectResponse:
    """Deletes it for good, once somebody has ticked that they mean it."""
    if not certain:
        return told(visit, key, trouble=messages.NOT_CERTAIN, status=422)
    try:
        visit.house.upkeep.forget(key, signed(visit))
    except PublicationNotFound:
        raise
    except ReperesError as error:
        return told(visit, key, trouble=sentence(error), status=409)
    return visit.go("/administration/publications", vue="retirees", fait="publication-effacee")


def told(visit: Visit, key: str, *, trouble: str = "", status: int = 200) -> HTMLResponse:
    """Its page, with why it cannot be put back or deleted.

    Raises:
        PublicationNotFound: No such withdrawn publication.
    """
    found = _one(visit, key)
    values = {"heading": "Publication retirée", "found": found, "size": volume(found.bytes), "trouble": trouble}
    return shown(visit, "withdrawn.html", values, status)


def _one(visit: Visit, key: str) -> Withdrawn:
    found = next((each for each in visit.house.upkeep.added.withdrawn() if each.key == key), None)
    if found is None:
        raise PublicationNotFound(publication=key)
    return found
