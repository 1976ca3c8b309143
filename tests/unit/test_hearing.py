"""Filters are heard in a question only where its words are about publications."""

from __future__ import annotations

import pytest

from assistant.hearing import Hearing
from assistant.hearing import fitness as fit
from assistant.messages import notices
from assistant.questions import Filters, Question
from assistant.understanding import understand
from assistant.understood import Heard
from indexer.documents import Document, Metadata


def document(number: int, **told: object) -> Document:
    """A document of which this is known."""
    return Document(f"{number}.pdf", "/corpus", str(number), Metadata(**{"title": "Titre", **told}))  # type: ignore[arg-type]


DOCUMENTS = (
    document(1, kind="avis-cnv", publisher="Conseil national des villes / ANCT", year=2025, themes=("sante-mentale",)),
    document(2, kind="enquete", publisher="Fabrique Territoires Santé", year=2026, territory_code="PAYS-FR"),
    document(3, kind="note-de-synthese", publisher="QEL, d’après l’Insee", year=2022, themes=("logement",)),
    document(4, kind="fiche-experience", publisher="Irdes", year=2020, territory="Lille", territory_code="COM-59350"),
    document(5, kind="dossier-ressources", publisher="Santé mentale", year=2019, territory_code="DEP-59"),
    document(6, kind="compte-rendu", publisher="", territory="Morbihan", territory_code="DEP-56"),
)
HEARING = Hearing(DOCUMENTS)


def heard(text: str, earlier: str = "") -> dict[str, tuple[str, bool]]:
    """What is heard: field → value, hard or not."""
    return {h.field: (h.value, h.hard) for h in HEARING.hear(text, earlier)}


@pytest.mark.parametrize(
    ("text", "value", "hard"),
    [
        ("Un avis du CNV sur la santé mentale", "avis-cnv", True),
        ("Que disent les avis du CNV sur la santé ?", "avis-cnv", True),
        ("Que dit l’avis du Conseil national des villes ?", "avis-cnv", False),
        ("Trouve-moi une fiche expérience sur le lien social", "fiche-experience", True),
        ("dans une fiche expérience, les femmes", "fiche-experience", True),
        ("Quel dossier parle du logement ?", "dossier-ressources", True),
        ("Quelle note traite de l’alimentation ?", "note-de-synthese", True),
        ("Avez-vous des notes de synthèse sur les jeunes ?", "note-de-synthese", True),
        ("Un avis du CNV de 2025 sur la santé", "avis-cnv", True),
        ("dans une note de 2022 sur l’alimentation", "note-de-synthese", True),
        ("Vous avez une note sur la PASS ?", "note-de-synthese", True),
        ("Une enquête FTS sur les QPV", "enquete", True),
        ("liste les notes de synthèse depuis 2020", "note-de-synthese", True),
        ("Quelle enquête parue en 2026 montre que les jeunes fument ?", "enquete", True),
        ("Une enquête publiée en 2026 montre que les jeunes fument", "enquete", False),
        ("Selon l’enquête, quelle part des QPV a un ASV ?", "enquete", False),
        ("Que retient le compte rendu ?", "compte-rendu", False),
    ],
)
def test_a_kind_is_heard(text: str, value: str, hard: bool) -> None:
    """It restricts where the question asks for such a publication, and hints where it only names one."""
    assert heard(text)["kind"] == (value, hard)


@pytest.mark.parametrize(
    "text",
    [
        "Comment remplir un dossier de demande de subvention ?",
        "Comment mener une enquête auprès des habitants ?",
        "Quel dossier pour une demande de financement ?",
        "Quelle enquête pour un diagnostic local ?",
        "Je cherche un dossier pour une demande de subvention",
        "Quel avis rend l’ARS ?",
        "Qui tient le dossier médical partagé ?",
    ],
)
def test_an_ordinary_word_is_no_kind(text: str) -> None:
    """A file to fill in, a survey to run."""
    assert "kind" not in heard(text)


