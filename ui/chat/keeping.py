"""« Mes conversations »: those of a reader who has signed in, listed, searched, opened again, renamed, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Form, Query

from assistant.conversations.store import PAGE_SIZE
from indexer.errors import SignInNeeded
from ui.chat.showing import shown, turns_of
from ui.site.calling import Reading, token_checked
from ui.site.visiting import Visit

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

router: Final = APIRouter(include_in_schema=False)


def known(visit: Reading) -> Visit:
    """A reader with an account.

    Raises:
        SignInNeeded: Nobody is signed in.
    """
    if visit.caller.doubt:
        raise visit.caller.doubt
    if visit.caller.account is None:
        raise SignInNeeded
    return visit


def changing(visit: Known, jeton: Annotated[str, Form()] = "") -> Visit:
    """The same, who sends a form.

    Raises:
        TokenMissing: Without the session's token.
    """
    return token_checked(visit, jeton)


Known = Annotated[Visit, Depends(known)]
Changing = Annotated[Visit, Depends(changing)]


@router.get("/conversations", response_model=None)
def conversations(visit: Known, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> HTMLResponse:
    """The list, the latest first; `?q=` looks for words in questions and answers."""
    wanted = visit.asked("q")[:200]
    found = visit.house.keeping.conversations.list(
        _account(visit), wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE
    )
    values = {
        "heading": "Mes conversations",
        "found": found,
        "wanted": wanted,
        "page": page,
        "last": max(1, -(-found.total // PAGE_SIZE)),
        "done": visit.asked("fait"),
    }
    return visit.show("chat/conversations.html", values)


@router.get("/conversations/{conversation}", response_model=None)
def one(visit: Known, conversation: str) -> HTMLResponse:
    """A conversation, which may be gone on with."""
    kept = visit.house.keeping.conversations.get(_account(visit), conversation)
    return shown(visit, turns_of(visit, kept.exchanges, conversation), conversation=kept.heading)


@router.post("/conversations/{conversation}/renommer", response_model=None)
def rename(visit: Changing, conversation: str, title: Annotated[str, Form()] = "") -> RedirectResponse:
    """Gives it another title."""
    visit.house.keeping.conversations.rename(_account(visit), conversation, title)
    return visit.go("/conversations", fait="renommee")


@router.post("/conversations/{conversation}/supprimer", response_model=None)
def delete(visit: Changing, conversation: str) -> RedirectResponse:
    """Deletes it for good."""
    visit.house.keeping.conversations.delete(_account(visit), conversation)
    return visit.go("/conversations", fait="supprimee")


@router.post("/conversations/tout-supprimer", response_model=None)
def delete_all(visit: Changing) -> RedirectResponse:
    """Deletes them all for good."""
    visit.house.keeping.conversations.delete_all(_account(visit))
    return visit.go("/conversations", fait="toutes-supprimees")


def _account(visit: Visit) -> int:
    assert visit.caller.account is not None  # `known` saw to it
    return visit.caller.account
