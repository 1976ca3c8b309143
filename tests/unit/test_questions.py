"""A question is checked, knows what it leans on, and carries its filters."""

from __future__ import annotations

import pytest

from assistant.questions import Filters, Question, Turn
from indexer.documents import Document, Metadata
from indexer.errors import EmptyQuestion, InvalidFilter, QuestionTooLong

FIRST = "Quel était le nombre de contrats locaux de santé signés avant 2022 ?"


def document(**told: object) -> Document:
    """A document of which this is known."""
    return Document("a.pdf", "/corpus", "0" * 64, Metadata(**{"title": "Titre", **told}))  # type: ignore[arg-type]


def leaning(text: str, *asked: str) -> str:
    """What a question leans on, after others that were answered."""
    turns = [t for question in asked for t in (Turn("user", question), Turn("assistant", "Nos publications…"))]
    return Question.checked(text, tuple(turns), limit=2000).earlier()


@pytest.mark.parametrize("text", ["", "   \n", "?!…", "« »"])
def test_a_question_has_a_word(text: str) -> None:
    """Punctuation alone is not one."""
    with pytest.raises(EmptyQuestion):
        Question.checked(text, limit=2000)


def test_a_question_is_not_longer_than_the_limit() -> None:
    """The surrounding blanks do not count; both numbers are told."""
    assert Question.checked(f"  {'a' * 50}  ", limit=50).text == "a" * 50
    with pytest.raises(QuestionTooLong) as caught:
        Question.checked("a" * 51, limit=50)
    assert caught.value.values == {"length": 51, "limit": 50}


@pytest.mark.parametrize(
    "text",
    [
        "Et en 2025 ?",
        "Pourquoi ?",
        "Et dans les quartiers prioritaires de la ville ?",
        "Qui les finance ?",
        "Et l’ARS ?",
        "C’est l’ARS qui le signe ?",
        "En QPV ?",
        "C’est quoi ?",
        "Ça veut dire quoi ?",
        "Qu’est-ce que c’est ?",
        "Qu’est-ce que ça change ?",
        "Est-ce obligatoire ?",
    ],
)
def test_a_follow_up_leans_on_the_question_before(text: str) -> None:
    """Told by its opening, a word that points back, or its few words."""
    assert leaning(text, FIRST) == FIRST


@pytest.mark.parametrize(
    "text",
    [
        "Quelle part des quartiers prioritaires dispose d’un atelier santé ville en 2025 selon l’enquête ?",
        "Et quelles sont les missions de la coordination d’un conseil local de santé mentale intercommunal et rural ?",
    ],
)
def test_a_full_question_stands_by_itself(text: str) -> None:
    """Whatever was said before, and whatever it opens with."""
    assert leaning(text, FIRST) == ""


@pytest.mark.parametrize(
    "text",
    [
        "c koi un clsm",
        "CPTS définition",
        "Qui finance un ASV ?",
        "À quoi sert un PTSM ?",
        "Qu’est-ce qu’un ASV ?",
        "Qu’est-ce que la médiation en santé ?",
    ],
)
def test_a_short_question_with_a_subject_of_its_own_stands_by_itself(text: str) -> None:
    """It asks what something is, or puts a question about an acronym."""
    assert leaning(text, FIRST) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Comment faire participer les habitants ?",
        "Comment lutter contre l’isolement ?",
        "Que disent vos publications sur l’alimentation ?",
        "Avez-vous des documents sur le logement ?",
        "Parle-moi de l’isolement social",
        "La médiation en santé, ça sert à quoi ?",
        "Accès aux soins des migrants",
        "Précarité alimentaire",
        "Aide alimentaire : quelles actions ?",
        "Mais au fait, c’est quoi un PAT ?",
        "Cette année, combien de CLS ont été signés ?",
        "Comment les élus soutiennent-ils leurs CLS ?",
        "Non-recours aux droits en QPV, que faire ?",
        "Merci !",
        "Merci beaucoup pour votre aide",
    ],
)
def test_a_change_of_topic_is_not_glued_to_the_one_before(text: str) -> None:
    """A subject of its own, in full or as a bare theme; thanks have none."""
    assert leaning(text, "Qui finance un CLS ?") == ""


