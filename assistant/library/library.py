"""The library over one generation of the index: everything about publications that needs no question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.library.browsing import browse
from assistant.library.contents import contents
from assistant.library.matching import Matcher
from assistant.library.neighbours import neighbours
from assistant.library.news import Change, news
from assistant.library.summary import notices_of, summary
from assistant.questions import Filters
from indexer.errors import PageNotFound

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from assistant.library.browsing import Listed, Wanted
    from assistant.library.contents import Heading
    from assistant.library.neighbours import Neighbour
    from assistant.library.news import News
    from assistant.library.summary import Summary
    from assistant.retrieval import Reach
    from indexer.documents import Document
    from indexer.index import Index
    from indexer.passages import Passage
    from indexer.surveys import Survey


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication, and what stands around it.

    Attributes:
        document: It.
        summary: In a few sentences of its own.
        contents: Its headings.
        passages: In reading order.
        replaced_by: What replaces it; `None` when it is current.
        replaces: What it replaces.
        near: Others near it, nearest first.
        surveys: Whose results it holds.
    """

    document: Document
    summary: Summary
    contents: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    replaced_by: Document | None
    replaces: tuple[Document, ...]
    near: tuple[Neighbour, ...]
    surveys: tuple[Survey, ...]


class Library:
    """What is for everybody, and nothing else. Safe to use from several threads."""

    def __init__(self, index: Index, reach: Reach) -> None:
        """Costs nothing until it is used.

        Args:
            index: The generation.
            reach: The publications that everybody may find.
        """
        self.index = index
        self._reach = reach
        self._summaries: dict[str, Summary] = {}
        self._near: dict[str, tuple[Neighbour, ...]] = {}

    def browse(self, wanted: Wanted) -> Listed:
        """Publications listed, with their facets."""
        return browse(self.index.public_documents, self._matcher, wanted)

    def publication(self, doc: str) -> Publication:
        """A publication by its path, or by one that it had before it was renamed.

        Raises:
            DocumentNotFound: There is none, or not for everybody.
        """
        document = self.index.document(doc)
        told = document.metadata
        return Publication(
            document=document,
            summary=self.summary(document),
            contents=contents(self.passages(document)),
            passages=self.passages(document),
            replaced_by=self._known.get(told.replaced_by),
            replaces=tuple(self._known[other] for other in told.replaces if other in self._known),
            near=self._neighbours(document),
            surveys=tuple(survey for survey in self.index.public_surveys if survey.doc == document.doc),
        )

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """The passages of a publication, in reading order."""
        return tuple(self.index.passages[row] for row in self.index.rows_by_document.get(document.doc, ()))

    def page(self, document: Document, page: int) -> tuple[Passage, ...]:
        """The passages of a page; none where nothing could be read from it.

        Args:
            document: A publication.
            page: 1-based, as a viewer counts.

        Raises:
            PageNotFound: It has no pages, or not so many.
        """
        if not document.pages or not 1 <= page <= document.pages:
            raise PageNotFound(doc=document.doc, page=page, pages=document.pages or 0)
        return tuple(passage for passage in self.passages(document) if passage.page == page)

    def summary(self, document: Document) -> Summary:
        """A publication in a few sentences of its own."""
        if document.doc not in self._summaries:
            self._summaries[document.doc] = summary(self.passages(document), self._notices)
        return self._summaries[document.doc]

    def news(
        self,
        filters: Filters | None = None,
        *,
        changes: Sequence[Change] = tuple(Change),
        since: dt.date | None = None,
    ) -> tuple[News, ...]:
        """What is new, the latest first."""
        return news(self.index, filters or Filters(), changes=changes, since=since)

    @cached_property
    def _known(self) -> dict[str, Document]:
        return {document.doc: document for document in self.index.public_documents}

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.index, self._reach)

    @cached_property
    def _notices(self) -> frozenset[str]:
        return notices_of(self.passages(document) for document in self.index.public_documents)

    def _neighbours(self, document: Document) -> tuple[Neighbour, ...]:
        """Remembered: a publication's neighbours are the same for as long as the generation is."""
        if document.doc not in self._near:
            self._near[document.doc] = neighbours(self.index, document)
        return self._near[document.doc]
