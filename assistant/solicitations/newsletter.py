"""Relays ready for the newsletter: offers, events, resources and calls that were not published yet."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.solicitations import messages_fr as words
from assistant.solicitations.filing import stored
from assistant.solicitations.kept import OPEN, Relation
from assistant.solicitations.markers import mark, marker
from assistant.solicitations.reporting import day
from assistant.solicitations.tables import Solicitation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assistant.solicitations.kept import Stored
    from assistant.solicitations.store import Solicitations
    from assistant.triage.model import Message

RELAYS: Final = ("A1", "A2", "A3")
LINK: Final = re.compile(r"https?://[^\s<>\"'«»\\^`{|}]{1,500}", re.IGNORECASE)
ISSUE: Final = "newsletter-issue"
"""Under which the day of the next issue is noted."""
MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~])")
"""What Markdown would take for something else than words."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Something to publish.

    Attributes:
        reference: Of its solicitation.
        title: Subject of the mail; its summary when it has none.
        day: Of the event; `None` for what has none.
        until: Its last day; `None` for one day.
        place: As the staff entered it, or else its territory; may be empty.
        deadline: After which it is of no use.
        link: The first of the message; empty without one.
    """

    reference: str
    title: str
    day: dt.date | None
    until: dt.date | None
    place: str
    deadline: dt.date | None
    link: str

    @property
    def last(self) -> dt.date | None:
        """The day after which there is nothing to publish any more."""
        return self.deadline or self.until or self.day


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the newsletter: category, title in French, relays by day, those without one last."""

    code: str
    title: str
    relays: tuple[Relay, ...]


@dataclass(frozen=True, slots=True)
class Newsletter:
    """What may be published.

    Attributes:
        headings: In the newsletter's order; those without a relay are left out.
        over: Relays that came to nothing: their last day is past.
    """

    headings: tuple[Heading, ...]
    over: tuple[Relay, ...]


def next_issue(solicitations: Solicitations, today: dt.date) -> dt.date | None:
    """Day of the next issue, as the staff told it; `None` where it is not told, or over."""
    told = marker(solicitations, ISSUE)
    day_told = dt.date.fromisoformat(told) if told else None
    return day_told if day_told and day_told >= today else None


def set_next_issue(solicitations: Solicitations, issue: dt.date | None) -> None:
    """Tells the day of the next issue: drafts announce it to those who ask for a relay. `None` takes it back."""
    mark(solicitations, ISSUE, issue.isoformat() if issue else "")


def newsletter(solicitations: Solicitations, today: dt.date) -> Newsletter:
    """The relays that are not treated yet, by heading, repeated ones left out.

    Once published: `Solicitations.set_status_many(references, ANSWERED, reply=Reply(relayed=True))`.
    """
    wanted = sa.select(Solicitation).where(
        Solicitation.category.in_(RELAYS),
        Solicitation.status.in_([status.value for status in OPEN]),
        Solicitation.relation != Relation.DUPLICATE.value,
        Solicitation.relayed_on.is_(None),
        Solicitation.purged_at.is_(None),
    )
    with solicitations.database.reading() as session:
        kept = [stored(row) for row in session.scalars(wanted.order_by(Solicitation.received, Solicitation.id))]
    relays = [(item.category, _relay(item)) for item in kept]
    current = [(code, relay) for code, relay in relays if relay.last is None or relay.last >= today]
    headings = (
        Heading(code, title, _by_day(relay for category, relay in current if category == code))
        for code, title in words.HEADINGS.items()
    )
    return Newsletter(
        headings=tuple(heading for heading in headings if heading.relays),
        over=_by_day(relay for _, relay in relays if relay.last is not None and relay.last < today),
    )


def markdown(letter: Newsletter) -> str:
    """The newsletter's draft in Markdown: a heading each, a line each."""
    return _written(letter.headings, "## {title}", "- **{title}**", "[{words}]({link})", _escaped)


def plain_text(letter: Newsletter) -> str:
    """The newsletter's draft in plain text, to be pasted anywhere."""
    return _written(letter.headings, "{title}", "• {title}", "{link}", str)


def _written(headings: Sequence[Heading], heading: str, item: str, link: str, safe: Callable[[str], str]) -> str:
    sections = []
    for each in headings:
        lines = [heading.format(title=each.title), ""]
        for relay in each.relays:
            about = [item.format(title=safe(relay.title)), *map(safe, _about(relay))]
            if relay.link:
                about.append(link.format(words=words.LINK, link=relay.link))
            lines.append(words.PARTED.join(about))
        sections.append("\n".join(lines))
    return "\n\n".join(sections) + ("\n" if sections else "")


def _about(relay: Relay) -> list[str]:
    told = []
    if relay.day:
        span = words.SPAN.format(start=day(relay.day), end=day(relay.until)) if relay.until else day(relay.day)
        told.append(span)
    if relay.place:
        told.append(relay.place)
    if relay.deadline:
        told.append(words.DEADLINE.format(day=day(relay.deadline)))
    return told


def _relay(item: Stored) -> Relay:
    title = item.message.subject if item.message else ""
    return Relay(
        reference=item.reference,
        title=" ".join((title or item.summary or item.reference).split()),
        day=item.event,
        until=item.event_until,
        place=" ".join((item.event_place or item.territory).split()),
        deadline=item.deadline,
        link=first_link(item.message) if item.message else "",
    )


def first_link(message: Message) -> str:
    """The first web address of a message, what closes the sentence left out; empty without one."""
    found = LINK.search(f"{message.request}\n{message.comment}\n{message.signature}")
    if not found:
        return ""
    link = found.group().rstrip(".,;:!?…’”")
    return link[:-1] if link.endswith(")") and "(" not in link else link


def _by_day(relays: Iterable[Relay]) -> tuple[Relay, ...]:
    return tuple(sorted(relays, key=lambda relay: (relay.day or relay.last or dt.date.max, relay.reference)))


def _escaped(text: str) -> str:
    return MARKS.sub(r"\\\1", text)
