"""Routes of the index: its state, its generations, going back to one, what the last indexing could not read."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.maintenance.jobs import JobOut, job_out
from assistant.api.maintenance.pages import page_response
from assistant.api.maintenance.reaching import PREFIX, UNKNOWN, Kept, Part, Signed
from assistant.api.paging import PartOut, tell_parts
from assistant.maintenance.generations import one
from indexer.file_names import readable

if TYPE_CHECKING:
    from assistant.maintenance.generations import Changes, Generation
    from assistant.maintenance.reports import Told
    from assistant.maintenance.state import IndexState
    from indexer.documents import Document
    from indexer.manifest import Manifest

NAME: Final = r"^[0-9A-Za-z-]{1,80}$"
GenerationName = Annotated[str, Path(pattern=NAME, description="Nom de la génération.")]


class StateOut(BaseModel):
    """The state of the index."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "generation": "20261123T084512345678-0a1b2c3d-4321",
                    "built_at": "2026-11-23T08:45:12Z",
                    "served_since": "2026-11-23T08:45:40Z",
                    "documents": 69,
                    "internal_documents": 2,
                    "passages": 950,
                    "embedding_model": "embedded:multilingual-e5-small",
                    "configured_model": "embedded:multilingual-e5-small",
                    "answering": "20261123T084512345678-0a1b2c3d-4321",
                    "follows": True,
                    "sources": ["/srv/reperes/corpus", "/srv/reperes/.reperes/added"],
                    "jobs": [],
                    "indexed_elsewhere": False,
                    "bytes": {"generations": 9300000, "vectors.sqlite": 6000000, "originals": 2400000},
                    "free_bytes": 52000000000,
                }
            ]
        }
    )

    generation: str = Field(description="Génération publiée ; vide s’il n’y en a aucune de lisible.")
    built_at: dt.datetime | None = Field(description="Quand elle a été construite.")
    served_since: dt.datetime | None = Field(description="Quand elle a été mise en service.")
    documents: int
    internal_documents: int = Field(description="Publications réservées à l’équipe, parmi elles.")
    passages: int
    embedding_model: str = Field(description="Modèle avec lequel elle a été construite.")
    configured_model: str = Field(description="Modèle que nomment les réglages ; s’il diffère, indexez de nouveau.")
    answering: str = Field(description="Génération d’où ce serveur tire ses réponses.")
    follows: bool = Field(
        description="Faux si la génération publiée n’a pas pu être ouverte : le journal dit pourquoi."
    )
    sources: list[str] = Field(description="Dossiers indexés.")
    jobs: list[JobOut] = Field(description="Travaux en cours ou en attente.")
    indexed_elsewhere: bool = Field(description="Une indexation lancée en ligne de commande est en cours.")
    bytes: dict[str, int] = Field(description="Octets de chaque entrée du dossier de données, la plus grosse d’abord.")
    free_bytes: int = Field(description="Octets libres sur le disque.")


class GenerationOut(BaseModel):
    """A generation that is kept."""

    generation: str
    served: bool = Field(description="C’est elle qui est en service.")
    built_at: dt.datetime
    documents: int
    passages: int
    embedding_model: str
    bytes: int = Field(description="Octets sur le disque, fichiers d’origine à part.")
    against: str = Field(
        description="Génération précédente, à laquelle elle est comparée ; vide si aucune n’est gardée."
    )
    added: int
    changed: int
    removed: int


class GenerationsOut(PartOut):
    """The generations that are kept, newest first."""

    generations: list[GenerationOut]


class ChangedOut(BaseModel):
    """A publication that came, changed or went."""

    doc: str
    title: str


class ChangesOut(BaseModel):
    """How a generation differs from the one before."""

    generation: str
    against: str = Field(description="Vide si la précédente n’est plus gardée : les listes sont alors vides.")
    added: list[ChangedOut]
    changed: list[ChangedOut]
    removed: list[ChangedOut]


