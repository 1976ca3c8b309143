"""The days of a message: by when it is of use, what event it speaks of, and every other day that it names.

`calendar` counts working days; `clauses` finds sentences; `written` and `relative` know the forms of a day, `referring`
those that another day of the text explains, and `expressions` finds them all; `cues` and `roles` tell what each is;
here one is chosen.

May not enter: the clock: the day it is comes with the message.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from assistant.triage.dates import signs
from assistant.triage.dates.calendar import add_working_days, is_working_day, public_holidays
from assistant.triage.dates.clauses import LONGEST_PART, Text, level
from assistant.triage.dates.expressions import named_days
from assistant.triage.dates.roles import Judged, Weight, is_earlier_choice, is_told_better, judge
from assistant.triage.model import Dated, DateRole, Days, Part, Seen

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from assistant.triage.dates.named import Named
    from assistant.triage.model import Message

__all__ = ["add_working_days", "is_working_day", "public_holidays", "read"]

_NEGATION: Final = 40
"""Characters before « urgent » in which it is denied."""
_OTHERS: Final = 30
"""Other days told at most: a calendar of meetings is not copied."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A day, and how much it binds."""

    dated: Dated
    weight: Weight
    meeting: bool = False


def read(message: Message, *, believed: bool = True) -> Days:
    """Every day that a message names, each with its part. Never raises, whatever the message holds.

    Subject, forwarder's comment and request are read, then the text of attachments, which only completes them; neither
    the signature nor the quoted history is.

    Args:
        message: To be read.
        believed: Whether what it says of time binds anybody. `False` for fraud and advertising, whose hurry is bait:
            so there is neither deadline, event nor urgency, and all days are told among the others.
    """
    told = [day for part, words, today in _parts(message) for day in _days(part, words, today, message.received)]
    kept = _once(told)
    deadline, event = _chosen(kept, message) if believed else (None, None)
    taken = {(day.day, day.seen) for day in (deadline, event) if day is not None}
    others = tuple(day.dated for day in kept if (day.dated.day, day.dated.seen) not in taken)[:_OTHERS]
    urgent = None if deadline or not believed else _urgent(message)
    return Days(deadline, event, others, urgent)


def _chosen(told: Sequence[_Told], message: Message) -> tuple[Dated | None, Dated | None]:
    """The deadline and the event."""
    deadline, event = _deadline(told, message.received), _event(told)
    if deadline is None:
        words = level(message.words()[:LONGEST_PART])
        deadline = _guessed(told, event, words)
        event = None if event and deadline and deadline.seen == event.seen and not _readers(event, words) else event
    if deadline is not None and event is None:
        event = _meeting(told, deadline)
    if event is None and _tells_of_an_event(level(message.words()[:LONGEST_PART]), deadline):
        event = _announced(told, deadline)
    return deadline, event


def _tells_of_an_event(words: str, deadline: Dated | None) -> bool:
    """Whether a message has something told to others, or has somebody come and says by when to answer."""
    return bool(signs.RELAYED.search(words) or (deadline is not None and signs.INVITING.search(words)))


def _announced(told: Sequence[_Told], deadline: Dated | None) -> Dated | None:
    """The day that nothing explains, in a message that has something told (« le 21 mai on plante »), is an event's."""
    days = [day.dated for day in told if day.weight is Weight.GUESSED and not day.dated.past]
    later = [day for day in days if deadline is None or day.day > deadline.day]
    first = min(later, key=lambda dated: dated.day, default=None)
    return None if first is None else replace(first, role=DateRole.EVENT)


def _meeting(told: Sequence[_Told], deadline: Dated) -> Dated | None:
    """The meeting for which an answer is wanted sooner: with a limit of its own, it is but an event."""
    later = [day.dated for day in told if day.meeting and day.dated.day > deadline.day]
    first = min(later, key=lambda dated: dated.day, default=None)
    return None if first is None else replace(first, role=DateRole.EVENT)


def _parts(message: Message) -> Iterator[tuple[Part, str, dt.date]]:
    """What is read, in the order of the mail, and the day from which its relative words are reckoned."""
    asked = message.asked or message.received
    yield Part.SUBJECT, message.subject, asked
    yield Part.COMMENT, message.comment, message.received
    yield Part.REQUEST, message.request, asked
    for attached in message.attachments:
        yield Part.ATTACHMENT, attached.text, asked


def _days(part: Part, words: str, today: dt.date, received: dt.date) -> Iterator[_Told]:
    text = Text.of(words)
    named = named_days(text.plain, today)
    reckoned_from = {day.since for day in named}
    judged: Judged | None = None
    for day, following in zip(named, [*named[1:], None], strict=False):
        judged = judge(text, day, named, judged)
        if day.day in reckoned_from:
            judged = _before_which(judged)
        if is_told_better(text, day, following) or (
            judged.role is DateRole.DEADLINE and is_earlier_choice(text, day, following)
        ):
            yield _Told(_dated(text, day, Judged(DateRole.OTHER), part, received), Weight.NONE)
            continue
        yield _Told(_dated(text, day, judged, part, received), judged.weight, judged.meeting)


