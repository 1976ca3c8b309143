"""What the tools work with: the assistant, the desk, and how a publication is linked to from where one calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.contract import document_url
from indexer.index import original_path

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.contract import AnswerOut
    from assistant.service import Assistant
    from assistant.solicitations.reception import Triager
    from indexer.documents import Document

Link = Callable[["Document", "int | None"], str]
"""Where a document opens, at a page (1-based) where it has pages; empty where it does not open."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What is open for one call.

    Attributes:
        assistant: Over the index being served now.
        desk: Gives what triages messages, loaded when it is first wanted.
        link: Where documents open.
        asked, searched: Told of each answer and of each search, for whoever counts them.
    """

    assistant: Assistant
    desk: Callable[[], Triager]
    link: Link
    asked: Callable[[AnswerOut], None] = lambda _outcome: None
    searched: Callable[[], None] = lambda: None


def served_at(base_url: str) -> Link:
    """Links to a server."""
    return lambda document, page: document_url(document, page, base_url)


def on_this_machine(data_dir: Path) -> Link:
    """Links to the files themselves, for a program of the same machine where no server is known.

    A file whose lines are people opens nowhere.
    """

    def link(document: Document, page: int | None) -> str:
        path = original_path(data_dir.resolve(), document)
        return "" if document.withheld else path.as_uri() + (f"#page={page}" if page else "")

    return link
