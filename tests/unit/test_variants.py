"""A question typed another way asks the same thing, and is always typed the same."""

from __future__ import annotations

import difflib

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


def test_spoken_questions_drop_what_speech_drops() -> None:
    """« ne », « est-ce que », the question mark."""
    typed = variant("Est-ce que je ne peux pas financer un poste ?", Way.SPOKEN)
    assert "je peux pas financer un poste" in typed
    assert "st-ce que" not in typed


def test_every_question_that_has_an_answer_is_typed_in_several_ways() -> None:
    """The ways that have nothing to change in a question give it back as it is."""
    for asked in (q for q in load_split("dev") if q.answerable):
        typed = {variant(asked.question.text, way) for way in Way} - {asked.question.text}
        assert len(typed) >= 3, asked.question.text
        assert all(t.strip() for t in typed)
