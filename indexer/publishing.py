"""Generations: written aside, put in service, taken back, forgotten. Callers hold the lock of the data folder.

```
write ─▶ generations/building-<name>/ ─▶ rename ─▶ generations/<name>/ ─▶ publish: CURRENT ─▶ prune
```
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.errors import (
    GenerationNotFound,
    IndexCorrupt,
    IndexNotReadable,
    IndexOutdated,
    IndexStateError,
    NoRoom,
    StoreUnavailable,
)
from indexer.index import (
    CURRENT_NAME,
    GENERATIONS,
    ORIGINALS,
    current_generation,
    open_index,
    original_path,
    save_passages,
)
from indexer.lasting import settle, settle_below, whole
from indexer.lexical import LexicalIndex
from indexer.manifest import FORMAT, Manifest, corpus_digest
from indexer.passages import SPLITTING
from indexer.room import is_scant, is_there, readable
from indexer.surveys import save_surveys
from indexer.vector_cache import VectorCache
from indexer.vectors import VectorKey, VectorStore, drop

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from indexer.build import Progress
    from indexer.embedder import Embedder
    from indexer.passages import Passage
    from indexer.record import Read
    from indexer.settings import Settings

BUILDING = "building-"
VECTORS_NAME = "vectors.sqlite"
_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}-\d+")
"""What `write` names a generation: its moment, the beginning of its corpus's digest, a process."""


@dataclass(frozen=True, slots=True)
class Built:
    """A generation that is complete and not yet served; `embedded` texts were computed for it."""

    generation: str
    embedded: int


def write(
    records: Sequence[Read],
    sources: tuple[str, ...],
    settings: Settings,
    embedder: Embedder,
    progress: Progress,
    now: dt.datetime,
) -> Built:
    """Writes a complete generation, aside.

    Args:
        records: In the order of their paths.
        sources: Indexed folders or files, absolute.
        settings: Where.
        embedder: The model; texts seen before come from the cache.
        progress: Told of the steps `embedding` and `writing`.
        now: UTC: when it is built.

    Raises:
        OSError, WritingError: The folder cannot be written; nothing half-built stays behind.
        StoreUnavailable: The Chroma server does not answer.
    """
    documents = tuple(record.document for record in records)
    passages = [passage for record in records for passage in record.passages]
    digest = corpus_digest(documents)
    building = _Building(f"{now:%Y%m%dT%H%M%S%f}-{digest[:8]}-{os.getpid()}", settings)
    with building.whole_or_gone():
        vectors, embedded = building.add_vectors(passages, embedder, progress)
        LexicalIndex.build([p.embedded_text for p in passages]).save(building.folder)
        save_surveys(building.folder, tuple(record.survey for record in records if record.survey is not None))
        Manifest(
            format=FORMAT,
            generation=building.name,
            built_at=told(now),
            embedding_model=embedder.name,
            dimension=embedder.dimension,
            splitting=SPLITTING,
            corpus_digest=digest,
            passages_digest=save_passages(building.folder, passages),
            passages=len(passages),
            vectors=vectors,
            sources=sources,
            documents=documents,
        ).save(building.folder)
    return Built(building.name, embedded)


