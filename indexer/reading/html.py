"""Saved web pages, through BeautifulSoup: the only module that knows the library."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString, PreformattedString

from indexer.documents import BlockKind, Reading
from indexer.reading.charset import decode
from indexer.reading.pieces import (
    CALL,
    Piece,
    clean,
    credible_author,
    credible_title,
    credible_year,
    nest,
    table_text,
    with_captions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_META_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_META_WITHIN = 4096
_NEVER = frozenset(
    {"script", "style", "noscript", "template", "form", "nav", "aside", "button", "iframe", "svg"}
    | {"object", "canvas", "select", "textarea", "input", "head", "dialog"}
)
_NEVER_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
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
_DATES = ("article:published_time", "dcterms.date", "dc.date", "date", "citation_publication_date")
_MOST_OF_IT = 0.5
_FEWEST_CELLS = 2


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
    soup = BeautifulSoup(decode(data, path, declared[1].decode("ascii") if declared else ""), "lxml")
    page_title = credible_title(soup.title.get_text() if soup.title else "", path.stem)
    author = credible_author(_meta(soup, "author"))
    year = _year(soup)
    root = _article(soup)
    notes = list(_take_notes(root))
    _remove_what_is_not_read(root)
    pieces = with_captions([*_walk(root), *notes])
    heading = next((piece.text for piece in pieces if piece.kind is BlockKind.HEADING and piece.level == 1), "")
    title = heading or page_title
    return Reading(nest(pieces, title), title=title, author=author, year=year)


def _meta(soup: BeautifulSoup, name: str) -> str:
    found = soup.find("meta", attrs={"name": name}) or soup.find("meta", attrs={"property": name})
    return str(found.get("content", "")) if isinstance(found, Tag) else ""


def _year(soup: BeautifulSoup) -> int | None:
    for name in _DATES:
        date = _meta(soup, name).strip()
        try:
            return credible_year(datetime.fromisoformat(date[:10]))
        except ValueError:
            continue
    return None


def _article(soup: BeautifulSoup) -> Tag:
    """The element that holds what the page is about."""
    main = soup.find("main") or soup.find(True, attrs={"role": "main"})
    root = main if isinstance(main, Tag) else (soup.body or soup)
    articles = root.find_all("article")
    if articles:
        longest = max(articles, key=lambda article: len(article.get_text()))
        if main is None or len(longest.get_text()) > _MOST_OF_IT * len(root.get_text()):
            return longest
    return root


def _classes(tag: Tag) -> str:
    found = tag.get("class")
    return " ".join(found) if isinstance(found, list) else str(found or "")


def _take_notes(root: Tag) -> Iterator[Piece]:
    """Take the footnotes, and what calls them, out of the page."""
    for tag in root.find_all(["a", "sup"]):
        if not tag.decomposed and _is_call(tag):
            sup = tag.find_parent("sup")
            whole = sup is not None and clean(sup.get_text()) == clean(tag.get_text())
            call = sup if sup is not None and whole else tag
            call.replace_with(CALL)
            call.decompose()
    for holder in root.find_all(["section", "div", "ol", "ul", "aside", "footer"]):
        if holder.decomposed or not (_NOTES.search(_classes(holder)) or holder.get("role") == "doc-endnotes"):
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
    if tag.get("role") == "doc-noteref" or "footnote-ref" in _classes(tag):
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
        or bool(re.search(r"footnote-?back|backref", _classes(tag)))
        or (str(tag.get("href", "")).startswith("#") and bool(_BACK.match(clean(tag.get_text()))))
    )


def _remove_what_is_not_read(root: Tag) -> None:
    for tag in root.find_all(True):
        if not tag.decomposed and _is_not_read(tag, root):
            tag.decompose()


def _is_not_read(tag: Tag, root: Tag) -> bool:
    """Whether an element is a menu, a banner, a form, or is not shown."""
    if tag.name in _NEVER or str(tag.get("role", "")) in _NEVER_ROLES:
        return True
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or _HIDDEN_STYLE.search(str(tag.get("style", ""))):
        return True
    # An article's own header holds its title; the site's header and footers hold none of it.
    return tag.name == "footer" or (tag.name == "header" and root.name != "article" and tag.find("h1") is None)


def _walk(element: Tag) -> Iterator[Piece]:
    """Pieces of an element, words between block elements gathered in paragraphs."""
    waiting: list[str] = []
    for child in element.children:
        if isinstance(child, Tag) and (child.name in _BLOCKS or child.find(list(_BLOCKS)) is not None):
            yield from _paragraph(waiting)
            waiting = []
            yield from _block(child)
        elif isinstance(child, (Tag, NavigableString)):
            waiting.append(_text(child))
    yield from _paragraph(waiting)


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
    inner = [child for child in tag.find_all(["ul", "ol", "table"]) if child.find_parent(["li", "table"]) is tag]
    for child in inner:
        child.extract()
    yield from _paragraph([_text(tag)], BlockKind.LIST_ITEM)
    for child in inner:
        yield from _block(child)


def _table(tag: Tag) -> Iterator[Piece]:
    """A table; one that only lays out the page is walked through."""
    rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
    cells = [[cell for cell in row.find_all(["th", "td"]) if cell.find_parent("table") is tag] for row in rows]
    if (
        tag.get("role") == "presentation"
        or tag.find("table") is not None
        or max(map(len, cells), default=0) < _FEWEST_CELLS
    ):
        for cell in (cell for row in cells for cell in row):
            yield from _walk(cell)
        return
    caption = tag.find("caption")
    text = table_text(_grid(cells))
    if text:
        yield Piece(BlockKind.TABLE, text, caption=clean(_text(caption)) if isinstance(caption, Tag) else "")


def _grid(rows: list[list[Tag]]) -> Iterator[list[str]]:
    """Cells in their columns: a cell that spans several stands in the first, the others are empty."""
    below: dict[int, int] = {}
    for cells in rows:
        row: list[str] = []
        for cell in cells:
            while below.get(len(row), 0) > 0:
                below[len(row)] -= 1
                row.append("")
            for column in range(_span(cell, "colspan")):
                below[len(row)] = _span(cell, "rowspan") - 1
                row.append(_text(cell) if column == 0 else "")
        yield row


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return max(1, min(int(value), 100)) if value.isdigit() else 1


def _text(node: Tag | NavigableString) -> str:
    """Words of an element as shown: a line break or a block's edge is a space."""
    if isinstance(node, NavigableString):
        return "" if isinstance(node, (Comment, PreformattedString)) else str(node)
    if node.name == "br":
        return " "
    inside = "".join(_text(child) for child in node.children if isinstance(child, (Tag, NavigableString)))
    return f" {inside} " if node.name in _BLOCKS or node.name in {"td", "th", "tr"} else inside
