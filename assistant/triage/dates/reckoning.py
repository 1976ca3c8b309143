"""From what a calendar word says to a day: years that nobody wrote, next Fridays, ends of months."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

JUST_PAST: Final = 31
"""Days: « le 4 mars », in a mail of the 20th, is over rather than a year ahead. Our choice."""
KNOWN: Final = 120
"""Days: the same of what is spoken of as known, « le buffet du 15 octobre », in a mail of December. Our choice."""
FRIDAY: Final = 4


def occurrence(
    month: int, number: int, today: dt.date, weekday: int | None = None, *, past: bool = False, recent: int = JUST_PAST
) -> dt.date:
    """The day that « 12 mars » names, no year being written.

    Args:
        month: 1–12.
        number: Of the day in the month.
        today: Of the mail.
        weekday: Written before it, Monday 0; it decides between last spring and next spring.
        past: Whether the words around speak of what is over; the weekday of a coming day says better.
        recent: Days; a day not longer ago than that is over, rather than a year ahead.

    Raises:
        ValueError: There is no such day this year nor next.
    """
    this_year = dt.date(today.year, month, number)
    if past and (weekday is None or this_year <= today or weekday != this_year.weekday()):
        return this_year if this_year <= today else dt.date(today.year - 1, month, number)
    gap = (today - this_year).days
    if gap <= 0:
        return _or_last_year(this_year, today, weekday, recent)
    if gap <= recent or weekday == this_year.weekday():
        return this_year
    return dt.date(today.year + 1, month, number)


def _or_last_year(day: dt.date, today: dt.date, weekday: int | None, recent: int) -> dt.date:
    """Last December rather than the coming one, for a mail of January."""
    before = dt.date(day.year - 1, day.month, min(day.day, 28) if (day.month, day.day) == (2, 29) else day.day)
    is_recent = (today - before).days <= recent
    return before if is_recent and weekday in {None, before.weekday()} else day


def numbered(number: int, today: dt.date, weekday: int | None = None, near: dt.date | None = None) -> dt.date:
    """The day that « le 7 » or « lundi 20 » names.

    Args:
        number: Of the day in its month.
        today: Of the mail.
        weekday: Written before it; a month in which they agree is looked for, up to two months on.
        near: A day that was named just before: the same month is meant, when that is not over.

    Raises:
        ValueError: No month at hand has such a day.
    """
    starts = [near] if near is not None and weekday is None else []
    for start in (*starts, today):
        day = _in_month(number, start)
        if day is not None and day >= today:
            return day
    following = [_in_month(number, first_of_month(today, ahead)) for ahead in range(4)]
    coming = [day for day in following if day is not None and day >= today]
    if not coming:
        raise ValueError(number)
    return next((day for day in coming if day.weekday() == weekday), coming[0])


def _in_month(number: int, start: dt.date) -> dt.date | None:
    try:
        return start.replace(day=number)
    except ValueError:
        return None


def first_of_month(day: dt.date, ahead: int = 0) -> dt.date:
    """The first of the month, so many months ahead."""
    months = day.year * 12 + day.month - 1 + ahead
    return dt.date(months // 12, months % 12 + 1, 1)


def end_of_month(day: dt.date) -> dt.date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_later(day: dt.date, months: int) -> dt.date:
    """The same number, so many months on, or the last day of a shorter month."""
    first = first_of_month(day, months)
    return min(end_of_month(first), first + dt.timedelta(days=day.day - 1))


def coming(weekday: int, today: dt.date) -> dt.date:
    """The next such weekday, strictly after today."""
    return today + dt.timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def previous(weekday: int, today: dt.date) -> dt.date:
    """The last such weekday, strictly before today."""
    return today - dt.timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def first_from(day: dt.date, weekday: int) -> dt.date:
    """The first such weekday, that day included."""
    return day + dt.timedelta(days=(weekday - day.weekday()) % 7)


def week(today: dt.date, ahead: int = 0) -> tuple[dt.date, dt.date]:
    """Monday (or today) and Friday of a week, so many weeks on; on a Saturday, this week is the coming one."""
    monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=ahead)
    friday = monday + dt.timedelta(days=FRIDAY)
    if not ahead and today > friday:
        return monday + dt.timedelta(weeks=1), friday + dt.timedelta(weeks=1)
    return max(monday, today), friday


def full_year(digits: str) -> int:
    """« 26 » is 2026."""
    return int(digits) if len(digits) > len("26") else 2000 + int(digits)
