"""The generations of the index that are kept: what changed from one to the next, and going back to one."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Path

from assistant.maintenance.generations import changes, one
from indexer.errors import GenerationNotFound, IndexStateError, ReperesError
from indexer.index import current_manifest
from indexer.messages import sentence
from ui.administration import messages
from ui.administration.indexing import SHOWN
from ui.administration.visits import Keeping, Maintaining, shown, signed
from ui.typography import volume

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/index/generations")

Name = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,80}$")]


@router.get("/{name}", response_model=None)
def generation(visit: Maintaining, name: Name) -> HTMLResponse:
    """One of them: what it changed, what going back to it would change."""
    return told(visit, name)


@router.post("/{name}/remettre", response_model=None)
def put_back(visit: Keeping, name: Name) -> HTMLResponse | RedirectResponse:
    """Puts it in service again."""
    try:
        visit.house.upkeep.roll_back(name, signed(visit))
    except GenerationNotFound:
        raise
    except ReperesError as error:
        return told(visit, name, trouble=sentence(error), status=409)
    return visit.go("/administration/index", fait="generation-remise")


def told(visit: Visit, name: str, *, trouble: str = "", status: int = 200) -> HTMLResponse:
    """Its page, with why it cannot be put back.

    Raises:
        GenerationNotFound: No such generation.
        IndexMissing, IndexCorrupt: There is none.
    """
    found = one(visit.house.upkeep.data_dir, name)
    served = None
    with contextlib.suppress(IndexStateError):  # what should serve is broken: there is nothing to compare with
        served = current_manifest(visit.house.upkeep.data_dir)
    values = {
        "heading": "Génération de l’index",
        "found": found,
        "built_at": dt.datetime.fromisoformat(found.manifest.built_at),
        "bytes": volume(found.bytes),
        "back": changes(found.manifest, served) if served else None,
        "changes": messages.CHANGES,
        "returns": messages.RETURNS,
        "most": SHOWN,
        "trouble": trouble,
    }
    return shown(visit, "generation.html", values, status)
