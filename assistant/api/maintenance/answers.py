"""Routes of how answers do: evaluations over time, and questions that no publication answers."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.api.maintenance.reaching import Kept, Part, Signed  # noqa: TC001 — FastAPI reads the routes
from assistant.api.paging import PartIn, PartOut, tell_parts

if TYPE_CHECKING:
    from assistant.maintenance.evaluations import Figure, Measured, Point

SUITE_OR_ALL = r"^[a-z0-9-]{0,40}$"


class MeasuredFigureOut(BaseModel):
    """A measure."""

    value: float
    n: int = Field(description="Nombre de questions, de citations ou de points qu’elle résume.")
    low: float | None = Field(description="Borne basse de l’intervalle de confiance à 95 %.")
    high: float | None = Field(description="Borne haute.")


class MeasuredOut(BaseModel):
    """A suite that was run."""

    at: dt.datetime
    suite: str
    generation: str
    commit: str
    embedding_model: str
    measures: dict[str, MeasuredFigureOut]
    failures: list[str] = Field(description="Seuils franchis et baisses significatives, en français.")


class EvaluationsIn(PartIn):
    """Which evaluations are wanted."""

    suite: str = Field(default="", pattern=SUITE_OR_ALL, description="De ce jeu seulement ; vide : de tous.")


class EvaluationsOut(PartOut):
    """Suites that were run, the last first."""

    evaluations: list[MeasuredOut]


class SuiteOut(BaseModel):
    """A suite, and what it measures."""

    suite: str
    measures: list[str]


class SuitesOut(BaseModel):
    """Suites that were run at least once."""

    suites: list[SuiteOut]


class PointOut(MeasuredFigureOut):
    """A measure at one moment."""

    at: dt.datetime
    generation: str


class SeriesIn(BaseModel):
    """Which line is wanted."""

    suite: str = Field(pattern=r"^[a-z0-9-]{1,40}$", description="Nom du jeu.", examples=["dev"])
    measure: str = Field(min_length=1, max_length=120, description="Nom de la mesure.", examples=["recall@5"])
    limit: int = Field(default=100, ge=1, le=1000, description="Points rendus au plus, les derniers.")


class SeriesOut(BaseModel):
    """A measure over time, the first run first."""

    suite: str
    measure: str
    points: list[PointOut]


class UnansweredQuestionOut(BaseModel):
    """A question that no publication answers."""

    question: str
    count: int = Field(description="Nombre de fois.")
    first: dt.date
    last: dt.date


class UnansweredQuestionsOut(PartOut):
    """Questions that no publication answers, most often met first."""

    questions: list[UnansweredQuestionOut]


class EraseQuestionsIn(BaseModel):
    """Which questions are erased."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": "Quel est le budget d’un CLS ?"}, {"everything": True}]},
    )

    question: str = Field(default="", max_length=1000, description="Telle qu’elle est listée.")
    everything: StrictBool = Field(default=False, description="Toutes.")


class ErasedQuestionsOut(BaseModel):
    """How many were erased."""

    count: int


def answers_router() -> APIRouter:
    """The routes under `/evaluations` and `/gaps`."""
    router = APIRouter()

    @router.get("/evaluations", summary="Lister les mesures des réponses, la dernière d’abord")
    def list_evaluations(
        upkeep: Kept, wanted: Annotated[EvaluationsIn, Query()], request: Request, response: Response
    ) -> EvaluationsOut:
        listing = upkeep.evaluations.list(wanted.offset, wanted.limit, wanted.suite)
        told = EvaluationsOut(
            total=listing.total,
            offset=wanted.offset,
            limit=wanted.limit,
            evaluations=[measured_out(run) for run in listing.runs],
        )
        tell_parts(request, response, told, upkeep.public_url)
        return told

    @router.get("/evaluations/suites", summary="Lister les jeux mesurés, et leurs mesures")
    def list_evaluated_suites(upkeep: Kept) -> SuitesOut:
        found = upkeep.evaluations.suites()
        return SuitesOut(suites=[SuiteOut(suite=name, measures=list(measures)) for name, measures in found.items()])

    @router.get("/evaluations/series", summary="Lire une mesure au fil du temps")
    def get_evaluation_series(upkeep: Kept, wanted: Annotated[SeriesIn, Query()]) -> SeriesOut:
        points = upkeep.evaluations.series(wanted.suite, wanted.measure, wanted.limit)
        return SeriesOut(suite=wanted.suite, measure=wanted.measure, points=[point_out(point) for point in points])

    @router.get("/gaps", summary="Lister les questions restées sans réponse, la plus fréquente d’abord")
    def list_unanswered_questions(
        upkeep: Kept, part: Part, request: Request, response: Response
    ) -> UnansweredQuestionsOut:
        found = upkeep.gaps()
        shown = [
            UnansweredQuestionOut(question=gap.question, count=gap.count, first=gap.first, last=gap.last)
            for gap in found[part.offset : part.offset + part.limit]
        ]
        told = UnansweredQuestionsOut(total=len(found), **part.model_dump(), questions=shown)
        tell_parts(request, response, told, upkeep.public_url)
        return told

    @router.post("/gaps/erase", summary="Effacer une question restée sans réponse, ou toutes")
    def erase_unanswered_questions(asked: EraseQuestionsIn, upkeep: Kept, by: Signed) -> ErasedQuestionsOut:
        if not asked.question and not asked.everything:
            return ErasedQuestionsOut(count=0)
        return ErasedQuestionsOut(count=upkeep.forget_gaps(by, "" if asked.everything else asked.question))

    return router


def measured_out(run: Measured) -> MeasuredOut:
    """A run as others read it."""
    return MeasuredOut(
        at=run.at,
        suite=run.suite,
        generation=run.generation,
        commit=run.commit,
        embedding_model=run.embedding_model,
        measures={name: _figure(figure) for name, figure in run.figures.items()},
        failures=list(run.failures),
    )


def point_out(point: Point) -> PointOut:
    """A point of a line as others read it."""
    return PointOut(at=point.at, generation=point.generation, **_figure(point.figure).model_dump())


def _figure(figure: Figure) -> MeasuredFigureOut:
    return MeasuredFigureOut(value=figure.value, n=figure.n, low=figure.low, high=figure.high)
