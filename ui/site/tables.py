"""A table's row, where it is quoted: a row of a table when it is narrow, else a record, each cell under its column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from indexer.passages import SentenceKind
from ui.site.markup import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.passages import Passage

WIDE = 4
"""A table with more columns does not fit beside another column, nor on a phone."""


def is_wide(passage: Passage) -> bool:
    """Whether its rows are better read as records."""
    return any(passage.quote(s).count("\t") >= WIDE for s in passage.sentences if s.kind is SentenceKind.ROW)


def captioned(tag: str, caption: str) -> Markup:
    """The caption in its element, or nothing."""
    return Markup(f"<{tag}>{{}}</{tag}>").format(caption) if caption else Markup()  # noqa: S704 — a tag of ours


def record(columns: Sequence[str], cells: Sequence[str], after: str = "") -> Markup:
    """A row as pairs of column and cell, empty cells left out.

    Args:
        columns: Names; as many as there are cells, or fewer.
        cells: Text, or `Markup` when already marked.
        after: Put under the pairs.
    """
    names = [*columns, *[""] * len(cells)]
    fields = join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, cell)
        for name, cell in zip(names, cells, strict=False)
        if cell.strip()
    )
    return Markup('<div class="record"><dl>{}</dl>{}</div>').format(fields, after)
