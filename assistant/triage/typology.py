"""The categories of messages and the kinds of people who write: the words of the association, as data.

Sixteen categories and fifteen kinds of requesters, from the typology that the association's activity report of 2025
led to. Delays are in working days, proposed there and for the staff to set; none for what is not answered.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of message.

    Attributes:
        code: « A1 » to « C5 ».
        label: For readers, in French.
        needs_human: Whether a person must look at it, whatever else it says.
        working_days: In which to answer; 0 the same day; `None` when nothing is answered.
        answered: How: `relay` (published for others), `answer`, `support` (a person takes it up), `team` (passed on),
            `care` (a person, at once), `short` (a standard answer), `none`.
    """

    code: str
    label: str
    needs_human: bool
    working_days: int | None
    answered: str


@functools.cache
def categories() -> Mapping[str, Category]:
    """Every category by code, in the order of the typology."""
    return {
        row["code"]: Category(
            code=row["code"],
            label=row["label"],
            needs_human=row["needs_human"] == "yes",
            working_days=int(row["working_days"]) if row["working_days"] else None,
            answered=row["answered"],
        )
        for row in _rows("typology.csv")
    }


@functools.cache
def requesters() -> Mapping[str, str]:
    """Labels of the kinds of requesters, by code."""
    return {row["code"]: row["label"] for row in _rows("requesters.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
