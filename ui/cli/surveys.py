"""`reperes survey`: the surveys of the index, their questions, a question by another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assistant.contract import document_url
from assistant.survey_contract import QuestionsOut, SurveysOut, crosstab_out, question_out, survey_out
from indexer.errors import DocumentNotFound, IndexCorrupt, SurveyNotFound
from indexer.index import GENERATIONS, ORIGINALS, current_manifest, original_path
from indexer.surveys import check, crosstab, find_question, load_surveys, messages
from indexer.surveys.model import QuestionKind
from ui.cli import survey_messages as words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic import BaseModel

    from assistant.survey_contract import CrosstabOut, QuestionOut, SurveyOut
    from indexer.documents import Document
    from indexer.settings import Settings
    from indexer.surveys import Survey


def run_survey(
    settings: Settings,
    doc: str | None = None,
    question: str | None = None,
    cross: tuple[str, str] | None = None,
    *,
    as_json: bool = False,
) -> None:
    """Prints the list of surveys, all questions of one, one question, or one by another. Loads no model.

    Args:
        settings: Where the index is.
        doc: The survey; `None` lists them.
        question: `id` of the one question to print.
        cross: `id` of the questions in rows and in columns.
        as_json: Print the object that the API gives.

    Raises:
        IndexMissing, IndexCorrupt: The index cannot be used.
        SurveyNotFound, SurveyQuestionNotFound, CrosstabRefused: It cannot be told.
    """
    manifest = current_manifest(settings.data_dir)
    documents = {document.doc: document for document in manifest.documents}
    internal = {document.doc for document in manifest.documents if document.internal}
    published = load_surveys(settings.data_dir / GENERATIONS / manifest.generation)
    surveys = [survey for survey in published if survey.doc not in internal]
    if doc is None:
        told = SurveysOut(surveys=[survey_out(s, _url(s, documents, settings)) for s in surveys])
        _print(told, surveys_in_words(told.surveys), as_json=as_json)
        return
    survey = next((survey for survey in surveys if survey.doc == doc), None)
    if survey is None:
        raise SurveyNotFound(doc=doc)
    url = _url(survey, documents, settings)
    if cross is not None:
        path = _original(survey, documents, settings.data_dir)
        table = crosstab(survey, path, *cross, settings.reading_megabytes)
        crossed = crosstab_out(table, survey, url)
        _print(crossed, crosstab_in_words(crossed), as_json=as_json)
    elif question is not None:
        one = question_out(survey, find_question(survey, question), url)
        _print(one, "\n".join([question_in_words(one), "", *_ending(one)]), as_json=as_json)
    else:
        every = QuestionsOut(doc=doc, questions=[question_out(survey, q, url) for q in survey.questions])
        _print(every, survey_in_words(survey, every.questions), as_json=as_json)


def surveys_in_words(surveys: Sequence[SurveyOut]) -> str:
    """The list of surveys, as the terminal shows it."""
    if not surveys:
        return words.NONE_FOUND
    return "\n".join(
        words.LISTED.format(
            doc=survey.doc,
            title=survey.title,
            year=f" ({survey.year})" if survey.year and str(survey.year) not in survey.title else "",
            respondents=words.RESPONDENTS.format(respondents=survey.respondents)
            if survey.respondents is not None
            else words.NO_RESPONDENTS,
            questions=survey.questions,
            mark=words.SYNTHETIC if survey.synthetic else "",
        )
        for survey in surveys
    )


def survey_in_words(survey: Survey, questions: Sequence[QuestionOut]) -> str:
    """All questions of a survey, then its source and what to be wary of."""
    parts = [question_in_words(question) for question in questions]
    mismatches = [f"- {messages.mismatch_sentence(mismatch)}" for mismatch in check(survey)]
    if mismatches:
        parts.append("\n".join([words.MISMATCHES, *mismatches]))
    if questions:
        parts.append("\n".join(_ending(questions[0], about_all=True)))
    return "\n\n".join(parts)


def question_in_words(question: QuestionOut) -> str:
    """A question: its name, its wording, its base, its figures."""
    base = words.BASE if question.base_stated else words.BASE_COMPUTED
    told = [base.format(base=question.base)] if question.base is not None else []
    if question.base is None and question.kind != QuestionKind.INDICATOR:
        told = [words.NO_BASE]
    if question.missing:
        told.append(words.MISSING.format(missing=question.missing))
    told += [words.SEVERAL] * question.multiple_choice + [words.WEIGHTED] * question.weighted
    heading = f"{question.id} · {question.wording}" + (f" ({' ; '.join(told)})" if told else "")
    if question.summary is not None:
        rows = [(label, messages.number(getattr(question.summary, name))) for name, label in messages.SUMMARY.items()]
        return "\n".join([heading, *_aligned(rows)])
    figures = [
        (m.label, "" if m.count is None else str(m.count), "" if m.printed == str(m.count) else m.printed, m.cell)
        for m in question.modalities
    ]
    return "\n".join([heading, *_aligned(figures)])


def crosstab_in_words(table: CrosstabOut) -> str:
    """A crosstab: counts and shares of each row, bases, masked cells, then what to be wary of."""
    rows = [("", *(column.label for column in table.columns), words.TOTAL)]
    for row in table.rows:
        cells = [
            words.MASKED if cell.masked else f"{cell.count} ({messages.percent(cell.row_share)})" for cell in row.cells
        ]
        rows.append((row.label, *cells, _base(row.base)))
    rows.append((words.TOTAL, *(_base(column.base) for column in table.columns), str(table.base)))
    masked = words.MASKED_TOLD if any(cell.masked for row in table.rows for cell in row.cells) else ""
    heading = words.CROSSED.format(row=table.row_wording, column=table.column_wording, base=table.base, masked=masked)
    return "\n".join([heading, *_aligned(rows, headed=True), "", *_ending(table)])


def _ending(told: QuestionOut | CrosstabOut, *, about_all: bool = False) -> list[str]:
    warnings = [messages.SYNTHETIC_WARNING] if about_all and told.synthetic else [] if about_all else told.warnings
    lines = [words.WARNING.format(warning=warning) for warning in warnings]
    return [*lines, words.SOURCE.format(source=told.source, doc=told.doc)]


def _aligned(rows: Sequence[Sequence[str]], *, headed: bool = False) -> list[str]:
    """Rows in columns, labels to the left and figures to the right; columns without a word are left out."""
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    sides = [
        str.rjust if place and _are_figures(column[headed:]) else str.ljust for place, column in enumerate(columns)
    ]
    places = [(max(map(len, column)), side) for column, side in zip(columns, sides, strict=True)]
    return [
        "  " + "  ".join(side(text, width) for text, (width, side) in zip(row, places, strict=True)).rstrip()
        for row in zip(*columns, strict=True)
    ]


def _are_figures(column: Sequence[str]) -> bool:
    return all(text[:1].isdigit() or text in {"", words.MASKED} for text in column)


def _base(n: int | None) -> str:
    return words.MASKED if n is None else str(n)


def _print(told: BaseModel, in_words: str, *, as_json: bool) -> None:
    print(json.dumps(told.model_dump(), ensure_ascii=False) if as_json else in_words)


def _document(survey: Survey, documents: dict[str, Document]) -> Document:
    try:
        return documents[survey.doc]
    except KeyError as exc:
        raise DocumentNotFound(doc=survey.doc) from exc


def _url(survey: Survey, documents: dict[str, Document], settings: Settings) -> str:
    return document_url(_document(survey, documents), None, settings.public_url)


def _original(survey: Survey, documents: dict[str, Document], data_dir: Path) -> Path:
    path = original_path(data_dir, _document(survey, documents))
    if not path.is_file():
        raise IndexCorrupt(path=data_dir, detail=f"{ORIGINALS}, {survey.doc}")
    return path
