"""« Annuaire »: organisations to point to, and the persons who agreed to be named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from assistant.solicitations import directory, directory_file
from assistant.solicitations.messages_fr import KINDS
from indexer.errors import DirectoryEntryNotFound, ReperesError, SolicitationFieldInvalid
from indexer.french import words
from indexer.messages import sentence
from indexer.vocabulary import themes
from ui.staff.forms import day_of, place_of
from ui.staff.showing import place
from ui.staff.visiting import Act, Acting, Seeing, StaffVisit

if TYPE_CHECKING:
    from assistant.solicitations.directory import Imported, Organisation

router = APIRouter(prefix="/annuaire")

LARGEST_FILE: Final = 5 * 1024 * 1024


@router.get("")
def entries(visit: Seeing) -> HTMLResponse:
    """The directory, whole or searched."""
    return _list(visit)


@router.get("/organisation")
def organisation(visit: Seeing) -> HTMLResponse:
    """The form of an organisation: a new one, or the one named."""
    name = visit.asked("nom")
    return _edit(visit, _named(visit, name) if name else None)


@router.post("/organisation")
def keep(act: Acting) -> Response:
    """Adds an organisation, or changes one."""
    before = act.text("avant")
    try:
        entry = _typed(act)
        if before:
            directory.rename(act.services.queue, before, entry)
        else:
            _refuse_known(act, entry.name)
            directory.put(act.services.queue, [entry])
    except SolicitationFieldInvalid as error:
        return _edit(act, _named(act, before) if before else None, problem=sentence(error), typed=act)
    return act.led("/annuaire", "organisation")


@router.post("/oter")
def remove(act: Acting) -> Response:
    """Removes an organisation, when somebody confirmed it."""
    if act.text("confirmer") != "oui":
        return act.led("/annuaire", "inchange")
    directory.remove(act.services.queue, act.text("nom"))
    return act.led("/annuaire", "organisation-otee")


@router.post("/importer")
def imported(act: Acting) -> Response:
    """Brings in a CSV file; nothing when one of its lines is refused, and the page says which."""
    files = act.files("fichier")
    if act.text("faire") == "fournies":
        return _list(act, done=directory.put(act.services.queue, directory_file.shipped()))
    if not files:
        return act.led("/annuaire", "rien-choisi")
    data = files[0].file.read(LARGEST_FILE)
    try:
        done = directory_file.import_organisations(act.services.queue, data, (files[0].filename or "")[-200:])
    except ReperesError as error:
        return _list(act, refused=sentence(error), status=422)
    return _list(act, done=done)


@router.post("/contact")
def contact(act: Acting) -> Response:
    """Enters a person, with the day and the way of their consent."""
    consented = day_of(act.text("accord-le"), "accord-le")
    if consented is None:
        raise SolicitationFieldInvalid(field="accord-le", value="", allowed="2026-03-12")
    entry = directory.Contact(
        name=act.text("nom"),
        consent_on=consented,
        consent_how=act.text("accord"),
        function=act.text("fonction"),
        email=act.text("courriel"),
        phone=act.text("telephone"),
        note=act.text("note"),
        organisation=act.text("organisation"),
    )
    directory.add_contact(act.services.queue, entry, author=act.name)
    return act.led("/annuaire", "contact")


@router.post("/contact/oter")
def remove_contact(act: Acting) -> Response:
    """Removes a person, at once."""
    given = act.text("numero")
    if not (given.isascii() and given.isdigit()):
        raise DirectoryEntryNotFound(entry=given[:100])
    directory.remove_contact(act.services.queue, int(given[:9]))
    return act.led("/annuaire", "contact-ote")


def _list(visit: StaffVisit, *, done: Imported | None = None, refused: str = "", status: int = 200) -> HTMLResponse:
    asked, theme = visit.asked("q")[:200], visit.asked("theme")
    known = directory.organisations(visit.services.queue)
    values = {
        "found": [each for each in known if _has(each, asked) and (not theme or theme in each.themes)],
        "total": len(known),
        "names": [(each.name, each.name) for each in known],
        "contacts": directory.contacts(visit.services.queue),
        "asked": asked,
        "asked_theme": theme,
        "imported": done,
        "refused": refused,
    }
    return visit.page("directory.html", values, status)


def _has(entry: Organisation, asked: str) -> bool:
    """Whether each word asked begins one of an organisation's."""
    labels = [KINDS.get(code, code) for code in entry.kinds] + [place(code) for code in entry.territories]
    held = words(" ".join([entry.name, entry.role, entry.note, *labels]))
    return all(any(word.startswith(wanted) for word in held) for wanted in words(asked))


def _edit(
    visit: StaffVisit, entry: Organisation | None, *, problem: str = "", typed: Act | None = None
) -> HTMLResponse:
    places = ", ".join(map(place, entry.territories)) if entry else ""
    shown = {
        "nom": entry.name if entry else "",
        "role": entry.role if entry else "",
        "territoires": places,
        "page": entry.page if entry else "",
        "courriel": entry.email if entry else "",
        "note": entry.note if entry else "",
        "source": entry.source if entry else "",
    }
    if typed:
        shown = {name: typed.text(name) for name in shown}
    values = {
        "entry": entry,
        "shown": shown,
        "problem": problem,
        "chosen_kinds": typed.texts("genre") if typed else (entry.kinds if entry else ()),
        "chosen_themes": typed.texts("theme") if typed else (entry.themes if entry else ()),
    }
    return visit.page("organisation.html", values, 422 if problem else 200)


def _named(visit: StaffVisit, name: str) -> Organisation:
    key = directory.key_of(name)
    known = directory.organisations(visit.services.queue)
    found = next((each for each in known if directory.key_of(each.name) == key), None)
    if found is None:
        raise DirectoryEntryNotFound(entry=name[:100])
    return found


def _refuse_known(act: Act, name: str) -> None:
    known = directory.organisations(act.services.queue)
    if any(directory.key_of(each.name) == directory.key_of(name) for each in known):
        raise SolicitationFieldInvalid(field="nom", value=name[:100], allowed="…")


def _typed(act: Act) -> Organisation:
    codes = []
    for name in filter(None, map(str.strip, act.text("territoires").replace(";", ",").split(","))):
        found = place_of(name)
        if isinstance(found, str) or found is None:
            raise SolicitationFieldInvalid(field="territoires", value=name[:100], allowed=found or "…")
        codes.append(found.code)
    return directory.Organisation(
        name=act.text("nom"),
        role=act.text("role"),
        kinds=tuple(code for code in act.texts("genre") if code in KINDS),
        themes=tuple(slug for slug in act.texts("theme") if slug in themes()),
        territories=tuple(codes),
        page=act.text("page"),
        email=act.text("courriel"),
        note=act.text("note"),
        source=act.text("source"),
    )
