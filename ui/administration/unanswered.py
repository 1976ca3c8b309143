"""« Questions sans réponse »: what is asked of the field and no publication tells; by whom, nobody knows."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.solicitations.spreadsheet import safe
from indexer.errors import GapsUnavailable, GapsUnreadable, ReperesError, WritingError
from indexer.french import words
from indexer.messages import sentence
from ui.administration import messages
from ui.administration.visits import Keeping, Maintaining, last_page, page_of, shown, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.gaps import Gap
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/sans-reponse")

PAGE_SIZE: Final = 50
LONGEST: Final = 300
"""Characters of what is searched for."""
RECENT: Final = "recentes"
"""The other order: the last met first."""
Text = Annotated[str, Form(max_length=1000)]


@router.get("", response_model=None)
def listing(visit: Maintaining) -> HTMLResponse:
    """Those met most often first, or the last met; all of them, or those with some words."""
    return listed(visit)


@router.get("/questions.csv", response_model=None)
def sheet(visit: Maintaining) -> Response:
    """The same list, for a spreadsheet."""
    name = messages.CSV_NAME.format(day=dt.datetime.now().astimezone().date().isoformat())
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(csv_bytes(wanted(visit)), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/effacer", response_model=None)
def erase(visit: Keeping, question: Text = "") -> HTMLResponse | RedirectResponse:
    """Erases one, as it is listed."""
    try:
        if question:
            visit.house.upkeep.forget_gaps(signed(visit), question)
    except (GapsUnavailable, GapsUnreadable, WritingError) as error:
        return listed(visit, trouble=sentence(error), status=500)
    return visit.go("/administration/sans-reponse", fait="question-effacee")


@router.post("/tout-effacer", response_model=None)
def erase_all(visit: Keeping, certain: Text = "") -> HTMLResponse | RedirectResponse:
    """Erases them all, once this is confirmed."""
    if certain != "oui":
        return listed(visit, trouble=messages.NOT_CERTAIN, status=422)
    try:
        visit.house.upkeep.forget_gaps(signed(visit))
    except (GapsUnavailable, GapsUnreadable, WritingError) as error:
        return listed(visit, trouble=sentence(error), status=500)
    return visit.go("/administration/sans-reponse", fait="questions-effacees")


def wanted(visit: Visit) -> list[Gap]:
    """The questions that are asked for, in the order that is.

    Raises:
        GapsUnreadable, GapsUnavailable: Their file is damaged, or cannot be read now.
    """
    sought = words(visit.asked("q")[:LONGEST])
    found = [gap for gap in visit.house.upkeep.gaps() if _has(gap.question, sought)]
    return sorted(found, key=lambda gap: gap.last, reverse=True) if visit.asked("tri") == RECENT else found


def _has(question: str, sought: Sequence[str]) -> bool:
    levelled = " ".join(words(question))
    return all(word in levelled for word in sought)


def listed(visit: Visit, *, trouble: str = "", status: int = 200) -> HTMLResponse:
    """The list, with what is wrong with what was asked."""
    try:
        found = wanted(visit)
    except ReperesError as error:
        found, trouble, status = [], sentence(error), 500
    last = last_page(len(found), PAGE_SIZE)
    page = min(page_of(visit), last)
    values = {
        "heading": messages.UNANSWERED,
        "found": found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        "total": len(found),
        "times": sum(gap.count for gap in found),
        "asked": {"q": visit.asked("q")[:LONGEST], "tri": RECENT if visit.asked("tri") == RECENT else ""},
        "recent": RECENT,
        "noting": visit.house.settings.kept_gaps > 0,
        "trouble": trouble,
        "page": page,
        "last": last,
    }
    return shown(visit, "unanswered.html", values, status)


def csv_bytes(found: Sequence[Gap]) -> bytes:
    """UTF-8 with its mark, columns parted by semicolons: what French spreadsheets open at once."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(messages.CSV_COLUMNS)
    writer.writerows((safe(gap.question), gap.count, gap.first, gap.last) for gap in found)
    return stream.getvalue().encode("utf-8-sig")
