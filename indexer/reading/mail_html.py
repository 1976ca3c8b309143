"""Messages written as web pages: what mail programs mark as quoted or as a signature, kept visible as text.

The marks go into the page as paragraphs of one character of Unicode's private use area, so that the reader of saved
pages reads the page in one go and the parts can be told in what it returns.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from indexer.reading.html import read_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from indexer.documents import Block

QUOTED = "\ue010"
"""Opens words that the page marks as another's."""
UNQUOTED = "\ue011"
"""Closes them."""
SIGNED = "\ue012"
"""Stands above a signature that the page marks as such."""
BROKEN = "\ue013"
"""Stands for a line break, in the midst of a text."""
_MARKS = re.compile(f"[{QUOTED}-{SIGNED}]")
_NOT_IN_A_PAGE = re.compile(f"[\x00-\x08\x0b\x0e-\x1f{QUOTED}-{BROKEN}]")

# Thunderbird, Apple Mail, Gmail: blockquote; Yahoo; Proton; new Outlook; Zimbra.
_QUOTED = frozenset(
    {"yahoo_quoted", "moz-forward-container", "protonmail_quote", "mail-editor-reference-message-container"}
)
_ZIMBRA_QUOTED = "__QUOTED_TEXT__"
_SIGNED = frozenset(
    {"gmail_signature", "moz-signature", "protonmail_signature_block"}
    | {"Signature", "ms-outlook-mobile-signature", "AppleMailSignature"}
)
# Gmail and Apple Mail indent with a blockquote as well, one without the line at its side.
_INDENTED = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)
_SELECTED = re.compile(r"([.#])([A-Za-z_][\w-]*)")
"""A class or an identifier in a style sheet."""


def read_page(html: str, *, breaks: bool = False) -> list[Block]:
    """Read a message written as a web page.

    Args:
        html: The page, or a fragment of one.
        breaks: Whether line breaks are told, as `BROKEN`; otherwise they are spaces.

    Returns:
        Its blocks as the reader of saved pages gives them, hidden text left out; among them, paragraphs that are
        `QUOTED`, `UNQUOTED` or `SIGNED` and nothing else.

    Raises:
        UnreadableFile: The page is nested too deep; the error names no file of the caller's.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(_NOT_IN_A_PAGE.sub("", html).encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return []
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for element in elements:
        _mark(element)
        if breaks and element.tag == "br":
            element.tail = BROKEN + (element.tail or "")
    _keep_whole(elements)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "message.html"
        path.write_bytes(lxml_html.tostring(root, encoding="utf-8"))
        blocks = read_html(path).blocks
    return [block if len(block.text) == 1 else replace(block, text=_MARKS.sub("", block.text)) for block in blocks]


def _mark(element: HtmlElement) -> None:
    """Put marks around an element that is quoted, above one that is a signature."""
    if element.getparent() is None:
        return
    names = {*element.get("class", "").split(), element.get("id", "")}
    is_quote = element.tag == "blockquote" and not _INDENTED.search(element.get("style", ""))
    if is_quote or names & _QUOTED or element.get("data-marker") == _ZIMBRA_QUOTED:
        element.addprevious(_paragraph(QUOTED))
        element.addnext(_paragraph(UNQUOTED))
    elif names & _SIGNED:
        element.addprevious(_paragraph(SIGNED))


def _paragraph(mark: str) -> HtmlElement:
    paragraph = lxml_html.Element("p")
    paragraph.text = mark
    return paragraph


def _keep_whole(elements: list[HtmlElement]) -> None:
    """Keep the reader of saved pages from looking for an article, a title, or what surrounds them, in a message.

    Names of classes are kept apart but say nothing any more: « header » or « newsletter » is no menu here. Those that
    the message's own style sheets hide stay hidden.
    """
    opaque: defaultdict[str, str] = defaultdict(lambda: f"n{len(opaque)}")
    for element in elements:
        if element.tag in {"main", "article", "header", "footer", "h1"}:
            element.tag = "h2" if element.tag == "h1" else "div"
        elif element.tag == "title":
            element.text = ""
        elif element.tag == "style":
            element.text = _SELECTED.sub(lambda found: found[1] + opaque[found[2]], element.text or "")
        if element.get("role") not in {"presentation", "none"}:
            element.attrib.pop("role", None)
        element.attrib.pop("itemprop", None)
        for attribute in {"class", "id"}.intersection(element.attrib):
            element.set(attribute, " ".join(opaque[name] for name in element.get(attribute, "").split()))
