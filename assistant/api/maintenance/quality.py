"""Routes of the quality of the corpus."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, HTTPException, Path, Request, Response
from pydantic import BaseModel, Field

from assistant.api.maintenance.reaching import UNKNOWN, Kept, Part
from assistant.api.paging import PartOut, tell_parts
from assistant.maintenance.quality.messages import CHECKS

if TYPE_CHECKING:
    from assistant.maintenance.quality.model import Check, Finding, Quality

Code = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$", description=f"L’un de : {', '.join(CHECKS)}.")]
FIRST: Final = 5
"""Findings of each check that are told at once."""


class FindingOut(BaseModel):
    """Something found in a publication."""

    doc: str
    title: str
    detail: str
    page: int | None = Field(description="Première page concernée.")
    other: str = Field(description="Autre publication concernée ; vide s’il n’y en a pas.")
    count: int = Field(description="Combien, dans cette publication.")


class CheckOut(BaseModel):
    """One thing that is looked at."""

    code: str
    label: str
    remedy: str
    total: int = Field(description="Constats.")
    publications: int = Field(description="Publications concernées.")
    share: float = Field(description="Part des publications concernées, de 0 à 1.")
    findings: list[FindingOut]


class FindingsOut(CheckOut, PartOut):
    """One thing that is looked at, with a part of its findings."""


class QualityOut(BaseModel):
    """The quality of what answers are taken from."""

    generation: str
    documents: int
    passages: int
    pages: int
    characters: list[int] = Field(description="Longueur d’un passage : la moindre, la médiane, la plus grande.")
    checks: list[CheckOut] = Field(description=f"Chacun avec ses {FIRST} premiers constats.")


def quality_router() -> APIRouter:
    """The routes under `/quality`."""
    router = APIRouter(prefix="/quality")

    @router.get("", summary="Lire la qualité du fonds : constats et remèdes")
    def get_corpus_quality(upkeep: Kept) -> QualityOut:
        return quality_out(upkeep.quality())

    @router.get("/{code}", summary="Lister tous les constats d’un contrôle", responses=UNKNOWN)
    def list_quality_findings(
        code: Code, upkeep: Kept, part: Part, request: Request, response: Response
    ) -> FindingsOut:
        quality = upkeep.quality()
        check = next((each for each in quality.checks if each.code == code), None)
        if check is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        told = FindingsOut(
            **check_out(check, quality, part.offset, part.limit).model_dump(exclude={"total"}),
            total=len(check.findings),
            offset=part.offset,
            limit=part.limit,
        )
        tell_parts(request, response, told, upkeep.public_url)
        return told

    return router


def quality_out(quality: Quality) -> QualityOut:
    """The quality as others read it."""
    return QualityOut(
        generation=quality.generation,
        documents=quality.documents,
        passages=quality.passages,
        pages=quality.pages,
        characters=list(quality.characters),
        checks=[check_out(check, quality, 0, FIRST) for check in quality.checks],
    )


def check_out(check: Check, quality: Quality, offset: int, limit: int) -> CheckOut:
    """A check as others read it, with some of its findings."""
    label, remedy = CHECKS[check.code]
    return CheckOut(
        code=check.code,
        label=label,
        remedy=remedy,
        total=len(check.findings),
        publications=check.publications,
        share=round(check.publications / quality.documents, 4) if quality.documents else 0.0,
        findings=[_finding(finding) for finding in check.findings[offset : offset + limit]],
    )


def _finding(finding: Finding) -> FindingOut:
    return FindingOut(
        doc=finding.doc,
        title=finding.title,
        detail=finding.detail,
        page=finding.page,
        other=finding.other,
        count=finding.count,
    )
