"""Publications added: by files, or by the address where one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form

from assistant.api.maintenance.bodies import MOST_FILES
from assistant.maintenance.describing import Description
from indexer.errors import PublicationKnown, ReperesError
from indexer.messages import sentence
from indexer.reading import SUPPORTED
from ui.administration import messages
from ui.administration.sending import Sending  # noqa: TC001 — FastAPI reads the types of what it calls
from ui.administration.visits import Keeping, Maintaining, shown, signed

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

    from assistant.maintenance.added import Accepted
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/publications/ajouter")

Address = Annotated[str, Form(max_length=2000)]
Tick = Annotated[str, Form(max_length=10)]


@router.get("", response_model=None)
def adding(visit: Maintaining) -> HTMLResponse:
    """The two forms."""
    return forms(visit)


@router.post("/fichiers", response_model=None)
def by_files(sent: Sending) -> HTMLResponse | RedirectResponse:
    """Files: each is checked; what is refused is told by its name, what is taken is taken."""
    visit, twin = sent.visit, bool(sent.text("jumeau"))
    internal = bool(sent.text("interne"))
    if not sent.files:
        return forms(visit, file_error=messages.NO_FILE, file_internal=internal, status=422)
    accepted: list[Accepted] = []
    refused: list[tuple[str, str]] = []
    known = False
    for name, stream in sent.files:
        try:
            description = Description(internal=internal)
            accepted.append(visit.house.upkeep.add(stream, name, description, signed(visit), twin=twin))
        except ReperesError as error:
            refused.append((name, sentence(error)))
            known = known or isinstance(error, PublicationKnown)
    if refused:
        values = {"accepted": accepted, "refused": refused, "file_known": known, "file_internal": internal}
        return forms(visit, **values, status=422)
    return led_on(visit, accepted)


@router.post("/adresse", response_model=None)
def by_address(
    visit: Keeping, adresse: Address = "", interne: Tick = "", jumeau: Tick = ""
) -> HTMLResponse | RedirectResponse:
    """What stands at an address; it may take a minute to come."""
    typed = {"address": adresse.strip(), "address_internal": bool(interne)}
    if not adresse.strip():
        return forms(visit, **typed, address_error=messages.NO_ADDRESS, status=422)
    try:
        description = Description(internal=bool(interne))
        accepted = visit.house.upkeep.add_address(adresse.strip(), description, signed(visit), twin=bool(jumeau))
    except ReperesError as error:
        known = isinstance(error, PublicationKnown)
        return forms(visit, **typed, address_error=sentence(error), address_known=known, status=422)
    return led_on(visit, [accepted])


def led_on(visit: Visit, accepted: list[Accepted]) -> RedirectResponse:
    """To the sheet of the one that was added, or to the list where there are several."""
    if len(accepted) > 1:
        return visit.go("/administration/publications", fait="publications-ajoutees")
    return visit.go(f"/administration/publications/fiche/{accepted[0].identifier}", fait="publication-ajoutee")


def forms(visit: Visit, *, status: int = 200, **told: object) -> HTMLResponse:
    """The page, with what was typed, and beside it what is wrong with it."""
    values: dict[str, object] = {
        "heading": "Ajouter des publications",
        "types": ", ".join(SUPPORTED),
        "most_megabytes": visit.house.settings.upload_megabytes,
        "most_files": MOST_FILES,
        "accepted": [],
        "refused": [],
        "file_error": "",
        "file_known": False,
        "file_internal": False,
        "address": "",
        "address_error": "",
        "address_known": False,
        "address_internal": False,
    }
    return shown(visit, "adding.html", {**values, **told}, status)