@pytest.mark.parametrize(
    ("text", "value", "hard"),
    [
        ("les notes publiées depuis 2023", "2023-", True),
        ("Quels documents entre 2019 et 2021 ?", "2019-2021", True),
        ("des fiches parues avant 2022", "-2021", True),
        ("les publications après 2020", "2021-", True),
        ("publiés en 2022", "2022-2022", True),
        ("selon l’enquête de 2025", "2025-2026", False),
        ("l’enquête QPV 2025", "2025-2026", False),
        ("l’avis du CNV de 2025", "2025-2026", False),
    ],
)
def test_years_of_publication_are_heard(text: str, value: str, hard: bool) -> None:
    """Beside a word for publications; what is « of 2025 » may come out in 2026."""
    assert heard(text)["year"] == (value, hard)


@pytest.mark.parametrize(
    "text",
    [
        "Combien de CLS ont été signés en 2022 ?",
        "Et en 2024 ?",
        "Combien de CLS avant 2022 ?",
        "La loi de 2016 impose-t-elle un CLS ?",
        "Combien en 2024 par rapport à 2020 ?",
        "Depuis 2022, qui finance ?",
    ],
)
def test_a_year_that_is_part_of_the_fact_is_no_filter(text: str) -> None:
    """A publication of 2025 may well tell what happened in 2022."""
    assert "year" not in heard(text)


@pytest.mark.parametrize(
    ("text", "value", "hard"),
    [
        ("Que dit le CNV de la santé ?", "Conseil national des villes", False),
        ("D’après l’Insee, combien de logements ?", "Insee", False),
        ("Que recommande FTS ?", "Fabrique Territoires Santé", False),
        ("les publications de l’Irdes", "Irdes", True),
        ("ce qui est publié par la Fabrique Territoires Santé", "Fabrique Territoires Santé", True),
    ],
)
def test_a_publisher_is_heard(text: str, value: str, hard: bool) -> None:
    """By its name or its acronym, among those of the index."""
    assert heard(text)["publisher"] == (value, hard)


@pytest.mark.parametrize("text", ["Le CNV est-il consulté ?", "des documents de santé mentale", "Que dit la HAS ?"])
def test_a_body_that_is_only_named_is_no_publisher(text: str) -> None:
    """Nor is one that publishes nothing here, nor a theme that is also the name of a review."""
    assert "publisher" not in heard(text)


def test_a_theme_is_heard_only_when_said_as_such() -> None:
    """Every question has a theme; few ask for one."""
    assert heard("sur le thème de la santé mentale, quels chiffres ?")["theme"] == ("sante-mentale", True)
    assert heard("Thématique : logement")["theme"] == ("logement", True)
    assert "theme" not in heard("Quels chiffres sur la santé mentale ?")


@pytest.mark.parametrize(
    "text", ["Quelles sont les thématiques du logement ?", "Quel est le thème du logement social ?"]
)
def test_asking_what_the_themes_are_is_no_filter(text: str) -> None:
    """They are what is asked."""
    assert "theme" not in heard(text)


def test_a_territory_hints_at_what_is_there_then_around() -> None:
    """The commune first, its département next, national publications neither before nor out."""
    place = next(h for h in HEARING.hear("Que fait-on à Lille ?") if h.field == "territory")
    assert (place.value, place.label, place.hard) == ("COM-59350", "Lille", False)
    assert [fit(place, DOCUMENTS[n]) for n in (3, 4, 1, 5)] == [1.0, 0.5, 0.0, 0.0]
    around = next(h for h in HEARING.hear("Et dans le Nord ?") if h.field == "territory")
    assert [fit(around, DOCUMENTS[n]) for n in (3, 4)] == [1.0, 1.0]


def test_a_name_that_several_places_bear_is_those_that_publications_are_about() -> None:
    """One: that one, told apart from the others; two: both, named; and neither restricts."""
    one = Hearing((*DOCUMENTS, document(7, territory_code="COM-93066")))
    place = next(h for h in one.hear("Y a-t-il des actions à Saint-Denis ?") if h.field == "territory")
    assert (place.value, place.label, place.hard) == ("COM-93066", "Saint-Denis (Seine-Saint-Denis)", False)
    two = Hearing((*DOCUMENTS, document(7, territory_code="COM-93066"), document(8, territory_code="COM-97411")))
    both = next(h for h in two.hear("uniquement à Saint-Denis") if h.field == "territory")
    assert both.label == "Saint-Denis (La Réunion) ou Saint-Denis (Seine-Saint-Denis)"
    assert not both.hard
    assert fit(both, document(7, territory_code="COM-93066")) == fit(both, document(8, territory_code="COM-97411")) == 1


