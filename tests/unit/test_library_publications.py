"""A publication's page: its summary, its contents, its pages, what stands near it."""

from __future__ import annotations

import pytest
from library_shelf import library_of, publication

from assistant.library.contents import contents
from assistant.library.marking import marks
from assistant.library.neighbours import By
from assistant.library.summary import Origin, notices_of, summary
from indexer.documents import Audience
from indexer.errors import DocumentNotFound, PageNotFound

NOTICE = "Ce texte est mis à la disposition de toutes et tous par son réseau."
REPORT = f"""
--- 1
Note de synthèse
Association du réseau, 2025
{NOTICE}
Résumé rédigé à partir de trois rapports publics consultés le 3 mars 2025 par l’équipe.
Une lecture plus longue se trouve sur https://exemple.fr/rapport avec ses annexes complètes.
--- 2
Cette note présente les permanences ouvertes dans quatre quartiers de la ville depuis deux ans.
# 1. L’essentiel
- Quatre permanences accueillent chaque semaine une centaine de personnes sans médecin traitant.
- Chiffres clés
- Les infirmières y passent la moitié de leur temps à ouvrir des droits.
> Source : rapport d’activité de l’association, publié au printemps de cette année-là.
# Méthode
## Le terrain
--- 3
Les personnes ont été rencontrées dans quatre quartiers par deux enquêtrices formées à l’entretien.
> Deux entretiens ont été menés par téléphone, faute de pouvoir se rencontrer sur place.
Elles ont répondu à un questionnaire de vingt questions sur leurs soins de l’année passée.
| Quartier Personnes / Nord 12 / Sud 14
## Les limites
--- 5
Rien ne permet de généraliser ces résultats à d’autres villes de la même région.
# Conclusion
## Les limites
Il faudra recommencer dans cinq ans pour savoir ce que sont devenues ces personnes.
"""


def test_the_contents_follow_the_headings() -> None:
    """With the page of what they head; footnotes and tables interrupt nothing; the same words later are another one."""
    _, passages = publication("a.pdf", REPORT)
    assert [(each.level, each.text, each.page) for each in contents(passages)] == [
        (1, "1. L’essentiel", 2),
        (1, "Méthode", 3),
        (2, "Le terrain", 3),
        (2, "Les limites", 5),
        (1, "Conclusion", 5),
        (2, "Les limites", 5),
    ]
    for each in contents(passages):
        assert each.text in passages[each.passage].headings


def test_a_text_without_headings_has_no_contents() -> None:
    """Nor an empty one."""
    assert contents(publication("a.md", "Un seul paragraphe.")[1]) == ()
    assert contents(()) == ()


def test_what_a_publication_offers_as_its_summary_is_taken() -> None:
    """After what it says of itself; the title page, sources, addresses and labels are left out."""
    made = summary(
        publication("a.pdf", REPORT)[1], {"ce texte est mis a la disposition de toutes et tous par son reseau"}
    )
    assert (made.origin, made.heading) == (Origin.SECTION, "1. L’essentiel")
    assert [(each.text.split()[0], each.page) for each in made.extracts] == [("Cette", 2), ("Quatre", 2), ("Les", 2)]


def test_else_the_first_sentences_that_say_something_are() -> None:
    """Word for word, each where it stands."""
    _, passages = publication("a.pdf", REPORT.replace("L’essentiel", "Contexte"))
    made = summary(passages)
    assert made.origin is Origin.BEGINNING
    assert made.extracts[0].text == NOTICE
    for each in made.extracts:
        assert each.text in passages[each.passage].text
        assert each.page == passages[each.passage].page


def test_a_summary_stays_short() -> None:
    """Whatever the length of the sentences; a single long one is kept whole."""
    long = "Un mot après l’autre " * 60
    assert len(summary(publication("a.md", "\n".join([f"{long}fin."] * 4))[1]).extracts) == 1
    brief = "\n".join(f"Voici une phrase parfaitement ordinaire qui porte le numéro {n}." for n in range(20))
    assert len(summary(publication("a.md", brief)[1]).extracts) == 5


