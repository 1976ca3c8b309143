"""Measures kept as CSV files, which plots and papers are made from."""

from __future__ import annotations

import csv
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from _typeshed import DataclassInstance


def keep(rows: Sequence[DataclassInstance], path: Path, *, digits: int) -> None:
    """Writes measures of one kind, a line each, a column for each of their fields; there is one at least.

    Args:
        rows: Of one dataclass.
        path: Written anew.
        digits: Decimals of the numbers that are not whole.
    """
    lines = [asdict(row) for row in rows]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        for line in lines:
            writer.writerow({k: round(v, digits) if isinstance(v, float) else v for k, v in line.items()})
