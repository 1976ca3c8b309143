"""Accounts and invitations, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form

from assistant.accounts.rights import Right
from assistant.accounts.store import PAGE_SIZE
from indexer.errors import InputError
from indexer.messages import sentence
from ui.administration.visits import Administering, Deciding, last_page, page_of, shown
from ui.site.addresses import public_base
from ui.site.calling import Number  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

    from assistant.accounts.kept import NewLink
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/comptes")

Text = Annotated[str, Form(max_length=300)]
Rights = Annotated[list[str] | None, Form()]


@router.get("", response_model=None)
def accounts(visit: Administering) -> HTMLResponse:
    """The accounts, those who were invited, and the form to invite somebody."""
    return listed(visit)


@router.post("/inviter", response_model=None)
def invite(visit: Deciding, login: Text = "", droits: Rights = None) -> HTMLResponse:
    """Makes a link to be sent to somebody: shown once."""
    try:
        made = visit.house.accounts.links.invite(login, droits or [Right.READING], by=visit.caller)
    except InputError as error:
        return listed(visit, trouble=sentence(error), login=login, status=422)
    return listed(visit, link=welcome(visit, made), link_for=made.link.login)


@router.post("/liens/{number}/annuler", response_model=None)
def cancel(visit: Deciding, number: str) -> RedirectResponse:
    """Cancels an invitation."""
    visit.house.accounts.links.cancel(number, by=visit.caller)
    return visit.go("/administration/comptes", fait="lien-annule")


@router.post("/{account}/droits", response_model=None)
def rights(visit: Deciding, account: Number, droits: Rights = None) -> HTMLResponse | RedirectResponse:
    """Changes what somebody may do."""
    try:
        visit.house.accounts.change_rights(account, droits or [], by=visit.caller)
    except InputError as error:
        return listed(visit, trouble=sentence(error), status=422)
    return visit.go("/administration/comptes", fait="droits")


@router.post("/{account}/lien", response_model=None)
def link(visit: Deciding, account: Number) -> HTMLResponse:
    """Makes a link by which somebody chooses their password again: shown once."""
    made = visit.house.accounts.links.reset(account, by=visit.caller)
    return listed(visit, link=welcome(visit, made), link_for=made.link.login)


@router.post("/{account}/{deed}", response_model=None)
def change(visit: Deciding, account: Number, deed: str) -> HTMLResponse | RedirectResponse:
    """Closes, opens again, deletes or signs out an account."""
    held = visit.house.accounts
    deeds = {
        "fermer": (held.disable, "compte-ferme"),
        "rouvrir": (held.enable, "compte-rouvert"),
        "supprimer": (held.delete, "compte-supprime"),
        "deconnecter": (held.end_sessions, "deconnecte"),
    }
    if deed not in deeds:
        return visit.go("/administration/comptes")
    do, done = deeds[deed]
    try:
        do(account, by=visit.caller)
    except InputError as error:
        return listed(visit, trouble=sentence(error), status=409)
    return visit.go("/administration/comptes", fait=done)


def welcome(visit: Visit, made: NewLink) -> str:
    """The address of a one-time link."""
    return f"{public_base(visit.house.settings, visit.request)}/bienvenue/{made.secret}"


def listed(
    visit: Visit, *, trouble: str = "", login: str = "", link: str = "", link_for: str = "", status: int = 200
) -> HTMLResponse:
    """The page, with a link that was just made, or what is wrong with what was asked."""
    wanted, page = visit.asked("q")[:200], page_of(visit)
    found = visit.house.accounts.list(wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    values = {
        "heading": "Comptes",
        "people": found,
        "links": visit.house.accounts.links.list(),
        "wanted": wanted,
        "page": page,
        "last": last_page(found.total, PAGE_SIZE),
        "trouble": trouble,
        "login": login,
        "link": link,
        "link_for": link_for,
    }
    return shown(visit, "people.html", values, status)
