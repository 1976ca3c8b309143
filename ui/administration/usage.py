"""How much the service is used: counts, nothing of anybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter

from assistant.conversations.messages import USES
from assistant.conversations.usage import Span, Use
from ui.administration.log import day_of
from ui.administration.visits import Maintaining, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.responses import HTMLResponse

    from assistant.conversations.usage import Counted

router: Final = APIRouter(prefix="/usage")

SPANS: Final = {"jour": Span.DAY, "semaine": Span.WEEK, "mois": Span.MONTH}
BACK: Final = {Span.DAY: 30, Span.WEEK: 182, Span.MONTH: 365}
"""Days shown by default."""
MOST_ROWS: Final = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A day, a week or a month: counts of each use, in the order of `Use`; `bar` in [0, 100] for the questions."""

    first: dt.date
    counts: tuple[int, ...]
    bar: float


@router.get("", response_model=None)
def usage(visit: Maintaining) -> HTMLResponse:
    """Counts by day, week or month."""
    by = visit.asked("par") if visit.asked("par") in SPANS else "jour"
    span = SPANS[by]
    until = day_of(visit.asked("jusque")) or dt.datetime.now().astimezone().date()
    since = day_of(visit.asked("depuis")) or until - dt.timedelta(days=BACK[span])
    rows = visit.house.keeping.usage.table(span, since, until)[-MOST_ROWS:]
    refusals = sorted({name for row in rows for name in row.counts if name.startswith(f"{Use.REFUSED.value}:")})
    values = {
        "heading": "Usage",
        "by": by,
        "spans": list(SPANS),
        "since": since,
        "until": until,
        "uses": USES,
        "lines": lines(rows),
        "totals": [sum(counts) for counts in zip(*(line.counts for line in lines(rows)), strict=True)],
        "refusals": [(name.partition(":")[2], sum(row.counts.get(name, 0) for row in rows)) for name in refusals],
    }
    return shown(visit, "usage.html", values)


def lines(rows: Sequence[Counted]) -> list[Line]:
    """Rows ready to be shown: details (`refused:off_topic`) are added to what they are details of."""
    made = [tuple(_count(row, use) for use in USES) for row in rows]
    place = list(USES).index(Use.QUESTION)
    most = max((counts[place] for counts in made), default=0)
    return [
        Line(row.first, counts, round(100 * counts[place] / most, 1) if most else 0.0)
        for row, counts in zip(rows, made, strict=True)
    ]


def _count(row: Counted, use: Use) -> int:
    return sum(count for name, count in row.counts.items() if name.partition(":")[0] == use.value)
