"""What an indexing tells of itself: every file found in exactly one list, and remarks on what is served."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.messages import SHEET, TABLE, WHOLE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indexer.documents import Document
    from indexer.errors import SourceError
    from indexer.surveys import Survey


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed. `kept` tells that the version indexed before goes on being served."""

    doc: str
    error: SourceError
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of a document that is served.

    Attributes:
        doc: Which one.
        code: A key of `indexer.messages.REMARKS`.
        values: What its sentence is filled with.
    """

    doc: str
    code: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MeasureDelta:
    """A measure of the evals, on what serves and on what was built; `n` questions, citations or points."""

    name: str
    before: float
    after: float
    n: int


@dataclass(slots=True)
class IndexReport:
    """What an indexing did, or with `dry_run` would do; every file found is in exactly one list.

    Attributes:
        added, changed, unchanged, removed: `doc` paths.
        failed: Files that could not be read, with the error.
        skipped: `(doc, reason code)`, a key of `indexer.messages.SKIPPED`.
        remarks: On the documents served from now on.
        evals: How the answers moved, when that was asked for.
        generation: The generation served from now on.
        documents: Its number of documents.
        passages: Its number of passages.
        embedded: Texts really embedded (0 when nothing changed).
        seconds: Duration.
        dry_run: Nothing was read nor published.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    evals: list[MeasureDelta] = field(default_factory=list)
    generation: str = ""
    documents: int = 0
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0
    dry_run: bool = False


def remarks(documents: Mapping[str, Document], surveys: Mapping[str, Survey]) -> Iterator[Remark]:
    """What is to be known of the documents of a generation, in the order of their paths.

    Args:
        documents: By `doc`.
        surveys: By `doc`.
    """
    from indexer.surveys import check
    from indexer.surveys.messages import mismatch_sentence

    first: dict[str, str] = {}
    for doc in sorted(documents):
        document = documents[doc]
        for code, pages in (
            ("blind", document.blind_pages),
            ("garbled", document.garbled_pages),
            ("recognised", document.ocr_pages),
        ):
            if pages:
                yield Remark(doc, code, {"pages": page_list(pages), "count": len(pages)})
        twin = first.setdefault(document.digest, doc)
        if twin != doc:
            yield Remark(doc, "twin", {"other": twin})
        for code, name in document.notes:
            yield Remark(doc, code, {"sheet": place(code, name)})
        if doc in surveys:
            for found in check(surveys[doc]):
                yield Remark(doc, "survey", {"detail": mismatch_sentence(found)})


def place(code: str, name: str) -> str:
    """What a note is about: a sheet, a table, or the whole file."""
    if not name:
        return WHOLE_FILE
    return (TABLE if code == "table_aside" else SHEET).format(name=name)


def page_list(pages: tuple[int, ...]) -> str:
    """Page numbers as people write them: « 2, 5-9, 12 ».

    Args:
        pages: 1-based, increasing.
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(start) if start == end else f"{start}-{end}" for start, end in runs)
