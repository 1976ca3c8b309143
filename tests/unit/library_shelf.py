"""Publications made in a line or two, indexed in memory: real words and passages, vectors that hash words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from fakes import HashingEmbedder

from assistant.library.library import Library
from assistant.retrieval import Reach
from indexer.documents import Block, BlockKind, Document, Metadata
from indexer.index import Index
from indexer.lexical import LexicalIndex
from indexer.manifest import FORMAT, Manifest
from indexer.passages import split
from indexer.vectors import VectorKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from indexer.passages import Passage
    from indexer.surveys import Survey
    from indexer.vectors import VectorStore

BUILT_AT = "2026-03-05T08:00:00+00:00"


@dataclass
class Vectors:
    """A store of one vector a passage."""

    held: dict[VectorKey, NDArray[np.float32]] = field(default_factory=dict)

    def vectors(self, keys: Sequence[VectorKey]) -> dict[VectorKey, NDArray[np.float32]]:
        """Those asked for."""
        return {key: self.held[key] for key in keys}

    def nearest(
        self, vector: NDArray[np.float32], count: int, rows: list[int] | None = None
    ) -> list[tuple[VectorKey, float]]:
        """By their cosine."""
        found = [(key, float(vector @ held)) for key, held in self.held.items() if rows is None or key.passage in rows]
        return sorted(found, key=lambda each: -each[1])[:count]


def publication(doc: str, text: str = "", **told: object) -> tuple[Document, tuple[Passage, ...]]:
    """A publication.

    Args:
        doc: Its path.
        text: Its lines: `# ` and `## ` before headings, `- ` before items of a list, `> ` before footnotes, `| ` before
            rows of a table, `--- ` before the number of a new page.
        told: Fields of `Metadata`, or of `Document`.
    """
    metadata = {name: value for name, value in told.items() if name in Metadata.__dataclass_fields__}
    others = {name: value for name, value in told.items() if name not in metadata}
    title = str(metadata.pop("title", doc))
    document = Document(doc, "/corpus", doc, Metadata(title, **metadata), **others)  # type: ignore[arg-type]
    return document, tuple(split(doc, title, list(_blocks(text))))


def _blocks(text: str) -> list[Block]:
    kinds = {"- ": BlockKind.LIST_ITEM, "> ": BlockKind.FOOTNOTE, "| ": BlockKind.TABLE}
    page: int | None = None
    above: tuple[str, ...] = ()
    blocks = []
    for line in filter(None, map(str.strip, text.splitlines())):
        marks, _, rest = line.partition(" ")
        if marks == "---":
            page = int(rest)
        elif set(marks) == {"#"}:
            blocks.append(Block(BlockKind.HEADING, rest, page, above[: len(marks) - 1], len(marks)))
            above = (*above[: len(marks) - 1], rest)
        else:
            kind = kinds.get(line[:2], BlockKind.PARAGRAPH)
            words = line if kind is BlockKind.PARAGRAPH else line[2:].replace(" / ", "\n")
            blocks.append(Block(kind, words, page, above))
    return blocks


def index_of(
    *publications: tuple[Document, tuple[Passage, ...]], surveys: tuple[Survey, ...] = (), built_at: str = BUILT_AT
) -> Index:
    """A generation of them."""
    ordered = sorted(publications, key=lambda each: each[0].doc)
    passages = tuple(passage for _, held in ordered for passage in held)
    texts = [passage.embedded_text for passage in passages]
    embedder = HashingEmbedder()
    vectors = Vectors({VectorKey(row): embedder.embed_question(text) for row, text in enumerate(texts)})
    documents = tuple(document for document, _ in ordered)
    manifest = Manifest(
        FORMAT, "g1", built_at, embedder.name, 64, 1, "c", "p", len(passages), len(passages), (), documents
    )
    store = cast("VectorStore", vectors)
    return Index(Path("/nowhere"), manifest, passages, LexicalIndex.build(texts), store, surveys)


def library_of(*publications: tuple[Document, tuple[Passage, ...]], built_at: str = BUILT_AT) -> Library:
    """Their library."""
    index = index_of(*publications, built_at=built_at)
    return Library(index, Reach.of(index.public_documents, index))
