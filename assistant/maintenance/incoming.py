"""Files on their way in: written piece by piece in a hidden folder, under a safe name, never beyond the bound."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from assistant.maintenance import messages
from indexer.errors import UploadTooLarge
from indexer.fetching.limits import MEGABYTE
from indexer.room import writing_error
from indexer.unpacking.names import safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator

INCOMING: Final = ".incoming"
DAY_SECONDS: Final = 86_400
PIECE: Final = 1 << 20


@contextlib.contextmanager
def receiving(added: Path) -> Iterator[Path]:
    """A folder to receive files in, below that of the added publications; hidden from indexing, gone afterwards.

    Raises:
        WritingError: It cannot be made.
    """
    root = added / INCOMING
    try:
        root.mkdir(parents=True, exist_ok=True)
        sweep(root)
        folder = Path(tempfile.mkdtemp(dir=root))
    except OSError as exc:
        raise writing_error(root, exc) from exc
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def receive(stream: IO[bytes], name: str, folder: Path, megabytes: int) -> Path:
    """Writes what comes into a folder given by `receiving`.

    Args:
        stream: The bytes.
        name: As whoever sends them calls them.
        folder: The folder.
        megabytes: Largest file.

    Returns:
        The file, under a name that is safe on every system.

    Raises:
        UploadTooLarge: Beyond what may be added.
        WritingError: It cannot be written.
    """
    path = folder / file_name(name)
    count = 0
    try:
        with path.open("wb") as target:
            while piece := stream.read(PIECE):
                count += len(piece)
                if count > megabytes * MEGABYTE:
                    raise UploadTooLarge(limit=megabytes)
                target.write(piece)
    except OSError as exc:
        raise writing_error(path, exc) from exc
    return path


def file_name(told: str) -> str:
    """A safe name for a file that somebody sends: the last part of a path, its suffix in lower case."""
    name = safe_name(told.replace("\\", "/").rsplit("/", 1)[-1])
    path = Path(name or messages.UNNAMED)
    return f"{path.stem}{path.suffix.lower()}"


def sweep(root: Path) -> None:
    """Takes away what was being received when a process died, a day ago."""
    for left in root.iterdir() if root.is_dir() else ():
        if time.time() - left.stat().st_mtime > DAY_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
