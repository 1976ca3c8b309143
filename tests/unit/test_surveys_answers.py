"""Questions that a survey asked are answered by the rows that print its figures; no other question is."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import TYPE_CHECKING

import pytest
from answers_shown import html_of
from survey_shelf import MEETINGS, OFTEN, ROOM, SHARES, Shelf, shelf_of, yearly

from assistant.answers import Answer
from assistant.contract import answer_out
from assistant.conversations.answered import Answered
from assistant.conversations.exporting import sheet_of
from assistant.conversations.exporting_clipboard import clipboard_text
from assistant.extraction import compose
from assistant.questions import Question
from assistant.survey_messages import figure_lines
from assistant.survey_rows import entries_of
from assistant.surveys import HOLLOW
from evals.variants import Way, variant
from indexer.french import stem, terms, without_accents, words
from ui.chat.turns import turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.answers import SurveyFigure
    from assistant.surveys import Item

REAL = "enquetes/enquete-qpv-cls-2025-resultats.xlsx"
MADE_UP = "enquetes/survey_SYNTHETIC_qpv_cls.csv"
PUBLICATION = "enquete-qpv-cls-2025-resultats"
ENOUGH_TO_DROP = 4
"""A wording of so many meaningful words is still told when any one of them is left out."""
ELSEWHERE = ("à Marseille", "en 1998", "chez les dentistes", "dans les prisons")
"""What no survey at hand tells of."""
REWORDED = {
    "Combien de coordos ont répondu à l’enquête ?": "K1",
    "Combien de répondants à l’enquête ?": "K1",
    "Quelle part des quartiers prioritaires a un atelier santé ville ?": "K2",
    "combien de quartiers populaires disposent d'un asv": "K2",
    "les qpv ont ils tous un asv": "K2",
    "Quelle proportion d’ASV sans coordination dédiée ?": "K3",
    "La plupart des ateliers santé ville ont-ils une coordination dédiée ?": "K3",
    "quel est le premier frein cité dans l’enquête": "K7",
    "Dans l’enquête, quelles conditions de réussite sont citées ?": "K8",
    "Quelle est la période de collecte de l’enquête ?": "K9",
}
BESIDE = (
    "Combien d’ASV en France ?",
    "Quelle part des contrats de ville a un ASV ?",
    "Combien de contrats locaux de santé ?",
    "Quelle part des CLS dispose d’un CLSM ?",
    "Quelle part des communes rurales a un ASV ?",
    "C’est quoi un ASV en QPV ?",
    "Comment monter un ASV dans un QPV ?",
    "Quel est le premier frein à l’accès aux soins des femmes ?",
    "Combien d’habitants vivent en QPV ?",
    "Quelle part du budget des CLS va aux QPV ?",
    "D’après l’enquête sur la littératie, quelle part des adultes est en difficulté ?",
    "Quelles conditions de réussite pour un CLSM ?",
    "L’enquête",
)


@pytest.fixture(scope="module")
def notes(root: Path) -> list[tuple[str, Path, None]]:
    """Publications in Markdown, for words to be more or less rare and rows not to be alone."""
    corpus = root / "corpus"
    found = sorted(path for path in corpus.glob("*/*.md") if path.parent.name != "texts")
    return [(path.relative_to(corpus).as_posix(), path, None) for path in found]


@pytest.fixture(scope="module")
def real(root: Path, notes: list[tuple[str, Path, None]]) -> Shelf:
    """The corpus's published results."""
    return shelf_of([(REAL, root / "corpus" / REAL, None), *notes])


@pytest.fixture(scope="module")
def made_up(root: Path, notes: list[tuple[str, Path, None]]) -> Shelf:
    """The corpus's made-up answers, one by one, whose figures are computed."""
    return shelf_of([(MADE_UP, root / "corpus" / MADE_UP, None), *notes])


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory, notes: list[tuple[str, Path, None]]) -> Shelf:
    """The same two questions, asked in 2022 and in 2024."""
    folder = tmp_path_factory.mktemp("years")
    return shelf_of([yearly(folder, 2022), yearly(folder, 2024), *notes])


