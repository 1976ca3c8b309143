"""Where the figures of a survey's question are printed: the rows of the passages that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from indexer.passages import SentenceKind
from indexer.surveys.messages import percent, summary_rows
from indexer.surveys.model import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.passages import Passage, Sentence
    from indexer.surveys.model import SurveyQuestion

GAP = 2
"""Rows of one question follow each other; a total or a note may stand between two."""


class Entry(NamedTuple):
    """An answer and its figure, as printed."""

    label: str
    printed: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table in a passage.

    Attributes:
        passage: Its passage.
        index: Number of the sentence that quotes it: the row, or the cell that says it in a sentence.
        cells: Of the whole row.
        head: Headings, caption and header of its table, on one line.
    """

    passage: Passage
    index: int
    cells: tuple[str, ...]
    head: str

    @property
    def sentence(self) -> Sentence:
        """What quotes it."""
        return self.passage.sentences[self.index]

    @property
    def quote(self) -> str:
        """Its verbatim words."""
        return self.passage.quote(self.sentence)

    @property
    def told(self) -> str:
        """Its head and its cells."""
        return " ".join((self.head, *self.cells))


def entries_of(question: SurveyQuestion) -> list[Entry]:
    """The answers of a question and their figures, in the order of the file; empty when none may be told."""
    if question.summary is not None:
        return [Entry(*row) for row in summary_rows(question.summary)]
    return [Entry(m.label, m.printed or percent(m.share)) for m in question.modalities]


def rows_of(passages: Iterable[Passage]) -> list[Row]:
    """The rows of the tables of a document, in reading order."""
    rows = []
    for passage in passages:
        header = [passage.quote(s) for s in passage.sentences if s.kind is SentenceKind.HEADER]
        if not header:
            continue
        head = " ".join([*passage.headings, *header])
        for index, sentence in enumerate(passage.sentences):
            if sentence.kind is not SentenceKind.HEADER:
                start = passage.text.rfind("\n", 0, sentence.start) + 1
                line = passage.text[start:].split("\n", 1)[0]
                rows.append(Row(passage, index, tuple(line.split("\t")), head))
    return rows


def located(question: SurveyQuestion, entries: Sequence[Entry], rows: Sequence[Row]) -> list[Row]:
    """The row of each entry; empty when they are not all found, or are found at several places alike.

    A list of indicators tells a question in one row, and so does a battery, whose header names the answers; other
    tables tell an answer a row.
    """
    if not entries:
        return []
    wording = question.wording.rsplit(" — ", 1)[-1]
    indicator = question.kind is QuestionKind.INDICATOR
    for row in rows:
        told = wording in row.cells and all(entry.printed in row.cells for entry in entries)
        if told and (indicator or all(entry.label in row.head for entry in entries)):
            return [row] * len(entries)
    runs = [run for start in range(len(rows)) if (run := _run(entries, rows, start))]
    headed = [run for run in runs if any(question.wording in row.told for row in run)]
    kept = headed or runs
    return kept[0] if len(kept) == 1 else []


def _run(entries: Sequence[Entry], rows: Sequence[Row], start: int) -> list[Row]:
    """Rows from a place on, one for each entry; empty when they are not there."""
    found: list[Row] = []
    for entry in entries:
        reach = rows[start : start + (GAP if found else 1)]
        step = next((i for i, row in enumerate(reach) if entry.label in row.cells and entry.printed in row.cells), None)
        if step is None:
            return []
        found.append(reach[step])
        start += step + 1
    return found
