"""Working days in France: weekends and public holidays left out.

The eleven holidays of article L3133-1 of the Code du travail. Those of Alsace-Moselle and of the overseas
départements (Good Friday, 26 December, abolition of slavery…) are not among them: the association's office keeps none.
"""

from __future__ import annotations

import datetime as dt
import functools

from dateutil.easter import easter

SATURDAY = 5
"""As `datetime.date.weekday` numbers them."""
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Days from Easter Sunday to Easter Monday, Ascension Day and Whit Monday."""


@functools.lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[dt.date]:
    """The eleven public holidays of a year; two may fall on one day (Ascension Day on 1 or 8 May)."""
    sunday: dt.date = easter(year)
    moving = {sunday + dt.timedelta(days=days) for days in _AFTER_EASTER}
    return frozenset(moving | {dt.date(year, month, day) for month, day in _FIXED})


def is_working_day(day: dt.date) -> bool:
    """Whether offices are open: neither a weekend nor a public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def add_working_days(day: dt.date, n: int) -> dt.date:
    """The `n`-th working day after a day, that day itself not counted; the day itself, worked or not, when `n` is 0.

    Args:
        day: From which to count.
        n: Working days; negative to count backwards.

    Raises:
        OverflowError: The result is out of the calendar.
    """
    step = dt.timedelta(days=1 if n >= 0 else -1)
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days(start: dt.date, end: dt.date) -> int:
    """Working days from a day to another, the first not counted and the last counted; 0 when it is not later."""
    days = (end - start).days
    return sum(is_working_day(start + dt.timedelta(days=after)) for after in range(1, days + 1))
