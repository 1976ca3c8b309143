"""A great many files at once: in the folder that is indexed, among those added online, in the folder of the mail.

A few hundred here; `FILES=10000` for all of them (some minutes).
"""

from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING, Final

import pytest
from fakes import FakeDesk, HashingEmbedder, NotedProgress

from assistant.maintenance.added import Added
from assistant.maintenance.waiting import since_served
from assistant.solicitations.intake.folder import DONE, Folder
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from indexer.build import build_index
from indexer.index import ADDED, open_index
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

FILES: Final = int(os.environ.get("FILES", "120"))
MOST_KILOBYTES: Final = 40
"""Of memory for each file: its text, its two passages, their vectors while they are written, what the report says."""
BASE_MEGABYTES: Final = 300
pytestmark = pytest.mark.timeout(3600)


def note(number: int) -> str:
    """A publication of three sentences."""
    return (
        f"# Fiche {number}\n\nLa commune numéro {number} a ouvert {number % 97} permanences de santé.\n\n"
        f"Elle a reçu {number * 3} personnes en 2025.\n"
    )


def grown() -> int:
    """The most memory that this process has had so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_a_folder_of_publications_is_indexed_to_its_end(tmp_path: Path) -> None:
    """Each file is told, the progress too; then the same again, added online; then nothing is left to do."""
    settings = Settings(data_dir=tmp_path / "data", source=tmp_path / "corpus", embedding_model="hashing-64")
    folders = [tmp_path / "corpus", settings.data_dir / ADDED]
    before = grown()
    for turn, folder in enumerate(folders):
        folder.mkdir(parents=True)
        for number in range(FILES):
            (folder / f"{'ab'[turn]}{number:05}.md").write_text(note(turn * FILES + number), encoding="utf-8")
        progress = NotedProgress()
        report = build_index(folders[: turn + 1], settings, HashingEmbedder, progress)
        assert (len(report.added), report.failed, report.skipped) == (FILES, [], [])
        steps = {str(step): (total, done) for step, total, done in progress.steps}
        assert steps["reading"] == ((turn + 1) * FILES, (turn + 1) * FILES)
        assert steps["writing"][0] == steps["writing"][1]
    assert grown() - before < BASE_MEGABYTES * 1024 + 2 * FILES * MOST_KILOBYTES
    assert len(open_index(settings).documents) == 2 * FILES
    assert len(Added(settings).files()) == FILES
    assert since_served(settings).total == 0


def test_a_folder_of_messages_is_filed_to_its_end(tmp_path: Path) -> None:
    """Each once, and moved aside; what is no message is left where it is."""
    inbox = tmp_path / "courrier"
    inbox.mkdir()
    for number in range(FILES):
        head = f"From: a{number}@exemple.fr\nSubject: A4 message {number}\nMessage-ID: <{number}@exemple.fr>\n"
        (inbox / f"{number:05}.eml").write_text(f"{head}\nBonjour, une ressource ?\n", encoding="utf-8")
    queue = Solicitations(tmp_path / "solicitations.sqlite")
    taken = Folder(inbox, megabytes=1, settle=0).round(Reception(FakeDesk, lambda: queue))
    assert (len(taken.added), taken.known, taken.refused, taken.left) == (FILES, [], [], 0)
    assert queue.list().total == FILES
    assert len(list((inbox / DONE).iterdir())) == FILES
    queue.close()
