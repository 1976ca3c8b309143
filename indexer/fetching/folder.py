"""A watched folder: its documents are copied when they are new or changed and have stopped changing."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.catalogue import CATALOGUE_NAME
from indexer.errors import AddressRefused, FetchRefused, ListingUnreadable, TooLarge, TypeRefused
from indexer.fetching import messages
from indexer.fetching.bodies import digest_of, megabytes
from indexer.fetching.names import short_digest
from indexer.fetching.state import Record
from indexer.file_names import readable
from indexer.messages import sentence
from indexer.reading import SUPPORTED

if TYPE_CHECKING:
    from indexer.fetching.limits import FetchLimits
    from indexer.fetching.shelf import Shelf

_LEFTOVERS = (".part", ".crdownload", ".tmp", ".partial")
"""Suffixes of files that browsers and copying programs have not finished."""


class Mirror:
    """Copies a watched folder, names kept. Its own `catalogue.yaml`, when it has one, is copied too."""

    def __init__(self, shelf: Shelf, limits: FetchLimits, aside: Path, now: float) -> None:
        path = shelf.source.path
        assert path is not None  # checked with the source
        self._root = path
        self._shelf = shelf
        self._limits = limits
        self._aside = aside
        self._now = now

    def run(self) -> None:
        """Brings the copy up to date.

        Raises:
            ListingUnreadable: The folder is not there, or is empty all at once (a disk that is not mounted).
        """
        files = self._files()
        kept = {name for name, record in self._shelf.records.items() if record.file}
        if kept and not files:
            detail = messages.EMPTY_ALL_AT_ONCE.format(count=len(kept))
            raise ListingUnreadable(url=str(self._root), detail=detail)
        for name, record in list(self._shelf.records.items()):  # first: a folder may have taken a file's name
            if not self._shelf.source.takes(name):
                self._shelf.remove(record, messages.LEFT_OUT)
            elif name not in files:
                self._shelf.remove(record, messages.FILE_GONE)
        for name, path in files.items():
            if self._shelf.source.takes(name):
                self._take(name, path)

    def _files(self) -> dict[str, Path]:
        """Relative name to path of all that may be a document; hidden and unfinished files are none."""
        if not self._root.is_dir():
            raise ListingUnreadable(url=str(self._root), detail=messages.NO_FOLDER)
        fetched = self._shelf.folder.parent.resolve()
        own = {fetched, fetched.parent}  # in the data folder are copies, and what was withdrawn
        found = {}
        for parent, folders, names in os.walk(self._root, followlinks=False):
            here = Path(parent)
            folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() not in own)
            for name in sorted(names):
                if not name.startswith((".", "~$")) and not name.lower().endswith(_LEFTOVERS):
                    found[readable((here / name).relative_to(self._root))] = here / name
        return found

    def _take(self, name: str, path: Path) -> None:
        record = self._shelf.records.get(name) or Record(self._shelf.source.id, name)
        try:
            stamp = self._admitted(name, path)
        except FetchRefused as error:
            self._shelf.note("refused", name, record.file, sentence(error))
            return
        except OSError:
            self._shelf.note("failed", name, record.file, messages.UNREADABLE)
            return
        if self._shelf.stands(record) and stamp == record.stamp:
            self._shelf.note("unchanged", name, record.file)
        elif self._is_fresh(path):
            self._shelf.note("waiting", name, record.file, messages.STILL_CHANGING)
        elif not record.file and self._shelf.full():
            self._shelf.note("waiting", name, reason=messages.BEYOND)
        else:
            self._copy(name, path, stamp, record)

    def _admitted(self, name: str, path: Path) -> str:
        """What tells this version from another: size and time of change.

        Raises:
            FetchRefused: A link out of the folder, a type that cannot be indexed, too large.
        """
        if not path.resolve().is_relative_to(self._root.resolve()):
            raise AddressRefused(url=name, detail=messages.LINK_OUT)
        if not path.is_file():
            raise TypeRefused(url=name, found=messages.UNKNOWN_TYPE)
        if path.suffix.lower() not in SUPPORTED and name != CATALOGUE_NAME:
            raise TypeRefused(url=name, found=path.suffix or messages.UNKNOWN_TYPE)
        told = path.stat()
        if told.st_size > self._limits.max_bytes:
            raise TooLarge(url=name, limit=megabytes(self._limits.max_bytes))
        return f"{told.st_size}-{told.st_mtime_ns}"

    def _is_fresh(self, path: Path) -> bool:
        # A clock ahead of ours (a network disk) must not keep a file waiting for ever: only the near past counts.
        return abs(self._now - path.stat().st_mtime) < self._limits.settle_seconds

    def _copy(self, name: str, path: Path, stamp: str, before: Record) -> None:
        aside = self._aside / f"{short_digest(f'{self._shelf.source.id} {name}')}.copy"
        try:
            shutil.copyfile(path, aside)
            after = path.stat()
        except OSError:
            aside.unlink(missing_ok=True)
            self._shelf.note("failed", name, before.file, messages.UNREADABLE)
            return
        if f"{after.st_size}-{after.st_mtime_ns}" != stamp or aside.stat().st_size != after.st_size:
            aside.unlink()
            self._shelf.note("waiting", name, before.file, messages.STILL_CHANGING)
            return
        self._shelf.report.meter.received += after.st_size
        told = replace(before, file=name, stamp=stamp, digest=digest_of(aside), size=after.st_size)
        self._shelf.put(told, aside, before)
