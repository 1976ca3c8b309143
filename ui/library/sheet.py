"""A publication's own page: what it is, in its own sentences, what is in it, what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter

from assistant.library.messages import where_from
from ui.library.shelves import facts_of
from ui.site.calling import Reading  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

router: Final = APIRouter(include_in_schema=False)


@router.get("/ressources/publications/{doc:path}", response_model=None)
def publication(visit: Reading, doc: str) -> HTMLResponse:
    """The page of a publication, by its path or by one that it had before it was renamed."""
    found = visit.house.assistant.library.publication(doc)
    document = found.document
    pages = sorted({*document.ocr_pages})
    values = {
        "heading": document.metadata.title,
        "found": found,
        "document": document,
        "told": document.metadata,
        "facts": facts_of(document),
        "where_from": where_from(found.summary),
        "near": [(each, facts_of(each.document)) for each in found.near],
        "scanned": pages,
    }
    return visit.show("library/publication.html", values)
