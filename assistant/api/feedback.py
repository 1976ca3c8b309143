"""What readers think of answers, over HTTP: given by anybody who reads, reviewed by maintenance."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.accounts.audit import Action
from assistant.answers import Reason  # noqa: TC001 — pydantic reads the type of a field
from assistant.api.access import AllAccounts, Who, author_of
from assistant.api.app import ASKERS, ASKING, MAINTENANCE, READERS, READING, Current
from assistant.api.caching import NEVER_KEPT
from assistant.api.given import Day  # noqa: TC001 — pydantic reads the annotations
from assistant.api.kept import BODY_BYTES, TOO_LARGE, UNKNOWN, AnswerRef, Kept
from assistant.api.paging import PartIn, PartOut, tell_parts
from assistant.api.solicitations.access import bounded
from assistant.contract import API, AnswerOut, FiltersIn, TurnIn
from assistant.conversations.feedback import LONGEST_COMMENT, FeedbackFilters
from assistant.conversations.items import Expected, identifiers
from assistant.conversations.kept import ReviewStatus, Why
from assistant.conversations.messages import WHY
from assistant.conversations.usage import Use

if TYPE_CHECKING:
    from assistant.accounts.rights import Caller
    from assistant.conversations.kept import Told
    from assistant.service import Assistant
    from indexer.settings import Settings


class FeedbackIn(AnswerRef):
    """What a reader thinks of an answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "oneOf": [{"required": ["answer_id"]}, {"required": ["conversation", "position"]}],
            "examples": [
                {"answer_id": "dV9vJZ4m1Xo3kq0yQnB7sT2w", "useful": True},
                {
                    "answer_id": "dV9vJZ4m1Xo3kq0yQnB7sT2w",
                    "useful": False,
                    "reason": "outdated",
                    "comment": "La note de 2015 est remplacée.",
                },
            ],
        },
    )

    useful: StrictBool = Field(description="Vrai : 👍 ; faux : 👎.")
    reason: Why | None = Field(default=None, description="Ce qui ne va pas, avec 👎 ; voir /api/v1/feedback/reasons.")
    comment: str = Field(
        default="",
        max_length=LONGEST_COMMENT,
        description="Les données personnelles en sont masquées avant qu’il soit gardé.",
    )


class FeedbackGivenOut(BaseModel):
    """What was kept of it."""

    question_kept: bool = Field(
        description="Faux si la question n’est pas gardée, parce qu’elle semble parler d’une personne."
    )


class ReasonOut(BaseModel):
    """A reason of a 👎."""

    code: Why
    label: str


class FeedbackOut(BaseModel):
    """A feedback, as maintenance reads it."""

    number: int
    day: dt.date
    useful: bool
    reason: Why | None
    reason_label: str
    comment: str
    status: ReviewStatus
    question: str = Field(description="Vide si elle n’a pas été gardée.")
    history: list[TurnIn]
    filters: FiltersIn
    outcome: AnswerOut
    generation: str
    note: str
    item: dict[str, object] | None = Field(description="Question d’évaluation qui en a été faite ; null sinon.")
    reviewed_by: str
    reviewed_at: dt.datetime | None


class FeedbackListOut(PartOut):
    """A part of the list, the last given first."""

    feedback: list[FeedbackOut]


class PlaceIn(BaseModel):
    """Words of a publication that answer."""

    model_config = ConfigDict(extra="forbid")

    doc: str = Field(min_length=1, max_length=1000)
    page: int | None = Field(default=None, ge=1, le=1_000_000)
    quote: str = Field(min_length=1, max_length=5000, description="Mots tels quels, sur cette page.")


class ExpectedIn(BaseModel):
    """What a good answer is: words of publications, or a refusal and its reason."""

    model_config = ConfigDict(extra="forbid")

    places: list[PlaceIn] = Field(default=[], max_length=20, description="Chacun répond à lui seul.")
    reason: Reason | None = Field(default=None, description="Motif du refus attendu ; null si les passages répondent.")
    point: str = Field(default="", max_length=1000, description="Ce que dit la réponse attendue, en quelques mots.")

    def expected(self) -> Expected:
        """As the review wants it."""
        places = tuple((each.doc, each.page, each.quote) for each in self.places)
        return Expected(places, self.reason, self.point)


