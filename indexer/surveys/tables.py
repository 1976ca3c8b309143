"""One table of a sheet as questions: block format (one question) or long format (a question a run of rows)."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from indexer.surveys.batteries import battery_of
from indexer.surveys.captions import Told, take_base, take_line, told_of, without_keys
from indexer.surveys.checks import recompute
from indexer.surveys.columns import Columns, Role, columns_of
from indexer.surveys.figures import Figure, parse_count, parse_figure, plain, whole
from indexer.surveys.model import Modality, QuestionKind, SurveyQuestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.surveys.grids import Cell, Row
    from indexer.surveys.regions import Region

ENOUGH = 2
"""Signs that make a table one of survey results; at least one of them must be a survey's own."""
_TOTALS = re.compile(
    r"(total|ensemble|base|effectif total|nombre (total )?de repondant\w*|total (des )?repondant\w*)\b"
)
_OF_RESPONDENTS = re.compile(r"base\b|.*repondant")
_NOT_ANSWERS = re.compile(
    r"\b(habitant|population|montant|budget|cout|euros?|depense|recette|prix|superficie|logement|menage|densite"
    r"|credit|financement accorde|subvention|solde)"
)
"""Headers of counts and shares of other things than answers: budgets, statistics of population."""


def questions_of(region: Region, *, in_survey: bool) -> list[SurveyQuestion]:
    """The questions that a table answers.

    Args:
        region: The table and the lines around it.
        in_survey: Whether the file says elsewhere that it holds the results of a survey.

    Returns:
        Nothing when the table is not recognised as results of a survey; `id` is empty where none is printed.
    """
    told = told_of(region)
    body = without_keys(region.rows, told)
    if not body:
        return []
    if found := battery_of(body, told, in_survey=in_survey):
        return found
    columns = columns_of(body)
    if columns is None or _speaks_of_other_things(columns, told):
        return []
    rows = body[1:] if columns.header else body
    for header in columns.header:
        take_base(header, told)
    if Role.QUESTION in columns.roles:
        sure = in_survey or columns.survey_label or Role.BASE in columns.roles
        return _long(rows, columns, told) if sure else []
    question = _question(rows, columns, told)
    return [question] if question and _is_survey(question, rows, columns, told, in_survey=in_survey) else []


def _speaks_of_other_things(columns: Columns, told: Told) -> bool:
    figures = [columns.header[c] for r, c in columns.roles.items() if columns.header and r is not Role.QUESTION]
    words = plain(" ".join([*figures, "" if told.of_respondents or told.asked else told.wording]))
    return bool(_NOT_ANSWERS.search(words)) or "€" in words


def _long(rows: Sequence[Row], columns: Columns, told: Told) -> list[SurveyQuestion]:
    """Long format: consecutive rows of one question; a merged or repeated cell leaves the next ones empty."""
    column, reference = columns.roles[Role.QUESTION], columns.roles.get(Role.REFERENCE)
    held: list[tuple[Cell, Row]] = []
    for row in rows:
        if row[column].text or held:
            held.append((row[column] if row[column].text else held[-1][0], row))
    found = []
    for _, run in groupby(held, key=lambda pair: pair[0].text):
        pairs = list(run)
        asked = Told(population=told.population)
        take_line(pairs[0][0], asked, titles=True)
        asked.base, asked.of_respondents = (asked.base or told.base), True
        first = pairs[0][1]
        if reference is not None and first[reference].text:
            asked.name = first[reference].text
        if (kind := columns.roles.get(Role.TYPE)) is not None:
            asked.multiple |= "multiple" in plain(first[kind].text)
        question = _question([row for _, row in pairs], columns, asked)
        found += [question] if question else []
    return found


def _question(rows: Sequence[Row], columns: Columns, told: Told) -> SurveyQuestion | None:
    label = columns.roles[Role.LABEL]
    totals = [row for row in rows if _TOTALS.match(plain(row[label].text))]
    answers = [(row, row[label].text) for row in rows if row[label].text and row not in totals]
    factor = _scale([row for row, _ in answers], columns)
    modalities = [modality for row, text in answers if (modality := _modality(row, text, columns, factor))]
    if not modalities:
        return None
    base, stated = _base(rows, totals, modalities, columns, told)
    kind = QuestionKind.MULTIPLE if told.multiple else QuestionKind.SINGLE
    return recompute(
        SurveyQuestion(
            id=told.name,
            wording=told.wording,
            base=base,
            kind=kind,
            modalities=tuple(modalities),
            population=told.population,
            base_stated=stated,
            cell=told.cell,
        )
    )


