"""What was withdrawn, or replaced by another version: kept aside with what was told of it, until it is forgotten."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.maintenance.describing import Description
from indexer.catalogue import CatalogueEntry
from indexer.errors import PublicationNotFound
from indexer.lasting import settle, whole
from indexer.room import writing_error

if TYPE_CHECKING:
    from pathlib import Path

WITHDRAWN: Final = "withdrawn"
"""Folder of the data folder."""
ENTRY: Final = "entry.json"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A publication that was withdrawn, or a version of one that was replaced.

    Attributes:
        key: What it is called by.
        identifier: That it had.
        file: Its name.
        bytes: Its size.
        at: When.
        by: Who did it.
        replaced: Another version took its place.
        reason: Why, in the words of whoever did it; may be empty.
        description: What was told of it.
    """

    key: str
    identifier: str
    file: str
    bytes: int
    at: dt.datetime
    by: str
    replaced: bool
    description: Description
    reason: str = ""


class Drawer:
    """The withdrawn publications of a data folder. Whoever changes something holds the lock of `Added`."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / WITHDRAWN

    def put(self, path: Path, entry: CatalogueEntry, by: str, *, replaced: bool, reason: str = "") -> str:
        """Moves a file in; gives the key by which it is found again. What is replaced is `pending` until `settled`.

        Of a link that somebody put there by hand, what it leads to is copied: moved, a relative one would lead nowhere.
        """
        now = dt.datetime.now(dt.UTC)
        key = f"{now:%Y%m%dT%H%M%S%f}-{entry.id}"
        folder = self._folder / key
        folder.mkdir(parents=True)
        settle(self._folder.parent)
        settle(self._folder)
        told: dict[str, object] = {"id": entry.id, "file": entry.file, "at": now.isoformat(), "by": by}
        told |= {"replaced": replaced, "reason": reason}
        told["entry"] = entry.model_dump(mode="json", exclude_defaults=True)
        told |= {"pending": True} if replaced else {}
        self._write(key, told)
        if path.is_symlink():
            with whole(folder / entry.file) as copy:
                shutil.copyfile(path, copy)
            settle(folder)
            path.unlink()
        else:
            path.replace(folder / entry.file)
            settle(folder)  # it is here on the disk too before another takes its name
        settle(path.parent)
        return key

    def pending(self) -> list[Withdrawn]:
        """Versions whose successor has not taken their place, as far as is written down."""
        return [each for each in self.all() if self._told(each.key).get("pending")]

    def entry(self, withdrawn: Withdrawn) -> CatalogueEntry:
        """What the catalogue told of it, links to others included."""
        return CatalogueEntry.model_validate(self._told(withdrawn.key)["entry"])

    def settled(self, key: str) -> None:
        """The successor of a version has taken its place."""
        told = self._told(key)
        told.pop("pending", None)
        self._write(key, told)

    def tidy(self) -> None:
        """Forgets folders whose file never came, or has gone: of a process that died."""
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            if not [each for each in folder.iterdir() if each.name != ENTRY and not each.name.startswith(".")]:
                shutil.rmtree(folder, ignore_errors=True)

    def _told(self, key: str) -> dict[str, object]:
        told: dict[str, object] = json.loads((self._folder / key / ENTRY).read_text(encoding="utf-8"))
        return told

    def _write(self, key: str, told: dict[str, object]) -> None:
        with whole(self._folder / key / ENTRY) as written:
            written.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")

    def all(self) -> list[Withdrawn]:
        """The last first."""
        folders = self._folder.iterdir() if self._folder.is_dir() else ()
        found = [read for folder in folders if (read := _read(folder)) is not None]
        return sorted(found, key=lambda each: each.key, reverse=True)

    def get(self, key: str) -> Withdrawn:
        """One of them.

        Raises:
            PublicationNotFound: No such key.
        """
        found = next((each for each in self.all() if each.key == key), None)
        if found is None:
            raise PublicationNotFound(publication=key)
        return found

    def path(self, withdrawn: Withdrawn) -> Path:
        """Its file."""
        return self._folder / withdrawn.key / withdrawn.file

    def forget(self, withdrawn: Withdrawn) -> None:
        """Deletes it for good, or what is left of it once it was restored.

        Raises:
            WritingError: It cannot be deleted.
        """
        try:
            self.path(withdrawn).unlink(missing_ok=True)  # first: a file without its entry would be nobody's
            shutil.rmtree(self._folder / withdrawn.key)
            settle(self._folder)
        except OSError as exc:
            raise writing_error(self._folder / withdrawn.key, exc) from exc


def _read(folder: Path) -> Withdrawn | None:
    """What a folder holds; `None` when it is not whole: a withdrawal that was interrupted before anything moved."""
    try:
        told = json.loads((folder / ENTRY).read_text(encoding="utf-8"))
        size = (folder / told["file"]).stat().st_size
        entry = CatalogueEntry.model_validate(told["entry"])
        at = dt.datetime.fromisoformat(told["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Withdrawn(
        key=folder.name,
        identifier=told["id"],
        file=told["file"],
        bytes=size,
        at=at,
        by=told["by"],
        replaced=bool(told["replaced"]),
        description=Description.of(entry),
        reason=str(told.get("reason", "")),
    )
