"""Makes the context of a draft out of what was understood of a message."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.answers import Reason
from assistant.triage.deciding import RELAYS, SOON_DAYS
from assistant.triage.drafting import wording
from assistant.triage.drafting.answering import QUESTION_CHARS, Shelf, answered, sound
from assistant.triage.drafting.context import DraftContext
from assistant.triage.drafting.helplines import helplines
from assistant.triage.drafting.marks import plain
from assistant.triage.drafting.needs import missing
from assistant.triage.drafting.repeating import Repeating
from assistant.triage.phrases import day as written
from assistant.triage.resources import Search
from assistant.triage.typology import categories
from indexer.vocabulary import themes as known_themes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from assistant.triage.drafting.context import Day, Suggested
    from assistant.triage.model import Alert, Dated, Days, Message, Place

SUBJECT_CHARS: Final = 110
FOR_TEAM: Final = frozenset({Reason.OFF_TOPIC, Reason.SMALL_TALK})
"""Refusals of what is asked of the association itself (« Pouvez-vous venir ? »)."""
ASKING: Final = frozenset({"A4", "B2", "B5", "B7"})
"""Categories that make a relay ask for something to read as well."""
FRANCE: Final = "France"


def draft_context(
    message: Message,
    category: str,
    days: Days,
    place: Place,
    alerts: Sequence[Alert],
    search: Search | None = None,
    *,
    secondary: Sequence[str] = (),
    themes: Sequence[str] = (),
    suggested: Sequence[Suggested] = (),
    parution: dt.date | None = None,
    public_url: str = "",
) -> DraftContext:
    """Everything that a template may use for a message.

    Args:
        message: Answered to.
        category: Code.
        days: Of the message.
        place: That it is about.
        alerts: That it raised.
        search: What publications have for it; `None` where nothing was searched.
        secondary: Codes of the other categories that it asks for.
        themes: Slugs, most central first.
        suggested: Organisations of the directory, best first.
        parution: Day on which a relay comes out, once it is fixed.
        public_url: Address of the server, for the links to publications without a public page.
    """
    alarms = {alert.alarm for alert in alerts}
    repeating = Repeating.after(category, alerts)
    search = search or Search((), (), ())
    shelf = Shelf(search.resources, public_url)
    answers = answered(search.found, category, repeating, shelf)
    asks = category not in RELAYS or not ASKING.isdisjoint(secondary)
    readings = shelf.readings(category) if asks else ()
    last = days.event or days.deadline
    return DraftContext(
        category=category,
        subject=repeating.of(message.subject, SUBJECT_CHARS),
        questions=repeating.each(search.questions, QUESTION_CHARS),
        answers=answers,
        unanswered=repeating.each(_refused(search), QUESTION_CHARS),
        for_team=repeating.each(_for_team(search), QUESTION_CHARS),
        sources=tuple(shelf.cited),
        readings=readings,
        place=wording.short(place.label),
        local=place.level not in {"", "pays"},
        abroad=place.level == "pays" and place.label != FRANCE,
        deadline=_day(days.deadline, message),
        event=_day(days.event, message),
        parution=written(parution) if parution else "",
        parution_late=bool(parution and last and not last.past and parution > last.day),
        missing=missing(message, category, days, place),
        themes=tuple(_lowered(known_themes()[slug].label) for slug in themes if slug in known_themes()),
        secondary=_others(secondary, category, bool(search.found), bool(suggested)),
        suggestions=tuple(_plain_suggested(each) for each in suggested),
        helplines=helplines(message, category, alarms),
        alerts=tuple(sorted(alarm.value for alarm in alarms)),
        discreet=repeating.nothing,
    )


def _refused(search: Search) -> list[str]:
    """Questions that publications do not answer."""
    return [each.question.text for each in search.found if each.reason is Reason.NOT_DOCUMENTED]


def _for_team(search: Search) -> list[str]:
    """Questions that a person answers: to the association itself, or whose answer is too unsure for a letter."""
    return [
        each.question.text
        for each in search.found
        if each.reason in FOR_TEAM or (each.reason is None and not sound(each))
    ]


def _day(dated: Dated | None, message: Message) -> Day | None:
    if dated is None:
        return None
    return wording.day(dated, near=0 <= (dated.day - message.received).days <= SOON_DAYS)


def _others(secondary: Sequence[str], category: str, asked: bool, suggested: bool) -> tuple[str, ...]:
    """Labels of what else is asked, save what the draft deals with by itself or what no draft answers."""
    by_itself = {"A4", "B2", "B7"} if asked else set()
    by_itself |= {"B1"} if suggested else set()
    codes = [code for code in dict.fromkeys(secondary) if code != category and not code.startswith("C")]
    labels = [categories()[code].label for code in codes if code not in by_itself]
    return tuple(_lowered(label) for label in labels)


def _lowered(label: str) -> str:
    """A label inside a sentence."""
    return f"{label[0].lower()}{label[1:]}"


def _plain_suggested(suggested: Suggested) -> Suggested:
    texts = {name.name: plain(getattr(suggested, name.name), 400) for name in dataclasses.fields(suggested)}
    url = suggested.url.strip()
    return replace(suggested, **{**texts, "url": "".join(url.split()) if url.startswith("http") else ""})
