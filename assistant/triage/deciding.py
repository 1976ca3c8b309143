"""What follows from what was understood: whether a person must look, why, how soon, and by which day to answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.triage import phrases
from assistant.triage.dates.calendar import add_working_days
from assistant.triage.model import Alarm, Alert, Urgency
from assistant.triage.typology import categories

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from assistant.triage.model import Days, Message, Sorted
    from assistant.triage.typology import Category

SOON_DAYS: Final = 5
"""Days under which a deadline is near (the typology's level « S »)."""
ALWAYS: Final = frozenset({Alarm.DANGER, Alarm.HEALTH, Alarm.FRAUD, Alarm.RIGHTS, Alarm.INSTRUCTION})
"""Alarms after which a person looks, whatever the category."""
DOUBT: Final = 0.15
"""Chance of all the categories that a person must look at, from which one does, whatever the first category: out of
fold, .988 of those to be looked at are, and .887 of those looked at had to be (1,538 labelled messages)."""
SITUATION: Final = "C1"
OF_CATEGORY: Final = {"C1": Alarm.DANGER, "C4": Alarm.FRAUD}
"""Categories that are an alarm by themselves."""
SHOWN_WORDS: Final = 3
QUESTION_WORDS: Final = 5
"""Words from which a subject without a body is a message by itself: « c’est quoi un ASV exactement »."""
UNSOLICITED: Final = "C3"
"""What is only filed."""
OF_SELLING: Final = frozenset({Alarm.CONTACTS, Alarm.COMMITMENT, Alarm.LANGUAGE})
"""What selling is made of: that it asks for contacts, offers a contract or is in English makes nobody look."""
RELAYS: Final = frozenset({"A1", "A2", "A3"})
"""What is published for others: sums and contracts are part of what it announces."""


def with_situation(sorted_as: Sorted, alerts: Sequence[Alert]) -> Sorted:
    """What a message is, with « situation individuelle » besides where somebody's danger or health is told in it."""
    told = any(alert.alarm in (Alarm.DANGER, Alarm.HEALTH) for alert in alerts)
    known = {sorted_as.categories[0].code, *sorted_as.secondary}
    if not told or SITUATION in known:
        return sorted_as
    return replace(sorted_as, secondary=(*sorted_as.secondary, SITUATION))


def with_category(alerts: Sequence[Alert], sorted_as: Sorted) -> tuple[Alert, ...]:
    """The alerts of a message, and the one that its category is, where no words of its own raised it.

    So that what to do, and not to do, is told for every fraud and for every situation.
    """
    alarm = OF_CATEGORY.get(sorted_as.categories[0].code)
    kin = {alarm, Alarm.HEALTH} if alarm is Alarm.DANGER else {alarm}
    if alarm is None or sorted_as.abstains or any(alert.alarm in kin for alert in alerts):
        return tuple(alerts)
    return (Alert(alarm, sorted_as.seen[:SHOWN_WORDS]), *alerts)


def reasons(message: Message, sorted_as: Sorted, alerts: Sequence[Alert]) -> tuple[str, ...]:
    """Why a person must look before anything else is done; empty when nobody needs to."""
    first = sorted_as.categories[0]
    category = categories()[first.code]
    found = [phrases.reason(alert.alarm) for alert in alerts if _counts(alert.alarm, first.code)]
    if category.needs_human:
        found.append(phrases.BY_CATEGORY.format(label=category.label))
    elif _doubt(sorted_as) >= DOUBT:
        found.append(phrases.PERHAPS.format(label=_likeliest(sorted_as).label))
    if sorted_as.abstains:
        found.append(phrases.UNSURE.format(confidence=phrases.percent(first.confidence)))
    support = [code for code in (first.code, *sorted_as.secondary) if code.startswith("B")]
    if len(support) > 1:
        found.append(phrases.SEVERAL.format(codes=", ".join(support)))
    if _says_nothing(message):
        found.append(phrases.NOTHING_SAID)
    return tuple(found)


def _says_nothing(message: Message) -> bool:
    """Whether there is no text to read: neither a body, nor a whole question asked in the subject."""
    if message.request.strip() or message.comment.strip():
        return False
    return bool(message.attachments) or len(message.subject.split()) < QUESTION_WORDS


def _doubt(sorted_as: Sorted) -> float:
    """Chance that a message is of a category that a person must look at."""
    return sum(weighed.confidence for weighed in sorted_as.categories if categories()[weighed.code].needs_human)


def _likeliest(sorted_as: Sorted) -> Category:
    """The likeliest category of those that a person must look at."""
    return next(c for c in (categories()[weighed.code] for weighed in sorted_as.categories) if c.needs_human)


def _counts(alarm: Alarm, category: str) -> bool:
    if alarm in ALWAYS:
        return True
    if category == UNSOLICITED:
        return alarm not in OF_SELLING
    return not (alarm is Alarm.COMMITMENT and category in RELAYS)


def urgency(message: Message, category: str, alerts: Sequence[Alert], days: Days) -> Urgency:
    """How soon: today (press, distress, fraud, a deadline within a day), soon, normal, or no day told."""
    at_once = any(alert.alarm in (Alarm.DANGER, Alarm.FRAUD) for alert in alerts)
    left = (days.deadline.day - message.received).days if days.deadline else None
    if at_once or categories()[category].working_days == 0 or (left is not None and 0 <= left <= 1):
        return Urgency.TODAY
    if days.urgent or (left is not None and 0 <= left <= SOON_DAYS):
        return Urgency.SOON
    return Urgency.NORMAL if left is not None else Urgency.NONE


def due(message: Message, category: str, days: Days) -> dt.date | None:
    """Day by which to have answered: the category's delay, or the deadline when it comes before and is not over."""
    delay = categories()[category].working_days
    if delay is None:
        return None
    by_delay = add_working_days(message.received, delay)
    told = days.deadline.day if days.deadline else None
    return min(by_delay, told) if told and told >= message.received else by_delay
