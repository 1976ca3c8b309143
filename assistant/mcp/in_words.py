"""What the tools give, as a text that reads by itself: many clients show nothing else to their model, nor to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.mcp import messages_fr as words
from assistant.messages import NEAREST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.mcp.shapes import AskedOut, FoundOut, OpenedOut, PartOut, PlaceOut, SearchOut


def search(found: SearchOut) -> str:
    """Each passage under where it stands."""
    blocks = [_found(number, passage) for number, passage in enumerate(found.passages, 1)]
    return "\n\n".join([*found.notices, *(blocks or [words.NOTHING_FOUND])])


def answer(told: AskedOut) -> str:
    """The answer, what is to be known of it, its sources; or the refusal, and the nearest publications."""
    sources = [_place(words.NUMBER.format(number=citation.number), citation) for citation in told.citations]
    blocks = [told.answer, *told.notices, _listed(words.SOURCES, sources)]
    for heading, places in ((NEAREST, told.nearest), (words.FURTHER, told.further)):
        blocks.append(_listed(heading, [_place(words.DASH, place) for place in places]))
    return "\n\n".join(filter(None, blocks))


def opened(told: OpenedOut) -> str:
    """Each page under its number."""
    return "\n\n".join([_place("", told.place), *(_part(part) for part in told.parts)])


def _found(number: int, passage: FoundOut) -> str:
    return f"{_place(words.NUMBER.format(number=number), passage)}\n\n{passage.text}"


def _listed(heading: str, places: Sequence[str]) -> str:
    return "\n".join([heading, *places]) if places else ""


def _place(mark: str, place: PlaceOut) -> str:
    """Where something stands: title and page, then how it opens and what replaces it, a line each."""
    known = ", ".join(filter(None, (place.publisher, str(place.year or ""))))
    page = words.AT_PAGE.format(page=place.page) if place.page else ""
    printed = words.PRINTED.format(label=place.page_label) if place.page_label else ""
    more = (
        words.DOC_LINE.format(doc=place.doc),
        place.url,
        words.OFFICIAL.format(url=place.official_url) if place.official_url else "",
        words.SUPERSEDED.format(doc=place.superseded_by) if place.superseded_by else "",
    )
    named = f"{mark}{place.title}{words.KNOWN.format(known=known) if known else ''}{page}{printed}"
    return "\n".join([named, *(f"    {line}" for line in more if line)])


def _part(part: PartOut) -> str:
    label = words.PRINTED.format(label=part.page_label) if part.page_label else ""
    place = words.PAGE_PART.format(page=part.page, label=label) if part.page else " › ".join(part.headings)
    if part.asked:
        place = words.ASKED_FOR.format(place=place)
    return "\n".join([words.PART.format(place=place), part.text or words.WITHOUT_TEXT])