@pytest.fixture(params=["real", "made_up", "two_years"])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    """Each of the three."""
    found: Shelf = request.getfixturevalue(request.param)
    return found


def phrasings(item: Item) -> Iterator[str]:
    """The question put to a survey in several ways, one of its words left out where many are left."""
    asked = item.question.wording.rstrip(" ?")
    whole = f"D’après l’enquête, quelle part : {asked} ?"
    yield whole
    yield f"resultats de l’enquete {without_accents(asked)}"
    yield from (variant(whole, way) for way in (Way.ACCENTS, Way.ACRONYMS, Way.INCLUSIVE, Way.SPOKEN, Way.KEYWORDS))
    told = [term for term in dict.fromkeys(terms(asked)) if term not in HOLLOW]
    for left_out in told if len(told) >= ENOUGH_TO_DROP else []:
        yield "Dans l’enquête, combien : " + " ".join(word for word in words(asked) if stem(word) != left_out)


def figures(shelf: Shelf, question: str) -> list[SurveyFigure]:
    """Those that answer, in order."""
    return [statement.figure for statement in shelf.ask(question) if statement.figure]


def asked_of(shelf: Shelf, question: str) -> str:
    """The identifier of the survey's question that answers first; empty when none does."""
    return next((figure.question.id for figure in figures(shelf, question)), "")


def test_every_figure_of_a_survey_is_found_on_its_row(shelf: Shelf) -> None:
    """No question is lost that has figures, and each row prints its answer's."""
    known = {(s.doc, q.id) for s in shelf.surveys for q in s.questions if entries_of(q)}
    assert {(item.survey.doc, item.question.id) for item in shelf.items.items} == known
    assert known
    for item in shelf.items.items:
        assert all(entry.printed in row.cells for entry, row in item.rows)


def test_a_survey_question_gets_its_own_row_first_however_it_is_put(shelf: Shelf) -> None:
    """In words of its own, without accents, acronyms opened, a word missing: never another row; mostly its own.

    The made-up survey has questions one word apart: without that word, none is singled out.
    """
    right, told = 0, 0
    for item in shelf.items.items:
        for question in phrasings(item):
            found = asked_of(shelf, question)
            assert found in ("", item.question.id), question
            right, told = right + bool(found), told + 1
    assert right >= 0.7 * told, f"{right}/{told}"


@pytest.mark.parametrize(("question", "item"), REWORDED.items())
def test_a_survey_question_is_known_in_other_words(question: str, item: str, real: Shelf) -> None:
    """Synonyms, acronyms opened, shorthand, a yes or no question about how many."""
    assert asked_of(real, question) == item


@pytest.mark.parametrize("question", BESIDE)
def test_a_question_beside_the_surveys_gets_none_of_their_rows(question: str, real: Shelf) -> None:
    """Even in the very words of some row, when it asks for something else."""
    assert asked_of(real, question) == ""


def test_a_survey_says_nothing_of_other_places_times_or_people(shelf: Shelf) -> None:
    """The question of a survey, asked of somewhere or somebody that it does not tell of."""
    for item in shelf.items.items:
        for beside in ELSEWHERE:
            question = f"D’après l’enquête, quelle part {beside} : {item.question.wording}"
            assert asked_of(shelf, question) == "", question


@cache
def questions(path: Path) -> list[dict[str, object]]:
    """A file of questions."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_no_tuning_question_that_a_survey_does_not_answer_gets_its_rows(real: Shelf, root: Path) -> None:
    """Where rows answer, the survey is among the places that the question's authors marked."""
    for asked in questions(root / "evals/questions/tuning.jsonl"):
        if figures(real, str(asked["question"])):
            assert PUBLICATION in json.dumps(asked["gold"]), asked["question"]


def test_no_question_that_nothing_answers_gets_the_rows_of_a_survey(real: Shelf, root: Path) -> None:
    """Of all those that the refusal is trained on."""
    for asked in questions(root / "evals/calibration/questions.jsonl"):
        if not asked["answerable"]:
            assert not figures(real, str(asked["question"])), asked["question"]


