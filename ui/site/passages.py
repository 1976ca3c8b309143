"""A passage as a card shows it: what is quoted is marked, and what stands around it is shortened to its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from indexer.passages import Passage, Sentence, SentenceKind, header
from ui.site import messages, tables
from ui.site.catalogue import text
from ui.site.markup import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.contract import CitationOut

MARK = Markup('<mark data-number="{}">{}</mark>')
NUMBER = Markup('<span class="numbers">[{}]</span>')


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation's place in its passage: `passage.text[start:end]`; `number` 0 where none is to be told."""

    number: int
    start: int
    end: int


def passage_of(citation: CitationOut) -> Passage:
    """The passage of a citation, as it was when it was cited. Without its sentences, it is one."""
    spans = [Sentence(span.start, span.end, span.kind) for span in citation.spans]
    whole = [Sentence(0, len(citation.context), SentenceKind.PROSE)]
    return Passage(
        doc=citation.doc,
        number=0,
        page=citation.page,
        title=citation.title,
        headings=tuple(citation.headings),
        text=citation.context,
        sentences=tuple(spans or whole),
    )


def passage_html(citations: Sequence[CitationOut]) -> Markup:
    """The passage that these citations share, quotes marked; in full under a disclosure when it was shortened."""
    passage = passage_of(citations[0])
    quotes = sorted((_place(c) for c in citations), key=lambda q: q.start)
    near = _neighbours(passage, quotes)
    content = _records(passage, quotes) if tables.is_wide(passage) else _render(passage, quotes, near)
    shown = Markup('<blockquote class="passage">{}</blockquote>').format(content)
    if len(near) == len(passage.sentences):
        return shown
    return shown + Markup(
        '<details class="whole"><summary>{}</summary><blockquote class="passage">{}</blockquote></details>'
    ).format(text(messages.WHOLE_PASSAGE), whole_passage(passage))


def whole_passage(passage: Passage, quotes: Sequence[Quoted] = ()) -> Markup:
    """A passage in full, as paragraphs, lists and tables."""
    return _render(passage, quotes, frozenset(range(len(passage.sentences))))


def _place(citation: CitationOut) -> Quoted:
    start = citation.context.index(citation.quote)
    return Quoted(citation.number, start, start + len(citation.quote))


def _neighbours(passage: Passage, quotes: Sequence[Quoted]) -> frozenset[int]:
    """Indices of the sentences shown: quoted, just before, just after, and a table's header."""
    touched = {i for i, s in enumerate(passage.sentences) for q in quotes if s.start < q.end and q.start < s.end}
    near = {i + step for i in touched for step in (-1, 0, 1)}
    headers = {i for i, s in enumerate(passage.sentences) if s.kind is SentenceKind.HEADER}
    return frozenset(i for i in near | headers if 0 <= i < len(passage.sentences))


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
    for kind, run in groupby(_lines(passage), key=lambda line: _shape(passage, line)):
        pieces = [_line(passage, line, quotes, shown) for line in run]
        kept = [piece for i, piece in enumerate(pieces) if piece != _gap() or i == 0 or pieces[i - 1] != _gap()]
        blocks.append(_block(kind, kept))
    return join(blocks)


def _gap() -> Markup:
    return Markup('<span class="gap">{}</span>').format(messages.ELLIPSIS)


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
    return Markup('<div class="scroll" tabindex="0"><table>{}</table></div>').format(rows)


def _item(line: Markup) -> Markup:
    return Markup('<li class="gap">{}</li>').format(messages.ELLIPSIS) if line == _gap() else _listed(line)


def _listed(line: Markup) -> Markup:
    return Markup("<li>{}</li>").format(line)


def _line(passage: Passage, line: list[int], quotes: Sequence[Quoted], shown: frozenset[int]) -> Markup:
    if line[0] in shown and "\t" in passage.quote(passage.sentences[line[0]]):
        return _row(passage, passage.sentences[line[0]], quotes)
    parts: list[Markup] = []
    for present, run in groupby(line, key=shown.__contains__):
        if present:
            parts.append(Markup(" ").join(_sentence(passage, passage.sentences[i], quotes) for i in run))
        else:
            parts.append(_gap())
    return Markup(" ").join(parts)


def _sentence(passage: Passage, sentence: Sentence, quotes: Sequence[Quoted]) -> Markup:
    parts, position = [], sentence.start
    for quote in quotes:
        start, end = max(position, quote.start), min(sentence.end, quote.end)
        if start < end:
            parts += [passage.text[position:start], MARK.format(quote.number, passage.text[start:end])]
            parts += [" ", NUMBER.format(quote.number)] if quote.number and end == quote.end else []
            position = end
    return join([*parts, passage.text[position : sentence.end]])


def _row(passage: Passage, row: Sentence, quotes: Sequence[Quoted]) -> Markup:
    quoted = next((q for q in quotes if q.start < row.end and row.start < q.end), None)
    cell = Markup('<th scope="col">{}</th>') if row.kind is SentenceKind.HEADER else Markup("<td>{}</td>")
    cells = _marked(passage.quote(row).split("\t"), quoted)
    numbered = any(quote.number for quote in quotes)
    number = Markup("<td>{}</td>").format(NUMBER.format(quoted.number) if quoted else "") if numbered else ""
    return Markup("<tr>{}{}</tr>").format(join(cell.format(part) for part in cells), number)


def _marked(cells: Sequence[str], quoted: Quoted | None) -> list[str]:
    return [MARK.format(quoted.number, cell) if quoted and cell.strip() else cell for cell in cells]
