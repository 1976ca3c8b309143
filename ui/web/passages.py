"""A passage as a card shows it: what is quoted is marked, and what stands around it is shortened to its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from indexer.passages import SentenceKind, header
from ui.web import tables
from ui.web.markup import join
from ui.web.messages import ELLIPSIS, WHOLE_PASSAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.answers import Citation
    from indexer.passages import Passage, Sentence

GAP = Markup('<span class="gap">{}</span>').format(ELLIPSIS)
MARK = Markup('<mark data-number="{}">{}</mark>')
NUMBER = Markup('<span class="numbers">[{}]</span>')
LISTED = (SentenceKind.ITEM, SentenceKind.ROW)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation's place in its passage: `passage.text[start:end]`."""

    number: int
    start: int
    end: int


def passage_html(citations: Sequence[Citation]) -> Markup:
    """The passage that these citations share, quotes marked; in full under a disclosure when it was shortened."""
    passage = citations[0].passage
    quotes = sorted((_place(c) for c in citations), key=lambda q: q.start)
    near = _neighbours(passage, quotes)
    content = _records(passage, quotes) if tables.is_wide(passage) else _render(passage, quotes, near)
    shown = Markup('<blockquote class="passage">{}</blockquote>').format(content)
    if len(near) == len(passage.sentences):
        return shown
    whole = _render(passage, (), frozenset(range(len(passage.sentences))))
    return shown + Markup(
        '<details class="whole"><summary>{}</summary><blockquote class="passage">{}</blockquote></details>'
    ).format(WHOLE_PASSAGE, whole)


def _place(citation: Citation) -> Quoted:
    start = citation.passage.text.index(citation.quote)
    return Quoted(citation.number, start, start + len(citation.quote))


def _neighbours(passage: Passage, quotes: Sequence[Quoted]) -> frozenset[int]:
    """Indices of the sentences shown: quoted, just before, just after, and a table's header."""
    touched = {i for i, s in enumerate(passage.sentences) for q in quotes if s.start < q.end and q.start < s.end}
    near = {i + step for i in touched for step in (-1, 0, 1)}
    header = {i for i, s in enumerate(passage.sentences) if s.kind is SentenceKind.HEADER}
    return frozenset(i for i in near | header if 0 <= i < len(passage.sentences))


def _records(passage: Passage, quotes: Sequence[Quoted]) -> Markup:
    """The quoted rows of a wide table, one under the other."""
    caption, columns = header(passage)
    rows = [
        tables.record(columns, _marked(passage.text[q.start : q.end].split("\t"), q), NUMBER.format(q.number))
        for q in quotes
    ]
    return tables.captioned("p", caption) + join(rows)


def _render(passage: Passage, quotes: Sequence[Quoted], shown: frozenset[int]) -> Markup:
    """Paragraphs, lists and tables of the passage; a gap stands for each run of sentences left out."""
    blocks: list[Markup] = []
    lines = _lines(passage)
    for kind, run in groupby(lines, key=lambda line: _shape(passage, line)):
        pieces = [_line(passage, line, quotes, shown) for line in run]
        kept = [piece for i, piece in enumerate(pieces) if piece != GAP or i == 0 or pieces[i - 1] != GAP]
        blocks.append(_block(kind, kept))
    return join(blocks)


def _lines(passage: Passage) -> Iterator[list[int]]:
    """Indices of the sentences of each line of the passage."""
    numbered = list(enumerate(passage.sentences))
    for _, run in groupby(numbered, key=lambda pair: passage.text.count("\n", 0, pair[1].start)):
        yield [i for i, _ in run]


def _shape(passage: Passage, line: list[int]) -> str:
    first = passage.sentences[line[0]]
    if "\t" in passage.quote(first):
        return "table"
    return "ul" if first.kind is SentenceKind.ITEM else "p"


def _block(kind: str, lines: Sequence[Markup]) -> Markup:
    if kind == "p":
        return join(Markup("<p>{}</p>").format(line) for line in lines)
    if kind == "ul":
        return Markup("<ul>{}</ul>").format(join(_item(line) for line in lines))
    rows = join(line if line.startswith("<tr") else Markup("<tr><td>{}</td></tr>").format(line) for line in lines)
    return Markup('<div class="scroll"><table>{}</table></div>').format(rows)


def _item(line: Markup) -> Markup:
    return Markup('<li class="gap">{}</li>').format(ELLIPSIS) if line == GAP else Markup("<li>{}</li>").format(line)


def _line(passage: Passage, line: list[int], quotes: Sequence[Quoted], shown: frozenset[int]) -> Markup:
    if line[0] in shown and "\t" in passage.quote(passage.sentences[line[0]]):
        return _row(passage, passage.sentences[line[0]], quotes)
    parts: list[Markup] = []
    for present, run in groupby(line, key=shown.__contains__):
        if present:
            parts.append(Markup(" ").join(_sentence(passage, passage.sentences[i], quotes) for i in run))
        else:
            parts.append(GAP)
    return Markup(" ").join(parts)


def _sentence(passage: Passage, sentence: Sentence, quotes: Sequence[Quoted]) -> Markup:
    parts, position = [], sentence.start
    for quote in quotes:
        start, end = max(position, quote.start), min(sentence.end, quote.end)
        if start < end:
            parts += [passage.text[position:start], MARK.format(quote.number, passage.text[start:end])]
            parts += [" ", NUMBER.format(quote.number)] if end == quote.end else []
            position = end
    return join([*parts, passage.text[position : sentence.end]])


def _row(passage: Passage, row: Sentence, quotes: Sequence[Quoted]) -> Markup:
    quoted = next((q for q in quotes if q.start < row.end and row.start < q.end), None)
    cell = Markup("<th>{}</th>") if row.kind is SentenceKind.HEADER else Markup("<td>{}</td>")
    cells = _marked(passage.quote(row).split("\t"), quoted)
    number = Markup("<td>{}</td>").format(NUMBER.format(quoted.number) if quoted else "") if quotes else ""
    return Markup("<tr>{}{}</tr>").format(join(cell.format(part) for part in cells), number)


def _marked(cells: Sequence[str], quoted: Quoted | None) -> list[str]:
    return [MARK.format(quoted.number, cell) if quoted and cell.strip() else cell for cell in cells]
