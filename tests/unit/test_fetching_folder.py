"""A watched folder: copied when it has settled, removed when it is gone, never emptied by a disk that is not there."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from indexer.errors import FetchLocked
from indexer.fetching.configuration import Source, SourceKind
from indexer.fetching.limits import FetchLimits
from indexer.fetching.run import FETCHED, fetch
from indexer.fetching.watching import follow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from indexer.fetching.report import FetchReport, SourceReport


class Place:
    """A folder and its copy."""

    def __init__(self, folder: Path) -> None:
        self.watched = folder / "partage"
        self.watched.mkdir()
        self.data = folder / "data"
        self.copy = self.data / FETCHED / "partage"

    def write(self, name: str, text: str, *, age: float = 3600) -> Path:
        """A file last changed so many seconds ago."""
        path = self.watched / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (time.time() - age,) * 2)
        return path

    def fetch(self, limits: FetchLimits | None = None, **fields: object) -> SourceReport:
        """Brings the copy up to date."""
        return fetch([self.source(**fields)], self.data, limits or FetchLimits()).sources[0]

    def source(self, **fields: object) -> Source:
        """The folder as a source."""
        return Source(id="partage", kind=SourceKind.FOLDER, path=self.watched, **fields)

    def files(self) -> dict[str, str]:
        """What was copied."""
        found = {
            p.relative_to(self.copy).as_posix(): p.read_text() for p in sorted(self.copy.rglob("*")) if p.is_file()
        }
        assert not list((self.data / FETCHED / ".parts").iterdir())
        return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Empty."""
    return Place(tmp_path)


def names(report: SourceReport) -> dict[str, list[str]]:
    """The lists of a report that are not empty."""
    states = ("new", "changed", "unchanged", "removed", "refused", "failed", "waiting")
    return {state: [entry.name for entry in report.entries(state)] for state in states if report.entries(state)}


def test_what_is_new_changed_and_gone_is_copied_and_removed(place: Place) -> None:
    """Names and folders kept; a folder left empty goes too."""
    place.write("a.txt", "un")
    place.write("Sous dossier/été.txt", "deux")
    assert names(place.fetch()) == {"new": ["a.txt", "Sous dossier/été.txt"]}
    assert place.files() == {"Sous dossier/été.txt": "deux", "a.txt": "un"}
    assert names(place.fetch()) == {"unchanged": ["a.txt", "Sous dossier/été.txt"]}
    place.write("a.txt", "un, revu", age=1800)
    (place.watched / "Sous dossier" / "été.txt").unlink()
    report = place.fetch()
    assert names(report) == {"changed": ["a.txt"], "removed": ["Sous dossier/été.txt"]}
    assert report.removed[0].reason == "n’est plus dans le dossier"
    assert place.files() == {"a.txt": "un, revu"}
    assert not (place.copy / "Sous dossier").exists()


def test_a_file_that_is_only_touched_is_no_change(place: Place) -> None:
    """Its content decides."""
    place.write("a.txt", "un")
    place.fetch()
    place.write("a.txt", "un", age=60)
    assert names(place.fetch()) == {"unchanged": ["a.txt"]}


def test_a_file_still_being_written_waits(place: Place) -> None:
    """Young ones, and those that copying programs mark; the copy made before stays."""
    place.write("a.txt", "un")
    place.fetch()
    place.write("a.txt", "la moitié", age=0)
    place.write("b.pdf.part", "x")
    place.write("~$c.docx", "x")
    place.write(".cache/d.txt", "x")
    assert names(place.fetch(FetchLimits(settle_seconds=60))) == {"waiting": ["a.txt"]}
    assert place.files() == {"a.txt": "un"}
    assert names(place.fetch(FetchLimits(settle_seconds=0))) == {"changed": ["a.txt"]}


def test_a_clock_that_runs_ahead_keeps_nothing_waiting(place: Place) -> None:
    """A network disk an hour ahead."""
    place.write("a.txt", "un", age=-3600)
    assert names(place.fetch()) == {"new": ["a.txt"]}


