"""Links in what is backed up, and where a backup is put back: nothing is left out unsaid, nothing is stuck half-way."""

from __future__ import annotations

import os
import stat
import tarfile
from typing import TYPE_CHECKING

import pytest
from backed_up import put_job_and_publication

from assistant.database.opening import FILE_NAME, Database
from assistant.maintenance.added import Added
from assistant.maintenance.backup import MANIFEST, back_up
from assistant.maintenance.jobs import Jobs
from assistant.maintenance.restoring import restore
from assistant.maintenance.verifying import verify
from indexer.errors import SourceNotFound
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = "Bonjour,"
HIDDEN = "une-cle-secrete\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A database and a publication on another disk; templates as Kubernetes mounts a ConfigMap."""
    (tmp_path / "corpus").mkdir()
    real = tmp_path / "modeles" / "..2026_11_23"
    real.mkdir(parents=True)
    (real / "A1.md.j2").write_text(TEMPLATE)
    (tmp_path / "modeles" / "..data").symlink_to("..2026_11_23")
    (tmp_path / "modeles" / "A1.md.j2").symlink_to("..data/A1.md.j2")
    made = Settings(
        data_dir=tmp_path / "data",
        source=tmp_path / "corpus",
        fetch_sources=tmp_path / "sources.yaml",
        templates_dir=str(tmp_path / "modeles"),
    )
    put_job_and_publication(made)
    elsewhere = tmp_path / "disque"
    elsewhere.mkdir()
    for name in (FILE_NAME, "added"):
        (made.data_dir / name).replace(elsewhere / name)
        (made.data_dir / name).symlink_to(f"../disque/{name}")
    return made


def test_what_is_on_another_disk_is_in_it_and_comes_back(settings: Settings, tmp_path: Path) -> None:
    """The database, the publications, the templates: each once, under its own name."""
    path = tmp_path / "copie.tar.gz"
    contents = back_up(settings, path)
    assert list(contents.files) == [
        f"data/{FILE_NAME}",
        "data/added/catalogue.yaml",
        "data/added/fiche.md",
        "beside/templates/A1.md.j2",
    ]
    assert contents.notes == ()
    assert verify(path) == contents
    restore(path, tmp_path / "new")
    again = settings.model_copy(update={"data_dir": tmp_path / "new"})
    database = Database.of(again)
    assert Jobs(database).list().total == 1
    database.close()
    assert [entry.title for entry in Added(again).files().values()] == ["Une fiche"]
    assert (tmp_path / "new" / "from-backup" / "templates" / "A1.md.j2").read_text() == TEMPLATE


def test_a_link_out_of_the_data_folder_is_left_out_and_told(settings: Settings, tmp_path: Path) -> None:
    """Nobody put a key there for others to read; one to a file of the same folder is followed; none goes round."""
    added = settings.data_dir / "added"
    (settings.data_dir / "staff-key").write_text(HIDDEN)
    (added / "cle.md").symlink_to(settings.data_dir / "staff-key")
    (added / "seconde.md").symlink_to("fiche.md")
    (added / "boucle").symlink_to(".")
    (added / "ronde.md").symlink_to("ronde.md")
    (tmp_path / "modeles" / "A2.md.j2").symlink_to(tmp_path / "absent")
    path = tmp_path / "copie.tar.gz"
    contents = back_up(settings, path)
    assert "data/added/seconde.md" in contents.files
    (note,) = contents.notes
    for name in ("data/added/boucle", "data/added/cle.md", "data/added/ronde.md", "beside/templates/A2.md.j2"):
        assert name in note
        assert name not in contents.files
    assert verify(path).notes == contents.notes
    with tarfile.open(path) as archive:
        read = [archive.extractfile(member).read() for member in archive if member.name != MANIFEST]  # type: ignore[union-attr]
    assert HIDDEN.encode() not in read


def test_without_its_other_disk_there_is_no_backup(settings: Settings, tmp_path: Path) -> None:
    """It is told: the former one stays, whose date would otherwise be newer than what it holds."""
    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)
    before = path.read_bytes()
    (tmp_path / "disque" / FILE_NAME).unlink()
    with pytest.raises(SourceNotFound):
        back_up(settings, path)
    assert path.read_bytes() == before


def test_the_link_to_the_last_backup_goes_on_leading_there(settings: Settings, tmp_path: Path) -> None:
    """On its own disk."""
    (tmp_path / "derniere.tar.gz").symlink_to("disque/derniere.tar.gz")
    back_up(settings, tmp_path / "derniere.tar.gz")
    assert (tmp_path / "derniere.tar.gz").is_symlink()
    verify(tmp_path / "disque" / "derniere.tar.gz")


@pytest.mark.parametrize("content", [None, "", "note.md"], ids=["leads nowhere", "empty", "not empty"])
def test_it_is_put_back_where_a_folder_is_a_link(settings: Settings, tmp_path: Path, content: str | None) -> None:
    """The link is put aside, still leading where it led, and told; what is there has not changed."""
    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)
    there, far = tmp_path / "there", tmp_path / "loin"
    there.mkdir()
    (there / "added").symlink_to("../loin")
    if content is not None:
        far.mkdir()
    if content:
        (far / content).write_text("x")
    done = restore(path, there, force=True)
    assert done.aside is not None
    assert (done.links, (done.aside / "added").readlink()) == (("added",), tmp_path / "there" / "../loin")
    assert not (there / "added").is_symlink()
    assert (there / "added" / "fiche.md").is_file()
    assert not (there / "restoring").exists()
    assert [each.name for each in far.glob("*")] == ([content] if content else [])


def test_what_a_killed_one_left_of_a_link_is_taken_away(settings: Settings, tmp_path: Path) -> None:
    """And the same command ends it."""
    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)
    there = tmp_path / "there"
    (there / "before-restore-x").mkdir(parents=True)
    (there / "restoring").write_text('{"aside": "before-restore-x", "there": []}')
    (tmp_path / "vide").mkdir()
    for name in ("added", ".restoring-mort", "from-backup"):
        (there / name).symlink_to(tmp_path / "vide")
    restore(path, there)
    assert sorted(each.name for each in there.iterdir() if each.is_symlink()) == []
    assert not (there / "restoring").exists()
    assert (tmp_path / "vide").is_dir()


def test_what_is_put_back_can_be_read_by_the_service(settings: Settings, tmp_path: Path) -> None:
    """Publications as any file; what comes from persons by its owner only, who is that of the data folder."""
    (settings.data_dir / "evals").mkdir()
    (settings.data_dir / "evals" / "retours.jsonl").write_text("{}\n")
    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)
    there = tmp_path / "there"
    there.mkdir()
    owner = 12345 if os.geteuid() == 0 else os.geteuid()
    os.chown(there, owner, -1)
    before = os.umask(0o027)
    try:
        restore(path, there)
    finally:
        os.umask(before)
    modes = {
        name: stat.S_IMODE((there / name).stat().st_mode)
        for name in (FILE_NAME, "evals/retours.jsonl", "added/fiche.md", "added", "from-backup/templates/A1.md.j2")
    }
    assert modes == {
        FILE_NAME: 0o600,
        "evals/retours.jsonl": 0o600,
        "added/fiche.md": 0o640,
        "added": 0o750,
        "from-backup/templates/A1.md.j2": 0o640,
    }
    assert {(there / name).stat().st_uid for name in modes} == {owner}
