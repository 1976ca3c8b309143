"""Reading in worker processes, each file under a limit of time and of memory.

A hostile or huge file then fails alone and named: its worker is stopped, another takes its place, the rest goes on.
Pebble rather than `concurrent.futures`: a task that is late is really ended, a worker that dies breaks nothing else.

```
build ─▶ Readers.read ─▶ worker: reading.read → inference → surveys → passages.split ─▶ Read | SourceError
      └▶ Readers.unpack ─▶ worker: unpacking.unpack ─▶ members | SourceError
triage ─▶ Readers.words ─▶ worker: reading.read ─▶ first words | SourceError
```
"""

from __future__ import annotations

import logging
import multiprocessing
import resource
import signal
from concurrent.futures import TimeoutError as LateError
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from pebble import ProcessExpired, ProcessPool

from indexer.errors import ReaderStopped, ReadingTooHeavy, ReadingTooLong, SourceError
from indexer.record import first_words, read_record
from indexer.unpacking import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from indexer.reading.options import ReadingOptions
    from indexer.record import Read
    from indexer.sources import SourceFile
    from indexer.unpacking import Bounds, Member

PAGE_SECONDS = 30
"""Recognising the words of one scanned page takes 1 to 5 s at 300 dpi (tesseract 5, one core); so many times that."""
MEGABYTE = 1024 * 1024
log = logging.getLogger("reperes")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    Attributes:
        jobs: Worker processes.
        seconds: Time to read one file, scanned pages apart; each of those has `PAGE_SECONDS` more.
        megabytes: Address space of a worker.
    """

    jobs: int
    seconds: int
    megabytes: int


class Readers:
    """The worker processes; started at the first file, ended on leaving."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._started: ProcessPool | None = None

    def __enter__(self) -> Self:
        """Starts nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the workers, whatever they are at."""
        if self._started is not None:
            self._started.stop()  # type: ignore[no-untyped-call]  # untyped in pebble 5.2
            self._started.join()

    def read(
        self, files: Mapping[SourceFile, str], options: ReadingOptions, pages: Mapping[SourceFile, int] | None = None
    ) -> Iterator[tuple[SourceFile, Read | SourceError]]:
        """Reads files, in the order in which they are done.

        Args:
            files: With the digest of each.
            options: How to read.
            pages: For a file whose scanned pages are to be recognised, how many.
        """
        more = pages or {}
        bounded = replace(options, megabytes=self._limits.megabytes)
        pool = self._pool(len(files))
        yield from self._each(
            {
                file: pool.schedule(read_record, (file, digest, bounded), timeout=self._seconds(more.get(file, 0)))
                for file, digest in files.items()
            },
            more,
        )

    def words(
        self, files: Sequence[SourceFile], options: ReadingOptions, most: int
    ) -> Iterator[tuple[SourceFile, str | SourceError]]:
        """The first words of files, in the order in which they are done.

        Args:
            files: Whose types may be opened.
            options: How to read.
            most: Characters of each, at most.
        """
        bounded = replace(options, megabytes=self._limits.megabytes)
        pool = self._pool(len(files))
        yield from self._each(
            {
                file: pool.schedule(first_words, (file.path, bounded, most), timeout=self._limits.seconds)
                for file in files
            },
            {},
        )

    def unpack(
        self, files: Mapping[SourceFile, Path], bounds: Bounds, *, archives: bool
    ) -> Iterator[tuple[SourceFile, list[Member] | SourceError]]:
        """Takes the documents out of messages, mailboxes and archives, each into its own folder."""
        pool = self._pool(len(files))
        yield from self._each(
            {
                file: pool.schedule(
                    unpack, (file.path, into, bounds), {"archives": archives}, timeout=self._limits.seconds
                )
                for file, into in files.items()
            },
            {},
        )

    def _seconds(self, pages: int) -> int:
        return self._limits.seconds + PAGE_SECONDS * pages

    def _pool(self, files: int) -> ProcessPool:
        if self._started is None:
            # A fork of this process would inherit its threads' locks (torch, Chroma); a fork server has none.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload([__name__])
            self._started = ProcessPool(
                max_workers=max(1, min(self._limits.jobs, files)),
                initializer=_confine,
                initargs=(self._limits.megabytes,),
                context=context,
            )
        return self._started

    def _each(
        self, awaited: Mapping[SourceFile, Future[T]], pages: Mapping[SourceFile, int]
    ) -> Iterator[tuple[SourceFile, T | SourceError]]:
        files = {future: file for file, future in awaited.items()}
        for future in as_completed(files):
            file = files[future]
            try:
                yield file, future.result()
            except SourceError as error:
                yield file, error
            except LateError:
                yield file, ReadingTooLong(path=file.path, limit=self._seconds(pages.get(file, 0)))
            except MemoryError:
                yield file, ReadingTooHeavy(path=file.path, limit=self._limits.megabytes)
            except ProcessExpired as exc:
                yield file, ReaderStopped(path=file.path, detail=f"code {exc.exitcode}")
            except BrokenProcessPool as exc:  # no worker can be kept alive: the machine's trouble, told by each file
                yield file, ReaderStopped(path=file.path, detail=str(exc) or type(exc).__name__)
            except Exception as exc:  # a defect of a reader is that file's failure, and not the end of the indexing
                log.exception("%s", file.doc)
                yield file, ReaderStopped(path=file.path, detail=type(exc).__name__)


def _confine(megabytes: int) -> None:
    """Bounds the memory of a worker; Ctrl-C is its parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    allowed = megabytes * MEGABYTE
    with suppress(ValueError):  # a lower limit than ours is set already
        resource.setrlimit(resource.RLIMIT_AS, (allowed, resource.getrlimit(resource.RLIMIT_AS)[1]))
