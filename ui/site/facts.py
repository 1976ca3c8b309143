"""What is known of a page of a publication, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import DocumentNotFound
from ui.site.catalogue import text
from ui.site.messages import NO_PAGE, PAGE, PAGE_PRINTED

if TYPE_CHECKING:
    from indexer.index import Index


def facts(
    kind: str, publisher: str, year: int | None, page: int | None, printed: str, *, pages: int | None = None
) -> list[str]:
    """What is known of a page of a publication, in the order in which it is told.

    Args:
        kind: Its label; empty when unknown, as is the publisher.
        publisher: Its name.
        year: Of publication.
        page: 1-based; `None` for all of it.
        printed: The number printed on the page, where it is another one.
        pages: How many it has; `None` where there are none, or where a page tells that there are.
    """
    place = "" if page is None and pages else page_words(page, printed)
    return [fact for fact in (kind, publisher, str(year or ""), place) if fact]


def page_words(page: int | None, printed: str = "") -> str:
    """« page 4 », with the number printed on it where it is another; or that there are no pages."""
    if page is None:
        return text(NO_PAGE)
    return text(PAGE_PRINTED, page=page, label=printed) if printed else text(PAGE, page=page)


def title_of(index: Index, doc: str) -> str:
    """Title of a publication that anybody may read; empty for any other."""
    try:
        return index.document(doc).metadata.title
    except DocumentNotFound:
        return ""
