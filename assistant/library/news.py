"""What is new: publications that came in, publications whose content changed; the latest first."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.library.browsing import published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.questions import Filters
    from indexer.documents import Document
    from indexer.index import Index


class Change(enum.StrEnum):
    """What happened to a publication."""

    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened.

    Attributes:
        document: To which publication.
        change: What.
        at: When the generation that first had it was built; UTC.
    """

    document: Document
    change: Change
    at: dt.datetime


def news(
    index: Index, filters: Filters, *, changes: Sequence[Change] = tuple(Change), since: dt.date | None = None
) -> tuple[News, ...]:
    """What happened to the publications of an index that are for everybody, the latest first.

    Of what happened on the same day, the latest publications first.

    Args:
        index: The generation; one of before days were kept tells all its publications as added when it was built.
        filters: Which publications.
        changes: Which sorts of news.
        since: First day (UTC); `None`: all that is known.
    """
    found: list[News] = []
    for document in index.public_documents:
        if filters.accepts(document):
            added = moment(document.added or index.manifest.built_at)
            found.append(News(document, Change.ADDED, added))
            if document.changed:
                found.append(News(document, Change.CHANGED, moment(document.changed)))
    kept = [each for each in found if each.change in changes and (since is None or each.at.date() >= since)]
    kept.sort(key=lambda each: each.document.doc)
    return tuple(sorted(kept, key=lambda each: (each.at, published(each.document)), reverse=True))


def moment(told: str) -> dt.datetime:
    """A moment as manifests write it."""
    return dt.datetime.fromisoformat(told).astimezone(dt.UTC)


def identity(document: Document, index: Index) -> str:
    """A name of a publication for readers of feeds: the same however its file is renamed.

    A URN (RFC 9562, version 5) of its first path; of that and of its day where another publication had that path.
    """
    first = document.former[-1] if document.former else document.doc
    taken = any(first in other.former for other in index.public_documents if other.doc != document.doc)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"reperes:{first}{document.added if taken else ''}").urn
