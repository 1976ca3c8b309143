"""A WordPress site, by its REST interface (developer.wordpress.org/rest-api/reference).

The first time, and every `full_listing_days` after, the site is listed whole by identifiers and dates of change, so
that removals are seen; in between only what was modified since is asked for. Articles and pages come with the listing
as rendered HTML and are kept as small files of their own; documents of the media library are fetched.
"""

from __future__ import annotations

import datetime as dt
import html
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from indexer.errors import AddressRefused, FetchError, ListingUnreadable, PageGone, StatusRefused
from indexer.fetching import messages
from indexer.fetching.addresses import normal_url
from indexer.fetching.feeds import plain_text
from indexer.fetching.formats import allowed_types, told_suffix
from indexer.fetching.listing import Item, Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.fetching.listing import Desk

MEDIA = "media"
_FOLDERS = {"posts": "articles", "pages": "pages", MEDIA: "documents"}
_STYLES = ("/wp-json/wp/v2/{collection}?", "/?rest_route=/wp/v2/{collection}&")
"""The second where the site's addresses are not « pretty »."""
_LISTED = "id,link,date,modified,source_url,mime_type,title"
_WHOLE = "id,link,date,modified,title,content,categories,tags"
_TERM = "id,name"
_ROWS_LISTED, _ROWS_WHOLE = 100, 25
"""Rows a request: 100 is WordPress' maximum; fewer when each carries its text."""
MOST_PAGES = 2000
"""Pages of rows that are read: 200,000 media or 50,000 articles."""
_OVERLAP = dt.timedelta(days=1)
"""`modified_after` is read in the site's time zone, or in UTC, as versions have it: a day more covers both."""
_DAY = 86_400
_BAD_REQUEST = 400
_FULL = "wordpress full listing"
_MODIFIED = "wordpress modified {collection}"


class _Rendered(BaseModel):
    rendered: str = ""
    protected: bool = False


class _Row(BaseModel):
    """An article, a page, a medium, or a term; what was not asked for stays empty."""

    model_config = ConfigDict(frozen=True)

    id: int
    name: str = ""
    link: str = ""
    date: str = ""
    modified: str = ""
    source_url: str = ""
    mime_type: str = ""
    title: _Rendered = _Rendered()
    content: _Rendered = _Rendered()
    categories: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()


_ROWS = TypeAdapter(tuple[_Row, ...])


async def list_wordpress(desk: Desk) -> Listing:
    """What is new or modified on a site; whole now and then.

    Raises:
        FetchError: The site does not answer, or has no such interface.
    """
    site = _Site(desk)
    terms = await site.terms()
    last_full = float(desk.state.note(desk.source.id, _FULL) or 0)
    lost = any(record.made and not desk.stands(record) for record in desk.known.values())
    full = lost or desk.now - last_full >= desk.limits.full_listing_days * _DAY
    items: list[Item] = []
    present: set[str] | None = set() if full else None
    notes: dict[str, str] = {}
    for collection in desk.source.collections:
        since = desk.state.note(desk.source.id, _MODIFIED.format(collection=collection))
        rows, whole = await (site.changed(collection) if full or not since else site.modified(collection, since))
        items.extend(site.items(collection, rows, terms))
        present = present | site.listed if present is not None and whole else None
        latest = max([since, *(row.modified for row in rows)])
        notes[_MODIFIED.format(collection=collection)] = latest
    if full and present is not None:
        notes[_FULL] = str(desk.now)
    return Listing(tuple(items), frozenset(present) if present is not None else None, tuple(site.troubles), notes)


