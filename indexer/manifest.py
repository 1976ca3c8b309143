"""What a generation says of itself: read by the assistant, so that index and query cannot disagree."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from indexer.documents import Audience, Document, Metadata
from indexer.errors import IndexCorrupt, IndexNotReadable, IndexOutdated
from indexer.room import readable

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 3
"""Version of the files of a generation."""
MANIFEST_NAME = "manifest.json"
PASSAGES_NAME = "passages.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation's description.

    Attributes:
        format: Version of the files.
        generation: Name of the generation, also its folder's.
        built_at: UTC, ISO 8601, to the second.
        embedding_model: Identity of the model (`indexer.embedder.model_identity`).
        dimension: Length of a vector.
        splitting: Version of the rules by which texts are cut into passages, and words brought to stems.
        corpus_digest: sha256 over every document's path, digest and metadata.
        passages_digest: sha256 of `passages.jsonl`.
        passages: Number of passages.
        vectors: Number of vectors (passages and windows).
        sources: Indexed folders or files, absolute.
        documents: In the order of their paths.
    """

    format: int
    generation: str
    built_at: str
    embedding_model: str
    dimension: int
    splitting: int
    corpus_digest: str
    passages_digest: str
    passages: int
    vectors: int
    sources: tuple[str, ...]
    documents: tuple[Document, ...]

    def save(self, folder: Path) -> None:
        """Writes `manifest.json` under `folder`; odd bytes in the names of folders come back as they were."""
        written = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        # A byte that is no UTF-8 is half of a pair in Python; what `backslashreplace` makes of it is JSON's own form.
        (folder / MANIFEST_NAME).write_text(written, encoding="utf-8", errors="backslashreplace")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Reads it back.

        Raises:
            IndexCorrupt: Missing, or unreadable.
            IndexNotReadable: No right to read it.
            IndexOutdated: Of another format.
        """
        path = folder / MANIFEST_NAME
        try:
            with readable(path, IndexNotReadable):
                raw = json.loads(path.read_text(encoding="utf-8"))
            if raw["format"] != FORMAT:
                raise IndexOutdated(path=folder.parent.parent, found=str(raw["format"])[:9], known=FORMAT)
            raw["documents"] = tuple(_document(d) for d in raw["documents"])
            raw["sources"] = tuple(raw["sources"])
            return cls(**raw)
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise IndexCorrupt(path=folder, detail=MANIFEST_NAME) from exc


def _document(raw: dict[str, object]) -> Document:
    told = _tuples(raw["metadata"])
    # Manifests of before the field have none: all that they name is public. Another word than ours is a corrupt one.
    told["audience"] = Audience(str(told.get("audience", Audience.PUBLIC)))
    metadata = Metadata(**told)  # type: ignore[arg-type]  # as saved from a Metadata
    return Document(**{**_tuples(raw), "metadata": metadata})  # type: ignore[arg-type]  # likewise from a Document


def _tuples(raw: object) -> dict[str, object]:
    """Fields as saved, their lists made tuples again."""
    fields: dict[str, object] = dict(raw)  # type: ignore[call-overload]  # anything else is told as corrupt
    return {name: _tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _tuple(values: list[object]) -> tuple[object, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)


def corpus_digest(documents: tuple[Document, ...]) -> str:
    """sha256, hexadecimal, over what the documents are; where they stand on disk and since when does not count."""
    content = [asdict(replace(d, source="")) for d in documents]
    for each in content:
        del each["added"], each["changed"]
        if each["metadata"]["audience"] is Audience.PUBLIC:  # so that digests of before the field still compare
            del each["metadata"]["audience"]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
