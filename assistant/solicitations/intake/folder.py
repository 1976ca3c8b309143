"""A watched folder: each message put there is filed once it is complete, then moved aside.

`traités/` holds those that were filed, `refusés/` those that could not be read, each with its reason beside it in a
`.txt` of the same name. A file is moved once its messages are in the database: killed in between, the next run finds
the same mail there already, and only moves the file. Nothing is lost, nothing is filed twice.
"""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchfiles import watch

from assistant.solicitations.intake.taken import Refused, Taken, reason
from assistant.solicitations.kept import Source
from assistant.solicitations.reception import today
from assistant.triage.messages import SUPPORTED, read_bytes
from indexer.errors import DatabaseUnavailable, NoRoom, ReadingTooHeavy, SourceError, SourceNotFound, UnreadableFile
from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

    from assistant.solicitations.reception import Reception

log = logging.getLogger("reperes")

DONE, REFUSED = "traités", "refusés"
"""Names of the folders that messages go to: the staff reads them."""
SETTLE_SECONDS: Final = 2.0
"""A file that has not changed for so long is complete."""
MEGABYTE: Final = 1024 * 1024
MAILBOX: Final = ".mbox"
MAILBOX_FACTOR: Final = 16
"""A mailbox may be so many times larger than one message."""


@dataclass(slots=True)
class Looked:
    """What a file looked like.

    Attributes:
        state: Its size, last change and place on the disk.
        since: When it was first seen so, in seconds of a clock that never goes back.
    """

    state: tuple[int, int, int]
    since: float


@dataclass(slots=True)
class Folder:
    """A watched folder.

    Attributes:
        path: Where.
        megabytes: Largest message taken.
        settle: Seconds without a change after which a file is complete.
        clock: Seconds, never going back.
    """

    path: Path
    megabytes: int
    settle: float = SETTLE_SECONDS
    clock: Callable[[], float] = time.monotonic
    _looked: dict[str, Looked] = field(default_factory=dict)

    def round(self, reception: Reception) -> Taken:
        """Files what is complete, moves it aside; `left` counts what is still being written.

        Raises:
            SourceNotFound: The folder is not there.
            WritingError: Nothing can be moved aside.
            DatabaseStateError: The queue cannot take a message; the file stays for the next round.
        """
        if not self.path.is_dir():
            raise SourceNotFound(path=self.path)
        taken = Taken()
        for file in self._files():
            if self._is_complete(file):
                self._take(file, reception, taken)
            else:
                taken.left += 1
        return taken

    def _files(self) -> Iterator[Path]:
        """Messages in it, by name; hidden files and what is in its folders left alone."""
        files = sorted(path for path in self.path.iterdir() if path.suffix.lower() in SUPPORTED)
        self._looked = {file.name: self._looked[file.name] for file in files if file.name in self._looked}
        for file in files:
            if file.is_file() and not file.is_symlink() and not file.name.startswith("."):
                yield file

    def _is_complete(self, file: Path) -> bool:
        try:
            told = file.stat()
        except OSError:  # moved away meanwhile
            return False
        state, now = (told.st_size, told.st_mtime_ns, told.st_ino), self.clock()
        known = self._looked.get(file.name)
        if known is None or known.state != state:
            self._looked[file.name] = Looked(state, now)
            return self.settle <= 0
        return now - known.since >= self.settle

    def _take(self, file: Path, reception: Reception, taken: Taken) -> None:
        try:
            messages = read_bytes(self._bytes(file), file.name, today())
        except SourceError as error:
            told = reason(error)
            taken.refused.append(Refused(file.name, told))
            self._aside(file, REFUSED, told)
            return
        for message in messages:
            taken.note(reception.receive(message, Source.FOLDER))
        self._aside(file, DONE)

    def _bytes(self, file: Path) -> bytes:
        most = self.megabytes * (MAILBOX_FACTOR if file.suffix.lower() == MAILBOX else 1)
        try:
            with file.open("rb") as stream:
                data = stream.read(most * MEGABYTE + 1)
        except OSError as exc:
            raise UnreadableFile(path=file.name, detail=exc.strerror or "") from exc
        if len(data) > most * MEGABYTE:
            raise ReadingTooHeavy(path=file.name, limit=most)
        return data

    def _aside(self, file: Path, name: str, told: str = "") -> None:
        """Moves a file aside, under another name where its own is taken."""
        folder = self.path / name
        try:
            folder.mkdir(exist_ok=True)
            target = _free(folder, file.name)
            if told:  # first: a file that is there has its reason
                target.with_name(f"{target.name}.txt").write_text(f"{told}\n", encoding="utf-8")
            with contextlib.suppress(FileNotFoundError):  # another program that watches the same folder moved it
                file.rename(target)
        except OSError as exc:
            raise writing_error(folder, exc) from exc
        self._looked.pop(file.name, None)


def follow(folder: Folder, reception: Reception, told: Callable[[Taken], None], stop: Event | None = None) -> None:
    """Files what comes into a folder, until Ctrl-C or `stop`; what the queue cannot take for a while waits there.

    Args:
        folder: Which.
        reception: Where messages go.
        told: Given what each round took, when it took or refused something.
        stop: Ends it when set.

    Raises:
        ReperesError: What `Folder.round` raises, but for what passes.
    """
    if not folder.path.is_dir():
        raise SourceNotFound(path=folder.path)
    pause = round(max(folder.settle, 0.2) * 1000)
    left = _round(folder, reception, told)
    for changes in watch(folder.path, stop_event=stop, rust_timeout=pause, yield_on_timeout=True, recursive=False):
        if changes or left:
            left = _round(folder, reception, told)


def _round(folder: Folder, reception: Reception, told: Callable[[Taken], None]) -> int:
    """Files what it can; gives how many messages are left, at least one while the queue can take none."""
    try:
        taken = folder.round(reception)
    except (DatabaseUnavailable, NoRoom) as error:  # what is there stays, and is taken once it can be
        log.warning("messages wait in the folder (%s)", type(error).__name__)
        return 1
    if taken.added or taken.known or taken.refused:
        told(taken)
    return taken.left


def _free(folder: Path, name: str) -> Path:
    """A path of a folder that nothing has yet: « mail.eml », then « mail-2.eml »."""
    stem, suffix = Path(name).stem, Path(name).suffix
    number, path = 1, folder / name
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{suffix}"
    return path
