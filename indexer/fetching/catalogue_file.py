"""The `catalogue.yaml` of a source's folder, so that what was fetched is indexed under its title, day and address."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import yaml

from indexer.catalogue import CATALOGUE_NAME
from indexer.fetching import messages
from indexer.fetching.names import readable, short_digest, slug
from indexer.lasting import PART, sweep, whole

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

    from indexer.catalogue import CatalogueEntry
    from indexer.fetching.configuration import Source
    from indexer.fetching.state import Record

_SHORTEST_TITLE = 3
"""Characters, as the catalogue demands."""
_NOT_COPIED = {"file", "official_url", "replaces", "replaced_by"}
"""Links lead to other entries of the first catalogue, which need not be here."""


def write_catalogue(
    folder: Path, source: Source, records: Iterable[Record], known: Mapping[str, CatalogueEntry]
) -> None:
    """Writes the catalogue of a folder anew, unless it says the same.

    Args:
        folder: Of the source's copies.
        source: The source.
        records: What is known of it; those without a copy are left out.
        known: Entries of the maintainer's own catalogue, by address: what they say goes before what was found.
    """
    entries: list[dict[str, object]] = []
    taken: set[str] = set()
    for record in sorted(records, key=lambda record: record.file):
        if not record.file:
            continue
        name = _identifier(record, taken)
        taken.add(name)
        entries.append(_entry(name, source, record, known.get(record.url)))
    text = yaml.safe_dump({"publications": entries}, allow_unicode=True, sort_keys=False, width=1000)
    path = folder / CATALOGUE_NAME
    sweep(folder, f".*{PART}")
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    with whole(path) as aside:
        aside.write_text(text, encoding="utf-8")


def _identifier(record: Record, taken: Container[str]) -> str:
    name = slug(str(PurePosixPath(record.file).with_suffix("")))
    return f"{name}-{short_digest(record.url)}" if name in taken or not name else name


def _entry(name: str, source: Source, record: Record, known: CatalogueEntry | None) -> dict[str, object]:
    told: dict[str, object] = {"id": name, "title": title_of(record)}
    if source.publication_kind:
        told["kind"] = source.publication_kind
    if source.publisher:
        told["publisher"] = source.publisher
    if record.date:
        told |= {"year": int(record.date[:4]), "date": record.date}
    if known is not None:
        own = known.model_dump(exclude_defaults=True, exclude=_NOT_COPIED)
        told |= {key: list(value) if isinstance(value, tuple) else value for key, value in own.items()}
        told["id"] = name
    return told | {"official_url": record.url, "file": record.file}


def title_of(record: Record) -> str:
    """The title that was found; for want of one, the words of the copy's name."""
    if len(record.title) >= _SHORTEST_TITLE:
        return record.title
    stem = PurePosixPath(record.file).stem
    words = readable(stem)
    return words if len(words) >= _SHORTEST_TITLE else messages.PAGE.format(stem=stem)