class _Site:
    """The interface of one site.

    Attributes:
        listed: Addresses of all that the whole listings told.
        troubles: Rows that cannot be taken, and why.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._base = normal_url(desk.source.url).rstrip("/").removesuffix("/wp-json")
        self._style = _STYLES[0]
        self._types = allowed_types(desk.limits.types)
        self.listed: set[str] = set()
        self.troubles: list[FetchError] = []

    async def terms(self) -> dict[int, str]:
        """Names of the categories and tags, by identifier; tells also which style of address the site has.

        Raises:
            FetchError: The site does not answer, or has no such interface.
        """
        try:
            found, _ = await self._rows("categories", _ROWS_LISTED, _fields=_TERM)
        except (PageGone, ListingUnreadable):
            self._style = _STYLES[1]
            found, _ = await self._rows("categories", _ROWS_LISTED, _fields=_TERM)
        tags, _ = await self._rows("tags", _ROWS_LISTED, _fields=_TERM)
        return {row.id: plain_text(row.name) for row in (*found, *tags)}

    async def changed(self, collection: str) -> tuple[list[_Row], bool]:
        """All rows of a collection whose copy is missing or older, and whether the listing was whole."""
        order = {"orderby": "id", "order": "desc", **self._narrowed(collection)}
        rows, whole = await self._rows(collection, _ROWS_LISTED, _fields=_LISTED, **order)
        stale = []
        for row in rows:
            url = self._url(collection, row)
            known = self._desk.known.get(url)
            self.listed.add(url)
            if known is None or not self._desk.stands(known) or known.stamp != row.modified:
                stale.append(row)
        if collection == MEDIA:
            return rows, whole
        limit = self._desk.source.max_items
        return await self._texts(collection, [row.id for row in stale][: limit or None]), whole

    async def modified(self, collection: str, since: str) -> tuple[list[_Row], bool]:
        """Rows modified since, which are not all of them."""
        after = (dt.datetime.fromisoformat(since) - _OVERLAP).isoformat()
        asked = {"modified_after": after, "orderby": "modified", "order": "asc", **self._narrowed(collection)}
        media = collection == MEDIA
        fields, size = (_LISTED, _ROWS_LISTED) if media else (_WHOLE, _ROWS_WHOLE)
        rows, _ = await self._rows(collection, size, _fields=fields, **asked)
        return rows, False

    def items(self, collection: str, rows: Sequence[_Row], terms: dict[int, str]) -> list[Item]:
        """Rows as items; those under a password are told as troubles, images and films are left in silence."""
        folder = _FOLDERS.get(collection, collection)
        found = []
        for row in rows:
            url = self._url(collection, row)
            title = plain_text(row.title.rendered)
            item = Item(url, title, row.date[:10], row.modified, folder)
            if collection == MEDIA:
                if told_suffix(row.mime_type, url) in self._types:
                    found.append(item)
            elif row.content.protected:
                self.troubles.append(AddressRefused(url=url, detail=messages.PROTECTED))
            else:
                names = [terms[term] for term in (*row.categories, *row.tags) if term in terms]
                found.append(Item(url, title, item.date, item.stamp, folder, page(item, names, row.content.rendered)))
        return found

    async def _texts(self, collection: str, numbers: Sequence[int]) -> list[_Row]:
        rows: list[_Row] = []
        for start in range(0, len(numbers), _ROWS_WHOLE):
            asked = ",".join(map(str, numbers[start : start + _ROWS_WHOLE]))
            rows.extend((await self._rows(collection, _ROWS_WHOLE, _fields=_WHOLE, include=asked))[0])
        return rows

    async def _rows(self, collection: str, size: int, **asked: str) -> tuple[list[_Row], bool]:
        """The rows of all pages, and whether they are as many as the site says."""
        rows: list[_Row] = []
        number = 1
        while True:
            style = self._base + self._style.format(collection=collection)
            url = style + urlencode({"per_page": size, "page": number, **asked})
            try:
                body, headers = await self._desk.page(url)
            except StatusRefused as error:
                if number > 1 and error.values["status"] == _BAD_REQUEST:
                    return rows, False  # past the last page of a site that does not tell how many there are
                raise
            found = self._parsed(url, body)
            rows.extend(found)
            pages = _number(headers.get("x-wp-totalpages", ""))
            if not found or (number >= pages if pages is not None else len(found) < size):
                return rows, len(rows) == _number(headers.get("x-wp-total", ""))
            number += 1
            if number > MOST_PAGES:
                raise ListingUnreadable(url=url, detail=messages.TOO_LONG)

    def _parsed(self, url: str, body: bytes) -> tuple[_Row, ...]:
        try:
            return _ROWS.validate_json(body)
        except ValidationError as exc:
            raise ListingUnreadable(url=url, detail=messages.NOT_WORDPRESS) from exc

    def _url(self, collection: str, row: _Row) -> str:
        told = row.source_url if collection == MEDIA else row.link
        return normal_url(told, base=f"{self._base}/")

    @staticmethod
    def _narrowed(collection: str) -> dict[str, str]:
        return {"media_type": "application"} if collection == MEDIA else {}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def page(item: Item, terms: Sequence[str], content: str) -> str:
    """An article as a file of its own: what the site shows of it, without the site around it.

    Args:
        item: Its address, title and date.
        terms: Names of its categories and tags.
        content: Its HTML, as the site renders it.
    """
    told = {"article:published_time": item.date, "article:modified_time": item.stamp}
    metas = [f'<meta property="{name}" content="{html.escape(value)}">' for name, value in told.items() if value]
    if terms:
        metas.append(f'<meta name="keywords" content="{html.escape(", ".join(terms))}">')
    title = html.escape(item.title)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="fr">',
            "<head>",
            '<meta charset="utf-8">',
            f"<title>{title}</title>",
            *metas,
            f'<link rel="canonical" href="{html.escape(item.url)}">',
            "</head>",
            "<body>",
            "<article>",
            f"<h1>{title}</h1>",
            content,
            "</article>",
            "</body>",
            "</html>",
            "",
        ]
    )
