"""The conversations of whoever signed in, as they are told and taken over HTTP."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from dataclasses import asdict
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from assistant.api.paging import PartIn, PartOut
from assistant.contract import AnswerOut, FiltersIn
from assistant.conversations.titles import LONGEST
from assistant.understood import Field as HeardField  # noqa: TC001 — pydantic reads the type of a field

if TYPE_CHECKING:
    from assistant.conversations.answered import Answered
    from assistant.conversations.kept import Heading, KeptConversation, Shared

ID = "0f8fad5bd9cb469fa16570867728950e"


class ConversationOut(BaseModel):
    """A conversation, as a list shows it."""

    id: str = Field(examples=[ID])
    title: str = Field(examples=["Combien de temps dure un CLS ?"])
    created_at: dt.datetime
    updated_at: dt.datetime
    exchanges: int = Field(description="Nombre de questions.")


class ConversationsIn(PartIn):
    """Which conversations are wanted."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(default="", max_length=500, description="Mots de la question, de la réponse ou d’un titre cité.")


class ConversationsOut(PartOut):
    """A part of the list, that which changed last first."""

    conversations: list[ConversationOut]


class ExchangeOut(BaseModel):
    """A question and its answer, as they were."""

    position: int = Field(description="Rang de la question, à partir de 1.")
    question: str
    filters: FiltersIn
    ignore: list[HeardField]
    at: dt.datetime
    generation: str = Field(description="Génération de l’index qui a répondu.")
    outcome: AnswerOut


class ConversationFullOut(ConversationOut):
    """A conversation, whole."""

    content: list[ExchangeOut] = Field(description="Questions et réponses, dans l’ordre.")


class ConversationIn(BaseModel):
    """A conversation to begin, or its new title."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "Renouvellement du CLS"}]})

    title: str = Field(default="", max_length=LONGEST, description="Vide : la première question en tient lieu.")


class ExchangeIn(BaseModel):
    """A question put in a conversation, after what was said there."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": "Et qui le signe ?"}, {"question": "Qui paie ?", "position": 2}]},
    )

    question: str
    filters: FiltersIn = FiltersIn()
    ignore: list[HeardField] = Field(default=[], description="Filtres entendus dans la question à ne pas appliquer.")
    position: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="Rang d’une question à reposer autrement : elle et celles qui la suivent sont remplacées.",
    )


class ExchangeAnswerOut(AnswerOut):
    """An answer, and where it is kept."""

    conversation: str
    title: str
    position: int = Field(description="Rang de la question ; 0 quand la réponse n’a pas pu être gardée.")
    kept: bool = Field(
        default=True,
        description="Faux quand rien ne peut être enregistré (disque plein, base absente) : la réponse est donnée, "
        "sans être ajoutée à la conversation.",
    )


class RemovedOut(BaseModel):
    """How many are no longer there."""

    removed: int


class MySharedOut(BaseModel):
    """An answer that they shared."""

    id: str
    shared_at: dt.datetime
    question: str
    generation: str
    outcome: AnswerOut


class MyDataOut(BaseModel):
    """All that is kept of whoever calls, besides their account."""

    login: str
    name: str
    conversations: list[ConversationFullOut]
    shared: list[MySharedOut]


def heading_out(heading: Heading) -> ConversationOut:
    """A conversation, as a list shows it."""
    return ConversationOut(**asdict(heading))


def whole_out(kept: KeptConversation) -> ConversationFullOut:
    """A conversation, whole."""
    content = [exchange_out(position, each) for position, each in enumerate(kept.exchanges, 1)]
    return ConversationFullOut(**asdict(kept.heading), content=content)


def exchange_out(position: int, answered: Answered) -> ExchangeOut:
    """A question and its answer."""
    return ExchangeOut(
        position=position,
        question=answered.asked.question,
        filters=answered.asked.filters,
        ignore=answered.asked.ignore,
        at=answered.at,
        generation=answered.generation,
        outcome=answered.outcome,
    )


def shared_out(shared: Shared) -> MySharedOut:
    """An answer that they shared."""
    return MySharedOut(
        id=shared.id,
        shared_at=shared.shared_at,
        question=shared.answered.asked.question,
        generation=shared.answered.generation,
        outcome=shared.answered.outcome,
    )
