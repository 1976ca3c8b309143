"""`catalogue.yaml`: what is known of the publications of a source folder, checked before anything is indexed.

A source folder may do without; its files then get metadata inferred from themselves. With one, files that it
does not name are still indexed (inferred too), except those matched by its `exclude` patterns.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from indexer import messages, plain_yaml
from indexer.documents import Audience, Metadata
from indexer.errors import CatalogueError
from indexer.file_names import matches, one_form
from indexer.vocabulary import kinds, themes

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE_NAME = "catalogue.yaml"


def _iso(value: object) -> object:
    # YAML reads 2026-05-19 as a date.
    return value.isoformat() if isinstance(value, dt.date) else value


class CatalogueEntry(BaseModel):
    """One publication, as written in the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="Stable identifier, kebab-case.")
    title: str = Field(default="", min_length=3, description="Inferred when absent.")
    kind: str = Field(default="", description="Slug of `vocabulary/kinds.csv`; inferred when empty.")
    publisher: str = Field(default="", description="Inferred when empty.")
    year: int | None = Field(default=None, ge=1900, le=2100)
    date: Annotated[str | None, BeforeValidator(_iso)] = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    themes: tuple[str, ...] = Field(default=(), description="Slugs of `vocabulary/themes.csv`.")
    territory: str = ""
    official_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    file: str = Field(min_length=1, description="Path relative to the catalogue, `/` as separator.")
    licence: str = ""
    audience: str = Field(default=Audience.PUBLIC.value, description="`public`, or `equipe`: for the team alone.")
    replaces: str | None = Field(default=None, description="Identifier of the publication that this one supersedes.")
    replaced_by: str | None = Field(default=None, description="Identifier of the publication that supersedes it.")

    @field_validator("file")
    @classmethod
    def _as_documents_are_named(cls, value: str) -> str:
        """« ./note.pdf » is « note.pdf »: told missing, it would be served as one that nobody describes."""
        return posixpath.normpath(value)

    @field_validator("date")
    @classmethod
    def _real_day(cls, value: str | None) -> str | None:
        try:
            dt.date.fromisoformat(value or "2000-01-01")
        except ValueError as exc:
            raise ValueError(messages.NO_SUCH_DAY.format(value=value)) from exc
        return value

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        if value and value not in kinds():
            raise ValueError(messages.UNKNOWN_KIND.format(value=value, known=", ".join(kinds())))
        return value

    @field_validator("audience")
    @classmethod
    def _known_audience(cls, value: str) -> str:
        known = [audience.value for audience in Audience]
        if value not in known:
            raise ValueError(messages.UNKNOWN_AUDIENCE.format(value=value, known=", ".join(known)))
        return value

    @field_validator("themes")
    @classmethod
    def _known_themes(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            if value not in themes():
                raise ValueError(messages.UNKNOWN_THEME.format(value=value))
        return values


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries of a source folder, by the name of their document (`file`, in NFC); and what is not to be indexed."""

    entries: dict[str, CatalogueEntry] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()

    def excludes(self, doc: str) -> bool:
        """Whether a file is left out by an `exclude` pattern (`*` also crosses `/`)."""
        return one_form(doc) not in self.entries and matches(doc, self.exclude)

    @property
    def reserved(self) -> frozenset[str]:
        """Documents that are for the team alone."""
        return frozenset(doc for doc, entry in self.entries.items() if entry.audience != Audience.PUBLIC)

    def metadata(self, doc: str) -> Metadata | None:
        """What the catalogue tells of a file; `None` when it does not name it.

        Of what is for everybody, links to what is for the team alone are left out.
        """
        entry = self.entries.get(one_form(doc))
        if entry is None:
            return None
        told = [e for e in self.entries.values() if e.audience in (Audience.PUBLIC, entry.audience)]
        paths = {e.id: one_form(e.file) for e in told}
        superseded = {one_form(e.file) for e in told if e.id == entry.replaces or e.replaced_by == entry.id}
        successor = next((e.id for e in told if e.replaces == entry.id), "")
        if entry.replaced_by in paths:
            successor = entry.replaced_by
        return Metadata(
            title=entry.title,
            kind=entry.kind,
            publisher=entry.publisher,
            year=entry.year,
            date=entry.date or "",
            themes=entry.themes,
            territory=entry.territory,
            official_url=entry.official_url or "",
            licence=entry.licence,
            replaces=tuple(sorted(superseded)),
            replaced_by=paths.get(successor, ""),
            audience=Audience(entry.audience),
        )


def load_catalogue(folder: Path) -> Catalogue:
    """Reads and checks the catalogue of a source folder.

    Returns:
        An empty catalogue when the folder has none.

    Raises:
        CatalogueError: The file is not YAML, an entry is wrong (its field is named), two entries share an
            identifier or a file, or a link between entries leads nowhere.
    """
    path = folder / CATALOGUE_NAME
    if not path.is_file():
        return Catalogue()
    try:
        content: Any = plain_yaml.load(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as exc:  # not UTF-8, not plain YAML, or a file that cannot be read
        detail = " ".join(str(exc).split())
        raise CatalogueError(path=path, entry="", field="", detail=detail) from exc
    if not isinstance(content, dict) or not isinstance(content.get("publications"), list):
        raise CatalogueError(path=path, entry="", field="publications", detail=messages.LIST_EXPECTED)
    entries: dict[str, CatalogueEntry] = {}
    for position, raw in enumerate(content["publications"], 1):
        entry = _entry(path, position, raw)
        if one_form(entry.file) in entries or entry.id in {e.id for e in entries.values()}:
            raise CatalogueError(path=path, entry=entry.id, field="id", detail=messages.ALREADY_USED)
        entries[one_form(entry.file)] = entry
    _check_links(path, entries)
    exclude = content.get("exclude") or []
    if not isinstance(exclude, list) or not all(isinstance(pattern, str) for pattern in exclude):
        raise CatalogueError(path=path, entry="", field="exclude", detail=messages.LIST_EXPECTED)
    return Catalogue(entries, tuple(exclude))


def _entry(path: Path, position: int, raw: Any) -> CatalogueEntry:
    name = str(raw.get("id") or f"n° {position}") if isinstance(raw, dict) else f"n° {position}"
    try:
        return CatalogueEntry.model_validate(raw)
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(map(str, first["loc"]))
        detail = messages.invalid_value(first["type"], first.get("ctx", {}))
        raise CatalogueError(path=path, entry=name, field=where, detail=detail) from exc


def _check_links(path: Path, entries: dict[str, CatalogueEntry]) -> None:
    known = {e.id for e in entries.values()}
    for entry in entries.values():
        for name in ("replaces", "replaced_by"):
            target = getattr(entry, name)
            if target and target not in known:
                detail = messages.UNKNOWN_LINK.format(value=target)
                raise CatalogueError(path=path, entry=entry.id, field=name, detail=detail)