def test_all_the_answers_are_given_in_order_when_a_question_asks_how_they_spread(two_years: Shelf) -> None:
    """Those of the latest survey first, then the earlier one's: same question, other figures."""
    for question in (f"Dans l’enquête : {MEETINGS}", f"Quelle répartition : {MEETINGS}"):
        found = figures(two_years, question)
        assert [figure.survey.year for figure in found] == [2024] * 4 + [2022] * 4
        assert [answer.label for figure in found for answer in figure.answers] == [*OFTEN, *OFTEN]
        assert [a.printed for figure in found for a in figure.answers] == [*SHARES[2024], *SHARES[2022]]


def test_one_answer_is_given_when_the_question_names_it(two_years: Shelf) -> None:
    """« chaque trimestre », of each year."""
    found = figures(two_years, "Quelle part réunit les habitants chaque trimestre ?")
    assert [answer.printed for figure in found for answer in figure.answers] == [SHARES[2024][1], SHARES[2022][1]]


def test_only_the_year_that_is_asked_answers(two_years: Shelf) -> None:
    """A year in the question is that of the survey."""
    found = figures(two_years, f"Dans l’enquête 2022 : {ROOM}")
    assert {figure.survey.year for figure in found} == {2022}


def test_what_was_asked_stands_under_the_figures(two_years: Shelf, real: Shelf, made_up: Shelf) -> None:
    """The wording, n, the survey and its date; that n was not published; that answers are made up."""
    lines = list(figure_lines(two_years.ask(f"Dans l’enquête : {ROOM}")).values())
    assert lines == [
        f"Question posée\u00a0: «\u00a0{ROOM}\u00a0» — n = 20 — base faible (moins de 30), à lire comme une indication — "
        f"enquête «\u00a0Enquête {year} auprès des maisons de quartier\u00a0» (Réseau des maisons) — {year}"
        for year in (2024, 2022)
    ]
    (line,) = figure_lines(real.ask("Quelle part des QPV dispose d’un ASV ?")).values()
    assert "valeur\u00a0: 40\u00a0%" in line
    assert "n non publié pour ce chiffre (130\u00a0réponses à l’enquête)" in line
    assert "mai à décembre 2025" in line
    (line,) = figure_lines(real.ask("Combien de répondants à l’enquête ?")).values()
    assert "non publié" not in line
    (line,) = figure_lines(made_up.ask("Dans l’enquête, quelle est l’échelle du contrat local de santé ?")).values()
    assert "n = 130" in line
    assert "calculés par Repères" in line
    assert "SYNTHÉTIQUES" in line


def test_a_survey_s_rows_stand_before_the_sentences_and_are_not_said_again(real: Shelf) -> None:
    """Numbered in order, each quote once."""
    retrieval = real.retrieval("Quelle part des QPV dispose d’un ASV ?")
    surveyed = real.items.statements(retrieval)
    said = compose(retrieval, real.index, None, surveyed)
    assert said[: len(surveyed)] == surveyed
    assert [statement.citation.number for statement in said] == list(range(1, len(said) + 1))
    assert len({statement.citation.quote for statement in said}) == len(said)


def test_readers_of_every_sort_are_told_the_same(two_years: Shelf) -> None:
    """The JSON, the answer in words, the page and what is copied from it."""
    statements = two_years.ask("Quelle part réunit les habitants chaque trimestre ?")
    outcome = Answer(statements, two_years.retrieval(MEETINGS).hits)
    told = answer_out(outcome, 0.0)
    lines = figure_lines(statements)
    assert list(lines) == [1, 2]
    assert [sentence.figure.sentence for sentence in told.sentences if sentence.figure] == list(lines.values())
    first = told.sentences[0].figure
    assert first is not None
    assert (first.wording, first.base, first.year) == (MEETINGS, 40, 2024)
    assert [(a.label, a.count, a.share, a.printed) for a in first.answers] == [("Chaque trimestre", 20, 0.5, "50 %")]
    shown = html_of(turn(1, MEETINGS, told))
    pasted = clipboard_text(
        sheet_of([Answered.of(Question(MEETINGS), told, "g", dt.datetime(2026, 3, 2, tzinfo=dt.UTC))])
    )
    for line in lines.values():
        assert line in told.answer
        assert line in shown
        assert line in pasted
