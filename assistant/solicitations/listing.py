"""Which solicitations a list holds, and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from assistant.solicitations.searching import having
from assistant.solicitations.tables import Solicitation, SolicitationPlace, SolicitationTheme
from assistant.triage.model import Urgency

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from assistant.solicitations.kept import Filters

NOBODY = "-"
"""Stands for no assignee in `Filters.assignee`."""
Rows = TypeVar("Rows", bound="Select[Solicitation]")


def matching(filters: Filters, *, postgresql: bool) -> list[ColumnElement[bool]]:
    """The conditions that filters set."""
    chosen = (
        (Solicitation.status, filters.status),
        (Solicitation.category, filters.category),
        (Solicitation.requester, filters.requester),
        (Solicitation.urgency, filters.urgency),
    )
    conditions: list[ColumnElement[bool]] = [column.in_(codes) for column, codes in chosen if codes]
    conditions += _days(filters)
    if filters.theme:
        of_theme = sa.select(SolicitationTheme.solicitation).where(SolicitationTheme.theme.in_(filters.theme))
        conditions.append(Solicitation.id.in_(of_theme))
    if filters.territory_code:
        within = sa.select(SolicitationPlace.solicitation).where(SolicitationPlace.code == filters.territory_code)
        conditions.append(Solicitation.id.in_(within))
    if filters.assignee:
        nobody = filters.assignee == NOBODY
        conditions.append(Solicitation.assignee.is_(None) if nobody else Solicitation.assignee == filters.assignee)
    if filters.needs_human is not None:
        conditions.append(Solicitation.needs_human.is_(filters.needs_human))
    if filters.abstained is not None:
        conditions.append(Solicitation.abstained.is_(filters.abstained))
    if filters.text.strip():
        conditions.append(having(filters.text, postgresql=postgresql))
    if not filters.purged:
        conditions.append(Solicitation.purged_at.is_(None))
    return conditions


def ordered(rows: Rows) -> Rows:
    """Most urgent first; then the first due, those without a day last; then the oldest."""
    rank = {urgency.value: position for position, urgency in enumerate(Urgency)}
    return rows.order_by(
        sa.case(rank, value=Solicitation.urgency, else_=len(rank)),
        sa.case((Solicitation.due.is_(None), 1), else_=0),
        Solicitation.due,
        Solicitation.received,
        Solicitation.id,
    )


def _days(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.due_before:
        conditions.append(Solicitation.due <= filters.due_before)
    if filters.received_from:
        conditions.append(Solicitation.received >= filters.received_from)
    if filters.received_to:
        conditions.append(Solicitation.received <= filters.received_to)
    return conditions
