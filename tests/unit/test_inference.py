"""What a file tells of itself is read off it, and never put above what the catalogue says."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.inference.measuring import Case, Score, bare, measured
from indexer.documents import Block, BlockKind, Metadata, Reading
from indexer.inference import FIELDS, complete, infer
from indexer.inference.publishers import is_organisation
from indexer.inference.titles import title_from_name
from indexer.vocabulary import kinds, themes

NOTHING = Reading(
    blocks=(Block(BlockKind.PARAGRAPH, "Rien de particulier à signaler dans ces quelques lignes de texte."),)
)


def reading(*paragraphs: str, title: str = "", author: str = "", year: int | None = None, date: str = "") -> Reading:
    """A one-page file: a line that begins with # is a heading."""
    blocks = tuple(
        Block(BlockKind.HEADING, text[2:], page=1, level=1)
        if text.startswith("# ")
        else Block(BlockKind.PARAGRAPH, text, page=1)
        for text in paragraphs
    )
    return Reading(blocks or NOTHING.blocks, pages=1, title=title, author=author, year=year, date=date)


def inferred(name: str, read: Reading) -> Metadata:
    """What is inferred of a file of that name."""
    return infer(PurePosixPath(name), read)


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("2019_note-sante_VF2 (1)", "Note santé"),
        ("20210312_CR-reunion_CLSM_vdef", "CR réunion CLSM"),
        ("dossier_ressources_logement-V3", "Dossier ressources logement"),
        ("Copie de enquete-2020 - final", "Enquête"),
        ("12-05-2023 evaluation d un contrat", "Évaluation d’un contrat"),
        ("PTSM_articulation_version-finale_2022-06", "PTSM articulation"),
        ("2024", "2024"),
        ("VF", "VF"),
        ("été_2021_Déjà accentué", "Été Déjà accentué"),
    ],
)
def test_a_file_name_becomes_a_title(stem: str, title: str) -> None:
    """Dates, versions and separators go; accents come back from the words of the text and of the field."""
    read = reading("Réunion du comité : évaluation d’un contrat local, articulation avec la santé mentale.")
    assert title_from_name(stem, read) == title


def test_the_title_is_the_files_own_then_its_first_line_then_its_name() -> None:
    """In that order; a label, a date or a sentence is no title."""
    assert inferred("a.pdf", reading("Un texte.", title="Le titre du fichier")).title == "Le titre du fichier"
    first = reading(
        "Note de synthèse", "Octobre 2024", "Habiter près d’un parc en ville", "Une phrase qui finit par un point."
    )
    assert inferred("scan0012.pdf", first).title == "Habiter près d’un parc en ville"
    assert (
        inferred("bilan-des-ateliers.pdf", reading("Une phrase qui finit par un point.")).title == "Bilan des ateliers"
    )


@pytest.mark.parametrize(
    ("name", "read", "kind"),
    [
        ("notes-de-synthese/a.pdf", reading(), "note-de-synthese"),
        ("2019/Comptes rendus/a.pdf", reading(), "compte-rendu"),
        ("compte-rendu_copil.docx", reading(), "compte-rendu"),
        ("a.pdf", reading("Dossier ressources", "Un texte assez long pour être une phrase."), "dossier-ressources"),
        ("a.pdf", reading(title="Fiche expérience : un jardin partagé"), "fiche-experience"),
        ("a.pdf", reading(title="Nos quartiers : la note de synthèse de mai"), "note-de-synthese"),
        ("a.pdf", reading(title="Avis du CNV sur les associations"), "avis-cnv"),
        ("a.pdf", reading(title="Lyon : une note de synthèse mise en débat"), ""),
        ("a.pdf", reading(title="Ce que dit l’enquête"), ""),
        ("divers/a.pdf", reading("Un texte qui parle d’un compte rendu et d’une enquête sans en être un."), ""),
    ],
)
def test_the_kind_is_what_the_file_calls_itself(name: str, read: Reading, kind: str) -> None:
    """A kind that is only spoken of is not the file's own."""
    assert inferred(name, read).kind == kind


