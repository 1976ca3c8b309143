"""What publications may be chosen by: what the index has, and nothing that no publication bears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.vocabulary import kinds, themes

if TYPE_CHECKING:
    from indexer.index import Index


@dataclass(frozen=True, slots=True)
class Choices:
    """Values of the filters, as pairs of slug and label, or as they are; years the latest first."""

    themes: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    publishers: tuple[str, ...]
    years: tuple[int, ...]


def choices(index: Index) -> Choices:
    """Those of the publications that anybody may read."""
    told = [document.metadata for document in index.public_documents]
    borne = {slug for each in told for slug in each.themes}
    sorts = {each.kind for each in told}
    return Choices(
        themes=tuple((theme.slug, theme.label) for theme in themes().values() if theme.slug in borne),
        kinds=tuple((slug, kind.label) for slug, kind in kinds().items() if slug in sorts),
        publishers=tuple(sorted({each.publisher for each in told if each.publisher}, key=str.casefold)),
        years=tuple(sorted({each.year for each in told if each.year}, reverse=True)),
    )
