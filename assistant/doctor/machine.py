"""The machine: its Python, its system, its clock, its disk."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
import shutil
import sys
import tempfile
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from assistant.doctor import messages as words
from assistant.doctor.model import Finding, attention, fine, problem
from assistant.maintenance.generations import is_being_indexed
from indexer.errors import IndexStateError
from indexer.index import ADDED, CURRENT_NAME, current_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.settings import Settings

LEAST_PYTHON: Final = (3, 11)
EARLIEST: Final = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
"""This software is not older: a clock that says so is wrong."""
AHEAD: Final = dt.timedelta(minutes=5)
"""How far in the future a file may be: clocks of two machines, or of a share, differ."""
LEAST_BYTES: Final = 512 * 1024**2
FEW_BYTES: Final = 2 * 1024**3
"""Room under which an indexing cannot be counted on; under which it is time to see to it."""


def python(_settings: Settings) -> Iterator[Finding]:
    """Its version, and a system on which all of it works."""
    version, system = platform.python_version(), f"{platform.system()} {platform.machine()}"
    if sys.version_info[:2] < LEAST_PYTHON:
        yield problem("python", words.PYTHON_OLD.format(version=version), words.PYTHON_OLD_REMEDY)
    else:
        yield fine("python", words.PYTHON.format(version=version, system=system))
    if platform.system() == "Windows":
        yield attention("platform", words.WINDOWS, words.WINDOWS_REMEDY)


def clock(settings: Settings) -> Iterator[Finding]:
    """Neither before this software was written, nor before what it has written."""
    now = dt.datetime.now(dt.UTC)
    written = []
    for path in (settings.data_dir / CURRENT_NAME, settings.data_dir / "solicitations.sqlite"):
        with contextlib.suppress(OSError):  # not there, or told by the check of the folder
            written.append(dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC))
    with contextlib.suppress(IndexStateError, ValueError):  # told by the check of the index
        written.append(dt.datetime.fromisoformat(current_manifest(settings.data_dir).built_at))
    latest = max((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC) for moment in written), default=EARLIEST)
    if now < EARLIEST or latest - now > AHEAD:
        told = words.CLOCK_WRONG.format(now=f"{now:%Y-%m-%d %H:%M}", latest=f"{latest:%Y-%m-%d %H:%M}")
        yield problem("clock", told, words.CLOCK_REMEDY)
    else:
        yield fine("clock", words.CLOCK.format(now=f"{now:%Y-%m-%d %H:%M}"))


def data_folder(settings: Settings) -> Iterator[Finding]:
    """It can be written, has room, and nobody holds it for too long."""
    folder = settings.data_dir
    if not folder.is_dir():
        yield problem("data_folder", words.NO_FOLDER.format(path=folder), words.NO_FOLDER_REMEDY)
        return
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"reperes")
    except OSError as error:
        told = words.FOLDER_CLOSED.format(path=folder, detail=error.strerror or type(error).__name__)
        yield problem("data_folder", told, words.FOLDER_CLOSED_REMEDY)
    else:
        yield fine("data_folder", words.FOLDER.format(path=folder))
    yield _room(folder)
    yield from _locks(folder)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    told = words.ROOM.format(free=f"{free / 1024**3:.1f}".replace(".", ","))
    if free < LEAST_BYTES:
        return problem("disk", told, words.ROOM_REMEDY)
    return attention("disk", told, words.ROOM_REMEDY) if free < FEW_BYTES else fine("disk", told)


def _locks(folder: Path) -> Iterator[Finding]:
    if is_being_indexed(folder):
        yield attention("lock", words.INDEXING, words.INDEXING_REMEDY)
    adding = folder / ADDED / ".lock"
    if not os.access(adding, os.F_OK):  # nor where nobody may look: told above
        return
    try:
        with FileLock(adding).acquire(timeout=0):
            pass
    except (Timeout, OSError):
        yield attention("lock", words.ADDING, words.INDEXING_REMEDY)
