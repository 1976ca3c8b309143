"""What a web page says of itself: its title, its author, its day, where they are marked for machines."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING

from indexer.reading.html_page import classes_of, with_attributes
from indexer.reading.pieces import clean, credible_author, credible_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag

_DATES = ("article:published_time", "dcterms.date", "dcterms.issued", "dc.date", "date", "citation_publication_date")
_MARKS = {"rel", "itemprop", "class"}
"""Attributes that tell who wrote, or when."""
_DAY = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})")


class Told:
    """What a page says of itself, for machines: `<meta>`, JSON-LD. Gathered in one look: pages can be long."""

    def __init__(self, soup: BeautifulSoup) -> None:
        """Args: soup: The page, whole."""
        self._elements = [tag for tag in with_attributes(soup) if tag.name == "time" or _MARKS & tag.attrs.keys()]
        self._metas: dict[str, str] = {}
        for tag in soup.find_all("meta"):
            name = str(tag.get("name") or tag.get("property") or "").lower()
            self._metas.setdefault(name, str(tag.get("content", "")))
        self._items = list(_linked_items(soup))

    def author(self) -> str:
        """Who signs the page: `<meta>`, JSON-LD, or the element that themes mark; empty when nobody does."""
        told = [self._meta("author"), *self._linked("author"), self._meta("article:author")]
        told += [tag.get_text() for tag in self._elements if _signs(tag)][:1]
        return next((name for name in map(credible_author, told) if name and "://" not in name), "")

    def date(self) -> str:
        """Day of publication (YYYY-MM-DD) from `<meta>`, JSON-LD or `<time>`; empty when no credible one is told."""
        times = [str(tag.get("datetime") or tag.get("content") or "") for tag in self._elements if _dates(tag)]
        for text in (*map(self._meta, _DATES), *self._linked("datePublished"), *times):
            found = _DAY.match(text.strip())
            try:
                moment = datetime.fromisoformat("-".join(found.groups())) if found else None
            except ValueError:
                continue
            if moment is not None and credible_year(moment) is not None:
                return f"{moment:%Y-%m-%d}"
        return ""

    def title(self, root: Tag) -> str:
        """The title of an article that holds none: the one `<h1>` just around it, else what the page calls itself.

        Args:
            root: The article.
        """
        for above in root.parents:
            titles = above.find_all("h1") if above.name not in {"body", "html"} else []
            if titles:
                return clean(titles[0].get_text()) if len(titles) == 1 else ""
        return clean(next(filter(None, (*self._linked("headline"), self._meta("og:title"))), ""))

    def _meta(self, name: str) -> str:
        return self._metas.get(name, "")

    def _linked(self, field: str) -> Iterator[str]:
        for item in self._items:
            yield from _named(item.get(field))


def _signs(tag: Tag) -> bool:
    """Whether an element holds the name of the author."""
    rel = tag.get("rel")
    links = rel if isinstance(rel, list) else str(rel or "").split()
    named = "fn" in classes_of(tag) and tag.find_parent(class_="author") is not None
    return named or "author" in links or tag.get("itemprop") == "author"


def _dates(tag: Tag) -> bool:
    """Whether an element holds the day of publication."""
    if tag.name != "time" or tag.get("itemprop") == "datePublished":
        return tag.get("itemprop") == "datePublished"
    header = tag.find_parent("header")
    return tag.has_attr("pubdate") or "entry-date" in classes_of(tag) or bool(header and header.find_parent("article"))


def _linked_items(soup: BeautifulSoup) -> Iterator[dict[str, object]]:
    """Objects of the page's JSON-LD."""
    for script in soup.find_all("script", attrs={"type": "application/ld+json"}):
        try:
            waiting = [json.loads(script.get_text())]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                yield item
                waiting += [item["@graph"]] if "@graph" in item else []


def _named(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        found = item.get("name") if isinstance(item, dict) else item
        if isinstance(found, str):
            yield found