class RollbackIn(BaseModel):
    """Which generation to put back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"generation": ""}]})

    generation: str = Field(
        default="",
        pattern=r"^[0-9A-Za-z-]{0,80}$",
        description="Son nom ; vide : celle d’avant celle qui est en service.",
    )


class ServedOut(BaseModel):
    """What is served from now on."""

    generation: str
    documents: int
    passages: int


class ToldOut(BaseModel):
    """What is told of a file."""

    doc: str
    reason: str = Field(description="Pourquoi, et que faire.")
    code: str = Field(default="", description="Pour une remarque : blind, garbled, twin…")


class FailuresOut(BaseModel):
    """What the last indexing could not read, left aside or remarked; all is empty when there was none."""

    at: dt.datetime | None = Field(description="Fin de cette indexation.")
    page: str = Field(description="Adresse de son compte rendu ; vide s’il n’y en a pas.")
    failed: list[ToldOut] = Field(description="Fichiers en échec.")
    skipped: list[ToldOut] = Field(description="Fichiers laissés de côté.")
    remarks: list[ToldOut] = Field(description="À savoir des publications servies.")


def index_router() -> APIRouter:
    """`/state`, `/generations`, `/rollback`, `/failures`."""
    router = APIRouter()

    @router.get("/state", summary="Lire l’état de l’index")
    def get_index_state(upkeep: Kept) -> StateOut:
        return state_out(upkeep.state())

    @router.get("/generations", summary="Lister les générations gardées, la plus récente d’abord")
    def list_generations(upkeep: Kept, part: Part, request: Request, response: Response) -> GenerationsOut:
        several = upkeep.generations()
        shown = several[part.offset : part.offset + part.limit]
        told = GenerationsOut(
            total=len(several), **part.model_dump(), generations=[generation_out(each) for each in shown]
        )
        tell_parts(request, response, told, upkeep.public_url)
        return told

    @router.get(
        "/generations/{generation}/changes",
        summary="Lire ce qu’une génération a ajouté, modifié, retiré",
        responses=UNKNOWN,
    )
    def get_generation_changes(generation: GenerationName, upkeep: Kept) -> ChangesOut:
        found = one(upkeep.data_dir, generation)
        return changes_out(found.manifest, found.changes)

    @router.post("/rollback", summary="Remettre en service une génération précédente", responses=UNKNOWN)
    def put_generation_back(upkeep: Kept, by: Signed, wanted: RollbackIn | None = None) -> ServedOut:
        manifest = upkeep.roll_back(wanted.generation if wanted else "", by)
        return ServedOut(generation=manifest.generation, documents=len(manifest.documents), passages=manifest.passages)

    @router.get("/failures", summary="Lire ce que la dernière indexation n’a pas pu prendre")
    def get_index_failures(upkeep: Kept) -> FailuresOut:
        report = upkeep.failures()
        if report is None:
            return FailuresOut(at=None, page="", failed=[], skipped=[], remarks=[])
        return FailuresOut(
            at=report.at,
            page=f"{PREFIX}/failures/report",
            failed=told_out(report.failed),
            skipped=told_out(report.skipped),
            remarks=told_out(report.remarks),
        )

    @router.get(
        "/failures/report",
        summary="Ouvrir le compte rendu de la dernière indexation, en HTML",
        response_class=FileResponse,
        responses={200: {"content": {"text/html": {}}}, **UNKNOWN},
    )
    def get_index_report(upkeep: Kept) -> FileResponse:
        report = upkeep.failures()
        return page_response(upkeep.data_dir, report.page if report else "")

    return router


def state_out(state: IndexState) -> StateOut:
    """The state as others read it."""
    manifest = state.manifest
    return StateOut(
        generation=manifest.generation if manifest else "",
        built_at=dt_of(manifest),
        served_since=state.since,
        documents=len(manifest.documents) if manifest else 0,
        internal_documents=state.internal,
        passages=manifest.passages if manifest else 0,
        embedding_model=manifest.embedding_model if manifest else "",
        configured_model=state.configured_model,
        answering=state.answering,
        follows=state.follows,
        sources=list(map(readable, manifest.sources)) if manifest else [],
        jobs=[job_out(job) for job in state.jobs],
        indexed_elsewhere=state.elsewhere,
        bytes=dict(state.bytes),
        free_bytes=state.free_bytes,
    )


def dt_of(manifest: Manifest | None) -> dt.datetime | None:
    """When a generation was built."""
    from datetime import datetime

    return datetime.fromisoformat(manifest.built_at) if manifest else None


def generation_out(generation: Generation) -> GenerationOut:
    """A generation as others read it."""
    manifest, changes = generation.manifest, generation.changes
    built_at = dt_of(manifest)
    assert built_at is not None
    return GenerationOut(
        generation=manifest.generation,
        served=generation.served,
        built_at=built_at,
        documents=len(manifest.documents),
        passages=manifest.passages,
        embedding_model=manifest.embedding_model,
        bytes=generation.bytes,
        against=changes.against,
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
    )


def changes_out(manifest: Manifest, changes: Changes) -> ChangesOut:
    """Differences as others read them."""
    return ChangesOut(
        generation=manifest.generation,
        against=changes.against,
        added=[_changed(document) for document in changes.added],
        changed=[_changed(document) for document in changes.changed],
        removed=[_changed(document) for document in changes.removed],
    )


def told_out(several: tuple[Told, ...]) -> list[ToldOut]:
    """What is told of files, as others read it."""
    return [ToldOut(doc=told.doc, reason=told.reason, code=told.code) for told in several]


def _changed(document: Document) -> ChangedOut:
    return ChangedOut(doc=document.doc, title=document.metadata.title)
