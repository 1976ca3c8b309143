"""Files that are sent to be added: a form, streamed to the disk, whose size the route bounds.

Read by hand rather than by FastAPI, so that whoever may not add anything is refused before a byte of it is taken.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from assistant.api.maintenance.shapes import EXAMPLE, DescriptionIn
from indexer.reading import SUPPORTED

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

MOST_FILES: Final = 20
FIELD_BYTES: Final = 16_384
BODY_FACTOR: Final = 4
"""Several files at once may be so many times larger than one."""
FORM: Final = "multipart/form-data"


class FieldsIn(DescriptionIn):
    """The fields of the form beside its files."""

    twin: bool = Field(default=False, description="Ajouter même si le même contenu est déjà là.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent: its files, each with the name that it was given, and its fields."""

    files: tuple[tuple[str, IO[bytes]], ...]
    fields: FieldsIn


async def sent_form(request: Request) -> AsyncGenerator[Sent, None]:
    """Reads a body whose size the route bounds; its files are closed once the route is done.

    Raises:
        RequestValidationError: It is no form with a file, or a field is not of its type.
    """
    if not request.headers.get("content-type", "").lower().startswith(FORM):
        raise _missing()
    async with _form(request) as form:
        files = [(each.filename or "", each.file) for _, each in form.multi_items() if isinstance(each, UploadFile)]
        if not files:
            raise _missing()
        yield Sent(tuple(files), _fields(form))


SentForm = Annotated[Sent, Depends(sent_form)]


def _missing() -> RequestValidationError:
    return RequestValidationError([{"type": "missing", "loc": ("body", "file"), "msg": "", "input": None}])


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    parser = MultiPartParser(
        request.headers, _chunks(request), max_files=MOST_FILES, max_fields=40, max_part_size=FIELD_BYTES
    )
    try:
        form = await parser.parse()
    except MultiPartException as exc:
        raise _missing() from exc
    try:
        yield form
    finally:
        await form.close()


async def _chunks(request: Request) -> AsyncGenerator[bytes, None]:
    async for chunk in request.stream():
        yield chunk


def _fields(form: FormData) -> FieldsIn:
    raw: dict[str, object] = {}
    for name, value in form.multi_items():
        if not isinstance(value, str):
            continue
        if name == "themes":
            several = raw.setdefault("themes", [])
            assert isinstance(several, list)
            several.extend(part.strip() for part in value.split(",") if part.strip())
        elif value or name not in FieldsIn.model_fields:
            raw[name] = value
    try:
        return FieldsIn.model_validate(raw)
    except ValidationError as exc:
        raise RequestValidationError(exc.errors(include_input=False, include_url=False)) from exc


def form_body(*, described: bool) -> dict[str, object]:
    """What OpenAPI says of such a body, which FastAPI does not read by itself.

    Args:
        described: Whether the form may tell of the publication.
    """
    file = {"type": "string", "format": "binary", "description": f"Types admis : {', '.join(SUPPORTED)}."}
    fields: dict[str, object] = {"file": {"type": "array", "items": file, "minItems": 1, "maxItems": MOST_FILES}}
    if described:
        schema = FieldsIn.model_json_schema()
        fields |= schema["properties"]
    else:
        fields = {"file": file}
    form: dict[str, object] = {"schema": {"type": "object", "required": ["file"], "properties": fields}}
    if described:
        form["example"] = {"file": ["note.pdf"], **EXAMPLE}
    return {"requestBody": {"required": True, "content": {FORM: form}}}
