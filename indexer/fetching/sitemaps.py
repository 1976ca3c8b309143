"""Sitemaps (sitemaps.org protocol): lists of addresses, lists of lists, compressed or not, in XML or in plain text.

Our own reader: the one library there is for it is under the GPL, and the format has two elements.
"""

from __future__ import annotations

import io
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from indexer.errors import AddressRefused, FetchError, ListingUnreadable
from indexer.fetching import messages
from indexer.fetching.addresses import normal_url
from indexer.fetching.bodies import GZIP_MARK, inflated
from indexer.fetching.listing import Item, Listing

if TYPE_CHECKING:
    from indexer.fetching.listing import Desk

MOST_SITEMAPS = 500
"""Sitemaps read for one source; an index of the protocol may name 50,000, a site of publications has a handful."""
MOST_PAGES = 50_000
"""Addresses that one sitemap may name, by the protocol."""
_BY_CUSTOM = "/sitemap.xml"


@dataclass(frozen=True, slots=True)
class _Sitemap:
    """What one sitemap names."""

    maps: list[Item] = field(default_factory=list)
    pages: list[Item] = field(default_factory=list)
    troubles: list[FetchError] = field(default_factory=list)


async def list_sitemap(desk: Desk) -> Listing:
    """The pages of a site, as its sitemaps tell; those that robots.txt announces when only the site is given.

    Sitemaps that cannot be had are told as troubles, and then nothing counts as gone.

    Raises:
        FetchError: The first sitemap cannot be had, or is none.
    """
    first = await _first(desk)
    waiting, seen = deque(first), set(first)
    items: dict[str, Item] = {}
    troubles: list[FetchError] = []
    whole = True
    while waiting:
        url = waiting.popleft()
        try:
            read = _read(url, await desk.document(url), desk)
        except FetchError as error:
            if len(seen) == 1:
                raise
            troubles.append(error)
            whole = False
            continue
        troubles.extend(read.troubles)
        for item in read.pages:
            if _same_site(item.url, url):
                items.setdefault(item.url, item)
            else:
                troubles.append(AddressRefused(url=item.url, detail=messages.OTHER_SITE))
        new = [found.url for found in read.maps if found.url not in seen]
        seen.update(new)
        if len(seen) > MOST_SITEMAPS:
            raise ListingUnreadable(url=desk.source.url, detail=messages.TOO_DEEP)
        waiting.extend(new)
    return Listing(tuple(items.values()), frozenset(items) if whole else None, tuple(troubles))


async def _first(desk: Desk) -> list[str]:
    url = normal_url(desk.source.url)
    if urlsplit(url).path not in {"", "/"}:
        return [url]
    announced = await desk.client.robots.sitemaps(url)
    return list(dict.fromkeys(normal_url(found, base=url) for found in announced or [_BY_CUSTOM]))


def _same_site(url: str, sitemap: str) -> bool:
    # "All URLs listed in the Sitemap must reside on the same host as the Sitemap" (sitemaps.org); www. is the same.
    return _host(url) == _host(sitemap)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _read(url: str, document: tuple[bytes, str], desk: Desk) -> _Sitemap:
    body, base = document
    if body.startswith(GZIP_MARK):
        body = b"".join(inflated(url, io.BytesIO(body), desk.limits.max_listing_bytes))
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not body.startswith(b"<"):
        return _read_lines(url, body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as exc:
        raise ListingUnreadable(url=url, detail=messages.NOT_XML) from exc
    if etree.QName(root).localname not in {"sitemapindex", "urlset"}:
        raise ListingUnreadable(url=url, detail=messages.NOT_A_SITEMAP)
    found = _Sitemap()
    if len(root) > MOST_PAGES:
        raise ListingUnreadable(url=url, detail=messages.TOO_LONG)
    for entry in root.iterchildren("{*}url", "{*}sitemap"):
        told = {etree.QName(child).localname: (child.text or "").strip() for child in entry.iterchildren("{*}*")}
        try:
            item = Item(normal_url(told.get("loc", ""), base=base), stamp=told.get("lastmod", ""))
        except AddressRefused as error:
            found.troubles.append(error)
            continue
        (found.maps if etree.QName(entry).localname == "sitemap" else found.pages).append(item)
    return found


def _read_lines(url: str, body: bytes) -> _Sitemap:
    """A sitemap in plain text: an address a line."""
    lines = body.decode("utf-8", errors="replace").split()
    if len(lines) > MOST_PAGES:
        raise ListingUnreadable(url=url, detail=messages.TOO_LONG)
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines):
        raise ListingUnreadable(url=url, detail=messages.NOT_A_SITEMAP)
    return _Sitemap(pages=[Item(normal_url(line)) for line in lines])
