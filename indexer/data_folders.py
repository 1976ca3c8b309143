"""A data folder is no source: it holds copies, what was withdrawn; only what was added or fetched is published."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from indexer.errors import SourceIsIndex

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CURRENT, GENERATIONS = "CURRENT", "generations"
OURS = frozenset({GENERATIONS, "originals", "unpacked", "pages", "reports", "withdrawn", "evaluations", "model"})
"""Folders of a data folder (`indexer.index`) that hold what is served, copies, or what was withdrawn."""


def refuse_data_folders(sources: Iterable[Path], data_dir: Path | None) -> None:
    """Checks that no source is what an index is made of: copies, withdrawn publications, reports.

    Raises:
        SourceIsIndex: One is a data folder, or a part of one that holds no publications of its own.
    """
    own = data_dir.resolve() if data_dir else None
    for source in sources:
        path = source.resolve()
        for folder in (path, *path.parents):
            if folder != own and not is_data_folder(folder):
                continue
            inside = path.relative_to(folder).parts
            if not inside or inside[0] in OURS:
                raise SourceIsIndex(path=source)


def is_data_folder(folder: Path) -> bool:
    """Whether a folder holds an index, ours or another."""
    return os.path.isfile(folder / CURRENT) and os.path.isdir(folder / GENERATIONS)  # noqa: PTH112, PTH113 — no right to look is no
