"""A published index, opened for reading; and the folder that holds its generations.

```
DATA_DIR/
├── CURRENT                  name of the generation being served; replaced atomically
├── generations/<name>/      manifest.json, passages.jsonl, surveys.json, lexical/, chroma/; never written again
├── originals/<sha256>.<ext> the indexed files as they were, so that a citation opens the page that was indexed
├── vectors.sqlite           vectors by content, shared by generations
├── pages/                   words recognised on scanned pages, by the page's image
├── unpacked/<sha256>/       documents taken out of messages, mailboxes and archives
├── fetched/<source>/        what `reperes fetch` brought
├── added/                   publications added from the maintenance pages, with their catalogue
├── model/                   the embedding model, where the account has no folder of caches
├── reports/                 what each indexing did, as a page to read and as JSON
├── restoring                a backup is being put back, or was when its process died: the rest is a half
└── index.lock               held by the one process that indexes
```
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.embedder import model_identity
from indexer.errors import DocumentNotFound, IndexCorrupt, IndexMissing, IndexModelMismatch, IndexNotReadable
from indexer.file_names import one_form
from indexer.lexical import LexicalIndex
from indexer.manifest import PASSAGES_NAME, Manifest
from indexer.passages import Passage, Sentence, SentenceKind
from indexer.room import is_there, readable
from indexer.surveys import load_surveys
from indexer.vectors import VectorStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.documents import Document
    from indexer.settings import Settings
    from indexer.surveys import Survey

CURRENT_NAME = "CURRENT"
GENERATIONS = "generations"
ORIGINALS = "originals"
ADDED = "added"
RESTORING = "restoring"
LOCK_NAME = "index.lock"
LOCK_SECONDS = 0.5
"""Longest wait for the lock: whoever looks whether it is held has it for a moment."""


@dataclass(frozen=True)
class Index:
    """One generation, complete and checked.

    Attributes:
        data_dir: The folder told above.
        manifest: What the generation says of itself.
        passages: All of them; a passage's row here is its row in both indexes.
        lexical: BM25.
        vectors: Chroma.
        surveys: Figures of the documents that hold the results of a survey.
    """

    data_dir: Path
    manifest: Manifest
    passages: tuple[Passage, ...]
    lexical: LexicalIndex
    vectors: VectorStore
    surveys: tuple[Survey, ...] = ()

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by `doc` path."""
        return {d.doc: d for d in self.manifest.documents}

    @cached_property
    def public_documents(self) -> tuple[Document, ...]:
        """Those that are not for the team alone, in the order of their paths."""
        return tuple(d for d in self.manifest.documents if not d.internal)

    @cached_property
    def public_surveys(self) -> tuple[Survey, ...]:
        """The surveys of those."""
        internal = {d.doc for d in self.manifest.documents if d.internal}
        return tuple(survey for survey in self.surveys if survey.doc not in internal)

    @cached_property
    def _renamed(self) -> dict[str, Document]:
        return {former: d for d in self.manifest.documents for former in d.former}

    @cached_property
    def rows_by_document(self) -> dict[str, tuple[int, ...]]:
        """Rows of each document's passages, in reading order."""
        rows: dict[str, list[int]] = {}
        for row, passage in enumerate(self.passages):
            rows.setdefault(passage.doc, []).append(row)
        return {doc: tuple(of_document) for doc, of_document in rows.items()}

    def document(self, doc: str, *, internal: bool = False) -> Document:
        """A document by its path, or by one that it had before it was renamed, whichever way its accents are written.

        Args:
            doc: The path.
            internal: Whether one that is for the team alone may be given.

        Raises:
            DocumentNotFound: No such document in this generation, or not for whoever asks.
        """
        told = one_form(doc)
        known = (self.documents.get(doc), self.documents.get(told), self._renamed.get(doc), self._renamed.get(told))
        found = next((document for document in known if document is not None), None)
        if found is None or (found.internal and not internal):
            raise DocumentNotFound(doc=doc)
        return found

    def original(self, doc: str, *, internal: bool = False) -> Path:
        """The file of a document, as it was when indexed.

        Args:
            doc: Its path.
            internal: Whether one that is for the team alone may be opened.

        Raises:
            DocumentNotFound: No such document in this generation, or not for whoever asks.
            IndexCorrupt: Its file was taken away from the index folder.
            IndexNotReadable: No right to read it.
        """
        path = original_path(self.data_dir, self.document(doc, internal=internal))
        try:
            with readable(path, IndexNotReadable), path.open("rb"):
                return path
        except OSError as exc:
            raise IndexCorrupt(path=self.data_dir, detail=f"{ORIGINALS}, {doc}") from exc


def original_path(data_dir: Path, document: Document) -> Path:
    """Where the file of a document is kept, by its content."""
    return data_dir / ORIGINALS / f"{document.digest}{Path(document.doc).suffix.lower()}"


