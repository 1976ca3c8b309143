"""Survey results over HTTP: exact figures with their base, their cell, and what to be wary of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from assistant.api import problems
from assistant.api.app import READERS, READING, Current
from assistant.api.caching import NOT_MODIFIED, OF_GENERATION
from assistant.api.paging import PartIn, PartOut, tell_parts
from assistant.contract import API, document_url
from assistant.survey_contract import (
    CrosstabOut,
    QuestionOut,
    QuestionsOut,
    SurveysOut,
    crosstab_out,
    question_out,
    survey_out,
)
from indexer.errors import SurveyNotFound
from indexer.surveys import crosstab, find_question

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.settings import Settings
    from indexer.surveys import Survey

NOT_FOUND: dict[int | str, dict[str, object]] = {
    404: {"description": "Enquête ou question inconnue", "content": {problems.MEDIA_TYPE: {}}}
}


class SurveysPartOut(PartOut, SurveysOut):
    """A part of the list of surveys."""


class CrossedIn(BaseModel):
    """Two questions to cross."""

    row: str = Field(min_length=1, max_length=200, description="Question en lignes.")
    column: str = Field(min_length=1, max_length=200, description="Question en colonnes.")


def surveys_router(settings: Settings) -> APIRouter:
    """The routes under `/api/v1/surveys`."""
    router = APIRouter(
        prefix=f"{API}/surveys",
        tags=["chiffres"],
        dependencies=[*READERS, OF_GENERATION],
        responses={**READING, **NOT_FOUND, **NOT_MODIFIED},
    )
    base_url = settings.public_url

    @router.get("", summary="Lister les enquêtes")
    def list_surveys(
        assistant: Current, wanted: Annotated[PartIn, Query()], request: Request, response: Response
    ) -> SurveysPartOut:
        index = assistant.index
        shown = index.public_surveys[wanted.offset : wanted.offset + wanted.limit]
        told = SurveysPartOut(
            total=len(index.public_surveys),
            offset=wanted.offset,
            limit=wanted.limit,
            surveys=[survey_out(s, _url(index, s, base_url)) for s in shown],
        )
        tell_parts(request, response, told, base_url)
        return told

    @router.get("/{doc:path}/questions", summary="Lister les questions d’une enquête, avec leurs chiffres")
    def list_survey_questions(doc: str, assistant: Current) -> QuestionsOut:
        index = assistant.index
        survey = _survey(index, doc)
        url = _url(index, survey, base_url)
        return QuestionsOut(doc=survey.doc, questions=[question_out(survey, q, url) for q in survey.questions])

    @router.get("/{doc:path}/questions/{question}", summary="Lire une question")
    def get_survey_question(doc: str, question: str, assistant: Current) -> QuestionOut:
        index = assistant.index
        survey = _survey(index, doc)
        return question_out(survey, find_question(survey, question), _url(index, survey, base_url))

    @router.get("/{doc:path}/crosstab", summary="Croiser deux questions")
    def cross_survey_questions(doc: str, assistant: Current, asked: Annotated[CrossedIn, Query()]) -> CrosstabOut:
        index = assistant.index
        survey = _survey(index, doc)
        path = index.original(survey.doc)
        table = crosstab(survey, path, asked.row, asked.column, settings.reading_megabytes)
        return crosstab_out(table, survey, _url(index, survey, base_url))

    return router


def _survey(index: Index, doc: str) -> Survey:
    found = next((survey for survey in index.public_surveys if survey.doc == doc), None)
    if found is None:
        raise SurveyNotFound(doc=doc)
    return found


def _url(index: Index, survey: Survey, public_url: str) -> str:
    return document_url(index.document(survey.doc), None, public_url)
