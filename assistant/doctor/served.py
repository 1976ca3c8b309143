"""What answers: the generation that serves, file by file; the models; the folders that it was made from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from assistant.doctor import messages as words
from assistant.doctor.model import Finding, attention, fine, of_error, problem
from assistant.maintenance.reports import last_report
from assistant.maintenance.waiting import since_served
from assistant.selecting import load_selector
from indexer.embedder import load_embedder
from indexer.errors import IndexStateError, ReperesError
from indexer.index import current_manifest, open_index, original_path
from indexer.reading.ocr import ocr_available
from indexer.settings import EMBEDDED_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.manifest import Manifest
    from indexer.settings import Settings

NAMED: Final = 3
"""Publications named in a sentence; the others are counted."""
PROBE: Final = "contrat local de santé"


def index(settings: Settings) -> Iterator[Finding]:
    """Its manifest, its passages by their digest, its vectors by their number, its words; then each original."""
    try:
        opened = open_index(settings)
    except IndexStateError as error:
        yield of_error("index", error)
        return
    manifest = opened.manifest
    yield fine(
        "index",
        words.INDEX.format(
            generation=manifest.generation,
            documents=len(manifest.documents),
            passages=manifest.passages,
            vectors=manifest.vectors,
        ),
    )
    yield _originals(settings.data_dir, manifest)


def _originals(data_dir: Path, manifest: Manifest) -> Finding:
    """Each is named by the digest of what is in it."""
    faults = []
    for document in manifest.documents:
        try:
            with original_path(data_dir, document).open("rb") as stream:
                right = hashlib.file_digest(stream, "sha256").hexdigest() == document.digest
        except OSError:
            right = False
        if not right:
            faults.append(document.doc)
    if not faults:
        return fine("originals", words.ORIGINALS.format(count=len(manifest.documents)))
    told = words.ORIGINALS_LOST.format(count=len(faults), docs=named(faults))
    return problem("originals", told, words.ORIGINALS_REMEDY)


def models(settings: Settings) -> Iterator[Finding]:
    """They load, and give vectors of the length that the index has."""
    try:
        embedder = load_embedder(settings, threads=1)
        vector = embedder.embed_question(PROBE)
    except ReperesError as error:
        yield of_error("embedding_model", error)
        return
    try:
        expected = current_manifest(settings.data_dir).dimension
    except IndexStateError:
        expected = len(vector)
    if len(vector) == expected:
        yield fine("embedding_model", words.EMBEDDER.format(model=embedder.name, dimension=len(vector)))
    else:
        told = words.OTHER_DIMENSION.format(model=embedder.name, dimension=len(vector), expected=expected)
        yield problem("embedding_model", told, words.REINDEX)
    if settings.selector and settings.embedding_model == EMBEDDED_MODEL:
        if load_selector(embedder) is None:
            yield attention("selector", words.NO_SELECTOR, words.REINSTALL)
        else:
            yield fine("selector", words.SELECTOR)


def sources(settings: Settings) -> Iterator[Finding]:
    """The folders can be read, their catalogues too; what has changed in them since, and what could not be indexed."""
    try:
        waiting = since_served(settings)
    except ReperesError as error:
        yield of_error("sources", error)
    else:
        if waiting.total:
            yield attention("sources", words.WAITING.format(count=waiting.total), words.WAITING_REMEDY)
        else:
            yield fine("sources", words.SOURCES)
    report = last_report(settings.data_dir)
    if report is not None and report.failed:
        told = words.FAILURES.format(count=len(report.failed), docs=named([each.doc for each in report.failed]))
        yield attention("last_indexing", told, words.FAILURES_REMEDY.format(page=report.page))


def recognition(settings: Settings) -> Iterator[Finding]:
    """Scanned pages can be read, unless nobody wants it."""
    if not settings.ocr:
        yield fine("ocr", words.OCR_OFF)
    elif (engine := ocr_available()) is None:
        yield attention("ocr", words.NO_OCR, words.NO_OCR_REMEDY)
    else:
        yield fine("ocr", words.OCR.format(name=engine.name, version=engine.version))


def named(docs: list[str]) -> str:
    """The first of them, and how many more there are."""
    told = ", ".join(docs[:NAMED])
    return told if len(docs) <= NAMED else words.AND_MORE.format(docs=told, count=len(docs) - NAMED)
