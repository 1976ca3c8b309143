"""The French words of the library: facets, news, feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.library.browsing import Sort
from assistant.library.news import Change
from assistant.library.summary import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.library.summary import Summary
    from assistant.understood import Field

FACETS: Final[Mapping[Field, str]] = {
    "theme": "Thème",
    "kind": "Type",
    "year": "Année",
    "publisher": "Éditeur",
    "territory": "Territoire",
}
SORTS: Final[Mapping[Sort, str]] = {
    Sort.RELEVANCE: "Les plus pertinentes",
    Sort.RECENT: "Les plus récentes",
    Sort.ADDED: "Les dernières ajoutées",
    Sort.TITLE: "Par titre",
    Sort.PATH: "Par emplacement",
}
CHANGES: Final[Mapping[Change, str]] = {
    Change.ADDED: "Nouvelle publication",
    Change.CHANGED: "Publication mise à jour",
}
FEED_TITLE: Final = "Repères – nouvelles publications"
FEED_OF: Final = "Repères – nouvelles publications : {labels}"
FEED_DESCRIPTION: Final = "Les publications ajoutées aux ressources de Repères, les dernières d’abord."
IN_SECTION: Final = "Phrases choisies dans la publication, dont celles de la partie « {heading} »."
AT_BEGINNING: Final = "Premières phrases de la publication."
NOTHING_TELLING: Final = "Cette publication n’a pas de phrase qui la résume : consultez-la directement."


def where_from(summary: Summary) -> str:
    """Where the sentences of a summary were taken, so that nobody takes them for somebody's summing up."""
    if summary.origin is Origin.SECTION:
        return IN_SECTION.format(heading=summary.heading)
    return AT_BEGINNING if summary.origin is Origin.BEGINNING else NOTHING_TELLING