def _modality(row: Row, label: str, columns: Columns, factor: float) -> Modality | None:
    count_cell, share_cell = _cell(row, columns, Role.COUNT), _cell(row, columns, Role.SHARE)
    counted = parse_figure(count_cell.text) if count_cell else None
    shared = parse_figure(share_cell.text) if share_cell else None
    count = _count_of(counted) if _count_of(counted) is not None else (shared.count if shared else None)
    share, tolerance = _share_of(shared, factor) if shared else (None, 0.0)
    printed_in = share_cell if share is not None else count_cell
    if share is None and counted and counted.share is not None:
        share, tolerance, printed_in = counted.share, counted.tolerance, count_cell
    if printed_in is None or (count is None and share is None):
        return None
    return Modality(label, count, share, None, printed_in.text, tolerance, printed_in.address)


def _cell(row: Row, columns: Columns, role: Role) -> Cell | None:
    column = columns.roles.get(role)
    return None if column is None or not row[column].text else row[column]


def _count_of(figure: Figure | None) -> int | None:
    if figure is None or figure.count is not None:
        return figure.count if figure else None
    return whole(figure.number) if figure.number is not None else None


def _share_of(figure: Figure, factor: float) -> tuple[float | None, float]:
    if figure.share is not None:
        return figure.share, figure.tolerance
    return (float(figure.number) * factor, figure.tolerance * factor) if figure.number is not None else (None, 0.0)


def _scale(rows: Sequence[Row], columns: Columns) -> float:
    """What a bare number of the share column is multiplied by: 1 for fractions, 0.01 for percents.

    Fractions when none is above 1, unless the header says « % » and they only make sense as small percents: all
    are whole, or their sum is far from 1.
    """
    cells = [cell for row in rows if (cell := _cell(row, columns, Role.SHARE))]
    figures = [figure.number for cell in cells if (figure := parse_figure(cell.text)) and figure.number is not None]
    if not figures or max(figures) > 1:
        return 0.01
    headed = "%" in columns.header[columns.roles[Role.SHARE]] if columns.header else False
    whole_ones = all(whole(figure) is not None for figure in figures)
    far = abs(float(sum(figures)) - 1) > 0.1 and len(figures) > 1  # noqa: PLR2004 — the rounding of shares is less
    return 0.01 if headed and (whole_ones or far) else 1.0


def _base(
    rows: Sequence[Row], totals: Sequence[Row], modalities: Sequence[Modality], columns: Columns, told: Told
) -> tuple[int | None, bool]:
    """The base, and whether the file states it: a line, a column, « 26/34 », a total row, else the sum of counts."""
    if told.base is not None:
        return told.base, True
    counts = [m.count for m in modalities if m.count is not None]
    for candidates in (_column_bases(rows, columns), _ratio_bases(rows, columns), _total_bases(totals, columns, told)):
        if len(candidates) == 1:
            return next(iter(candidates)), True
    shares = [(m.share, m.tolerance) for m in modalities if m.share is not None]
    whole_told = len(shares) == len(modalities) == len(counts)
    off = abs(sum(share for share, _ in shares) - 1)
    if whole_told and not told.multiple and off <= sum(tolerance for _, tolerance in shares) + 1e-9:
        return sum(counts), False
    return None, True


def _column_bases(rows: Sequence[Row], columns: Columns) -> set[int]:
    cells = [cell for row in rows if (cell := _cell(row, columns, Role.BASE))]
    return {count for cell in cells if (count := parse_count(cell.text)) is not None}


def _ratio_bases(rows: Sequence[Row], columns: Columns) -> set[int]:
    cells = [cell for row in rows for role in (Role.COUNT, Role.SHARE) if (cell := _cell(row, columns, role))]
    return {figure.base for cell in cells if (figure := parse_figure(cell.text)) and figure.base is not None}


def _total_bases(totals: Sequence[Row], columns: Columns, told: Told) -> set[int]:
    """Counts of the total rows; for a multiple choice, only of those that count respondents."""
    found = set()
    for row in totals:
        of_respondents = bool(_OF_RESPONDENTS.match(plain(row[columns.roles[Role.LABEL]].text)))
        cell = _cell(row, columns, Role.COUNT) or _cell(row, columns, Role.SHARE)
        figure = parse_figure(cell.text) if cell else None
        counts_answers = Role.COUNT in columns.roles or (figure is not None and figure.count is not None)
        count = _count_of(figure) if counts_answers else None
        if count is not None and (of_respondents or not told.multiple):
            told.of_respondents |= of_respondents
            found.add(count)
    return found


def _is_survey(question: SurveyQuestion, rows: Sequence[Row], columns: Columns, told: Told, *, in_survey: bool) -> bool:
    """Whether enough signs say that a table is one of answers; see `ENOUGH`."""
    base_told = question.base is not None and question.base_stated
    own = 2 * (told.of_respondents and base_told) + told.asked + columns.survey_words + in_survey
    shares = [m for m in question.modalities if m.share is not None and m.recomputed is not None]
    coherent = any(abs((m.share or 0) - (m.recomputed or 0)) <= m.tolerance + 1e-9 for m in shares)
    total = any(_TOTALS.match(plain(row[columns.roles[Role.LABEL]].text)) for row in rows)
    ratios = bool(_ratio_bases(rows, columns))
    return own > 0 and own + coherent + total + ratios >= ENOUGH
