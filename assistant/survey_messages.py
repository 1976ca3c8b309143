"""What is said under a survey's figures, in French: what was asked, of how many, when, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.surveys.messages import MULTIPLE, SYNTHETIC, WEIGHTED_SHARES
from indexer.surveys.model import SMALL_BASE, QuestionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answers import Statement, SurveyFigure

BETWEEN = " — "
ASKED = "Question posée\u00a0: «\u00a0{wording}\u00a0»"
INDICATOR = "Indicateur publié\u00a0: «\u00a0{wording}\u00a0»"
VALUE = "valeur\u00a0: {printed}"
ANSWER = "{label}\u00a0: {printed}"
ALSO = "\u00a0; "
SOME = "{shown}\u00a0réponses citées sur {all}"
BASE = "n = {base}"
SUMMED_BASE = "n = {base}, somme des effectifs"
NO_BASE = "n non publié pour ce chiffre"
RESPONDENTS = "{respondents}\u00a0réponses à l’enquête"
SMALL = "base faible (moins de {floor}), à lire comme une indication"
POPULATION = "champ\u00a0: {population}"
SURVEY = "enquête «\u00a0{title}\u00a0»"
PUBLISHED_BY = "{survey} ({publisher})"
COMPUTED = "chiffres calculés par Repères"


def figure_line(figures: Sequence[SurveyFigure]) -> str:
    """One line under the figures of a question of a survey.

    Args:
        figures: Of one question; at least one.
    """
    first = figures[0]
    survey, question = first.survey, first.question
    indicator = question.kind is QuestionKind.INDICATOR
    told = [(INDICATOR if indicator else ASKED).format(wording=question.wording)]
    answers = [answer for figure in figures for answer in figure.answers]
    if len(figures) == 1:
        value = VALUE if indicator else ANSWER
        told.append(ALSO.join(value.format(label=label, printed=printed) for label, printed in answers))
    elif len(answers) < len(question.modalities):
        told.append(SOME.format(shown=len(answers), all=len(question.modalities)))
    told += _base(first)
    if question.multiple_choice:
        told.append(MULTIPLE)
    if question.weighted:
        told.append(WEIGHTED_SHARES)
    if population := question.population or survey.population:
        told.append(POPULATION.format(population=population))
    named = SURVEY.format(title=survey.title)
    told.append(PUBLISHED_BY.format(survey=named, publisher=survey.publisher) if survey.publisher else named)
    told.append(first.period or str(question.year or survey.year or ""))
    told.append(COMPUTED if survey.computed else "")
    told.append(SYNTHETIC if survey.synthetic else "")
    return BETWEEN.join(filter(None, told))


def _base(figure: SurveyFigure) -> list[str]:
    """« n = 130 »; or that it was not published, with how many answered the survey at all."""
    question, respondents = figure.question, figure.survey.respondents
    if question.base is not None:
        told = BASE if question.base_stated else SUMMED_BASE
        small = [SMALL.format(floor=SMALL_BASE)] if question.small_base else []
        return [told.format(base=question.base), *small]
    if respondents is None:
        return [NO_BASE]
    counted = RESPONDENTS.format(respondents=respondents)
    itself = [modality.count for modality in question.modalities] == [respondents]
    return [counted] if itself else [f"{NO_BASE} ({counted})"]


def figure_lines(statements: Sequence[Statement]) -> dict[int, str]:
    """Number of the last citation of each question of a survey → the line to put under it."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        if statement.figure is not None:
            key = statement.figure.survey.doc, statement.figure.question.id
            groups.setdefault(key, []).append(statement)
    return {
        group[-1].citation.number: figure_line([said.figure for said in group if said.figure])
        for group in groups.values()
    }
