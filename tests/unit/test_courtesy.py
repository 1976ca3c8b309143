"""Greetings and thanks are no part of a question."""

from __future__ import annotations

import pytest

from assistant.courtesy import without_courtesy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bonjour, combien de CLS ?", "combien de CLS ?"),
        ("Bonjour combien de CLS ?", "combien de CLS ?"),
        ("Bonjour cher·es collègues, qui finance un ASV ?", "qui finance un ASV ?"),
        ("Bonjour à toutes et tous, qui finance un ASV ? Merci d’avance !", "qui finance un ASV ?"),
        ("Madame, Monsieur, qui finance un ASV ?", "qui finance un ASV ?"),
        ("Salut ! c koi un petr svp", "c koi un petr"),
        ("Bonsoir l’équipe. Le CLSM est-il obligatoire ? Bien à vous, cordialement", "Le CLSM est-il obligatoire ?"),
    ],
)
def test_the_question_is_what_is_left(typed: str, kept: str) -> None:
    """Word for word."""
    assert without_courtesy(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "Bonjour",
        "Merci d’avance",
        "Les chercheuses ont-elles évalué les CLS ?",
        "Chercher un financement : où ?",
        "À quoi sert un monsieur santé dans une mairie ?",
        "Merci de m’indiquer qui finance un ASV",
    ],
)
def test_nothing_else_is_taken_away(typed: str) -> None:
    """A greeting alone stays one, and words that look like a greeting stay in their sentence."""
    assert without_courtesy(typed) == typed
