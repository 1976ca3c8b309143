"""A page of a publication with those around it; of what has no pages, a passage with those around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.errors import PageNotFound, PassageNotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.documents import Document
    from indexer.index import Index
    from indexer.passages import Passage


@dataclass(frozen=True, slots=True)
class Part:
    """A page, or a passage of what has none.

    Attributes:
        page: 1-based; `None` for a passage.
        headings: Above it, outermost first; none for a page.
        text: Verbatim; empty for a page that nothing was read from.
        asked: Whether it is what was asked for, and not one of its neighbours.
    """

    page: int | None
    headings: tuple[str, ...]
    text: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Some of a document, in reading order."""

    document: Document
    parts: tuple[Part, ...]


def opened(index: Index, doc: str, page: int | None, quote: str, around: int) -> Opened:
    """What is wanted of a publication.

    Args:
        index: Where it is looked for; what is for the team alone is not found.
        doc: Its path.
        page: 1-based; `None`: the one that holds the quote, else the first.
        quote: Words of it, blanks and the bars of tables aside; a page that is told comes before.
        around: Pages, or passages, given on each side.

    Raises:
        DocumentNotFound: No such publication.
        PageNotFound: It has no pages, or not so many.
        PassageNotFound: No such words in it.
    """
    document = index.document(doc)
    passages = [index.passages[row] for row in index.rows_by_document.get(document.doc, ())]
    if page is not None and page > (document.pages or 0):
        raise PageNotFound(doc=document.doc, page=page, pages=document.pages or 0)
    at = _holding(passages, quote, doc) if page is None and quote.strip() else 0
    if document.pages is None:
        return Opened(document, _neighbours(passages, at, around))
    wanted = page or (passages[at].page if passages else None) or 1
    return Opened(document, _pages(passages, wanted, around, document.pages))


def _holding(passages: Sequence[Passage], quote: str, doc: str) -> int:
    """Position of the first passage that holds some words."""
    found = next((at for at, passage in enumerate(passages) if _levelled(quote) in _levelled(passage.text)), None)
    if found is None:
        raise PassageNotFound(doc=doc)
    return found


def _levelled(text: str) -> str:
    """Without what a quotation shows otherwise than the passage: blanks, and bars between cells."""
    return " ".join(text.replace("|", " ").split())


def _pages(passages: Sequence[Passage], wanted: int, around: int, pages: int) -> tuple[Part, ...]:
    first, last = max(1, wanted - around), min(pages, wanted + around)
    return tuple(
        Part(page, (), "\n\n".join(passage.text for passage in passages if passage.page == page), page == wanted)
        for page in range(first, last + 1)
    )


def _neighbours(passages: Sequence[Passage], wanted: int, around: int) -> tuple[Part, ...]:
    first = max(0, wanted - around)
    return tuple(
        Part(None, passage.headings, passage.text, at == wanted)
        for at, passage in enumerate(passages[first : wanted + around + 1], first)
    )
