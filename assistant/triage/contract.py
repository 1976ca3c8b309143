"""The JSON that others write and read: a message, as batches and the API take it, and what is understood of it.

What comes in is lenient: whatever is missing or odd counts as nothing. Names of what goes out are a contract: see
docs/exploitation.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from assistant.triage.messages_fr import advice
from assistant.triage.typology import categories, requesters

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from assistant.triage.model import Alert, Resource, Seen, Triaged

_LONGEST_FIELD = 20_000
_MOST = 1000


def _words(value: object) -> str:
    """Text, whatever came in its place: nothing, a number, `{"name", "address"}`, a list of those."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return _person(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_words, value[:_MOST])))
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _person(value: Mapping[object, object]) -> str:
    name = _words(value.get("name"))
    address = next((found for key in ("address", "email", "mail") if (found := _words(value.get(key)))), "")
    return f'"{name}" <{address}>' if name and address else name or address


def _field(value: object) -> str:
    return _words(value)[:_LONGEST_FIELD]


def _files(value: object) -> list[object]:
    """A list of attachments, whatever came in its place."""
    listed = value if isinstance(value, (list, tuple)) else [value]
    return [
        {"name": _words(one)} if not isinstance(one, (dict, AttachmentIn)) else one for one in listed[:_MOST] if one
    ]


Words = Annotated[str, BeforeValidator(_words)]
FieldText = Annotated[str, BeforeValidator(_field)]