def _before_which(judged: Judged) -> Judged:
    """The day of « le 14 ; il me le faut la veille »: it binds less than its eve, and is no event for all that."""
    return replace(judged, weight=Weight.NONE if judged.weight is Weight.GUESSED else min(judged.weight, Weight.NEED))


def _dated(text: Text, named: Named, judged: Judged, part: Part, received: dt.date) -> Dated:
    day, until = named.day, named.until
    if judged.role is DateRole.DEADLINE and until is not None:
        day, until = until, None  # « dépôt du 3 au 30 mars », « dans la semaine »: there is time until the last day
    seen = Seen(text.quote(named.start, named.end), part)
    return Dated(day, judged.role, seen, until, named.exact, (until or day) < received)


def _once(told: Sequence[_Told]) -> list[_Told]:
    """Each day once for each part that it plays, as told best; one that plays a part is not told again without it."""
    best: dict[tuple[dt.date, DateRole], _Told] = {}
    for day in told:
        key = (day.dated.day, day.dated.role)
        known = best.get(key)
        if known is None:
            best[key] = day
        elif _sureness(day) > _sureness(known):
            best[key] = replace(day, dated=replace(day.dated, exact=day.dated.exact or known.dated.exact))
        elif day.dated.exact and not known.dated.exact:
            best[key] = replace(known, dated=replace(known.dated, exact=True))
    return [day for day in best.values() if not _overshadowed(day, best)]


def _sureness(day: _Told) -> tuple[bool, Weight]:
    return day.dated.seen.part is not Part.ATTACHMENT, day.weight


def _overshadowed(day: _Told, best: dict[tuple[dt.date, DateRole], _Told]) -> bool:
    when, role = day.dated.day, day.dated.role
    if role is DateRole.OTHER:
        return (when, DateRole.EVENT) in best or (when, DateRole.DEADLINE) in best
    # « Notre copil se tient le 12 mai. Pourriez-vous intervenir le 12 mai ? »: an event, not a limit.
    return role is DateRole.DEADLINE and day.weight <= Weight.NEED and (when, DateRole.EVENT) in best


def _deadline(told: Sequence[_Told], received: dt.date) -> Dated | None:
    """What binds most, then the nearest to come; a deadline that is over when there is no other."""
    limits = [day for day in told if day.dated.role is DateRole.DEADLINE]
    coming = [day for day in limits if not day.dated.past]
    if coming:
        return min(coming, key=lambda day: (not _sureness(day)[0], -day.weight, day.dated.day)).dated
    over = [day for day in limits if day.weight is Weight.CLOSING]
    return min(over, key=lambda day: (received - day.dated.day, -day.weight)).dated if over else None


def _readers(event: Dated, words: str) -> bool:
    """Whether an event is of those who read, or for them (« votre assemblée générale »): it stays one as well."""
    return bool(signs.PROXY.search(words) or signs.YOURS.search(level(event.seen.words)))


def _guessed(told: Sequence[_Told], event: Dated | None, words: str) -> Dated | None:
    """Where no limit is told: a day that nothing explains, or the sender's event for which something is asked.

    Neither for a message that only has something relayed; nor the event, for one that has somebody come to it.
    """
    asks = signs.ASKED.search(words) and not signs.RELAYED.search(words)
    days = [day.dated for day in told if asks and day.weight is Weight.GUESSED and not day.dated.past]
    if event is not None and (signs.PROXY.search(words) or (asks and not signs.INVITING.search(words))):
        days.append(event)
    first = min(days, key=lambda dated: dated.day, default=None)
    return None if first is None else replace(first, role=DateRole.DEADLINE)


def _event(told: Sequence[_Told]) -> Dated | None:
    """The next event, on the day that it was moved to; one that is over is told among the other days."""
    coming = [day for day in told if day.dated.role is DateRole.EVENT and not day.dated.past]
    first = min(coming, key=lambda day: (not _sureness(day)[0], -day.weight, day.dated.day), default=None)
    return None if first is None else first.dated


def _urgent(message: Message) -> Seen | None:
    """The words by which it says that it is urgent, the surest part first."""
    for part, words in (
        (Part.SUBJECT, message.subject),
        (Part.REQUEST, message.request),
        (Part.COMMENT, message.comment),
    ):
        text = Text.of(words)
        for match in signs.URGENT.finditer(text.plain):
            if not signs.NOT_URGENT.search(text.plain[max(0, match.start() - _NEGATION) : match.start()]):
                return Seen(text.quote(match.start(), match.end()), part)
    return None
