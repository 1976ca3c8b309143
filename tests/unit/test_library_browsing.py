"""Lists of publications: what narrows them, what they may be narrowed by, words, orders, parts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from library_shelf import library_of, publication

from assistant.library.browsing import Sort, Wanted
from assistant.library.facets import FIELDS
from assistant.questions import Filters
from indexer.documents import Audience

if TYPE_CHECKING:
    from assistant.library.facets import FacetValue
    from assistant.library.library import Library
    from assistant.understood import Field


@pytest.fixture(scope="module")
def library() -> Library:
    """Six publications, of which one is for the team alone."""
    return library_of(
        publication(
            "avis.md",
            "Le conseil local de santé mentale réunit élu·es et psychiatres.",
            title="Les CLSM vus par le CNV",
            kind="avis-cnv",
            publisher="Conseil national des villes / ANCT",
            year=2025,
            themes=("sante-mentale", "gouvernance"),
            territory="France",
            territory_code="PAYS-FR",
            added="2026-01-01T00:00:00+00:00",
        ),
        publication(
            "lille.md",
            "# Un quartier\n\nLes habitant·es se retrouvent autour d’un jardin, sans psychiatre.",
            title="À Lille, un jardin",
            kind="fiche-experience",
            publisher="Promotion Santé",
            year=2024,
            date="2024-05-01",
            themes=("isolement-social",),
            territory="Lille",
            territory_code="COM-59350",
            added="2026-02-01T00:00:00+00:00",
        ),
        publication(
            "nord.md",
            "Le département du Nord compte des coordonnateurs dans chaque arrondissement.",
            title="Éviter l’isolement dans le Nord",
            kind="fiche-experience",
            publisher="ANCT",
            year=2024,
            themes=("isolement-social", "sante-mentale"),
            territory="Nord",
            territory_code="DEP-59",
            added="2026-01-01T00:00:00+00:00",
        ),
        publication("sans-annee.md", "Un texte sans date ni éditeur.", title="Zones", themes=("sante-mentale",)),
        publication("vieux.md", "Un texte ancien sur les psychiatres.", title="Bilan", year=2011, kind="enquete"),
        publication("interne.md", "Les psychiatres du Nord.", title="Secret", audience=Audience.TEAM, year=2026),
    )


def docs(library: Library, **asked: object) -> list[str]:
    """Paths listed."""
    return [d.doc for d in library.browse(Wanted(**asked)).documents]  # type: ignore[arg-type]


def counts(values: tuple[FacetValue, ...]) -> dict[str, int]:
    """How many, by value."""
    return {each.value: each.count for each in values}


def test_everything_is_listed_by_path(library: Library) -> None:
    """Save what is for the team alone, which no facet counts either."""
    listed = library.browse(Wanted())
    assert [d.doc for d in listed.documents] == ["avis.md", "lille.md", "nord.md", "sans-annee.md", "vieux.md"]
    assert (listed.total, listed.sort) == (5, Sort.PATH)
    assert "2026" not in counts(listed.facets["year"])


def test_a_facet_is_counted_without_its_own_filter(library: Library) -> None:
    """And with all others: what choosing another value would give."""
    facets = library.browse(Wanted(Filters(kinds=("fiche-experience",), themes=("sante-mentale",)))).facets
    assert counts(facets["kind"]) == {"avis-cnv": 1, "fiche-experience": 1}
    assert counts(facets["theme"]) == {"isolement-social": 2, "sante-mentale": 1}
    assert counts(facets["year"]) == {"2024": 1}
    assert [each.value for each in facets["kind"] if each.selected] == ["fiche-experience"]


@pytest.mark.parametrize("field", FIELDS)
def test_a_count_is_what_choosing_the_value_gives(field: Field, library: Library) -> None:
    """Publishers that publish together, towns inside the département chosen: the filter decides, not the spelling."""
    for each in library.browse(Wanted()).facets[field]:
        chosen = {
            "theme": {"themes": (each.value,)},
            "kind": {"kinds": (each.value,)},
            "year": {"year_from": int(each.value or 0) if each.value.isdigit() else None, "year_to": 2100},
            "publisher": {"publisher": each.value},
            "territory": {"territory": each.value},
        }[field]
        if field == "year":
            chosen["year_to"] = chosen["year_from"]
        listed = library.browse(Wanted(Filters(**chosen)))  # type: ignore[arg-type]
        assert listed.total == each.count
        assert next(v for v in listed.facets[field] if v.value == each.value).selected


def test_a_publisher_among_several_is_a_value(library: Library) -> None:
    """« ANCT » holds what it publishes with others; a territory, what lies in it."""
    facets = library.browse(Wanted()).facets
    assert counts(facets["publisher"]) == {"ANCT": 2, "Conseil national des villes": 1, "Promotion Santé": 1}
    assert counts(facets["territory"]) == {"Nord": 2, "France": 1, "Lille": 1}


def test_a_filter_that_leaves_nothing_can_still_be_seen(library: Library) -> None:
    """With 0, so that it can be taken back; typed otherwise, it is the value that is there."""
    facets = library.browse(Wanted(Filters(publisher="Irdes"))).facets
    assert counts(facets["publisher"])["Irdes"] == 0
    typed = library.browse(Wanted(Filters(publisher="anct"))).facets["publisher"]
    assert [each.label for each in typed if each.selected] == ["ANCT"]
    assert "anct" not in counts(typed)


def test_years_come_latest_first_and_others_most_frequent_first(library: Library) -> None:
    """And by their label where they are as frequent."""
    facets = library.browse(Wanted()).facets
    assert [each.value for each in facets["year"]] == ["2025", "2024", "2011"]
    for field in ("theme", "kind", "publisher"):
        assert all(a.count >= b.count for a, b in pairwise(facets[field]))  # type: ignore[index]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("psychiatre", ["vieux.md", "avis.md", "lille.md"]),
        ("Psychiatres, élus", ["avis.md"]),
        ("isolement", ["nord.md", "lille.md"]),
        ("clsm", ["avis.md"]),
        ("anct", ["avis.md", "nord.md"]),
        ("lille", ["lille.md"]),
        ("coordonnatrices", ["nord.md"]),
        ("fiche expérience", ["nord.md", "lille.md"]),
    ],
)
def test_words_find_publications_by_all_that_is_told_of_them(typed: str, found: list[str], library: Library) -> None:
    """Text, title, themes, kind, publisher, territory; endings, accents and inclusive writing aside."""
    listed = library.browse(Wanted(words=typed))
    assert {d.doc for d in listed.documents} == set(found)
    assert (listed.sort, listed.complete) == (Sort.RELEVANCE, True)


def test_a_word_in_the_title_comes_first(library: Library) -> None:
    """Before the same word as a theme."""
    assert docs(library, words="isolement") == ["nord.md", "lille.md"]


def test_words_that_no_publication_has_together_find_the_nearest(library: Library) -> None:
    """And it is told; a word that nobody has finds nothing."""
    listed = library.browse(Wanted(words="jardin coordonnateur zorglub"))
    assert ({d.doc for d in listed.documents}, listed.complete) == ({"lille.md", "nord.md"}, False)
    assert library.browse(Wanted(words="zorglub")).total == 0


def test_a_slip_is_put_right_and_told(library: Library) -> None:
    """As in a question."""
    listed = library.browse(Wanted(words="psychiatrse"))
    assert listed.total == 3
    assert [spelling.read for spelling in listed.spellings] == [("psychiatres",)]


def test_words_without_meaning_do_not_filter(library: Library) -> None:
    """« les » alone is no search."""
    assert library.browse(Wanted(words="les ")).total == 5


def test_facets_count_what_the_words_found(library: Library) -> None:
    """Those of the list, not of the library."""
    facets = library.browse(Wanted(words="psychiatre")).facets
    assert counts(facets["year"]) == {"2025": 1, "2024": 1, "2011": 1}


def test_the_orders_of_a_list(library: Library) -> None:
    """A day comes after its year alone; what has no year is last; accents do not count in titles."""
    assert docs(library, sort=Sort.RECENT) == ["avis.md", "lille.md", "nord.md", "vieux.md", "sans-annee.md"]
    assert docs(library, sort=Sort.TITLE) == ["lille.md", "vieux.md", "nord.md", "avis.md", "sans-annee.md"]
    assert docs(library, sort=Sort.ADDED)[:3] == ["lille.md", "avis.md", "nord.md"]
    assert docs(library, sort=Sort.RELEVANCE) == docs(library, sort=Sort.RECENT)
    assert docs(library, words="psychiatre", sort=Sort.RECENT) == ["avis.md", "lille.md", "vieux.md"]


def test_a_list_comes_in_parts(library: Library) -> None:
    """The total and the facets are those of the whole."""
    parts = [library.browse(Wanted(offset=n, limit=2)) for n in (0, 2, 4, 6)]
    assert [len(part.documents) for part in parts] == [2, 2, 1, 0]
    assert {part.total for part in parts} == {5}
    assert all(part.facets == parts[0].facets for part in parts)


def test_an_empty_library_lists_nothing() -> None:
    """Nor fails."""
    listed = library_of().browse(Wanted(words="santé"))
    assert (listed.total, listed.documents) == (0, ())
