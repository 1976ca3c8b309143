"""Values to HTML: the templates, escaped by construction, and how French writes days, shares and sizes."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from assistant.solicitations.messages_fr import KINDS
from assistant.solicitations.reporting import counted, day, number, percentage
from assistant.triage.model import Urgency
from assistant.triage.typology import categories, requesters
from indexer.errors import InvalidFilter
from indexer.territories import territories
from indexer.vocabulary import themes
from ui.staff import messages
from ui.typography import french

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

BASE: Final = "/sollicitations"
ICON: Final = Markup(
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' "
    "height='32' rx='6' fill='%23124e52'/%3E%3Cpath d='M9 9h9a5 5 0 0 1 0 10H9zm8 10 5 6' fill='none' "
    "stroke='%23fff' stroke-width='3'/%3E%3C/svg%3E"
)
_CODE: Final = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>)", re.DOTALL)
WHOLE: Final = 100
SOON_DAYS: Final = 2
"""Days before a limit from which it is told in bold."""


class Typography(Extension):
    """Unbreakable spaces in the templates' own words, so that they can be written with plain ones."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 — Jinja calls it so
        """A template's source, its tags and its code left as they are."""
        parts = _CODE.split(source)
        return "".join(part if position % 2 else french(part) for position, part in enumerate(parts))


@functools.cache
def environment() -> Environment:
    """The templates' environment. Undefined values are errors: a page never shows a hole."""
    made = Environment(
        loader=PackageLoader("ui.staff"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Typography],
    )
    made.filters.update(
        day=_day,
        moment=moment,
        left=left,
        percent=percent,
        number=number,
        french=french,
        without_subject=without_subject,
        counted=counted,
        pair=lambda value: (value, value),
        labelled=lambda known: (known.code, f"{known.code} · {known.label}"),
        slugged=lambda known: (known.slug, known.label),
    )
    made.globals.update(
        mounted=BASE,
        icon=ICON,
        words=messages,
        category=category,
        requester=lambda code: requesters().get(code, code),
        theme=lambda slug: themes()[slug].label if slug in themes() else slug,
        kind=lambda code: KINDS.get(code, code),
        place=place,
        categories=categories,
        requesters=requesters,
        themes=themes,
        kinds=KINDS,
        Urgency=Urgency,
        percentage=percentage,
    )
    return made


def page(name: str, values: Mapping[str, object]) -> str:
    """A template filled in."""
    return environment().get_template(name).render(values)


def category(code: str) -> str:
    """Label of a category, with its code; « à trier » for none."""
    known = categories().get(code)
    return f"{code} · {known.label}" if known else messages.TO_SORT


def place(code: str) -> str:
    """Name of a territory."""
    try:
        return territories().by_code(code).name
    except InvalidFilter:
        return code


def moment(at: dt.datetime) -> str:
    """A moment in the machine's time: « 3 mars 2026 à 09 h 05 »."""
    local = at.astimezone()
    return f"{day(local.date())} à {local:%H}\u00a0h\u00a0{local:%M}"


def without_subject(draft: str, subject: str) -> str:
    """A draft without its first line « Objet : … », where the page has the subject in a field of its own."""
    first, _, rest = draft.partition("\n")
    label, _, told = first.partition(":")
    same = label.strip() == messages.SUBJECT and told.strip() == subject.strip()
    return rest.lstrip("\n") if same else draft


def left(due: dt.date, today: dt.date) -> str:
    """Days left before a limit: « demain », « dans 3 jours », « en retard de 2 jours »."""
    days = (due - today).days
    if days in messages.NEAR_DAYS:
        return messages.NEAR_DAYS[days]
    told = messages.LATE if days < 0 else messages.AHEAD
    return told.format(days=number(abs(days)))


def percent(share: float) -> str:
    """A fraction 0–1 in whole per cent; nothing is ever sure."""
    whole = round(share * 100)
    return messages.NEARLY_SURE if whole == WHOLE else f"{whole}\u00a0%"


def _day(value: dt.date | None) -> str:
    return day(value) if value else ""
