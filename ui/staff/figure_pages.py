"""« Statistiques »: the activity report's figures for a period, charted, tabled, told in a paragraph, exported."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from assistant.solicitations.reporting import paragraph
from assistant.solicitations.spreadsheet import csv_bytes, workbook_bytes
from assistant.solicitations.statistics import statistics_of
from assistant.triage.typology import categories
from ui.site.catalogue import text
from ui.staff import messages
from ui.staff.charts import bars
from ui.staff.forms import day_of
from ui.staff.visiting import Seeing, StaffVisit

if TYPE_CHECKING:
    from assistant.solicitations.statistics import Count

router = APIRouter()

FILES: Final = {
    "csv": (csv_bytes, "text/csv; charset=utf-8"),
    "xlsx": (workbook_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@router.get("/statistiques")
def figures(visit: Seeing) -> HTMLResponse:
    """The figures of a period; by default the year under way."""
    start, end, problem = _period(visit)
    told = statistics_of(visit.services.queue, start, end)
    shown = []
    for name, (caption, heading) in messages.TABLES.items():
        counts: tuple[Count, ...] = getattr(told, name)
        if counts:
            labels = [_label(name, count) for count in counts]
            shown.append((caption, heading, bars(counts, labels)))
    today = visit.services.today()
    values = {
        "start": start,
        "end": end,
        "figures": told,
        "tables": shown,
        "paragraph": paragraph(told),
        "problem": problem,
        "presets": _presets(today),
    }
    return visit.page("figures.html", values, 422 if problem else 200)


@router.get("/statistiques.{suffix}")
def exported(visit: Seeing, suffix: str) -> Response:
    """The same figures for a spreadsheet.

    Raises:
        HTTPException: 404, for another suffix.
    """
    if suffix not in FILES:
        raise HTTPException(404)
    start, end, _ = _period(visit)
    write, media = FILES[suffix]
    named = f'attachment; filename="statistiques-{start.isoformat()}-{end.isoformat()}.{suffix}"'
    told = statistics_of(visit.services.queue, start, end)
    return Response(write(told), media_type=media, headers={"Content-Disposition": named})


def _period(visit: StaffVisit) -> tuple[dt.date, dt.date, str]:
    today = visit.services.today()
    start = day_of(visit.asked("du"), "du") or dt.date(today.year, 1, 1)
    end = day_of(visit.asked("au"), "au") or dt.date(start.year, 12, 31)
    return (start, end, "") if start <= end else (end, start, messages.PERIOD_REVERSED)


def _presets(today: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    """Periods asked for most often: their names, first and last days."""
    years = [(str(year), dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in (today.year, today.year - 1)]
    quarter = (today.month - 1) // 3
    first = dt.date(today.year, quarter * 3 + 1, 1)
    following = dt.date(today.year + quarter // 3, (quarter * 3 + 3) % 12 + 1, 1)
    last = following - dt.timedelta(days=1)
    return [*years, (text(messages.THIS_QUARTER), first, last)]


def _label(name: str, count: Count) -> str:
    if name == "months":
        year, month = count.code.split("-")
        return f"{text(messages.MONTHS[int(month) - 1])} {year}"
    if name == "categories" and count.code in categories():
        return f"{count.code} · {count.label}"
    return count.label
