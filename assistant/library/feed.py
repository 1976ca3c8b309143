"""The feed of additions, in RSS 2.0. The only module that knows feedgenerator (Django's, kept by Pelican's team)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedgenerator import Rss201rev2Feed

from assistant.library.messages import FEED_DESCRIPTION, FEED_OF, FEED_TITLE
from assistant.library.news import Change, identity
from indexer.vocabulary import kinds, themes

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.library.library import Library
    from assistant.questions import Filters
    from indexer.documents import Document

MEDIA_TYPE: Final = "application/rss+xml; charset=utf-8"
MOST: Final = 50
"""Additions told: a reader that asks once a week misses none."""
MINUTES: Final = "60"
"""How long a reader may wait before it asks again: publications come in by the day, not by the minute."""
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML 1.0 document may hold; a publication read badly may."""


def feed(library: Library, filters: Filters, *, home: str, address: str, link: Callable[[Document], str]) -> bytes:
    """The latest additions.

    Args:
        library: Of the generation being served.
        filters: Which publications.
        home: Address of the service, absolute.
        address: Of the feed itself, absolute, with its filters.
        link: Address of a publication, absolute.

    Returns:
        UTF-8.
    """
    made = Rss201rev2Feed(
        title=_title(filters), link=home, description=FEED_DESCRIPTION, language="fr", feed_url=address, ttl=MINUTES
    )
    for each in library.news(filters, changes=(Change.ADDED,))[:MOST]:
        told = each.document.metadata
        kind = kinds().get(told.kind)
        made.add_item(
            title=_sound(told.title),
            link=link(each.document),
            description=_sound(library.summary(each.document).text),
            author_name=_sound(told.publisher) or None,
            pubdate=each.at,
            unique_id=identity(each.document, library.index),
            unique_id_is_permalink=False,
            categories=[*([kind.label] if kind else []), *(themes()[t].label for t in told.themes if t in themes())],
        )
    written: str = made.writeString("utf-8")
    return written.encode()


def _title(filters: Filters) -> str:
    labels = [*(themes()[slug].label for slug in filters.themes), *(kinds()[slug].label for slug in filters.kinds)]
    labels += [name for name in (filters.publisher, filters.territory) if name]
    return FEED_OF.format(labels=", ".join(labels)) if labels else FEED_TITLE


def _sound(text: str) -> str:
    return NOT_XML.sub("", text)
