"""Routes of the queue: listed, read, changed, noted; the past cases that are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.access import Who, author_of
from assistant.api.given import Day  # noqa: TC001 — pydantic reads the annotations
from assistant.api.paging import PartIn, tell_parts
from assistant.api.solicitations.access import BODY_BYTES, CONFLICT, UNKNOWN, Desk, bounded
from assistant.api.solicitations.shapes import (
    BulkIn,
    ChangeOut,
    ListOut,
    NoteIn,
    NoteOut,
    PatchIn,
    SentResourceIn,
    SolicitationFullOut,
    SolicitationOut,
    change_out,
    full_out,
    solicitation_out,
)
from assistant.solicitations.kept import Filters, Status
from assistant.solicitations.similar import nearest

if TYPE_CHECKING:
    from assistant.solicitations.editing import Value
    from assistant.solicitations.kept import Stored
    from assistant.solicitations.reception import Reception
    from indexer.settings import Settings

LEAST_ALIKE = 0.5
"""Cosine under which a past case is not shown."""


class ListIn(PartIn):
    """Which solicitations are wanted, each field a parameter of the address; what is left out does not filter."""

    model_config = ConfigDict(extra="forbid")

    status: list[Status] = Field(default=[])
    category: list[str] = Field(default=[], max_length=20)
    requester: list[str] = Field(default=[], max_length=20)
    theme: list[str] = Field(default=[], max_length=40)
    urgency: list[str] = Field(default=[], max_length=4)
    territory_code: str = Field(default="", max_length=20, description="Ce territoire et ceux qu’il contient.")
    assignee: str = Field(default="", max_length=100, description="Nom d’un membre ; « - » : personne.")
    due_before: Day | None = None
    received_from: Day | None = None
    received_to: Day | None = None
    needs_human: bool | None = None
    abstained: bool | None = None
    text: str = Field(default="", max_length=500, description="Mots cherchés ; tous doivent y être.")
    purged: bool = False
    limit: int = Field(default=50, ge=1, le=500, description="Nombre de sollicitations rendues, au plus.")

    def filters(self) -> Filters:
        """As the queue wants them."""
        return Filters(
            status=tuple(self.status),
            category=tuple(self.category),
            requester=tuple(self.requester),
            theme=tuple(self.theme),
            urgency=tuple(self.urgency),
            territory_code=self.territory_code,
            assignee=self.assignee,
            due_before=self.due_before,
            received_from=self.received_from,
            received_to=self.received_to,
            needs_human=self.needs_human,
            abstained=self.abstained,
            text=self.text,
            purged=self.purged,
        )


class AlikeOut(BaseModel):
    """A past solicitation that was answered."""

    solicitation: SolicitationOut
    score: float = Field(description="Ressemblance, de -1 à 1.")
    sent: str
    resources_sent: list[SentResourceIn]


class HistoryOut(BaseModel):
    """All that happened to a solicitation."""

    changes: list[ChangeOut]


class ThreadOut(BaseModel):
    """The solicitations of a thread, in the order of their mails."""

    solicitations: list[SolicitationOut]


def queue_router(settings: Settings) -> APIRouter:
    """The routes of the queue."""
    router = APIRouter(tags=["sollicitations"], responses=UNKNOWN, route_class=bounded(BODY_BYTES))

    @router.get("", summary="Lister la file : le plus urgent d’abord, puis la première échéance")
    def list_solicitations(
        reception: Desk, wanted: Annotated[ListIn, Query()], request: Request, response: Response
    ) -> ListOut:
        found = reception.solicitations.list(wanted.filters(), offset=wanted.offset, size=wanted.limit)
        items = [solicitation_out(item) for item in found.items]
        told = ListOut(total=found.total, offset=wanted.offset, limit=wanted.limit, solicitations=items)
        tell_parts(request, response, told, settings.public_url)
        return told

    @router.post("/bulk", summary="Changer plusieurs sollicitations à la fois", responses=CONFLICT)
    def change_solicitations(asked: BulkIn, reception: Desk, who: Who) -> ThreadOut:
        edits: dict[str, Value] = {"assignee": asked.assignee} if asked.assignee is not None else {}
        changed = reception.solicitations.change_many(
            asked.references, edits, author=author_of(who, asked.author), status=asked.status, reply=asked.reply()
        )
        return ThreadOut(solicitations=[solicitation_out(stored) for stored in changed])

    @router.get("/{reference}", summary="Lire une sollicitation")
    def get_solicitation(reference: str, reception: Desk) -> SolicitationFullOut:
        return _whole(reception, reception.solicitations.get(reference))

    @router.patch("/{reference}", summary="La changer : suivi, corrections, brouillon", responses=CONFLICT)
    def change_solicitation(reference: str, asked: PatchIn, reception: Desk, who: Who) -> SolicitationFullOut:
        changed = reception.solicitations.change_many(
            [reference],
            asked.edits(),
            author=author_of(who, asked.author),
            status=asked.status,
            reply=asked.reply(),
            version=asked.version,
        )
        return _whole(reception, changed[0])

    _about_one(router)
    return router


def _about_one(router: APIRouter) -> None:
    """Routes of what is known of one solicitation besides itself."""

    @router.post("/{reference}/notes", summary="Ajouter une note pour l’équipe", status_code=201)
    def add_note(reference: str, asked: NoteIn, reception: Desk, who: Who) -> list[NoteOut]:
        notes = reception.solicitations.note(reference, asked.text, author=author_of(who, asked.author))
        return [NoteOut(author=note.author, at=note.at, text=note.text) for note in notes]

    @router.get("/{reference}/history", summary="Lire tout ce qui lui est arrivé")
    def list_changes(reference: str, reception: Desk) -> HistoryOut:
        return HistoryOut(changes=[change_out(change) for change in reception.solicitations.history(reference)])

    @router.get("/{reference}/thread", summary="Lire son fil et ses doublons")
    def list_thread(reference: str, reception: Desk) -> ThreadOut:
        return ThreadOut(solicitations=[solicitation_out(each) for each in reception.solicitations.thread(reference)])

    @router.post("/{reference}/triage", summary="La trier à nouveau ; les corrections de l’équipe restent")
    def triage_again(reference: str, reception: Desk) -> SolicitationFullOut:
        return _whole(reception, reception.triage_again(reference))

    @router.get("/{reference}/similar", summary="Chercher des cas passés qui lui ressemblent, avec ce qui fut envoyé")
    def list_similar(reference: str, reception: Desk, count: Annotated[int, Query(ge=1, le=20)] = 3) -> list[AlikeOut]:
        stored = reception.solicitations.get(reference)
        vector = reception.desk.vector(stored.message) if stored.message else None
        if vector is None:
            return []
        found = nearest(reception.solicitations, vector, count=count, least=LEAST_ALIKE, but=reference)
        return [
            AlikeOut(
                solicitation=solicitation_out(each.stored),
                score=round(each.score, 3),
                sent=each.stored.sent,
                resources_sent=[SentResourceIn(doc=sent.doc, title=sent.title) for sent in each.stored.resources_sent],
            )
            for each in found
        ]


def _whole(reception: Reception, stored: Stored) -> SolicitationFullOut:
    return full_out(stored, reception.solicitations.notes(stored.reference))
