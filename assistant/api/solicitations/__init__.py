"""Solicitations over HTTP, for the staff: `solicitations_router` has all the routes under `/api/v1/solicitations`.

May not enter: anything that sends a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends

from assistant.accounts.rights import Right
from assistant.api.access import needs
from assistant.api.solicitations.access import REFUSALS
from assistant.api.solicitations.directory import directory_router
from assistant.api.solicitations.figures import figures_router
from assistant.api.solicitations.intake import intake_router
from assistant.api.solicitations.persons import persons_router
from assistant.api.solicitations.queue import queue_router
from assistant.contract import API

if TYPE_CHECKING:
    from indexer.settings import Settings


def solicitations_router(settings: Settings) -> APIRouter:
    """All routes; each wants the right of the team."""
    router = APIRouter(
        prefix=API,
        dependencies=[Depends(needs(Right.TEAM))],
        responses=REFUSALS,
    )
    # Addresses in words before `/{reference}`, which takes any.
    for part in (intake_router, figures_router, directory_router, persons_router, queue_router):
        router.include_router(part(settings), prefix="/solicitations")
    return router
