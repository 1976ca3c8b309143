"""What sort of answer a question wants, and what its words compare."""

from __future__ import annotations

import pytest

from assistant.shapes import STATEMENTS, Shape, shape_of, sides
from indexer.french import term_set


@pytest.mark.parametrize(
    ("question", "shape"),
    [
        ("Combien de communes ont signé ?", Shape.FIGURE),
        ("quel pourcentage d’habitants", Shape.FIGURE),
        ("Quelle différence de taux entre les deux départements ?", Shape.COMPARISON),
        ("En quoi un CLS se distingue d’un CLSM ?", Shape.COMPARISON),
        ("Comment distinguer un CLS d’un CLSM ?", Shape.COMPARISON),
        ("Quand la loi a-t-elle été votée ?", Shape.DATE),
        ("c koi un petr", Shape.DEFINITION),
        ("Qu’est-ce que la médiation en santé ?", Shape.DEFINITION),
        ("Qu'est-ce que l’aller-vers ?", Shape.DEFINITION),
        ("qu est ce que les déterminants de santé", Shape.DEFINITION),
        ("Qu’est-ce que l’ARS finance ?", Shape.OTHER),
        ("Qu’est-ce que ça change ?", Shape.OTHER),
        ("Est-ce que le maire signe ?", Shape.OTHER),
        ("Comment s’y prendre pour mobiliser les élu·es ?", Shape.METHOD),
        ("Quels partenaires associer ?", Shape.LIST),
        ("Que dit le CNV de la santé mentale ?", Shape.SYNTHESIS),
        ("Le maire doit-il signer ?", Shape.OTHER),
    ],
)
def test_the_shape_is_heard_in_the_words(question: str, shape: Shape) -> None:
    """The most telling sort first; none rather than a wrong one."""
    assert shape_of(question) is shape


def test_every_shape_has_a_length() -> None:
    """A direct answer and at most four supporting points."""
    assert set(STATEMENTS) == set(Shape)
    assert all(1 < most <= 5 for most in STATEMENTS.values())


def test_what_is_compared_is_found_by_its_acronyms_or_its_words() -> None:
    """Two acronyms, or what stands on both sides of « et », « ou »; nothing when one side is missing."""
    assert sides("Différence entre un CLS et un CLSM ?") == (term_set("CLS"), term_set("CLSM"))
    assert sides("Quel écart entre les femmes et les hommes ?") == (term_set("femmes"), term_set("hommes"))
    assert sides("Quelle différence avec avant ?") == ()
