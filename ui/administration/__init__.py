"""« Administration »: publications and index, quality, what readers say; accounts, keys and the log, by right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter

__all__ = ["router"]


def router() -> APIRouter:
    """The routes of these pages."""
    from fastapi import APIRouter

    from ui.administration import (
        arriving,
        backup,
        evaluations,
        keys,
        listening,
        log,
        people,
        quality,
        unanswered,
        usage,
    )

    made = APIRouter(include_in_schema=False)
    for module in (arriving, people, keys, log, listening, usage, quality, evaluations, unanswered, backup):
        made.include_router(module.router, prefix="/administration")  # one of them has a route with no path of its own
    return made
