"""Maintenance over HTTP: `maintenance_router` has all the routes under `/api/v1/maintenance`.

May not enter: the work itself, which `assistant.maintenance` and its processes do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends

from assistant.accounts.rights import Right
from assistant.api.access import needs
from assistant.api.caching import NEVER_KEPT
from assistant.api.maintenance.answers import answers_router
from assistant.api.maintenance.backup import backup_router
from assistant.api.maintenance.index import index_router
from assistant.api.maintenance.jobs import jobs_router
from assistant.api.maintenance.publications import publications_router
from assistant.api.maintenance.quality import quality_router
from assistant.api.maintenance.reaching import PREFIX, REFUSALS
from assistant.api.maintenance.withdrawn import withdrawn_router

if TYPE_CHECKING:
    from indexer.settings import Settings


def maintenance_router(settings: Settings) -> APIRouter:
    """All routes; each wants the right of maintenance, the backup that of administration."""
    router = APIRouter(prefix=PREFIX, dependencies=[NEVER_KEPT], responses=REFUSALS, tags=["maintenance"])
    upkeep = [Depends(needs(Right.MAINTENANCE))]
    for part in (
        index_router(),
        jobs_router(),
        publications_router(settings),
        withdrawn_router(),
        quality_router(),
        answers_router(),
    ):
        router.include_router(part, dependencies=upkeep)
    router.include_router(backup_router())
    return router
