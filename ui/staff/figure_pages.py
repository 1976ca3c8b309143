"""« Statistiques »: the activity report's figures for a period, charted, tabled, told in a paragraph, exported."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from assistant.solicitations.reporting import paragraph
from assistant.solicitations.statistics import statistics_of, table
from assistant.triage.typology import categories
from ui.staff import messages
from ui.staff.charts import bars
from ui.staff.forms import day_of
from ui.staff.visiting import Seeing, Visit

if TYPE_CHECKING:
    from assistant.solicitations.statistics import Count

router = APIRouter()

MONTHS = "janv. févr. mars avr. mai juin juill. août sept. oct. nov. déc.".split()


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
            shown.append((caption, heading, list(zip(counts, labels, strict=True)), bars(counts, labels)))
    today = visit.services.today()
    values = {
        "start": start,
        "end": end,
        "figures": told,
        "tables": shown,
        "paragraph": paragraph(told),
        "problem": problem,
        "presets": _presets(today),
        "period": f"du={start.isoformat()}&au={end.isoformat()}",
    }
    return visit.show("figures.html", values, 422 if problem else 200)


@router.get("/statistiques.csv")
def exported(visit: Seeing) -> Response:
    """The same figures for a spreadsheet."""
    start, end, _ = _period(visit)
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";")
    lines.writerow(messages.COLUMNS)
    for name, code, label, n, of, share in table(statistics_of(visit.services.queue, start, end)):
        told = _safe(label)
        lines.writerow([messages.ENSEMBLES[name], _safe(code), told, n, of, f"{share:.4f}".replace(".", ",")])
    named = f'attachment; filename="statistiques-{start.isoformat()}-{end.isoformat()}.csv"'
    headers = {"Content-Disposition": named}
    return Response(written.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _period(visit: Visit) -> tuple[dt.date, dt.date, str]:
    today = visit.services.today()
    start = day_of(visit.asked("du"), "du") or dt.date(today.year, 1, 1)
    end = day_of(visit.asked("au"), "au") or dt.date(start.year, 12, 31)
    return (start, end, "") if start <= end else (end, start, messages.PERIOD_REVERSED)


def _presets(today: dt.date) -> list[tuple[str, str]]:
    """Periods asked for most often: their addresses, their names."""
    years = [(f"du={year}-01-01&au={year}-12-31", str(year)) for year in (today.year, today.year - 1)]
    quarter = (today.month - 1) // 3
    first = dt.date(today.year, quarter * 3 + 1, 1)
    following = dt.date(today.year + quarter // 3, (quarter * 3 + 3) % 12 + 1, 1)
    last = following - dt.timedelta(days=1)
    return [*years, (f"du={first}&au={last}", messages.THIS_QUARTER)]


def _label(name: str, count: Count) -> str:
    if name == "months":
        year, month = count.code.split("-")
        return f"{MONTHS[int(month) - 1]} {year}"
    if name == "categories" and count.code in categories():
        return f"{count.code} · {count.label}"
    return count.label


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
