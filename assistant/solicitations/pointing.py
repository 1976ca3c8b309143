"""The organisations of the directory, as drafts point to them: who, what for, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.solicitations import messages_fr as words
from assistant.solicitations.directory import put
from assistant.solicitations.directory_file import shipped
from assistant.solicitations.markers import mark, marker
from assistant.solicitations.suggesting import suggest
from assistant.triage.drafting.context import Suggested
from indexer.vocabulary import themes as known_themes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.solicitations.store import Solicitations
    from assistant.solicitations.suggesting import Suggestion

SHIPPED: Final = "directory shipped"


def suggested(solicitations: Solicitations, themes: Sequence[str], territory_code: str) -> tuple[Suggested, ...]:
    """Organisations that may help, best first.

    Args:
        solicitations: Whose directory.
        themes: Slugs, most central first.
        territory_code: Of the request; empty when it is not known.
    """
    return tuple(
        Suggested(each.organisation.name, each.organisation.role, why(each), each.organisation.page)
        for each in suggest(solicitations, themes, territory_code)
    )


def why(suggestion: Suggestion) -> str:
    """Why an organisation is suggested, in French: the themes that it shares, its territory."""
    labels = [known_themes()[slug].label.lower() for slug in suggestion.themes if slug in known_themes()]
    told = [words.ON_THEMES.format(themes=words.AND.join(labels))] if labels else []
    told += [words.NEAR[suggestion.nearness]] if words.NEAR[suggestion.nearness] else []
    sentence = words.WHY_SEPARATOR.join(told)
    return sentence[:1].upper() + sentence[1:]


def fill_directory(solicitations: Solicitations) -> None:
    """Puts the organisations that come with Repères in a new directory, once: what the staff removes stays removed."""
    if not marker(solicitations, SHIPPED):
        put(solicitations, shipped())
        mark(solicitations, SHIPPED, "1")
