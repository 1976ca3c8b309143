"""Indexing: read what changed, embed what is new, build a generation aside, publish it atomically.

```
sources.find ─▶ expansion.expand ─▶ planning.make_plan ─▶ workers.Readers ─▶ publishing.write ─▶ check ─▶ publish
   files           attachments        what to read          one process        vectors, words      evals    CURRENT
                                                            a file at a time   aside, by content
```

Until `CURRENT` is replaced nothing that is served has changed; an interruption leaves only a folder that the
next run sweeps away, and the vectors already computed, which it takes up.
"""

from __future__ import annotations

import datetime as dt
import errno
import shutil
import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from indexer.dating import dated
from indexer.documents import Audience
from indexer.embedder import model_identity
from indexer.errors import (
    EmptyDocument,
    GarbledText,
    IndexLocked,
    IndexNotReadable,
    IndexStateError,
    NotEnoughMemory,
    PersonalLines,
    SourceError,
    SourceNotFound,
    UnreadableFile,
)
from indexer.expansion import expand, prune_unpacked
from indexer.file_names import in_one_form, readable
from indexer.index import (
    GENERATIONS,
    LOCK_NAME,
    LOCK_SECONDS,
    ORIGINALS,
    check_passages,
    current_manifest,
    generation_folder,
    load_passages,
    open_index,
    original_path,
)
from indexer.lasting import settle
from indexer.passages import SPLITTING
from indexer.planning import Plan, Reused, make_plan
from indexer.publishing import discard, generations, is_of_writing, prune, publish, told, write
from indexer.reading.ocr import ocr_available
from indexer.reading.options import ReadingOptions
from indexer.record import Read
from indexer.report import Failure, IndexReport, Remark, remarks
from indexer.room import writing_error
from indexer.served_sources import left_out
from indexer.sources import content_digest, find
from indexer.surveys import load_surveys
from indexer.workers import Limits, Readers

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence
    from pathlib import Path
    from typing import Protocol

    from indexer.documents import Document
    from indexer.embedder import Embedder
    from indexer.manifest import Manifest
    from indexer.passages import Passage
    from indexer.report import MeasureDelta
    from indexer.settings import Settings
    from indexer.sources import SourceFile
    from indexer.surveys import Survey

    class Progress(Protocol):
        """Told how far each step is: `unpacking` and `reading` in files, `embedding` and `writing` in texts."""

        def start(self, step: str, total: int) -> None:
            """A step begins, of `total` units."""
            ...

        def advance(self, count: int, pages: int = 0) -> None:
            """So many more units are done; while reading, of so many pages."""
            ...

    Check = Callable[[str, str | None], list[MeasureDelta]]


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What may be asked of one indexing.

    Attributes:
        only: Patterns of the paths to look at; the others stay as they are served. Empty: all.
        dry_run: Tell what would be done, and do nothing.
        archives: Open archives (.zip, .tar…).
        check: Called before publishing, with the generation built and the one that serves (`None` when there is
            none); gives how the answers moved.
            Raises `EvalsRegressed` to refuse.
    """

    only: tuple[str, ...] = ()
    dry_run: bool = False
    archives: bool = False
    check: Check | None = None


EVERYTHING = BuildOptions()
RECOGNISED = "pages"
"""Folder of the pages whose words were recognised, by their image."""
NO_MEMORY = "can't allocate memory"
"""What torch 2.13 says of it, in an error that is no `MemoryError`."""
PROBE = ".probe"
CHANGING = "changed while it was being read"


@dataclass(frozen=True)
class _Previous:
    """The generation that is being served, as far as it can be reused; its passages are loaded when they are needed.

    Attributes:
        manifest: With the names that its documents have from now on.
        folder: Its folder.
        renamed: Those names by the former ones, which were not in one form: published before names were.
    """

    manifest: Manifest
    folder: Path
    renamed: Mapping[str, str]

    @classmethod
    def of(cls, manifest: Manifest, folder: Path) -> _Previous:
        renamed = in_one_form(document.doc for document in manifest.documents)
        documents = (replace(d, doc=renamed.get(d.doc, d.doc)) for d in manifest.documents)
        return cls(replace(manifest, documents=tuple(documents)), folder, renamed)

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {document.doc: document for document in self.manifest.documents}

    @cached_property
    def passages(self) -> dict[str, tuple[Passage, ...]]:
        by_document: dict[str, list[Passage]] = {}
        for passage in load_passages(self.folder, self.manifest):
            by_document.setdefault(self.renamed.get(passage.doc, passage.doc), []).append(passage)
        return {doc: tuple(found) for doc, found in by_document.items()}

    @cached_property
    def surveys(self) -> dict[str, Survey]:
        return {self.renamed.get(survey.doc, survey.doc): survey for survey in load_surveys(self.folder)}

    def taken_over(self, reused: Reused) -> Read:
        """A document with its passages, under its present path."""
        doc = reused.document.doc
        survey = self.surveys.get(reused.before)
        return Read(
            reused.document,
            tuple(p if p.doc == doc else replace(p, doc=doc) for p in self.passages.get(reused.before, ())),
            survey and replace(survey, doc=doc),
        )


def build_index(
    sources: Sequence[Path],
    settings: Settings,
    embedder: Callable[[], Embedder],
    progress: Progress,
    options: BuildOptions = EVERYTHING,
) -> IndexReport:
    """Indexes the sources into `settings.data_dir` and publishes the result.

    Args:
        sources: Folders or files. Together they are the whole corpus: what they no longer hold is removed.
        settings: Where to write, which model, and what reading a file may take.
        embedder: Called only when there is something to embed: an unchanged corpus loads no model.
        progress: Told of each step.
        options: What was asked besides.

    Raises:
        SourceNotFound: A source does not exist.
        CatalogueError: A catalogue is wrong; nothing was done.
        IndexLocked: Another indexing is under way.
        WritingError: The data folder cannot be written.
        UnreadableFile: A source cannot be read at all.
        ModelUnavailable: The model cannot be loaded.
        NotEnoughMemory: The machine has not enough.
        EvalsRegressed: What was built answers worse than what serves; it was not published.
    """
    began = time.monotonic()
    work = _Indexing(sources, settings, embedder, progress, options)
    data_dir = settings.data_dir
    lock = writing_lock(data_dir)
    try:
        with lock.acquire(timeout=LOCK_SECONDS):
            work.run()
    except Timeout as exc:
        raise IndexLocked(path=data_dir) from exc
    except OSError as exc:  # a full disk, a share that went away; what is served has not changed
        if exc.errno == errno.ENOMEM:
            raise NotEnoughMemory(path=data_dir) from exc
        if is_of_writing(exc, data_dir):
            raise writing_error(data_dir, exc) from exc
        raise UnreadableFile(path=exc.filename, detail=exc.strerror or str(exc)) from exc
    except (MemoryError, RuntimeError) as exc:
        if isinstance(exc, MemoryError) or NO_MEMORY in str(exc):
            raise NotEnoughMemory(path=data_dir) from exc
        raise
    work.report.seconds = round(time.monotonic() - began, 2)
    return work.report


def writing_lock(data_dir: Path) -> FileLock:
    """The lock that whoever changes the data folder holds; the system frees it when its holder dies.

    Raises:
        WritingError: The data folder cannot be written.
    """
    try:
        for folder in (data_dir / GENERATIONS, data_dir / ORIGINALS):
            folder.mkdir(parents=True, exist_ok=True)
        probe = data_dir / PROBE
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as exc:
        raise writing_error(data_dir, exc) from exc
    return FileLock(data_dir / LOCK_NAME)


class _Indexing:
    """One indexing under way. Read `run` first."""

    def __init__(
        self,
        sources: Sequence[Path],
        settings: Settings,
        embedder: Callable[[], Embedder],
        progress: Progress,
        options: BuildOptions,
    ) -> None:
        self._sources, self._settings, self._embedder = sources, settings, embedder
        self._progress, self._options = progress, options
        self.report = IndexReport()
        self._ocr = settings.ocr and ocr_available() is not None
        self._now = dt.datetime.now(dt.UTC)
        self._previous: _Previous | None = None
        self._served: dict[str, Document] = {}

    def run(self) -> None:
        """Everything, from the walk through the sources to the new generation."""
        self._previous = _previous(self._settings)
        self._served = self._previous.documents if self._previous else {}
        found = find(self._sources, archives=self._options.archives, data_dir=self._settings.data_dir)
        self._tell_left()
        self.report.skipped.extend(found.skipped)
        self.report.failed.extend(Failure(doc, SourceNotFound(path=path)) for doc, path in found.missing)
        self.report.failed.extend(Failure(doc, error) for doc, error in found.unreadable)
        settings = self._settings
        limits = Limits(settings.jobs_or_all(), settings.reading_seconds, settings.reading_megabytes)
        with Readers(limits) as readers:
            files = self._expanded(found.files, readers)
            plan = make_plan(
                files,
                self._previous.manifest if self._previous else None,
                self.report,
                only=self._options.only,
                ocr=self._ocr,
            )
            if self._options.dry_run:
                self._foresee(plan)
                return
            read = self._read_all(plan, readers)
        self._settle(files, plan, read)
        self._date(plan, read)
        kept = {
            **{doc: reused.document for doc, reused in plan.reused.items()},
            **{doc: outcome.document for doc, outcome in read.items()},
        }
        self._tell_removed(kept)
        if not (self._previous and kept == self._served and self._is_current(self._previous.manifest)):
            self._publish(plan, read)
        prune(self._settings)  # even when nothing changed: the run before may have been killed before it came to that
        prune_unpacked(self._settings.data_dir, files)
        self._tell()

    def _tell_left(self) -> None:
        """Sources that were served and are not taken this time; asked for a part only, the others still stand."""
        if self._previous and not self._options.only:
            left = left_out(self._sources, self._previous.manifest)
            self.report.remarks.extend(Remark(readable(source), "source_left", {}) for source in left)

    def _expanded(self, files: Sequence[SourceFile], readers: Readers) -> list[SourceFile]:
        """The files, and the documents that stand in some of them."""
        expansion = expand(files, readers, self._settings.data_dir, self._progress, archives=self._options.archives)
        self.report.failed.extend(expansion.failed)
        self.report.skipped.extend(expansion.skipped)
        return expansion.files

    def _foresee(self, plan: Plan) -> None:
        """Fills the report with what reading would be tried; whether it succeeds is not known yet."""
        for file in plan.read:
            (self.report.changed if file.doc in self._served else self.report.added).append(file.doc)
        self._tell_removed({file.doc for file in plan.read} | set(plan.reused))
        self.report.dry_run = True
        if self._previous:
            manifest = self._previous.manifest
            self.report.generation, self.report.passages = manifest.generation, manifest.passages
            self.report.documents = len(manifest.documents)

    def _read_all(self, plan: Plan, readers: Readers) -> dict[str, Read]:
        """Reads what is to be read; then, where tesseract is at hand, the pages that have no text."""
        read: dict[str, Read] = {}
        failed: dict[SourceFile, SourceError] = {}
        scanned: dict[SourceFile, int] = {}
        cache = self._settings.data_dir / RECOGNISED
        self._progress.start("reading", len(plan.read) + len(plan.reused))
        self._progress.advance(len(plan.reused))
        for file, outcome in readers.read(plan.read, ReadingOptions(ocr=False, cache=cache)):
            if isinstance(outcome, Read):
                read[file.doc] = outcome
            else:
                failed[file] = outcome
            if self._ocr and (pages := _without_text(outcome)):
                scanned[file] = pages
            self._progress.advance(1, (outcome.document.pages or 0) if isinstance(outcome, Read) else 0)
        if scanned:
            self._progress.start("recognising", sum(scanned.values()))
            again = {file: plan.read[file] for file in scanned}
            for file, outcome in readers.read(again, ReadingOptions(ocr=True, cache=cache), scanned):
                if isinstance(outcome, Read):
                    read[file.doc] = outcome
                    failed.pop(file, None)
                self._progress.advance(scanned[file])
        self.report.failed.extend(Failure(file.doc, error) for file, error in failed.items())
        return read

    def _settle(self, files: Sequence[SourceFile], plan: Plan, read: dict[str, Read]) -> None:
        """Keeps a copy of what is served; what failed goes on being served as it was."""
        for file in files:
            document = read[file.doc].document if file.doc in read else None
            if document is None and file.doc in plan.reused:
                document = plan.reused[file.doc].document
            if document is None:
                continue
            try:
                self._keep_original(file, document)
            except SourceError as error:
                self.report.failed.append(Failure(file.doc, error))
                read.pop(file.doc, None)
                plan.reused.pop(file.doc, None)
        audiences = {file.doc: file.audience for file in files}
        for position, failure in enumerate(self.report.failed):
            before = self._served.get(failure.doc)
            # Lines of people that a former version showed are no longer served either.
            gone = isinstance(failure.error, SourceNotFound | PersonalLines)
            if before is not None and not gone and original_path(self._settings.data_dir, before).is_file():
                # As it was, save for whom it is: what has become the team's is shown to nobody else, readable or not.
                kept = plan.as_reserved(before)
                if audiences.get(failure.doc) is Audience.TEAM:
                    kept = replace(before, metadata=replace(before.metadata, audience=Audience.TEAM))
                plan.reused[failure.doc] = Reused(kept, failure.doc)
                self.report.failed[position] = replace(failure, kept=True)
        for doc in read:
            (self.report.changed if doc in self._served else self.report.added).append(doc)
        self.report.failed.sort(key=lambda failure: failure.doc)
        self.report.added.sort()
        self.report.changed.sort()

    def _date(self, plan: Plan, read: dict[str, Read]) -> None:
        """Has what will be served tell since when it is there."""
        documents = {doc: reused.document for doc, reused in plan.reused.items()}
        documents |= {doc: record.document for doc, record in read.items()}
        served = self._previous.manifest if self._previous else None
        found = dated(documents, served, generations(self._settings.data_dir), told(self._now))
        plan.reused.update({doc: replace(reused, document=found[doc]) for doc, reused in plan.reused.items()})
        read.update({doc: replace(record, document=found[doc]) for doc, record in read.items()})

    def _keep_original(self, file: SourceFile, document: Document) -> None:
        target = original_path(self._settings.data_dir, document)
        if target.is_file():
            return
        aside = target.with_suffix(f"{target.suffix}.new")
        try:
            shutil.copyfile(file.path, aside)
        except OSError as exc:
            if is_of_writing(exc, self._settings.data_dir):
                raise
            detail = CHANGING if isinstance(exc, FileNotFoundError) else exc.strerror
            raise UnreadableFile(path=file.path, detail=detail) from exc
        if content_digest(aside) != document.digest:
            aside.unlink()
            raise UnreadableFile(path=file.path, detail=CHANGING)
        settle(aside)
        aside.replace(target)

    def _tell_removed(self, kept: Container[str]) -> None:
        """A path that is served and no longer found, unless it moved or is told otherwise."""
        told = {failure.doc for failure in self.report.failed} | {doc for doc, _ in self.report.skipped}
        told |= {str(remark.values["former"]) for remark in self.report.remarks if remark.code == "moved"}
        self.report.removed = sorted(doc for doc in self._served if doc not in kept and doc not in told)

    def _is_current(self, manifest: Manifest) -> bool:
        """Whether what is served was made as it would be now, and opens: a lost file is built anew, from the cache."""
        made_alike = manifest.embedding_model == model_identity(self._settings) and manifest.splitting == SPLITTING
        if not made_alike or (self._previous and self._previous.renamed):
            return False
        try:
            open_index(self._settings)
        except IndexNotReadable:
            raise
        except IndexStateError:
            return False
        return True

    def _publish(self, plan: Plan, read: Mapping[str, Read]) -> None:
        previous = self._previous
        records = {**read}
        if previous:
            records |= {doc: previous.taken_over(reused) for doc, reused in plan.reused.items()}
        sources = tuple(str(source.resolve()) for source in self._sources)
        if self._options.only and previous:  # the others still stand for what is served of them
            sources = tuple(dict.fromkeys((*previous.manifest.sources, *sources)))
        built = write(
            [records[doc] for doc in sorted(records)],
            sources,
            self._settings,
            self._embedder(),
            self._progress,
            self._now,
        )
        self.report.embedded = built.embedded
        try:
            if self._options.check is not None:
                served = previous.manifest.generation if previous else None
                self.report.evals = self._options.check(built.generation, served)
        except BaseException:
            discard(built.generation, self._settings)
            raise
        settle(self._settings.data_dir / ORIGINALS)  # the names of those that were kept for it
        publish(built.generation, self._settings.data_dir)

    def _tell(self) -> None:
        """What is served from now on."""
        manifest = current_manifest(self._settings.data_dir)
        surveys = {survey.doc: survey for survey in load_surveys(generation_folder(self._settings.data_dir))}
        self.report.remarks.extend(remarks({d.doc: d for d in manifest.documents}, surveys))
        self.report.generation, self.report.passages = manifest.generation, manifest.passages
        self.report.documents = len(manifest.documents)


def _previous(settings: Settings) -> _Previous | None:
    try:
        manifest = current_manifest(settings.data_dir)
        folder = settings.data_dir / GENERATIONS / manifest.generation
        check_passages(folder, manifest)
        load_surveys(folder)
    except IndexNotReadable:
        raise  # sound, maybe: it is not for somebody without the right to make another in its place
    except IndexStateError:
        return None  # nothing there, or damaged: everything is read again, vectors still come from the cache
    return _Previous.of(manifest, folder)


def _without_text(outcome: Read | SourceError) -> int:
    """How many pages of a file might be recognised."""
    if isinstance(outcome, Read):
        return len({*outcome.document.blind_pages, *outcome.document.garbled_pages})
    pages = outcome.values.get("pages") if isinstance(outcome, EmptyDocument | GarbledText) else None
    return pages if isinstance(pages, int) else 0
