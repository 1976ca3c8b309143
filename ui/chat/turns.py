"""An answer as a page shows it: from its `AnswerOut` to what `chat/answer.html` needs, nothing left to compute."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from assistant.answers import Reason, Role, Verdict
from assistant.contract import SentenceOut
from assistant.messages import VERDICTS
from indexer.passages import header
from ui.chat import messages
from ui.chat.charts import Chart, charts
from ui.site import quoting, tables
from ui.site.catalogue import text
from ui.site.facts import facts, page_words
from ui.site.messages import ELLIPSIS
from ui.site.passages import passage_html, passage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from assistant.contract import AnswerOut, CitationOut, RetrievedOut
    from assistant.figure_contract import FigureOut
    from indexer.passages import Passage

LONG_CHARS: Final = 700
"""A longer answer would not fit in the window beside its sources, so it does not stay there while they scroll."""
EXCERPT_CHARS: Final = 220
"""Length of what is shown of a nearest passage, before it is cut at a word."""
CALM: Final = frozenset({Reason.DISTRESS, Reason.EMERGENCY})
"""Refusals that give numbers to call, and nothing to read."""
BY_TEXT: Final = frozenset({"114"})
"""Numbers that are written to: a call from a telephone that only speaks is no use there (info.urgence114.fr)."""
SUPPORTED: Final = VERDICTS[Verdict.SUPPORTED]


@dataclass(frozen=True, slots=True)
class Reference:
    """A `[n]` of an answer, and the card that it leads to."""

    number: int
    card: int
    label: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer; `cells` where it is a table's row."""

    words: str
    references: tuple[Reference, ...]
    verdict: str
    weak: bool
    cells: tuple[str, ...] = ()
    figure: FigureOut | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences that stand together: `kind` is « sentences », « items », « rows », « records » or « figures ».

    Figures are rows of a wide table, each of which gives one figure of a survey: it is told first, its row under it.
    """

    kind: str
    said: tuple[Said, ...]
    caption: str = ""
    columns: tuple[str, ...] = ()
    under: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Passages of a card that stand under the same headings."""

    headings: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Card:
    """A page of a publication that an answer cites."""

    position: int
    numbers: tuple[int, ...]
    first: CitationOut
    passages: tuple[Shown, ...]
    quotes: tuple[str, ...]

    @property
    def asked(self) -> list[str]:
        """What the reading page is asked to mark."""
        return quoting.told(self.quotes)

    @property
    def facts(self) -> list[str]:
        """Kind, publisher, year, page: what is known of them."""
        first = self.first
        return facts(first.kind_label, first.publisher, first.year, first.page, first.page_label)


