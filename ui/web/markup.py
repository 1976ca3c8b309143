"""Text to HTML, escaped by construction: `Markup.format` and `join` escape whatever is not already `Markup`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ui.typography import french
from ui.web.messages import NEW_WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterable


def join(parts: Iterable[str]) -> Markup:
    """Parts one after the other."""
    return Markup().join(parts)


def told(text: str) -> Markup:
    """One of our messages, ready for the page."""
    return escape(french(text))


def new_window(href: str, label: str, css: str = "") -> Markup:
    """A link that opens beside the conversation, and says so to those who cannot see it happen."""
    return Markup(
        '<a class="{}" href="{}" target="_blank" rel="noopener">{}<span class="unseen"> ({})</span></a>'
    ).format(css, href, told(label), NEW_WINDOW)
