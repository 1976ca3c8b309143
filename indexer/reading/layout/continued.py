"""Tables that go on over a page's end: each part under the header of the first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.reading.pieces import Piece


def with_headers(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces in which the part of a table that has no header takes that of the part on the page before.

    A part goes on when it opens its page, the other closes the page before, it has as many columns and no caption.

    Args:
        pieces: In reading order.
    """
    found: list[Piece] = []
    body: list[Piece] = []  # without the notes, which stand between the two parts
    for piece in pieces:
        above = body[-1] if body else None
        if above is not None and _goes_on(above, piece):
            header = above.text.split("\n", 1)[0]
            if piece.text.split("\n", 1)[0] != header:
                piece = replace(piece, text=f"{header}\n{piece.text}")  # noqa: PLW2901 — what follows is about this one
        found.append(piece)
        if piece.kind is not BlockKind.FOOTNOTE:
            body.append(piece)
    return found


def _goes_on(above: Piece, piece: Piece) -> bool:
    next_page = above.page is not None and piece.page == above.page + 1
    tables = above.kind is piece.kind is BlockKind.TABLE
    return next_page and tables and not piece.caption and _columns(above) == _columns(piece)


def _columns(piece: Piece) -> int:
    return max(row.count("\t") for row in piece.text.split("\n"))
