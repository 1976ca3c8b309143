"""`sources.yaml`: what is to be fetched, checked before anything is asked of anybody.

```yaml
sources:
  - id: notre-site
    kind: wordpress
    url: https://www.exemple.org
    collections: [posts, pages, media]
    exclude: ["*/offres-d-emploi/*"]
  - id: dossier-partage
    kind: folder
    path: /srv/partage/publications
```
"""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from indexer import plain_yaml
from indexer.errors import SourcesError
from indexer.fetching import messages
from indexer.fetching.names import short_digest, slug
from indexer.file_names import matches
from indexer.messages import UNKNOWN_KIND, invalid_value
from indexer.vocabulary import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACES = ("url", "urls", "path")
AnySource = TypeVar("AnySource", bound="Source")


class SourceKind(enum.StrEnum):
    """How a source tells what it holds."""

    WORDPRESS = "wordpress"
    FEED = "feed"
    SITEMAP = "sitemap"
    URLS = "urls"
    CATALOGUE = "catalogue"
    FOLDER = "folder"


PLACE = {
    SourceKind.WORDPRESS: "url",
    SourceKind.FEED: "url",
    SourceKind.SITEMAP: "url",
    SourceKind.URLS: "urls",
    SourceKind.CATALOGUE: "path",
    SourceKind.FOLDER: "path",
}
"""The field that says where a source is, by its kind; the other two are not for it."""


class Source(BaseModel):
    """One source, as written in `sources.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60, description="Names its folder; kebab-case, stable."
    )
    kind: SourceKind
    url: str = Field(default="", description="The site (WordPress, sitemap), the feed or the sitemap file.")
    urls: tuple[str, ...] = Field(default=(), description="The addresses themselves.")
    path: Path | None = Field(default=None, description="The watched folder, or the catalogue.yaml.")
    include: tuple[str, ...] = Field(
        default=(), description="Patterns of addresses (or paths) to take, `*` crosses `/`; empty: all."
    )
    exclude: tuple[str, ...] = Field(default=(), description="Patterns of addresses (or paths) to leave.")
    max_items: int = Field(default=0, ge=0, description="How many at most, in the source's order; 0: no limit.")
    collections: tuple[Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")], ...] = Field(
        default=("posts", "pages", "media"),
        description="Of a WordPress site: `posts`, `pages`, `media`, or the REST name of a type of its own.",
    )
    publisher: str = Field(default="", description="Written in the catalogue of what is fetched; empty: unknown.")
    publication_kind: str = Field(default="", description="Likewise: a slug of `vocabulary/kinds.csv`.")
    ignore_robots: bool = Field(default=False, description="Only for a site of one's own.")

    @field_validator("publication_kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        # What is fetched gets a catalogue: a kind that it may not hold would refuse the whole of it at the indexing.
        if value and value not in kinds():
            raise ValueError(UNKNOWN_KIND.format(value=value, known=", ".join(kinds())))
        return value

    def takes(self, url: str) -> bool:
        """Whether the patterns let an address, or a path, through."""
        text = unquote(url)
        return not matches(text, self.exclude) and (not self.include or matches(text, self.include))

    @classmethod
    def alone(cls, place: str, kind: SourceKind, **others: object) -> Self:
        """A source that no file describes.

        Args:
            place: Its address, or its path.
            kind: How it tells what it holds.
            others: More of its fields.

        Raises:
            SourcesError: It makes no sense.
        """
        field = PLACE[kind]
        shown = urlsplit(place).hostname if "://" in place else Path(place).resolve().stem
        name = f"{slug(shown or '')}-{short_digest(f'{kind} {place}')}".strip("-")
        raw = {"id": name, "kind": kind, field: [place] if field == "urls" else place, **others}
        return _checked(cls, place, place, raw)


def load_sources(path: Path) -> tuple[Source, ...]:
    """Reads and checks `sources.yaml`. Relative paths in it are relative to it.

    Raises:
        SourcesError: No such file, not YAML, an entry is wrong (its field is named), or two share an identifier.
    """
    try:
        content: Any = plain_yaml.load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise SourcesError(path=path, entry="", field="", detail=messages.NO_SUCH_FILE) from exc
    except (ValueError, OSError) as exc:  # not UTF-8, not plain YAML, or a file that cannot be read
        detail = messages.NOT_YAML.format(detail=" ".join(str(exc).split()))
        raise SourcesError(path=path, entry="", field="", detail=detail) from exc
    if not isinstance(content, dict) or not isinstance(content.get("sources"), list):
        raise SourcesError(path=path, entry="", field="sources", detail=messages.LIST_OF_SOURCES)
    found: dict[str, Source] = {}
    for position, raw in enumerate(content["sources"], 1):
        name = str(raw.get("id") or f"n° {position}") if isinstance(raw, dict) else f"n° {position}"
        source = _checked(Source, path, name, raw)
        if source.id in found:
            raise SourcesError(path=path, entry=name, field="id", detail=messages.ALREADY_USED)
        found[source.id] = source.model_copy(update={"path": path.parent / source.path}) if source.path else source
    return tuple(found.values())


def chosen(sources: Sequence[Source], names: Sequence[str], path: Path) -> tuple[Source, ...]:
    """The sources of these names, in the order of the file; all of them when none is named.

    Raises:
        SourcesError: No source of that name.
    """
    known = [source.id for source in sources]
    for name in names:
        if name not in known:
            detail = messages.UNKNOWN_SOURCE.format(known=", ".join(known))
            raise SourcesError(path=path, entry=name, field="id", detail=detail)
    return tuple(source for source in sources if not names or source.id in names)


def _checked(model: type[AnySource], path: Path | str, name: str, raw: object) -> AnySource:
    try:
        source = model.model_validate(raw)
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(map(str, first["loc"]))
        detail = invalid_value(first["type"], first.get("ctx", {}))
        if where == "kind":
            detail = messages.BAD_KIND.format(known=", ".join(SourceKind))
        raise SourcesError(path=path, entry=name, field=where, detail=detail) from exc
    for field in _PLACES:
        needed, given = field == PLACE[source.kind], bool(getattr(source, field))
        if needed != given:
            phrase = messages.NEEDS if needed else messages.UNUSED
            raise SourcesError(path=path, entry=name, field=field, detail=phrase.format(kind=source.kind))
    return source
