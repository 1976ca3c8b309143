"""The staff's key: what lets somebody see and change solicitations. One key for all, until there are accounts."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from hmac import compare_digest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.accounts.messages_fr import STAFF_KEY_TOO_SHORT
from indexer.errors import InvalidSetting, NotWritable
from indexer.settings import MASK

if TYPE_CHECKING:
    from indexer.settings import Settings

KEY_NAME: Final = "staff-key"
"""Of the file in the data folder, readable by the account that made it only."""
LEAST_CHARS: Final = 16
"""Of a key that an operator chooses: 16 letters and digits at random are 95 bits."""
_RANDOM_BYTES: Final = 24


def staff_key(settings: Settings) -> str:
    """The key in force: the operator's, or one made at random the first time and kept in the data folder.

    Raises:
        InvalidSetting: The operator's is shorter than `LEAST_CHARS`.
        NotWritable: The data folder can neither give nor keep one.
    """
    chosen = settings.staff_key.get_secret_value().strip()
    if chosen:
        if len(chosen) < LEAST_CHARS:
            detail = STAFF_KEY_TOO_SHORT.format(least=LEAST_CHARS)
            raise InvalidSetting(name="REPERES_STAFF_KEY", value=MASK, detail=detail)
        return chosen
    try:
        return _kept(settings.data_dir / KEY_NAME)
    except (OSError, UnicodeDecodeError) as exc:
        raise NotWritable(path=settings.data_dir / KEY_NAME) from exc


def is_staff_key(given: str, settings: Settings) -> bool:
    """Whether a key that somebody gives is the one in force, in a time that says nothing of how close it came.

    Raises as `staff_key` does.
    """
    return compare_digest(given.strip().encode("utf-8", "replace"), staff_key(settings).encode())


def _kept(path: Path) -> str:
    """The key of a file, made when there is none; two processes that make one at once agree on the first."""
    if not (path.is_file() and path.read_text(encoding="utf-8").strip()):
        path.parent.mkdir(parents=True, exist_ok=True)
        # `mkstemp` gives the file to its owner only; linked rather than renamed, it never replaces another's.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{KEY_NAME}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{secrets.token_urlsafe(_RANDOM_BYTES)}\n")
            _put(Path(name), path)
        finally:
            Path(name).unlink(missing_ok=True)
    return path.read_text(encoding="utf-8").strip()


def _put(made: Path, path: Path) -> None:
    if path.is_file() and not path.read_text(encoding="utf-8").strip():  # emptied by hand: asks for a new one
        made.replace(path)
        return
    with contextlib.suppress(FileExistsError):
        os.link(made, path)
