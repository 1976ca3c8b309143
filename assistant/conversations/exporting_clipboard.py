"""A document to be pasted in a note or a mail: as plain text, and as HTML for editors that keep links and italics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.conversations import export_words as words
from assistant.conversations.exporting import LineKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.conversations.bibliography import Cited, Entry
    from assistant.conversations.exporting import Line, Part, Sheet


def clipboard_text(sheet: Sheet) -> str:
    """As plain text: question, sentences with their `[n]`, then the references and their addresses."""
    blocks = [] if sheet.alone else [sheet.title]
    for part in sheet.parts:
        blocks += _text_part(part)
    if sheet.bibliography:
        references = [f"{words.BIBLIOGRAPHY}\u00a0:", *(_text_entry(entry) for entry in sheet.bibliography)]
        blocks.append("\n".join(references))
    blocks += [sheet.index] if sheet.index else []
    if sheet.link:
        blocks.append(words.LINK.format(link=sheet.link))
    return "\n\n".join(blocks) + "\n"


def clipboard_html(sheet: Sheet) -> str:
    """As a fragment of HTML, escaped, without style nor script."""
    blocks = [] if sheet.alone else [Markup("<h1>{}</h1>").format(sheet.title)]
    for part in sheet.parts:
        blocks += _html_part(part)
    if sheet.bibliography:
        entries = Markup().join(map(_html_entry, sheet.bibliography))
        blocks.append(Markup("<p><strong>{}</strong></p><ul>{}</ul>").format(words.BIBLIOGRAPHY, entries))
    if sheet.index:
        blocks.append(Markup("<p><small>{}</small></p>").format(sheet.index))
    if sheet.link:
        blocks.append(Markup('<p><a href="{0}">{0}</a></p>').format(sheet.link))
    return str(Markup("\n").join(blocks))


def _text_part(part: Part) -> Iterator[str]:
    yield f"{words.QUESTION}\u00a0: {part.question}"
    if part.notices:
        yield "\n".join(part.notices)
    if part.lead:
        yield part.lead
    yield "\n".join(map(_text_line, part.lines))
    if part.also:
        yield "\n".join([f"{part.also_title}\u00a0:", *(_text_entry(entry) for entry in part.also)])
    yield f"({part.made})"


def _text_line(line: Line) -> str:
    if line.kind is LineKind.UNDER:
        return f"  {line.text}"
    if line.kind is LineKind.SAID:
        return line.text
    return f"{'  ' if line.kind is LineKind.ITEM else ''}- {_said(line)}"


def _said(line: Line) -> str:
    told = words.QUOTED.format(words=line.text) if line.quoted else line.text
    return f"{told} {_marks(line.marks)}{f' ({line.verdict})' if line.verdict else ''}"


def _marks(numbers: Iterable[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _text_entry(entry: Entry) -> str:
    marks = _marks(cited.number for cited in entry.cited)
    told = [f"- {f'{marks} ' if marks else ''}{entry.plain()}.", entry.official, *_links(entry), *entry.notices]
    return " ".join(filter(None, told))


def _links(entry: Entry) -> list[str]:
    """Each page of Repères once."""
    return list(dict.fromkeys(filter(None, [*(cited.link for cited in entry.cited), entry.link])))


def _html_part(part: Part) -> Iterator[Markup]:
    yield Markup("<p><strong>{}</strong></p>").format(part.question)
    yield from (Markup("<p><em>{}</em></p>").format(notice) for notice in part.notices)
    if part.lead:
        yield Markup("<p>{}</p>").format(part.lead)
    listed = [line for line in part.lines if line.kind is not LineKind.SAID]
    yield from (Markup("<p>{}</p>").format(line.text) for line in part.lines if line.kind is LineKind.SAID)
    if listed:
        yield Markup("<ul>{}</ul>").format(Markup().join(map(_html_line, listed)))
    if part.also:
        entries = Markup().join(map(_html_entry, part.also))
        yield Markup("<p><strong>{}</strong></p><ul>{}</ul>").format(part.also_title, entries)
    yield Markup("<p><small>{}</small></p>").format(part.made)


def _html_line(line: Line) -> Markup:
    if line.kind is LineKind.UNDER:
        return Markup("<li><em>{}</em></li>").format(line.text)
    return Markup("<li>{}</li>").format(_said(line))


def _html_entry(entry: Entry) -> Markup:
    facts = "".join(f", {fact}" for fact in entry.facts)
    named = Markup("{}<cite>{}</cite>{}.").format(f"{entry.publisher}, " if entry.publisher else "", entry.title, facts)
    told = [named]
    if entry.official:
        told.append(Markup('<a href="{}">{}</a>.').format(entry.official, words.OFFICIAL))
    if entry.link:
        told.append(Markup('{}<a href="{}">{}</a>.').format(words.IN_REPERES, entry.link, words.OPEN))
    if entry.cited:
        places = Markup(", ").join(map(_html_cited, entry.cited))
        told.append(Markup("{}{}.").format(words.IN_REPERES if entry.cited[0].link else "", places))
    told += [Markup("<em>{}</em>").format(notice) for notice in entry.notices]
    return Markup("<li>{}</li>").format(Markup(" ").join(told))


def _html_cited(cited: Cited) -> Markup:
    shown = f"[{cited.number}] {cited.page}".strip()
    return Markup('<a href="{}">{}</a>').format(cited.link, shown) if cited.link else Markup("{}").format(shown)