class ReviewIn(BaseModel):
    """What is decided of a feedback."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"status": "accepted"},
                {"status": "dismissed", "note": "La réponse était juste."},
                {
                    "status": "accepted",
                    "expected": {"places": [{"doc": "notes/cls.pdf", "page": 4, "quote": "Un CLS dure cinq ans."}]},
                },
            ]
        },
    )

    status: ReviewStatus = Field(
        description="« accepted » en fait une question d’évaluation du jeu « retours » ; « dismissed » l’écarte ; "
        "« new » la remet à traiter."
    )
    note: str = Field(default="", max_length=LONGEST_COMMENT)
    expected: ExpectedIn | None = Field(
        default=None, description="Nécessaire pour accepter un 👎, sauf « N’aurait pas dû répondre »."
    )


class FeedbackQuery(PartIn):
    """Which feedback is wanted."""

    model_config = ConfigDict(extra="forbid")

    status: ReviewStatus | None = Field(default=None, description="« new » : à traiter ; « accepted », « dismissed ».")
    useful: Literal["true", "false"] | None = Field(default=None, description="« true » : 👍 ; « false » : 👎.")
    reason: Why | None = Field(default=None, description="Ce qui n’allait pas.")
    since: Day | None = Field(default=None, description="Premier jour, compris.")
    until: Day | None = Field(default=None, description="Dernier jour, compris.")

    def filters(self) -> FeedbackFilters:
        """As the store wants them."""
        useful = None if self.useful is None else self.useful == "true"
        return FeedbackFilters(self.status, useful, self.reason, self.since, self.until)


def feedback_router(settings: Settings) -> APIRouter:
    """The routes under `/api/v1/feedback`."""
    router = APIRouter(
        prefix=f"{API}/feedback",
        tags=["avis"],
        dependencies=[NEVER_KEPT],
        responses={**READING, **TOO_LARGE},
        route_class=bounded(BODY_BYTES),
    )

    @router.post(
        "",
        summary="Dire ce que vaut une réponse",
        status_code=201,
        dependencies=ASKERS,
        responses={**ASKING, **UNKNOWN},
    )
    def add_feedback(asked: FeedbackIn, who: Who, keeping: Kept) -> FeedbackGivenOut:
        """Rien n’est gardé de qui le dit. Un second avis sur la même réponse remplace le premier."""
        answered = asked.answered(keeping, who)
        told = keeping.feedbacks.give(
            asked.key, answered, useful=asked.useful, reason=asked.reason, comment=asked.comment
        )
        keeping.usage.note(Use.FEEDBACK, "+" if asked.useful else "-")
        return FeedbackGivenOut(question_kept=bool(told.answered.asked.question))

    @router.get("/reasons", summary="Lister les motifs d’un avis défavorable", dependencies=READERS)
    def list_feedback_reasons() -> list[ReasonOut]:
        return [ReasonOut(code=why, label=label) for why, label in WHY.items()]

    _review(router, settings)
    return router


def _review(router: APIRouter, settings: Settings) -> None:
    @router.get("", summary="Lire les avis", dependencies=MAINTENANCE)
    def list_feedback(
        keeping: Kept, wanted: Annotated[FeedbackQuery, Query()], request: Request, response: Response
    ) -> FeedbackListOut:
        found = keeping.feedbacks.list(wanted.filters(), offset=wanted.offset, limit=wanted.limit)
        told = FeedbackListOut(
            total=found.total,
            offset=wanted.offset,
            limit=wanted.limit,
            feedback=[feedback_out(each) for each in found.items],
        )
        tell_parts(request, response, told, settings.public_url)
        return told

    @router.get("/{number:int}", summary="Lire un avis", dependencies=MAINTENANCE, responses=UNKNOWN)
    def get_feedback(number: int, keeping: Kept) -> FeedbackOut:
        return feedback_out(keeping.feedbacks.get(number))

    @router.patch(
        "/{number:int}",
        summary="Écarter un avis, ou en faire une question d’évaluation",
        dependencies=MAINTENANCE,
        responses=UNKNOWN,
    )
    def update_feedback(
        number: int, asked: ReviewIn, who: Who, keeping: Kept, assistant: Current, accounts: AllAccounts
    ) -> FeedbackOut:
        told = _reviewed(number, asked, who, keeping, assistant, settings)
        accounts.record(who, Action.FEEDBACK_REVIEWED, str(number), {"status": asked.status.value})
        return feedback_out(told)


def _reviewed(
    number: int, asked: ReviewIn, who: Caller, keeping: Kept, assistant: Assistant, settings: Settings
) -> Told:
    author, feedbacks = author_of(who, who.key or "API"), keeping.feedbacks
    if asked.status is ReviewStatus.ACCEPTED:
        return feedbacks.accept(
            number,
            assistant.index,
            identifiers(settings.source),
            author=author,
            note=asked.note,
            expected=asked.expected.expected() if asked.expected else None,
        )
    decide = feedbacks.dismiss if asked.status is ReviewStatus.DISMISSED else feedbacks.reopen
    return decide(number, author=author, note=asked.note)


def feedback_out(told: Told) -> FeedbackOut:
    """A feedback, as maintenance reads it."""
    answered = told.answered
    return FeedbackOut(
        number=told.number,
        day=told.day,
        useful=told.useful,
        reason=told.reason,
        reason_label=WHY[told.reason] if told.reason else "",
        comment=told.comment,
        status=told.status,
        question=answered.asked.question,
        history=answered.asked.history,
        filters=answered.asked.filters,
        outcome=answered.outcome,
        generation=answered.generation,
        note=told.note,
        item=told.item,
        reviewed_by=told.reviewed_by,
        reviewed_at=told.reviewed_at,
    )
