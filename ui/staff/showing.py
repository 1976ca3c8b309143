"""What the staff's templates need beside those of all pages: labels of codes, lists to choose from, days left."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from assistant.solicitations.messages_fr import KINDS
from assistant.solicitations.reporting import number, percentage
from assistant.triage.typology import categories, requesters
from indexer.errors import InvalidFilter
from indexer.territories import territories
from indexer.vocabulary import themes
from ui.site.catalogue import text
from ui.staff import messages

if TYPE_CHECKING:
    import datetime as dt

WHOLE: Final = 100
SOON_DAYS: Final = 2
"""Days before a limit from which it is told in bold."""


@functools.cache
def common() -> dict[str, object]:
    """Names for all templates of the staff's; lists are pairs of code and label."""
    return {
        "words": messages,
        "category": category,
        "requester": lambda code: requesters().get(code, code),
        "place": place,
        "organisation_kind": lambda code: KINDS.get(code, code),
        "categories": [(known.code, f"{known.code} · {known.label}") for known in categories().values()],
        "requesters": list(requesters().items()),
        "themes": [(known.slug, known.label) for known in themes().values()],
        "organisation_kinds": list(KINDS.items()),
        "urgencies": [(code.value, text(told)) for code, told in messages.URGENCIES.items()],
        "left": left,
        "percent": percent,
        "percentage": percentage,
        "web": is_web,
        "without_subject": without_subject,
    }


def category(code: str) -> str:
    """Label of a category, with its code; « à trier » for none."""
    known = categories().get(code)
    return f"{code} · {known.label}" if known else text(messages.TO_SORT)


def place(code: str) -> str:
    """Name of a territory."""
    try:
        return territories().by_code(code).name
    except InvalidFilter:
        return code


def is_web(address: str) -> bool:
    """Whether a link may be followed: of our own pages, or of the web."""
    return address.startswith("/") or urlsplit(address).scheme in {"http", "https"}


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
        return text(messages.NEAR_DAYS[days])
    return text(messages.LATE if days < 0 else messages.AHEAD, days=number(abs(days)))


def percent(share: float) -> str:
    """A fraction 0–1 in whole per cent; nothing is ever sure."""
    whole = round(share * 100)
    return text(messages.NEARLY_SURE) if whole == WHOLE else f"{whole}\u00a0%"
