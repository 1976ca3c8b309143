"""The organisations of the directory, as drafts point to them: who, what for, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.solicitations import messages_fr as words
from assistant.solicitations.directory_file import shipped
from assistant.solicitations.suggesting import suggest_among
from assistant.triage.drafting.context import Suggested
from indexer.vocabulary import themes as known_themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.solicitations.directory import Organisation
    from assistant.solicitations.suggesting import Suggestion


def suggested(entries: Iterable[Organisation], themes: Sequence[str], territory_code: str) -> tuple[Suggested, ...]:
    """Organisations that may help, best first.

    Args:
        entries: Of a directory; those that come with Repères when it is empty.
        themes: Slugs, most central first.
        territory_code: Of the request; empty when it is not known.
    """
    return tuple(
        Suggested(each.organisation.name, each.organisation.role, why(each), each.organisation.page)
        for each in suggest_among(tuple(entries) or shipped(), themes, territory_code)
    )


def why(suggestion: Suggestion) -> str:
    """Why an organisation is suggested, in French: the themes that it shares, its territory."""
    labels = [known_themes()[slug].label.lower() for slug in suggestion.themes if slug in known_themes()]
    told = [words.ON_THEMES.format(themes=words.AND.join(labels))] if labels else []
    told += [words.NEAR[suggestion.nearness]] if words.NEAR[suggestion.nearness] else []
    sentence = words.WHY_SEPARATOR.join(told)
    return sentence[:1].upper() + sentence[1:]
