"""Which renderer makes which file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evals.publications.pdf import render_pdf
from evals.publications.plain import render_plain
from evals.publications.publication import Publication, Text, read_text
from evals.publications.webpage import render_webpage
from evals.publications.word import render_word
from evals.publications.workbook import read_tables, render_tables
from indexer.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RENDERERS: Mapping[str, Callable[[Publication, Text, Path], None]] = {
    "pdf": render_pdf,
    "docx": render_word,
    "html": render_webpage,
    "md": render_plain,
}


def render(publication: Publication) -> None:
    """Write the file of a publication, in its folder of the corpus.

    Raises:
        CatalogueError: Entry and text disagree on the title or on the format, or one of them is wrong.
        ImportError: The extra `corpus` is not installed.
        OSError: A system library of WeasyPrint is missing, or the file cannot be written.
    """
    target = publication.target
    target.parent.mkdir(parents=True, exist_ok=True)
    if publication.source.suffix == ".yaml":
        tables = read_tables(publication.source)
        _expect(publication, "file", Path(publication.entry.file).suffix, f".{tables.format}")
        render_tables(publication, tables, target)
        return
    text = read_text(publication.source)
    _expect(publication, "file", Path(publication.entry.file).suffix, f".{text.layout.format}")
    _expect(publication, "title", f"# {publication.entry.title}", text.markdown.split("\n", 1)[0])
    RENDERERS[text.layout.format](publication, text, target)


def _expect(publication: Publication, field: str, in_entry: str, in_text: str) -> None:
    if in_entry != in_text:
        detail = f"{in_entry!r} in the catalogue, {in_text!r} in the text"
        raise CatalogueError(path=publication.source, entry=publication.entry.id, field=field, detail=detail)
