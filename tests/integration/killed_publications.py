"""Publications added, replaced, withdrawn, put back and forgotten from the maintenance pages."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from killed_files import settings_of

from assistant.maintenance.added import Added
from assistant.maintenance.describing import Description
from indexer.documents import Audience
from indexer.sources import find

if TYPE_CHECKING:
    from pathlib import Path

    from killing import Act

FIRST, SECOND, THIRD = (
    f"# Fiche\n\n{told}\n".encode() for told in ("Une permanence ouvre.", "Elle a fermé.", "Une autre.")
)


def added_of(folder: Path) -> Added:
    """The publications of a situation."""
    return Added(settings_of(folder))


def put_in(added: Added, content: bytes, name: str, description: Description) -> str:
    """Adds a file."""
    with added.receiving() as arriving:
        return added.add(added.receive(io.BytesIO(content), name, arriving), description).identifier


def shown(folder: Path) -> dict[str, tuple[bytes, str, str]]:
    """What an indexing would take: content, title, audience of each file. Raises for a catalogue that stops it."""
    found = find([added_of(folder).folder])
    assert found.missing == (), "an entry without its file: each indexing would tell of a failure"
    return {
        file.doc: (file.path.read_bytes(), file.metadata.title if file.metadata else "", file.audience.value)
        for file in found.files
    }


NOTE = (FIRST, "Une note", Audience.TEAM.value)


class Publications:
    """One of these acts, upon two publications of which one is for the team alone."""

    def __init__(self, name: str) -> None:
        self._name = name

    def prepare(self, folder: Path) -> None:
        """Two publications, of which the first may be withdrawn already."""
        added = added_of(folder)
        put_in(added, FIRST, "note.md", Description(title="Une note", internal=True))
        put_in(added, SECOND, "autre.md", Description(title="Une autre"))
        if self._name in ("restore", "forget"):
            added.withdraw("note", "ana")

    def run(self, folder: Path) -> None:
        """The act, by somebody who does it again until they see it done."""
        added = added_of(folder)
        added.tidy()
        if self._is_done(folder):
            return
        if self._name == "add":
            put_in(added, THIRD, "tierce.md", Description(title="Tierce", internal=True))
        elif self._name == "replace":
            with added.receiving() as arriving:
                added.replace("note", added.receive(io.BytesIO(THIRD), "nouvelle.md", arriving), "ana")
        elif self._name == "replace by another type":
            with added.receiving() as arriving:
                added.replace("note", added.receive(io.BytesIO(THIRD), "nouvelle.txt", arriving), "ana")
        elif self._name == "withdraw":
            added.withdraw("note", "ana", "périmée")
        elif self._name == "restore":
            added.restore(added.withdrawn()[0].key)
        else:
            added.forget(added.withdrawn()[0].key)

    def _expected(self) -> dict[str, tuple[bytes, str, str]]:
        other = {"autre.md": (SECOND, "Une autre", "public")}
        new = (THIRD, *NOTE[1:])
        return {
            "add": {**other, "note.md": NOTE, "tierce.md": (THIRD, "Tierce", Audience.TEAM.value)},
            "replace": {**other, "note.md": new},
            "replace by another type": {**other, "note.txt": new},
            "withdraw": other,
            "restore": {**other, "note.md": NOTE},
            "forget": other,
        }[self._name]

    def _kept(self) -> list[bytes]:
        """What is to be in the drawer in the end."""
        return [FIRST] if self._name.startswith(("replace", "withdraw")) else []

    def _is_done(self, folder: Path) -> bool:
        return _content(folder) == {doc: told[0] for doc, told in self._expected().items()} and (
            self._name != "forget" or not added_of(folder).withdrawn()
        )

    def holds(self, folder: Path) -> None:
        """What was there is there, or in the drawer; nothing for the team alone has lost its word."""
        added_of(folder).tidy()  # as an indexing does first
        present, drawer = _content(folder), _drawer(folder)
        if self._name in ("add", "replace", "replace by another type"):
            assert "note" in {doc.partition(".")[0] for doc in present}, "what was served would be taken away"
        if self._name != "forget":
            assert FIRST in (*present.values(), *drawer)
        assert present["autre.md"] == SECOND
        assert all(self._team(folder, doc) for doc in present if doc != "autre.md")
        shown(folder)

    @staticmethod
    def _team(folder: Path, doc: str) -> bool:
        (file,) = [each for each in find([added_of(folder).folder]).files if each.doc == doc]
        return file.audience is Audience.TEAM

    def ended(self, folder: Path) -> None:
        """Done once; nothing lies about, neither beside the publications nor among those withdrawn."""
        assert shown(folder) == self._expected()
        assert _drawer(folder) == self._kept()
        left = {each.name for each in added_of(folder).folder.iterdir()} - {
            *self._expected(),
            "catalogue.yaml",
            ".lock",
        }
        assert left <= {".incoming"}
        assert not [*added_of(folder).folder.glob(".incoming/*")]
        drawer = folder / "data" / "withdrawn"
        assert len([*drawer.iterdir()] if drawer.is_dir() else []) == len(self._kept())


def _content(folder: Path) -> dict[str, bytes]:
    added = added_of(folder)
    return {name: (added.folder / name).read_bytes() for name in added.files()}


def _drawer(folder: Path) -> list[bytes]:
    added = added_of(folder)
    return [added._drawer.path(each).read_bytes() for each in added.withdrawn()]


ACTS: Final[dict[str, Act]] = {
    f"{name} a publication": Publications(name)
    for name in ("add", "replace", "replace by another type", "withdraw", "restore", "forget")
}
