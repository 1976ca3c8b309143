"""A message: the mail on one side, what was understood of it on the other, the answer below."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.solicitations.editing import CONFIRMED
from assistant.solicitations.kept import OPEN, Source, Status
from assistant.solicitations.reporting import day
from assistant.triage.messages_fr import advice
from assistant.triage.model import Part
from assistant.triage.typology import requesters
from indexer.vocabulary import themes
from ui.site.catalogue import text
from ui.staff import messages
from ui.staff.forms import long_name
from ui.staff.marking import marked, pieces, visible, words_in
from ui.staff.queue_pages import PRESSING
from ui.staff.showing import category
from ui.staff.visiting import Seeing, StaffVisit

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.solicitations.kept import Change
    from assistant.solicitations.suggesting import Suggestion
    from assistant.triage.messages_fr import Advice
    from assistant.triage.model import Alert, Message, Place, Triaged, Weighed
    from ui.staff.services import Case

router = APIRouter()

LIKELY = 0.05
"""Probability under which another category is not told."""
OTHERS = 3
LONG = frozenset({"draft", "sent", "summary", "note"})
"""Fields whose words the history does not repeat."""


@dataclass(frozen=True, slots=True)
class Told:
    """An alarm as the page tells it.

    Attributes:
        advice: What to do, and not to do.
        words: That raised it, where they may be shown.
        pressing: Whether it is told in the loudest colour.
    """

    advice: Advice
    words: tuple[str, ...]
    pressing: bool


@router.get("/message/{reference}")
def solicitation(visit: Seeing, reference: str) -> HTMLResponse:
    """The page of a solicitation."""
    return shown(visit, reference)


def shown(visit: StaffVisit, reference: str, *, problem: str = "", status: int = 200) -> HTMLResponse:
    """The page of a solicitation, with what went wrong with a form of its own."""
    plain = visit.asked("montrer") == "1"
    case = visit.services.case(reference, shown=plain)
    triaged = case.stored.triaged
    values = {
        "case": case,
        "item": case.stored,
        "mail": case.message,
        "triaged": triaged,
        "plain": plain,
        "problem": problem,
        "is_open": case.stored.status in OPEN,
        "members": visit.services.queue.members(),
        "alerts": [_alert(alert, case.message) for alert in (triaged.alerts if triaged else ())],
        "led": visible(triaged.sorted.seen, case.message) if triaged else [],
        "marked": _marked(triaged, case.message),
        "others": _others(triaged, case.stored.category),
        "candidates": _candidates(triaged.place) if triaged else [],
        "deadline_words": _words(triaged, "deadline", case.message),
        "event_words": _words(triaged, "event", case.message),
        "place_words": _place_words(triaged, case.message),
        "pieces": pieces(triaged.draft.sentences) if triaged else [],
        "notes_told": [_note(code) for code in _codes(case)],
        "confirmed": any(change.field in {CONFIRMED, "category"} and change.author for change in case.history),
        "why": why,
        "told": told_change,
    }
    return visit.page("message.html", values, status)


def why(suggestion: Suggestion) -> str:
    """Why an organisation is suggested."""
    reasons = [text(messages.NEARNESS[suggestion.nearness])]
    if suggestion.themes:
        labels = ", ".join(themes()[slug].label for slug in suggestion.themes if slug in themes())
        reasons.insert(0, text(messages.SAME_THEMES, themes=labels))
    return " ; ".join(reasons)


def told_change(change: Change) -> tuple[str, str]:
    """A line of the history: what changed, and from what to what."""
    label = text(messages.FIELDS[change.field]) if change.field in messages.FIELDS else change.field
    if change.field in LONG or not (change.before or change.after):
        return label, ""
    said = _VALUES.get(change.field, str)
    before, after = (said(value) if value else "" for value in (change.before, change.after))
    return label, f"{before} → {after}" if before else after


def _day(value: str) -> str:
    return day(dt.date.fromisoformat(value))


def _status(value: str) -> str:
    return text(messages.STATUSES[Status(value)])


def _source(value: str) -> str:
    return text(messages.SOURCES[Source(value)]) if value in set(Source) else value


_VALUES: Final[dict[str, Callable[[str], str]]] = {
    "status": _status,
    "added": _source,
    "again": _source,
    "category": category,
    "requester": lambda code: requesters().get(code, code),
    **dict.fromkeys(("deadline", "due", "event", "event_until", "sent_on", "relayed_on"), _day),
}
"""How a value of the history is told, by field."""


def _note(code: str) -> str:
    return text(messages.NOTES[code]) if code in messages.NOTES else text(messages.OTHER_NOTE, code=code)


def _alert(alert: Alert, message: Message | None) -> Told:
    words = tuple(dict.fromkeys(each.words for each in visible(alert.seen, message)))
    return Told(advice(alert.alarm), words, alert.alarm in PRESSING)


def _marked(triaged: Triaged | None, message: Message | None) -> dict[str, object]:
    """The parts of the message as HTML, the words that led to the category marked."""
    if message is None:
        return {}
    seen = triaged.sorted.seen if triaged else ()
    parts = {
        "subject": (message.subject, Part.SUBJECT),
        "comment": (message.comment, Part.COMMENT),
        "request": (message.request, Part.REQUEST),
        "signature": (message.signature, Part.SIGNATURE),
    }
    return {name: marked(text, words_in(seen, part)) for name, (text, part) in parts.items()}


def _others(triaged: Triaged | None, current: str) -> list[Weighed]:
    """Other categories that it may well be."""
    if triaged is None:
        return []
    likely = [each for each in triaged.sorted.categories if each.code != current and each.confidence >= LIKELY]
    return likely[:OTHERS]


def _candidates(place: Place) -> list[tuple[str, str]]:
    """Codes and names of the places that it may be as well."""
    from indexer.errors import InvalidFilter
    from indexer.territories import territories

    found = []
    for code in place.candidates:
        try:
            found.append((code, long_name(territories().by_code(code))))
        except InvalidFilter:
            continue
    return found


def _words(triaged: Triaged | None, which: str, message: Message | None) -> str:
    dated = getattr(triaged.days, which) if triaged else None
    return dated.seen.words if dated and visible([dated.seen], message) else ""


def _place_words(triaged: Triaged | None, message: Message | None) -> str:
    seen = triaged.place.seen if triaged else None
    return seen.words if seen and visible([seen], message) else ""


def _codes(case: Case) -> tuple[str, ...]:
    return case.message.notes if case.message else ()
