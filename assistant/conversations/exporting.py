"""An answer, or a conversation, as a document to be written: what is said in it, whatever the format.

```
Answered ─▶ sheet_of ─▶ Sheet ─┬▶ exporting_markdown ─▶ .md
                               ├▶ exporting_docx ─▶ .docx
                               └▶ exporting_clipboard ─▶ plain text, HTML to be pasted
```

The `[n]` run through the whole document, and lead to a bibliography where each publication stands once.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.answers import Role
from assistant.conversations import export_words as words
from assistant.conversations.bibliography import Entry, entries, near
from assistant.messages import DRAFTED, QUOTED
from assistant.solicitations.reporting import day
from indexer.vocabulary import kinds, themes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.contract import AnswerOut, AskIn, CitationOut, SentenceOut
    from assistant.conversations.answered import Answered

_BUILT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)T")
"""What the name of a generation begins with."""


class LineKind(enum.StrEnum):
    """How a line of an answer reads."""

    QUOTE = "quote"
    ITEM = "item"
    DRAFTED = "drafted"
    UNDER = "under"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer.

    Attributes:
        kind: A quotation, an item of a list that is quoted, a drafted sentence, what stands under either, other words.
        text: Verbatim where it is a quotation, without its « ».
        marks: Its `[n]`.
        verdict: What its sources make of a drafted sentence; empty elsewhere.
    """

    kind: LineKind
    text: str
    marks: tuple[int, ...] = ()
    verdict: str = ""

    @property
    def quoted(self) -> bool:
        """Whether the words are those of a publication."""
        return self.kind in (LineKind.QUOTE, LineKind.ITEM)


