"""Text to HTML, escaped by construction: `Markup.format` and `join` escape whatever is not already `Markup`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable


def join(parts: Iterable[str]) -> Markup:
    """Parts one after the other."""
    return Markup().join(parts)
