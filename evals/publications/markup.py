"""From a text's Markdown to HTML, for the formats that are printed or shown.

Three things plain Markdown does not do: a table takes the « Tableau N – » paragraph above it as its caption; the
notice under the title is set apart; a note is printed where it is first called, and only recalled by its number
afterwards (as a word processor's cross-reference does).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.utils import EnvType, OptionsDict

NotePlace = Literal["page bottom", "end"]

_CAPTION = re.compile(r"Tableau \d+")
# An address ends before the punctuation that closes its sentence.
_ADDRESS = re.compile(r"https?://[^\s<]+?(?=[.,;:)»\u00a0]*(?:[\s<]|$))")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text: `level` 2 or more as in HTML, `anchor` its identifier in the page."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Markup:
    """A text as HTML.

    Attributes:
        title: The level-1 heading, as plain text.
        notice: HTML of the notice under the title; empty when there is none.
        body: HTML of what follows.
        headings: In order, without the title.
        notes: HTML of each note, in the order of their numbers, from 1.
    """

    title: str
    notice: str
    body: str
    headings: tuple[Heading, ...]
    notes: tuple[str, ...]


def mark_up(markdown: str, *, notes_at: NotePlace, repeat_in_parts: bool = False) -> Markup:
    """Turn Markdown into HTML.

    Args:
        markdown: CommonMark with pipe tables and footnotes, without front matter.
        notes_at: `page bottom` puts each note's text where it is called, for paged CSS to move; `end` leaves
            a link to a list that the page shows.
        repeat_in_parts: Print a note again in each level-2 part that calls it.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin)
    parser.add_render_rule("footnote_ref", _note_at_page_bottom if notes_at == "page bottom" else _note_call)
    tokens = parser.parse(markdown)
    tokens, definitions = _without_definitions(tokens)
    notes = tuple(_linked(_inline(parser, content)) for content in definitions)
    title, tokens = _without_title(tokens)
    tokens = _with_captions(tokens)
    headings = _anchor_headings(tokens)
    _choose_printed_calls(tokens, repeat_in_parts=repeat_in_parts)
    notice, rest = _without_notice(tokens)
    env = {"notes": notes}
    notice_html = parser.renderer.render(notice, parser.options, env)
    return Markup(
        title=title,
        # WeasyPrint 70 may cut the line far too early before a link in running text; in notes it does not.
        notice=notice_html if notes_at == "page bottom" else _linked(notice_html),
        body=parser.renderer.render(rest, parser.options, env),
        headings=headings,
        notes=notes,
    )


# The signature of both is that of markdown-it's rendering rules.
def _note_at_page_bottom(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    position: int,
    _options: OptionsDict,
    env: EnvType,
) -> str:
    meta = tokens[position].meta
    number = meta["id"] + 1
    call = f'<sup class="call">{_space_between_calls(tokens, position)}{number}</sup>'
    if not meta["printed"]:
        return call
    return f'<span class="note"><span class="number">{number}.</span> {env["notes"][meta["id"]]}</span>{call}'


def _note_call(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    position: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    meta = tokens[position].meta
    number = meta["id"] + 1
    identifier = f' id="appel-{number}"' if meta["printed"] else ""
    space = _space_between_calls(tokens, position)
    return f'<sup{identifier}>{space}<a href="#note-{number}">{number}</a></sup>'


def _space_between_calls(tokens: Sequence[Token], position: int) -> str:
    """Keep « note 1, note 3 » from being read as « note 13 »."""
    return "\u00a0" if position and tokens[position - 1].type == "footnote_ref" else ""


def _inline(parser: MarkdownIt, tokens: Sequence[Token]) -> str:
    html: str = parser.renderer.render(list(tokens), parser.options, {"notes": ()})
    return html


def _linked(html: str) -> str:
    return _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', html)


def _without_definitions(tokens: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """Take the notes' texts, which the parser puts last, away from the body."""
    start = next((i for i, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
    definitions: list[list[Token]] = []
    for token in tokens[start:]:
        if token.type == "footnote_open":
            definitions.append([])
        elif token.type == "inline":
            definitions[-1].append(token)
    return tokens[:start], definitions


def _without_title(tokens: list[Token]) -> tuple[str, list[Token]]:
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return tokens[1].content, tokens[3:]
    return "", tokens


def _without_notice(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    if not tokens or tokens[0].type != "blockquote_open":
        return [], tokens
    end = next(i for i, token in enumerate(tokens) if token.type == "blockquote_close")
    return tokens[1:end], tokens[end + 1 :]


def _with_captions(tokens: list[Token]) -> list[Token]:
    """Move the paragraph « Tableau N – … » that stands above a table into it."""
    moved: list[Token] = []
    for token in tokens:
        captioned = token.type == "table_open" and len(moved) > 2 and moved[-1].type == "paragraph_close"
        if captioned and _CAPTION.match(moved[-2].content):
            caption = moved[-2]
            del moved[-3:]
            moved += [token, Token("caption_open", "caption", 1), caption, Token("caption_close", "caption", -1)]
        else:
            moved.append(token)
    return moved


def _anchor_headings(tokens: list[Token]) -> tuple[Heading, ...]:
    headings: list[Heading] = []
    for token, content in itertools.pairwise(tokens):
        if token.type == "heading_open":
            anchor = f"partie-{len(headings) + 1}"
            token.attrSet("id", anchor)
            headings.append(Heading(int(token.tag[1:]), _plain(content), anchor))
    return tuple(headings)


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or [] if child.type in {"text", "code_inline"})


def _choose_printed_calls(tokens: Iterable[Token], *, repeat_in_parts: bool) -> None:
    """Tell, for each call, whether the note is printed there or only recalled by its number."""
    printed: set[int] = set()
    for token in tokens:
        if repeat_in_parts and token.type == "heading_open" and token.tag == "h2":
            printed.clear()
        for child in token.children or []:
            if child.type == "footnote_ref":
                number = child.meta["id"]
                child.meta["printed"] = number not in printed
                printed.add(number)