@dataclass(frozen=True, slots=True)
class Near:
    """A publication close to a question, or to be read after an answer."""

    found: RetrievedOut
    excerpt: str

    @property
    def asked(self) -> list[str]:
        """What the reading page is asked to mark: the passage."""
        return quoting.told([self.found.text])

    @property
    def facts(self) -> list[str]:
        """Kind, publisher, year, page: what is known of them."""
        found = self.found
        return facts(found.kind_label, found.publisher, found.year, found.page, found.page_label)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, or why there is none.

    Attributes:
        position: In its conversation, 1-based: what identities in the page begin with.
        question: As typed.
        answer: As it was given.
        blocks, cards: Of an answer.
        near: The nearest publications, of a refusal; others to read, after an answer.
        generation: Of the index that it was made from.
        ignored: Filters heard in the question that the reader took back.
        name: By which it is shared, judged or exported (`ui.chat.doing`); empty where it cannot be.
        copied: What « Copier » gives, as plain text and as HTML; `None` where it is not offered.
        unkept: It should have come into the reader's conversation, and could not.
    """

    position: int
    question: str
    answer: AnswerOut
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...]
    near: tuple[Near, ...]
    generation: str = ""
    ignored: frozenset[str] = field(default_factory=frozenset)
    name: str = ""
    copied: tuple[str, str] | None = None
    unkept: bool = False

    @property
    def id(self) -> str:
        """Identity of the turn in the page."""
        return f"tour-{self.position}"

    @property
    def drafted(self) -> bool:
        """Whether a language model wrote it."""
        return self.answer.mode == "drafted" and bool(self.answer.sentences)

    @property
    def long(self) -> bool:
        """Whether it is too long to stay beside its sources."""
        return sum(len(sentence.text) for sentence in self.answer.sentences) > LONG_CHARS

    @property
    def reference(self) -> dict[str, str]:
        """How the API is told of the answer (`AnswerRef`)."""
        conversation, _, position = self.name.partition("/")
        return {"conversation": conversation, "position": position} if position else {"answer_id": self.name}

    @property
    def calm(self) -> bool:
        """Whether it gives numbers to call."""
        return self.answer.reason in CALM

    @property
    def refusal_title(self) -> str:
        """Heading of a refusal; empty for an answer."""
        return messages.REFUSAL_TITLES[Reason(self.answer.reason)] if self.answer.reason else ""

    @property
    def numbers_to_call(self) -> list[tuple[str, str, str]]:
        """Numbers, whose they are, and the address that calls them, or begins a text message."""
        known = messages.NUMBERS.get(Reason(self.answer.reason), ()) if self.answer.reason else ()
        return [(number, who, f"{'sms' if number in BY_TEXT else 'tel'}:{number}") for number, who in known]

    @property
    def titles(self) -> list[str]:
        """Of the publications cited, for the turns that follow."""
        return list(dict.fromkeys(citation.title for citation in self.answer.citations))


def turn(position: int, question: str, answer: AnswerOut, generation: str = "", ignored: Sequence[str] = ()) -> Turn:
    """A turn of a conversation, ready to be shown."""
    cards = _cards(answer.citations)
    place = {number: card.position for card in cards for number in card.numbers}
    near = tuple(Near(found, excerpt(found.text)) for found in (answer.nearest if answer.abstained else answer.further))
    return Turn(position, question, answer, _blocks(answer, place), cards, near, generation, frozenset(ignored))


def excerpt(words: str) -> str:
    """The beginning of a passage on one line, cut at a word; a table is told by its caption, where it has one."""
    lines = words.split("\n")
    flat = " ".join(" ".join([line for line in lines if "\t" not in line] or lines).split())
    if len(flat) <= EXCERPT_CHARS:
        return flat
    return f"{flat[:EXCERPT_CHARS].rsplit(' ', 1)[0]} {ELLIPSIS}"


def _cards(citations: Sequence[CitationOut]) -> tuple[Card, ...]:
    """Citations by page of a publication, in order of first citation."""
    groups: dict[tuple[str, int | None], list[CitationOut]] = {}
    for citation in citations:
        groups.setdefault((citation.doc, citation.page), []).append(citation)
    return tuple(_card(position, group) for position, group in enumerate(groups.values(), 1))


def _card(position: int, group: Sequence[CitationOut]) -> Card:
    by_passage: dict[str, list[CitationOut]] = {}
    for citation in group:
        by_passage.setdefault(citation.context, []).append(citation)
    return Card(
        position=position,
        numbers=tuple(citation.number for citation in group),
        first=group[0],
        passages=tuple(Shown(" › ".join(same[0].headings), passage_html(same)) for same in by_passage.values()),
        quotes=tuple(citation.quote for citation in group),
    )


def _blocks(answer: AnswerOut, place: dict[int, int]) -> tuple[Block, ...]:
    """Items of one list together, rows of one table together; a block ends where a line stands under it."""
    cited = {citation.number: citation for citation in answer.citations}
    sentences = answer.sentences or _quoted(answer)
    drawn = charts(sentences)
    ended = 0
    keyed: list[tuple[tuple[str, str, int], SentenceOut]] = []
    for sentence in sentences:
        lone = sentence.role in (Role.SENTENCE, Role.LEAD)
        context = cited[sentence.citations[0]].context
        keyed.append(((Role.SENTENCE if lone else sentence.role, context, ended), sentence))
        ended += bool(sentence.under)
    runs = [[sentence for _, sentence in run] for _, run in groupby(keyed, key=lambda pair: pair[0])]
    return tuple(
        _block(run, cited, place, drawn.get(run[-1].citations[0]) if run[-1].citations else None) for run in runs
    )


def _quoted(answer: AnswerOut) -> list[SentenceOut]:
    """What an answer quotes, for one that was stored before answers told their sentences."""
    return [SentenceOut(text=each.quote, citations=[each.number], verdict=SUPPORTED) for each in answer.citations]


def _block(
    run: Sequence[SentenceOut], cited: dict[int, CitationOut], place: dict[int, int], chart: Chart | None
) -> Block:
    said = tuple(_said(sentence, cited, place) for sentence in run)
    under = run[-1].under
    role = run[0].role
    if role is not Role.ROW:
        return Block("items" if role is Role.ITEM else "sentences", said, under=under, chart=chart)
    passage = passage_of(cited[run[0].citations[0]])
    caption, columns = header(passage)
    kind = _sort_of_rows(passage, run)
    # The columns of a table that is shown need not be told under it again.
    told = "" if columns and run[-1].figure is None else under
    return Block(kind, said, caption, tuple(columns), told, chart)


def _sort_of_rows(passage: Passage, run: Sequence[SentenceOut]) -> str:
    if not tables.is_wide(passage):
        return "rows"
    alone = all(sentence.figure and len(sentence.figure.answers) == 1 for sentence in run)
    return "figures" if alone else "records"


def _said(sentence: SentenceOut, cited: dict[int, CitationOut], place: dict[int, int]) -> Said:
    references = tuple(_reference(cited[number], place) for number in sentence.citations)
    cells = tuple(sentence.text.split("\t")) if sentence.role is Role.ROW else ()
    return Said(sentence.text, references, sentence.verdict, sentence.verdict != SUPPORTED, cells, sentence.figure)


def _reference(citation: CitationOut, place: dict[int, int]) -> Reference:
    label = text(
        messages.CITATION,
        number=citation.number,
        title=citation.title,
        page=page_words(citation.page, citation.page_label),
    )
    return Reference(citation.number, place[citation.number], label)
