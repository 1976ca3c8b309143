"""What a message is made of, and what is understood of it. Frozen values; nothing here reads or decides anything."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who wrote, as the message says; either may be empty."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message.

    Attributes:
        name: Of the file, as sent; empty when it had none.
        kind: Its media type, in lower case; empty when unknown.
        text: Its first words, where a reader could take them; empty otherwise. Never run, never opened by a program.
    """

    name: str
    kind: str = ""
    text: str = ""


class Part(enum.StrEnum):
    """Where in a message words stand. The order is that in which they are believed."""

    REQUEST = "request"
    SUBJECT = "subject"
    COMMENT = "comment"
    SIGNATURE = "signature"
    ATTACHMENT = "attachment"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Message:
    """A mail, the words of whoever asks apart from all that is around them.

    Attributes:
        subject: Without « Re: », « Fwd: », « Tr : »…
        sender: Who asks: of the innermost real request when the mail is a forwarded one.
        forwarder: Who passed it on; `None` when nobody did.
        received: Day of the mail, from which days are reckoned (« vendredi »); the forwarded one's own day does not
            count, save that relative days in a forwarded request are reckoned from `asked`.
        asked: Day on which the innermost request was written, when the forwarded header says; else `received`.
        request: Words of whoever asks; several paragraphs. Empty when there is but a subject.
        comment: What the forwarder wrote above it.
        signature: Closing formula, name, function, coordinates of whoever asks.
        quoted: Earlier messages of the thread, without their `>`.
        attachments: In the mail's order.
        message_id: Without its angle brackets; empty when none.
        references: Ids of the earlier messages of the thread, oldest first, `In-Reply-To` last.
        recipients: Addresses that it was sent to.
        notes: Codes of what was mended or missing (`empty_body`, `html_only`, `mended_encoding`, `attachment_only`,
            `no_date`…), told to readers by `messages_fr`.
    """

    subject: str
    sender: Correspondent
    received: dt.date
    request: str
    forwarder: Correspondent | None = None
    asked: dt.date | None = None
    comment: str = ""
    signature: str = ""
    quoted: str = ""
    attachments: tuple[Attached, ...] = ()
    message_id: str = ""
    references: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def words(self) -> str:
        """Subject, forwarder's comment and request: what the message says, without who signs it."""
        return "\n".join(filter(None, (self.subject, self.comment, self.request)))


@dataclass(frozen=True, slots=True)
class Seen:
    """Words of a message that led to something.

    Attributes:
        words: Verbatim, as the part of the message has them.
        part: Where.
    """

    words: str
    part: Part


class Alarm(enum.StrEnum):
    """What is told before anything else."""

    DANGER = "danger"
    """Somebody may be in danger: distress, violence, a child."""
    HEALTH = "health"
    """The health of a person is told: not to be copied nor kept."""
    FRAUD = "fraud"
    """Phishing: not to be opened nor answered."""
    CONTACTS = "contacts"
    """A list of contacts, a file or somebody's address is wanted: not to be handed over."""
    INSTRUCTION = "instruction"
    """Words that speak to the software: content, not followed."""
    COMPLAINT = "complaint"
    """A complaint, a conflict, somebody accused by name."""
    POLITICAL = "political"
    COMMITMENT = "commitment"
    """Money, a contract, an engagement of the association."""
    RIGHTS = "rights"
    """Somebody uses their rights over their data: access, erasure, unsubscription."""
    LANGUAGE = "language"
    """Not written in French."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An alarm and the words that raised it."""

    alarm: Alarm
    seen: tuple[Seen, ...]


