"""A visit of a page by a member of the staff: who it is, what they ask, how they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from assistant.accounts.drawing import same
from assistant.accounts.messages_fr import RIGHT_NAMES
from assistant.accounts.rights import Caller, Right
from assistant.api.access import visitor
from assistant.api.placing import base_path
from indexer.errors import RightMissing, TokenMissing
from ui.site.addresses import address
from ui.site.calling import TOKEN_FIELD
from ui.staff import messages
from ui.staff.services import Services
from ui.staff.showing import BASE, page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

MOST_FILES: Final = 50
MOST_FIELDS: Final = 5000
LONGEST_FIELD: Final = 1024 * 1024
"""Bytes of a field of a form that is not a file."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A member of the staff at a page."""

    request: Request
    services: Services
    caller: Caller

    @property
    def name(self) -> str:
        """Under which changes are signed."""
        return self.caller.name

    def asked(self, name: str) -> str:
        """A value of the address, or of the search form; empty when it is not there."""
        return self.request.query_params.get(name, "").strip()

    def show(self, template: str, values: Mapping[str, object] | None = None, status: int = 200) -> HTMLResponse:
        """A page, with what all pages need."""
        done = self.asked("fait")
        common = {
            **frame(self.request, self.services, self.caller),
            "today": self.services.today(),
            "done": messages.DONE.get(done, ""),
            "warned": done in messages.WARNINGS,
        }
        return HTMLResponse(page(template, {**common, **(values or {})}), status)

    def go(self, path: str, done: str = "", **values: str) -> RedirectResponse:
        """After a form: to a page, which says what was done.

        Args:
            path: Below the staff's pages (`/message/S-2026-0001`).
            done: A code of `messages.DONE`.
            values: Of the address.
        """
        root = base_path(self.services.settings)
        return RedirectResponse(address(root, f"{BASE}{path}", {**values, "fait": done}), 303)


@dataclass(frozen=True, slots=True)
class Act(Visit):
    """A member of the staff who sends a form; its token is the session's."""

    form: FormData

    def text(self, name: str) -> str:
        """A field; empty when it is not there. Line breaks are levelled, as browsers send them in two signs."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """All values of a field that may have several."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def files(self, name: str) -> list[UploadFile]:
        """Files of a field; those that a browser sends for no file at all are left out."""
        return [value for value in self.form.getlist(name) if isinstance(value, UploadFile) and value.filename]

    @property
    def version(self) -> int | None:
        """Of the solicitation as its page showed it."""
        given = self.text("version")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None  # noqa: PLR2004 — an int


def services_of(request: Request) -> Services:
    """What the application was mounted with."""
    held: Services = request.app.state.services
    return held


def frame(request: Request, services: Services, caller: Caller | None) -> dict[str, object]:
    """What the frame of a page needs, whoever asks.

    Args:
        request: Theirs.
        services: What the pages were mounted with.
        caller: Who they are; `None` for whoever may not see these pages.
    """
    root = base_path(services.settings)
    return {
        "root": root,
        "base": f"{root}{BASE}",
        "me": caller.name if caller else "",
        "token": caller.token if caller else "",
        "path": request.url.path.removeprefix(root),
    }


def of_the_team(request: Request) -> Caller | None:
    """Who has a session, and the right to see these pages."""
    caller = visitor(request)
    return caller if caller and caller.may(Right.TEAM) else None


def seeing(request: Request) -> Visit:
    """A visit of somebody of the team, whose name can then be given solicitations.

    Raises:
        HTTPException: 303, to sign in.
        RightMissing: They are known, and may not.
    """
    services, caller = services_of(request), visitor(request)
    if caller is None:
        root = base_path(services.settings)
        path = request.url.path.removeprefix(root)
        wanted = f"{path}?{request.url.query}" if request.url.query else path
        suite = wanted if request.method == "GET" else BASE
        raise HTTPException(303, headers={"Location": address(root, "/connexion", {"suite": suite})})
    if not caller.may(Right.TEAM):
        raise RightMissing(right=RIGHT_NAMES[Right.TEAM])
    services.know(caller.name)
    return Visit(request, services, caller)


async def sent(request: Request) -> AsyncIterator[FormData]:
    """The form of a request, its files closed at the end.

    Raises:
        HTTPException: 400, where it is not one.
    """
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD) as form:
        yield form


Seeing = Annotated[Visit, Depends(seeing)]
Sent = Annotated[FormData, Depends(sent)]


def acting(visit: Seeing, form: Sent) -> Act:
    """A form that was sent.

    Raises:
        TokenMissing: Without the session's.
    """
    given = form.get(TOKEN_FIELD, "")
    if not isinstance(given, str) or not same(given, visit.caller.token):
        raise TokenMissing
    visit.request.state.form = form  # handed back when somebody else changed the same thing
    return Act(visit.request, visit.services, visit.caller, form)


Acting = Annotated[Act, Depends(acting)]
