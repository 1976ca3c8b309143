"""Where each added publication stands: not yet indexed, served as it is, changed since, or failed and why."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.maintenance.describing import Description
from assistant.maintenance.naming import digest_of
from assistant.maintenance.reports import last_report
from indexer.catalogue import load_catalogue
from indexer.errors import IndexStateError, PublicationNotFound
from indexer.file_names import one_form
from indexer.index import current_manifest
from indexer.planning import UNKNOWN, told_by_catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assistant.maintenance.added import Added
    from assistant.maintenance.reports import Told
    from indexer.catalogue import Catalogue
    from indexer.documents import Document


class Standing(enum.StrEnum):
    """Where a publication stands."""

    PENDING = "pending"
    INDEXED = "indexed"
    CHANGED = "changed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication that was added online.

    Attributes:
        identifier: What it is called by.
        file: Its name.
        bytes: Its size.
        added_at: When its file came.
        description: What somebody told of it.
        standing: Where it stands.
        reason: Why it failed and what to do, in French; empty otherwise.
        title: As readers see it: told, else inferred when it was indexed, else the name of its file.
        doc: Its path in the index; empty while it is not there.
        pages: Physical pages, once indexed; `None` where the format has none.
        inferred: Fields that were read off the file, once indexed.
        replaced_by: Identifier of the added publication that supersedes it; empty when none does.
    """

    identifier: str
    file: str
    bytes: int
    added_at: dt.datetime
    description: Description
    standing: Standing
    reason: str = ""
    title: str = ""
    doc: str = ""
    pages: int | None = None
    inferred: tuple[str, ...] = ()
    replaced_by: str = ""


def publications(added: Added, data_dir: Path) -> list[Publication]:
    """The added publications, the last added first.

    Raises:
        CatalogueError: Somebody changed their catalogue by hand, wrongly.
    """
    served = _served(added.folder, data_dir)
    catalogue = load_catalogue(added.folder) if added.folder.is_dir() else None
    report = last_report(data_dir)
    failed = {told.doc: told for told in report.failed} if report else {}
    found = []
    for file, entry in added.files().items():
        path = added.folder / file
        told = path.stat()
        came = dt.datetime.fromtimestamp(told.st_mtime, dt.UTC)
        name = one_form(file)
        document = served.get(name)
        failure = failed.get(name) or failed.get(f"{added.folder.name}/{name}")
        if report is not None and came > report.at:
            failure = None  # it came, or was replaced, since
        found.append(
            Publication(
                identifier=entry.id,
                file=file,
                bytes=told.st_size,
                added_at=came,
                description=Description.of(entry),
                standing=_standing(path, document, catalogue, failure),
                reason=failure.reason if failure else "",
                title=entry.title or (document.metadata.title if document else "") or file,
                doc=document.doc if document else "",
                pages=document.pages if document else None,
                inferred=document.metadata.inferred if document else (),
                replaced_by=entry.replaced_by or "",
            )
        )
    return sorted(found, key=lambda each: (each.added_at, each.file), reverse=True)


def publication(added: Added, data_dir: Path, identifier: str) -> Publication:
    """One of them.

    Raises:
        PublicationNotFound: No such publication.
        CatalogueError: Somebody changed their catalogue by hand, wrongly.
    """
    found = next((each for each in publications(added, data_dir) if each.identifier == identifier), None)
    if found is None:
        raise PublicationNotFound(publication=identifier)
    return found


def _served(folder: Path, data_dir: Path) -> Mapping[str, Document]:
    """Documents of the index that come from the folder, by the name of their file."""
    try:
        documents = current_manifest(data_dir).documents
    except IndexStateError:
        return {}
    source = str(folder.resolve())
    # A path that another source has too is told apart by its folder's name; attachments have one more part.
    return {
        document.doc.removeprefix(f"{folder.name}/"): document for document in documents if document.source == source
    }


def _standing(path: Path, document: Document | None, catalogue: Catalogue | None, failure: Told | None) -> Standing:
    if failure is not None:
        return Standing.FAILED
    if document is None:
        return Standing.PENDING
    told = (catalogue.metadata(path.name) if catalogue else None) or UNKNOWN
    same = document.digest == digest_of(path) and told_by_catalogue(document) == told
    return Standing.INDEXED if same else Standing.CHANGED
