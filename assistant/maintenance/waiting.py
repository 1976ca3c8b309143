"""What the next indexing would take: how the folders differ from what serves, told without reading a publication.

It is what `reperes index --dry-run` tells, without the lock that an indexing holds: anybody may look at any time.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from assistant.maintenance.naming import digest_of
from assistant.maintenance.reports import last_report
from indexer.errors import IndexStateError, SourceError, UnreadableFile
from indexer.expansion import expand, is_unpacked
from indexer.index import current_manifest
from indexer.planning import make_plan
from indexer.reading.ocr import ocr_available
from indexer.report import IndexReport
from indexer.served_sources import sources_again
from indexer.sources import SourceFile, find
from indexer.unpacking import is_container
from indexer.workers import Limits, Readers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not served as it is in the folders, as paths in their order.

    Attributes:
        added: Not served yet; what could not be read the last time, and has not changed since, is not counted.
        changed: Served as they were: their file or what is told of them has changed, or they were renamed.
        removed: Served, and no longer there.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many publications the next indexing would change."""
        return len(self.added) + len(self.changed) + len(self.removed)


class _File(SourceFile):
    """A file whose digest is computed once for as long as it does not change: this is asked for at each page."""

    __slots__ = ()

    def digest(self) -> str:
        """sha256 of the content, hexadecimal.

        Raises:
            UnreadableFile: The file cannot be read.
        """
        try:
            return digest_of(self.path)
        except OSError as exc:
            raise UnreadableFile(path=self.path, detail=exc.strerror or str(exc)) from exc


def since_served(settings: Settings) -> Waiting:
    """How what the next indexing asked for online would take differs from what serves.

    Raises:
        SourceNotFound: The folder of the publications, or a source of what serves, is not there.
        CatalogueError: A catalogue is wrong.
    """
    try:
        served = current_manifest(settings.data_dir)
    except IndexStateError:
        served = None
    found = find(sources_again(settings), data_dir=settings.data_dir)
    files, closed = _unfolded(found.files, settings)
    report = IndexReport()
    recognises = settings.ocr and ocr_available() is not None
    plan = make_plan(files, served, report, ocr=recognises)
    former = {document.doc for document in served.documents} if served else set()
    kept = {reused.before for reused in plan.reused.values()} | {failure.doc for failure in report.failed}
    kept |= {doc for doc, _ in found.unreadable}
    read = {file.doc: file for file in (*plan.read, *closed)}
    inside = tuple(f"{file.doc}/" for file in closed)  # what stands in them is not known before they are opened
    tried = _tried_in_vain(read.values(), settings)
    return Waiting(
        added=tuple(doc for doc in sorted(read) if doc not in former and doc not in tried),
        changed=tuple(sorted({*report.changed, *(doc for doc in read if doc in former)} - tried)),
        removed=tuple(sorted(doc for doc in former - kept - read.keys() if not doc.startswith(inside))),
    )


def _unfolded(files: Sequence[SourceFile], settings: Settings) -> tuple[list[SourceFile], list[SourceFile]]:
    """Files to be read, with what stands in some of them; and those that are to be opened before that is known."""
    seen: list[SourceFile] = []
    closed: list[SourceFile] = []
    for file in map(_quick, files):
        try:
            shut = is_container(file.path, archives=False) and not is_unpacked(file, settings.data_dir, archives=False)
        except SourceError:
            shut = False
        (closed if shut else seen).append(file)
    with Readers(Limits(1, settings.reading_seconds, settings.reading_megabytes)) as unused:
        expansion = expand(seen, unused, settings.data_dir, _Silent(), archives=False)
    return [_quick(file) for file in expansion.files], closed


def _quick(file: SourceFile) -> SourceFile:
    return _File(*(getattr(file, field.name) for field in fields(SourceFile)))


def _tried_in_vain(files: Iterable[SourceFile], settings: Settings) -> set[str]:
    """Files that the last indexing could not read, and that have not changed since."""
    report = last_report(settings.data_dir)
    failed = {told.doc for told in report.failed} if report else set()
    moment = report.at.timestamp() if report else 0.0
    return {file.doc for file in files if file.doc in failed and file.path.stat().st_mtime <= moment}


class _Silent:
    """Progress that nobody follows."""

    def start(self, step: str, total: int) -> None:
        """Nothing is told."""

    def advance(self, count: int, pages: int = 0) -> None:
        """Nothing is told."""
