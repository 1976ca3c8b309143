"""A file that a command is asked to write: whole or not at all; what is no file (a pipe, a terminal) as it comes."""

from __future__ import annotations

import io
import os
import stat
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from indexer.errors import NotWritable
from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from _typeshed import ReadableBuffer


@contextmanager
def written(path: Path, errors: str = "strict") -> Iterator[TextIO]:
    """The text that takes the place of a file once all of it is written; nothing of it stays after an error.

    A link goes on leading to what is written. What is not a regular file, as `/dev/stdout` or a named pipe, is never
    replaced, whatever the rights are: it is written to directly; where it is the standard output, that is given.

    Args:
        path: Where.
        errors: What becomes of half characters, as `open` takes it.

    Raises:
        WritingError: It cannot be opened, or written to the end: a disk that fills up is told with the file's name.
    """
    if _is_standard_output(path):
        yield sys.stdout
        sys.stdout.flush()
        return
    if _is_special(path):
        with _opened(path, path, path, errors) as stream:
            yield stream
        return
    real = _real(path)
    aside = _aside(real)
    try:
        with _opened(aside, real.parent, path, errors) as stream:
            yield stream
        _take_place(aside, real)
    finally:
        aside.unlink(missing_ok=True)


def check_writable(path: Path) -> None:
    """Finds out before long work whether its end could be written.

    Raises:
        WritingError: It could not.
    """
    if _is_standard_output(path):
        return
    if _is_special(path):
        if not os.access(path, os.W_OK):
            raise NotWritable(path=path)
        return
    aside = _aside(_real(path))
    _opened(aside, aside.parent, path, "strict").close()
    aside.unlink(missing_ok=True)


class _Telling(io.FileIO):
    """What cannot be written is told with the name of the file that was asked for; the system names none."""

    def __init__(self, path: Path, asked: Path) -> None:
        super().__init__(path, "w")
        self._asked = asked

    def write(self, written: ReadableBuffer, /) -> int:
        """As usual.

        Raises:
            WritingError: The disk is full, or fails.
        """
        try:
            return super().write(written)
        except BrokenPipeError:  # whoever read has had enough
            raise
        except OSError as exc:
            raise writing_error(self._asked, exc) from exc


def _opened(path: Path, named: Path, asked: Path, errors: str) -> TextIO:
    try:
        raw = _Telling(path, asked)
    except OSError as exc:
        raise writing_error(named, exc) from exc
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors=errors)


def _take_place(aside: Path, path: Path) -> None:
    try:
        aside.replace(path)
    except OSError as exc:
        raise writing_error(path, exc) from exc


def _is_standard_output(path: Path) -> bool:
    """Also where it was redirected to a file: to open that again would write over its beginning."""
    try:
        return os.path.samestat(path.stat(), os.fstat(1))
    except OSError:
        return False


def _is_special(path: Path) -> bool:
    """Neither a file nor a folder."""
    try:
        mode = path.stat().st_mode
    except OSError:  # not there yet, or told by whoever opens it
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _real(path: Path) -> Path:
    try:
        real = path.resolve()
        is_folder = real.is_dir()
    except (OSError, RuntimeError) as exc:  # links in a circle
        raise NotWritable(path=path) from exc
    if is_folder:
        raise NotWritable(path=path)
    return real


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.{os.getpid()}")
