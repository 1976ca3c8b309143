"""A folder read from a copy: those of dead processes go, those in use stay; what prevents one is told as it is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from indexer.copying_aside import LOCK, PREFIX, copied_aside
from indexer.errors import IndexNotReadable
from indexer.lasting import STALE_SECONDS

DYING = """
import os, signal, sys
from pathlib import Path
from indexer.copying_aside import copied_aside
copied_aside(Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder."""
    made = tmp_path / "tmp"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """That of Chroma, which cannot be written."""
    made = tmp_path / "chroma"
    (made / "graph").mkdir(parents=True)
    (made / "chroma.sqlite3").write_text("base")
    (made / "graph" / "link.bin").write_text("graphe")
    for each in (made / "graph", made):
        each.chmod(0o555)
    return made


def test_a_copy_is_whole_and_can_be_written_until_it_is_forgotten(folder: Path, place: Path) -> None:
    """Folders too, whatever the permissions of the first."""
    aside, forget = copied_aside(folder)
    assert (aside / "chroma" / "graph" / "link.bin").read_text() == "graphe"
    assert all(each.stat().st_mode & 0o200 for each in (aside / "chroma").rglob("*"))
    assert (aside / "chroma").stat().st_mode & 0o200
    forget()
    assert list(place.iterdir()) == []


def test_that_of_a_killed_process_goes_with_the_next_one(folder: Path, place: Path) -> None:
    """Not that of one who lives, nor one that is being begun, nor another program's."""
    living, forget = copied_aside(folder)
    begun = place / f"{PREFIX}begun"
    begun.mkdir()
    (begun / LOCK).touch()
    (place / "autre").mkdir()
    subprocess.run([sys.executable, "-c", DYING, str(folder)], check=False, timeout=60)
    assert len(list(place.glob(f"{PREFIX}*"))) == 3
    other, forget_other = copied_aside(folder)
    assert set(place.iterdir()) == {living, other, begun, place / "autre"}
    forget()
    forget_other()


def test_one_in_use_stays_however_old(folder: Path, place: Path) -> None:
    """A server reads its copy for weeks and writes nothing to it."""
    living, forget = copied_aside(folder)
    old = time.time() - STALE_SECONDS - 60
    for each in (*living.rglob("*"), living):
        os.utime(each, (old, old))
    _, forget_other = copied_aside(folder)
    assert living.is_dir()
    forget()
    forget_other()
    assert list(place.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to somebody else")
def test_what_may_not_be_read_is_told_as_such() -> None:
    """Not as a lack of room, and nothing is left."""
    with tempfile.TemporaryDirectory() as parent:
        there = Path(parent) / "tmp"
        there.mkdir()
        for each in (Path(parent), there):
            os.chown(each, 12345, -1)
        readable = Path(parent) / "chroma"
        readable.mkdir()
        (readable / "chroma.sqlite3").write_text("base")
        (readable / "chroma.sqlite3").chmod(0o600)
        before, tempfile.tempdir = tempfile.tempdir, str(there)
        os.seteuid(12345)
        try:
            with pytest.raises(IndexNotReadable):
                copied_aside(readable)
        finally:
            os.seteuid(0)
            tempfile.tempdir = before
        assert list(there.iterdir()) == []
