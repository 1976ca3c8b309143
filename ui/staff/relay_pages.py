"""« Relais »: offers, events and calls made into a list that is ready for the newsletter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from assistant.solicitations.kept import Status
from assistant.solicitations.messages_fr import HEADINGS
from assistant.solicitations.newsletter import (
    Heading,
    Newsletter,
    Relay,
    markdown,
    newsletter,
    next_issue,
    plain_text,
    set_next_issue,
)
from assistant.solicitations.treating import Reply
from ui.staff.forms import day_of, number_of
from ui.staff.visiting import Act, Acting, Seeing, StaffVisit

if TYPE_CHECKING:
    import datetime as dt

    from assistant.solicitations.editing import Value
    from assistant.solicitations.store import Solicitations

router = APIRouter()

FILES: Final = {"md": (markdown, "text/markdown; charset=utf-8"), "txt": (plain_text, "text/plain; charset=utf-8")}


@dataclass(frozen=True, slots=True)
class Line:
    """A relay in the form.

    Attributes:
        code: Of its category.
        relay: As it stands in the form.
        chosen: Whether it is ticked.
        rank: Where its heading has it, 1-based.
        over: Whether its last day is before the issue.
    """

    code: str
    relay: Relay
    chosen: bool
    rank: int
    over: bool


@router.get("/relais")
def relays(visit: Seeing) -> HTMLResponse:
    """What may be published in the next issue."""
    queue, today = visit.services.queue, visit.services.today()
    issue = day_of(visit.asked("parution"), "parution") or next_issue(queue, today) or today
    return _form(visit, issue, _lines(visit.services.queue, issue))


@router.post("/relais/parution")
def issue_told(act: Acting) -> Response:
    """Keeps the day of the next issue, which drafts announce; forgets it when none is told."""
    issue = day_of(act.text("parution"), "parution")
    if issue is not None and issue < act.services.today():
        return act.led("/relais", "parution-passee")
    set_next_issue(act.services.queue, issue)
    if issue is None:
        return act.led("/relais", "parution-otee")
    return act.led("/relais", "parution", parution=issue.isoformat())


@router.post("/relais")
def prepared(act: Acting) -> Response:
    """The list, as the form has it: shown, downloaded, or told as published."""
    issue = day_of(act.text("parution"), "parution") or act.services.today()
    lines = [_typed(act, line, issue) for line in _lines(act.services.queue, issue)]
    chosen = [line for line in lines if line.chosen]
    if not chosen:
        return act.led("/relais", "rien-choisi", parution=issue.isoformat())
    _keep(act, chosen)
    letter = _letter(chosen)
    wanted = act.text("faire")
    if wanted in FILES:
        write, media = FILES[wanted]
        named = f'attachment; filename="relais-{issue.isoformat()}.{wanted}"'
        return PlainTextResponse(write(letter), media_type=media, headers={"Content-Disposition": named})
    if wanted == "publier":
        references = [line.relay.reference for line in chosen]
        reply = Reply(day=min(issue, act.services.today()), relayed=True)
        act.services.queue.set_status_many(references, Status.ANSWERED, author=act.name, reply=reply)
        return act.led("/relais", "relaye")
    return _form(act, issue, lines, letter)


def _form(visit: StaffVisit, issue: dt.date, lines: list[Line], letter: Newsletter | None = None) -> HTMLResponse:
    groups = [(code, title, [line for line in lines if line.code == code]) for code, title in HEADINGS.items()]
    values = {
        "issue": issue,
        "groups": [(title, of_it) for _, title, of_it in groups if of_it],
        "letter": letter,
        "text": plain_text(letter) if letter else "",
    }
    return visit.page("relays.html", values)


def _lines(queue: Solicitations, issue: dt.date) -> list[Line]:
    """All relays: those that are still of use on the day of the issue ticked, then those that are over."""
    letter = newsletter(queue, issue)
    found = [
        Line(heading.code, relay, chosen=True, rank=rank, over=False)
        for heading in letter.headings
        for rank, relay in enumerate(heading.relays, 1)
    ]
    over = [Line(queue.get(relay.reference).category, relay, chosen=False, rank=99, over=True) for relay in letter.over]
    return [*found, *over]


def _typed(act: Act, line: Line, issue: dt.date) -> Line:
    """A relay as the form has it; as it was where the form does not have it."""
    kept, own = line.relay, line.relay.reference
    if f"titre-{own}" not in act.form:
        return Line(line.code, kept, chosen=False, rank=line.rank, over=line.over)
    link = act.text(f"lien-{own}").strip()
    relay = Relay(
        reference=own,
        title=" ".join(act.text(f"titre-{own}").split()) or kept.title,
        day=day_of(act.text(f"jour-{own}"), "jour"),
        until=day_of(act.text(f"fin-{own}"), "fin"),
        place=" ".join(act.text(f"lieu-{own}").split()),
        deadline=day_of(act.text(f"limite-{own}"), "limite"),
        link=link if link.startswith(("https://", "http://")) else "",
    )
    over = relay.last is not None and relay.last < issue
    return Line(line.code, relay, own in act.texts("choix"), number_of(act.text(f"rang-{own}"), line.rank), over)


def _keep(act: Act, lines: list[Line]) -> None:
    """Days and places that the staff put right are kept with the solicitation; title and link are the list's own."""
    queue = act.services.queue
    for line in lines:
        item, relay = queue.get(line.relay.reference), line.relay
        days: dict[str, Value] = {"event": relay.day, "event_until": relay.until, "deadline": relay.deadline}
        changed = {field: day for field, day in days.items() if getattr(item, field) != day}
        if changed:
            queue.correct(item.reference, changed, author=act.name)
        if relay.place != " ".join((item.event_place or item.territory).split()):
            queue.update(item.reference, {"event_place": relay.place}, author=act.name)


def _letter(lines: list[Line]) -> Newsletter:
    headings = []
    for code, title in HEADINGS.items():
        ranked = sorted((line for line in lines if line.code == code), key=lambda line: line.rank)
        if ranked:
            headings.append(Heading(code, title, tuple(line.relay for line in ranked)))
    return Newsletter(tuple(headings), ())
