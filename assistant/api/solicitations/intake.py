"""Routes by which messages come in: triaged and forgotten, or triaged and kept."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from fastapi import APIRouter
from pydantic import BaseModel, Field

from assistant.api.solicitations.access import Desk, bounded
from assistant.api.solicitations.bodies import BODY_FACTOR, MEGABYTE, SentBody, messages_of, request_body
from assistant.api.solicitations.shapes import SolicitationOut, solicitation_out
from assistant.solicitations.kept import Source
from assistant.triage.contract import TriageOut, triage_out

if TYPE_CHECKING:
    from assistant.solicitations.intake.taken import Refused
    from assistant.solicitations.reception import Triager
    from assistant.triage.model import Message
    from indexer.settings import Settings


class RefusedOut(BaseModel):
    """A file that could not be read."""

    name: str
    reason: str


class TriagedOut(TriageOut):
    """What is understood of a message, and of the others of the same file."""

    id: str = Field(default="", description="Celui de la demande.")
    others: list[TriageOut] = Field(default=[], description="Autres messages des fichiers envoyés.")
    refused: list[RefusedOut] = Field(default=[], description="Fichiers qui n’ont pas pu être lus.")


class AddedOut(BaseModel):
    """A message that was put in the queue."""

    solicitation: SolicitationOut
    known: bool = Field(description="Vrai si ce même message y était déjà : rien n’a été ajouté.")


class ReceivedOut(BaseModel):
    """What became of what was sent."""

    added: list[AddedOut]
    refused: list[RefusedOut]


def intake_router(settings: Settings) -> APIRouter:
    """`POST /triage` and `POST /`."""
    limit = settings.intake_megabytes * BODY_FACTOR * MEGABYTE
    router = APIRouter(tags=["sollicitations"], route_class=bounded(limit))

    @router.post(
        "/triage",
        summary="Trier un message, sans rien en garder",
        openapi_extra=request_body(),
    )
    def triage_message(sent: SentBody, reception: Desk) -> TriagedOut:
        messages, refused = messages_of(sent, settings.intake_megabytes)
        first, *others = (_triaged(reception.desk, message) for message in messages)
        return TriagedOut(
            **first.model_dump(),
            id=sent.message.id if sent.message else "",
            others=others,
            refused=_refused(refused),
        )

    @router.post(
        "",
        summary="Trier des messages et les mettre dans la file",
        status_code=201,
        openapi_extra=request_body(),
    )
    def receive_messages(sent: SentBody, reception: Desk) -> ReceivedOut:
        messages, refused = messages_of(sent, settings.intake_megabytes)
        added = [reception.receive(message, Source.API) for message in messages]
        return ReceivedOut(
            added=[AddedOut(solicitation=solicitation_out(each.stored), known=each.known) for each in added],
            refused=_refused(refused),
        )

    return router


def _triaged(desk: Triager, message: Message) -> TriageOut:
    began = time.perf_counter()
    triaged = desk.triage(message)
    return triage_out(triaged, time.perf_counter() - began)


def _refused(several: list[Refused]) -> list[RefusedOut]:
    return [RefusedOut(name=each.name, reason=each.reason) for each in several]
