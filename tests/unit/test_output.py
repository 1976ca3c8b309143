"""What a command is asked to write: a file whole or not at all, and nothing that is no file is ever replaced."""

from __future__ import annotations

import os
import resource
import stat
import sys
import threading
from pathlib import Path

import pytest

from indexer.errors import NoRoom, NotWritable, WritingError
from indexer.report import IndexReport
from indexer.settings import Settings
from ui.cli import indexing
from ui.cli.output import check_writable, written

TEXT = "une ligne\n"


def write(path: Path) -> None:
    """As a command does, once it has found out that it can."""
    check_writable(path)
    with written(path) as stream:
        stream.write(TEXT)


def test_a_file_is_replaced_at_the_end(tmp_path: Path) -> None:
    """Nothing is left beside it; a link goes on leading there."""
    path, link = tmp_path / "a.jsonl", tmp_path / "lien"
    path.write_text("avant", encoding="utf-8")
    link.symlink_to(path)
    check_writable(link)
    with written(link) as stream:
        stream.write(TEXT)
        assert path.read_text(encoding="utf-8") == "avant"
    assert path.read_text(encoding="utf-8") == TEXT
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == [path, link]


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    """And nothing beside it."""
    path = tmp_path / "a.jsonl"
    path.write_text("avant", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), written(path) as stream:
        stream.write(str(1 / 0))
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["avant"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """So does whatever a link such as `/dev/stdout` leads to."""
    pipe, link = tmp_path / "tuyau", tmp_path / "lien"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        read: list[str] = []
        reader = threading.Thread(target=lambda into=read: into.append(pipe.read_text(encoding="utf-8")))
        reader.start()
        write(path)
        reader.join(20)
        assert read == [TEXT]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(tmp_path.iterdir()) == [link, pipe]


def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    """One of our own, which swallows what it is told as `/dev/null` does; root may make it, and replace it too."""
    device = tmp_path / "rien"
    try:
        os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        device.write_text("", encoding="utf-8")
    except OSError as error:
        pytest.skip(f"no device can be made here: {error.strerror}")
    write(device)
    assert stat.S_ISCHR(device.stat().st_mode)
    assert list(tmp_path.iterdir()) == [device]


def test_the_standard_output_is_given_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Redirected to a file: opened a second time, it would be written over by what else is printed."""
    path = tmp_path / "sortie"
    path.write_text("déjà\n", encoding="utf-8")
    real = os.fstat
    monkeypatch.setattr("ui.cli.output.os.fstat", lambda handle: path.stat() if handle == 1 else real(handle))
    check_writable(path)
    with written(path) as stream:
        assert stream is sys.stdout
        stream.write(TEXT)
    assert capsys.readouterr().out == TEXT
    assert path.read_text(encoding="utf-8") == "déjà\n"


def test_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    """Beforehand, and when it comes to it."""
    (tmp_path / "boucle").symlink_to(tmp_path / "boucle")
    for path in (tmp_path / "absent" / "x.html", tmp_path, tmp_path / "boucle"):
        with pytest.raises(WritingError):
            check_writable(path)
        with pytest.raises(WritingError), written(path):
            raise AssertionError


def test_a_report_that_could_not_be_written_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is indexed for it."""
    monkeypatch.setattr(indexing, "index", lambda *_: pytest.fail("indexed"))
    settings = Settings(data_dir=tmp_path / "data")
    with pytest.raises(WritingError) as told:
        indexing.run_index([tmp_path], settings, as_json=False, report_to=tmp_path / "absent" / "x.html")
    assert "absent" in str(told.value)


def test_what_was_done_is_told_where_its_report_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The index is published: whoever asked for it must know, and why the page is not there."""
    (tmp_path / "reports").write_text("", encoding="utf-8")  # where a folder is wanted
    report = IndexReport(added=["a.md"], generation="20260301T000000", documents=1)
    monkeypatch.setattr(indexing, "index", lambda *_: report)
    with pytest.raises(WritingError):
        indexing.run_index([tmp_path], Settings(data_dir=tmp_path), as_json=False)
    assert "20260301T000000" in capsys.readouterr().out


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    """It is not for us to choose a name in it."""
    with pytest.raises(NotWritable):
        check_writable(tmp_path)


def test_a_disk_that_fills_up_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    """And what was there stays, with nothing beside it."""
    path = tmp_path / "reponses.jsonl"
    path.write_text("avant", encoding="utf-8")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(NoRoom, match=r"reponses\.jsonl"), written(path) as stream:
            stream.writelines([TEXT] * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [(path.name, "avant")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_so_is_a_device_that_takes_nothing() -> None:
    """At the end, when what was held back is written."""
    with pytest.raises(NoRoom, match="/dev/full"), written(Path("/dev/full")) as stream:
        stream.write(TEXT)
