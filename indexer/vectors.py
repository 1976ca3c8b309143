"""The vector store: Chroma, embedded in the generation's folder or behind a URL. The only module that knows it.

One collection holds two sorts of vectors, told apart by their identifiers: `p<passage>` (the whole passage) and
`w<passage>.<sentence>` (a window). Both carry the passage's row as metadata.
"""

from __future__ import annotations

import re
import weakref
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np

from indexer.copying_aside import copied_aside
from indexer.errors import IndexCorrupt, IndexNotReadable, NoRoom, StoreUnavailable
from indexer.room import is_scant, readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where
    from numpy.typing import NDArray

FOLDER = "chroma"
UNWRITABLE = re.compile(r"\(code: (?:8|13|14|1032)\)|readonly database|disk is full")
"""What Chroma says with SQLite's words of a disk that is read-only or full (sqlite.org/rescode.html)."""
PROBE = 50
"""Neighbours asked for when a collection is opened: Chroma counts its vectors without looking at their graph."""
HEARTBEAT = "/api/v2/heartbeat"
CONNECTING_SECONDS = 3.0
ASKING_SECONDS = 10.0
WRITING_SECONDS = 120.0
"""Longest waits for a Chroma server; a question does not wait as indexing does, and chromadb itself has no limit."""


@dataclass(frozen=True, slots=True)
class VectorKey:
    """What a vector stands for: a passage's row, and the first sentence of a window (-1: the whole passage)."""

    passage: int
    sentence: int = -1

    @property
    def id(self) -> str:
        """Its identifier in the collection."""
        return f"p{self.passage}" if self.sentence < 0 else f"w{self.passage}.{self.sentence}"


