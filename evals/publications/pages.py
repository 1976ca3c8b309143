"""Templates of the printed page and of the web page, filled by Jinja2."""

from __future__ import annotations

import functools
from importlib import resources
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup as Safe

if TYPE_CHECKING:
    from evals.publications.markup import Markup
    from evals.publications.publication import Publication


@functools.cache
def _environment() -> jinja2.Environment:
    templates = {
        name: resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
        for name in ("print.html", "webpage.html")
    }
    return jinja2.Environment(
        loader=jinja2.DictLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(template: str, publication: Publication, markup: Markup, **more: object) -> str:
    """Fill a template with a publication; `more` holds what only this template asks for."""
    page = _environment().get_template(template)
    # What is marked safe comes out of markdown-it with raw HTML refused.
    return page.render(
        entry=publication.entry,
        kind=publication.kind_label,
        printed_date=publication.printed_date,
        headings=markup.headings,
        notice=Safe(markup.notice),  # noqa: S704 — rendered from our own Markdown
        body=Safe(markup.body),  # noqa: S704 — rendered from our own Markdown
        notes=[Safe(note) for note in markup.notes],  # noqa: S704 — rendered from our own Markdown
        **more,
    )