@pytest.mark.parametrize(
    ("name", "read", "year", "date"),
    [
        ("a.pdf", reading("Publié le 4 mars 2019", year=2024, date="2024-01-02"), 2019, "2019-03-04"),
        ("a.pdf", reading("Mis à jour : 12/05/2021"), 2021, "2021-05-12"),
        ("a.pdf", reading("Octobre 2018", "Un texte qui parle de 2007 et de 2009.", year=2023), 2018, ""),
        ("a.pdf", reading("© 2017 Une association"), 2017, ""),
        ("2016_bilan.pdf", reading(year=2022), 2016, ""),
        ("a.pdf", reading(year=2015), 2015, ""),
        ("a.pdf", reading(year=2015, date="2015-04-03"), 2015, "2015-04-03"),
        ("a.pdf", reading(title="Les chiffres de 2014"), 2014, ""),
        ("a.pdf", reading(title="Évolution de 2010 à 2014"), None, ""),
        ("2013/a.pdf", reading(), 2013, ""),
        (
            "a.pdf",
            reading("Un long paragraphe qui cite une étude de 2011 et une loi de 2016, sans date à lui."),
            None,
            "",
        ),
        ("a.pdf", reading("Publié le 31 février 2019."), 2019, ""),
        ("compte-rendu-copil.pdf", reading(title="Comité du 9 juin 2020"), 2020, "2020-06-09"),
        ("a.pdf", reading(title="Comité du 9 juin 2020"), 2020, ""),
        ("a.pdf", reading(year=1970), None, ""),
    ],
)
def test_the_year_is_that_of_publication(name: str, read: Reading, year: int | None, date: str) -> None:
    """What the page says comes before the date of a conversion; a year that a sentence cites is not the file's."""
    found = inferred(name, read)
    assert (found.year, found.date) == (year, date)


SUMMARY = "Résumé rédigé à partir de : « Un titre » ({reference}), sans adresse."


@pytest.mark.parametrize(
    ("read", "publisher"),
    [
        (
            reading("Édité par la Fédération des centres sociaux, tous droits réservés"),
            "Fédération des centres sociaux",
        ),
        (reading("© 2019 Observatoire régional"), "Observatoire régional"),
        (reading(SUMMARY.format(reference="Haute Autorité de santé, 2017")), "Haute Autorité de santé"),
        (reading(SUMMARY.format(reference="Sénat, avis budgétaire, novembre 2023")), "Sénat"),
        (reading(author="Fabrique Territoires Santé"), "Fabrique Territoires Santé"),
        (reading(author="ANCT"), "ANCT"),
        (reading(author="Camille Durand"), ""),
        (reading(author="cdurand"), ""),
        (reading("Un texte publié par hasard, édité par des habitants."), ""),
        (reading("© Camille Durand"), ""),
        (reading(), ""),
    ],
)
def test_the_publisher_is_an_organisation_named_as_such(read: Reading, publisher: str) -> None:
    """Never the person who typed the file."""
    assert inferred("a.pdf", read).publisher == publisher


def test_what_is_an_organisation() -> None:
    """By a word that people's names do not hold, or an acronym of the field."""
    assert all(map(is_organisation, ["Ville de Lens", "ARS", "Réseau des acteurs", "Santé publique France"]))
    assert not any(map(is_organisation, ["Camille Durand", "Lens", "", "admin", "charge.mission@exemple.fr"]))


LOCAL = "À Lens, les ateliers de Lens réunissent les habitants. Lens et ses voisins, Liévin parfois, y viennent."


@pytest.mark.parametrize(
    ("read", "territory", "code"),
    [
        (reading(title="Lille : le lien social en débat"), "Lille", "COM-59350"),
        (reading(title="Un annuaire des Pays de la Loire"), "Pays de la Loire", "REG-52"),
        (reading(title="À Saint-Denis (Seine-Saint-Denis)"), "Saint-Denis", "COM-93066"),
        (reading(title="Lozère et Morbihan : deux contrats"), "Lozère, Morbihan", ""),
        (reading(title="Les outre-mer et la santé"), "Outre-mer", ""),
        (reading(LOCAL, LOCAL), "Lens", "COM-62498"),
        (
            reading("Une étude nationale. L’ARS Grand Est, l’ORS Grand Est, l’ARS Grand Est, l’ARS Grand Est."),
            "France",
            "PAYS-FR",
        ),
        (reading("En France, 12 % des personnes. À Lyon aussi."), "France", "PAYS-FR"),
        (reading(), "", ""),
    ],
)
def test_the_territory_is_what_the_file_is_about(read: Reading, territory: str, code: str) -> None:
    """A place of the title, else one that the text comes back to; not the region of the agency that wrote it."""
    found = inferred("a.pdf", read)
    assert (found.territory, found.territory_code) == (territory, code)


