"""What a file shows of itself at first sight: what a librarian looks at before opening the chapters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.documents import BlockKind
from indexer.inference.titles import title_of

if TYPE_CHECKING:
    from pathlib import PurePath

    from indexer.documents import Reading

OPENING_BLOCKS: Final = 12
OPENING_LENGTH: Final = 2_500
"""Blocks and characters that count as the first page where there are no pages; a page of print has about as many."""

LABEL_LENGTH: Final = 90
"""Characters of the longest label; a printed line."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file as its metadata are inferred from it.

    Attributes:
        reading: What its reader found.
        stem: Its name without the suffix.
        folders: Names of the folders that it is in below the source, outermost first.
        title: Its title.
        opening: Texts of the first page, headings and tables aside.
        headings: Texts of all headings, in order.
    """

    reading: Reading
    stem: str
    folders: tuple[str, ...]
    title: str
    opening: tuple[str, ...]
    headings: tuple[str, ...]

    @property
    def body(self) -> str:
        """Its words, a line a block; without footnotes and references, which are about other publications."""
        blocks = self.reading.blocks
        return "\n".join(b.text for b in blocks if b.kind is not BlockKind.FOOTNOTE and "http" not in b.text)


def evidence_of(path: PurePath, reading: Reading) -> Evidence:
    """Gathers what a file shows.

    Args:
        path: Its path below the source folder.
        reading: What its reader found.
    """
    opening: list[str] = []
    length = 0
    for block in reading.blocks[:OPENING_BLOCKS]:
        beyond = (block.page or 1) > 1 or length > OPENING_LENGTH
        if beyond:
            break
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}:
            opening.append(block.text)
            length += len(block.text)
    return Evidence(
        reading=reading,
        stem=path.stem,
        folders=tuple(part for part in path.parts[:-1] if part not in {"/", "."}),
        title=title_of(path.stem, reading),
        opening=tuple(opening),
        headings=tuple(block.text for block in reading.blocks if block.kind is BlockKind.HEADING),
    )


def is_short_line(text: str) -> bool:
    """Whether a block is a label or a signature rather than a sentence (« Insee 2024 », « Octobre 2025 »)."""
    return len(text) <= LABEL_LENGTH and not re.search(r"[.!?]\s|[.!?]$", text)
