"""The title and the day that a fetched page gives itself, for the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from indexer.fetching.feeds import iso_day

if TYPE_CHECKING:
    from pathlib import Path

_READ_BYTES = 400_000
"""A page says its title at its top."""
_DATES = ("article:published_time", "dcterms.date", "dcterms.issued", "dc.date", "date", "citation_publication_date")


def title_and_day(path: Path) -> tuple[str, str]:
    """The title of an HTML file and its ISO day of publication; empty when it does not tell.

    Its one first-level heading rather than its `<title>`, which often holds the site's name too.
    """
    with path.open("rb") as stream:
        top = stream.read(_READ_BYTES)
    try:
        tree = lxml_html.document_fromstring(top, parser=lxml_html.HTMLParser(encoding=_encoding(top), huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return "", ""
    headings = tree.findall(".//h1")
    named = {"h1": _words(headings[0]) if len(headings) == 1 else ""}
    dates: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name == "og:title":
            named["og"] = content
        elif name in _DATES:
            dates.setdefault(name, iso_day(content))
    title = tree.find(".//title")
    found = named["h1"] or named.get("og", "") or ("" if title is None else _words(title))
    return found, next((dates[name] for name in _DATES if dates.get(name)), "")


def _words(element: lxml_html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _encoding(top: bytes) -> str | None:
    """UTF-8 when it is; otherwise what the page declares."""
    try:
        top.decode("utf-8")
    except UnicodeDecodeError as exc:
        return "utf-8" if len(top) == _READ_BYTES and exc.start > _READ_BYTES - 4 else None
    return "utf-8"
