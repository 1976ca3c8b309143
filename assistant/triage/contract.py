"""The JSON of a message, as batches and the API take it. Lenient: whatever is missing or odd counts as nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_FIELD = 20_000
_MOST = 1000


def _words(value: object) -> str:
    """Text, whatever came in its place: nothing, a number, `{"name", "address"}`, a list of those."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return _person(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_words, value[:_MOST])))
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _person(value: Mapping[object, object]) -> str:
    name = _words(value.get("name"))
    address = next((found for key in ("address", "email", "mail") if (found := _words(value.get(key)))), "")
    return f'"{name}" <{address}>' if name and address else name or address


def _field(value: object) -> str:
    return _words(value)[:_LONGEST_FIELD]


def _files(value: object) -> list[object]:
    """A list of attachments, whatever came in its place."""
    listed = value if isinstance(value, (list, tuple)) else [value]
    return [
        {"name": _words(one)} if not isinstance(one, (dict, AttachmentIn)) else one for one in listed[:_MOST] if one
    ]


Words = Annotated[str, BeforeValidator(_words)]
FieldText = Annotated[str, BeforeValidator(_field)]


class AttachmentIn(BaseModel):
    """A file that came with a message: its name, never its bytes."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    name: FieldText = Field(default="", validation_alias=AliasChoices("name", "filename", "file_name"))
    media_type: FieldText = Field(
        default="", validation_alias=AliasChoices("media_type", "content_type", "mime_type", "type", "kind")
    )


class EmailIn(BaseModel):
    """A message, as one line of a batch or the API gives it. Everything is optional; `null` is nothing."""

    model_config = ConfigDict(
        extra="ignore",
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {
                    "from": "Jeanne Prévost <jeanne@exemple.fr>",
                    "to": "contact@exemple.fr",
                    "date": "2026-03-03T09:12:00+01:00",
                    "subject": "Atelier santé ville",
                    "body_text": "Bonjour,\n\nAvez-vous une fiche sur les ateliers santé ville ?",
                    "attachments": ["programme.pdf"],
                }
            ]
        },
    )

    sender: FieldText = Field(default="", validation_alias=AliasChoices("from", "sender"), serialization_alias="from")
    to: FieldText = Field(default="", description="Adresse ou liste d’adresses.")
    date: FieldText = Field(default="", description="ISO 8601 ou RFC 2822.")
    subject: FieldText = ""
    body_text: Words = ""
    body_html: Words = ""
    attachments: Annotated[list[AttachmentIn], BeforeValidator(_files)] = []
    message_id: FieldText = ""
    references: FieldText = ""
