"""The route by which a backup is downloaded."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Query
from fastapi.responses import FileResponse

from assistant.accounts.rights import Right
from assistant.api.access import needs
from assistant.api.caching import NEVER
from assistant.api.maintenance.reaching import Kept, Signed  # noqa: TC001 — FastAPI reads the route's annotations


def backup_router() -> APIRouter:
    """`POST /backup`; it wants the right of administration: personal data are in it."""
    router = APIRouter(dependencies=[Depends(needs(Right.ADMINISTRATION))])

    @router.post(
        "/backup",
        summary="Télécharger une sauvegarde de ce qui ne se reconstruit pas",
        description="Archive `.tar.gz`. Elle contient des données personnelles, mais ni clé ni mot de passe.",
        response_class=FileResponse,
        responses={200: {"content": {"application/gzip": {}}}},
    )
    def export_backup(
        upkeep: Kept,
        by: Signed,
        tasks: BackgroundTasks,
        with_index: Annotated[bool, Query(description="Prendre aussi ce qui se reconstruit.")] = False,
    ) -> FileResponse:
        path = upkeep.backup(by, with_index=with_index)
        tasks.add_task(partial(path.unlink, missing_ok=True))
        name = f"reperes-{dt.datetime.now(dt.UTC):%Y-%m-%d-%H%M}.tar.gz"
        headers = {"Cache-Control": NEVER}
        return FileResponse(path, media_type="application/gzip", filename=name, headers=headers, background=tasks)

    return router
