"""What is done to a message: corrected, drafted, answered, archived, given to somebody, annotated, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from fastapi.responses import Response

from assistant.solicitations.kept import SentResource, Status
from assistant.solicitations.retention import forget
from assistant.solicitations.treating import Reply
from assistant.triage.typology import categories, requesters
from indexer.vocabulary import themes
from ui.staff.conflicts import HandingBack
from ui.staff.forms import day_of, place_of
from ui.staff.showing import without_subject
from ui.staff.solicitation_pages import shown
from ui.staff.visiting import Act, Acting

if TYPE_CHECKING:
    from assistant.solicitations.editing import Value
    from assistant.solicitations.kept import Stored

router = APIRouter(prefix="/message/{reference}", route_class=HandingBack)

DAYS: Final = {"echeance": "deadline", "evenement": "event", "evenement-fin": "event_until"}


@router.post("/corriger")
def correct(act: Acting, reference: str) -> Response:
    """Puts right what was understood; only what changed is kept as a correction."""
    queue = act.services.queue
    item = queue.get(reference)
    found = place_of(act.text("territoire") or act.text("candidat"))
    if isinstance(found, str):
        return shown(act, reference, problem=found, status=422)
    typed: dict[str, Value] = {
        **_codes(act),
        **{field: day_of(act.text(name), name) for name, field in DAYS.items()},
        "needs_human": act.text("humain") == "oui",
    }
    if found is not None:
        typed |= {"territory_code": found.code, "territory": found.name}
    elif act.text("sans-territoire"):
        typed |= {"territory_code": "", "territory": ""}
    edits = {field: value for field, value in typed.items() if _differs(item, field, value)}
    if item.abstained and act.text("categorie"):
        edits["category"] = act.text("categorie")  # the very one that it hesitated on is now held for sure
    place = " ".join(act.text("lieu").split())
    done = "inchange"
    if edits:
        queue.correct(reference, edits, author=act.name, version=act.version)
        done = "corrige"
    if place != item.event_place:
        queue.update(reference, {"event_place": place}, author=act.name, version=None if edits else act.version)
        done = "corrige"
    return act.led(f"/message/{reference}", done)


@router.post("/confirmer")
def confirm(act: Acting, reference: str) -> Response:
    """Holds the triage for right: it is learnt from, as a correction is."""
    act.services.queue.confirm(reference, author=act.name, version=act.version)
    return act.led(f"/message/{reference}", "confirme")


@router.post("/brouillon")
def draft(act: Acting, reference: str) -> Response:
    """Keeps the draft; or, by the other button of the same form, tells that it was sent."""
    if act.text("faire") == "repondu":
        return answered(act, reference)
    queue = act.services.queue
    kept = queue.update(reference, _written(act, queue.get(reference)), author=act.name, version=act.version)
    if kept.status in (Status.RECEIVED, Status.TRIAGED):
        queue.set_status(reference, Status.IN_PROGRESS, author=act.name, version=kept.version)
    return act.led(f"/message/{reference}", "brouillon")


def answered(act: Act, reference: str) -> Response:
    """Tells what was sent, when, and which publications went with it. Nothing is sent."""
    queue = act.services.queue
    item = queue.get(reference)
    titles = {resource.doc: resource.title for resource in (item.triaged.resources if item.triaged else ())}
    titles |= {sent.doc: sent.title for sent in item.resources_sent}
    chosen = tuple(SentResource(doc, titles[doc]) for doc in dict.fromkeys(act.texts("ressource")) if doc in titles)
    day = day_of(act.text("envoye-le"), "envoye-le")
    kept = queue.update(reference, _written(act, item), author=act.name, version=act.version)
    reply = Reply(text=act.text("brouillon"), day=day, resources=chosen, relayed=act.text("relaye") == "oui")
    queue.set_status(reference, Status.ANSWERED, author=act.name, reply=reply, version=kept.version)
    return act.led(f"/message/{reference}", "repondu")


@router.post("/statut")
def status(act: Acting, reference: str) -> Response:
    """Archives it, takes it up again, takes it upon oneself, or has it triaged at last."""
    queue = act.services.queue
    match act.text("faire"):
        case "archiver":
            queue.set_status(reference, Status.ARCHIVED, author=act.name, version=act.version)
            return act.led(f"/message/{reference}", "archive")
        case "prendre":
            queue.add_member(act.name)
            kept = queue.assign(reference, act.name, author=act.name, version=act.version)
            queue.set_status(reference, Status.IN_PROGRESS, author=act.name, version=kept.version)
            return act.led(f"/message/{reference}", "pris")
        case "trier":
            act.services.triage_again(reference, act.version)
            return act.led(f"/message/{reference}", "trie")
        case _:
            queue.set_status(reference, Status.IN_PROGRESS, author=act.name, version=act.version)
            return act.led(f"/message/{reference}", "repris")


@router.post("/attribuer")
def assign(act: Acting, reference: str) -> Response:
    """Gives it to a member of the staff, or to nobody."""
    act.services.queue.assign(reference, act.text("membre"), author=act.name, version=act.version)
    return act.led(f"/message/{reference}", "attribue")


@router.post("/note")
def note(act: Acting, reference: str) -> Response:
    """Adds words for the others."""
    act.services.queue.note(reference, act.text("note"), author=act.name)
    return act.led(f"/message/{reference}", "note")


@router.post("/oublier")
def forgotten(act: Acting, reference: str) -> Response:
    """Erases at once what tells of people, when somebody confirmed it."""
    if act.text("confirmer") != "oui":
        return act.led(f"/message/{reference}", "inchange")
    forget(act.services.queue, reference, author=act.name)
    return act.led(f"/message/{reference}", "oublie")


def _written(act: Act, item: Stored) -> dict[str, Value]:
    """What somebody wrote of a draft: nothing when the form gives it back as the page showed it."""
    text, subject = act.text("brouillon"), act.text("objet")
    shown = without_subject(item.draft, item.draft_subject)
    if text.split() == shown.split() and subject.strip() == item.draft_subject.strip():
        return {}
    return {"draft": text, "draft_subject": subject}


def _codes(act: Act) -> dict[str, Value]:
    """Codes that the form gives, those of the page's own lists."""
    typed: dict[str, Value] = {"secondary": [c for c in act.texts("secondaire") if c in categories()]}
    typed["themes"] = [slug for slug in act.texts("theme") if slug in themes()]
    for name, field, known in (
        ("categorie", "category", categories()),
        ("demandeur", "requester", requesters()),
    ):
        if act.text(name) in known:
            typed[field] = act.text(name)
    if act.text("urgence"):
        typed["urgency"] = act.text("urgence")
    return typed


def _differs(item: Stored, field: str, value: Value) -> bool:
    held = getattr(item, field)
    if field in ("themes", "secondary"):
        return sorted(held) != sorted(value or ())  # type: ignore[arg-type]  # both are sequences of codes
    return bool(held != value)
