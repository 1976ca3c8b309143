"""Indexing: read what changed, embed what is new, build a generation aside, publish it atomically.

```
find files ─▶ reuse or read each ─▶ embed (cache) ─▶ write aside ─▶ rename ─▶ replace CURRENT ─▶ prune
```

Until `CURRENT` is replaced nothing that is served has changed; an interruption leaves only a folder that the
next run sweeps away.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout

from indexer.embedder import VectorCache
from indexer.errors import IndexLocked, IndexStateError, NotWritable, SourceError, SourceNotFound, UnreadableFile
from indexer.index import (
    CURRENT_NAME,
    GENERATIONS,
    ORIGINALS,
    current_generation,
    current_manifest,
    load_passages,
    open_index,
    original_path,
    save_passages,
)
from indexer.lexical import LexicalIndex
from indexer.manifest import FORMAT, Manifest, corpus_digest
from indexer.passages import SPLITTING, Passage
from indexer.sources import Found, SourceFile, find, read_document
from indexer.vectors import VectorKey, VectorStore, drop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np

    from indexer.documents import Document
    from indexer.embedder import Embedder
    from indexer.settings import Settings

KEPT_GENERATIONS = 3
"""The one being served and the two before it, so that a process still reading an old one is not cut off."""
BUILDING = "building-"


class Progress(Protocol):
    """Told how far each step is: `reading` in files, `embedding` in texts."""

    def start(self, step: str, total: int) -> None:
        """A step begins, of `total` units."""
        ...

    def advance(self, count: int) -> None:
        """So many more units are done."""
        ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be indexed. `kept` tells that the version indexed before goes on being served."""

    doc: str
    error: SourceError
    kept: bool = False