@pytest.mark.parametrize("text", ["", "| Sigle Sens / CLS Contrat local de santé", "> Une note de bas de page, seule."])
def test_nothing_is_made_up_where_nothing_tells(text: str) -> None:
    """A table, a note, nothing at all."""
    assert summary(publication("a.csv", text)[1]).origin is Origin.NONE


def test_what_many_publications_begin_with_is_no_summary() -> None:
    """Three at least; two may well say the same."""
    several = [
        publication(f"{n}.md", f"{NOTICE}\nLa ville numéro {n} ouvre une maison de santé au printemps.")[1]
        for n in range(3)
    ]
    assert notices_of(several[:2]) == frozenset()
    notices = notices_of(several)
    assert [each.text[:8] for each in summary(several[0], notices).extracts] == ["La ville"]


def test_a_page_is_read_as_it_is() -> None:
    """Passages of that page, none where nothing was read; beyond the last page is an error."""
    library = library_of(publication("a.pdf", REPORT, pages=5), publication("b.md", "Un texte sans pages."))
    document = library.publication("a.pdf").document
    assert [p.page for p in library.page(document, 3)] == [3, 3, 3, 3]
    assert library.page(document, 4) == ()
    for page in (0, 6, -1):
        with pytest.raises(PageNotFound):
            library.page(document, page)
    with pytest.raises(PageNotFound):
        library.page(library.publication("b.md").document, 1)


def test_what_stands_around_a_publication() -> None:
    """What replaces it, what it replaces, what is near; never what is for the team alone."""
    words = "Les médiatrices en santé accompagnent les habitants vers leurs droits."
    library = library_of(
        publication("neuf.md", words, replaces=("vieux.md", "secret.md"), themes=("mediation",)),
        publication("vieux.md", words, replaced_by="neuf.md"),
        publication("proche.md", f"{words} Une adresse.", themes=("mediation",)),
        publication("loin.md", "Le recyclage des huiles de moteur en atelier."),
        publication("secret.md", words, audience=Audience.TEAM, replaced_by="neuf.md"),
    )
    page = library.publication("neuf.md")
    assert [d.doc for d in page.replaces] == ["vieux.md"]
    assert [(n.document.doc, n.by, n.themes) for n in page.near] == [
        ("proche.md", By.VECTORS, ("mediation",)),
        ("loin.md", By.VECTORS, ()),
    ]
    replaced = library.publication("vieux.md").replaced_by
    assert replaced is not None
    assert replaced.doc == "neuf.md"
    with pytest.raises(DocumentNotFound):
        library.publication("secret.md")


def test_a_publication_without_words_is_near_those_of_its_themes() -> None:
    """Most themes in common first."""
    library = library_of(
        publication("a.md", "", themes=("mediation", "jeunes")),
        publication("b.md", "Un.", themes=("mediation",)),
        publication("c.md", "Deux.", themes=("mediation", "jeunes")),
        publication("d.md", "Trois.", themes=("numerique",)),
    )
    found = library.publication("a.md").near
    assert [(n.document.doc, n.by, n.score) for n in found] == [("c.md", By.THEMES, 1.0), ("b.md", By.THEMES, 0.5)]


def test_a_renamed_publication_is_found_by_its_former_name() -> None:
    """With its passages."""
    library = library_of(publication("b.md", "Une maison de santé a ouvert.", former=("a.md",)))
    page = library.publication("a.md")
    assert (page.document.doc, len(page.passages)) == ("b.md", 1)


@pytest.mark.parametrize(
    ("text", "stems", "marked"),
    [
        ("L’atelier santé ville agit.", {"atelier", "vill"}, ["atelier", "ville"]),
        ("Les coordonnateur·rices locales", {"coordon"}, ["coordonnateur·rices"]),
        ("29 000 élu(e)s en 2024", {"29000", "elu"}, ["29 000 élu(e)s"]),
        ("santé-mentale, santé", {"sant", "mental"}, ["santé-mentale", "santé"]),
        ("Rien ici.", {"sant"}, []),
    ],
)
def test_the_words_searched_for_are_marked(text: str, stems: set[str], marked: list[str]) -> None:
    """As they are written; neighbours together."""
    from indexer.french import terms

    wanted = {stem for word in marked for stem in terms(word)} or stems
    assert [text[span.start : span.end] for span in marks(text, wanted)] == marked
