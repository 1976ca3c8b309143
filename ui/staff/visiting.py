"""A visit of a page by a member of the staff: what they send, how they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from assistant.accounts.rights import Right
from ui.site.calling import TOKEN_FIELD, opened, token_checked
from ui.site.visiting import House, Visit
from ui.staff import messages
from ui.staff.services import Services
from ui.staff.showing import common

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from fastapi.responses import HTMLResponse, RedirectResponse

BASE: Final = "/sollicitations"
MOST_FILES: Final = 50
MOST_FIELDS: Final = 5000
LONGEST_FIELD: Final = 1024 * 1024
"""Bytes of a field of a form that is not a file."""
WARNINGS: Final = frozenset({"rien-choisi", "parution-passee", "inchange"})
"""Codes of `messages.DONE` that tell of something that was not done."""


@dataclass(frozen=True, slots=True)
class StaffVisit(Visit):
    """A member of the staff at a page.

    Attributes:
        services: What the page calls.
    """

    services: Services

    @property
    def name(self) -> str:
        """Under which changes are signed."""
        return self.caller.name

    def page(self, template: str, values: Mapping[str, object] | None = None, status: int = 200) -> HTMLResponse:
        """A page of the staff's, with what all of them need; `?fait=` says what was done."""
        done = self.asked("fait")
        around = {
            **common(),
            "today": self.services.today(),
            "done": messages.DONE.get(done, ""),
            "warned": done in WARNINGS,
            "problem": "",
        }
        return self.show(f"staff/{template}", {**around, **(values or {})}, status)

    def led(self, path: str, done: str = "", **values: object) -> RedirectResponse:
        """After a form: to a page of the staff's, which says what was done.

        Args:
            path: Below the staff's pages (`/message/S-2026-0001`).
            done: A code of `messages.DONE`.
            values: Of the address.
        """
        return self.go(f"{BASE}{path}", **values, fait=done)


@dataclass(frozen=True, slots=True)
class Act(StaffVisit):
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


def services_of(house: House) -> Services:
    """What the pages call: made once, of the application's own reception, which it opens and closes itself."""
    held = house.app.state
    if not hasattr(held, "staff"):
        held.staff = Services(lambda: held.reception)
    made: Services = held.staff
    return made


def seeing(visit: Annotated[Visit, Depends(opened(Right.TEAM))]) -> StaffVisit:
    """A visit of somebody of the team, whose name can then be given solicitations."""
    services = services_of(visit.house)
    services.know(visit.caller.name)
    return StaffVisit(visit.request, visit.house, visit.caller, services)


async def sent(request: Request) -> AsyncIterator[FormData]:
    """The form of a request, its files closed at the end.

    Raises:
        HTTPException: 400, where it is not one.
    """
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD) as form:
        yield form


Seeing = Annotated[StaffVisit, Depends(seeing)]
Sent = Annotated[FormData, Depends(sent)]


def acting(visit: Seeing, form: Sent) -> Act:
    """A form that was sent.

    Raises:
        TokenMissing: Without the session's.
    """
    given = form.get(TOKEN_FIELD, "")
    token_checked(visit, given if isinstance(given, str) else "")
    act = Act(visit.request, visit.house, visit.caller, visit.services, form)
    visit.request.state.act = act  # what was typed is handed back when somebody else changed the same thing
    return act


Acting = Annotated[Act, Depends(acting)]
