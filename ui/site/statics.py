"""Files that pages ask for: styles, scripts, fonts. Named with their digest, so that browsers keep them for good."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastapi.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

FOLDER: Final = Path(__file__).with_name("static")
FOR_GOOD: Final = "public, max-age=31536000, immutable"
ASKED_AGAIN: Final = "public, no-cache"
DIGEST_CHARS: Final = 12


@functools.cache
def digest(name: str) -> str:
    """Of a file's content, short.

    Raises:
        OSError: There is no such file: a fault of the page that names it.
    """
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:DIGEST_CHARS]


class Statics(StaticFiles):
    """The files of this package. One that is asked for by its digest never changes; others are asked for again.

    By the digest of what is given, and no other: while a new version is put in place, a page of the one may ask for its
    files from the other.
    """

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        named = scope.get("query_string", b"") == f"v={digest(path)}".encode()
        response.headers["Cache-Control"] = FOR_GOOD if named else ASKED_AGAIN
        return response
