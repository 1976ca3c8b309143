"""A day as some words name it, before anything is known of its part in the message."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A day named somewhere in a text.

    Attributes:
        start, end: Of the words, in the text.
        day, until: As in `Dated`.
        exact: As in `Dated`.
        vague: Whether a week, a month or a season was named rather than a day.
        rough: Whether a day stands for some days around it (« fin mars », « mi-mai »).
        limit: Whether the words themselves set a limit (« sous huitaine », « d'ici quinze jours »).
        since: The other day that it is reckoned from (« trois jours avant »); `None` for most.
        listed: Whether it goes on a list begun by the day before it (« les 4 et 18 juin »).
    """

    start: int
    end: int
    day: dt.date
    until: dt.date | None = None
    exact: bool = True
    vague: bool = False
    rough: bool = False
    limit: bool = False
    since: dt.date | None = None
    listed: bool = False


Reading = Callable[[re.Match[str], dt.date, bool], Iterator[Named]]
"""From a match, the day of the mail, and whether the words before speak of what is over, to what it names.

Raises `ValueError` or `OverflowError` when there is no such day.
"""
