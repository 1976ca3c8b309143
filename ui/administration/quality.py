"""« Qualité du fonds »: what answers cannot find, date or tell apart, publication by publication, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, HTTPException

from assistant.maintenance.quality.messages import CHECKS
from ui.administration import messages
from ui.administration.visits import Maintaining, last_page, page_of, shown

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

    from assistant.maintenance.quality.model import Check, Finding, Quality
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/qualite")

FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "lecture": ("blind", "garbled", "lost_tables", "set_aside", "recognised"),
    "fiches": ("missing_date", "missing_kind", "missing_themes", "missing_publisher", "missing_url", "inferred"),
    "doublons": ("same_file", "same_text", "near"),
    "successions": ("broken_successor", "superseded_cited"),
    "decoupage": ("long_passages", "short_passages"),
}
"""Every check, in the order in which they are shown."""
BY_PASSAGE: Final = FAMILIES["decoupage"]
"""Checks whose findings count passages."""
FIRST: Final = 5
"""Findings of each check that the first page shows."""
PAGE_SIZE: Final = 25


@dataclass(frozen=True, slots=True)
class Place:
    """A publication that a finding names; `opens` where whoever reads the page may open it."""

    doc: str
    title: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A finding, ready to be shown.

    Attributes:
        found: What was found.
        place: In which publication.
        other: The other publication that it names; `None` where it names none, or one that is not there.
        relation: What this other one is to it; empty without one.
    """

    found: Finding
    place: Place
    other: Place | None
    relation: str

    @property
    def detail(self) -> str:
        """What was found, unless naming the other publication says it."""
        return "" if self.other and self.relation == messages.CITES else self.found.detail


@dataclass(frozen=True, slots=True)
class Checked:
    """A check, ready to be shown.

    Attributes:
        code: What its page is called by.
        label, remedy: What is wrong, and what to do.
        total: Findings.
        publications: Publications concerned.
        lines: Of the findings, those of this page.
        by_passage: Its findings count passages.
    """

    code: str
    label: str
    remedy: str
    total: int
    publications: int
    lines: tuple[Line, ...]
    by_passage: bool


@router.get("", response_model=None)
def report(visit: Maintaining) -> HTMLResponse:
    """Counts, then the first findings of each check, of one family or of all."""
    quality = visit.house.upkeep.quality()
    family = visit.asked("famille") if visit.asked("famille") in FAMILIES else ""
    checks = {check.code: check for check in quality.checks}
    codes = [code for name, several in FAMILIES.items() if family in ("", name) for code in several if code in checks]
    values = {
        "heading": messages.QUALITY,
        "quality": quality,
        "family": family,
        "families": messages.FAMILIES,
        "found": [checked(visit, checks[code], 0, FIRST) for code in codes if checks[code].findings],
        "fine": [CHECKS[code][0] for code in codes if not checks[code].findings],
        "findings_total": sum(len(check.findings) for check in quality.checks),
        "concerned": concerned(quality),
        "by_family": {name: sum(len(checks[c].findings) for c in of if c in checks) for name, of in FAMILIES.items()},
    }
    return shown(visit, "quality.html", values)


@router.get("/{code}", response_model=None)
def one(visit: Maintaining, code: str) -> HTMLResponse:
    """All findings of a check."""
    quality = visit.house.upkeep.quality()
    check = next((each for each in quality.checks if each.code == code), None)
    if check is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    page = min(page_of(visit), last_page(len(check.findings), PAGE_SIZE))
    values = {
        "heading": CHECKS[code][0],
        "quality": quality,
        "check": checked(visit, check, (page - 1) * PAGE_SIZE, PAGE_SIZE),
        "page": page,
        "last": last_page(len(check.findings), PAGE_SIZE),
    }
    return shown(visit, "check.html", values)


def concerned(quality: Quality) -> int:
    """Publications about which something was found."""
    return len({finding.doc for check in quality.checks for finding in check.findings})


def checked(visit: Visit, check: Check, offset: int, limit: int) -> Checked:
    """A check with a part of its findings."""
    label, remedy = CHECKS[check.code]
    return Checked(
        code=check.code,
        label=label,
        remedy=remedy,
        total=len(check.findings),
        publications=check.publications,
        lines=tuple(_line(visit, check.code, finding) for finding in check.findings[offset : offset + limit]),
        by_passage=check.code in BY_PASSAGE,
    )


def _line(visit: Visit, code: str, found: Finding) -> Line:
    index = visit.house.assistant.index
    other = index.documents.get(found.other)
    return Line(
        found,
        Place(found.doc, found.title, _opens(visit, found.doc)),
        Place(found.other, other.metadata.title, _opens(visit, found.other)) if other else None,
        messages.RELATIONS.get(code, "") if other else "",
    )


def _opens(visit: Visit, doc: str) -> bool:
    """Those for the team alone are not in « Ressources »."""
    document = visit.house.assistant.index.documents.get(doc)
    return document is not None and not document.internal