@pytest.mark.parametrize("text", ["Que se passe-t-il à La Réunion ?", "Mayotte"])
def test_what_is_about_overseas_is_around_each_of_its_departements(text: str) -> None:
    """« Outre-mer » has no official code."""
    overseas = document(9, territory="Outre-mer")
    place = next(h for h in Hearing((*DOCUMENTS, overseas)).hear(text) if h.field == "territory")
    assert fit(place, overseas) == 0.5
    assert fit(place, DOCUMENTS[3]) == 0


def test_a_kind_and_a_year_that_no_publication_has_are_told() -> None:
    """Instead of silently searching the others; not when nothing was asked for, nor once taken back."""
    assert [h.label for h in HEARING.absent("Un avis du CNV de 2013 sur la santé ?")] == [
        "Avis du Conseil national des villes",
        "2013 à 2014",
    ]
    assert HEARING.absent("Un avis du CNV de 2013 sur la santé ?", {"year"}) == ()
    assert HEARING.absent("Un avis du CNV de 2025 sur la santé ?") == ()
    assert HEARING.absent("Que dit l’enquête de 2013 ?") == ()
    understood = understand(Question("Un avis du CNV de 2013 sur la santé ?"), hearing=HEARING).understood
    assert any("2013 à 2014" in told for told in notices(understood))


def test_the_chip_of_a_year_says_what_it_holds() -> None:
    """« de 2025 » prefers 2025 and 2026, and says both."""
    year = next(h for h in HEARING.hear("selon l’enquête de 2025") if h.field == "year")
    assert (year.value, year.label) == ("2025-2026", "2025 à 2026")


def test_a_territory_restricts_when_nothing_else_is_wanted() -> None:
    """« uniquement »."""
    assert heard("Uniquement à Lille, quelles actions ?")["territory"] == ("COM-59350", True)


@pytest.mark.parametrize("text", ["Que fait-on à Bordeaux ?", "En France, combien de CLS ?", "à Saint-Denis"])
def test_what_would_change_nothing_is_not_told(text: str) -> None:
    """No publication about the place, or a name that several places bear."""
    assert heard(text) == {}


def test_what_was_heard_before_holds_in_a_follow_up() -> None:
    """Unless the follow-up says otherwise."""
    first = "Un avis du CNV publié en 2025 ?"
    assert heard("et sur les jeunes ?", first) == {"kind": ("avis-cnv", True), "year": ("2025-2025", True)}
    assert heard("et dans des fiches expérience ?", first)["kind"] == ("fiche-experience", True)


def test_a_filter_can_be_taken_back() -> None:
    """And one that was given explicitly is not heard again."""
    text = "Un avis du CNV publié en 2025 ?"

    def fields(question: Question) -> list[str]:
        return [h.field for h in understand(question, hearing=HEARING).understood.filters]

    assert fields(Question(text)) == ["kind", "year"]
    assert fields(Question.checked(text, ignore=["kind"], limit=100)) == ["year"]
    assert fields(Question(text, filters=Filters(year_from=2020))) == ["kind"]


@pytest.mark.parametrize(
    ("field", "value", "narrowed"),
    [
        ("kind", "enquete", Filters(kinds=("enquete",))),
        ("theme", "logement", Filters(themes=("logement",))),
        ("publisher", "Insee", Filters(publisher="Insee")),
        ("territory", "DEP-59", Filters(territory="Nord")),
        ("year", "2023-", Filters(year_from=2023)),
        ("year", "-2019", Filters(year_to=2019)),
    ],
)
def test_what_is_heard_narrows_the_filters(field: str, value: str, narrowed: Filters) -> None:
    """As if it had been given."""
    assert Filters().narrowed(Heard(field, value, "Nord", hard=True)) == narrowed  # type: ignore[arg-type]


def test_a_filter_on_a_territory_accepts_what_lies_in_it() -> None:
    """By the official code: Lille is in the Nord, and in the Hauts-de-France."""
    wanted = [Filters(territory=name) for name in ("Lille", "Nord", "Hauts-de-France", "Morbihan", "France")]
    assert [f.accepts(DOCUMENTS[3]) for f in wanted] == [True, True, True, False, False]
