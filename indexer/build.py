"""Indexing: read what changed, embed what is new, build a generation aside, publish it atomically.

```
sources.find ─▶ expansion.expand ─▶ planning.make_plan ─▶ rounds.read_all ─▶ publishing.write ─▶ check ─▶ publish
   files           attachments        what to read          one process        vectors, words      evals    CURRENT
                                                            a file at a time   aside, by content
```

Until `CURRENT` is replaced nothing that is served has changed; an interruption leaves only a folder that the
next run sweeps away, and the vectors already computed, which it takes up.
"""

from __future__ import annotations

import datetime as dt
import errno
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from indexer.dating import dated
from indexer.documents import Audience
from indexer.embedder import model_identity
from indexer.errors import (
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
from indexer.file_names import readable
from indexer.index import (
    GENERATIONS,
    LOCK_NAME,
    LOCK_SECONDS,
    ORIGINALS,
    current_manifest,
    generation_folder,
    open_index,
    original_path,
)
from indexer.lasting import settle
from indexer.originals import keep_original
from indexer.passages import SPLITTING
from indexer.planning import Plan, Reused, make_plan
from indexer.previous import Previous, previous_of
from indexer.publishing import discard, generations, prune, publish, told, write
from indexer.reading.ocr import ocr_available
from indexer.report import Failure, IndexReport, Remark, remarks
from indexer.room import is_of_writing, writing_error
from indexer.rounds import RECOGNISED, read_all
from indexer.served_sources import left_out
from indexer.sources import find
from indexer.surveys import load_surveys
from indexer.workers import Limits, Readers

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence
    from pathlib import Path
    from typing import Protocol

    from indexer.documents import Document
    from indexer.embedder import Embedder
    from indexer.manifest import Manifest
    from indexer.record import Read
    from indexer.report import MeasureDelta
    from indexer.settings import Settings
    from indexer.sources import SourceFile

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
NO_MEMORY = "can't allocate memory"
"""What torch 2.13 says of it, in an error that is no `MemoryError`."""
PROBE = ".probe"


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
        self._previous: Previous | None = None
        self._served: dict[str, Document] = {}

    def run(self) -> None:
        """Everything, from the walk through the sources to the new generation."""
        self._previous = previous_of(self._settings)
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
            cache = settings.data_dir / RECOGNISED
            read, failed = read_all(plan, readers, progress=self._progress, cache=cache, ocr=self._ocr)
        self.report.failed.extend(failed)
        self._keep_originals(files, plan, read)
        self._go_on_serving(files, plan)
        self._tell_read(read)
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

    def _keep_originals(self, files: Sequence[SourceFile], plan: Plan, read: dict[str, Read]) -> None:
        """Keeps a copy of what will be served; what cannot be copied has failed."""
        for file in files:
            document = read[file.doc].document if file.doc in read else None
            if document is None and file.doc in plan.reused:
                document = plan.reused[file.doc].document
            if document is None:
                continue
            try:
                keep_original(file.path, document, self._settings.data_dir)
            except SourceError as error:
                self.report.failed.append(Failure(file.doc, error))
                read.pop(file.doc, None)
                plan.reused.pop(file.doc, None)

    def _go_on_serving(self, files: Sequence[SourceFile], plan: Plan) -> None:
        """What failed goes on being served as it was."""
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

    def _tell_read(self, read: Mapping[str, Read]) -> None:
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
