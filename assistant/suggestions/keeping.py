"""Verified questions kept in the data folder, a file a generation: another process, or a restart, has them at once."""

from __future__ import annotations

import json
import logging
import zipfile
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.suggestions.phrasing import Wording
from assistant.suggestions.verifying import Verified
from indexer.lasting import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

log = logging.getLogger("reperes")

FOLDER: Final = "suggestions"
VERSION: Final = 1
"""Of the rules by which questions are made and verified: raised when they change, so that they are verified anew."""
GENERATIONS: Final = "generations"


def kept(data_dir: Path, generation: str) -> dict[str, Verified | None]:
    """What was verified of a generation: question → what it is answered by, `None` for one that is not answered."""
    try:
        with _path(data_dir, generation).open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            told = json.loads(str(file["told"]))
            vectors = file["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}
    if told.get("version") != VERSION:
        return {}
    found: dict[str, Verified | None] = dict.fromkeys(told["refused"])
    for one, vector in zip(told["verified"], vectors, strict=True):
        wording = Wording(one["wording"])
        found[one["text"]] = Verified(
            one["text"],
            wording,
            one["doc"],
            vector,
            tuple(one["docs"]),
            tuple(one["quotes"]),
            tuple(one["names"]),
        )
    return found


def keep(data_dir: Path, generation: str, verified: Mapping[str, Verified | None]) -> None:
    """Writes what was verified so far, at once; files of generations that are gone go. What fails is logged."""
    answered = [each for each in verified.values() if each is not None]
    told = {
        "version": VERSION,
        "refused": [text for text, each in verified.items() if each is None],
        "verified": [
            {"text": v.text, "wording": v.wording, "doc": v.doc, "docs": v.docs, "quotes": v.quotes, "names": v.names}
            for v in answered
        ],
    }
    vectors = np.stack([v.vector for v in answered]) if answered else np.zeros((0, 0))
    path = _path(data_dir, generation)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole(path, mode=0o600) as aside, aside.open("wb") as stream:
            np.savez_compressed(
                stream, told=np.array(json.dumps(told, ensure_ascii=False)), vectors=vectors.astype(np.float16)
            )
        _forget(path.parent, data_dir / GENERATIONS)
    except OSError as error:
        log.warning("suggested questions could not be kept (%s)", type(error).__name__)


def _forget(folder: Path, generations: Path) -> None:
    known = {each.name for each in generations.iterdir()} if generations.is_dir() else set()
    for path in _files(folder):
        if path.stem not in known:
            path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterable[Path]:
    return list(folder.glob("*.npz"))


def _path(data_dir: Path, generation: str) -> Path:
    return data_dir / FOLDER / f"{generation}.npz"
