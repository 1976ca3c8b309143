"""A question typed another way asks the same thing, and is always typed the same."""

from __future__ import annotations

import difflib
import re

import pytest

from evals.questions import load_split
from evals.variants import Way, variant
from indexer.french import words

QUESTION = "Quelle part des QPV dispose d’un ASV d’après les coordinateurs ?"


@pytest.mark.parametrize("way", list(Way))
def test_the_same_seed_types_the_same_words(way: Way) -> None:
    """So that two runs can be compared."""
    assert variant(QUESTION, way) == variant(QUESTION, way)


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        (Way.ACCENTS, "Quelle part des QPV dispose d’un ASV d’apres les coordinateurs ?"),
        (
            Way.ACRONYMS,
            (
                "Quelle part des quartiers prioritaires de la politique de la ville dispose d’un atelier santé ville "
                "d’après les coordinateurs ?"
            ),
        ),
        (Way.KEYWORDS, "part QPV dispose ASV après coordinateurs"),
    ],
)
def test_each_way_does_what_it_says(way: Way, typed: str) -> None:
    """Accents go, acronyms open, a question becomes what is typed in a search box."""
    assert variant(QUESTION, way) == typed


def test_long_forms_become_acronyms() -> None:
    """When the question spells out what an acronym stands for."""
    assert variant("À quoi sert un contrat local de santé ?", Way.ACRONYMS) == "À quoi sert un CLS ?"


def test_a_slip_leaves_acronyms_names_and_short_words_alone() -> None:
    """What a search hangs on stays; at least one other word changes, by one letter or two."""
    typed = variant("Combien de personnes ont répondu à Aubervilliers au CLSM en 2025 ?", Way.TYPOS)
    assert all(word in typed for word in ("Aubervilliers", "CLSM", "2025"))
    assert (
        0
        < len(
            list(
                filter(
                    lambda op: op[0] != "equal",
                    difflib.SequenceMatcher(
                        None, "Combien de personnes ont répondu à Aubervilliers au CLSM en 2025 ?", typed
                    ).get_opcodes(),
                )
            )
        )
        <= 6
    )


def test_inclusive_forms_say_the_same_words() -> None:
    """Once levelled, they are those of the plural."""
    typed = variant("Quels élus et quels habitants y siègent ?", Way.INCLUSIVE)
    assert typed != "Quels élus et quels habitants y siègent ?"
    assert {"elu", "habitant"} <= set(words(typed))


def test_an_inclusive_question_is_written_with_another_mark() -> None:
    """Hyphen, full stop or parentheses instead of the middle dot; the same words once levelled."""
    seen = {variant("Combien de salarié·es et d’élu·es ?", Way.INCLUSIVE, seed) for seed in range(20)}
    assert len(seen) > 2
    assert {tuple(words(typed)) for typed in seen} == {("combien", "de", "salarie", "et", "elu")}


@pytest.mark.parametrize(
    ("question", "opened"),
    [
        ("Combien d’ASV en France ?", "Combien d’ateliers santé ville en France ?"),
        (
            "Combien d'ASV et combien de CLS ?",
            "Combien d’ateliers santé ville et combien de contrats locaux de santé ?",
        ),
        ("Combien y a-t-il de CLS ?", "Combien y a-t-il de contrats locaux de santé ?"),
        ("Le rôle de l’ARS ?", "Le rôle de l’agence régionale de santé ?"),
        ("À quoi sert un CLS ?", "À quoi sert un contrat local de santé ?"),
    ],
)
def test_an_acronym_is_opened_in_the_number_and_after_the_elision_that_french_wants(question: str, opened: str) -> None:
    """« d’ateliers », « de contrats », in the plural after « combien »."""
    assert variant(question, Way.ACRONYMS) == opened


@pytest.mark.parametrize(
    "question",
    [
        "À quoi sert un contrat local de santé ?",
        "Bonjour, quelles sont les habitantes du quartier ?",
        "Les élus sont-ils formés ?",
        "Combien d’emplois salariés ?",
        "Les professionnels libéraux y siègent ?",
        "Un élu peut-il siéger ?",
    ],
)
def test_a_question_without_anybody_to_include_is_left_as_it_is(question: str) -> None:
    """No greeting is put before it; women only stay women; nothing that would have to agree is left behind."""
    assert variant(question, Way.INCLUSIVE) == question


@pytest.mark.parametrize(
    ("question", "included"),
    [
        ("Combien de coordos ont répondu ?", "Combien de coordinateur·rices ont répondu ?"),
        ("Quels élus et quels habitants y siègent ?", "Quel·les élu·es et quel·les habitant·es y siègent ?"),
        ("Combien d’habitants ?", "Combien d’habitant·es ?"),
        ("Un habitant peut demander cela ?", "Un·e habitant·e peut demander cela ?"),
        ("Que dire à un professionnel qui doute ?", "Que dire à un·e professionnel·le qui doute ?"),
        ("Mes 12 000 usagers ?", "Mes 12 000 usager·ères ?"),
    ],
)
def test_subjects_are_included_in_the_singular_and_in_the_plural(question: str, included: str) -> None:
    """With what stands before them; written in one of four ways, the parentheses before the mark of the plural."""
    marks = {mark: re.sub(r"(?<=\w)·(?=\w)", mark, included) for mark in ("·", ".", "-")}
    bracketed = re.sub(r"(?<=\w)·(\w+?)(s?)\b", r"(\1)\2", included)
    assert {variant(question, Way.INCLUSIVE, seed) for seed in range(60)} == {*marks.values(), bracketed}


def test_spoken_questions_drop_what_speech_drops() -> None:
    """« ne », « est-ce que », the question mark."""
    typed = variant("Est-ce que je ne peux pas financer un poste ?", Way.SPOKEN)
    assert "je peux pas financer un poste" in typed
    assert "st-ce que" not in typed


def test_every_question_that_has_an_answer_is_typed_in_several_ways() -> None:
    """The ways that have nothing to change in a question give it back as it is."""
    for asked in (q for q in load_split("dev") if q.answerable):
        typed = {variant(asked.question.text, way) for way in Way} - {asked.question.text}
        assert len(typed) >= 2, asked.question.text
        assert all(t.strip() for t in typed)
