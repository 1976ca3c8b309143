"""« Ressources »: publications browsed, searched, read where they are cited.

A publication is read as it was indexed: a PDF page by page in the browser, any other as the text that answers quote.

May not enter: the other rooms' pages; publications that are for the team alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter

__all__ = ["router"]


def router() -> APIRouter:
    """The routes of these pages."""
    from fastapi import APIRouter

    from ui.library import reading, sheet, shelves

    made = APIRouter()
    for module in (shelves, sheet, reading):
        made.include_router(module.router)
    return made
