"""« Publications à écrire »: what is asked, in the chat and by mail, and no publication answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.discretion import may_be_kept
from assistant.gaps import noted
from assistant.solicitations.kept import Filters, Relation
from assistant.triage.typology import categories
from ui.staff.visiting import Seeing

if TYPE_CHECKING:
    from assistant.solicitations.kept import Stored
    from assistant.solicitations.store import Solicitations

router = APIRouter()

ANSWERED: Final = frozenset({"answer", "support"})
"""Ways of answering that publications help with."""
LOOKED_AT: Final = 500
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Missing:
    """A theme on which mails found nothing.

    Attributes:
        theme: Its slug; empty for those without one.
        references: Of the mails.
        questions: That they put, those that tell of nobody.
    """

    theme: str
    references: tuple[str, ...]
    questions: tuple[str, ...]


@router.get("/publications")
def gaps(visit: Seeing) -> HTMLResponse:
    """Questions of the chat and themes of the mails, those met most often first."""
    values = {
        "asked": noted(visit.services.settings.data_dir)[:SHOWN],
        "missing": missing(visit.services.queue),
        "noting": visit.services.settings.kept_gaps > 0,
    }
    return visit.show("gaps.html", values)


def missing(queue: Solicitations) -> list[Missing]:
    """Themes of the mails that ask something of publications and for which none was found, most frequent first."""
    wanted = tuple(code for code, known in categories().items() if known.answered in ANSWERED)
    listing = queue.list(Filters(category=wanted), size=LOOKED_AT)
    held: defaultdict[str, list[Stored]] = defaultdict(list)
    for item in listing.items:
        if item.triaged is not None and not item.triaged.resources and item.relation is Relation.FIRST:
            for theme in item.themes or ("",):
                held[theme].append(item)
    found = [
        Missing(theme, tuple(item.reference for item in items), _questions(items)) for theme, items in held.items()
    ]
    return sorted(found, key=lambda each: (-len(each.references), each.theme))


def _questions(items: list[Stored]) -> tuple[str, ...]:
    put = (question for item in items if item.triaged for question in item.triaged.questions)
    return tuple(dict.fromkeys(question for question in put if may_be_kept(question)))