class VectorStore:
    """A generation's collection of vectors."""

    def __init__(self, client: ClientAPI, collection: Collection, folder: Path, url: str = "") -> None:
        # chromadb 1.5.9 keeps every client that is not closed, and with it all vectors of a generation no longer
        # served: 9 MB at 950 passages, whenever one was published (November 2026).
        if not url:
            weakref.finalize(self, _close, client)
        self._collection = collection
        self._folder = folder
        self._url = url

    @classmethod
    def create(cls, folder: Path, generation: str, url: str) -> VectorStore:
        """An empty collection for a generation being built.

        Raises:
            StoreUnavailable: The Chroma server does not answer.
        """
        with _answered(folder, url):
            # Cosine space; no embedding function: the default one would download an English model.
            client = _client(folder, url, WRITING_SECONDS)
            collection = client.create_collection(
                _name(generation), embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        return cls(client, collection, folder, url)

    @classmethod
    def open(cls, folder: Path, generation: str, url: str, *, size: int) -> VectorStore:
        """The collection of a published generation.

        Raises:
            IndexCorrupt: Missing, unreadable, or not holding `size` vectors.
            IndexNotReadable: No right to read it.
            StoreUnavailable: The Chroma server does not answer.
            WritingError: It cannot be written, nor copied to where it could be.
        """
        if not url:
            _check_there(folder)
        if not url and not _opens(folder):
            # Chroma 1.5.9 writes to whatever it opens; answers do without that on a full or read-only disk.
            aside, forget = copied_aside(folder / FOLDER)
            with ExitStack() as failing:
                failing.callback(forget)
                try:
                    store = cls._opened(aside, generation, url, size)
                except IndexCorrupt as exc:
                    if is_scant(aside):
                        raise NoRoom(path=aside.parent) from exc
                    raise
                failing.pop_all()
            weakref.finalize(store, forget)
            return store
        return cls._opened(folder, generation, url, size)

    @classmethod
    def _opened(cls, folder: Path, generation: str, url: str, size: int) -> VectorStore:
        with _answered(folder, url):
            client = _client(folder, url)
            collection = client.get_collection(_name(generation), embedding_function=None)
            store = cls(client, collection, folder, url)  # closes the client, also when it turns out to be damaged
            found = collection.count()
            reached, expected = _reached(collection), min(PROBE, found)
        if found != size or reached != expected:
            raise IndexCorrupt(path=folder, detail=f"{FOLDER} ({found} ≠ {size}, {reached} ≠ {expected})")
        return store

    def check(self) -> None:
        """Asks Chroma whether the collection is still there and can be read, in a server or in our folder.

        Raises:
            IndexCorrupt: It was deleted, or its files were damaged, since it was opened.
            StoreUnavailable: The server does not answer.
        """
        with _answered(self._folder, self._url):
            self._collection.count()

    def add(
        self, keys: Sequence[VectorKey], batches: Iterable[NDArray[np.float32]], advance: Callable[[int], None]
    ) -> None:
        """Adds vectors.

        Args:
            keys: One for each.
            batches: `(n, dimension)` float32 each, in the order of the keys.
            advance: Called with a number of vectors written, as they are.

        Raises:
            StoreUnavailable: The Chroma server does not answer.
        """
        start = 0
        for vectors in batches:
            part = keys[start : start + len(vectors)]
            with _answered(self._folder, self._url):
                self._collection.add(
                    ids=[key.id for key in part],
                    embeddings=vectors,
                    metadatas=[{"passage": key.passage, "sentence": key.sentence} for key in part],
                )
            start += len(part)
            advance(len(part))

    def nearest(
        self, vector: NDArray[np.float32], count: int, rows: list[int] | None = None
    ) -> list[tuple[VectorKey, float]]:
        """The nearest vectors, best first, with their cosine in [-1, 1].

        Args:
            vector: `(dimension,)` float32, L2-normalised.
            count: At most so many.
            rows: Passages to keep to; `None` for all. Not empty.

        Raises:
            IndexCorrupt: Chroma's files were damaged, or the collection deleted, since it was opened.
            StoreUnavailable: The Chroma server does not answer.
        """
        if not count:
            return []  # an index without publications; Chroma refuses to look for nothing
        within = None if rows is None else cast("Where", {"passage": {"$in": list(rows)}})
        with _answered(self._folder, self._url):
            found = self._collection.query(
                query_embeddings=vector[np.newaxis],
                n_results=count,
                where=within,
                include=["metadatas", "distances"],
            )
        metadatas = cast("list[dict[str, int]]", (found["metadatas"] or [[]])[0])
        distances = (found["distances"] or [[]])[0]
        # Chroma gives a cosine distance, 1 − cosine: turned into a similarity here and nowhere else.
        return [
            (VectorKey(m["passage"], m["sentence"]), 1.0 - float(d)) for m, d in zip(metadatas, distances, strict=True)
        ]

    def vectors(self, keys: Sequence[VectorKey]) -> dict[VectorKey, NDArray[np.float32]]:
        """Stored vectors by key; keys that are not there are left out.

        Raises:
            IndexCorrupt, StoreUnavailable: As `nearest`.
        """
        if not keys:
            return {}
        with _answered(self._folder, self._url):
            found = self._collection.get(ids=[key.id for key in keys], include=["embeddings", "metadatas"])
        metadatas = cast("list[dict[str, int]]", found["metadatas"] or [])
        embeddings = found["embeddings"] if found["embeddings"] is not None else []
        return {
            VectorKey(m["passage"], m["sentence"]): np.asarray(v, dtype=np.float32)
            for m, v in zip(metadatas, embeddings, strict=True)
        }


def reach(url: str) -> None:
    """Asks a Chroma server whether it is there.

    Raises:
        StoreUnavailable, IndexCorrupt: It does not answer, or not as Chroma does.
    """
    with _answered(Path(), url):
        _client(Path(), url).heartbeat()


def drop(folder: Path, generation: str, url: str) -> None:
    """Forgets a generation's collection on a Chroma server. Embedded, the folder itself is what goes.

    Raises:
        StoreUnavailable: The server does not answer.
    """
    if url:
        from chromadb.errors import NotFoundError

        with _answered(folder, url):
            try:
                _client(folder, url, WRITING_SECONDS).delete_collection(_name(generation))
            except NotFoundError:
                return  # the generation was broken off before it had a collection


@contextmanager
def _answered(folder: Path, url: str) -> Iterator[None]:
    """Tells what Chroma raises as errors of ours.

    A server's silence is httpx's to tell, and what it answers without a name of its own comes as a bare `Exception`.
    """
    import httpx
    from chromadb.errors import ChromaError, InternalError, RateLimitError

    try:
        yield
    except (httpx.HTTPError, InternalError, RateLimitError) as exc:
        if url:
            raise StoreUnavailable(path=folder, url=url) from exc
        raise IndexCorrupt(path=folder, detail=FOLDER) from exc
    # AttributeError: chromadb 1.5.9 keeps a client that failed to start, and hands it out at the next call.
    except (ChromaError, ValueError, OSError, AttributeError) as exc:
        raise IndexCorrupt(path=folder, detail=FOLDER) from exc
    except Exception as exc:
        if url and type(exc) is Exception:
            raise StoreUnavailable(path=folder, url=url) from exc
        raise


def _check_there(folder: Path) -> None:
    """Chroma makes what is not there, and says of what may not be read only that it cannot open it."""
    path = folder / FOLDER / "chroma.sqlite3"
    try:
        with readable(path, IndexNotReadable), path.open("rb"):
            return
    except OSError as exc:
        raise IndexCorrupt(path=folder, detail=FOLDER) from exc


def _opens(folder: Path) -> bool:
    """Whether Chroma can write to a folder of ours, as it does when it opens one."""
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.errors import InternalError

    try:
        _close(_client(folder, ""))
    except InternalError as exc:
        # It keeps the client that failed to start, and hands it out when the folder can be written again.
        SharedSystemClient._identifier_to_system.pop(str(folder / FOLDER), None)  # noqa: SLF001 — no other way
        return not UNWRITABLE.search(str(exc))
    except Exception:  # noqa: BLE001 — told by whoever opens it for good
        return True
    return True


def _reached(collection: Collection) -> int:
    """How many neighbours a stored vector has, of `PROBE` asked for: fewer than there are when the graph is lost."""
    held = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if held is None or len(held) == 0:
        return 0
    return len(collection.query(query_embeddings=held, n_results=PROBE, include=[])["ids"][0])


def _close(client: ClientAPI) -> None:
    """Gives back what an embedded client holds, once nobody has its store any longer."""
    with suppress(Exception):  # its folder may be gone
        cast("Client", client).close()


def _name(generation: str) -> str:
    return f"reperes-{generation}".lower()


def _client(folder: Path, url: str, patience: float = 0.0) -> ClientAPI:
    import chromadb
    import httpx
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if url:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        # No setting of chromadb 1.5.9 says how long to wait for a server: it is asked first whether it answers at all.
        limits = httpx.Timeout(patience or ASKING_SECONDS, connect=CONNECTING_SECONDS)
        httpx.get(f"{parts.scheme}://{parts.hostname}:{port}{HEARTBEAT}", timeout=limits).raise_for_status()
        try:
            client = chromadb.HttpClient(host=parts.hostname or "", port=port, ssl=secure, settings=quiet)
        except ValueError as exc:  # what chromadb 1.5.9 raises when nobody answers
            raise StoreUnavailable(path=folder, url=url) from exc
        client._server._session.timeout = limits  # type: ignore[attr-defined]  # noqa: SLF001 — likewise
        return client
    return chromadb.PersistentClient(path=str(folder / FOLDER), settings=quiet)
