"""A publication read inside the product, at the page and on the passage that an answer cites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query

from assistant.contract import API, page_label
from indexer.vocabulary import kinds
from ui.site.addresses import address
from ui.site.calling import Reading  # noqa: TC001 — FastAPI reads the types of what it calls
from ui.site.facts import facts
from ui.site.passages import Quoted, whole_passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastapi.responses import HTMLResponse
    from markupsafe import Markup

    from indexer.documents import Document
    from indexer.index import Index
    from indexer.passages import Passage

router: Final = APIRouter(include_in_schema=False)

LONGEST_QUOTE: Final = 2000
"""Characters of a quote that an address may ask to mark."""
MOST_QUOTES: Final = 20


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages that stand on one page under the same headings.

    Attributes:
        page: 1-based; `None` where there are no pages.
        label: « page 4 », once for each page; empty when the page goes on.
        headings: Those that were not told just before, outermost first.
        html: The passages, what is quoted in them marked.
    """

    page: int | None
    label: str
    headings: tuple[str, ...]
    html: tuple[Markup, ...]


@router.get("/ressources/lire/{doc:path}", response_model=None)
def reading(
    visit: Reading,
    doc: str,
    page: Annotated[int | None, Query(ge=1)] = None,
    citation: Annotated[list[str] | None, Query(max_length=MOST_QUOTES)] = None,
) -> HTMLResponse:
    """A publication, opened where it is asked for; `partie=1` gives what stands in a dialog."""
    index = visit.house.assistant.index
    document = index.document(doc)
    quotes = [quote[:LONGEST_QUOTE] for quote in citation or () if quote.strip()]
    is_pdf = document.doc.lower().endswith(".pdf") and not document.withheld
    opened = min(page or 1, document.pages or 1) if is_pdf else page
    text = list(stretches(index, document, quotes, opened if is_pdf else None))
    told = document.metadata
    kind = kinds().get(told.kind)
    values = {
        "heading": told.title,
        "document": document,
        "facts": facts(kind.label if kind else "", told.publisher, told.year, opened, page_label(document, opened)),
        "file": address(visit.house.base, f"{API}/documents/{document.doc}/file"),
        "quotes": quotes,
        "page": opened,
        "is_pdf": is_pdf,
        "stretches": text,
        "found": not quotes or any("<mark" in html for each in text for html in each.html),
    }
    part = "library/reader.html" if visit.asked("partie") else "library/reading.html"
    return visit.show(part, values)


def stretches(index: Index, document: Document, quotes: Sequence[str], page: int | None) -> Iterator[Stretch]:
    """The text of a publication as it is indexed, or of one of its pages."""
    passages = [index.passages[row] for row in index.rows_by_document.get(document.doc, ())]
    kept = [passage for passage in passages if page is None or passage.page == page]
    last_page, last_headings = 0, ()
    for (number, headings), run in groupby(kept, key=lambda passage: (passage.page, passage.headings)):
        label = str(number) if number is not None and number != last_page and page is None else ""
        told = tuple(h for i, h in enumerate(headings) if headings[: i + 1] != last_headings[: i + 1])
        yield Stretch(number, label, told, tuple(whole_passage(each, _marks(each, quotes)) for each in run))
        last_page, last_headings = number or 0, headings


def _marks(passage: Passage, quotes: Sequence[str]) -> list[Quoted]:
    """Where quotes stand in a passage; spaces may differ, since an address levels some of them."""
    found: list[Quoted] = []
    for quote in quotes:
        words = [re.escape(word) for word in quote.split()]
        match = re.search(r"\s+".join(words), passage.text) if words else None
        if match:
            found.append(Quoted(0, match.start(), match.end()))
    return _apart(sorted(found, key=lambda quoted: (quoted.start, -quoted.end)))


def _apart(marks: Sequence[Quoted]) -> list[Quoted]:
    """Marks that do not overlap: the first of those that do."""
    kept: list[Quoted] = []
    for mark in marks:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept
