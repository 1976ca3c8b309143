"""The conversation as HTML: questions, quoted answers with their `[n]`, refusals, each beside its sources."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.answers import Answer, Reason, Role, Verdict
from assistant.columns import column_lines
from assistant.contract import answer_text, drafted_text, notice_text
from assistant.messages import DRAFTED, QUOTED, REFUSALS, VERDICTS
from assistant.survey_messages import figure_lines
from indexer.passages import header
from ui.typography import french
from ui.web import messages, tables
from ui.web.cards import card_id, further, grouped, nearest, page_label, reference_id, sources
from ui.web.markup import join, told
from ui.web.understood import understood_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.answers import Citation, Statement, Unanswered
    from assistant.understood import Field
    from indexer.documents import Document

LONG_CHARS = 700
"""A longer answer would not fit in the window beside its sources, so it does not stay there while they scroll."""
CALM = frozenset({Reason.DISTRESS, Reason.EMERGENCY})
"""Refusals that give numbers to call, and nothing to read."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what was shown for it: all that a session keeps.

    Attributes:
        question: As typed.
        answer: As plain text, for the turns that follow.
        shown: The turn's HTML.
        titles: Of the publications cited, for the turns that follow.
        ignored: Filters heard in the question that the reader took back.
    """

    question: str
    answer: str
    shown: Markup
    titles: tuple[str, ...] = ()
    ignored: frozenset[Field] = frozenset()


def exchange(
    position: int,
    question: str,
    outcome: Answer | Unanswered,
    documents: Mapping[str, Document],
    ignored: frozenset[Field] = frozenset(),
) -> Exchange:
    """A turn of the conversation.

    Args:
        position: Of the turn in its conversation, 1-based.
        question: As typed.
        outcome: Of `Assistant.ask`.
        documents: The index's, by path.
        ignored: Filters heard in the question that the reader took back.
    """
    turn = f"turn-{position}"
    titles: dict[str, None] = {}
    if isinstance(outcome, Answer):
        body = _answer(turn, outcome) + sources(turn, outcome.statements, documents) + further(outcome.further)
        titles = dict.fromkeys(s.citation.document.metadata.title for s in outcome.statements)
    else:
        body = _refusal(outcome) + nearest(outcome.nearest)
    shown = _turn(turn, question, understood_part(position, outcome.understood) + body)
    return Exchange(question, answer_text(outcome), shown, tuple(titles), ignored)


def conversation(exchanges: Sequence[Exchange], asking: str = "", position: int = 0) -> Markup:
    """All turns, with the question being answered, if any: after them, or again in the place of one.

    Args:
        exchanges: The turns.
        asking: The question being answered.
        position: Of the turn that is being answered again, 1-based; 0 for a new one.
    """
    turns = [e.shown for e in exchanges]
    if asking:
        at = position or len(exchanges) + 1
        busy = Markup('<p class="busy" role="status">{}</p>').format(messages.BUSY)
        turns[at - 1 : at] = [_turn(f"turn-{at}", asking, busy)]
    return Markup('<div class="conversation" role="log" aria-live="polite" aria-label="{}">{}</div>').format(
        messages.CONVERSATION, join(turns)
    )


def notice(text: str = "") -> Markup:
    """What went wrong, read out at once; the empty region stays in the page so that it is."""
    content = Markup('<p class="notice">{}</p>').format(told(text)) if text else Markup()
    return Markup('<div role="alert">{}</div>').format(content)


def _turn(turn: str, question: str, body: Markup) -> Markup:
    return Markup(
        '<article class="turn" id="{id}" aria-labelledby="{id}-question">'
        '<h2 id="{id}-question"><span class="unseen">{label} </span>{question}</h2>{body}</article>'
    ).format(id=turn, label=told(messages.ASKED), question=french(question), body=body)


def _answer(turn: str, answer: Answer) -> Markup:
    statements = answer.statements
    cards = {c.number: card_id(turn, i) for i, group in enumerate(grouped(statements), start=1) for c in group}
    under = figure_lines(statements)
    blocks = [_block(turn, run, cards) + _under(run, under) for run in _runs(statements, under)]
    long = " long" if sum(len(s.citation.quote) for s in statements) > LONG_CHARS else ""
    return Markup(
        '<div class="answer{}">{}<p class="quoted">{}</p>{}'
        '<p class="actions"><button type="button" class="copy" data-copy="{}" data-done="{}">{}</button></p></div>'
    ).format(
        long,
        _told_of_draft(answer),
        told(DRAFTED if answer.drafted else QUOTED),
        join(blocks),
        copied(statements),
        messages.COPIED,
        messages.COPY,
    )


def _told_of_draft(answer: Answer) -> Markup:
    """What is missing of a drafted answer, or instead of which quotations are shown."""
    told_of = notice_text(answer)
    return Markup('<p class="notice">{}</p>').format(told(told_of)) if told_of else Markup()


def _runs(statements: Sequence[Statement], under: Mapping[int, str]) -> list[list[Statement]]:
    """Items of one list together, rows of one table together; a run ends where a line stands under it."""

    def key(statement: Statement) -> tuple[Role, str, int]:
        lone = statement.role in (Role.SENTENCE, Role.LEAD)
        before = sum(number < statement.citation.number for number in under)
        return (Role.SENTENCE if lone else statement.role), statement.citation.passage.id, before

    return [list(run) for _, run in groupby(statements, key=key)]


def _block(turn: str, run: Sequence[Statement], cards: Mapping[int, str]) -> Markup:
    role = run[0].role
    if role is Role.ROW:
        return _rows(turn, [s.citation for s in run], cards)
    said = [_said(turn, s, cards) for s in run]
    if role is Role.ITEM:
        return Markup("<ul>{}</ul>").format(join(Markup("<li>{}</li>").format(words) for words in said))
    return join(Markup('<p class="statement">{}</p>').format(words) for words in said)


def _under(run: Sequence[Statement], under: Mapping[int, str]) -> Markup:
    """What was asked in a survey, under the figures that answer."""
    line = under.get(run[-1].citation.number)
    return Markup('<p class="survey">{}</p>').format(line) if line else Markup()


def _said(turn: str, statement: Statement, cards: Mapping[int, str]) -> Markup:
    """A quotation, or a drafted sentence with its verdict."""
    if statement.drafted is None:
        return _quote(turn, statement.citation, cards)
    references = join(_reference(turn, citation, cards) for citation in statement.citations)
    weak = " weak" if statement.verdict is not Verdict.SUPPORTED else ""
    return Markup('<span class="drafted">{}</span>\u00a0{} <span class="verdict{}">{}</span>').format(
        french(statement.drafted.text), references, weak, VERDICTS[statement.verdict]
    )


def _quote(turn: str, citation: Citation, cards: Mapping[int, str]) -> Markup:
    return Markup('<span class="quote">«\u00a0{}\u00a0»</span>\u00a0{}').format(
        citation.quote, _reference(turn, citation, cards)
    )


def _reference(turn: str, citation: Citation, cards: Mapping[int, str]) -> Markup:
    label = messages.CITATION.format(
        number=citation.number, title=citation.document.metadata.title, page=page_label(citation.passage.page)
    )
    return Markup('<a class="reference" id="{}" href="#{}" data-number="{}" aria-label="{}">[{}]</a>').format(
        reference_id(turn, citation.number), cards[citation.number], citation.number, french(label), citation.number
    )


def _rows(turn: str, citations: Sequence[Citation], cards: Mapping[int, str]) -> Markup:
    passage = citations[0].passage
    caption, columns = header(passage)
    rows = [(c.quote.split("\t"), _reference(turn, c, cards)) for c in citations]
    if tables.is_wide(passage):
        records = join(tables.record(columns, cells, reference) for cells, reference in rows)
        return Markup('<div class="records">{}{}</div>').format(tables.captioned("p", caption), records)
    body = join(
        Markup("<tr>{}<td>{}</td></tr>").format(join(Markup("<td>{}</td>").format(c) for c in cells), reference)
        for cells, reference in rows
    )
    head = join(Markup('<th scope="col">{}</th>').format(column) for column in columns)
    return Markup(
        '<div class="scroll"><table>{}<thead><tr>{}<td></td></tr></thead><tbody>{}</tbody></table></div>'
    ).format(tables.captioned("caption", caption), head, body)


def copied(statements: Sequence[Statement]) -> str:
    """An answer as somebody pastes it into a note: who wrote it if a model did, its sentences, then their sources."""
    head = [french(DRAFTED), ""] if any(s.drafted for s in statements) else []
    quotes = [
        drafted_text(s) if s.drafted else f"« {' | '.join(s.citation.quote.split(chr(9)))} » [{s.citation.number}]"
        for s in statements
    ]
    for number, line in sorted((figure_lines(statements) | column_lines(statements)).items(), reverse=True):
        quotes.insert(next(i for i, s in enumerate(statements, 1) if s.citation.number == number), line)
    return "\n".join([*head, *quotes, "", *(_reference_line(group) for group in grouped(statements))])


def _reference_line(citations: Sequence[Citation]) -> str:
    first = citations[0]
    told_of = first.document.metadata
    page = page_label(first.passage.page) if first.passage.page else ""
    numbers = " ".join(f"[{c.number}]" for c in citations)
    parts = [told_of.publisher, f"« {told_of.title} »", str(told_of.year or ""), page, told_of.official_url]
    return f"{numbers} {', '.join(part for part in parts if part)}"


def _refusal(outcome: Unanswered) -> Markup:
    numbers = messages.NUMBERS.get(outcome.reason, ())
    return Markup('<div class="{}"><h3>{}</h3>{}<p>{}</p></div>').format(
        "calm" if outcome.reason in CALM else "refusal",
        told(messages.REFUSAL_TITLES[outcome.reason]),
        _numbers(numbers),
        told(REFUSALS[outcome.reason]),
    )


def _numbers(numbers: Sequence[tuple[str, str]]) -> Markup:
    if not numbers:
        return Markup()
    calls = join(
        Markup('<li><a href="{}:{}"><strong>{}</strong> <span>{}</span></a></li>').format(
            "sms" if number == "114" else "tel", number, number, what
        )
        for number, what in numbers
    )
    return Markup('<ul class="numbers-to-call" aria-label="{}">{}</ul>').format(messages.NUMBERS_TITLE, calls)
