"""The answers of a survey drawn as bars: of a whole, one drawing a question, the same figures in a table under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answers_shown import html_of, told
from bs4 import BeautifulSoup
from survey_shelf import MEETINGS, OFTEN, ROOM, SHARES, Shelf, shelf_of, yearly

from assistant.answers import Answer
from ui.chat.charts import LONGEST, MOST, WIDTH, Bar, charts
from ui.chat.turns import turn

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

    from assistant.contract import AnswerOut

INDICATORS = "enquetes/enquete-qpv-cls-2025-resultats.xlsx"
MADE_UP = "enquetes/survey_SYNTHETIC_qpv_cls.csv"


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The same two questions, asked in 2022 and in 2024."""
    folder = tmp_path_factory.mktemp("years")
    return shelf_of([yearly(folder, 2022), yearly(folder, 2024)])


@pytest.fixture(scope="module")
def made_up(root: Path) -> Shelf:
    """The corpus's made-up answers, one by one, whose figures are computed."""
    return shelf_of([(MADE_UP, root / "corpus" / MADE_UP, None)])


def answered(shelf: Shelf, question: str) -> AnswerOut:
    """The figures that answer a question, as they are sent."""
    statements = shelf.ask(question)
    assert statements, question
    return told(Answer(statements, ()))


def drawn(out: AnswerOut) -> list[Tag]:
    """The drawings of an answer."""
    return BeautifulSoup(html_of(turn(1, "Une question ?", out)), "html.parser").select("figure.chart")


def column(figure: Tag, selector: str) -> list[str]:
    """Text of each element found."""
    return [each.get_text() for each in figure.select(selector)]


def test_each_survey_that_answers_has_its_drawing(two_years: Shelf) -> None:
    """Question, n, a bar an answer, and the same figures in a table that screen readers and copies take."""
    figures = drawn(answered(two_years, f"Dans l’enquête : {MEETINGS}"))
    assert len(figures) == 2
    for figure, year in zip(figures, (2024, 2022), strict=True):
        caption = figure.figcaption.get_text(" ", strip=True) if figure.figcaption else ""
        assert caption == f"{MEETINGS} n = 40 réponses"
        assert column(figure, "tbody th") == list(OFTEN)
        assert column(figure, "tbody td:nth-child(2)") == list(SHARES[year])
        assert column(figure, "tbody td:nth-child(3)") == [str(int(s.split()[0]) * 40 // 100) for s in SHARES[year]]
        assert column(figure, "svg text") == [word for pair in zip(OFTEN, SHARES[year], strict=True) for word in pair]
        assert figure.svg is not None
        assert figure.svg["aria-hidden"] == "true"
        assert str(year) in column(figure, "p.hint")[0]


def test_a_bar_is_as_long_as_its_share_of_the_whole(two_years: Shelf) -> None:
    """50 % fills half of the width, whatever the other answers are."""
    out = answered(two_years, "Quelle part réunit les habitants chaque trimestre ?")
    (latest, _) = charts(out.sentences).values()
    assert [bar.length for bar in latest.bars] == [25.0, 50.0, 15.0, 10.0]
    figure = drawn(out)[0]
    track, bar = figure.select("rect.track")[1], figure.select("rect.bar")[1]
    assert float(str(bar["width"])) * 2 == float(str(track["width"]))


def test_the_answer_that_is_quoted_stands_out(two_years: Shelf) -> None:
    """Among those that were not asked about."""
    figure = drawn(answered(two_years, "Quelle part réunit les habitants chaque trimestre ?"))[0]
    assert ["second" in bar["class"] for bar in figure.select("rect.bar")] == [False, True, False, False]


def test_answers_that_are_made_up_or_several_are_told_so(made_up: Shelf) -> None:
    """Under the drawing, and beside n: shares that add up to more than the whole are no mistake."""
    (figure,) = drawn(answered(made_up, "D’après l’enquête, quelle part : Thèmes du contrat local de santé"))
    assert "plusieurs réponses possibles" in column(figure, "figcaption")[0]
    assert "Réponses fictives." in column(figure, "p.hint")[-1]
    assert len(figure.select("rect.bar")) <= MOST < len(figure.select("tbody tr"))


@pytest.mark.parametrize(
    "question",
    ["D’après l’enquête, quelle part : Nombre de quartiers prioritaires", "Quelle part des QPV dispose d’un ASV ?"],
)
def test_what_has_no_shares_to_compare_has_no_drawing(made_up: Shelf, root: Path, question: str) -> None:
    """Means and quartiles; an indicator that was published alone."""
    shelf = shelf_of([(INDICATORS, root / "corpus" / INDICATORS, None)]) if "ASV" in question else made_up
    assert drawn(answered(shelf, question)) == []


def test_a_share_that_is_hidden_leaves_no_drawing(two_years: Shelf) -> None:
    """A bar of nothing would be read as zero."""
    out = answered(two_years, f"Dans l’enquête 2022 : {ROOM}")
    for sentence in out.sentences:
        if sentence.figure:
            sentence.figure.modalities[1].share = None
    assert charts(out.sentences) == {}


def test_a_count_that_is_zero_is_told_and_one_that_is_unknown_is_not(two_years: Shelf) -> None:
    """« 0 » and nothing are two things."""
    out = answered(two_years, f"Dans l’enquête 2022 : {ROOM}")
    for sentence in out.sentences:
        if sentence.figure:
            sentence.figure.modalities[0].count = None
            sentence.figure.modalities[1].count = 0
    assert column(drawn(out)[0], "tbody td:nth-child(3)") == ["", "0"]


def test_a_long_label_is_cut_in_the_drawing_alone() -> None:
    """The table has all of it."""
    bar = Bar("mot " * 40, "1 %", None, WIDTH, told=False)
    assert len(bar.short) <= LONGEST
    assert bar.short.endswith("…")
