"""An exported document as a file: its bytes, its type, its name."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.conversations.exporting_clipboard import clipboard_html, clipboard_text
from assistant.conversations.exporting_markdown import markdown
from indexer.french import words

if TYPE_CHECKING:
    from assistant.conversations.exporting import Sheet

NAME_CHARS: Final = 60
NAMED: Final = "reperes"


class Format(enum.StrEnum):
    """What a document is exported to; `txt` and `html` are what is pasted in a note or a mail."""

    DOCX = "docx"
    MARKDOWN = "md"
    TEXT = "txt"
    HTML = "html"


MEDIA_TYPES: Final[dict[Format, str]] = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.TEXT: "text/plain; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file."""

    content: bytes
    media_type: str
    name: str


def exported(sheet: Sheet, to: Format) -> Exported:
    """A document in a format, named after its title, in letters that any system takes."""
    named = "-".join([NAMED, *words(sheet.title)])[:NAME_CHARS].rstrip("-")
    return Exported(_content(sheet, to), MEDIA_TYPES[to], f"{named.encode('ascii', 'ignore').decode()}.{to.value}")


def _content(sheet: Sheet, to: Format) -> bytes:
    if to is Format.DOCX:
        from assistant.conversations.exporting_docx import docx  # python-docx is loaded by those who want it

        return docx(sheet)
    told = {Format.MARKDOWN: markdown, Format.TEXT: clipboard_text, Format.HTML: clipboard_html}[to](sheet)
    return told.encode()
