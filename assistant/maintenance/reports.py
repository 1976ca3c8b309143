"""What the last indexing said of itself, wherever it was asked for: `reports/` of the data folder."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = "reports"


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one file: why it failed or was left aside, or what is to be known of it; with the remedy.

    Attributes:
        doc: Its path.
        reason: In French.
        code: Of the remark; empty for failures and files left aside.
    """

    doc: str
    reason: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class LastReport:
    """The report of the last indexing.

    Attributes:
        at: When it ended.
        page: Its HTML file, relative to the data folder.
        failed, skipped, remarks: What is told of files.
    """

    at: dt.datetime
    page: str
    failed: tuple[Told, ...] = ()
    skipped: tuple[Told, ...] = ()
    remarks: tuple[Told, ...] = ()


def last_report(data_dir: Path) -> LastReport | None:
    """The report of the last indexing; `None` when there is none, or none that can be read."""
    for path in sorted((data_dir / FOLDER).glob("*.json"), reverse=True):
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            lists = {name: tuple(map(_told, raw[name])) for name in ("failed", "skipped", "remarks")}
            at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        except (OSError, ValueError, KeyError, TypeError):
            continue
        return LastReport(at, f"{FOLDER}/{path.stem}.html", **lists)
    return None


def _told(raw: dict[str, str]) -> Told:
    return Told(raw["doc"], raw.get("reason", ""), raw.get("code", ""))
