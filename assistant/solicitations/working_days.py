"""Working days of the association: Monday to Friday, French public holidays apart."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Final

import numpy as np
from dateutil.easter import easter

FIXED: Final = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
FROM_EASTER: Final = (1, 39, 50)
"""Easter Monday, Ascension, Whit Monday. The eleven days of article L. 3133-1 of the Code du travail."""


def working_days(start: dt.date, end: dt.date) -> int:
    """Working days from a day to another, the first not counted and the last counted; 0 when it is not later."""
    if end <= start:
        return 0
    days = [day for year in range(start.year, end.year + 1) for day in holidays(year)]
    following = dt.timedelta(days=1)
    return int(np.busday_count(start + following, end + following, holidays=days))


@functools.cache
def holidays(year: int) -> tuple[dt.date, ...]:
    """Public holidays of a year in metropolitan France, in order."""
    fixed = (dt.date(year, month, day) for month, day in FIXED)
    moving = (easter(year) + dt.timedelta(days=after) for after in FROM_EASTER)
    return tuple(sorted((*fixed, *moving)))
