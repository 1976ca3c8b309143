"""Text to HTML, escaped by construction: `Markup.format` and `join` escape whatever is not already `Markup`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ui.web.messages import NEW_WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_BREAK = "\u00a0"


def french(text: str) -> str:
    """Our own words with unbreakable spaces inside « » and before : ; ? !. Never applied to a quotation."""
    return re.sub(r" (?=[»:;?!])|(?<=«) ", NO_BREAK, text)


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
