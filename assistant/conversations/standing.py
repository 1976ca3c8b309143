"""Whether what an answer cited still stands, for whoever reads it later: the index may have changed since."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.errors import DocumentNotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.contract import AnswerOut, CitationOut
    from assistant.conversations.answered import Answered
    from indexer.documents import Document
    from indexer.index import Index


class Place(enum.StrEnum):
    """Where the words of a citation stand now."""

    SAME = "same"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class QuoteStanding:
    """What became of a citation.

    Attributes:
        number: Its `[n]`.
        place: Whether its words are still where they were.
        page: Page (1-based) where they stand now; `None` where there are no pages, or where they stand no more.
    """

    number: int
    place: Place
    page: int | None


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """What became of a publication that was cited.

    Attributes:
        doc: As it was cited.
        title: As it was cited.
        present: Whether it is still among the publications that everybody may read.
        doc_now: Its path now, when it was renamed; empty otherwise.
        replaced_by: Path of the publication that replaces it now and did not when it was cited; empty otherwise.
        replaced_by_title: Its title.
    """

    doc: str
    title: str
    present: bool
    doc_now: str = ""
    replaced_by: str = ""
    replaced_by_title: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an answer is worth now.

    Attributes:
        current: Whether the index that answered is the one being served: nothing has changed then.
        generation: Of the index being served.
        sources: The publications cited, once each, in the order of their first citation.
        quotes: The citations, in order.
    """

    current: bool
    generation: str
    sources: tuple[SourceStanding, ...]
    quotes: tuple[QuoteStanding, ...]

    @property
    def holds(self) -> bool:
        """Whether all that was cited is where it was, and nothing cited was replaced since."""
        kept = all(source.present and not source.replaced_by for source in self.sources)
        return kept and all(quote.place is Place.SAME for quote in self.quotes)


def standing(answered: Answered, index: Index) -> Standing:
    """What became of the sources of an answer.

    Args:
        answered: As it was.
        index: That is being served.
    """
    now = index.manifest.generation
    found = {cited.doc: _found(cited.doc, index) for cited in answered.outcome.citations}
    return Standing(
        current=now == answered.generation,
        generation=now,
        sources=_sources(answered.outcome, found, index),
        quotes=tuple(_quote(cited, found[cited.doc], index) for cited in answered.outcome.citations),
    )


def _found(doc: str, index: Index) -> Document | None:
    """A publication, under its own path or the one it has now; `None` when it is there no more for everybody."""
    try:
        return index.document(doc)
    except DocumentNotFound:
        return None


def _sources(outcome: AnswerOut, found: dict[str, Document | None], index: Index) -> tuple[SourceStanding, ...]:
    first: dict[str, CitationOut] = {}
    for cited in outcome.citations:
        first.setdefault(cited.doc, cited)
    return tuple(_source(cited, found[doc], index) for doc, cited in first.items())


def _source(cited: CitationOut, document: Document | None, index: Index) -> SourceStanding:
    if document is None:
        return SourceStanding(cited.doc, cited.title, present=False)
    successor = document.metadata.replaced_by if document.metadata.replaced_by != cited.superseded_by else ""
    named = _found(successor, index) if successor else None
    return SourceStanding(
        cited.doc,
        cited.title,
        present=True,
        doc_now=document.doc if document.doc != cited.doc else "",
        replaced_by=successor,
        replaced_by_title=named.metadata.title if named else "",
    )


def _quote(cited: CitationOut, document: Document | None, index: Index) -> QuoteStanding:
    pages = _pages(cited.quote, document, index) if document else ()
    if not pages:
        return QuoteStanding(cited.number, Place.GONE, None)
    if cited.page in pages:
        return QuoteStanding(cited.number, Place.SAME, cited.page)
    return QuoteStanding(cited.number, Place.MOVED, pages[0])


def _pages(quote: str, document: Document, index: Index) -> Sequence[int | None]:
    """Pages whose passages hold a quote word for word, in order."""
    passages = (index.passages[row] for row in index.rows_by_document.get(document.doc, ()))
    return [passage.page for passage in passages if quote in passage.text]
