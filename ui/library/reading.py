"""A publication read inside the product, at the page and on the passage that an answer cites."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query

from assistant.contract import API, page_label
from indexer.vocabulary import kinds
from ui.site import quoting
from ui.site.addresses import address
from ui.site.calling import Reading  # noqa: TC001 — FastAPI reads the types of what it calls
from ui.site.facts import facts, title_of
from ui.site.passages import Quoted, whole_passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fastapi.responses import HTMLResponse
    from markupsafe import Markup

    from indexer.passages import Passage

router: Final = APIRouter(include_in_schema=False)


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
    citation: Annotated[list[str] | None, Query()] = None,
) -> HTMLResponse:
    """A publication, opened where it is asked for; `partie=1` gives what stands in a dialog."""
    index = visit.house.assistant.index
    document = index.document(doc)
    is_pdf = document.doc.lower().endswith(".pdf") and not document.withheld
    opened = min(page or 1, document.pages or 1) if is_pdf else page
    passages = [index.passages[row] for row in index.rows_by_document.get(document.doc, ())]
    read = [passage for passage in passages if not is_pdf or passage.page == opened]
    quotes = quoting.told(citation or ())
    whole = [_found(quote, read) for quote in quotes]
    told, label = document.metadata, page_label(document, opened)
    kind = kinds().get(told.kind)
    values = {
        "heading": told.title,
        "document": document,
        "facts": facts(kind.label if kind else "", told.publisher, told.year, opened, label, pages=document.pages),
        "file": address(visit.house.base, f"{API}/documents/{document.doc}/file"),
        "successor": title_of(index, told.replaced_by),
        "quotes": [text or quote for text, quote in zip(whole, quotes, strict=True)],
        "found": not quotes or any(whole),
        "page": opened,
        "is_pdf": is_pdf,
        "stretches": list(stretches(read, quotes, paged=not is_pdf)),
    }
    part = "library/reader.html" if visit.asked("partie") else "library/reading.html"
    return visit.show(part, values)


def stretches(passages: Sequence[Passage], quotes: Sequence[str], *, paged: bool) -> Iterator[Stretch]:
    """The text of a publication as it is indexed, or of one of its pages; `paged` where pages are to be told."""
    last_page, last_headings = 0, ()
    for (number, headings), run in groupby(passages, key=lambda passage: (passage.page, passage.headings)):
        label = str(number) if number is not None and number != last_page and paged else ""
        told = tuple(h for i, h in enumerate(headings) if headings[: i + 1] != last_headings[: i + 1])
        yield Stretch(number, label, told, tuple(whole_passage(each, _marks(each, quotes)) for each in run))
        last_page, last_headings = number or 0, headings


def _found(quote: str, passages: Iterable[Passage]) -> str:
    """What an address quotes, word for word from the first passage that holds it; empty where none does."""
    found = ((passage.text, quoting.place(quote, passage.text)) for passage in passages)
    return next((text[place[0] : place[1]] for text, place in found if place), "")


def _marks(passage: Passage, quotes: Sequence[str]) -> list[Quoted]:
    """Where quotes stand in a passage."""
    places = filter(None, (quoting.place(quote, passage.text) for quote in quotes))
    return _apart(sorted((Quoted(0, start, end) for start, end in places), key=lambda q: (q.start, -q.end)))


def _apart(marks: Sequence[Quoted]) -> list[Quoted]:
    """Marks that do not overlap: the first of those that do."""
    kept: list[Quoted] = []
    for mark in marks:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept
