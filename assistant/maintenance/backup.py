"""A backup: one archive of what cannot be made again, with the digest of each file, taken while the service runs.

```
solicitations.sqlite, gaps.sqlite ─▶ SQLite's online copy ┐
added/, withdrawn/, triage_model.npz, reports/…           ├─▶ .backing-up-…/archive ─▶ rename ─▶ NAME.tar.gz
templates, catalogue.yaml, sources.yaml (beside/)         ┘    manifest.json, last
```

Never in it: keys, passwords, the file `.env`; only the names of the settings that are set. With the index: the
generation that serves, its originals, what was fetched, the cache of vectors.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from filelock import FileLock

from assistant.database.opening import check_whole
from assistant.maintenance import messages
from assistant.maintenance.gathering import gather
from assistant.maintenance.kept_backups import note_backup
from indexer.errors import IndexNotReadable, IndexStateError, SourceNotFound
from indexer.index import ADDED, current_manifest
from indexer.lasting import place, sweep
from indexer.room import is_there, readable, writing_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.settings import Settings

FORMAT: Final = 1
"""Version of the archive's form."""
MANIFEST: Final = "manifest.json"
LINKS_TOLD: Final = 10
ASIDE: Final = ".backing-up-"
"""Of the folder where a backup is written, beside the place that it takes: for its owner only."""
PG_DUMP: Final = 'pg_dump --format=custom --file=reperes.dump --dbname="$REPERES_DATABASE_URL"'
_SQLITE = frozenset({".sqlite", ".sqlite3"})


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a backup: bytes, and sha256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself.

    Attributes:
        format: `FORMAT`.
        made_at: UTC, ISO 8601.
        version: Of the program.
        database: `sqlite`, or `postgresql`: then it is not in the archive.
        generation: That serves; empty when nothing was indexed, or without the index.
        settings: Names of the settings that are set; never what they hold.
        notes: What is to be known, in French: what is apart and how to copy it.
        files: By name in the archive.
    """

    format: int
    made_at: str
    version: str
    database: str
    generation: str
    settings: tuple[str, ...]
    notes: tuple[str, ...]
    files: dict[str, Stored] = field(default_factory=dict)


def back_up(settings: Settings, path: Path, *, with_index: bool = False) -> Contents:
    """Writes a backup, readable by its owner only; whole or not at all.

    Args:
        settings: What is backed up.
        path: The archive, `.tar.gz`; replaced when it is there.
        with_index: Take what can be made again too.

    Raises:
        RestoreUnfinished: There is but half of another one to copy.
        WritingError: It cannot be written.
        SourceNotFound: Something that it should hold is a link that leads nowhere: its disk may be absent.
        NotReadable, IndexNotReadable: No right to read something that it should hold.
    """
    check_whole(settings.data_dir)
    path = Path(os.path.realpath(path))  # a link goes on leading to the last backup
    contents = _contents(settings, with_index=with_index)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent, f"{ASIDE}*")
        with tempfile.TemporaryDirectory(prefix=ASIDE, dir=path.parent) as aside:
            part = Path(aside) / "archive"
            with (
                os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as output,
                _still(settings.data_dir),
                tarfile.open(fileobj=output, mode="w:gz", compresslevel=6) as archive,
            ):
                gathered = gather(settings, with_index=with_index)
                if gathered.absent:
                    raise SourceNotFound(path=gathered.absent[0])
                for name, file in gathered.files:
                    contents.files[name] = _add(archive, name, file, Path(aside))
                contents = _with_links(contents, gathered.left_out)
                _add_manifest(archive, contents)
            place(part, path)
        note_backup(settings.data_dir, contents.made_at)
    except OSError as exc:
        raise writing_error(path, exc) from exc
    return contents


def weight(settings: Settings, *, with_index: bool = False) -> int:
    """Bytes of what a backup would hold, before they are compressed; files that come and go are left out.

    Raises:
        NotReadable, IndexNotReadable: No right to look.
    """
    total = 0
    for _, file in gather(settings, with_index=with_index).files:
        with contextlib.suppress(OSError):
            total += file.stat().st_size
    return total


def links_left_out(settings: Settings, *, with_index: bool = False) -> str:
    """What a backup would say of the links that it does not follow; empty when there is none.

    Raises:
        NotReadable, IndexNotReadable: No right to look.
    """
    return _links_note(gather(settings, with_index=with_index).left_out)


def _contents(settings: Settings, *, with_index: bool) -> Contents:
    on_server = bool(settings.database_url.get_secret_value())
    notes = [messages.POSTGRESQL_APART.format(command=PG_DUMP)] if on_server else []
    generation = ""
    if with_index:
        try:
            generation = current_manifest(settings.data_dir).generation
        except IndexNotReadable:
            raise  # there is one: a backup without it would not be what was asked for
        except IndexStateError:
            pass
        notes += [messages.CHROMA_APART] if settings.chroma_url else []
    try:
        number = version("reperes")
    except PackageNotFoundError:  # run from a copy that was not installed
        number = ""
    return Contents(
        format=FORMAT,
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        version=number,
        database="postgresql" if on_server else "sqlite",
        generation=generation,
        settings=settings.set_names(),
        notes=tuple(notes),
    )


def _with_links(contents: Contents, left_out: list[str]) -> Contents:
    """Says which links were not followed: whoever reads the backup has to know what is not in it."""
    note = _links_note(left_out)
    return replace(contents, notes=(*contents.notes, note)) if note else contents


def _links_note(left_out: list[str]) -> str:
    if not left_out:
        return ""
    names = ", ".join(left_out[:LINKS_TOLD]) + (", …" if len(left_out) > LINKS_TOLD else "")
    return messages.LINKS_LEFT_OUT.format(names=names)


@contextlib.contextmanager
def _still(data_dir: Path) -> Iterator[None]:
    """Nobody adds nor withdraws a publication meanwhile.

    Raises:
        NotReadable: No right to ask for that.
    """
    with contextlib.ExitStack() as held:
        with readable(data_dir / ADDED):
            if is_there(data_dir / ADDED):
                held.enter_context(FileLock(data_dir / ADDED / ".lock"))
        yield


def _add(archive: tarfile.TarFile, name: str, file: Path, aside: Path) -> Stored:
    if file.suffix not in _SQLITE:
        return _put(archive, name, file)
    copy = aside / "copy.sqlite"
    snapshot(file, copy)
    try:
        return _put(archive, name, copy)
    finally:
        copy.unlink()


def snapshot(database: Path, copy: Path) -> None:
    """A consistent copy of a SQLite database in use (sqlite.org/backup.html).

    Raises:
        OSError: It is damaged, or held by somebody for too long.
        NotReadable: No right to read it.
    """
    with readable(database), database.open("rb"):
        pass  # SQLite would only say that it cannot open it
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as held,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            held.backup(target)
    except sqlite3.Error as exc:
        raise OSError(str(exc)) from exc


class _Digesting:
    """A file that is read once, and its digest on the way: the file may be large, and read it is only once."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As a file's."""
        piece = self._stream.read(size)
        self.digest.update(piece)
        return piece


def _put(archive: tarfile.TarFile, name: str, file: Path) -> Stored:
    with contextlib.ExitStack() as held:
        with readable(file):
            stream = held.enter_context(file.open("rb"))
        told = os.fstat(stream.fileno())
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = told.st_size, told.st_mtime, 0o600
        reading = _Digesting(stream)
        archive.addfile(entry, reading)  # `read` is all that it calls
    return Stored(entry.size, reading.digest.hexdigest())


def _add_manifest(archive: tarfile.TarFile, contents: Contents) -> None:
    # Names whose bytes are no UTF-8 are escaped as JSON does: they come back as they were.
    written = json.dumps(asdict(contents), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    entry = tarfile.TarInfo(str(PurePosixPath(MANIFEST)))
    entry.size, entry.mode = len(written), 0o600
    archive.addfile(entry, io.BytesIO(written))
