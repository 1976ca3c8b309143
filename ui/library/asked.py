"""What a reader asks of the library, in the address of a page: filters, words, an order, a part of the list."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from assistant.questions import Filters
from indexer.errors import InvalidFilter

if TYPE_CHECKING:
    from ui.site.visiting import Visit

NAMES: Final = {"theme": "theme", "kind": "type", "year": "annee", "publisher": "editeur", "territory": "territoire"}
"""Facet → its name in the address."""
LONGEST: Final = 300


def words_of(visit: Visit) -> str:
    """What is searched for."""
    return visit.asked("q")[:LONGEST]


def filters_of(visit: Visit) -> Filters:
    """The filters in force; a value that no vocabulary has is left out rather than refused: links grow old."""
    asked = visit.request.query_params
    year = visit.asked(NAMES["year"])
    number = int(year) if year.isascii() and year.isdigit() and len(year) == len("2026") else None
    try:
        return Filters(
            themes=tuple(asked.getlist(NAMES["theme"]))[:20],
            kinds=tuple(asked.getlist(NAMES["kind"]))[:20],
            year_from=number,
            year_to=number,
            publisher=visit.asked(NAMES["publisher"])[:LONGEST],
            territory=visit.asked(NAMES["territory"])[:LONGEST],
        )
    except InvalidFilter:
        return Filters()


def address_of(filters: Filters) -> dict[str, object]:
    """Filters, as an address has them."""
    told = asdict(filters)
    return {
        NAMES["theme"]: list(filters.themes),
        NAMES["kind"]: list(filters.kinds),
        NAMES["year"]: told["year_from"] or "",
        NAMES["publisher"]: filters.publisher,
        NAMES["territory"]: filters.territory,
    }


def part_of(visit: Visit) -> int:
    """The page of a list that is asked for, 1-based."""
    given = visit.asked("page")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 5 else 1  # noqa: PLR2004 — four digits