@pytest.mark.parametrize(
    ("read", "slugs"),
    [
        (reading(title="Précarité énergétique et logement"), {"logement", "precarite", "sante-environnement"}),
        (
            reading(
                "# La souffrance psychique", "La psychiatrie, le suicide, la dépression et les CMP.", title="Un texte"
            ),
            {"sante-mentale"},
        ),
        (reading("Des données, des indicateurs, des besoins et des moyens.", title="Un texte"), set()),
        (reading(), set()),
    ],
)
def test_themes_need_more_than_a_common_word(read: Reading, slugs: set[str]) -> None:
    """A word of the title, or a text that comes back to the theme; « les données » is everybody's."""
    found = set(inferred("a.pdf", read).themes)
    assert found <= slugs
    assert bool(found) == bool(slugs)


def test_what_is_inferred_is_named_and_nothing_else() -> None:
    """A reader of the metadata knows what no catalogue vouches for."""
    found = inferred("notes-de-synthese/2019_a.pdf", reading(title="Une note sur Lille"))
    assert found.inferred == ("title", "kind", "year", "territory", "territory_code")


KNOWN = Metadata(title="Titre du catalogue", year=2020, territory="Saint-Denis (93)", publisher="Éditeur")
FROM_FILE = Metadata(
    title="Titre du fichier",
    kind="enquete",
    publisher="Autre",
    year=2019,
    date="2019-03-04",
    themes=("logement",),
    territory="Lille",
    territory_code="COM-59350",
)


def test_the_catalogue_comes_first() -> None:
    """Only its blanks are filled, and they are named."""
    found = complete(KNOWN, FROM_FILE)
    assert (found.title, found.year, found.publisher) == ("Titre du catalogue", 2020, "Éditeur")
    assert (found.kind, found.themes) == ("enquete", ("logement",))
    assert found.inferred == ("kind", "themes", "territory_code")


def test_fields_that_go_together_never_come_from_two_places() -> None:
    """The code is that of the catalogued territory; a day of another year is left out."""
    found = complete(KNOWN, FROM_FILE)
    assert found.territory_code == "COM-93066"
    assert found.date == ""
    assert complete(Metadata("Titre", year=2019), FROM_FILE).date == "2019-03-04"
    dated = complete(Metadata("Titre", date="2018-05-06"), FROM_FILE)
    assert (dated.year, dated.date) == (2018, "2018-05-06")
    nowhere = complete(Metadata("Titre", territory="Pays des Merveilles"), FROM_FILE)
    assert (nowhere.territory, nowhere.territory_code) == ("Pays des Merveilles", "")


def test_without_a_catalogue_everything_is_inferred() -> None:
    """And a full entry leaves nothing to infer."""
    assert complete(None, FROM_FILE) is FROM_FILE
    full = Metadata("T", "enquete", "É", 2020, "2020-01-02", ("logement",), "Lille", "COM-59350")
    assert complete(full, FROM_FILE) == full


def test_scores_count_what_is_inferred_and_what_is_catalogued() -> None:
    """An empty field is not wrong, it is not found."""
    cases = [Case("enquetes/a.pdf", KNOWN, NOTHING), Case("b.pdf", Metadata("Autre", year=2021), NOTHING)]
    found = [Metadata("Titre du catalogue", year=2020), Metadata("Faux", year=None)]
    scores = measured(cases, found)
    assert scores["title"] == Score(right=1, inferred=2, known=2)
    assert scores["year"] == Score(right=1, inferred=1, known=2)
    assert (scores["year"].precision, scores["year"].recall) == (1.0, 0.5)
    assert bare(cases[0]).doc == "a.pdf"


words = st.lists(
    st.sampled_from(
        "Lille 2019 © édité par CNV santé note de synthèse : » ( , 31/02/2020 Mme Paris 93 enquête\n".split(" ")
    ),
    max_size=25,
).map(" ".join)


@given(name=words, title=words, text=st.lists(words, max_size=5), author=words)
@settings(max_examples=60, deadline=None)
def test_any_file_gives_metadata_that_hold_together(name: str, title: str, text: list[str], author: str) -> None:
    """Known slugs, a day within its year, a code only with a name; `inferred` names what is filled, no more."""
    found = inferred(f"{name.strip() or 'a'}.pdf".replace("/", "-"), reading(*text, title=title.strip(), author=author))
    assert found.kind in {"", *kinds()}
    assert set(found.themes) <= set(themes())
    assert not found.date or found.date.startswith(str(found.year))
    assert not found.territory_code or found.territory
    assert found.inferred == tuple(name for name in FIELDS if getattr(found, name))
