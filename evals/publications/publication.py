"""A publication: its entry in `catalogue.yaml` and its source text in `texts/`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from indexer.catalogue import CATALOGUE_NAME, CatalogueEntry, load_catalogue
from indexer.errors import CatalogueError, SourceNotFound
from indexer.vocabulary import kinds

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = "texts"
_FENCE = "---\n"
_UNDATED_YEAR = 2026


class Layout(BaseModel):
    """The front matter of a text: how it is printed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["pdf", "docx", "html", "md"]
    layout: Literal["one-column", "two-columns", "booklet"] = "one-column"
    toc: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """An entry with its source.

    Attributes:
        entry: Its line of the catalogue.
        corpus: The corpus folder.
        source: The source text, `texts/<id>.md`, or `texts/<id>.yaml` for a workbook.
    """

    entry: CatalogueEntry
    corpus: Path
    source: Path

    @property
    def target(self) -> Path:
        """The rendered file."""
        return self.corpus / self.entry.file

    @property
    def kind_label(self) -> str:
        """The kind in French, as printed above the title."""
        return kinds()[self.entry.kind].label

    @property
    def printed_date(self) -> str:
        """ISO date when known to the day, else the year, else nothing: never the day of rendering."""
        return self.entry.date or str(self.entry.year or "")

    @property
    def first_day(self) -> dt.date:
        """The day that files made without a clock are dated from: that of the publication, or its year's first."""
        return dt.date.fromisoformat(self.entry.date or f"{self.entry.year or _UNDATED_YEAR}-01-01")


def read_catalogue(corpus: Path) -> tuple[Publication, ...]:
    """Read the publications of a corpus folder, in the catalogue's order.

    Raises:
        SourceNotFound: There is no catalogue, or no source text for an entry.
        CatalogueError: The catalogue, or one of its entries, is wrong.
    """
    if not (corpus / CATALOGUE_NAME).is_file():
        raise SourceNotFound(path=corpus / CATALOGUE_NAME)
    entries = load_catalogue(corpus).entries.values()
    return tuple(Publication(entry, corpus, _source(corpus, entry.id)) for entry in entries)


def _source(corpus: Path, identifier: str) -> Path:
    for suffix in (".md", ".yaml"):
        source = corpus / TEXTS / f"{identifier}{suffix}"
        if source.is_file():
            return source
    raise SourceNotFound(path=corpus / TEXTS / f"{identifier}.md")


@dataclass(frozen=True, slots=True)
class Text:
    """A source text: its `layout`, and its `markdown` without front matter."""

    layout: Layout
    markdown: str


def read_text(source: Path) -> Text:
    """Read a source text.

    Raises:
        CatalogueError: The front matter is missing or says something unknown.
    """
    opening, fence, rest = source.read_text(encoding="utf-8").partition(_FENCE)
    front, closing, markdown = rest.partition(f"\n{_FENCE}")
    if opening or not fence or not closing:
        raise CatalogueError(path=source, entry=source.stem, field="front matter", detail="missing")
    try:
        layout = Layout.model_validate(yaml.safe_load(front))
    except (yaml.YAMLError, ValidationError) as exc:
        raise CatalogueError(path=source, entry=source.stem, field="front matter", detail=str(exc)) from exc
    return Text(layout, markdown.lstrip("\n"))
