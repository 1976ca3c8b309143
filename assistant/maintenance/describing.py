"""What is told of a publication that was added: a form's fields on one side, a catalogue's entry on the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import yaml
from pydantic import ValidationError

from assistant.maintenance import messages
from indexer.catalogue import CATALOGUE_NAME, CatalogueEntry, load_catalogue
from indexer.documents import Audience
from indexer.errors import PublicationFieldInvalid
from indexer.lasting import whole
from indexer.messages import invalid_value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LONGEST: Final = 300
"""Characters of a field."""
MOST_THEMES: Final = 10


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody tells of a publication; what is left empty is inferred from its file.

    Attributes:
        title, publisher, territory, licence: Words.
        kind: A slug of `vocabulary/kinds.csv`.
        date: ISO date; may be a year alone.
        themes: Slugs of `vocabulary/themes.csv`.
        official_url: Where it stands officially.
        internal: For the team alone.
    """

    title: str = ""
    kind: str = ""
    publisher: str = ""
    date: str = ""
    themes: tuple[str, ...] = ()
    territory: str = ""
    official_url: str = ""
    licence: str = ""
    internal: bool = False

    @classmethod
    def of(cls, entry: CatalogueEntry) -> Self:
        """That of an entry."""
        return cls(
            title=entry.title,
            kind=entry.kind,
            publisher=entry.publisher,
            date=entry.date or (str(entry.year) if entry.year else ""),
            themes=entry.themes,
            territory=entry.territory,
            official_url=entry.official_url or "",
            licence=entry.licence,
            internal=entry.audience != Audience.PUBLIC,
        )

    def entry(self, identifier: str, file: str, former: CatalogueEntry | None = None) -> CatalogueEntry:
        """As an entry of a catalogue.

        Args:
            identifier: Of the publication.
            file: Its name.
            former: The entry that it takes the place of; the links to others are kept.

        Raises:
            PublicationFieldInvalid: A field has a value that a catalogue does not take.
        """
        told: dict[str, object] = {
            "title": self._words("title"),
            "kind": self.kind,
            "publisher": self._words("publisher"),
            "territory": self._words("territory"),
            "official_url": self._words("official_url"),
            "licence": self._words("licence"),
            "themes": self.themes[: MOST_THEMES + 1],
            **self._day(),
        }
        if len(self.themes) > MOST_THEMES:
            raise PublicationFieldInvalid(field="themes", detail=messages.TOO_MANY.format(limit=MOST_THEMES))
        links = former.model_dump(include={"replaces", "replaced_by"}) if former else {}
        raw = {name: value for name, value in {**told, **links}.items() if value}
        audience = Audience.TEAM if self.internal else Audience.PUBLIC
        try:
            return CatalogueEntry.model_validate({**raw, "audience": audience.value, "id": identifier, "file": file})
        except ValidationError as exc:
            first = exc.errors()[0]
            field = str(first["loc"][0])
            known = messages.FORMS.get(field) if first["type"] == "string_pattern_mismatch" else None
            detail = known or invalid_value(first["type"], first.get("ctx", {}))
            raise PublicationFieldInvalid(field=field, detail=detail) from exc

    def _words(self, field: str) -> str:
        return levelled(field, str(getattr(self, field)))

    def _day(self) -> dict[str, object]:
        told = self.date.strip()
        if not told:
            return {}
        year = told[:4]
        if not (year.isascii() and year.isdigit()):
            raise PublicationFieldInvalid(field="date", detail=messages.NO_DATE)
        return {"year": int(year), **({"date": told} if told != year else {})}


def levelled(field: str, words: str) -> str:
    """Words on one line, without what cannot be printed.

    Raises:
        PublicationFieldInvalid: They are too long.
    """
    told = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    if len(told) > LONGEST:
        raise PublicationFieldInvalid(field=field, detail=messages.TOO_LONG.format(limit=LONGEST))
    return told


def read_entries(folder: Path) -> dict[str, CatalogueEntry]:
    """The entries of a folder's catalogue, by the name of their file.

    Raises:
        CatalogueError: Somebody wrote it by hand, and wrongly.
    """
    return load_catalogue(folder).entries


def write_entries(folder: Path, entries: Sequence[CatalogueEntry]) -> None:
    """Writes a folder's catalogue anew, at once; its patterns of what is left out are kept.

    Raises:
        CatalogueError: The one that is there is wrong.
        OSError: It cannot be written.
    """
    told: dict[str, object] = {"publications": [_raw(entry) for entry in entries]}
    exclude = load_catalogue(folder).exclude
    if exclude:
        told["exclude"] = list(exclude)
    text = f"# {messages.CATALOGUE_HEAD}\n{yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1000)}"
    path = folder / CATALOGUE_NAME
    with whole(path) as written:
        written.write_text(text, encoding="utf-8")


def _raw(entry: CatalogueEntry) -> dict[str, object]:
    told = entry.model_dump(exclude_defaults=True)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}
