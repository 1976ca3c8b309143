"""The sheet of an added publication: what is in its file, what is told of it; replaced, superseded, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form, Path

from assistant.maintenance.describing import LONGEST, MOST_THEMES, Description
from assistant.maintenance.standing import Standing
from indexer.errors import PublicationFieldInvalid, PublicationNotFound, ReperesError
from indexer.messages import sentence
from indexer.reading import SUPPORTED
from indexer.vocabulary import kinds, themes
from ui.administration import messages
from ui.administration.indexing import pending
from ui.administration.sending import Sending  # noqa: TC001 — FastAPI reads the types of what it calls
from ui.administration.visits import Keeping, Maintaining, shown, signed
from ui.typography import volume

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

    from assistant.maintenance.checking import Checked
    from assistant.maintenance.standing import Publication
    from indexer.documents import Metadata
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/publications/fiche/{identifier}")

Identifier = Annotated[str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=200)]
Text = Annotated[str, Form(max_length=2000)]
Several = Annotated[list[str] | None, Form()]


@router.get("", response_model=None)
def sheet(visit: Maintaining, identifier: Identifier) -> HTMLResponse:
    """All of it."""
    return told(visit, identifier)


@router.post("", response_model=None)
def describe(
    visit: Keeping,
    identifier: Identifier,
    title: Text = "",
    kind: Text = "",
    publisher: Text = "",
    date: Text = "",
    theme: Several = None,
    territory: Text = "",
    official_url: Text = "",
    licence: Text = "",
    interne: Text = "",
) -> HTMLResponse | RedirectResponse:
    """Changes what is told of it."""
    typed = Description(
        title=title,
        kind=kind,
        publisher=publisher,
        date=date,
        themes=tuple(theme or ()),
        territory=territory,
        official_url=official_url,
        licence=licence,
        internal=bool(interne),
    )
    try:
        visit.house.upkeep.describe(identifier, typed, signed(visit))
    except PublicationNotFound:
        raise
    except ReperesError as error:
        return told(visit, identifier, typed=typed, error=error)
    return _back(visit, identifier, "fiche-enregistree")


@router.post("/fichier", response_model=None)
def replace(sent: Sending, identifier: Identifier) -> HTMLResponse | RedirectResponse:
    """Another version of its file takes the place of the one that is there."""
    visit = sent.visit
    if not sent.files:
        return told(visit, identifier, file_error=messages.NO_FILE)
    name, stream = sent.files[0]
    try:
        visit.house.upkeep.replace(identifier, stream, name, signed(visit))
    except PublicationNotFound:
        raise
    except ReperesError as error:
        return told(visit, identifier, file_error=sentence(error))
    return _back(visit, identifier, "fichier-remplace")


@router.post("/remplacante", response_model=None)
def supersede(visit: Keeping, identifier: Identifier, remplacante: Text = "") -> HTMLResponse | RedirectResponse:
    """Says which other publication supersedes it."""
    try:
        visit.house.upkeep.supersede(identifier, remplacante, signed(visit))
    except PublicationNotFound:
        raise
    except ReperesError as error:
        return told(visit, identifier, error=error)
    return _back(visit, identifier, "remplacante")


@router.get("/retirer", response_model=None)
def withdrawing(visit: Maintaining, identifier: Identifier) -> HTMLResponse:
    """Before it is withdrawn: what that means, and why it is."""
    return asked_why(visit, identifier)


@router.post("/retirer", response_model=None)
def withdraw(visit: Keeping, identifier: Identifier, motif: Text = "") -> HTMLResponse | RedirectResponse:
    """Withdraws it."""
    try:
        visit.house.upkeep.withdraw(identifier, signed(visit), motif)
    except PublicationNotFound:
        raise
    except ReperesError as error:
        return asked_why(visit, identifier, reason=motif, error=error)
    return visit.go("/administration/publications", vue="retirees", fait="publication-retiree")


def asked_why(visit: Visit, identifier: str, *, reason: str = "", error: ReperesError | None = None) -> HTMLResponse:
    """The page before a withdrawal, with what is wrong with what was typed."""
    values = {
        "heading": "Retirer une publication",
        "publication": visit.house.upkeep.publication(identifier),
        "reason": reason,
        "longest": LONGEST,
        **wrong(error),
    }
    return shown(visit, "withdrawing.html", values, 422 if error else 200)


def told(
    visit: Visit,
    identifier: str,
    *,
    typed: Description | None = None,
    error: ReperesError | None = None,
    file_error: str = "",
) -> HTMLResponse:
    """The sheet, with what was typed, and beside it what is wrong with it."""
    publication = visit.house.upkeep.publication(identifier)
    checked, unread = _checked(visit, publication)
    index = visit.house.assistant.index
    values = {
        **pending(visit),
        **wrong(error),
        "heading": publication.title,
        "publication": publication,
        "standing": messages.STANDINGS[publication.standing],
        "size": volume(publication.bytes),
        "typed": typed or publication.description,
        "checked": checked,
        "unread": unread,
        "known": _known(visit, publication, checked),
        "fields": messages.FIELDS,
        "kinds": kinds(),
        "themes": themes(),
        "most_themes": MOST_THEMES,
        "longest": LONGEST,
        "others": [each for each in visit.house.upkeep.publications() if each.identifier != identifier],
        "publishers": sorted({each.metadata.publisher for each in index.documents.values()} - {""}),
        "types": ", ".join(SUPPORTED),
        "most_megabytes": visit.house.settings.upload_megabytes,
        "file_error": file_error,
    }
    return shown(visit, "sheet.html", values, 422 if error or file_error else 200)


def wrong(error: ReperesError | None) -> dict[str, object]:
    """What is wrong with a form: one field of it, or all of it."""
    if not isinstance(error, PublicationFieldInvalid):
        return {"wrong": "", "why": sentence(error) if error else ""}
    field = {"year": "date"}.get(str(error.values["field"]), str(error.values["field"]))
    detail = str(error.values["detail"])
    return {"wrong": field, "why": f"{detail[:1].upper()}{detail[1:]}."}


def _checked(visit: Visit, publication: Publication) -> tuple[Checked | None, str]:
    """What is in a file that is not served as it is; why it cannot be read."""
    if publication.standing is Standing.INDEXED:
        return None, ""
    try:
        return visit.house.upkeep.added.checked(publication.identifier), ""
    except ReperesError as error:
        return None, sentence(error)


def _known(visit: Visit, publication: Publication, checked: Checked | None) -> Metadata | None:
    """What is read off the file, which stands where nothing is told."""
    if checked is not None:
        return checked.known
    document = visit.house.assistant.index.documents.get(publication.doc)
    return document.metadata if document else None


def _back(visit: Visit, identifier: str, done: str) -> RedirectResponse:
    return visit.go(f"/administration/publications/fiche/{identifier}", fait=done)
