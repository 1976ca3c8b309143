"""What a list of publications may be narrowed by, and how many would be left.

Each facet is counted with its own filter left out and all others in force: the numbers beside « Insee » and « Irdes »
are what choosing one instead of the other would give.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.hearing import PARTS
from assistant.questions import PLACES, Filters
from indexer.french import words
from indexer.vocabulary import kinds, themes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from assistant.understood import Field
    from indexer.documents import Document, Metadata

FIELDS: Final[tuple[Field, ...]] = ("theme", "kind", "year", "publisher", "territory")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet.

    Attributes:
        value: What a filter takes: a slug, a year, a name.
        label: For readers.
        count: Publications that it would leave.
        selected: Whether the filter in force has it.
    """

    value: str
    label: str
    count: int
    selected: bool


def facets(
    documents: Sequence[Document], filters: Filters, held: Collection[str] | None = None
) -> dict[Field, tuple[FacetValue, ...]]:
    """The facets of a list; the most frequent values first, years the latest first.

    Args:
        documents: All that may be listed.
        filters: In force.
        held: Paths of those that have the words searched for; `None`: all.
    """
    found: dict[Field, tuple[FacetValue, ...]] = {}
    for field in FIELDS:
        others = filters.without(field)
        left = [d.metadata for d in documents if (held is None or d.doc in held) and others.accepts(d)]
        found[field] = _values(field, left, filters)
    return found


def names(told: Iterable[Metadata], field: Field) -> Counter[str]:
    """The values that publications have for a field, each as a filter takes it, and how many have it.

    A publisher's or a territory's name also counts where it is one of several of a publication, or holds it.
    """
    if field in ("publisher", "territory"):
        return _accepted(told, field)
    return Counter(value for metadata in told for value in _told(metadata, field))


def _values(field: Field, told: Sequence[Metadata], filters: Filters) -> tuple[FacetValue, ...]:
    counts = names(told, field)
    chosen = _chosen(field, filters)
    values = [
        FacetValue(value, _label(field, value), counts[value], selected=_is_chosen(value, chosen))
        for value in {**counts, **dict.fromkeys(chosen, 0)}
        if value in counts or not any(_same(value, known) for known in counts)
    ]
    if field == "year":
        return tuple(sorted(values, key=lambda each: each.value, reverse=True))
    return tuple(sorted(values, key=lambda each: (-each.count, words(each.label))))


def _told(metadata: Metadata, field: Field) -> tuple[str, ...]:
    if field == "theme":
        return metadata.themes
    if field == "kind":
        return (metadata.kind,) if metadata.kind else ()
    if field == "year":
        return (str(metadata.year),) if metadata.year else ()
    printed, parted = (metadata.publisher, PARTS) if field == "publisher" else (metadata.territory, PLACES)
    return tuple(dict.fromkeys(part.strip() for part in parted.split(printed) if part.strip()))


def _accepted(told: Iterable[Metadata], field: Field) -> Counter[str]:
    """Names that are printed → how many publications the filter of that name accepts."""
    printed = Counter((m.publisher, m.territory if field == "territory" else "", m.territory_code) for m in told)
    alike: dict[tuple[str, str, str], Document] = {key: _standing_for(*key) for key in printed}
    wanted = dict.fromkeys(name for document in alike.values() for name in _told(document.metadata, field))
    counts: Counter[str] = Counter()
    for name in wanted:
        one = Filters(publisher=name) if field == "publisher" else Filters(territory=name)
        counts[name] = sum(count for key, count in printed.items() if one.accepts(alike[key]))
    return counts


def _standing_for(publisher: str, territory: str, code: str) -> Document:
    from indexer.documents import Document, Metadata

    return Document("", "", "", Metadata("", publisher=publisher, territory=territory, territory_code=code))


def _chosen(field: Field, filters: Filters) -> tuple[str, ...]:
    if field == "year":
        first, last = filters.year_from, filters.year_to
        return (str(first),) if first is not None and first == last else ()
    one = {"publisher": filters.publisher, "territory": filters.territory}.get(field, "")
    return {"theme": filters.themes, "kind": filters.kinds}.get(field, (one,) if one else ())


def _is_chosen(value: str, chosen: Iterable[str]) -> bool:
    return any(_same(value, each) for each in chosen)


def _same(one: str, other: str) -> bool:
    return one == other or (not one.isdigit() and words(one) == words(other))


def _label(field: Field, value: str) -> str:
    if field == "theme":
        return themes()[value].label if value in themes() else value
    if field == "kind":
        return kinds()[value].label if value in kinds() else value
    return value
