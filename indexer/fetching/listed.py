"""Sources that are lists in a file of the maintainer's: addresses, or the official addresses of a catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.catalogue import CatalogueEntry, load_catalogue
from indexer.errors import AddressRefused, ListingUnreadable
from indexer.fetching import messages
from indexer.fetching.addresses import normal_url
from indexer.fetching.listing import Item, Listing
from indexer.file_names import is_file

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.errors import FetchError
    from indexer.fetching.listing import Desk


async def list_addresses(desk: Desk) -> Listing:
    """The addresses that the source names; one taken off the list is no longer in the source."""
    items: dict[str, Item] = {}
    troubles: list[FetchError] = []
    for told in desk.source.urls:
        try:
            url = normal_url(told)
        except AddressRefused as error:
            troubles.append(error)
        else:
            items.setdefault(url, Item(url))
    return Listing(tuple(items.values()), frozenset(items), tuple(troubles))


async def list_catalogue(desk: Desk) -> Listing:
    """The publications of a catalogue that have an official address and no file beside the catalogue yet.

    Raises:
        CatalogueError: The catalogue is wrong.
        ListingUnreadable: There is none.
    """
    path = desk.source.path
    assert path is not None  # checked with the source
    items: dict[str, Item] = {}
    troubles: list[FetchError] = []
    for told, entry in official(path).items():
        try:
            item = Item(normal_url(told), entry.title, entry.date or "", name=entry.id)
        except AddressRefused as error:
            troubles.append(error)
        else:
            items.setdefault(item.url, item)
    return Listing(tuple(items.values()), frozenset(items), tuple(troubles))


def described(path: Path) -> dict[str, CatalogueEntry]:
    """The same entries, by the address under which their copies are remembered."""
    found: dict[str, CatalogueEntry] = {}
    for told, entry in official(path).items():
        try:
            found.setdefault(normal_url(told), entry)
        except AddressRefused:  # told when it was listed
            continue
    return found


def official(path: Path) -> dict[str, CatalogueEntry]:
    """The entries of a catalogue without their file, by official address.

    Args:
        path: A `catalogue.yaml`, or its folder.

    Raises:
        CatalogueError: The catalogue is wrong.
        ListingUnreadable: There is none.
    """
    folder = path if path.is_dir() else path.parent
    catalogue = load_catalogue(folder)
    if not catalogue.entries:
        raise ListingUnreadable(url=str(path), detail=messages.NO_SUCH_FILE)
    entries = (entry for entry in catalogue.entries.values() if not is_file(folder, entry.file))
    return {entry.official_url: entry for entry in entries if entry.official_url}
