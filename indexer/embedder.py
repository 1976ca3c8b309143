"""The embedding model: one small protocol, one real implementation."""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from indexer.embedded_weights import FOLDER_NAME, ensure_converted
from indexer.errors import ModelUnavailable
from indexer.settings import EMBEDDED_MODEL, Settings, usable_processors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

BATCH = 32
"""Texts embedded at once; the unit of progress, and of what an interruption loses."""


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
