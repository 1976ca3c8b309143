"""When the last backup was made: one line beside what it copies, for those who look whether there is one."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Final

from indexer.lasting import whole

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "last-backup"
"""Of the data folder; in no backup itself."""


def note_backup(data_dir: Path, made_at: str) -> None:
    """Writes down that one was made; a folder that cannot be written may be backed up all the same."""
    with contextlib.suppress(OSError), whole(data_dir / NAME) as written:
        written.write_text(f"{made_at}\n", encoding="ascii")


def last_backup(data_dir: Path) -> dt.datetime | None:
    """When the last one was made; `None` when none is known of."""
    try:
        return dt.datetime.fromisoformat((data_dir / NAME).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
