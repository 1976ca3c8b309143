"""The JSON of a survey's figure that an answer quotes. Field names are a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from assistant.survey_contract import ModalityOut, modality_out, source_of
from assistant.survey_messages import figure_line

if TYPE_CHECKING:
    from assistant.answers import SurveyFigure
    from assistant.survey_rows import Entry


class FigureOut(BaseModel):
    """The figure of a survey that a sentence of an answer quotes, with what it takes to read it."""

    doc: str
    question: str = Field(description="Identifiant, pour /api/v1/surveys/{doc}/questions/{question}.")
    wording: str = Field(description="Question telle que posée, ou intitulé de l’indicateur publié.")
    answers: list[ModalityOut] = Field(
        description="Réponses que donne la ligne citée, dans l’ordre, avec leur chiffre."
    )
    modalities: list[ModalityOut] = Field(
        default=[], description="Toutes les réponses proposées, dans l’ordre ; vide pour un indicateur isolé."
    )
    base: int | None = Field(description="Nombre de réponses à la question (n) ; null s’il n’est pas publié.")
    base_stated: bool
    respondents: int | None = Field(description="Nombre de réponses à l’enquête entière.")
    multiple_choice: bool
    population: str = Field(description="Champ : qui a été interrogé ; vide s’il est inconnu.")
    year: int | None
    period: str = Field(description="Période de collecte, telle qu’imprimée ; vide si seule l’année est connue.")
    source: str = Field(description="D’où vient le chiffre, à dire en le citant.")
    computed: bool
    synthetic: bool = Field(description="Réponses fictives : à dire avec chaque chiffre.")
    sentence: str = Field(description="Tout cela en une ligne, pour qui lit.")


def figure_out(figure: SurveyFigure) -> FigureOut:
    """A quoted figure as others read it."""
    survey, question = figure.survey, figure.question
    known = {modality.label: modality_out(modality) for modality in question.modalities}
    return FigureOut(
        doc=survey.doc,
        question=question.id,
        wording=question.wording,
        answers=[known.get(entry.label) or _summary(entry) for entry in figure.answers],
        modalities=list(known.values()),
        base=question.base,
        base_stated=question.base_stated,
        respondents=survey.respondents,
        multiple_choice=question.multiple_choice,
        population=question.population or survey.population,
        year=question.year or survey.year,
        period=figure.period,
        source=source_of(survey),
        computed=survey.computed,
        synthetic=survey.synthetic,
        sentence=figure_line([figure]),
    )


def _summary(entry: Entry) -> ModalityOut:
    """A mean, a median or a quartile: no answer of anybody's."""
    return ModalityOut(label=entry.label, count=None, share=None, recomputed=None, printed=entry.printed, cell="")