def current_generation(data_dir: Path) -> str:
    """Name of the generation being served.

    Raises:
        IndexMissing: Nothing was published in this folder.
        IndexCorrupt: `CURRENT` is unreadable, or names a generation that is not there.
        IndexNotReadable: No right to read it.
    """
    path = data_dir / CURRENT_NAME
    try:
        with readable(path, IndexNotReadable):
            name = path.read_text(encoding="utf-8").strip()
            is_whole = bool(name) and Path(name).name == name and is_there(data_dir / GENERATIONS / name)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise IndexMissing(path=data_dir) from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise IndexCorrupt(path=data_dir, detail=CURRENT_NAME) from exc
    if not is_whole:
        raise IndexCorrupt(path=data_dir, detail=f"{CURRENT_NAME} ({name})")
    return name


def current_manifest(data_dir: Path) -> Manifest:
    """The manifest of the generation being served.

    Raises:
        IndexMissing: Nothing was published in this folder.
        IndexCorrupt: Files are missing or damaged.
        IndexNotReadable: No right to read them.
    """
    return Manifest.load(data_dir / GENERATIONS / current_generation(data_dir))


def generation_folder(data_dir: Path, generation: str = "") -> Path:
    """Folder of a generation, by default the one being served.

    Raises:
        IndexMissing: Nothing was published in this folder.
        IndexCorrupt: `CURRENT` is unreadable, or names a generation that is not there.
    """
    return data_dir / GENERATIONS / (generation or current_generation(data_dir))


def open_index(settings: Settings, generation: str = "") -> Index:
    """Opens a generation, by default the one being served.

    Raises:
        IndexMissing: Nothing was published in this folder.
        IndexCorrupt: Files are missing or damaged.
        IndexNotReadable: No right to read them.
        IndexModelMismatch: Built with another embedding model than the one configured.
    """
    folder = generation_folder(settings.data_dir, generation)
    manifest = Manifest.load(folder)
    configured = model_identity(settings)
    if manifest.embedding_model != configured:
        raise IndexModelMismatch(path=settings.data_dir, built_with=manifest.embedding_model, configured=configured)
    passages = load_passages(folder, manifest)
    return Index(
        data_dir=settings.data_dir,
        manifest=manifest,
        passages=passages,
        lexical=LexicalIndex.load(folder, len(passages)),
        vectors=VectorStore.open(folder, manifest.generation, settings.chroma_url, size=manifest.vectors),
        surveys=load_surveys(folder),
    )


def save_passages(folder: Path, passages: Iterable[Passage]) -> str:
    """Writes `passages.jsonl`, one passage a line.

    Returns:
        sha256 of the file, hexadecimal.
    """
    digest = hashlib.sha256()
    with (folder / PASSAGES_NAME).open("wb") as stream:
        for passage in passages:
            line = (json.dumps(asdict(passage), ensure_ascii=False) + "\n").encode()
            digest.update(line)
            stream.write(line)
    return digest.hexdigest()


def check_passages(folder: Path, manifest: Manifest) -> None:
    """Compares `passages.jsonl` with the manifest.

    Raises:
        IndexCorrupt: Missing, or not the file that was published.
        IndexNotReadable: No right to read it.
    """
    path = folder / PASSAGES_NAME
    try:
        with readable(path, IndexNotReadable), path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as exc:
        raise IndexCorrupt(path=folder, detail=PASSAGES_NAME) from exc
    if found != manifest.passages_digest:
        raise IndexCorrupt(path=folder, detail=PASSAGES_NAME)


def load_passages(folder: Path, manifest: Manifest) -> tuple[Passage, ...]:
    """Reads `passages.jsonl`, once it was checked against the manifest.

    Raises:
        IndexCorrupt: Missing, or not the file that was published.
    """
    check_passages(folder, manifest)
    # A binary stream cuts lines at line feeds only: U+2028 or U+0085 inside a passage would cut its line.
    with (folder / PASSAGES_NAME).open("rb") as stream:
        return tuple(_passage(json.loads(line)) for line in stream)


def _passage(raw: dict[str, object]) -> Passage:
    sentences = tuple(
        Sentence(s["start"], s["end"], SentenceKind(s["kind"]), s["lead"])
        for s in raw.pop("sentences")  # type: ignore[attr-defined]  # the digest vouches for the shape
    )
    # The same few titles and headings come with every passage: kept once.
    headings: tuple[str, ...] = tuple(map(sys.intern, raw.pop("headings")))  # type: ignore[call-overload]  # likewise
    doc, title = sys.intern(str(raw.pop("doc"))), sys.intern(str(raw.pop("title")))
    return Passage(doc=doc, title=title, **raw, headings=headings, sentences=sentences)  # type: ignore[arg-type]  # `raw` is JSON, as `save_passages` wrote it
