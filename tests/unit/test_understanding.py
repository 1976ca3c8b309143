"""What the indexes are asked for a question."""

from __future__ import annotations

import pytest

from assistant.meanings import equivalents
from assistant.questions import Question
from assistant.spelling import Speller
from assistant.understanding import understand
from indexer.french import stem, terms
from indexer.vocabulary import synonyms

SPELLER = Speller(("La coordination d’un atelier santé ville : un équivalent temps plein, des habitants.",))


def weight(text: str, word: str) -> float:
    """Of a word, for the lexical side of a question."""
    return understand(Question(text), SPELLER).weights.get(stem(word), 0.0)


def test_a_word_put_right_counts_less_than_one_typed() -> None:
    """But it is among the question's own."""
    query = understand(Question("coordiantion des habitants"), SPELLER)
    assert 0 < query.weights[stem("coordination")] < query.weights[stem("habitants")] == 1
    assert query.own == frozenset(terms("coordination habitants"))
    assert query.question == "coordiantion des habitants"
    assert query.text == query.alone == "coordination des habitants"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("une vingtaine de villes", "20"),
        ("signé le 27/10/2022", "octobre"),
        ("depuis janv. 2022", "janvier"),
        ("les coordonnateurs", "coordinateur"),
        ("mutuelle des étudiants", "complémentaire"),
        ("complémentaire santé", "mutuelle"),
        ("en sept. 2022", "septembre"),
        ("le 27.10.2022", "octobre"),
        ("le renoncement aux soins", "recours"),
        ("les personnes à la rue", "abri"),
        ("que prévoit la loi 3DS", "différenciation"),
        ("répondre à un AMI", "manifestation"),
        ("un ASV", "atelier"),
        ("un atelier santé ville", "asv"),
    ],
)
def test_what_is_said_otherwise_is_searched_for_too(text: str, word: str) -> None:
    """Numbers, dates, synonyms and acronyms, both ways."""
    assert 0 < weight(text, word) <= 1


@pytest.mark.parametrize(
    ("text", "taken", "told"),
    [
        ("Combien d’ETP pour un poste de coordination ?", "Équivalent temps plein", False),
        ("Un programme d’ETP pour des patients diabétiques", "Éducation thérapeutique du patient", True),
        ("C’est quoi l’ETP ?", "Équivalent temps plein", True),
        ("Qui signe un CLS avec l’ARS ?", "Contrat local de santé", False),
        ("Le CLS et la police municipale", "Contrat local de sécurité", True),
        ("La loi ASV et le vieillissement", "Adaptation de la société au vieillissement", True),
        ("L’APA pour une personne âgée dépendante", "Allocation personnalisée d’autonomie", True),
        ("Des séances d’APA sur prescription", "Activité physique adaptée", False),
        ("Combien de CLS ?", "Contrat local de santé", False),
        ("C’est quoi un CLS ?", "Contrat local de santé", True),
        ("Combien d’ETP pour un poste de coordination, avec quel programme ?", "Équivalent temps plein", True),
    ],
)
def test_an_acronym_with_two_meanings_is_read_by_the_words_around(text: str, taken: str, told: bool) -> None:
    """Another meaning than the field's, a word around that speaks for another, or what it means: the reader is told."""
    readings = {r.taken for r in understand(Question(text), SPELLER).understood.readings}
    assert (taken in readings) is told
    assert weight(text, taken.split(maxsplit=1)[0]) > 0


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("sept territoires", "septembre"),
        ("la version 3.2024", "mars"),
        ("la rue piétonne", "abri"),
        ("mon ami est parti", "manifestation"),
        ("dans quel pays", "petr"),
    ],
)
def test_what_only_looks_like_it_brings_nothing(text: str, word: str) -> None:
    """A number, a version, a street, a friend, a country."""
    assert weight(text, word) == 0


@pytest.mark.parametrize("said", [said for group in synonyms() for said in group])
def test_each_synonym_brings_its_group(said: str) -> None:
    """With its stop words or without: every entry of the table is live."""
    group = next(group for group in synonyms() if said in group)
    found = understand(Question(f"Que faire pour {said} ?")).weights
    assert {term for other in group for term in terms(other)} <= set(found)


def test_the_other_meaning_is_not_searched_for() -> None:
    """« thérapeutique » has nothing to do with a post."""
    assert weight("Combien d’ETP pour un poste de coordination ?", "thérapeutique") == 0


def test_what_is_said_otherwise_is_known_whole() -> None:
    """An acronym stands for its long form and a long form for its acronym, neither for one word of it."""
    assert frozenset(terms("atelier santé ville")) in equivalents("un ASV")
    assert frozenset(terms("ASV")) in equivalents("un atelier santé ville")
    assert frozenset(terms("ville")) not in equivalents("un ASV")
    assert not equivalents("un lampadaire")
