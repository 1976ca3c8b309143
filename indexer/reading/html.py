"""Saved web pages, through BeautifulSoup: the blocks of their article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag
from bs4.element import Comment, NavigableString, PreformattedString

from indexer.documents import BlockKind, Reading
from indexer.errors import UnreadableFile
from indexer.reading.cells import Cell, header_line, spread
from indexer.reading.charset import decode
from indexer.reading.html_about import Told
from indexer.reading.html_page import article_of, classes_of, is_too_deep, remove_what_is_not_read
from indexer.reading.packages import damage_as_unreadable
from indexer.reading.pieces import CALL, Piece, clean, credible_title, nest, table_text, with_captions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_META_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_META_WITHIN = 4096
_NOTES = re.compile(r"(^|[-_\s])(footnotes?|endnotes?|notes-de-bas-de-page)($|[-_\s])", re.IGNORECASE)
_CALL = re.compile(r"^[\[(]?(\d{1,3}|\*{1,3})[\])]?$")
_UNIT = re.compile(r"\b[kcdmh]?m$")
_BACK = re.compile(r"[↩↑⤴^]\ufe0e?\s*$")
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
    }
)
_NOTES_HOLDERS = frozenset({"section", "div", "ol", "ul", "aside", "footer"})
_FEWEST_CELLS = 2
_WIDEST_SPAN = 100
_LONGEST_SPAN = 5
"""Digits; HTML itself stops at 1,000 columns and 65,534 rows (Living Standard, 4.9.11)."""


def read_html(path: Path) -> Reading:
    """Read a saved web page.

    Args:
        path: The file.

    Returns:
        The blocks of its article, without pages; notes last; no menu, banner, form or hidden element.

    Raises:
        UnreadableFile: The bytes are no text.
    """
    data = path.read_bytes()
    declared = _META_CHARSET.search(data[:_META_WITHIN])
    text = decode(data, path, declared[1].decode("ascii") if declared else "")
    with damage_as_unreadable(path, ParserRejectedMarkup):
        soup = BeautifulSoup(text, "lxml")
        tab = credible_title(soup.title.get_text() if soup.title else "", path.stem)
        if is_too_deep(soup):
            raise UnreadableFile(path=str(path), detail="elements nested too deeply")
        root = article_of(soup)
        about = Told(soup)
        told, author, date = about.title(root), about.author(), about.date()
        remove_what_is_not_read(soup, root, _is_notes)
        notes = list(_take_notes(root))
        pieces = with_captions([*_walk(root), *notes])
        heading = next((piece.text for piece in pieces if piece.kind is BlockKind.HEADING and piece.level == 1), "")
        title = heading or told or tab
        year = int(date[:4]) if date else None
        return Reading(nest(pieces, title), title=title, author=author, year=year, date=date)


def _is_notes(tag: Tag) -> bool:
    """Whether an element holds the notes, which themes put in a footer or aside."""
    return tag.name in _NOTES_HOLDERS and bool(
        _NOTES.search(" ".join(classes_of(tag))) or tag.get("role") == "doc-endnotes"
    )


def _take_notes(root: Tag) -> Iterator[Piece]:
    """Take the footnotes, and what calls them, out of the page."""
    for tag in root.find_all(["a", "sup"]):
        if not tag.decomposed and _is_call(tag):
            sup = tag.find_parent("sup")
            whole = sup is not None and clean(sup.get_text()) == clean(tag.get_text())
            call = sup if sup is not None and whole else tag
            call.replace_with(CALL)
            call.decompose()
    for holder in root.find_all(_is_notes):
        if holder.decomposed:
            continue
        entries = holder.find_all("li") or holder.find_all(["p", "aside"])
        for entry in entries:
            for back in entry.find_all("a"):
                if _is_back(back):
                    back.decompose()
            text = _BACK.sub("", clean(_text(entry))).strip()
            if text:
                yield Piece(BlockKind.FOOTNOTE, text)
        holder.decompose()


def _is_call(tag: Tag) -> bool:
    """Whether a link or a raised number calls a footnote (and is not an exponent: « 12 m² »)."""
    if tag.get("role") == "doc-noteref" or "footnote-ref" in " ".join(classes_of(tag)):
        return True
    if not _CALL.match(clean(tag.get_text())):
        return False
    if tag.name == "a":
        return tag.find_parent("sup") is not None and str(tag.get("href", "")).startswith("#")
    before = tag.previous_sibling
    return not (isinstance(before, NavigableString) and _UNIT.search(str(before)))


def _is_back(tag: Tag) -> bool:
    return (
        tag.get("role") == "doc-backlink"
        or bool(re.search(r"footnote-?back|backref", " ".join(classes_of(tag))))
        or (str(tag.get("href", "")).startswith("#") and bool(_BACK.match(clean(tag.get_text()))))
    )


def _walk(element: Tag) -> Iterator[Piece]:
    """Pieces of an element, words between block elements gathered in paragraphs."""
    waiting: list[str] = []
    for child in element.children:
        if isinstance(child, Tag) and _is_or_holds_block(child):
            yield from _paragraph(waiting)
            waiting = []
            yield from _block(child)
        elif isinstance(child, (Tag, NavigableString)):
            waiting.append(_text(child))
    yield from _paragraph(waiting)


def _is_or_holds_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS or any(isinstance(child, Tag) and child.name in _BLOCKS for child in tag.descendants)


def _paragraph(words: list[str], kind: BlockKind = BlockKind.PARAGRAPH) -> Iterator[Piece]:
    text = clean("".join(words))
    if text:
        yield Piece(kind, text)


def _block(tag: Tag) -> Iterator[Piece]:
    if re.fullmatch(r"h[1-6]", tag.name):
        text = clean(_text(tag))
        if text:
            yield Piece(BlockKind.HEADING, text, int(tag.name[1]))
    elif tag.name == "table":
        yield from _table(tag)
    elif tag.name == "li":
        yield from _item(tag)
    else:
        yield from _walk(tag)


def _item(tag: Tag) -> Iterator[Piece]:
    """A list item, then the items of the lists inside it."""
    inner = [child for child in _within(tag, "ul", "ol", "table") if _above(child, "li", "table") is tag]
    for child in inner:
        child.extract()
    yield from _paragraph([_text(tag)], BlockKind.LIST_ITEM)
    for child in inner:
        yield from _block(child)


def _table(tag: Tag) -> Iterator[Piece]:
    """A table; one that only lays out the page is walked through."""
    rows = [row for row in _within(tag, "tr") if _above(row, "table") is tag]
    cells = [[cell for cell in _within(row, "th", "td") if _above(cell, "table") is tag] for row in rows]
    if (
        tag.get("role") == "presentation"
        or tag.find("table") is not None
        or max(map(len, cells), default=0) < _FEWEST_CELLS
    ):
        for cell in (cell for row in cells for cell in row):
            yield from _walk(cell)
        return
    caption = tag.find("caption") or _figure_caption(tag)
    words = clean(_text(caption)) if isinstance(caption, Tag) else ""
    grid = list(_grid(cells))
    depth = _header_rows(rows)
    header = header_line(grid[:depth]) if depth > 1 else []
    text = table_text(
        [*([header] if header else []), *([cell.text for cell in row] for row in grid[len(header) and depth :])]
    )
    if text:
        yield Piece(BlockKind.TABLE, text, caption=words)


# Beautiful Soup's own `find_all` and `find_parent` take ten times longer (4.15): too much to ask of each cell and item.
def _within(tag: Tag, *names: str) -> list[Tag]:
    """The elements of some names inside another."""
    return [inner for inner in tag.descendants if isinstance(inner, Tag) and inner.name in names]


def _above(tag: Tag, *names: str) -> Tag | None:
    """The nearest element of some names around another."""
    return next((outer for outer in tag.parents if outer.name in names), None)


def _figure_caption(table: Tag) -> Tag | None:
    """The caption of a figure that holds a table and nothing else; it is then said once."""
    figure = table.find_parent("figure")
    caption = figure.find("figcaption") if figure is not None and len(figure.find_all("table")) == 1 else None
    return caption.extract() if caption is not None else None


def _header_rows(rows: list[Tag]) -> int:
    """How many of the first rows are the header's: those of `<thead>`, or those of `<th>` only."""
    count = 0
    for row in rows:
        cells = _within(row, "th", "td")
        if row.find_parent("thead") is None and not (cells and all(cell.name == "th" for cell in cells)):
            break
        count += 1
    return count if count < len(rows) else 0


