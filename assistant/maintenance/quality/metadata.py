"""What is not known of publications, or was only read off their files: filters and dates rest on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.maintenance.quality import messages
from assistant.maintenance.quality.model import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.maintenance.quality.model import Shelf

FIELDS: Final = {"year": "date", "kind": "kind", "themes": "themes", "publisher": "publisher", "official_url": "url"}
"""Fields that are looked at, and what their check is called."""


def metadata_checks(shelf: Shelf) -> Iterator[Check]:
    """A check for each field that may be missing, and one for what was inferred."""
    for field, name in FIELDS.items():
        lacking = (doc for doc, document in shelf.documents.items() if not getattr(document.metadata, field))
        yield Check(f"missing_{name}", tuple(shelf.finding(doc) for doc in lacking))
    inferred = {
        doc: [field for field in messages.FIELDS if field in document.metadata.inferred]
        for doc, document in shelf.documents.items()
    }
    told = (
        shelf.finding(doc, ", ".join(messages.FIELDS[field] for field in fields), count=len(fields))
        for doc, fields in inferred.items()
        if fields
    )
    yield Check("inferred", tuple(told))
