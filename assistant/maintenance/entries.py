"""Entries of the catalogue of what was added, by the name of their file: found, and the links between them followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import PublicationNotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from indexer.catalogue import CatalogueEntry


def identifiers(entries: Mapping[str, CatalogueEntry]) -> set[str]:
    """Of all of them."""
    return {entry.id for entry in entries.values()}


def entry_of(entries: dict[str, CatalogueEntry], identifier: str) -> CatalogueEntry:
    """That of a publication.

    Raises:
        PublicationNotFound: None has this identifier.
    """
    found = next((entry for entry in entries.values() if entry.id == identifier), None)
    if found is None:
        raise PublicationNotFound(publication=identifier)
    return found


def successors(entries: Mapping[str, CatalogueEntry], identifier: str) -> set[str]:
    """A publication, what supersedes it, and so on."""
    by_identifier = {entry.id: entry for entry in entries.values()}
    found: set[str] = set()
    while identifier in by_identifier and identifier not in found:
        found.add(identifier)
        identifier = by_identifier[identifier].replaced_by or ""
    return found


def without_links(
    entries: Mapping[str, CatalogueEntry], dropped: Callable[[CatalogueEntry, str], bool]
) -> dict[str, CatalogueEntry]:
    """Entries, some of their links to others taken away: one that leads nowhere would stop all indexing."""
    return {
        file: entry.model_copy(update={link: None for link in ("replaces", "replaced_by") if dropped(entry, link)})
        for file, entry in entries.items()
    }
