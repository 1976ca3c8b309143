"""Values to HTML: the templates of all rooms, escaped by construction, and how French writes days and numbers."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from assistant.accounts.rights import Right
from assistant.solicitations.reporting import day, number
from indexer.vocabulary import kinds, themes
from ui.site.catalogue import LANGUAGE, counted, text
from ui.typography import french

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

ROOMS = ("site", "chat", "library", "administration", "account", "staff")
"""Packages of `ui` that have templates, in `templates/`; one is named by its room: `chat/answer.html`."""


@functools.cache
def environment() -> Environment:
    """The templates' environment. Undefined values are errors: a page never shows a hole."""
    made = Environment(
        loader=PrefixLoader({room: PackageLoader(f"ui.{room}") for room in ROOMS}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(day=day, moment=moment, number=number, french=french, lines=lines)
    made.globals.update(
        _=text,
        counted=counted,
        language=LANGUAGE,
        Right=Right,
        theme=lambda slug: themes()[slug].label if slug in themes() else slug,
        kind=lambda slug: kinds()[slug].label if slug in kinds() else slug,
    )
    return made


def page(name: str, values: Mapping[str, object]) -> str:
    """A template filled in."""
    return environment().get_template(name).render(values)


def moment(at: dt.datetime) -> str:
    """A moment in the machine's time: « 3 mars 2026 à 09 h 05 »."""
    local = at.astimezone()
    return f"{day(local.date())} à {local:%H}\u00a0h\u00a0{local:%M}"


def lines(words: str) -> Markup:
    """A text whose line feeds are to be seen."""
    return Markup("<br>").join(words.split("\n"))
