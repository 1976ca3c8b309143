"""« Administration »: publications and index, quality, what readers say; accounts, keys and the log, by right.

May not enter: the other rooms' pages; work that lasts, which is a job's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter

__all__ = ["router"]


def router() -> APIRouter:
    """The routes of these pages."""
    from fastapi import APIRouter

    from ui.administration import (
        adding,
        arriving,
        backup,
        evaluations,
        following,
        generations,
        indexing,
        keys,
        listening,
        log,
        people,
        publications,
        quality,
        sheet,
        unanswered,
        usage,
        withdrawn,
    )

    made = APIRouter(include_in_schema=False)
    upkeep = (indexing, following, generations, publications, adding, sheet, withdrawn)
    heard = (listening, usage, quality, evaluations, unanswered)
    for module in (arriving, *upkeep, *heard, people, keys, log, backup):
        made.include_router(module.router, prefix="/administration")  # one of them has a route with no path of its own
    return made
