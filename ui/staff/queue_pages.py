"""« À traiter »: the queue, what narrows it, what is done to several messages at once, and what is put in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.solicitations.kept import OPEN, Filters, Source, Status
from assistant.solicitations.listing import NOBODY
from assistant.triage.messages_fr import advice
from assistant.triage.model import Alarm, Urgency
from indexer.errors import SolicitationFieldInvalid
from ui.staff import messages
from ui.staff.forms import day_of, long_name, number_of, place_of
from ui.staff.showing import SOON_DAYS
from ui.staff.visiting import BASE, Acting, Seeing, StaffVisit

if TYPE_CHECKING:
    import datetime as dt

    from assistant.solicitations.kept import Listing, Stored

router = APIRouter()

SIZE: Final = 30
FILTERS: Final = ("q", "statut", "categorie", "demandeur", "theme", "urgence", "territoire", "attribution")
PRESSING: Final = frozenset({Alarm.DANGER, Alarm.HEALTH, Alarm.FRAUD})
"""Alarms told in the loudest colour."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue.

    Attributes:
        stored: The solicitation.
        alarms: Titles of its alarms, and whether each is pressing.
        late, soon: Whether it is due before today, or very soon.
        sure: Whether its category is held for sure.
        group: Position of its heading in `messages.GROUPS`.
    """

    stored: Stored
    alarms: tuple[tuple[str, bool], ...]
    late: bool
    soon: bool
    sure: bool
    group: int


@router.get("")
def arriving(visit: Seeing) -> RedirectResponse:
    """The address without its last slash, as people type it."""
    return visit.led("/")


@router.get("/")
def queue(visit: Seeing) -> HTMLResponse:
    """The queue."""
    return _queue(visit)


@router.post("/deposer")
def deposit(act: Acting) -> Response:
    """Files or a text that somebody gives: triaged at once; the only message is opened, several are listed."""
    files = [(file.filename or "", file.file.read()) for file in act.files("fichiers")]
    text = act.text("texte")
    if not files and not text.strip():
        return _queue(act, problem=messages.NOTHING_GIVEN, status=422)
    services = act.services
    done = services.deposit_files(files, Source.UPLOAD) if files else services.deposit_text(text, Source.PASTE)
    if len(done.added) == 1 and not done.refused:
        only = done.added[0].reference
        return act.led(f"/message/{only}", "connu" if only in done.known else "")
    rows = [row_of(stored, act.services.today()) for stored in done.added]
    status = 200 if done.added else 422
    return act.page("deposit.html", {"rows": rows, "known": done.known, "refused": done.refused}, status)


@router.post("/lot")
def several(act: Acting) -> Response:
    """Archives, or gives to somebody, all that is ticked."""
    chosen = list(dict.fromkeys(act.texts("choix")))
    back = _back(act.text("retour"))
    if not chosen:
        return act.led("/", "rien-choisi", **back)
    solicitations = act.services.queue
    match act.text("faire"):
        case "archiver":
            solicitations.set_status_many(chosen, Status.ARCHIVED, author=act.name)
            return act.led("/", "archive", **back)
        case "moi":
            member = act.name
            solicitations.add_member(member)  # removed from the list meanwhile, maybe
        case "attribuer":
            member = act.text("membre")
        case other:
            raise SolicitationFieldInvalid(field="faire", value=other[:100], allowed="archiver, attribuer, moi")
    for reference in chosen:
        solicitations.assign(reference, member, author=act.name)
    return act.led("/", "attribue", **back)


def row_of(stored: Stored, today: dt.date) -> Row:
    """A solicitation as a line of the queue."""
    raised = stored.triaged.alerts if stored.triaged else ()
    days = (stored.due - today).days if stored.due and stored.status in OPEN else None
    return Row(
        stored=stored,
        alarms=tuple((advice(alert.alarm).title, alert.alarm in PRESSING) for alert in raised),
        late=days is not None and days < 0,
        soon=days is not None and 0 <= days <= SOON_DAYS,
        sure=bool(stored.category) and not stored.abstained,
        group=next((rank for rank, each in enumerate(Urgency) if each == stored.urgency), len(Urgency) - 1),
    )


def _queue(visit: StaffVisit, *, problem: str = "", status: int = 200) -> HTMLResponse:
    filters, remark, place = _filters(visit)
    listing = visit.services.queue.list(filters, page=number_of(visit.asked("page")), size=SIZE)
    pages = max(1, -(-listing.total // SIZE))
    if listing.page > pages:
        listing = visit.services.queue.list(filters, page=pages, size=SIZE)
    asked = {name: visit.asked(name) for name in FILTERS}
    members = visit.services.queue.members()
    values = {
        "rows": [row_of(stored, visit.services.today()) for stored in listing.items],
        "listing": listing,
        "pages": pages,
        "asked": asked,
        "filtered": any(asked.values()),
        "members": members,
        "others": [(name, name) for name in members if name != visit.name],
        "nobody": NOBODY,
        "problem": problem,
        "remark": remark,
        "place_found": place,
        "back": _query(asked, listing),
        "address": lambda page: visit.here(f"{BASE}/", **asked, page=page),
    }
    return visit.page("queue.html", values, status)


def _filters(visit: StaffVisit) -> tuple[Filters, str, str]:
    """What narrows the queue; what could not be understood of it, and the territory that was."""
    status = visit.asked("statut")
    statuses = {"": tuple(map(str, OPEN)), "tout": ()}.get(status, (status,))
    found = place_of(visit.asked("territoire"))
    remark, code, told = "", "", ""
    if isinstance(found, str):
        remark = found
    elif found is not None:
        code, told = found.code, long_name(found)
    category = visit.asked("categorie")
    filters = Filters(
        status=statuses,
        category=_one(category if category != "?" else ""),
        requester=_one(visit.asked("demandeur")),
        theme=_one(visit.asked("theme")),
        urgency=_one(visit.asked("urgence")),
        territory_code=code,
        assignee=visit.asked("attribution"),
        due_before=day_of(visit.asked("avant"), "avant"),
        abstained=True if category == "?" else None,
        text=visit.asked("q")[:200],
    )
    return filters, remark, told


def _one(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


def _query(asked: dict[str, str], listing: Listing) -> str:
    kept = {name: value for name, value in asked.items() if value}
    return urlencode(kept | ({"page": str(listing.page)} if listing.page > 1 else {}))


def _back(query: str) -> dict[str, str]:
    """The filters under which several were ticked."""
    return {name: value for name, value in parse_qsl(query[:2000]) if name in (*FILTERS, "page")}
