"""An outcome told as Markdown that also reads well as plain text, piece by piece: what cites stands apart.

So a text can be sent as it is made, and whoever wants to know where each `[n]` stands need not look for it: the words
of a quotation may hold brackets of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answers import Answer, Role, Unanswered, Verdict
from assistant.columns import column_lines
from assistant.messages import DRAFTED, QUOTED, REFUSALS, VERDICTS
from assistant.survey_messages import figure_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.answers import Statement

DRAFTED_HEAD = f"{DRAFTED}\n"
"""Before the first sentence that a language model drafted."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `cites`: the number of the citation that it is the `[n]` of, 0 for words."""

    text: str
    cites: int = 0


def answer_pieces(outcome: Answer | Unanswered) -> Iterator[Piece]:
    """The whole of an outcome, without what is told around it (notices, sources).

    Each quoted sentence stands between « », followed by its `[n]`; the items of a list under the sentence that
    announces it; what was asked under a survey's figures, the columns under a table's rows. Drafted sentences stand
    without quotation marks, marked when they are only partly supported.
    """
    if isinstance(outcome, Unanswered):
        yield Piece(REFUSALS[outcome.reason])
    elif outcome.drafted:
        yield Piece(DRAFTED_HEAD)
        for statement in outcome.statements:
            yield from drafted_line(statement)
    else:
        yield from _quoted(outcome)


def drafted_line(statement: Statement) -> Iterator[Piece]:
    """A drafted sentence as a line of its own, its line feed first."""
    yield Piece("\n- ")
    yield from drafted_pieces(statement)


def drafted_pieces(statement: Statement) -> Iterator[Piece]:
    """A drafted sentence followed by its `[n]`, and by its verdict where that is not the best."""
    yield Piece(f"{words_of(statement)} ")
    yield from (_mark(citation.number) for citation in statement.citations)
    if statement.verdict is not Verdict.SUPPORTED:
        yield Piece(f" ({VERDICTS[statement.verdict]})")


def words_of(statement: Statement) -> str:
    """The words of a sentence: the model's, or those of the quote."""
    return statement.drafted.text if statement.drafted else statement.citation.quote


def _quoted(outcome: Answer) -> Iterator[Piece]:
    under = figure_lines(outcome.statements) | column_lines(outcome.statements)
    yield Piece(f"{QUOTED}\n")
    for statement in outcome.statements:
        number = statement.citation.number
        bullet = "  - " if statement.role is Role.ITEM else "- "
        yield Piece(f"\n{bullet}« {' | '.join(words_of(statement).split(chr(9)))} » ")
        yield _mark(number)
        if number in under:
            yield Piece(f"\n  {under[number]}")


def _mark(number: int) -> Piece:
    return Piece(f"[{number}]", number)