@dataclass(frozen=True, slots=True)
class Part:
    """A question and its answer.

    Attributes:
        question: As typed.
        made: When it was answered, and of which day the publications were.
        notices: What is to be known of how it was understood or drafted, a sentence each.
        lead: Put before the lines; empty for a refusal.
        lines: In order.
        also_title: Heading of `also`; empty when there is none.
        also: Publications that are not cited and are worth reading.
    """

    question: str
    made: str
    notices: tuple[str, ...]
    lead: str
    lines: tuple[Line, ...]
    also_title: str = ""
    also: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document.

    Attributes:
        title: Of the conversation; the question, for an answer alone.
        parts: One for an answer alone.
        bibliography: The publications cited, in the order of their first citation.
        link: To the same answer in Repères; empty when there is none.
        generations: Of the index, that answered.
        made_at: When it was answered, the last time.
    """

    title: str
    parts: tuple[Part, ...]
    bibliography: tuple[Entry, ...]
    link: str = ""
    generations: tuple[str, ...] = ()
    made_at: dt.datetime | None = None

    @property
    def index(self) -> str:
        """The index that answered, in words; empty when nothing was asked."""
        return f"{words.INDEX}\u00a0: {', '.join(self.generations)}" if self.generations else ""

    @property
    def alone(self) -> bool:
        """Whether it is one answer, whose question is the title."""
        return len(self.parts) == 1 and self.parts[0].question == self.title


def sheet_of(
    exchanges: Sequence[Answered],
    *,
    title: str = "",
    base: str = "",
    link: str = "",
    title_of: Callable[[str], str] = str,
) -> Sheet:
    """The document of an answer, or of a conversation.

    Args:
        exchanges: Questions and answers, in order.
        title: Of the conversation; by default the first question.
        base: Address of Repères (`https://reperes.exemple.fr`), for links to pages; empty when it is unknown.
        link: To the answer itself, where it is shared.
        title_of: Title of a publication by its path, to name what replaces another; by default the path.
    """
    parts: list[Part] = []
    cited: list[tuple[int, CitationOut]] = []
    for each in exchanges:
        offset = len(cited)
        parts.append(_part(each, offset, base))
        cited += [(offset + rank, one) for rank, one in enumerate(each.outcome.citations, 1)]
    named = title or (exchanges[0].asked.question if exchanges else words.NOTHING)
    at = max((each.at for each in exchanges), default=None)
    generations = tuple(dict.fromkeys(each.generation for each in exchanges))
    sources = entries(cited, base.rstrip("/"), title_of)
    return Sheet(" ".join(named.split()), tuple(parts), sources, link, generations, at)


def _part(answered: Answered, offset: int, base: str) -> Part:
    outcome = answered.outcome
    numbers = {one.number: offset + rank for rank, one in enumerate(outcome.citations, 1)}
    found, title = (outcome.nearest, words.NEAREST) if outcome.abstained else (outcome.further, words.FURTHER)
    drafted = outcome.mode == "drafted"
    lines = _drafted(outcome, numbers) if drafted else _quoted(outcome, numbers)
    return Part(
        question=" ".join(answered.asked.question.split()),
        made=_made(answered),
        notices=tuple(_notices(answered.asked, outcome)),
        lead="" if outcome.abstained or not outcome.sentences else DRAFTED if drafted else QUOTED,
        lines=tuple(lines) or (Line(LineKind.SAID, outcome.answer),),
        also_title=title if found else "",
        also=tuple(near(one, base.rstrip("/")) for one in found),
    )


def _quoted(outcome: AnswerOut, numbers: dict[int, int]) -> Iterator[Line]:
    for sentence in outcome.sentences:
        kind = LineKind.ITEM if sentence.role is Role.ITEM else LineKind.QUOTE
        yield Line(kind, " | ".join(sentence.text.split("\t")), _marks(sentence, numbers))
        yield from _under(sentence)


def _drafted(outcome: AnswerOut, numbers: dict[int, int]) -> Iterator[Line]:
    """Each sentence with its verdict, then the words that it rests on: who copies it can judge."""
    quotes = {cited.number: cited.quote for cited in outcome.citations}
    for sentence in outcome.sentences:
        yield Line(LineKind.DRAFTED, sentence.text, _marks(sentence, numbers), sentence.verdict)
        for number in sentence.citations:
            yield Line(LineKind.QUOTE, " | ".join(quotes[number].split("\t")), (numbers[number],))
        yield from _under(sentence)


def _under(sentence: SentenceOut) -> Iterator[Line]:
    if sentence.under:
        yield Line(LineKind.UNDER, sentence.under)


def _marks(sentence: SentenceOut, numbers: dict[int, int]) -> tuple[int, ...]:
    return tuple(numbers[number] for number in sentence.citations)


def _made(answered: Answered) -> str:
    local = answered.at.astimezone()
    built = _BUILT.match(answered.generation)
    told = words.ANSWERED_ON.format(day=day(local.date()), hour=f"{local:%H}\u00a0h\u00a0{local:%M}")
    if built is None:
        return told
    return f"{told}, {words.STATE_OF.format(day=day(dt.date(*map(int, built.groups()))))}"


def _notices(asked: AskIn, outcome: AnswerOut) -> Iterator[str]:
    understood = outcome.understood
    if asked.history and understood.question and understood.question != asked.question:
        yield words.UNDERSTOOD.format(question=" ".join(understood.question.split()))
    if chosen := _chosen(asked):
        yield words.FILTERS_SET.format(labels=", ".join(chosen))
    if understood.filters:
        yield words.FILTERS_HEARD.format(labels=", ".join(heard.label for heard in understood.filters))
    yield from understood.notices
    if outcome.notice:
        yield outcome.notice


def _chosen(asked: AskIn) -> list[str]:
    filters = asked.filters
    return [
        *(themes()[slug].label if slug in themes() else slug for slug in filters.themes),
        *(kinds()[slug].label if slug in kinds() else slug for slug in filters.kinds),
        *([words.SINCE.format(year=filters.year_from)] if filters.year_from else []),
        *([words.UNTIL.format(year=filters.year_to)] if filters.year_to else []),
        *([words.PUBLISHER.format(publisher=filters.publisher)] if filters.publisher else []),
        *([words.TERRITORY.format(territory=filters.territory)] if filters.territory else []),
    ]
