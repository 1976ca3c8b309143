"""Addresses of our own pages: below the path under which readers reach the server, and pointing nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from indexer.settings import Settings


def address(base: str, path: str, values: Mapping[str, object] | None = None) -> str:
    """Where a page of ours is.

    Args:
        base: Of `assistant.api.placing.base_path`.
        path: From `/`, as it is (`/ressources/lire/notes/été.pdf`): it is quoted here.
        values: Of the query; empty ones are left out, several of one name go in a list.
    """
    asked = {name: value for name, value in (values or {}).items() if value not in ("", None, [], ())}
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    return f"{base}{quote(path)}{query}"


def local(wanted: str, base: str) -> str:
    """An address of our own that a visitor asked to be sent on to; the first page for any other.

    Neither two slashes at the start nor a backslash, which browsers read as another host, nor a control character,
    which they leave out before they read.
    """
    ours = wanted.startswith(f"{base}/") and not wanted.startswith("//")
    return wanted if ours and "\\" not in wanted and wanted.isprintable() else f"{base}/"


def public_base(settings: Settings, request: Request) -> str:
    """Address under which readers reach us, without a last slash: the setting's, or the one that they asked for."""
    return settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
