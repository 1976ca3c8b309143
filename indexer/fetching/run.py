"""A fetch: each source listed, each of its documents brought up to date, what is gone taken away, a report.

Sources go side by side, requests to one host one after another. Whatever fails fails alone; a listing that fails
removes nothing.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from indexer.errors import FetchError, FetchLocked, ListingUnreadable
from indexer.fetching import messages
from indexer.fetching.addresses import Resolver, system_resolver
from indexer.fetching.catalogue_file import write_catalogue
from indexer.fetching.client import Client
from indexer.fetching.configuration import Source, SourceKind
from indexer.fetching.feeds import list_feed
from indexer.fetching.folder import Mirror
from indexer.fetching.listed import described, list_addresses, list_catalogue
from indexer.fetching.listing import Desk, Lister, Listing
from indexer.fetching.report import FetchReport, SourceReport, Tell
from indexer.fetching.shelf import Shelf
from indexer.fetching.sitemaps import list_sitemap
from indexer.fetching.state import State
from indexer.fetching.wordpress import list_wordpress
from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from indexer.fetching.limits import FetchLimits
    from indexer.fetching.manners import Sleep

FETCHED = "fetched"
_PARTS, _LISTINGS = ".parts", ".listings"
LISTERS: Mapping[SourceKind, Lister] = {
    SourceKind.WORDPRESS: list_wordpress,
    SourceKind.FEED: list_feed,
    SourceKind.SITEMAP: list_sitemap,
    SourceKind.URLS: list_addresses,
    SourceKind.CATALOGUE: list_catalogue,
}
_DELIBERATE = frozenset({SourceKind.URLS, SourceKind.CATALOGUE})
"""Kinds whose listing the maintainer writes: she may empty it."""
_VERIFIED = frozenset({SourceKind.SITEMAP})
"""Kinds whose listing, even whole, may forget a page: what it no longer tells is asked for before it is removed."""


def _silent(_source: str, _state: str, _name: str) -> None:
    """Nobody listens."""


def fetch(
    sources: Sequence[Source],
    data_dir: Path,
    limits: FetchLimits,
    *,
    tell: Tell = _silent,
    resolver: Resolver = system_resolver,
    sleep: Sleep = asyncio.sleep,
    clock: Callable[[], float] = time.time,
) -> FetchReport:
    """Brings the folders of some sources up to date.

    Args:
        sources: What to fetch.
        data_dir: The copies go to its `fetched/<source>/`; made when missing.
        limits: Bounds and manners.
        tell: Told of each document.
        resolver: Names to IP addresses.
        sleep: Waits so many seconds.
        clock: POSIX seconds now.

    Raises:
        FetchLocked: Another fetch is under way in this folder.
        WritingError: The folder cannot be written.
        CatalogueError: The catalogue that is a source is wrong.
    """
    started = time.monotonic()
    root = data_dir / FETCHED
    try:
        for folder in (root / _PARTS, root / _LISTINGS):
            folder.mkdir(parents=True, exist_ok=True)
        with FileLock(root / ".lock", timeout=0):
            run = _Run(root, limits, tell, clock())
            reports = asyncio.run(run.all(sources, resolver, sleep))
    except Timeout as exc:
        raise FetchLocked(path=root) from exc
    except sqlite3.OperationalError as exc:
        raise writing_error(root, exc) from exc
    except OSError as exc:
        raise writing_error(exc.filename or root, exc) from exc
    return FetchReport(tuple(reports), round(time.monotonic() - started, 2))


class _Run:
    """One fetch of several sources."""

    def __init__(self, root: Path, limits: FetchLimits, tell: Tell, now: float) -> None:
        self._root = root
        self._limits = limits
        self._tell = tell
        self._now = now

    async def all(self, sources: Sequence[Source], resolver: Resolver, sleep: Sleep) -> list[SourceReport]:
        """Fetches the sources side by side."""
        state = State(self._root)
        parts = self._root / _PARTS
        try:
            async with Client(self._limits, state, parts, resolver=resolver, sleep=sleep) as client:
                tasks = [asyncio.create_task(self._one(source, state, client)) for source in sources]
                try:
                    return await asyncio.gather(*tasks)
                finally:
                    for task in tasks:
                        task.cancel()
                    await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            state.close()

    async def _one(self, source: Source, state: State, client: Client) -> SourceReport:
        started = time.monotonic()
        folder, parts = self._root / source.id, self._root / _PARTS
        folder.mkdir(exist_ok=True)
        shelf = Shelf(source, self._limits, state, folder, parts, now=self._now, tell=self._tell)
        try:
            if source.kind is SourceKind.FOLDER:
                Mirror(shelf, self._limits, parts, self._now).run()
            else:
                await self._web(shelf, state, client)
        except FetchError as error:
            shelf.report.listed = False
            shelf.trouble(error)
        finally:
            self._describe(shelf)
        shelf.report.seconds = round(time.monotonic() - started, 2)
        return shelf.report

    async def _web(self, shelf: Shelf, state: State, client: Client) -> None:
        desk = Desk(
            source=shelf.source,
            limits=self._limits,
            client=client,
            state=state,
            meter=shelf.report.meter,
            folder=self._root / _LISTINGS,
            known=shelf.records,
            stands=shelf.stands,
            now=self._now,
        )
        listing = await LISTERS[shelf.source.kind](desk)
        kept = [record for record in shelf.records.values() if record.file]
        if kept and listing.present is not None and not listing.present and shelf.source.kind not in _DELIBERATE:
            detail = messages.EMPTY_ALL_AT_ONCE.format(count=len(kept))
            raise ListingUnreadable(url=shelf.source.url or str(shelf.source.path), detail=detail)
        for error in listing.troubles:
            shelf.trouble(error)
        for item in listing.items:
            if shelf.source.takes(item.url):
                await shelf.take(item, client)
        await self._others(shelf, listing, client)
        for name, value in listing.notes.items():
            state.set_note(shelf.source.id, name, value)

    async def _others(self, shelf: Shelf, listing: Listing, client: Client) -> None:
        """Documents known from before, of which the listing gives no item."""
        given = {item.url for item in listing.items}
        troubled = {str(error.values["url"]) for error in listing.troubles}
        for url, record in list(shelf.records.items()):
            unlisted = listing.present is not None and url not in listing.present
            if not shelf.source.takes(url):
                shelf.remove(record, messages.LEFT_OUT)
            elif url in given or url in troubled:
                continue
            elif unlisted and shelf.source.kind not in _VERIFIED:
                shelf.remove(record, messages.UNLISTED)
            elif unlisted or not (record.made or (shelf.stands(record) and shelf.is_recent(record))):
                await shelf.verify(record, client, unlisted=unlisted)
            else:
                shelf.note("unchanged", url, record.file)

    @staticmethod
    def _describe(shelf: Shelf) -> None:
        source = shelf.source
        if source.kind is SourceKind.FOLDER:
            return  # a watched folder says itself what it holds
        known = {}
        if source.kind is SourceKind.CATALOGUE and source.path is not None and shelf.report.listed:
            known = described(source.path)
        write_catalogue(shelf.folder, source, shelf.records.values(), known)
