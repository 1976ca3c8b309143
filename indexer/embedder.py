"""The embedding model: one small protocol, one real implementation, a cache of vectors on disk."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import sqlite3
import threading
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from indexer.embedded_weights import FOLDER_NAME, ensure_converted
from indexer.errors import ModelUnavailable
from indexer.room import writing_error
from indexer.settings import EMBEDDED_MODEL, Settings, usable_processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

BATCH = 32
"""Texts embedded at once; the unit of progress, and of what an interruption loses."""
READ_BATCH = 2000
"""Vectors read at once: 3 MB in 384 dimensions, whatever the size of the index."""
CACHE_FORMAT = 2
"""Version of the cache's table."""


class Embedder(Protocol):
    """Turns texts into vectors. `name` goes into the manifest: two names, two incompatible indexes."""

    @property
    def name(self) -> str:
        """Identity of the model, as the manifest records it."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(n, dimension)` float32, L2-normalised."""
        ...

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """`(dimension,)` float32, L2-normalised."""
        ...


@dataclass(frozen=True, slots=True)
class SentenceTransformerEmbedder:
    """Any sentence-transformers model, with its own query and document prompts."""

    name: str
    model: SentenceTransformer

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.model.get_embedding_dimension() or 0)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(n, dimension)` float32, L2-normalised."""
        encoded = self.model.encode_document(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        _give_memory_back()
        return np.asarray(encoded, dtype=np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """`(dimension,)` float32, L2-normalised."""
        encoded = self.model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded[0], dtype=np.float32)


def _give_memory_back() -> None:
    """Hands freed memory back to the system.

    Batches of ever other lengths leave glibc holding one large hole after another: embedding 950 passages went from
    1.0 to 2.0 GB without this, to 1.3 GB with it, at no cost in time (November 2026, torch 2.13).
    """
    with contextlib.suppress(AttributeError):  # another C library than glibc
        ctypes.CDLL(None).malloc_trim(0)


def model_identity(settings: Settings) -> str:
    """What the manifest records for the configured model, without loading it."""
    return FOLDER_NAME if settings.embedding_model == EMBEDDED_MODEL else settings.embedding_model


QUESTION_THREADS = 1
KERNELS = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY")
KERNELS_KEPT = 16
"""Kernels that oneDNN, and torch above it, keep of those compiled for each length of text; 1024 unless told otherwise.

One pass needs half a dozen, used again in every layer. With 1024, 1500 questions took a program from 1.2 to 2.0 GB;
with 16, to 1.3 GB, at 2 % of the time (torch 2.13, bfloat16, November 2026: `python -m benchmarks.leaks`).
"""


def indexing_threads(settings: Settings) -> int:
    """As many as the operator allows, by default as many as the process may use."""
    return settings.threads or usable_processors()


def load_embedder(settings: Settings, *, threads: int) -> SentenceTransformerEmbedder:
    """Loads the configured model, converting the embedded weights first when they are the ones asked for.

    Args:
        settings: Which model, and where to convert it.
        threads: CPU threads for one call. Indexing takes them all (`indexing_threads`); a question takes one: its
            few words gain nothing from two, and on a busy machine the threads waiting for each other cost ten
            times the work (measured in November 2026: 25 ms with one, 170 ms with two, other programs running).

    bfloat16 is used only where the processor computes in it (measured in November 2026 on two cores: 30 passages
    a second against 14 in float32, no loss).

    The embedded model is loaded once for as long as anything in the process holds it (470 MB in float32): a server that
    indexes, an evaluation beside it share one.

    Raises:
        ModelUnavailable: Neither a readable folder nor a reachable hub name.
        WeightsMismatch: The embedded weights are not the pinned ones.
        WritingError: The model cache cannot be written.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    for name in KERNELS:
        os.environ.setdefault(name, str(KERNELS_KEPT))  # read when torch first computes
    embedded = settings.embedding_model == EMBEDDED_MODEL
    folder = str(ensure_converted(settings.model_cache)) if embedded else settings.embedding_model
    import torch

    torch.set_num_threads(threads)
    with _LOADING:
        model = _HELD.get(folder) if embedded else None
        if model is None:
            model = _loaded(folder, settings.embedding_model, embedded=embedded)
        if embedded:
            _HELD[folder] = model
    return SentenceTransformerEmbedder(model_identity(settings), model)


_HELD: Final[weakref.WeakValueDictionary[str, SentenceTransformer]] = weakref.WeakValueDictionary()
"""Folder of the embedded weights → the model, while something holds it."""
_LOADING: Final = threading.Lock()


def _loaded(folder: str, name: str, *, embedded: bool) -> SentenceTransformer:
    import torch
    import transformers
    from sentence_transformers import SentenceTransformer

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped upstream
    fast = bool(torch.cpu.get_capabilities().get("avx512_bf16"))
    try:
        return SentenceTransformer(
            folder,
            device="cpu",
            local_files_only=embedded,
            model_kwargs={"dtype": torch.bfloat16 if fast else torch.float32},
        )
    except (OSError, ValueError) as exc:
        raise ModelUnavailable(model=name, detail=str(exc).split("\n")[0]) from exc


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
