"""What an indexing has to read, and what it can take from the generation being served. Nothing is read here.

A document is taken over when its content, what the catalogue tells of it, and the reader's version are those of
before. A file that moved keeps its passages and its vectors: its new path remembers the former ones.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from indexer.documents import Audience, Metadata
from indexer.errors import SourceError
from indexer.file_names import matches
from indexer.passages import SPLITTING
from indexer.record import read_by
from indexer.report import Failure, Remark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.documents import Document
    from indexer.manifest import Manifest
    from indexer.report import IndexReport
    from indexer.sources import SourceFile

UNKNOWN = Metadata(title="")
"""What a catalogue tells of a file that it does not name."""


@dataclass(frozen=True, slots=True)
class Reused:
    """A document of the generation being served, taken over.

    Attributes:
        document: As it is to be served from now on.
        before: The path under which its passages stand in that generation.
    """

    document: Document
    before: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    Attributes:
        read: Files to read, with the digest of each.
        reused: By `doc`.
        reserved: Contents (digests) that are for the team alone, each with a document that is so by the catalogue.
    """

    read: dict[SourceFile, str] = field(default_factory=dict)
    reused: dict[str, Reused] = field(default_factory=dict)
    reserved: Mapping[str, str] = field(default_factory=dict)

    def as_reserved(self, document: Document) -> Document:
        """A document as it stands, for the team alone when its content is."""
        if document.digest not in self.reserved:
            return document
        return replace(document, metadata=replace(document.metadata, audience=Audience.TEAM))


def make_plan(
    files: Sequence[SourceFile],
    previous: Manifest | None,
    report: IndexReport,
    *,
    only: Sequence[str] = (),
    ocr: bool = False,
) -> Plan:
    """Compares what is found with what is served, and notes in the report what needs no reading to be known.

    Args:
        files: In the order of their paths.
        previous: Manifest of the generation being served; `None` when there is none that can be used.
        report: `unchanged`, `changed` by a move, `skipped` and `failed` are added to.
        only: Patterns of paths (`*` also crosses `/`); files that match none are left as they are served.
        ocr: Whether scanned pages can be recognised: a document that has some not yet recognised is read again.
    """
    served = {document.doc: document for document in previous.documents} if previous else {}
    digests = _digests([file for file in files if selected(file.doc, only)], report)
    plan = Plan(reserved=_reserved(files, digests, served, only))
    same_cuts = previous is not None and previous.splitting == SPLITTING
    moved = _Moves(files, served)
    if only:
        left = {doc: plan.as_reserved(document) for doc, document in served.items() if not selected(doc, only)}
        plan.reused.update({doc: Reused(document, doc) for doc, document in left.items()})
    for found in files:
        before = served.get(found.doc)
        if not selected(found.doc, only):
            report.skipped.append((found.doc, "not_selected"))
            continue
        if found.doc not in digests:
            continue
        digest, reader = digests[found.doc]
        file = found
        if digest in plan.reserved and found.audience is Audience.PUBLIC:
            file = found.reserved_with(plan.reserved[digest])
        if file.reserved_as:
            report.remarks.append(Remark(file.doc, "reserved", {"other": file.reserved_as}))
        old = before or moved.origin(digest)
        if old is None or not (same_cuts and _as_before(file, digest, reader, old, ocr=ocr)):
            plan.read[file] = digest
        elif before is not None:
            report.unchanged.append(file.doc)
            plan.reused[file.doc] = Reused(before, file.doc)
        else:
            moved.claim(old)
            report.changed.append(file.doc)
            report.remarks.append(Remark(file.doc, "moved", {"former": old.doc}))
            now = replace(old, doc=file.doc, source=str(file.source), former=(old.doc, *old.former))
            plan.reused[file.doc] = Reused(now, old.doc)
    return plan


def _digests(files: Sequence[SourceFile], report: IndexReport) -> dict[str, tuple[str, str]]:
    """Digest and reader of each file, by `doc`; those that cannot be had are told failed."""
    known: dict[str, tuple[str, str]] = {}
    for file in files:
        try:
            known[file.doc] = file.digest(), read_by(file)
        except SourceError as error:
            report.failed.append(Failure(file.doc, error))
    return known


def _reserved(
    files: Sequence[SourceFile],
    digests: Mapping[str, tuple[str, str]],
    served: Mapping[str, Document],
    only: Sequence[str],
) -> dict[str, str]:
    """Contents that a catalogue reserves to the team under one name: they are under every other, link or copy.

    What merely stands in a reserved file reserves nothing else: a published brochure may be attached to a message.
    """
    reserved: dict[str, str] = {}
    for file in files:
        if file.audience is Audience.PUBLIC or file.member:
            continue
        if file.doc in digests:
            reserved.setdefault(digests[file.doc][0], file.reserved_as or file.doc)
        elif file.doc in served:  # not looked at, or not readable now: as it is served
            reserved.setdefault(served[file.doc].digest, file.doc)
    here = {file.doc for file in files}
    for document in served.values():
        if document.internal and only and document.doc not in here and not selected(document.doc, only):
            reserved.setdefault(document.digest, document.doc)
    return reserved


def selected(doc: str, only: Sequence[str]) -> bool:
    """Whether a path is to be looked at: it matches one of the patterns, or there is none."""
    return not only or matches(doc, only)


class _Moves:
    """Documents whose path is no longer there, by content: where a new path may come from."""

    def __init__(self, files: Sequence[SourceFile], served: Mapping[str, Document]) -> None:
        still = {file.doc for file in files}
        self._gone: dict[str, list[Document]] = {}
        for document in served.values():
            if document.doc not in still:
                self._gone.setdefault(document.digest, []).append(document)

    def origin(self, digest: str) -> Document | None:
        return next(iter(self._gone.get(digest, ())), None)

    def claim(self, document: Document) -> None:
        """No second file comes from the same one."""
        self._gone[document.digest].remove(document)


def told_by_catalogue(document: Document) -> Metadata:
    """What the catalogue told of a document when it was indexed: what was inferred is taken away again."""
    known = document.metadata
    return Metadata(**{**asdict(known), "inferred": (), **{n: getattr(UNKNOWN, n) for n in known.inferred}})


def _as_before(file: SourceFile, digest: str, reader: str, before: Document, *, ocr: bool) -> bool:
    told = told_by_catalogue(before)
    scanned = ocr and not before.ocr_tried and bool(before.blind_pages or before.garbled_pages)
    return (
        (before.digest, before.read_by) == (digest, reader)
        and told == (file.metadata or UNKNOWN)
        and before.source == str(file.source)
        and not scanned
    )
