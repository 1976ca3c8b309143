"""A question by another, computed on demand from microdata: counts, shares and bases, small cells masked."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexer.errors import CrosstabRefused, SurveyQuestionNotFound
from indexer.surveys import messages
from indexer.surveys.disclosure import masked_cells
from indexer.surveys.frames import MOST_MEGABYTES, read_answers
from indexer.surveys.microdata import DISCLOSURE_THRESHOLD, answers_to, read_weights
from indexer.surveys.model import SMALL_BASE, QuestionKind, columns_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from indexer.surveys.microdata import Answers
    from indexer.surveys.model import Survey, SurveyQuestion, Variable

MOST_CELLS = 900
"""Thirty modalities by thirty: beyond, a crosstab is unreadable and nearly all masked."""


class Axis(enum.StrEnum):
    """What a base belongs to."""

    TABLE = "table"
    ROW = "row"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class CrosstabCell:
    """One cell.

    Attributes:
        count: Respondents, never weighted; `None` when masked.
        row_share: Fraction 0–1 of the row, weighted when the survey is; `None` when masked, or the row is empty.
        column_share: Likewise of the column.
        masked: Fewer than five answers, or deducible from a cell that has fewer.
    """

    count: int | None
    row_share: float | None
    column_share: float | None
    masked: bool = False


@dataclass(frozen=True, slots=True)
class SmallBase:
    """A base under `SMALL_BASE`. `n` is `None` when the base itself is under the disclosure threshold."""

    axis: Axis
    label: str
    n: int | None


@dataclass(frozen=True, slots=True)
class Crosstab:
    """A question (rows) by another (columns).

    Attributes:
        doc: The microdata.
        row, column: `id` of the questions.
        row_wording, column_wording: As asked.
        row_labels, column_labels: Modalities.
        cells: One tuple a row.
        base: Respondents who answered both questions.
        row_bases, column_bases: Of them, those in each row and column; `None` under the disclosure threshold.
        weighted: Whether shares are.
        synthetic: The answers are made up.
        small_bases: What to warn of.
    """

    doc: str
    row: str
    column: str
    row_wording: str
    column_wording: str
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    cells: tuple[tuple[CrosstabCell, ...], ...]
    base: int
    row_bases: tuple[int | None, ...]
    column_bases: tuple[int | None, ...]
    weighted: bool
    synthetic: bool
    small_bases: tuple[SmallBase, ...]

    @property
    def masked(self) -> int:
        """How many cells are masked."""
        return sum(cell.masked for row in self.cells for cell in row)


def find_question(survey: Survey, name: str) -> SurveyQuestion:
    """The question of that `id`.

    Raises:
        SurveyQuestionNotFound: There is none.
    """
    found = next((question for question in survey.questions if question.id == name), None)
    if found is None:
        known = ", ".join(question.id for question in survey.questions)
        raise SurveyQuestionNotFound(doc=survey.doc, question=name, known=known)
    return found


def crosstab(survey: Survey, path: Path, row: str, column: str, megabytes: int = MOST_MEGABYTES) -> Crosstab:
    """Crosses two questions of a survey.

    Args:
        survey: Computed from microdata.
        path: The microdata, as they were when the survey was computed.
        row: `id` of the question whose answers are the rows.
        column: `id` of the other.
        megabytes: Memory that reading the answers may take.

    Raises:
        SurveyQuestionNotFound: No such question.
        CrosstabRefused: Published results, a question of numbers, the same question twice, too many answers, or too
            few respondents.
        SourceError: The microdata cannot be read any more.
    """
    variables = _variables(survey, row, column)
    codebook = survey.codebook
    assert codebook is not None
    sheet = variables[0].sheet
    frame = read_answers(path, sheet, columns_of(codebook, sheet), megabytes)
    weights = read_weights(frame, codebook, path) if codebook.weight in frame.columns else np.ones(len(frame))
    rows, columns = (answers_to(frame, variable) for variable in variables)
    if len(rows.labels) * len(columns.labels) > MOST_CELLS:
        raise CrosstabRefused(doc=survey.doc, detail=messages.TOO_MANY_CELLS.format(limit=MOST_CELLS))
    both = rows.answered & columns.answered
    if both.sum() < DISCLOSURE_THRESHOLD:
        raise CrosstabRefused(doc=survey.doc, detail=messages.TOO_FEW_ANSWERS.format(threshold=DISCLOSURE_THRESHOLD))
    return _crossed(survey, variables, (rows, columns), both, weights)


def _variables(survey: Survey, row: str, column: str) -> tuple[Variable, Variable]:
    for name in (row, column):
        find_question(survey, name)
    if survey.codebook is None:
        raise CrosstabRefused(doc=survey.doc, detail=messages.NO_MICRODATA)
    if row == column:
        raise CrosstabRefused(doc=survey.doc, detail=messages.SAME_QUESTION)
    by_name = {variable.name: variable for variable in survey.codebook.variables}
    for name in (row, column):
        if by_name[name].kind is QuestionKind.NUMERIC:
            raise CrosstabRefused(doc=survey.doc, detail=messages.NUMERIC_QUESTION.format(question=name))
    if by_name[row].sheet != by_name[column].sheet:
        raise CrosstabRefused(doc=survey.doc, detail=messages.OTHER_SHEET)
    return by_name[row], by_name[column]


def _crossed(
    survey: Survey,
    variables: tuple[Variable, Variable],
    answers: tuple[Answers, Answers],
    both: NDArray[np.bool_],
    weights: NDArray[np.float64],
) -> Crosstab:
    rows, columns = (each.chosen[both].astype(np.float64) for each in answers)
    counts = (rows.T @ columns).astype(np.int_)
    weighed = rows.T @ (columns * weights[both, None])
    # A respondent is in one column only when the column's question takes one answer.
    adds_up = [variable.kind is QuestionKind.SINGLE for variable in variables]
    masked = masked_cells(counts, rows_add_up=adds_up[1], columns_add_up=adds_up[0])
    row_totals, column_totals = rows.T @ weights[both], columns.T @ weights[both]
    cells = tuple(
        tuple(
            CrosstabCell(None, None, None, masked=True)
            if masked[r, c]
            else CrosstabCell(
                int(counts[r, c]), _share(weighed[r, c], row_totals[r]), _share(weighed[r, c], column_totals[c])
            )
            for c in range(counts.shape[1])
        )
        for r in range(counts.shape[0])
    )
    bases = [tuple(_told(int(n)) for n in each.sum(axis=0)) for each in (rows, columns)]
    return Crosstab(
        doc=survey.doc,
        row=variables[0].name,
        column=variables[1].name,
        row_wording=variables[0].wording,
        column_wording=variables[1].wording,
        row_labels=answers[0].labels,
        column_labels=answers[1].labels,
        cells=cells,
        base=int(both.sum()),
        row_bases=bases[0],
        column_bases=bases[1],
        weighted=bool(survey.codebook and survey.codebook.weight),
        synthetic=survey.synthetic,
        small_bases=_small_bases(int(both.sum()), (answers[0].labels, bases[0]), (answers[1].labels, bases[1])),
    )


def _share(part: float, total: float) -> float | None:
    return float(part / total) if total > 0 else None


def _told(n: int) -> int | None:
    return n if n >= DISCLOSURE_THRESHOLD else None


_Labelled = tuple[tuple[str, ...], tuple[int | None, ...]]


def _small_bases(base: int, rows: _Labelled, columns: _Labelled) -> tuple[SmallBase, ...]:
    told = [SmallBase(Axis.TABLE, "", base)] if base < SMALL_BASE else []
    for axis, (labels, bases) in ((Axis.ROW, rows), (Axis.COLUMN, columns)):
        told += [
            SmallBase(axis, label, n) for label, n in zip(labels, bases, strict=True) if n is None or n < SMALL_BASE
        ]
    return tuple(told)
