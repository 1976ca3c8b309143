"""PDF: a text laid out on A4 (one or two columns) or as an A5 booklet, by WeasyPrint."""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from typing import TYPE_CHECKING

from evals.publications.markup import Markup, mark_up
from evals.publications.pages import fill

if TYPE_CHECKING:
    from pathlib import Path

    from evals.publications.publication import Layout, Publication, Text

_RUNNING_TITLE_LIMIT = 64  # characters that fit on one line of the smallest page, in the header's size


def render_pdf(publication: Publication, text: Text, target: Path) -> None:
    """Write the PDF of a text: same text and entry, same bytes (with the same WeasyPrint and fonts)."""
    import weasyprint

    layout = text.layout
    booklet = layout.layout == "booklet"
    markup = mark_up(text.markdown, notes_at="page bottom", repeat_in_parts=booklet)
    html = fill(
        "print.html",
        publication,
        markup,
        layout=layout.layout,
        cover=booklet or layout.toc,
        contents=_contents(markup, layout),
        running_title=running_title(publication.entry.title),
    )
    style = weasyprint.CSS(string=resources.files(__package__).joinpath("print.css").read_text(encoding="utf-8"))
    # The identifier would otherwise be drawn at random: it is the same for the same page.
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    document = weasyprint.HTML(string=html)
    document.write_pdf(target, stylesheets=[style], pdf_identifier=identifier, pdf_tags=False)


def _contents(markup: Markup, layout: Layout) -> list[tuple[int, str, str]]:
    if not layout.toc:
        return []
    return [(heading.level, heading.text, heading.anchor) for heading in markup.headings if heading.level <= 3]


def running_title(title: str) -> str:
    """Shorten a title for the top of each page: what stands before its colon, cut between words."""
    short = re.split(r"[\u00a0\u202f ]:", title, maxsplit=1)[0]
    if len(short) <= _RUNNING_TITLE_LIMIT:
        return short
    return short[:_RUNNING_TITLE_LIMIT].rsplit(" ", 1)[0] + "\u00a0…"
