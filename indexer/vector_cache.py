"""A cache of vectors on disk, by content."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedder import BATCH
from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from numpy.typing import NDArray

    from indexer.embedder import Embedder

READ_BATCH = 2000
"""Vectors read at once: 3 MB in 384 dimensions, whatever the size of the index."""
CACHE_FORMAT = 2
"""Version of the cache's table."""


class VectorCache:
    """Vectors by content, in one SQLite file: what makes a second indexing embed nothing, and a broken-off one resume.

    Keyed by model and text: vectors may be shared between passages, passages' identities never are.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file, made anew when it is damaged: it only holds what can be computed again.

        Raises:
            WritingError: It cannot be opened or written.
        """
        try:
            try:
                self._connection = _connect(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                path.unlink()
                self._connection = _connect(path)
        except (OSError, sqlite3.Error) as exc:
            raise writing_error(path, exc) from exc
        self._path = path

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Closes the file."""
        self._connection.close()

    def fill(self, embedder: Embedder, texts: Sequence[str], advance: Callable[[int], None]) -> int:
        """Computes the vectors of the texts never seen, and keeps each batch as soon as it is done.

        Args:
            embedder: The model.
            texts: Any of them may come twice.
            advance: Called with a number of texts done, as they are.

        Returns:
            How many texts were really embedded.

        Raises:
            WritingError: They cannot be kept; those of the batches before are.
        """
        missing: dict[bytes, str] = {}
        for text in texts:
            key = _key(embedder.name, text)
            if key not in missing and not self._has(key):
                missing[key] = text
        advance(len(texts) - len(missing))
        ordered = sorted(missing, key=lambda key: len(missing[key]))  # texts of like length: less padding
        for start in range(0, len(ordered), BATCH):
            batch = ordered[start : start + BATCH]
            vectors = embedder.embed_passages([missing[key] for key in batch])
            rows = [(key, vector.tobytes()) for key, vector in zip(batch, vectors, strict=True)]
            with self._writing():
                self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, 0)", rows)
            advance(len(batch))
        return len(missing)

    def batches(self, model: str, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        """Vectors of texts that were all filled in.

        Returns:
            `(n, dimension)` float32, L2-normalised, in the order of the texts, `READ_BATCH` at once.
        """
        for start in range(0, len(texts), READ_BATCH):
            held = [self._get(_key(model, text)) for text in texts[start : start + READ_BATCH]]
            yield np.frombuffer(b"".join(held), dtype=np.float32).reshape(len(held), -1)

    def keep(self, model: str, texts: Sequence[str], *, generations: int) -> None:
        """Notes what this generation uses, and forgets what none of the last ones did.

        Args:
            model: Identity of the model.
            texts: Of the generation.
            generations: How many to remember, this one included.

        Raises:
            WritingError: It cannot be noted.
        """
        with self._writing():
            (last,) = self._connection.execute("SELECT coalesce(max(used), 0) FROM vectors").fetchone()
            rows = ((last + 1, _key(model, text)) for text in texts)
            self._connection.executemany("UPDATE vectors SET used = ? WHERE key = ?", rows)
            self._connection.execute("DELETE FROM vectors WHERE used <= ?", (last + 1 - generations,))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """What is written is kept all together, or not at all."""
        try:
            with self._connection:
                yield
        except sqlite3.OperationalError as exc:
            raise writing_error(self._path, exc) from exc

    def _has(self, key: bytes) -> bool:
        return self._connection.execute("SELECT 1 FROM vectors WHERE key = ?", (key,)).fetchone() is not None

    def _get(self, key: bytes) -> bytes:
        vector: bytes = self._connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()[0]
        return vector


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError(path)
        if connection.execute("PRAGMA user_version").fetchone()[0] != CACHE_FORMAT:
            connection.execute("DROP TABLE IF EXISTS vectors")
            connection.execute(f"PRAGMA user_version = {CACHE_FORMAT}")
        # Rows are appended and only the short keys are sorted: a table sorted by key would be rewritten all over.
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB UNIQUE, vector BLOB, used INTEGER)")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _key(model: str, text: str) -> bytes:
    return hashlib.blake2b(f"{model}\0{text}".encode(), digest_size=20).digest()
