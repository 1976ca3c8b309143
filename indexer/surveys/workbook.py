"""Published results of a survey, recognised in a workbook or a CSV file; anything else is recognised as nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.surveys.captions import year_in
from indexer.surveys.figures import parse_count, parse_figure, plain
from indexer.surveys.model import Modality, QuestionKind, Survey, SurveyQuestion
from indexer.surveys.regions import Region, regions
from indexer.surveys.tables import questions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from indexer.documents import Metadata
    from indexer.surveys.grids import Cell, Grid, Row

MOST_QUESTIONS = 1000
_OF_A_SURVEY = re.compile(r"\b(enquete|sondage|questionnaire|barometre)s?\b")
_MADE_UP = re.compile(r"synthetic|synthetique|donnees fictives|donnees inventees")
_INDICATOR = re.compile(r"(indicateurs?|resultats?|chiffres?|constats?)$")
_VALUE = re.compile(r"(valeurs?|resultats?|chiffres?)\b")
_RESPONDENTS = re.compile(r"\b(repondant|questionnaires? (recus?|exploites?))")
_NAME = re.compile(r"[^\w.-]+")


def published_survey(grids: Sequence[Grid], path: Path, doc: str, metadata: Metadata) -> Survey | None:
    """The survey whose results a workbook or a CSV file publishes.

    Args:
        grids: Its sheets.
        path: .xlsx, .xlsm, .ods, .csv or .tsv.
        doc: Its path among the documents.
        metadata: What is known of it.

    Returns:
        `None` when no table is recognised as results of a survey.
    """
    titles = plain(f"{re.sub(r'[_-]+', ' ', path.stem)} {metadata.title} {' '.join(map(_heading, grids))}")
    in_survey = bool(_OF_A_SURVEY.search(titles))
    questions: list[SurveyQuestion] = []
    respondents: int | None = None
    for grid in grids:
        counted, found = _questions_in(grid, in_survey=in_survey)
        respondents = respondents or counted
        questions += found
    if not questions:
        return None
    year = year_in(metadata.title) or metadata.year
    population = next((question.population for question in questions if question.population), "")
    return Survey(
        doc=doc,
        title=metadata.title,
        population=population,
        year=year,
        publisher=metadata.publisher,
        synthetic=bool(_MADE_UP.search(titles)),
        questions=tuple(replace(q, year=year) for q in named(questions[:MOST_QUESTIONS])),
        respondents=respondents or _common_base(questions),
    )


def publishes(grid: Grid, *, in_survey: bool) -> bool:
    """Whether a sheet holds published results, rather than lines to count."""
    return bool(_questions_in(grid, in_survey=in_survey)[1])


def _questions_in(grid: Grid, *, in_survey: bool) -> tuple[int | None, list[SurveyQuestion]]:
    """The number of respondents that a sheet tells, and the questions that it answers."""
    respondents: int | None = None
    questions: list[SurveyQuestion] = []
    for region in regions(grid):
        found = _indicators(region) if in_survey else None
        if found is not None:
            respondents = respondents or found[0]
            questions += found[1]
        else:
            questions += [_named_after(q, grid) for q in questions_of(region, in_survey=in_survey)]
    return respondents, questions


def named(questions: Iterable[SurveyQuestion]) -> list[SurveyQuestion]:
    """Questions with an `id` each, their own where they have one and it can stand in an address."""
    taken: set[str] = set()
    found = []
    for number, question in enumerate(questions, start=1):
        wanted = unique_name(question.id or f"q{number}", taken)
        taken.add(wanted)
        found.append(replace(question, id=wanted))
    return found


def unique_name(wanted: str, taken: set[str]) -> str:
    """A name for an address (letters, digits, « _ », « - », « . »), told apart by a number from those taken."""
    base = _NAME.sub("-", wanted).strip("-.") or "q"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


def _heading(grid: Grid) -> str:
    """What a sheet says of itself: its name, and the first words of its first row that has some."""
    first = next((cell.text for row in grid.rows for cell in row if cell.text), "")
    return f"{grid.name} {grid.title} {first}"


def _named_after(question: SurveyQuestion, grid: Grid) -> SurveyQuestion:
    return question if question.wording else replace(question, wording=grid.title or grid.name)


def _common_base(questions: Sequence[SurveyQuestion]) -> int | None:
    """The base of all questions, when they share one and it is stated."""
    bases = {question.base for question in questions if question.base_stated}
    return bases.pop() if len(bases) == 1 else None


def _indicators(region: Region) -> tuple[int | None, list[SurveyQuestion]] | None:
    """A list of published indicators, one a row: « Répondant·es | 130 », « QPV disposant d’un ASV | 40 % ».

    Returns:
        The number of respondents, and a question for each indicator; `None` for any other table. A list that
        counts no respondents is one of key figures, not the results of a survey.
    """
    header, *rows = region.rows
    names = [plain(cell.text) for cell in header]
    label = next((i for i, name in enumerate(names) if _INDICATOR.match(name)), None)
    value = next((i for i, name in enumerate(names) if i != label and _VALUE.match(name)), None)
    if label is None or value is None:
        return None
    counted = [row for row in rows if _RESPONDENTS.search(plain(row[label].text))]
    respondents = next((n for row in counted if (n := parse_count(row[value].text)) is not None), None)
    if respondents is None:
        return None
    reference = next((i for i, name in enumerate(names) if re.match(r"ref|code|n°|id\b", name)), None)
    told = [row for row in rows if row[label].text and row[value].text]
    return respondents, [_indicator(row, row[label], row[value], header[value].text, reference) for row in told]


def _indicator(row: Row, label: Cell, value: Cell, heading: str, reference: int | None) -> SurveyQuestion:
    figure = parse_figure(value.text)
    share = figure.share if figure else None
    modality = Modality(
        label=heading,
        count=parse_count(value.text),
        share=share,
        printed=value.text,
        tolerance=figure.tolerance if figure and share is not None else 0.0,
        cell=value.address,
    )
    name = row[reference].text if reference is not None else ""
    return SurveyQuestion(name, label.text, None, QuestionKind.INDICATOR, (modality,), cell=label.address)
