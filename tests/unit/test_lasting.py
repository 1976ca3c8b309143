"""A file takes its place whole, on the disk before by its name; what dead processes left goes, and nothing else."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from pathlib import Path

import pytest

from indexer.lasting import STALE_SECONDS, settle, settle_below, sweep, whole


def test_it_takes_its_place_at_the_end_and_leaves_nothing_beside(tmp_path: Path) -> None:
    """With the permissions that are asked for."""
    path = tmp_path / "modele.npz"
    path.write_text("avant")
    with whole(path, mode=0o600) as aside:
        aside.write_text("après")
        assert path.read_text() == "avant"
    assert path.read_text() == "après"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["modele.npz"]


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    """And nothing of what was begun."""
    path = tmp_path / "modele.npz"
    path.write_text("avant")

    def fail() -> None:
        with whole(path) as aside:
            aside.write_text("apr")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"modele.npz": "avant"}


@pytest.mark.parametrize("there", [True, False])
def test_a_link_goes_on_leading_to_what_is_written(tmp_path: Path, there: bool) -> None:
    """To its own folder, where it is whole or not at all too."""
    (tmp_path / "ailleurs").mkdir()
    far = tmp_path / "ailleurs" / "fiches.yaml"
    if there:
        far.write_text("avant")
    path = tmp_path / "catalogue.yaml"
    path.symlink_to("ailleurs/fiches.yaml")
    with whole(path) as aside:
        aside.write_text("après")
        assert aside.parent == far.parent
    assert (path.is_symlink(), far.read_text()) == (True, "après")
    assert [each.name for each in far.parent.iterdir()] == ["fiches.yaml"]


@pytest.mark.parametrize("name", ["n" * 255, "é" * 127])
def test_a_name_as_long_as_names_may_be_is_written(tmp_path: Path, name: str) -> None:
    """What is beside has a shorter one; what a dead process left of it goes all the same."""
    with whole(tmp_path / name) as aside:
        left = aside.with_name(aside.name.replace(".part", "x.part"))
        left.touch()
        os.utime(left, (0, 0))
    with whole(tmp_path / name) as aside:
        aside.write_text("après")
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {name: "après"}


def test_the_content_is_on_the_disk_before_it_has_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the name is: a power cut leaves the one or the other, never an empty file."""
    path = tmp_path / "CURRENT"
    path.write_text("avant")
    seen: list[tuple[str, str]] = []
    fsync = os.fsync

    def noting(handle: int) -> None:
        fsync(handle)
        seen.append((Path(f"/proc/self/fd/{handle}").readlink().name[:9], path.read_text()))

    monkeypatch.setattr(os, "fsync", noting)
    with whole(path) as aside:
        aside.write_text("après")
    assert seen == [(".CURRENT.", "avant"), (tmp_path.name[:9], "après")]


@pytest.mark.parametrize("relative", [False, True])
def test_a_folder_is_settled_with_all_that_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, relative: bool
) -> None:
    """Each file and each folder, once, however the folder is named: the default one is where the program is started."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    files = [tmp_path / "un", tmp_path / "a" / "deux", tmp_path / "a" / "b" / "trois"]
    for each in files:
        each.touch()
    settled: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: settled.append(os.fstat(handle).st_ino))
    monkeypatch.chdir(tmp_path.parent)
    settle_below(Path(tmp_path.name) if relative else tmp_path)
    assert sorted(settled) == sorted(p.stat().st_ino for p in (tmp_path, *tmp_path.rglob("*")))


def test_only_what_nobody_writes_any_more_is_swept(tmp_path: Path) -> None:
    """A folder is as young as the youngest file in it."""
    then = time.time() - STALE_SECONDS - 60
    for name in (".x-dead", ".x-alive", "y-other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "archive").write_text("x")
        os.utime(tmp_path / name / "archive", (then, then))
        os.utime(tmp_path / name, (then, then))
    os.utime(tmp_path / ".x-alive" / "archive")
    (tmp_path / ".x.part").touch()
    sweep(tmp_path, ".x*")
    assert sorted(each.name for each in tmp_path.iterdir()) == [".x-alive", ".x.part", "y-other"]


@pytest.mark.parametrize(("number", "raised"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_share_that_cannot_settle_a_folder_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, raised: bool
) -> None:
    """A disk that fails is told."""

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="error") if raised else contextlib.nullcontext():
        settle(tmp_path)


def test_a_file_is_settled_by_a_handle_that_may_write_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows settles no other; a folder is settled as it can be opened."""
    path = tmp_path / "CURRENT"
    path.write_text("x")
    ways: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: ways.append(fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE))
    settle(path)
    settle(tmp_path)
    assert ways == [os.O_RDWR, os.O_RDONLY]
