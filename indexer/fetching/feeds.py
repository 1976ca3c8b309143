"""RSS and Atom feeds, through feedparser: their entries' pages, and the files attached to them."""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import io
import re
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING

import feedparser

from indexer.errors import AddressRefused, ListingUnreadable
from indexer.fetching import messages
from indexer.fetching.addresses import normal_url
from indexer.fetching.limits import MEGABYTE
from indexer.fetching.listing import Item, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indexer.errors import FetchError
    from indexer.fetching.listing import Desk

MOST_BYTES = 5 * MEGABYTE
"""Of a feed: feedparser 6.0.14 takes half a second to two for a thousand entries, so that more would be an attack."""
_TAG = re.compile(r"<[^>]*>")


async def list_feed(desk: Desk) -> Listing:
    """The entries of a feed, in its order.

    A feed tells its latest entries only, so an entry that is no longer in it may well be there still.

    Raises:
        FetchError: The feed cannot be had, or is none.
    """
    body, url = await desk.document(normal_url(desk.source.url), most=MOST_BYTES)
    try:
        parse = partial(feedparser.parse, response_headers={"content-location": url})
        read = await asyncio.to_thread(parse, io.BytesIO(body))
    except Exception as exc:  # feedparser 6.0.14 lets through whatever its readers meet in what is no feed
        raise ListingUnreadable(url=desk.source.url, detail=messages.NOT_A_FEED) from exc
    if not read.get("version") and not read.entries:
        raise ListingUnreadable(url=desk.source.url, detail=messages.NOT_A_FEED)
    items: dict[str, Item] = {}
    troubles: list[FetchError] = []
    for entry in read.entries:
        for link in _links(entry):
            try:
                found = Item(normal_url(link, base=url), plain_text(str(entry.get("title", ""))), _day(entry))
            except AddressRefused as error:
                troubles.append(error)
                continue
            items.setdefault(found.url, found)
    return Listing(tuple(items.values()), troubles=tuple(troubles))


def _links(entry: Mapping[str, object]) -> Iterator[str]:
    """The page of an entry, then its attached files."""
    if entry.get("link"):
        yield str(entry["link"])
    links = entry.get("links")
    for link in links if isinstance(links, list) else []:
        if link.get("rel") == "enclosure" and link.get("href"):
            yield str(link["href"])


def _day(entry: Mapping[str, object]) -> str:
    """The day of publication, in the time zone in which it is told; empty when it is not."""
    told = [str(entry[name]) for name in ("published", "updated") if name in entry]  # `get` warns of a name it maps
    return next(filter(None, map(iso_day, told)), "")


def iso_day(told: str) -> str:
    """The ISO day of a date as feeds and sites write it (RFC 5322 or ISO 8601); empty when it is neither."""
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(told.strip()).date().isoformat()
        except (ValueError, TypeError, IndexError):
            continue
    return ""


def plain_text(title: str) -> str:
    """A title without its marks of emphasis, its entities in letters, on one line."""
    return " ".join(html.unescape(_TAG.sub("", title)).split())
