"""Documents, hits and citations as the tools give them, each with its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.contract import page_label
from assistant.mcp.shapes import CitedOut, FoundOut, PartOut, PlaceOut
from indexer.vocabulary import kinds

if TYPE_CHECKING:
    from assistant.answers import Citation, Hit
    from assistant.mcp.opening import Part
    from assistant.mcp.rooms import Link
    from indexer.documents import Document


def place_out(document: Document, page: int | None, link: Link) -> PlaceOut:
    """A publication, opened at a page."""
    told = document.metadata
    kind = kinds().get(told.kind)
    return PlaceOut(
        doc=document.doc,
        title=told.title,
        publisher=told.publisher,
        year=told.year,
        kind=kind.label if kind else "",
        page=page,
        page_label=page_label(document, page),
        url=link(document, page),
        official_url=told.official_url,
        superseded_by=told.replaced_by,
    )


def found_out(hit: Hit, link: Link) -> FoundOut:
    """A passage that was found."""
    place = place_out(hit.document, hit.passage.page, link)
    return FoundOut(**place.model_dump(), headings=list(hit.passage.headings), text=hit.passage.text)


def cited_out(citation: Citation, link: Link) -> CitedOut:
    """A citation."""
    place = place_out(citation.document, citation.passage.page, link)
    return CitedOut(**place.model_dump(), number=citation.number, quote=citation.quote)


def part_out(document: Document, part: Part, link: Link) -> PartOut:
    """A page, or a passage."""
    return PartOut(
        page=part.page,
        page_label=page_label(document, part.page),
        headings=list(part.headings),
        text=part.text,
        url=link(document, part.page),
        asked=part.asked,
    )
