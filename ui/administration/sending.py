"""Forms with files: read only once whoever sends them is known to have the right, so that strangers fill no disk."""

from __future__ import annotations

from collections.abc import AsyncIterator  # noqa: TC003 — FastAPI reads the types of what it calls
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from assistant.api.maintenance.bodies import FIELD_BYTES, MOST_FILES
from ui.administration.visits import Maintaining  # noqa: TC001 — likewise
from ui.site.calling import TOKEN_FIELD, token_checked

if TYPE_CHECKING:
    from typing import IO

    from ui.site.visiting import Visit

MOST_FIELDS: Final = 40


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that somebody with the right of maintenance sent, with the token of their session."""

    visit: Visit
    form: FormData

    def text(self, name: str) -> str:
        """A field; empty when it is not there."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    @property
    def files(self) -> list[tuple[str, IO[bytes]]]:
        """The files that were chosen, each with its name."""
        several = [each for each in self.form.getlist("fichier") if isinstance(each, UploadFile) and each.filename]
        return [(each.filename or "", each.file) for each in several]


async def sent_form(visit: Maintaining, request: Request) -> AsyncIterator[Sent]:
    """Reads the form; its files are closed once the route is done.

    Raises:
        HTTPException: 413, when it has more files than are taken at once.
        TokenMissing: Another site may have sent it.
    """
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=FIELD_BYTES)
    except HTTPException as error:
        too_many = "Too many files" in str(error.detail)  # Starlette 1.x tells it by its words only
        raise HTTPException(413 if too_many else error.status_code) from error
    try:
        token = form.get(TOKEN_FIELD, "")
        token_checked(visit, token if isinstance(token, str) else "")
        yield Sent(visit, form)
    finally:
        await form.close()


Sending = Annotated[Sent, Depends(sent_form)]
