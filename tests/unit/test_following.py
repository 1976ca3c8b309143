"""A follow-up is made whole from the conversation."""

from __future__ import annotations

import pytest

from assistant.following import followed
from assistant.questions import Question, Turn
from assistant.understanding import understand
from indexer.french import stem

CLS_2022 = "Combien de contrats locaux de santé ont été signés en 2022 ?"
ASV = "Quelle part des QPV dispose d’un ASV ?"
BUREAU = "Quelles sont les missions du comité de pilotage d’un CLSM ?"
DAY = "Qui a organisé la journée nationale du 19 mai 2026 ?"


def asked(*questions: str, answer: str = "Nos publications l’écrivent…", sources: tuple[str, ...] = ()) -> list[Turn]:
    """A conversation."""
    return [t for q in questions for t in (Turn("user", q), Turn("assistant", answer, sources))]


def earlier(text: str, *questions: str) -> str:
    """What a question leans on, made whole."""
    return followed(Question(text, tuple(asked(*questions)))).earlier


@pytest.mark.parametrize(
    ("first", "then", "whole"),
    [
        (CLS_2022, "Et en 2024 ?", "Combien de contrats locaux de santé ont été signés en 2024 ?"),
        (CLS_2022, "et en 2019 et 2020", "Combien de contrats locaux de santé ont été signés en 2019 et 2020 ?"),
        ("Combien en 2021 et en 2022 ont un CLS ?", "Et en 2024 ?", "Combien en 2024 ont un CLS ?"),
        ("Que fait-on à Lille ?", "et à Marseille ?", "Que fait-on à Marseille ?"),
        (
            "Un CLS dure combien de temps en Bretagne ?",
            "et dans les Hauts-de-France ?",
            "Un CLS dure combien de temps en Hauts-de-France ?",
        ),
        (
            "Combien de CLS en Bretagne et en Occitanie en 2022 ?",
            "et en Corse ?",
            "Combien de CLS en Corse en 2022 ?",
        ),
        ("Combien de CLS à Lille en 2022 ?", "et à Nantes en 2024 ?", "Combien de CLS à Nantes en 2024 ?"),
        ("Qui finance un ASV ?", "et un CLSM ?", "Qui finance un CLSM ?"),
        ("Qui finance les ASV ?", "Et pour les CLS ?", "Qui finance les CLS ?"),
        (ASV, "et d’un conseil local de santé mentale ?", "Quelle part des QPV dispose d’un conseil local de santé mentale ?"),
        (CLS_2022, "et les CLSM ?", "Combien de CLSM ont été signés en 2022 ?"),
        ("Que finance l’ARS ?", "et la CAF ?", "Que finance la CAF ?"),
        ("Quelle est la part d’hommes qui fument ?", "et les femmes ?", "Quelle est la part de femmes qui fument ?"),
        ("Combien de jeunes renoncent aux soins ?", "et les personnes âgées ?", "Combien de personnes âgées renoncent aux soins ?"),
        ("Quelle offre de soins en milieu rural ?", "et en ville ?", "Quelle offre de soins en ville ?"),
    ],
)  # fmt: skip
def test_what_is_named_anew_takes_the_place_of_what_was(first: str, then: str, whole: str) -> None:
    """A year for a year, a place for a place, an approach for an approach, a public for a public."""
    assert earlier(then, first) == whole


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (DAY, "et les orateurs ?"),
        (BUREAU, "et pour le bureau ?"),
        (BUREAU, "Pourquoi ?"),
        (BUREAU, "lesquelles ?"),
        ("Quels sont les axes d’un CLS ?", "Lesquels sont obligatoires ?"),
        ("Qu’est-ce qu’une PASS de ville ?", "qui la finance ?"),
        ("Qu’est-ce qu’une PASS de ville ?", "Elle reçoit qui ?"),
        ("Qu’est-ce qu’un CLS ?", "Sont-ils obligatoires ?"),
        ("Qu’est-ce qu’un CLS ?", "Comment est-il évalué ?"),
        ("Qu’est-ce qu’un CLS ?", "Les habitants peuvent-ils participer ?"),
        ("Qui signe un contrat local de santé ?", "Et l’ARS ?"),
        (ASV, "et dans les communes rurales ?"),
        (ASV, "En outre-mer ?"),
        (ASV, "C’est beaucoup ?"),
        (ASV, "d’où vient ce chiffre ?"),
        (ASV, "et la coordination ?"),
        (CLS_2022, "mais combien sont encore en cours ?"),
        (CLS_2022, "Et le CLS de Lille ?"),
        (CLS_2022, "depuis quand ?"),
        ("Que fait un médiateur en santé ?", "il peut remplacer un interprète ?"),
        ("Combien d’habitants vivent en QPV ?", "ils sont plus jeunes que les autres ?"),
    ],
)
def test_a_follow_up_that_names_nothing_of_the_sort_keeps_the_question(first: str, then: str) -> None:
    """It adds to it, or asks something else of it."""
    assert earlier(then, first) == first


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (ASV, "Autre question : la précarité alimentaire ?"),
        (ASV, "Rien à voir, mais comment évaluer un CLS ?"),
        (ASV, "sinon, qu’est-ce que la littératie en santé ?"),
        (ASV, "Passons à la santé des femmes : quels chiffres ?"),
        (ASV, "Les CLSM sont-ils obligatoires ?"),
        (ASV, "Y a-t-il des usagers dans un CLSM ?"),
        (ASV, "Comment les élus ruraux peuvent-ils s’engager dans un projet alimentaire territorial ?"),
        (ASV, "Est-il possible de signer un CLS sans l’agence régionale de santé ?"),
        (ASV, "Il existe combien de maisons sport-santé habilitées en métropole ?"),
        (ASV, "Qui finance un CLSM ?"),
        (ASV, "c koi un clsm"),
    ],
)
def test_another_topic_is_recognised(first: str, then: str) -> None:
    """Said as such, or a question with a subject of its own; « il » may stand for nothing."""
    assert earlier(then, first) == ""


def test_names_replaced_are_no_longer_searched_for() -> None:
    """« 2022 » would bring back the answer just given."""
    query = understand(Question("Et en 2024 ?", tuple(asked(CLS_2022))))
    assert query.weights["2024"] == 1
    assert "2022" not in query.weights
    assert query.weights[stem("contrats")] > 0
    assert query.understood.question == "Combien de contrats locaux de santé ont été signés en 2024 ? Et en 2024 ?"


def test_a_question_without_a_subject_also_looks_at_the_answer() -> None:
    """At its cited titles when they are known, else at its words, which count little."""
    said = Question("Pourquoi ?", tuple(asked(BUREAU, answer="Elles suivent la psychiatrie.")))
    assert 0 < understand(said).weights[stem("psychiatrie")] < 0.5
    titled = Question("Pourquoi ?", tuple(asked(BUREAU, sources=("Les CLSM en outre-mer",))))
    assert 0 < understand(titled).weights[stem("outre")] < 0.5
    full = Question("et pour le bureau de la commission ?", tuple(asked(BUREAU, answer="La psychiatrie.")))
    assert stem("psychiatrie") not in understand(full).weights


def test_chains_of_follow_ups_keep_the_topic() -> None:
    """The names of the follow-up in between are not kept: the question that stood alone gives them."""
    assert earlier("et en 2023 ?", CLS_2022, "Et en 2024 ?") == CLS_2022.replace("2022", "2023")
