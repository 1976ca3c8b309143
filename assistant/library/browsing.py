"""Publications listed: filtered, searched by words, sorted, a page at a time, with their facets."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.library.facets import facets
from assistant.questions import Filters
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.library.facets import FacetValue
    from assistant.library.matching import Matcher
    from assistant.understood import Field, Spelling
    from indexer.documents import Document

PAGE_SIZE = 50


class Sort(enum.StrEnum):
    """Orders of a list."""

    PATH = "path"
    RECENT = "recent"
    TITLE = "title"
    RELEVANCE = "relevance"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a list.

    Attributes:
        filters: Restrict it.
        words: Searched for; empty: none.
        sort: `None`: by relevance where there are words, else by path. Relevance without words is most recent first.
        offset, limit: The part of it that is shown.
        facets: Whether to count what it may be narrowed by.
    """

    filters: Filters = field(default_factory=Filters)
    words: str = ""
    sort: Sort | None = None
    offset: int = 0
    limit: int = PAGE_SIZE
    facets: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list.

    Attributes:
        documents: Of this part, in order.
        total: Of the whole list.
        facets: What it may be narrowed by; empty where that was not asked.
        sort: Its order.
        complete: Whether the publications have all the words; otherwise none has, and they have the most of them.
        spellings: Words read as others.
    """

    documents: tuple[Document, ...]
    total: int
    facets: Mapping[Field, tuple[FacetValue, ...]]
    sort: Sort
    complete: bool = True
    spellings: tuple[Spelling, ...] = ()


def browse(documents: Sequence[Document], matcher: Matcher, wanted: Wanted) -> Listed:
    """Lists publications.

    Args:
        documents: All that may be listed, in the order of their paths.
        matcher: Knows their words.
        wanted: What is asked.
    """
    matching = matcher.find(wanted.words) if wanted.words.strip() else None
    scores = matching.scores if matching else None
    kept = [d for d in documents if wanted.filters.accepts(d) and (scores is None or d.doc in scores)]
    sort = wanted.sort or (Sort.PATH if scores is None else Sort.RELEVANCE)
    return Listed(
        documents=tuple(ordered(kept, sort, scores)[wanted.offset : wanted.offset + wanted.limit]),
        total=len(kept),
        facets=facets(documents, wanted.filters, scores) if wanted.facets else {},
        sort=sort,
        complete=matching.complete if matching else True,
        spellings=matching.spellings if matching else (),
    )


def ordered(documents: Sequence[Document], sort: Sort, scores: Mapping[str, float] | None = None) -> list[Document]:
    """Publications in an order; those alike in it, by title."""
    if sort is Sort.PATH:
        return sorted(documents, key=lambda d: d.doc)
    by_title = sorted(documents, key=lambda d: (words(d.metadata.title), d.doc))
    if sort is Sort.TITLE:
        return by_title
    recent = sorted(by_title, key=published, reverse=True)
    if sort is Sort.ADDED:
        return sorted(recent, key=lambda d: d.added, reverse=True)
    if sort is Sort.RELEVANCE and scores is not None:
        return sorted(recent, key=lambda d: -scores[d.doc])
    return recent


def published(document: Document) -> tuple[int, str]:
    """When a publication came out, to be compared: its year, then its day where that is known."""
    told = document.metadata
    return told.year or int(told.date[:4] or 0), told.date