@dataclass(slots=True)
class IndexReport:
    """What an indexing did; every file found is in exactly one list.

    Attributes:
        added, changed, unchanged, removed: `doc` paths.
        failed: Files that could not be read, with the error.
        skipped: `(doc, reason code)`: `excluded` by the catalogue, `unsupported` type.
        generation: The generation served from now on.
        passages: Its number of passages.
        embedded: Texts really embedded (0 when nothing changed).
        seconds: Duration.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    generation: str = ""
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Previous:
    """The generation that is being served, as far as it can be reused."""

    manifest: Manifest
    documents: dict[str, Document]
    passages: dict[str, list[Passage]]


def build_index(
    sources: Sequence[Path], settings: Settings, embedder: Callable[[], Embedder], progress: Progress
) -> IndexReport:
    """Indexes the sources into `settings.data_dir` and publishes the result.

    Args:
        sources: Folders or files. Together they are the whole corpus: what they no longer hold is removed.
        settings: Where to write, and which model.
        embedder: Called only when there is something to embed: an unchanged corpus loads no model.
        progress: Told of each step.

    Raises:
        SourceNotFound: A source does not exist.
        CatalogueError: A catalogue is wrong; nothing was done.
        IndexLocked: Another indexing is under way.
        NotWritable: The data folder cannot be written.
        ModelUnavailable: The model cannot be loaded.
    """
    began = time.monotonic()
    found = find(sources)
    data_dir = settings.data_dir
    lock = _prepare(data_dir)
    try:
        with lock.acquire(timeout=0):
            report = _build(found, sources, settings, embedder, progress)
    except Timeout as exc:
        raise IndexLocked(path=data_dir) from exc
    except OSError as exc:  # a full disk, a share that went away; what is served has not changed
        raise NotWritable(path=data_dir) from exc
    report.seconds = round(time.monotonic() - began, 2)
    return report


def _prepare(data_dir: Path) -> FileLock:
    try:
        for folder in (data_dir / GENERATIONS, data_dir / ORIGINALS):
            folder.mkdir(parents=True, exist_ok=True)
        probe = data_dir / f".{os.getpid()}.probe"
        probe.touch()
        probe.unlink()
    except OSError as exc:
        raise NotWritable(path=data_dir) from exc
    return FileLock(data_dir / "index.lock")


def _build(
    found: Found, sources: Sequence[Path], settings: Settings, embedder: Callable[[], Embedder], progress: Progress
) -> IndexReport:
    previous = _previous(settings)
    report = IndexReport(skipped=list(found.skipped))
    for doc, path in found.missing:
        report.failed.append(Failure(doc, SourceNotFound(path=path)))
    kept = _read_all(found, previous, report, progress, settings.data_dir)
    gone = set(previous.documents) - set(kept) if previous else set()
    told = {failure.doc for failure in report.failed} | {doc for doc, _ in report.skipped}
    report.removed = sorted(gone - told)
    documents = tuple(document for document, _ in kept.values())
    passages = [passage for _, of_document in kept.values() for passage in of_document]
    same = previous and not (report.added or report.changed or gone) and _same_making(previous.manifest, settings)
    if previous and same and _complete(settings):
        report.generation, report.passages = previous.manifest.generation, previous.manifest.passages
        return report
    _publish(documents, passages, sources, settings, embedder(), report, progress)
    return report


def _same_making(manifest: Manifest, settings: Settings) -> bool:
    from indexer.embedder import model_identity

    return manifest.embedding_model == model_identity(settings) and manifest.splitting == SPLITTING


def _complete(settings: Settings) -> bool:
    """Whether the generation being served opens: one that lost a file is built anew from the cached vectors."""
    try:
        open_index(settings)
    except IndexStateError:
        return False
    return True


def _previous(settings: Settings) -> _Previous | None:
    try:
        manifest = current_manifest(settings.data_dir)
        passages = load_passages(settings.data_dir / GENERATIONS / manifest.generation, manifest)
    except IndexStateError:
        return None  # nothing there, or damaged: everything is read again, vectors still come from the cache
    by_document: dict[str, list[Passage]] = {d.doc: [] for d in manifest.documents}
    for passage in passages:
        by_document[passage.doc].append(passage)
    return _Previous(manifest, {d.doc: d for d in manifest.documents}, by_document)


def _read_all(
    found: Found, previous: _Previous | None, report: IndexReport, progress: Progress, data_dir: Path
) -> dict[str, tuple[Document, list[Passage]]]:
    kept: dict[str, tuple[Document, list[Passage]]] = {}
    progress.start("reading", len(found.files))
    for file in found.files:
        before = previous.documents.get(file.doc) if previous else None
        try:
            kept[file.doc] = _read_one(file, before, previous, report)
        except SourceError as error:
            served = previous is not None and before is not None and original_path(data_dir, before).is_file()
            report.failed.append(Failure(file.doc, error, kept=served))
            if previous is not None and before is not None and served:
                kept[file.doc] = before, previous.passages[file.doc]
        else:
            _keep_original(file, kept[file.doc][0], data_dir)
        progress.advance(1)
    return kept


def _read_one(
    file: SourceFile, before: Document | None, previous: _Previous | None, report: IndexReport
) -> tuple[Document, list[Passage]]:
    try:
        digest = file.digest()
    except OSError as exc:
        raise UnreadableFile(path=file.path, detail=exc.strerror or str(exc)) from exc
    if before and previous and previous.manifest.splitting == SPLITTING and before.digest == digest:
        described_alike = file.metadata == before.metadata or (file.metadata is None and before.metadata.inferred)
        if described_alike and before.source == str(file.source):
            report.unchanged.append(file.doc)
            return before, previous.passages[file.doc]
    document, passages = read_document(file, digest)
    (report.changed if before else report.added).append(file.doc)
    return document, passages


def _keep_original(file: SourceFile, document: Document, data_dir: Path) -> None:
    target = original_path(data_dir, document)
    if not target.is_file():
        aside = target.with_suffix(f"{target.suffix}.{os.getpid()}")
        shutil.copyfile(file.path, aside)
        aside.replace(target)


def _publish(
    documents: tuple[Document, ...],
    passages: list[Passage],
    sources: Sequence[Path],
    settings: Settings,
    embedder: Embedder,
    report: IndexReport,
    progress: Progress,
) -> None:
    now = dt.datetime.now(dt.UTC)
    digest = corpus_digest(documents)
    generation = f"{now:%Y%m%dT%H%M%S%f}-{digest[:8]}-{os.getpid()}"
    generations = settings.data_dir / GENERATIONS
    aside = generations / f"{BUILDING}{generation}"
    _sweep(generations, settings)
    aside.mkdir()
    try:
        keys, texts = _texts(passages)
        progress.start("embedding", len(texts))
        cache = VectorCache(settings.data_dir / "vectors.sqlite")
        try:
            vectors, report.embedded = cache.embed(embedder, texts, progress.advance)
            cache.keep_only(embedder.name, texts)
        finally:
            cache.close()
        _write(aside, generation, keys, vectors, passages, settings.chroma_url)
        manifest = Manifest(
            format=FORMAT,
            generation=generation,
            built_at=now.isoformat(timespec="seconds"),
            embedding_model=embedder.name,
            dimension=embedder.dimension,
            splitting=SPLITTING,
            corpus_digest=digest,
            passages_digest=save_passages(aside, passages),
            passages=len(passages),
            vectors=len(keys),
            sources=tuple(str(s.resolve()) for s in sources),
            documents=documents,
        )
        manifest.save(aside)
        aside.rename(generations / generation)
    except BaseException:  # Ctrl-C too: nothing half-built stays behind
        shutil.rmtree(aside, ignore_errors=True)
        drop(aside, generation, settings.chroma_url)
        raise
    pointer = settings.data_dir / f"{CURRENT_NAME}.{os.getpid()}"
    pointer.write_text(generation, encoding="utf-8")
    pointer.replace(settings.data_dir / CURRENT_NAME)
    report.generation, report.passages = generation, len(passages)
    _prune(settings)


def _texts(passages: list[Passage]) -> tuple[list[VectorKey], list[str]]:
    keys, texts = [], []
    for row, passage in enumerate(passages):
        keys.append(VectorKey(row))
        texts.append(passage.embedded_text)
        for sentence, window in passage.windows():
            keys.append(VectorKey(row, sentence))
            texts.append(window)
    return keys, texts


def _write(
    folder: Path,
    generation: str,
    keys: list[VectorKey],
    vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    passages: list[Passage],
    url: str,
) -> None:
    VectorStore.create(folder, generation, url).add(keys, vectors)
    LexicalIndex.build([p.embedded_text for p in passages]).save(folder)


def _sweep(generations: Path, settings: Settings) -> None:
    for left in generations.glob(f"{BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
        drop(left, left.name.removeprefix(BUILDING), settings.chroma_url)


def _prune(settings: Settings) -> None:
    generations = settings.data_dir / GENERATIONS
    served = current_generation(settings.data_dir)
    others = sorted(folder.name for folder in generations.iterdir() if folder.is_dir() and folder.name != served)
    names = [*others, served]  # last whatever its name, should the clock have gone back
    for name in names[:-KEPT_GENERATIONS]:
        drop(generations / name, name, settings.chroma_url)
        shutil.rmtree(generations / name, ignore_errors=True)
    wanted = set()
    for name in names[-KEPT_GENERATIONS:]:
        try:
            manifest = Manifest.load(generations / name)
        except IndexStateError:
            continue
        wanted |= {original_path(settings.data_dir, d).name for d in manifest.documents}
    for original in (settings.data_dir / ORIGINALS).iterdir():
        if original.name not in wanted:
            original.unlink(missing_ok=True)
