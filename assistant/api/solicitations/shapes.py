"""The JSON of solicitations: what changes them, and what is told of them."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from assistant.api.given import Day  # noqa: TC001 — pydantic reads the annotations
from assistant.api.paging import PartOut
from assistant.solicitations.editing import CORRECTED, EDITED
from assistant.solicitations.kept import SentResource, Status
from assistant.solicitations.treating import Reply
from assistant.triage.contract import TriageOut, triage_out
from assistant.triage.typology import categories

if TYPE_CHECKING:
    from assistant.solicitations.editing import Value
    from assistant.solicitations.kept import Change, StaffNote, Stored
    from assistant.triage.model import Correspondent, Message

AUTHOR = Field(
    default="API",
    min_length=1,
    max_length=100,
    description="Qui fait le changement, pour l’historique, quand il vient d’un programme et de sa clé ; sinon, "
    "le nom du compte signe.",
)


class SignedIn(BaseModel):
    """A change that somebody makes."""

    model_config = ConfigDict(extra="forbid")

    author: str = AUTHOR


class SentResourceIn(BaseModel):
    """A publication that was sent."""

    model_config = ConfigDict(extra="forbid")

    doc: str = Field(min_length=1, max_length=500)
    title: str = Field(default="", max_length=500)

    def resource(self) -> SentResource:
        """As the queue keeps it."""
        return SentResource(self.doc, self.title)


class ReplyIn(SignedIn):
    """What was sent, by a person and elsewhere: Repères sends nothing."""

    sent: str | None = Field(default=None, max_length=200_000, description="Texte de la réponse envoyée.")
    sent_on: Day | None = Field(default=None, description="Jour de l’envoi ; aujourd’hui par défaut.")
    resources_sent: list[SentResourceIn] | None = Field(default=None, max_length=100)
    relayed: StrictBool = Field(default=False, description="Vrai pour une annonce publiée dans la lettre.")

    def reply(self) -> Reply:
        """As the queue keeps it."""
        resources = None if self.resources_sent is None else tuple(each.resource() for each in self.resources_sent)
        return Reply(self.sent, self.sent_on, resources, self.relayed)


class PatchIn(ReplyIn):
    """Changes to a solicitation; fields that are not sent stay as they are."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"version": 3, "author": "Ana", "status": "in_progress", "category": "B2", "assignee": "Ana"}]
        },
    )

    version: int | None = Field(
        default=None, ge=0, description="Version lue ; 409 si quelqu’un d’autre a modifié depuis. null : peu importe."
    )
    status: Status | None = None
    assignee: str | None = Field(default=None, max_length=100, description="Membre de l’équipe ; vide : personne.")
    due: Day | None = None
    summary: str = ""
    draft_subject: str = ""
    draft: str = ""
    event_place: str = ""
    category: str = ""
    secondary: list[str] = Field(default=[], max_length=20)
    requester: str = ""
    themes: list[str] = Field(default=[], max_length=20)
    territory: str = ""
    territory_code: str = ""
    deadline: Day | None = None
    event: Day | None = None
    event_until: Day | None = None
    needs_human: StrictBool = False
    urgency: str = ""

    def edits(self) -> dict[str, Value]:
        """Fields to change → their new values; what goes with an answer apart when it makes one."""
        told = self.model_fields_set & {*EDITED, *CORRECTED}
        if self.status is Status.ANSWERED:
            told -= {"sent", "sent_on"}
        values = {field: getattr(self, field) for field in told}
        return {field: "" if value is None and field == "sent" else value for field, value in values.items()}


