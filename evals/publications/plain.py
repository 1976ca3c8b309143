"""Markdown: the text itself, without what tells how to print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from evals.publications.publication import Publication, Text


def render_plain(_publication: Publication, text: Text, target: Path) -> None:
    """Write the Markdown of a text, its front matter left out."""
    target.write_text(text.markdown, encoding="utf-8", newline="\n")
