"""A visit of a page by a member of the staff: who it is, what they ask, how they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from ui.staff import messages
from ui.staff.access import COOKIE, Gate, Session, is_token
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
    session: Session

    @property
    def name(self) -> str:
        """Under which changes are signed."""
        return self.session.name

    def asked(self, name: str) -> str:
        """A value of the address, or of the search form; empty when it is not there."""
        return self.request.query_params.get(name, "").strip()

    def show(self, template: str, values: Mapping[str, object] | None = None, status: int = 200) -> HTMLResponse:
        """A page, with what all pages need."""
        done = self.asked("fait")
        common = {
            "me": self.name,
            "token": self.session.token,
            "path": self.request.url.path,
            "today": self.services.today(),
            "done": messages.DONE.get(done, ""),
            "warned": done in messages.WARNINGS,
        }
        return HTMLResponse(page(template, {**common, **(values or {})}), status)


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


def gate_of(request: Request) -> Gate:
    """Likewise, what lets the staff in."""
    held: Gate = request.app.state.gate
    return held


def entered(request: Request) -> Session:
    """The session of whoever gave the key.

    Raises:
        HTTPException: 303, to the entry.
    """
    session = gate_of(request).session(request.cookies.get(COOKIE, ""))
    if session is None:
        wanted = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
        then = f"?{urlencode({'vers': wanted})}" if request.method == "GET" else ""
        raise HTTPException(303, headers={"Location": f"{BASE}/entrer{then}"})
    return session


def seeing(request: Request) -> Visit:
    """A visit of somebody who is known.

    Raises:
        HTTPException: 303, to the entry, or to where they say who they are.
    """
    session = entered(request)
    if not session.name:
        raise HTTPException(303, headers={"Location": f"{BASE}/qui"})
    return Visit(request, services_of(request), session)


async def sent(request: Request) -> AsyncIterator[FormData]:
    """The form of a request, its files closed at the end.

    Raises:
        HTTPException: 400, where it is not one.
    """
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD) as form:
        yield form


Seeing = Annotated[Visit, Depends(seeing)]
Sent = Annotated[FormData, Depends(sent)]
Entered = Annotated[Session, Depends(entered)]


def acting(visit: Seeing, form: Sent) -> Act:
    """A form that was sent.

    Raises:
        HTTPException: 403, without the session's token.
    """
    given = form.get("jeton", "")
    if not isinstance(given, str) or not is_token(given, visit.session):
        raise HTTPException(403)
    visit.request.state.form = form  # handed back when somebody else changed the same thing
    return Act(visit.request, visit.services, visit.session, form)


Acting = Annotated[Act, Depends(acting)]


def go(path: str, done: str = "", **values: str) -> RedirectResponse:
    """After a form: to a page, which says what was done.

    Args:
        path: Below the staff's pages (`/message/S-2026-0001`).
        done: A code of `messages.DONE`.
        values: Of the address.
    """
    asked = {**values, **({"fait": done} if done else {})}
    query = f"?{urlencode(asked)}" if asked else ""
    return RedirectResponse(f"{BASE}{quote(path)}{query}", 303)
