"""A document as Markdown (CommonMark): nothing in what is quoted can pass for a mark of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.conversations import export_words as words
from assistant.conversations.exporting import LineKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.conversations.bibliography import Entry
    from assistant.conversations.exporting import Line, Part, Sheet

_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>|~#&!$])")
_START: Final = re.compile(r"^(\s*)([-+=>]|\d+[.)])", re.MULTILINE)
"""What a line may not begin with, or it would be a list, a heading or a quotation."""
_DESTINATION: Final = str.maketrans({"<": "%3C", ">": "%3E", " ": "%20", "\n": "", "\\": "%5C"})


def markdown(sheet: Sheet) -> str:
    """The whole document, ending with a line feed."""
    blocks = [f"# {escaped(sheet.title)}"]
    if sheet.link:
        blocks.append(words.LINK.format(link=_linked(sheet.link, sheet.link)))
    for part in sheet.parts:
        blocks += _part(part, alone=sheet.alone)
    if sheet.bibliography:
        blocks += [f"## {words.BIBLIOGRAPHY}", "\n".join(map(_entry, sheet.bibliography))]
    if sheet.index:
        blocks.append(f"*{escaped(sheet.index)}*")
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """Words of others, none of which is a mark of Markdown."""
    return _START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))


def _part(part: Part, *, alone: bool) -> Iterator[str]:
    if not alone:
        yield f"## {escaped(part.question)}"
    yield f"*{escaped(part.made)}*"
    if part.notices:
        yield "\n>\n".join(f"> {escaped(notice)}" for notice in part.notices)
    if part.lead:
        yield escaped(part.lead)
    yield "\n".join(_lines(part))
    if part.also:
        yield f"### {part.also_title}"
        yield "\n".join(map(_entry, part.also))


def _lines(part: Part) -> Iterator[str]:
    for line in part.lines:
        if line.kind is LineKind.SAID:
            yield escaped(line.text)
        elif line.kind is LineKind.UNDER:
            yield f"  *{escaped(line.text)}*"
        else:
            deeper = line.kind is LineKind.ITEM or (line.kind is LineKind.QUOTE and _drafted(part))
            yield f"{'  ' if deeper else ''}- {_said(line)}"


def _drafted(part: Part) -> bool:
    return any(line.kind is LineKind.DRAFTED for line in part.lines)


def _said(line: Line) -> str:
    told = words.QUOTED.format(words=line.text) if line.quoted else line.text
    marks = "".join(f"[{number}]" for number in line.marks)
    verdict = f" ({line.verdict})" if line.verdict else ""
    return f"{escaped(told)} {marks}{verdict}"


def _entry(entry: Entry) -> str:
    """« FTS, *Le contrat local de santé*, note de synthèse, 2025, p. 4. » with its links."""
    facts = ", ".join(map(escaped, entry.facts))
    named = ", ".join(filter(None, [escaped(entry.publisher), f"*{escaped(entry.title)}*", facts]))
    told = [f"- {named}."]
    if entry.official:
        told.append(f"{_linked(words.OFFICIAL, entry.official)}.")
    places = [_place(f"[{cited.number}]", cited.page, cited.link) for cited in entry.cited]
    places += [_linked(words.OPEN, entry.link)] if entry.link else []
    if places:
        linked = entry.link or any(cited.link for cited in entry.cited)
        told.append(f"{words.IN_REPERES if linked else ''}{', '.join(places)}.")
    return " ".join([*told, *map(escaped, entry.notices)])


def _place(mark: str, page: str, link: str) -> str:
    shown = " ".join(filter(None, [escaped(mark), page]))
    return f"[{shown}](<{link.translate(_DESTINATION)}>)" if link else f"{mark} {page}".strip()


def _linked(label: str, address: str) -> str:
    return f"[{escaped(label)}](<{address.translate(_DESTINATION)}>)"
