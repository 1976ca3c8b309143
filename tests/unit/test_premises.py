"""Figures that a question takes for granted and that what was found gives otherwise."""

from __future__ import annotations

import pytest

from assistant.messages import notices
from assistant.premises import unconfirmed
from assistant.understood import Understood

SOURCE = "La France métropolitaine compte 1 362 quartiers prioritaires, où vivent 5,3 millions de personnes, soit 8 %."
DOUBTED = {
    "Est-ce vrai que 12 % de la population vit en QPV ?": ("12 %",),
    "Est-ce vrai que 12% de la population vit en QPV ?": ("12%",),
    "Où sont les 1 514 QPV de métropole ?": ("1 514 QPV",),
    "Pourquoi y a-t-il 1514 quartiers prioritaires ?": ("1514 quartiers",),
    "J’ai lu que la France comptait 1 514 QPV, soit 10 pour cent des habitants": ("1 514 QPV", "10 pour cent"),
}
LET_BE = (
    "Est-ce vrai que 8 % de la population vit en QPV ?",
    "Comment se répartissent les 1 362 QPV ?",
    "Combien de QPV compte la France en 2024 ?",
    "Je suis dans une agglomération de 14 quartiers, combien de QPV en France ?",
    "Pourquoi notre ville a-t-elle 14 quartiers prioritaires ?",
    "Où vivent les 12 000 habitants de la commune ?",
    "Que s’est-il passé le 12 mars 2024 ?",
    "Depuis 30 ans, combien de quartiers ?",
    "Que dit l’article 122 de la loi ?",
    "Les 3DS et les 8e rencontres, le 24h/24, les 2,8 fois, les 4x4 et les 1er2 : pourquoi ?",
)


@pytest.mark.parametrize("question", DOUBTED)
def test_a_figure_that_no_passage_gives_is_told(question: str) -> None:
    """As typed, when a sentence quoted gives another of the same thing, in words or by its acronym."""
    assert unconfirmed(question, [SOURCE], [SOURCE]) == DOUBTED[question]


@pytest.mark.parametrize("question", LET_BE)
def test_other_figures_are_let_be(question: str) -> None:
    """Those that a passage gives, those of whoever asks, dates, and what the answer gives no figure of."""
    assert unconfirmed(question, [SOURCE], [SOURCE]) == ()


def test_nothing_is_said_of_a_figure_that_another_passage_gives() -> None:
    """It was found, even if it is not quoted."""
    assert unconfirmed("Est-ce vrai que 12 % y vivent ?", [SOURCE, "En 2015, 12 % y vivaient."], [SOURCE]) == ()


def test_nothing_is_said_when_the_answer_gives_no_such_figure() -> None:
    """There is nothing to compare with."""
    assert unconfirmed("Est-ce vrai que 12 % y vivent ?", [SOURCE], ["Un QPV est un quartier."]) == ()


def test_readers_are_told_in_french() -> None:
    """With the figure as they typed it."""
    (line,) = notices(Understood(unconfirmed=("12 %",)))
    assert line == "« 12 % » : aucun des passages trouvés ne donne ce chiffre. Comparez avec ce qu’ils disent."
