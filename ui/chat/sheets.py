"""Answers as documents to be written or pasted, their links leading back to us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.conversations.exporting import sheet_of
from assistant.conversations.exporting_clipboard import clipboard_html, clipboard_text
from ui.site.addresses import public_base

if TYPE_CHECKING:
    from assistant.conversations.answered import Answered
    from assistant.conversations.exporting import Sheet
    from ui.site.visiting import Visit


def sheet(visit: Visit, exchanges: list[Answered], title: str = "", link: str = "") -> Sheet:
    """Answers as a document to be written."""
    documents = visit.house.assistant.index.documents

    def title_of(doc: str) -> str:
        return documents[doc].metadata.title if doc in documents else doc

    base = public_base(visit.house.settings, visit.request)
    return sheet_of(exchanges, title=title, base=base, link=link, title_of=title_of)


def copied(visit: Visit, answered: Answered) -> tuple[str, str]:
    """What « Copier » puts in the clipboard: plain text, and HTML."""
    written = sheet(visit, [answered])
    return clipboard_text(written), clipboard_html(written)
