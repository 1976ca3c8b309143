"""What requests give, taken as the OpenAPI document describes it and no more freely than that."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Final

from pydantic import BeforeValidator

ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written(value: object) -> object:
    """A date in words that are one; pydantic would read `0` as a number of seconds since 1970."""
    if (isinstance(value, str) and not ISO.fullmatch(value)) or isinstance(value, int | float):
        raise ValueError("not a date (AAAA-MM-JJ)")
    return value


Day = Annotated[dt.date, BeforeValidator(_written)]
"""A day, as `2026-11-23`."""
