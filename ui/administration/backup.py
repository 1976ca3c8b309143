"""« Sauvegarde »: what cannot be made again, in one file to be kept elsewhere; and how it is put back."""

from __future__ import annotations

import datetime as dt
import shlex
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, BackgroundTasks, Form
from fastapi.responses import FileResponse, HTMLResponse

from assistant.accounts.audit import Action, Sought
from assistant.api.problems import status_of
from assistant.maintenance.backup import PG_DUMP, links_left_out, weight
from indexer.errors import ReperesError
from indexer.messages import sentence
from ui.administration import messages
from ui.administration.visits import Administering, Deciding, shown, signed

if TYPE_CHECKING:
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/sauvegarde")

MEGABYTE: Final = 1_000_000


@router.get("", response_model=None)
def backup(visit: Administering) -> HTMLResponse:
    """What it holds, how large it is, how it is put back."""
    return told(visit)


@router.post("/telecharger", response_model=None)
def download(
    visit: Deciding, tasks: BackgroundTasks, index: Annotated[str, Form(max_length=10)] = ""
) -> FileResponse | HTMLResponse:
    """Makes one and sends it; nothing of it stays here."""
    try:
        path = visit.house.upkeep.backup(signed(visit), with_index=index == "oui")
    except ReperesError as error:
        return told(visit, trouble=sentence(error), status=status_of(error))
    tasks.add_task(partial(path.unlink, missing_ok=True))
    name = f"reperes-{dt.datetime.now(dt.UTC):%Y-%m-%d-%H%M}.tar.gz"
    return FileResponse(path, media_type="application/gzip", filename=name, background=tasks)


def told(visit: Visit, *, trouble: str = "", status: int = 200) -> HTMLResponse:
    """The page, with what went wrong."""
    settings = visit.house.settings
    where = shlex.quote(str(settings.data_dir))
    taken = visit.house.accounts.log.list(Sought(action=Action.BACKUP_TAKEN), size=1).items
    values = {
        "heading": messages.BACKUP,
        "size": megabytes(weight(settings)),
        "size_with_index": megabytes(weight(settings, with_index=True)),
        "taken": taken[0] if taken else None,
        "restore": f"reperes restore reperes-….tar.gz --data-dir {where}",
        "reindex": f"reperes index --data-dir {where}",
        "on_server": bool(settings.database_url.get_secret_value()),
        "dump": PG_DUMP,
        "chroma": bool(settings.chroma_url),
        "links": links_left_out(settings, with_index=True),
        "sources": settings.source.name,
        "trouble": trouble,
    }
    return shown(visit, "backup.html", values, status)


def megabytes(size: int) -> float:
    """Of so many bytes, one decimal, 0.1 at least."""
    return max(0.1, round(size / MEGABYTE, 1))
