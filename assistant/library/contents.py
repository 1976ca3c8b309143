"""The table of contents of a publication, from the headings above its passages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from indexer.passages import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.passages import Passage


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        text: As printed.
        level: 1 for the outermost.
        page: Where the first passage under it stands, 1-based; `None` where there are no pages.
        passage: Number of that passage.
    """

    text: str
    level: int
    page: int | None
    passage: int


def contents(passages: Sequence[Passage]) -> tuple[Heading, ...]:
    """The headings of a publication, in reading order.

    A heading that comes back later under another one is another heading (« Conclusion » of each part); one that is
    only interrupted by footnotes is not.

    Args:
        passages: Of one publication, in reading order.
    """
    found: list[Heading] = []
    above: tuple[str, ...] = ()
    for passage in passages:
        if is_note(passage):
            continue
        path = passage.headings
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(above, path, strict=False)))
        found += [
            Heading(text, level, passage.page, passage.number) for level, text in enumerate(path[same:], same + 1)
        ]
        above = path
    return tuple(found)


def is_note(passage: Passage) -> bool:
    """Whether a passage holds nothing but footnotes, which stand under no heading."""
    return all(sentence.kind is SentenceKind.NOTE for sentence in passage.sentences)