def test_what_is_no_publication_is_refused(place: Place) -> None:
    """Types, sizes, links out of the folder; a link within it is a file."""
    place.write("a.txt", "un")
    place.write("photo.jpg", "x")
    place.write("gros.txt", "x" * 2000)
    (place.watched / "dehors.txt").symlink_to("/etc/hostname")
    (place.watched / "dedans.txt").symlink_to(place.watched / "a.txt")
    (place.watched / "rompu.txt").symlink_to(place.watched / "rien")
    os.mkfifo(place.watched / "tube.txt")
    report = place.fetch(FetchLimits(max_bytes=1000))
    assert names(report) == {
        "new": ["a.txt", "dedans.txt"],
        "refused": ["dehors.txt", "gros.txt", "photo.jpg", "rompu.txt", "tube.txt"],
    }
    assert "hors du dossier" in report.refused[0].reason


def test_a_disk_that_is_not_there_removes_nothing(place: Place) -> None:
    """Neither a missing folder nor one that is empty all at once."""
    path = place.write("a.txt", "un")
    place.fetch()
    path.unlink()
    empty = place.fetch()
    assert "n’annonce plus rien" in empty.failed[0].reason
    place.watched.rmdir()
    missing = place.fetch()
    assert "introuvable" in missing.failed[0].reason
    assert not missing.listed
    assert place.files() == {"a.txt": "un"}


def test_a_file_becomes_a_folder_and_back(place: Place) -> None:
    """The copy follows."""
    place.write("a.md/b.txt", "dedans")
    place.write("z.txt", "z")
    place.fetch()
    (place.watched / "a.md" / "b.txt").unlink()
    (place.watched / "a.md").rmdir()
    place.write("a.md", "dehors")
    assert names(place.fetch())["new"] == ["a.md"]
    (place.watched / "a.md").unlink()
    place.write("a.md/b.txt", "dedans")
    place.fetch()
    assert place.files() == {"a.md/b.txt": "dedans", "z.txt": "z"}


def test_patterns_and_the_catalogue_of_the_folder(place: Place) -> None:
    """What is excluded is not copied, and removed when it was; its catalogue comes with it."""
    place.write("catalogue.yaml", "publications: []\n")
    place.write("brouillons/a.txt", "x")
    place.write("a.txt", "x")
    place.fetch()
    report = place.fetch(exclude=("brouillons/*",))
    assert names(report) == {"unchanged": ["a.txt", "catalogue.yaml"], "removed": ["brouillons/a.txt"]}
    assert list(place.files()) == ["a.txt", "catalogue.yaml"]


def test_a_data_folder_inside_the_watched_one_is_not_copied_into_itself(place: Place) -> None:
    """Round after round, nothing new."""
    place.data = place.watched / "data"
    place.copy = place.data / FETCHED / "partage"
    place.write("a.txt", "x")
    place.write("data/withdrawn/b.txt", "retiré")
    place.fetch()
    assert names(place.fetch()) == {"unchanged": ["a.txt"]}
    assert list(place.files()) == ["a.txt"]


def test_names_in_another_encoding_are_copied(place: Place) -> None:
    """Shown as well as can be."""
    place.write(os.fsdecode(b"\xe9t\xe9.txt"), "x")
    place.write(os.fsdecode(b"\xe8t\xe9.txt"), "y")
    told = ["\\xe8t\\xe9.txt", "\\xe9t\\xe9.txt"]
    assert names(place.fetch()) == {"new": told}
    assert names(place.fetch()) == {"unchanged": told}
    assert place.files() == dict(zip(told, "yx", strict=True))


def test_one_fetch_at_a_time(place: Place) -> None:
    """The second is told so."""
    place.write("a.txt", "x")
    place.fetch()
    with FileLock(place.data / FETCHED / ".lock"), pytest.raises(FetchLocked):
        place.fetch()


def test_a_folder_is_followed_as_it_changes(place: Place) -> None:
    """A new file is copied when it has settled, a file that goes is removed, until it is told to stop."""
    place.write("a.txt", "un")
    reports: list[FetchReport] = []
    stop = threading.Event()
    limits = FetchLimits(settle_seconds=0.3)
    arguments = {"tell": lambda *_: None, "told": reports.append, "stop": stop}
    thread = threading.Thread(target=follow, args=([place.source()], place.data, limits), kwargs=arguments)
    thread.start()
    try:
        _until((place.copy / "a.txt").is_file)
        place.write("b.txt", "deux", age=0)
        _until((place.copy / "b.txt").is_file)
        (place.watched / "a.txt").unlink()
        _until(lambda: not (place.copy / "a.txt").exists())
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
    assert [entry.name for report in reports for entry in report.sources[0].new] == ["a.txt", "b.txt"]
    assert [entry.name for report in reports for entry in report.sources[0].removed] == ["a.txt"]


def _until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)
