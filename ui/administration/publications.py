"""Publications: those that were added here, those of the folders, those that were withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from fastapi import APIRouter

from assistant.maintenance.standing import Standing
from indexer.errors import IndexStateError
from indexer.file_names import readable
from indexer.french import words
from indexer.index import current_manifest
from indexer.messages import sentence
from ui.administration import messages
from ui.administration.indexing import pending
from ui.administration.visits import Maintaining, last_page, page_of, shown
from ui.typography import volume

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.responses import HTMLResponse

    from indexer.documents import Document
    from ui.site.visiting import Visit

T = TypeVar("T")

router: Final = APIRouter(prefix="/publications")

ON_A_PAGE: Final = 20
VIEWS: Final = ("ajoutees", "dossiers", "retirees")
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A page of a list: what is on it, how many there are in all, which page of how many."""

    items: Sequence[T]
    total: int
    page: int
    last: int


@router.get("", response_model=None)
def listing(visit: Maintaining) -> HTMLResponse:
    """One of the three lists."""
    view = visit.asked("vue") if visit.asked("vue") in VIEWS else VIEWS[0]
    wanted = visit.asked("q")[:LONGEST]
    values: dict[str, object] = {
        **pending(visit),
        "heading": "Publications",
        "view": view,
        "wanted": wanted,
        "standing": "",
        "trouble": "",
        "volume": volume,
        "standings": messages.STANDINGS,
    }
    if view == "dossiers":
        values |= _of_folders(visit, wanted)
    elif view == "retirees":
        aside = visit.house.upkeep.added.withdrawn()
        values["part"] = part(visit, [each for each in aside if has(wanted, each.description.title, each.file)])
    else:
        values |= _added(visit, wanted)
    return shown(visit, "publications.html", values)


def has(wanted: str, *told: str) -> bool:
    """Whether all words that are wanted are told."""
    return set(words(wanted)) <= set(words(" ".join(told)))


def part(visit: Visit, found: Sequence[T]) -> Part[T]:
    """The page of a list that is asked for."""
    last = last_page(len(found), ON_A_PAGE)
    page = min(page_of(visit), last)
    return Part(found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], len(found), page, last)


def _added(visit: Visit, wanted: str) -> dict[str, object]:
    standing = visit.asked("etat") if visit.asked("etat") in set(Standing) else ""
    found = [
        each
        for each in visit.house.upkeep.publications()
        if has(wanted, each.title, each.file) and standing in ("", each.standing)
    ]
    return {"part": part(visit, found), "standing": standing}


def _of_folders(visit: Visit, wanted: str) -> dict[str, object]:
    """What serves and was not added here; it is changed where it comes from."""
    own = str(visit.house.upkeep.added.folder.resolve())
    found: list[Document] = []
    trouble = ""
    try:
        documents = current_manifest(visit.house.upkeep.data_dir).documents
    except IndexStateError as error:
        trouble = sentence(error)
    else:
        found = [each for each in documents if each.source != own and has(wanted, each.metadata.title, each.doc)]
    return {"part": part(visit, found), "trouble": trouble, "folder": _folder}


def _folder(document: Document) -> str:
    return readable(Path(document.source).name)
