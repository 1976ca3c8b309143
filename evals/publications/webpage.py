"""HTML: a text as a page saved from a website, with the menus and side matter that such pages have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.publications.markup import mark_up
from evals.publications.pages import fill

if TYPE_CHECKING:
    from pathlib import Path

    from evals.publications.publication import Publication, Text


def render_webpage(publication: Publication, text: Text, target: Path) -> None:
    """Write the web page of a text: one file, nothing loaded from elsewhere."""
    html = fill("webpage.html", publication, mark_up(text.markdown, notes_at="end"))
    target.write_text(html + "\n", encoding="utf-8", newline="\n")