@pytest.mark.parametrize(
    "text",
    [
        "Que disent vos publications sur le financement ?",
        "Parle-moi des missions",
        "À quoi ça sert ?",
        "À quoi sert le bureau ?",
        "Comment leurs missions sont-elles réparties ?",
        "Comment faire participer les acteurs ?",
        "Quel rôle pour les élus ?",
        "Cette démarche est-elle obligatoire ?",
        "Quels acteurs sont associés à ces démarches ?",
        "et au fait, la durée ?",
        "Au fait, combien ?",
        "dans les quartiers prioritaires",
        "les femmes enceintes ?",
        "Exemples en Bretagne ?",
        "Comment les évaluer ?",
        "Qui paie ça ?",
    ],
)
def test_what_is_said_of_any_scheme_is_no_subject(text: str) -> None:
    """Missions, duration, cost: of what was spoken of before."""
    assert leaning(text, "Qui finance un CLS ?") == "Qui finance un CLS ?"


def test_thanks_give_no_topic() -> None:
    """What comes after them leans on the question before."""
    assert leaning("Et en 2025 ?", FIRST, "Merci !") == FIRST


def test_the_first_question_leans_on_nothing() -> None:
    """However short."""
    assert leaning("Et en 2025 ?") == ""


def test_a_chain_of_follow_ups_keeps_its_topic() -> None:
    """The last question that stood alone gives it, not the follow-up in between."""
    assert leaning("Et en 2023 ?", "Qui finance l’animation des ateliers santé ville ?", FIRST, "Et en 2025 ?") == FIRST


def test_what_the_assistant_said_is_no_question() -> None:
    """Nor is a turn without a word."""
    turns = (Turn("assistant", FIRST), Turn("user", "?"))
    assert Question.checked("Et en 2025 ?", turns, limit=2000).earlier() == ""


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(themes=("handicap", "sante-mentale")), True),
        (Filters(themes=("handicap",)), False),
        (Filters(kinds=("enquete",)), True),
        (Filters(kinds=("avis-cnv",)), False),
        (Filters(year_from=2025, year_to=2025), True),
        (Filters(year_from=2026), False),
        (Filters(year_to=2024), False),
        (Filters(publisher="fabrique TERRITOIRES"), True),
        (Filters(publisher="Insee"), False),
        (Filters(territory="pays de la loire"), True),
        (Filters(publisher="FTS"), True),
        (Filters(publisher="sant"), False),
        (Filters(themes=("sante-mentale",), year_from=2026), False),
    ],
)
def test_filters_restrict(filters: Filters, passes: bool) -> None:
    """All of them together; names are compared without accents nor case."""
    held = document(
        themes=("sante-mentale",),
        kind="enquete",
        year=2025,
        publisher="Fabrique Territoires Santé",
        territory="Pays-de-la-Loire",
    )
    assert filters.accepts(held) is passes
    assert bool(filters) is (filters != Filters())


@pytest.mark.parametrize(
    ("wanted", "name", "code", "passes"),
    [
        ("Loire", "Pays de la Loire", "REG-52", False),
        ("Pays de la Loire", "Pays de la Loire", "REG-52", True),
        ("Lozère", "Morbihan et Lozère", "DEP-56", True),
        ("Saint-Denis", "Saint-Denis (Seine-Saint-Denis)", "COM-93066", True),
        ("Seine-Saint-Denis", "Saint-Denis (Seine-Saint-Denis)", "COM-93066", True),
        ("outre-mer", "Outre-mer", "", True),
    ],
)
def test_a_territory_is_told_by_its_code_where_it_has_one(wanted: str, name: str, code: str, passes: bool) -> None:
    """Else by its words, each place by itself."""
    assert Filters(territory=wanted).accepts(document(territory=name, territory_code=code)) is passes


def test_a_document_without_a_year_passes_no_bound() -> None:
    """Unknown is neither before nor after."""
    assert not Filters(year_from=1900).accepts(document())
    assert not Filters(year_to=2100).accepts(document())
    assert Filters().accepts(document())


@pytest.mark.parametrize(("field", "value"), [("themes", "inconnu"), ("kinds", "roman")])
def test_an_unknown_value_is_refused(field: str, value: str) -> None:
    """With the values that are known."""
    with pytest.raises(InvalidFilter) as caught:
        Filters(**{field: (value,)})  # type: ignore[arg-type]
    assert (caught.value.values["field"], caught.value.values["value"]) == (field, value)
    assert "," in str(caught.value.values["allowed"])
