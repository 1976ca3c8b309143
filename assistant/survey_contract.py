"""The JSON of survey results: what the API and `reperes survey --json` give. Field names are a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from indexer.surveys import check, messages
from indexer.surveys.microdata import DISCLOSURE_THRESHOLD

if TYPE_CHECKING:
    from indexer.surveys.crosstabs import Crosstab, CrosstabCell
    from indexer.surveys.model import Mismatch, Modality, NumericSummary, Survey, SurveyQuestion


class MismatchOut(BaseModel):
    """A printed figure that the others contradict."""

    question: str
    modality: str = Field(description="Vide si c’est la somme des parts qui est en cause.")
    cell: str
    printed: str = Field(description="Tel qu’imprimé.")
    recomputed: float = Field(description="Fraction de 0 à 1 : effectif rapporté à la base, ou somme des parts.")
    sentence: str


class SurveyOut(BaseModel):
    """A survey."""

    doc: str
    title: str
    population: str
    year: int | None
    publisher: str
    synthetic: bool = Field(description="Réponses fictives : à dire avec chaque chiffre.")
    respondents: int | None
    questions: int = Field(description="Nombre de questions.")
    computed: bool = Field(description="Chiffres calculés à partir des réponses, et croisables ; sinon publiés.")
    mismatches: list[MismatchOut]
    warnings: list[str]
    url: str


class SurveysOut(BaseModel):
    """All surveys of the index."""

    surveys: list[SurveyOut]


class ModalityOut(BaseModel):
    """A possible answer."""

    label: str
    count: int | None = Field(description="Réponses, jamais pondérées ; null si la publication ne le dit pas.")
    share: float | None = Field(description="Fraction de 0 à 1, telle qu’imprimée, ou calculée.")
    recomputed: float | None = Field(description="Effectif rapporté à la base ; null si l’un des deux manque.")
    printed: str = Field(description="Chiffre tel qu’imprimé ; pour un chiffre calculé, sa part arrondie.")
    cell: str = Field(description="Case du fichier (« Feuille!C5 ») ; vide pour un chiffre calculé.")


class SummaryOut(BaseModel):
    """What is told of answers that are numbers."""

    mean: float
    first_quartile: float
    median: float
    third_quartile: float


class QuestionOut(BaseModel):
    """A question and its figures."""

    doc: str
    id: str
    wording: str
    base: int | None = Field(description="Nombre de réponses (n) ; null si la publication ne le dit pas.")
    base_stated: bool = Field(description="Faux si la base est la somme des effectifs, faute d’être imprimée.")
    missing: int | None
    kind: str = Field(description="single, multiple, numeric ou indicator.")
    multiple_choice: bool
    weighted: bool = Field(description="Parts pondérées ; effectifs et base ne le sont jamais.")
    population: str
    year: int | None
    modalities: list[ModalityOut]
    summary: SummaryOut | None
    small_base: bool
    synthetic: bool
    source: str = Field(description="D’où viennent les chiffres, à dire en les citant.")
    mismatches: list[MismatchOut]
    warnings: list[str]
    url: str


class QuestionsOut(BaseModel):
    """The questions of a survey."""

    doc: str
    questions: list[QuestionOut]


class CellOut(BaseModel):
    """A cell of a crosstab."""

    count: int | None
    row_share: float | None
    column_share: float | None
    masked: bool
    reason: str = Field(description="Pourquoi la case est masquée ; vide sinon.")


class RowOut(BaseModel):
    """A row of a crosstab."""

    label: str
    base: int | None = Field(description="null sous le seuil du secret statistique.")
    cells: list[CellOut]


class ColumnOut(BaseModel):
    """The head of a column."""

    label: str
    base: int | None


class CrosstabOut(BaseModel):
    """A question by another."""

    doc: str
    row: str
    column: str
    row_wording: str
    column_wording: str
    base: int = Field(description="Personnes qui ont répondu aux deux questions.")
    columns: list[ColumnOut]
    rows: list[RowOut]
    weighted: bool
    synthetic: bool
    source: str
    warnings: list[str]
    url: str


def survey_out(survey: Survey, url: str) -> SurveyOut:
    """A survey as others read it."""
    return SurveyOut(
        doc=survey.doc,
        title=survey.title,
        population=survey.population,
        year=survey.year,
        publisher=survey.publisher,
        synthetic=survey.synthetic,
        respondents=survey.respondents,
        questions=len(survey.questions),
        computed=survey.computed,
        mismatches=[mismatch_out(mismatch) for mismatch in check(survey)],
        warnings=[messages.SYNTHETIC_WARNING] if survey.synthetic else [],
        url=url,
    )


def question_out(survey: Survey, question: SurveyQuestion, url: str) -> QuestionOut:
    """A question as others read it."""
    warnings = [messages.SYNTHETIC_WARNING] if survey.synthetic else []
    if question.small_base:
        warnings.append(messages.SMALL_BASE_WARNING.format(n=question.base))
    return QuestionOut(
        doc=survey.doc,
        id=question.id,
        wording=question.wording,
        base=question.base,
        base_stated=question.base_stated,
        missing=question.missing,
        kind=question.kind,
        multiple_choice=question.multiple_choice,
        weighted=question.weighted,
        population=question.population,
        year=question.year,
        modalities=[modality_out(modality) for modality in question.modalities],
        summary=_summary_out(question.summary) if question.summary else None,
        small_base=question.small_base,
        synthetic=survey.synthetic,
        source=source_of(survey),
        mismatches=[mismatch_out(m) for m in check(survey) if m.question == question.id],
        warnings=warnings,
        url=url,
    )


def modality_out(modality: Modality) -> ModalityOut:
    """A modality as others read it."""
    return ModalityOut(
        label=modality.label,
        count=modality.count,
        share=modality.share,
        recomputed=modality.recomputed,
        printed=modality.printed or messages.percent(modality.share),
        cell=modality.cell,
    )


def mismatch_out(mismatch: Mismatch) -> MismatchOut:
    """A mismatch as others read it."""
    return MismatchOut(
        question=mismatch.question,
        modality=mismatch.modality,
        cell=mismatch.cell,
        printed=mismatch.printed,
        recomputed=mismatch.recomputed,
        sentence=messages.mismatch_sentence(mismatch),
    )


def crosstab_out(table: Crosstab, survey: Survey, url: str) -> CrosstabOut:
    """A crosstab as others read it."""
    rows = zip(table.row_labels, table.row_bases, table.cells, strict=True)
    columns = zip(table.column_labels, table.column_bases, strict=True)
    return CrosstabOut(
        doc=table.doc,
        row=table.row,
        column=table.column,
        row_wording=table.row_wording,
        column_wording=table.column_wording,
        base=table.base,
        columns=[ColumnOut(label=label, base=base) for label, base in columns],
        rows=[RowOut(label=label, base=base, cells=[_cell_out(c) for c in cells]) for label, base, cells in rows],
        weighted=table.weighted,
        synthetic=table.synthetic,
        source=source_of(survey),
        warnings=messages.crosstab_warnings(table, DISCLOSURE_THRESHOLD),
        url=url,
    )


def _cell_out(cell: CrosstabCell) -> CellOut:
    reason = messages.MASKED.format(threshold=DISCLOSURE_THRESHOLD) if cell.masked else ""
    return CellOut(
        count=cell.count, row_share=cell.row_share, column_share=cell.column_share, masked=cell.masked, reason=reason
    )


def source_of(survey: Survey) -> str:
    """Where a survey’s figures come from, in words."""
    return (messages.COMPUTED if survey.computed else messages.PUBLISHED).format(title=survey.title)


def _summary_out(summary: NumericSummary) -> SummaryOut:
    return SummaryOut(
        mean=summary.mean,
        first_quartile=summary.first_quartile,
        median=summary.median,
        third_quartile=summary.third_quartile,
    )
