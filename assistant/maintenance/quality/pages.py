"""Pages that answers cannot come from: without text, garbled, recognised from images; tables that were lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.maintenance.quality import messages
from assistant.maintenance.quality.model import Check
from indexer.messages import REMARKS
from indexer.passages import SentenceKind
from indexer.report import page_list, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.maintenance.quality.model import Finding, Shelf
    from indexer.passages import Passage

_CAPTION = re.compile(r"\s*(?:tableau|tab\.)\s+\d+\s*[-–—:.]\s*\S", re.IGNORECASE)
_NEAR = (-1, 0, 1, 2)
"""Passages around a caption that its table may be in."""


def page_checks(shelf: Shelf) -> Iterator[Check]:
    """Blind, garbled and recognised pages; what was set aside; lost tables."""
    for code, pages in (("blind", "blind_pages"), ("garbled", "garbled_pages"), ("recognised", "ocr_pages")):
        yield Check(code, tuple(_of_pages(shelf, pages)))
    noted = (
        shelf.finding(doc, REMARKS[code].format(sheet=place(code, name)))
        for doc, document in shelf.documents.items()
        for code, name in document.notes
    )
    yield Check("set_aside", tuple(noted))
    yield Check("lost_tables", tuple(_lost_tables(shelf)))


def _of_pages(shelf: Shelf, field: str) -> Iterator[Finding]:
    for doc, document in shelf.documents.items():
        pages: tuple[int, ...] = getattr(document, field)
        if pages:
            detail = messages.PAGES.format(pages=page_list(pages), count=len(pages), total=document.pages)
            yield shelf.finding(doc, detail, page=pages[0], count=len(pages))


def _lost_tables(shelf: Shelf) -> Iterator[Finding]:
    """Captions of tables around which no row of a table was read."""
    for doc, passages in shelf.passages.items():
        with_rows = {p.number for p in passages if any(s.kind is SentenceKind.ROW for s in p.sentences)}
        for passage, caption in _captions(passages):
            if not any(passage.number + step in with_rows for step in _NEAR):
                yield shelf.finding(doc, caption, page=passage.page)


def _captions(passages: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    for passage in passages:
        for sentence in passage.sentences:
            quote = passage.quote(sentence)
            if sentence.kind is not SentenceKind.HEADER and _CAPTION.match(quote):
                yield passage, quote
