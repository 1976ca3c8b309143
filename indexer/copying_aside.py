"""A folder that cannot be written, taken to another disk: what insists on writing as it opens can then be read."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from indexer.errors import NoRoom
from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("reperes")

PREFIX: Final = "reperes-"


def copied_aside(folder: Path) -> tuple[Path, Callable[[], None]]:
    """Copies a folder under the system's temporary one.

    Returns:
        The folder that holds the copy, under the same name; and what takes it away.

    Raises:
        WritingError: Nothing can be written there either.
    """
    place = tempfile.gettempdir()
    try:
        aside = Path(tempfile.mkdtemp(prefix=PREFIX))
    except OSError as exc:
        raise writing_error(place, exc) from exc

    def forget() -> None:
        shutil.rmtree(aside, ignore_errors=True)

    try:
        shutil.copytree(folder, aside / folder.name, copy_function=shutil.copyfile)
    except OSError as exc:  # `shutil.Error`, which keeps what each file met as words
        forget()
        raise (NoRoom(path=place) if isinstance(exc, shutil.Error) else writing_error(place, exc)) from exc
    log.warning("%s cannot be written: it is read from a copy, %s", folder, aside)
    return aside, forget