class AttachmentIn(BaseModel):
    """A file that came with a message: its name, never its bytes."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    name: FieldText = Field(default="", validation_alias=AliasChoices("name", "filename", "file_name"))
    media_type: FieldText = Field(
        default="", validation_alias=AliasChoices("media_type", "content_type", "mime_type", "type", "kind")
    )


class EmailIn(BaseModel):
    """A message, as one line of a batch or the API gives it. Everything is optional; `null` is nothing."""

    model_config = ConfigDict(
        extra="ignore",
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {
                    "from": "Jeanne Prévost <jeanne@exemple.fr>",
                    "to": "contact@exemple.fr",
                    "date": "2026-03-03T09:12:00+01:00",
                    "subject": "Atelier santé ville",
                    "body_text": "Bonjour,\n\nAvez-vous une fiche sur les ateliers santé ville ?",
                    "attachments": ["programme.pdf"],
                }
            ]
        },
    )

    sender: FieldText = Field(default="", validation_alias=AliasChoices("from", "sender"), serialization_alias="from")
    to: FieldText = Field(default="", description="Adresse ou liste d’adresses.")
    date: FieldText = Field(default="", description="ISO 8601 ou RFC 2822.")
    subject: FieldText = ""
    body_text: Words = ""
    body_html: Words = ""
    attachments: Annotated[list[AttachmentIn], BeforeValidator(_files)] = []
    message_id: FieldText = ""
    references: FieldText = ""


class SeenOut(BaseModel):
    """Words of a message that led to something."""

    words: str = Field(description="Mots du message, tels quels.")
    part: str = Field(description="Où : request, subject, comment, signature, attachment ou address.")


class WeighedOut(BaseModel):
    """A category that the message may be of."""

    code: str
    label: str
    confidence: float = Field(description="Probabilité, de 0 à 1.")


class ResourceOut(BaseModel):
    """A passage to send or to quote."""

    doc: str = Field(description="Chemin de la publication dans le dossier indexé.")
    page: int | None = Field(description="Page, à partir de 1 ; null sans pages.")
    text: str = Field(description="Passage, tel quel.")
    title: str
    url: str = Field(description="Lien vers le document, ouvert à la page.")
    quote: str = Field(description="Phrase qui répond, telle quelle.")
    official_url: str = Field(description="Adresse de la publication officielle ; vide si elle est inconnue.")
    year: int | None
    why: str = Field(description="Pourquoi elle est proposée.")


class AlertOut(BaseModel):
    """What is told before anything else."""

    alarm: str = Field(description="danger, health, fraud, contacts, instruction, complaint, political…")
    title: str
    do: list[str] = Field(description="Ce qu’il faut faire, le plus pressant d’abord.")
    dont: list[str] = Field(description="Ce qu’il ne faut pas faire.")
    seen: list[SeenOut]


class DraftSentenceOut(BaseModel):
    """A piece of the draft; joined, they are the draft."""

    text: str
    source: int = Field(description="Rang dans `draft_sources` de ce sur quoi elle repose, à partir de 1 ; 0 : rien.")


class TriageOut(BaseModel):
    """What is understood of a message. The fields up to `latency_s` are those of a batch line, `id` apart."""

    category: str = Field(description="A1 à C5.")
    secondary: list[str] = Field(description="Autres catégories demandées aussi.")
    confidence: float = Field(description="Probabilité de la catégorie, de 0 à 1.")
    requester_type: str
    themes: list[str] = Field(description="Slugs, le plus central d’abord.")
    territory: str = Field(description="Nom court du territoire ; vide si le message n’en dit rien.")
    territory_code: str = Field(description="Code (COM-60175, DEP-58…) ; vide sans code.")
    deadline: str | None = Field(description="Jour limite, AAAA-MM-JJ.")
    event_date: str | None = Field(description="Jour de l’événement, AAAA-MM-JJ.")
    needs_human: bool
    summary: str
    resources: list[ResourceOut] = Field(description="Publications à envoyer, la meilleure d’abord.")
    draft: str = Field(description="Brouillon à relire et à signer ; vide quand on ne répond pas.")
    latency_s: float = Field(description="Durée du tri, en secondes.")

    category_label: str = ""
    abstained: bool = Field(default=False, description="Vrai si la catégorie est trop incertaine : « à trier ».")
    categories: list[WeighedOut] = Field(default=[], description="Les plus probables, la première comprise.")
    requester_label: str = ""
    seen: list[SeenOut] = Field(default=[], description="Mots qui ont mené à la catégorie.")
    reasons: list[str] = Field(default=[], description="Pourquoi une personne doit lire le message.")
    remarks: list[str] = Field(default=[], description="Ce qu’un modèle de langage en dirait ; rien n’en est décidé.")
    alerts: list[AlertOut] = []
    urgency: str = Field(default="N", description="J : aujourd’hui ; S : cette semaine ; N : normale ; B : aucune.")
    due: str | None = Field(default=None, description="Jour avant lequel répondre, AAAA-MM-JJ.")
    deadline_words: str = Field(default="", description="Mots du message qui disent la date limite.")
    event_until: str | None = Field(default=None, description="Dernier jour de l’événement, AAAA-MM-JJ.")
    event_words: str = ""
    event_place: str = Field(default="", description="Lieu de l’événement ; vide s’il n’y en a pas.")
    territory_level: str = ""
    territory_above: list[str] = Field(default=[], description="Territoires qui le contiennent, du plus petit.")
    territory_candidates: list[str] = Field(default=[], description="Codes des homonymes possibles.")
    questions: list[str] = Field(default=[], description="Ce que le message demande, chaque question à part.")
    draft_subject: str = ""
    draft_notice: str = Field(default="", description="À savoir du brouillon avant de le lire ; vide le plus souvent.")
    draft_sentences: list[DraftSentenceOut] = []
    draft_sources: list[ResourceOut] = []
    subject: str = ""
    received: str = Field(default="", description="Jour du message, AAAA-MM-JJ.")
    notes: list[str] = Field(default=[], description="Codes de ce qui manquait au message ou y a été réparé.")


MOST_CATEGORIES = 3
"""Shown beside the first."""


def triage_out(triaged: Triaged, latency: float) -> TriageOut:
    """What is understood of a message, as others read it.

    Args:
        triaged: It.
        latency: Seconds that it took.
    """
    sorted_as, days, place, draft = triaged.sorted, triaged.days, triaged.place, triaged.draft
    deadline, event = days.deadline, days.event
    return TriageOut(
        category=triaged.category,
        secondary=list(sorted_as.secondary),
        confidence=sorted_as.categories[0].confidence,
        requester_type=triaged.requester,
        themes=[theme.code for theme in sorted_as.themes],
        territory=place.label,
        territory_code=place.code,
        deadline=_day(deadline.day if deadline else None),
        event_date=_day(event.day if event else None),
        needs_human=triaged.needs_human,
        summary=triaged.summary,
        resources=[resource_out(resource) for resource in triaged.resources],
        draft=draft.text,
        latency_s=round(latency, 3),
        category_label=categories()[triaged.category].label,
        abstained=sorted_as.abstains,
        categories=[
            WeighedOut(code=each.code, label=categories()[each.code].label, confidence=each.confidence)
            for each in sorted_as.categories[:MOST_CATEGORIES]
        ],
        requester_label=requesters().get(triaged.requester, triaged.requester),
        seen=_seen(sorted_as.seen),
        reasons=list(triaged.reasons),
        remarks=list(triaged.remarks),
        alerts=[_alert(alert) for alert in triaged.alerts],
        urgency=triaged.urgency.value,
        due=_day(triaged.due),
        deadline_words=deadline.seen.words if deadline else "",
        event_until=_day(event.until if event else None),
        event_words=event.seen.words if event else "",
        event_place=place.label if event else "",
        territory_level=place.level,
        territory_above=list(place.above),
        territory_candidates=list(place.candidates),
        questions=list(triaged.questions),
        draft_subject=draft.subject,
        draft_notice=draft.notice,
        draft_sentences=[DraftSentenceOut(text=each.text, source=each.source) for each in draft.sentences],
        draft_sources=[resource_out(source) for source in draft.sources],
        subject=triaged.message.subject,
        received=triaged.message.received.isoformat(),
        notes=list(triaged.message.notes),
    )


def resource_out(resource: Resource) -> ResourceOut:
    """A passage of a publication, as others read it."""
    return ResourceOut(
        doc=resource.doc,
        page=resource.page,
        text=resource.text,
        title=resource.title,
        url=resource.url,
        quote=resource.quote,
        official_url=resource.official_url,
        year=resource.year,
        why=resource.why,
    )


def _alert(alert: Alert) -> AlertOut:
    told = advice(alert.alarm)
    return AlertOut(
        alarm=alert.alarm.value, title=told.title, do=list(told.do), dont=list(told.dont), seen=_seen(alert.seen)
    )


def _seen(several: tuple[Seen, ...]) -> list[SeenOut]:
    return [SeenOut(words=seen.words, part=seen.part.value) for seen in several]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
