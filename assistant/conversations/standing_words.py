"""What became of an answer's sources, in French sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.conversations.standing import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.conversations.standing import Standing

CURRENT: Final = "Les publications n’ont pas changé depuis cette réponse."
HOLDS: Final = (
    "Les publications ont été mises à jour depuis cette réponse ; tout ce qu’elle cite y est encore, à la même page."
)
CHANGED: Final = "Les publications ont changé depuis cette réponse."
REMOVED: Final = "« {title} » n’est plus parmi les publications."
REPLACED: Final = "« {title} » est remplacée depuis par « {other} »."
MOVED: Final = "La citation [{number}] se trouve maintenant ailleurs dans la publication."
MOVED_TO: Final = "La citation [{number}] se trouve maintenant à la page {page}."
GONE: Final = "La citation [{number}] ne s’y trouve plus mot pour mot."


def standing_notices(now: Standing) -> list[str]:
    """A sentence at least."""
    if now.current or now.holds:
        return [CURRENT if now.current else HOLDS]
    return [CHANGED, *_sources(now), *_quotes(now)]


def _sources(now: Standing) -> Iterator[str]:
    for source in now.sources:
        if not source.present:
            yield REMOVED.format(title=source.title)
        elif source.replaced_by:
            yield REPLACED.format(title=source.title, other=source.replaced_by_title or source.replaced_by)


def _quotes(now: Standing) -> Iterator[str]:
    for quote in now.quotes:
        if quote.place is Place.GONE:
            yield GONE.format(number=quote.number)
        elif quote.place is Place.MOVED:
            told = MOVED_TO if quote.page else MOVED
            yield told.format(number=quote.number, page=quote.page)