class _Building:
    """A generation while it is written, in a folder that nobody reads."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = name
        self._settings = settings
        self._generations = settings.data_dir / GENERATIONS
        self.folder = self._generations / f"{BUILDING}{name}"
        self._store: VectorStore | None = None

    @contextlib.contextmanager
    def whole_or_gone(self) -> Iterator[None]:
        """What is written meanwhile becomes a generation; after an error, or Ctrl-C, nothing of it stays."""
        _sweep(self._generations, self._settings)
        self.folder.mkdir()
        try:
            yield
            settle_below(self.folder)  # a power cut leaves the former generation served, or this one, whole
            self.folder.rename(self._generations / self.name)
            settle(self._generations)
        except BaseException as exc:
            lacks_room = isinstance(exc, IndexCorrupt) and is_scant(self.folder)  # Chroma does not say why it failed
            self._forget()
            if lacks_room:
                raise NoRoom(path=self._settings.data_dir) from exc
            raise

    def add_vectors(self, passages: Sequence[Passage], embedder: Embedder, progress: Progress) -> tuple[int, int]:
        """How many vectors there are, and how many of their texts were not in the cache."""
        settings = self._settings
        keys, texts = vector_texts(passages)
        progress.start("embedding", len(texts))
        with VectorCache(settings.data_dir / VECTORS_NAME) as cache:
            embedded = cache.fill(embedder, texts, progress.advance)
            progress.start("writing", len(texts))
            self._store = VectorStore.create(self.folder, self.name, settings.chroma_url)
            self._store.add(keys, cache.batches(embedder.name, texts), progress.advance)
            cache.keep(embedder.name, texts, generations=settings.kept_generations)
        return len(keys), embedded

    def _forget(self) -> None:
        with contextlib.suppress(StoreUnavailable):  # what went wrong first is told; the next indexing sweeps the rest
            if self._store is not None:
                drop(self.folder, self.name, self._settings.chroma_url)
            shutil.rmtree(self.folder, ignore_errors=True)


def told(moment: dt.datetime) -> str:
    """A moment as manifests have it: ISO 8601, to the second."""
    return moment.isoformat(timespec="seconds")


def vector_texts(passages: Sequence[Passage]) -> tuple[list[VectorKey], list[str]]:
    """What is embedded of passages: each of them whole, then its windows."""
    keys, texts = [], []
    for row, passage in enumerate(passages):
        keys.append(VectorKey(row))
        texts.append(passage.embedded_text)
        for sentence, window in passage.windows():
            keys.append(VectorKey(row, sentence))
            texts.append(window)
    return keys, texts


def publish(generation: str, data_dir: Path) -> None:
    """Puts a generation in service: one rename, which readers see whole or not at all."""
    with whole(data_dir / CURRENT_NAME) as pointer:
        pointer.write_text(generation, encoding="utf-8")


def discard(generation: str, settings: Settings) -> None:
    """Forgets a generation that is not to be served. Its vectors stay in the cache.

    Raises:
        StoreUnavailable: The Chroma server does not answer; the generation stays.
    """
    folder = settings.data_dir / GENERATIONS / generation
    drop(folder, generation, settings.chroma_url)
    shutil.rmtree(folder, ignore_errors=True)


def generations(data_dir: Path) -> list[Manifest]:
    """Manifests of the generations that are kept and whole, newest first.

    Raises:
        IndexNotReadable: No right to read one of them.
    """
    folder = data_dir / GENERATIONS
    found = []
    with readable(folder, IndexNotReadable):
        names = sorted((f.name for f in folder.iterdir() if f.is_dir()) if is_there(folder) else (), reverse=True)
    for name in names:
        try:
            manifest = Manifest.load(folder / name)
        except IndexNotReadable:
            raise
        except IndexStateError:
            continue
        if manifest.generation == name:
            found.append(manifest)
    return found


def roll_back(settings: Settings, generation: str = "") -> Manifest:
    """Puts a former generation in service again, after having opened it.

    Args:
        settings: Where, and which model it must have been built with.
        generation: Its name; by default the one before that which serves.

    Returns:
        What is served from now on.

    Raises:
        GenerationNotFound: No such generation, or none before.
        IndexCorrupt, IndexModelMismatch: It cannot be served; nothing has changed.
    """
    kept = {manifest.generation: manifest for manifest in generations(settings.data_dir)}
    served = "" if generation else current_generation(settings.data_dir)  # whatever serves, or fails to, gives way
    wanted = generation or max((name for name in kept if name < served), default="")
    if wanted not in kept:
        raise GenerationNotFound(generation=wanted or "—", known=", ".join(kept) or "—")
    open_index(settings, wanted)
    publish(wanted, settings.data_dir)
    return kept[wanted]


def prune(settings: Settings) -> None:
    """Forgets what was never finished, the generations beyond those to be kept, and the originals that none needs."""
    folder = settings.data_dir / GENERATIONS
    with contextlib.suppress(StoreUnavailable):
        _sweep(folder, settings)
    served = current_generation(settings.data_dir)
    others = sorted(f.name for f in folder.iterdir() if f.name != served and _is_ours(f))
    names = [*others, served]  # last whatever its name, should the clock have gone back
    for name in names[: -settings.kept_generations]:
        with contextlib.suppress(StoreUnavailable):  # what is served stands; the next indexing forgets it
            discard(name, settings)
    wanted = set()
    for name in names[-settings.kept_generations :]:
        try:
            manifest = Manifest.load(folder / name)
        except (IndexNotReadable, IndexOutdated):
            return  # which originals it needs cannot be told, and the version that made it may come back: all stay
        except IndexStateError:
            continue
        wanted |= {original_path(settings.data_dir, d).name for d in manifest.documents}
    for original in (settings.data_dir / ORIGINALS).iterdir():
        if original.name not in wanted and original.is_file():  # a folder is somebody else's: a NAS puts its own there
            original.unlink(missing_ok=True)


def _is_ours(folder: Path) -> bool:
    """Whether a folder is a generation, be it damaged: named as `write` names them, or by its manifest."""
    if not folder.is_dir():
        return False
    if _NAME.fullmatch(folder.name):
        return True
    try:
        return Manifest.load(folder).generation == folder.name
    except IndexStateError:
        return False


def _sweep(folder: Path, settings: Settings) -> None:
    for left in folder.glob(f"{BUILDING}*"):
        drop(left, left.name.removeprefix(BUILDING), settings.chroma_url)
        shutil.rmtree(left, ignore_errors=True)