class DateRole(enum.StrEnum):
    """What a day is in a message."""

    DEADLINE = "deadline"
    EVENT = "event"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that a message names.

    Attributes:
        day: The first day of a span.
        role: What it is there.
        seen: The words, with enough around them to be understood.
        until: The last day of a span; `None` for one day.
        exact: Whether the day is told, rather than reckoned from « fin mars » or « sous huitaine ».
        past: Whether it was over when the message came.
    """

    day: dt.date
    role: DateRole
    seen: Seen
    until: dt.date | None = None
    exact: bool = True
    past: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a message.

    Attributes:
        deadline: After which treating it is of no use; `None` when it tells none.
        event: Of the event that it speaks of.
        others: All other days named, in the order of the text.
        urgent: The words by which it says that it is urgent, without a day; `None` when it does not.
    """

    deadline: Dated | None = None
    event: Dated | None = None
    others: tuple[Dated, ...] = ()
    urgent: Seen | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The territory that a message is about.

    Attributes:
        label: Short, for readers (« Creil », « Limousin », « Nièvre »); empty when nothing tells.
        code: Of `indexer.territories` (`COM-60175`, `DEP-58`…); empty for what has none (an old region, a country).
        level: `commune`, `epci`, `departement`, `region`, `pays`, `autre`; empty with the label.
        above: Labels of the places that hold it, smallest first.
        seen: The words that named it.
        candidates: Codes of what it may be as well, most likely first, when homonyms could not be told apart.
        conflict: Another place that the signature or the address names instead; empty when they agree.
    """

    label: str = ""
    code: str = ""
    level: str = ""
    above: tuple[str, ...] = ()
    seen: Seen | None = None
    candidates: tuple[str, ...] = ()
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A label that a classifier considered.

    Attributes:
        code: Of a category, a kind of requester, a theme.
        confidence: Calibrated probability, 0–1.
    """

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Sorted:
    """What the classifier makes of a message.

    Attributes:
        categories: All of them, most likely first.
        requesters: The same.
        themes: Those kept, most central first; 0 to 3.
        secondary: Other categories that it asks for as well.
        seen: Words that led to the first category, strongest first.
        abstains: Whether the first category is too unsure: « à trier ».
        subjects: Every theme with some chance of being one of its own, likeliest first, kept or not.
    """

    categories: tuple[Weighed, ...]
    requesters: tuple[Weighed, ...]
    themes: tuple[Weighed, ...]
    secondary: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()
    abstains: bool = False
    subjects: tuple[Weighed, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A passage of a publication to send or to quote.

    Attributes:
        doc, title, page: Of the publication; `page` 1-based, `None` where there are no pages.
        quote: Verbatim, the sentence that answers.
        text: The passage around it, verbatim.
        url: Where readers open it.
        official_url: The publisher's own page; empty when unknown.
        year: Of publication; `None` when unknown.
        why: The question of the message that it answers, or the theme that it shares; in French.
        score: Of the search, higher is better.
    """

    doc: str
    title: str
    page: int | None
    quote: str
    text: str
    url: str
    official_url: str = ""
    year: int | None = None
    why: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A piece of a draft.

    Attributes:
        text: As it stands in the draft, spaces and line breaks that follow it included: joined, they are the draft.
        source: Position (1-based) in `Draft.sources` of what it rests on; 0 for the association's own words.
    """

    text: str
    source: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer for a person to edit and sign; empty for what is not answered.

    Attributes:
        subject: Of the answer.
        sentences: In order.
        sources: Publications that it cites.
        template: Name of the template that made it.
        notice: What its reader must know first (« rédigé par un modèle, vérifié »); empty most often.
    """

    subject: str = ""
    sentences: tuple[DraftSentence, ...] = ()
    sources: tuple[Resource, ...] = ()
    template: str = ""
    notice: str = ""

    @property
    def text(self) -> str:
        """The whole draft."""
        return "".join(sentence.text for sentence in self.sentences)


class Urgency(enum.StrEnum):
    """How soon a person must look: today, within five working days, normally, or no day at all."""

    TODAY = "J"
    SOON = "S"
    NORMAL = "N"
    NONE = "B"


@dataclass(frozen=True, slots=True)
class Triaged:
    """All that was understood of a message.

    Attributes:
        needs_human: Whether a person must look at it before anything else is done.
        reasons: Why, in French; empty when `needs_human` is false.
        due: Day by which to have answered: the earlier of its deadline and of its category's delay.
        summary: One sentence, in French, without anybody's name.
        questions: What it asks, as sentences that stand alone; each was searched.
        unanswered: Those about the field that no publication answers, masked.
        masked: The request with personal data masked: what any other program may see.
        remarks: What a language model would say otherwise, in French: told to readers, and nothing is decided by it.
    """

    message: Message
    sorted: Sorted
    place: Place
    days: Days
    alerts: tuple[Alert, ...]
    needs_human: bool
    reasons: tuple[str, ...]
    urgency: Urgency
    due: dt.date | None
    summary: str
    questions: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    draft: Draft = field(default_factory=Draft)
    masked: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """Code of the category."""
        return self.sorted.categories[0].code

    @property
    def requester(self) -> str:
        """Code of the kind of requester."""
        return self.sorted.requesters[0].code
