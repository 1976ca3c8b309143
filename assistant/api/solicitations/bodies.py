"""What is sent to be triaged: one message in JSON, or files; read in memory, never written to a disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from assistant.solicitations.intake.taken import Refused, reason
from assistant.solicitations.reception import today
from assistant.triage.contract import EmailIn  # noqa: TC001 — pydantic reads the type of a field
from assistant.triage.messages import SUPPORTED, from_email, from_text, read_bytes
from indexer.errors import EmptyDocument, ReadingTooHeavy, SourceError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from assistant.triage.model import Message

MOST_FILES: Final = 50
MEGABYTE: Final = 1024 * 1024
BODY_FACTOR: Final = 4
"""Several files at once may be so many times larger than one message."""
TEXT_CHARS: Final = 1_000_000
PASTED: Final = "message"


class MessageIn(BaseModel):
    """A message to triage: as a batch line has it, or as it was pasted."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(default="", max_length=200, description="Facultatif ; rendu tel quel.")
    email: EmailIn | None = None
    text: str = Field(default="", max_length=TEXT_CHARS, description="Message collé, avec ou sans en-têtes.")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent.

    Attributes:
        message: In JSON; `None` for files.
        files: Names and bytes.
    """

    message: MessageIn | None
    files: tuple[tuple[str, bytes], ...] = ()


class InMemory(MultiPartParser):
    """Starlette's, which would put what is larger than a megabyte in a temporary file: mails are kept off disks."""

    spool_max_size = 0
    """For `SpooledTemporaryFile`, 0 is never."""


async def sent_body(request: Request) -> Sent:
    """Reads a body whose size the route bounds.

    Raises:
        RequestValidationError: It is neither a form with files nor the JSON of a message.
        HTTPException: The form is broken.
    """
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return Sent(None, await _files(request))
    try:
        message = MessageIn.model_validate_json(await request.body())
    except ValidationError as exc:
        raise RequestValidationError(exc.errors(include_input=False, include_url=False)) from exc
    if (message.email is None) == (not message.text.strip()):
        raise RequestValidationError([{"type": "missing", "loc": ("body", "email"), "msg": "", "input": None}])
    return Sent(message)


async def sent_files(request: Request) -> tuple[tuple[str, bytes], ...]:
    """Reads a body that must be a form with files.

    Raises:
        RequestValidationError: It is not.
        HTTPException: The form is broken.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise RequestValidationError([{"type": "missing", "loc": ("body", "file"), "msg": "", "input": None}])
    return await _files(request)


SentBody = Annotated[Sent, Depends(sent_body)]
FilesBody = Annotated[tuple[tuple[str, bytes], ...], Depends(sent_files)]


async def _files(request: Request) -> tuple[tuple[str, bytes], ...]:
    parser = InMemory(request.headers, _chunks(request), max_files=MOST_FILES, max_fields=10)
    try:
        form = await parser.parse()
    except MultiPartException as exc:
        raise HTTPException(400) from exc
    try:
        sent = [each for _, each in form.multi_items() if isinstance(each, UploadFile)]
        files = [(name(each.filename), await each.read()) for each in sent]
    finally:
        await form.close()
    if not files:
        raise RequestValidationError([{"type": "missing", "loc": ("body", "file"), "msg": "", "input": None}])
    return tuple(files)


async def _chunks(request: Request) -> AsyncGenerator[bytes, None]:
    async for chunk in request.stream():
        yield chunk


def name(told: str | None) -> str:
    """The last part of a file's name: some browsers send its whole path."""
    return (told or PASTED).replace("\\", "/").rsplit("/", 1)[-1][:200] or PASTED


def messages_of(sent: Sent, megabytes: int) -> tuple[list[Message], list[Refused]]:
    """The messages that were sent, and the files that could not be read.

    Args:
        sent: As read.
        megabytes: Largest message.

    Raises:
        SourceError: Nothing at all can be read.
    """
    if sent.message is not None:
        email = sent.message.email
        return [from_text(sent.message.text, today()) if email is None else from_email(email, today())], []
    found: list[Message] = []
    refused: list[Refused] = []
    failure: SourceError = EmptyDocument(path=PASTED, pages=None)
    for file, data in sent.files:
        try:
            if len(data) > megabytes * MEGABYTE and not file.lower().endswith(".mbox"):
                raise ReadingTooHeavy(path=file, limit=megabytes)
            found += read_bytes(data, file, today())
        except SourceError as error:
            failure = error
            refused.append(Refused(file, reason(error)))
    if not found:
        raise failure
    return found, refused


def request_body() -> dict[str, object]:
    """What OpenAPI says of such a body, which FastAPI does not read by itself."""
    files = {"type": "array", "items": {"type": "string", "format": "binary"}, "description": ", ".join(SUPPORTED)}
    fields = {
        "id": {"type": "string"},
        "email": {
            "type": ["object", "null"],
            "description": "from, to, date, subject, body_text, body_html, attachments",
        },
        "text": {"type": "string", "description": "Message collé, avec ou sans en-têtes"},
    }
    as_json = {"schema": {"type": "object", "properties": fields}, "examples": EXAMPLES}
    as_form = {"schema": {"type": "object", "required": ["file"], "properties": {"file": files}}}
    return {"requestBody": {"required": True, "content": {"application/json": as_json, "multipart/form-data": as_form}}}


EXAMPLES: Final = {
    "texte": {
        "summary": "Message collé",
        "value": {"text": "Objet : ateliers santé ville\n\nBonjour, avez-vous une fiche sur les ASV ?"},
    },
    "message": {
        "summary": "Message en JSON",
        "value": {
            "id": "m-1",
            "email": {
                "from": "Jeanne Prévost <jeanne@exemple.fr>",
                "date": "2026-03-03",
                "subject": "Ateliers santé ville",
                "body_text": "Bonjour, avez-vous une fiche sur les ASV ?",
            },
        },
    },
}
