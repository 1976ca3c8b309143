"""The HTML reports that jobs leave in the data folder: shown as they are, without anything of theirs running."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi.responses import FileResponse

from assistant.api.caching import NEVER
from indexer.errors import DocumentNotFound

if TYPE_CHECKING:
    from pathlib import Path

HEADERS: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": NEVER,
}


def page_response(data_dir: Path, page: str) -> FileResponse:
    """The file of a report.

    Args:
        data_dir: The data folder.
        page: Its path, relative to it, as a job or a report tells it; empty for none.

    Raises:
        DocumentNotFound: There is none, or it was forgotten since.
    """
    path = (data_dir / page).resolve()
    if not page or not path.is_relative_to(data_dir.resolve()) or not path.is_file():
        raise DocumentNotFound(doc=page or "—")
    return FileResponse(path, media_type="text/html; charset=utf-8", headers=HEADERS)
