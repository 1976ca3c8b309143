"""What is told of the quality of a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.documents import Document
    from indexer.passages import Passage


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a publication.

    Attributes:
        doc: Its path.
        title: Its title.
        detail: What it is, in French.
        page: Where, 1-based; `None` where that says nothing.
        other: Path of the other publication that is concerned; empty when there is none.
        count: How many of them in this publication.
    """

    doc: str
    title: str
    detail: str = ""
    page: int | None = None
    other: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at.

    Attributes:
        code: What it is called by; its words are in `messages.CHECKS`.
        findings: In the order of paths.
    """

    code: str
    findings: tuple[Finding, ...]

    @property
    def publications(self) -> int:
        """How many publications are concerned."""
        return len({finding.doc for finding in self.findings})


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality of a generation.

    Attributes:
        generation: Which.
        documents, passages, pages: How many it has.
        characters: Of a passage: least, median, most.
        checks: In the order in which they are shown.
    """

    generation: str
    documents: int
    passages: int
    pages: int
    characters: tuple[int, int, int]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is looked at: the publications of a generation, by path, each with its own passages in reading order."""

    documents: dict[str, Document]
    passages: dict[str, tuple[Passage, ...]]

    def finding(self, doc: str, detail: str = "", **others: object) -> Finding:
        """Something found in one of them."""
        return Finding(doc, self.documents[doc].metadata.title, detail, **others)  # type: ignore[arg-type]  # its fields
