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
        ("Bonjour tout le monde, qui finance un ASV ?", "qui finance un ASV ?"),
        ("Salut la compagnie, qui finance un ASV ?", "qui finance un ASV ?"),
        ("Bonjour, les partenaires d’un CLS, qui sont-ils ?", "les partenaires d’un CLS, qui sont-ils ?"),
        ("Bonjour, l’équipe d’un CLS, c’est combien d’ETP ?", "l’équipe d’un CLS, c’est combien d’ETP ?"),
        ("bonjour a quoi sert un ASV ?", "a quoi sert un ASV ?"),
        ("Bonjour, madame la maire peut-elle refuser ?", "madame la maire peut-elle refuser ?"),
        ("Bonjour madame, monsieur le maire peut-il signer ?", "monsieur le maire peut-il signer ?"),
        ("Cher collègue, combien de CLS ?", "combien de CLS ?"),
        ("Bonjour,\nchers collègues, chères partenaires,\nqui finance un ASV ?", "qui finance un ASV ?"),
        ("Qui finance un CLS ?\nBien cordialement,\nMarie Dupont", "Qui finance un CLS ?"),
        ("Qui finance ?\nCordialement,\nMarie Dupont\nCoordinatrice, ville de Lille", "Qui finance ?"),
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
        "Cher : combien de CLS ?",
        "Cordialement, une formule adaptée à l’ARS ?",
        "Les chercheuses ont-elles évalué les CLS ?",
        "Chercher un financement : où ?",
        "À quoi sert un monsieur santé dans une mairie ?",
        "Merci de m’indiquer qui finance un ASV",
    ],
)
def test_nothing_else_is_taken_away(typed: str) -> None:
    """A greeting alone stays one, and words that look like a greeting stay in their sentence."""
    assert without_courtesy(typed) == typed
