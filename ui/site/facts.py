"""What is known of a page of a publication, in words."""

from __future__ import annotations

from ui.site.catalogue import text
from ui.site.messages import NO_PAGE, PAGE, PAGE_PRINTED


def facts(kind: str, publisher: str, year: int | None, page: int | None, printed: str) -> list[str]:
    """What is known of a page of a publication, in the order in which it is told."""
    return [fact for fact in (kind, publisher, str(year or ""), page_words(page, printed)) if fact]


def page_words(page: int | None, printed: str = "") -> str:
    """« page 4 », with the number printed on it where it is another; or that there are no pages."""
    if page is None:
        return text(NO_PAGE)
    return text(PAGE_PRINTED, page=page, label=printed) if printed else text(PAGE, page=page)