class BulkIn(ReplyIn):
    """The same for several, all or none."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"references": ["S-2026-0007", "S-2026-0009"], "status": "archived", "author": "Ana"}]
        },
    )

    references: list[str] = Field(min_length=1, max_length=500)
    status: Status | None = None
    assignee: str | None = Field(default=None, max_length=100, description="Membre de l’équipe ; vide : personne.")


class NoteIn(SignedIn):
    """Words for the other members of the staff."""

    text: str = Field(min_length=1, max_length=20_000)


class NoteOut(BaseModel):
    """What a member of the staff wrote."""

    author: str
    at: dt.datetime
    text: str


class ChangeOut(BaseModel):
    """A line of the history."""

    author: str = Field(description="Vide : le logiciel.")
    at: dt.datetime
    field: str
    before: str
    after: str


class CorrespondentOut(BaseModel):
    """Who wrote."""

    name: str
    address: str


class MessageOut(BaseModel):
    """A message, its parts told apart."""

    subject: str
    sender: CorrespondentOut
    forwarder: CorrespondentOut | None
    received: dt.date
    request: str
    comment: str
    signature: str
    quoted: str
    attachments: list[str] = Field(description="Noms des pièces jointes.")
    recipients: list[str]
    notes: list[str]


class SolicitationOut(BaseModel):
    """A solicitation, as a list shows it."""

    reference: str
    version: int
    status: Status
    received: dt.date
    source: str
    subject: str
    sender: str
    category: str
    category_label: str
    confidence: float
    abstained: bool
    secondary: list[str]
    requester_type: str
    themes: list[str]
    territory: str
    territory_code: str
    deadline: dt.date | None
    event_date: dt.date | None
    event_until: dt.date | None
    event_place: str
    needs_human: bool
    reasons: list[str]
    alerts: list[str]
    urgency: str
    due: dt.date | None
    assignee: str
    summary: str
    thread: str
    relation: Literal["", "follow_up", "duplicate"]
    answered_at: dt.datetime | None
    delay_days: int | None
    relayed_on: dt.date | None
    purged: bool = Field(description="Vrai quand il n’en reste que ce qui compte dans les statistiques.")


class SolicitationFullOut(SolicitationOut):
    """A solicitation, with its message, what was understood of it and what was answered."""

    message: MessageOut | None
    triage: TriageOut | None = Field(description="Ce que Repères a compris, corrections non comprises.")
    draft_subject: str
    draft: str
    sent: str
    sent_on: dt.date | None
    resources_sent: list[SentResourceIn]
    notes: list[NoteOut]


class ListOut(PartOut):
    """A part of the queue."""

    solicitations: list[SolicitationOut]


def solicitation_out(stored: Stored) -> SolicitationOut:
    """A solicitation, as a list shows it."""
    return SolicitationOut.model_validate(_fields(stored))


def full_out(stored: Stored, notes: tuple[StaffNote, ...]) -> SolicitationFullOut:
    """A solicitation, whole."""
    return SolicitationFullOut.model_validate(
        _fields(stored)
        | {
            "message": message_out(stored.message) if stored.message else None,
            "triage": triage_out(stored.triaged, 0.0) if stored.triaged else None,
            "draft_subject": stored.draft_subject,
            "draft": stored.draft,
            "sent": stored.sent,
            "sent_on": stored.sent_on,
            "resources_sent": [SentResourceIn(doc=each.doc, title=each.title) for each in stored.resources_sent],
            "notes": [NoteOut(author=note.author, at=note.at, text=note.text) for note in notes],
        }
    )


def message_out(message: Message) -> MessageOut:
    """A message, its parts told apart."""
    return MessageOut(
        subject=message.subject,
        sender=_person(message.sender),
        forwarder=_person(message.forwarder) if message.forwarder else None,
        received=message.received,
        request=message.request,
        comment=message.comment,
        signature=message.signature,
        quoted=message.quoted,
        attachments=[attached.name for attached in message.attachments],
        recipients=list(message.recipients),
        notes=list(message.notes),
    )


def change_out(change: Change) -> ChangeOut:
    """A line of the history."""
    return ChangeOut(author=change.author, at=change.at, field=change.field, before=change.before, after=change.after)


def _person(person: Correspondent) -> CorrespondentOut:
    return CorrespondentOut(name=person.name, address=person.address)


SAME = (
    *("reference", "version", "status", "received", "category", "confidence", "abstained", "territory"),
    *("territory_code", "deadline", "event_until", "event_place", "needs_human", "urgency", "due", "assignee"),
    *("summary", "thread", "answered_at", "delay_days", "relayed_on", "purged"),
)
"""Fields that have the same name and value in `Stored` and outside."""


def _fields(stored: Stored) -> dict[str, object]:
    message = stored.message
    category = categories().get(stored.category)
    alerts = stored.triaged.alerts if stored.triaged else ()
    return {name: getattr(stored, name) for name in SAME} | {
        "source": stored.source.value,
        "subject": message.subject if message else "",
        "sender": (message.sender.name or message.sender.address) if message else "",
        "category_label": category.label if category else "",
        "secondary": list(stored.secondary),
        "requester_type": stored.requester,
        "themes": list(stored.themes),
        "event_date": stored.event,
        "reasons": list(stored.reasons),
        "alerts": [alert.alarm.value for alert in alerts],
        "relation": stored.relation.value,
    }
