"""What a source says that it holds, whatever its kind."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from indexer.fetching.errands import Errand, Meter, Validators
from indexer.fetching.names import short_digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.errors import FetchError
    from indexer.fetching.client import Client
    from indexer.fetching.configuration import Source
    from indexer.fetching.limits import FetchLimits
    from indexer.fetching.state import Record, State


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a source.

    Attributes:
        url: Where it stands.
        title: As the listing tells, plain text; may be empty.
        date: ISO day of publication; may be empty.
        stamp: What the listing says of its last change; an item whose stamp is as it was need not be asked for.
        folder: Folder, within the source's, where its copy goes.
        content: The document itself, an HTML file, when the listing gives it; empty when it must be fetched.
        name: File name wished for its copy, without suffix; empty: made from the address.
    """

    url: str
    title: str = ""
    date: str = ""
    stamp: str = ""
    folder: str = ""
    content: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source says that it holds.

    Attributes:
        items: To be looked at, in the source's order.
        present: Addresses of all that the source holds, when it tells: what is not among them is no longer there.
            `None` when it does not tell.
        troubles: Parts of the listing, or items, that could not be had, and why.
        notes: To be remembered (name to value) once the items are dealt with.
    """

    items: tuple[Item, ...]
    present: frozenset[str] | None = None
    troubles: tuple[FetchError, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a lister works with.

    Attributes:
        source: What to list.
        limits: Bounds and manners.
        client: Gets addresses.
        state: What is remembered.
        meter: Where requests and bytes are counted.
        folder: Where copies of listings are kept; it exists.
        known: What is known of the source, by address.
        stands: Whether the copy of a known document is where and as it was put.
        now: POSIX seconds.
    """

    source: Source
    limits: FetchLimits
    client: Client
    state: State
    meter: Meter
    folder: Path
    known: dict[str, Record]
    stands: Callable[[Record], bool]
    now: float

    async def page(self, url: str) -> tuple[bytes, dict[str, str]]:
        """A page of an interface: its body and its headers, names in lower case.

        Raises:
            FetchError: It cannot be had.
        """
        got = await self.client.get(self._errand(url))
        assert got is not None  # nothing was asked on condition
        try:
            return got.path.read_bytes(), dict(got.headers)
        finally:
            got.path.unlink()

    async def document(self, url: str, most: int | None = None) -> tuple[bytes, str]:
        """A feed or a sitemap, and where it was in the end; a copy is kept, so that an unchanged one costs nothing.

        Args:
            url: Its address.
            most: Bytes that it may have, when its reader bears less than listings in general may have.

        Raises:
            FetchError: It cannot be had.
        """
        copy, note = self.folder / f"{self.source.id}-{short_digest(url)}", f"listing {url}"
        kept = json.loads(self.state.note(self.source.id, note) or "{}") if copy.is_file() else {}
        validators = Validators(kept.get("etag", ""), kept.get("last_modified", ""))
        got = await self.client.get(self._errand(url, validators, most))
        if got is None:
            return copy.read_bytes(), str(kept["url"])
        named = got.validators
        self.state.set_note(self.source.id, note, "")  # never the name of one version beside the words of another
        got.path.replace(copy)
        told = {"etag": named.etag, "last_modified": named.last_modified, "url": got.url}
        self.state.set_note(self.source.id, note, json.dumps(told))
        return copy.read_bytes(), got.url

    def _errand(self, url: str, validators: Validators | None = None, most: int | None = None) -> Errand:
        return Errand(
            url=url,
            meter=self.meter,
            max_bytes=min(self.limits.max_listing_bytes, most or self.limits.max_listing_bytes),
            validators=validators or Validators(),
            compressed=True,
            robots=not self.source.ignore_robots,
        )


class Lister(Protocol):
    """Lists a source of one kind."""

    async def __call__(self, desk: Desk) -> Listing:
        """What the source holds.

        Raises:
            FetchError: It does not say.
        """
        ...