def _grid(rows: list[list[Tag]]) -> list[list[Cell]]:
    """Cells in their columns: one that spans several rows is said again in each, one that spans columns once."""
    below: dict[int, list[Cell]] = {}
    grid: list[list[Cell]] = []
    for cells in rows:
        row: list[Cell] = []
        waiting = list(cells)
        while waiting or below.get(len(row)):
            if below.get(len(row)):
                row.append(below[len(row)].pop(0))
                continue
            tag = waiting.pop(0)
            cell = Cell(clean(_text(tag)))
            for right in range(_span(tag, "colspan")):
                below[len(row)] = [spread(cell, down, right) for down in range(1, _span(tag, "rowspan"))]
                row.append(spread(cell, 0, right) if right else cell)
        grid.append(row)
    return grid


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return max(1, min(int(value), _WIDEST_SPAN)) if value.isdecimal() and len(value) <= _LONGEST_SPAN else 1


def _text(node: Tag | NavigableString) -> str:
    """Words of an element as shown: a line break or a block's edge is a space."""
    if isinstance(node, NavigableString):
        return "" if isinstance(node, (Comment, PreformattedString)) else str(node)
    if node.name == "br":
        return " "
    inside = "".join(_text(child) for child in node.children if isinstance(child, (Tag, NavigableString)))
    return f" {inside} " if node.name in _BLOCKS or node.name in {"td", "th", "tr"} else inside
