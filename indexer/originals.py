"""Originals: a copy of each file that is served, under the digest of its content, which answers open."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from indexer.errors import UnreadableFile
from indexer.index import original_path
from indexer.lasting import settle
from indexer.room import is_of_writing
from indexer.sources import content_digest

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.documents import Document

CHANGING = "changed while it was being read"


def keep_original(path: Path, document: Document, data_dir: Path) -> None:
    """Copies a file, unless the same content is there already.

    Args:
        path: The file.
        document: As it was read off it.
        data_dir: Where the index is.

    Raises:
        UnreadableFile: It cannot be read any more, or is no longer what was read.
        OSError: The data folder cannot be written.
    """
    target = original_path(data_dir, document)
    if target.is_file():
        return
    aside = target.with_suffix(f"{target.suffix}.new")
    try:
        shutil.copyfile(path, aside)
    except OSError as exc:
        if is_of_writing(exc, data_dir):
            raise
        detail = CHANGING if isinstance(exc, FileNotFoundError) else exc.strerror
        raise UnreadableFile(path=path, detail=detail) from exc
    if content_digest(aside) != document.digest:
        aside.unlink()
        raise UnreadableFile(path=path, detail=CHANGING)
    settle(aside)
    aside.replace(target)
