"""The activity report's figures: what was asked, by whom, about what and where, and how soon it was answered.

What counts is a request: a solicitation that neither follows up another nor repeats it; those are told apart. Purged
solicitations count as the others do, with the first of their month as their day. Each figure comes with what it is out
of, so that none stands alone.
"""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.solicitations.erasing import region_of
from assistant.solicitations.kept import Relation
from assistant.solicitations.messages_fr import NO_REGION, TO_SORT, UNKNOWN_REQUESTER
from assistant.solicitations.tables import ResourceSent, Solicitation
from assistant.triage.typology import categories, requesters
from indexer.territories import territories
from indexer.vocabulary import themes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from assistant.solicitations.store import Solicitations

UNSORTED: Final = ""
"""Stands for the category of what was not triaged, or so unsurely that a person must."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many.

    Attributes:
        code: Of a category, a kind of requester, a theme, a région, a month (`2026-03`), a publication.
        label: For readers, in French; of a month, its code.
        n: How many have it.
        of: Out of how many.
    """

    code: str
    label: str
    n: int
    of: int

    @property
    def share(self) -> float:
        """Fraction, 0–1."""
        return self.n / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Delay:
    """How soon answers came, in working days.

    Attributes:
        n: Requests answered.
        median: Of their delays; `None` without any.
        within: Those that came within the delay of their category, among the `of` whose category has one.
    """

    n: int
    median: float | None
    within: int
    of: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of a period.

    Attributes:
        start, end: Its days, both included.
        requests: Received in it, follow-ups and repeated ones apart.
        follow_ups, duplicates: These.
        purged: Requests of which only figures are left.
        categories, requesters, themes, regions: Most frequent first; a request has several themes, or none.
        months: In order.
        resources: Publications sent, most often sent first, out of the requests answered.
        with_resources: Requests with which at least one was sent.
    """

    start: dt.date
    end: dt.date
    requests: int
    follow_ups: int
    duplicates: int
    purged: int
    categories: tuple[Count, ...]
    requesters: tuple[Count, ...]
    themes: tuple[Count, ...]
    regions: tuple[Count, ...]
    months: tuple[Count, ...]
    delay: Delay
    resources: tuple[Count, ...]
    with_resources: int


def statistics_of(solicitations: Solicitations, start: dt.date, end: dt.date) -> Statistics:
    """The figures of a period, both days included."""
    wanted = sa.select(Solicitation).where(Solicitation.received.between(start, end)).order_by(Solicitation.id)
    with solicitations.database.reading() as session:
        rows = list(session.scalars(wanted))
        first = [row for row in rows if row.relation == Relation.FIRST]
        relations = Counter(row.relation for row in rows)
        sent = [list(row.resources_sent) for row in first]
        of = len(first)
        codes = [UNSORTED if row.abstained else row.category for row in first]
        return Statistics(
            start=start,
            end=end,
            requests=of,
            follow_ups=relations[Relation.FOLLOW_UP],
            duplicates=relations[Relation.DUPLICATE],
            purged=sum(row.purged_at is not None for row in first),
            categories=_counts(codes, {code: c.label for code, c in categories().items()} | {UNSORTED: TO_SORT}, of),
            requesters=_counts((r.requester for r in first), {**requesters(), "": UNKNOWN_REQUESTER}, of),
            themes=_counts((t.theme for r in first for t in r.themes), {k: t.label for k, t in themes().items()}, of),
            regions=_regions(first),
            months=_months(first),
            delay=_delay(first),
            resources=_resources(sent, sum(row.delay_days is not None for row in first)),
            with_resources=sum(map(bool, sent)),
        )


def table(figures: Statistics) -> list[tuple[str, str, str, int, int, float]]:
    """All counts as rows for a spreadsheet: what is counted, code, label, how many, out of how many, fraction 0–1."""
    named = (
        ("category", figures.categories),
        ("requester", figures.requesters),
        ("theme", figures.themes),
        ("region", figures.regions),
        ("month", figures.months),
        ("resource", figures.resources),
    )
    return [(name, c.code, c.label, c.n, c.of, round(c.share, 4)) for name, counts in named for c in counts]


def _counts(codes: Iterable[str], labels: Mapping[str, str], of: int) -> tuple[Count, ...]:
    """Most frequent first; equals in the order of the labels."""
    found = Counter(codes)
    order = {code: position for position, code in enumerate(labels)}
    ranked = sorted(found, key=lambda code: (-found[code], order.get(code, len(order)), code))
    return tuple(Count(code, labels.get(code, code), found[code], of) for code in ranked)


def _regions(rows: list[Solicitation]) -> tuple[Count, ...]:
    codes = [region_of(row.territory_code) for row in rows]
    labels = {code: territories().by_code(code).name for code in sorted(set(codes)) if code}
    return _counts(codes, {**labels, "": NO_REGION}, len(rows))


def _months(rows: list[Solicitation]) -> tuple[Count, ...]:
    found = Counter(f"{row.received:%Y-%m}" for row in rows)
    return tuple(Count(month, month, found[month], len(rows)) for month in sorted(found))


def _delay(rows: list[Solicitation]) -> Delay:
    answered = [(row.delay_days, categories().get(row.category)) for row in rows if row.delay_days is not None]
    delays = [days for days, _ in answered]
    limits = [(days, c.working_days) for days, c in answered if c is not None and c.working_days is not None]
    return Delay(
        n=len(delays),
        median=float(statistics.median(delays)) if delays else None,
        within=sum(days <= limit for days, limit in limits),
        of=len(limits),
    )


def _resources(sent: list[list[ResourceSent]], answered: int) -> tuple[Count, ...]:
    titles = {each.doc: each.title or each.doc for several in sent for each in several}
    return _counts((each.doc for several in sent for each in several), dict(sorted(titles.items())), answered)
