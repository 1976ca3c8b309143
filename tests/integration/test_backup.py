"""A backup: taken while others write, whole or not at all; put back only when every digest is right."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import stat
import tarfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from backed_up import put_job_and_publication
from pydantic import SecretStr

from assistant.database.opening import FILE_NAME, Database
from assistant.doctor import outside as doctor
from assistant.doctor.model import Level
from assistant.gaps import Gaps, noted
from assistant.maintenance.added import Added
from assistant.maintenance.backup import MANIFEST, back_up, weight
from assistant.maintenance.jobs import Jobs, Kind
from assistant.maintenance.restoring import restore
from indexer.errors import BackupUnreadable, IndexLocked, RestoreRefused, RestoreUnfinished, SourceNotFound
from indexer.index import open_index
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from places import Place, Ran

QUESTION = "Quel est le budget moyen d’un contrat local de santé ?"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder with something of everything that cannot be made again, and things that can."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "catalogue.yaml").write_text("publications: []\n")
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    (tmp_path / "modeles").mkdir()
    (tmp_path / "modeles" / "A1.md.j2").write_text("Bonjour,")
    made = Settings(
        data_dir=tmp_path / "data",
        source=tmp_path / "corpus",
        fetch_sources=tmp_path / "sources.yaml",
        templates_dir=str(tmp_path / "modeles"),
        imap_password=SecretStr("secret-de-la-boite"),
    )
    put_job_and_publication(made)
    Gaps(made.data_dir, 10).note(QUESTION)
    (made.data_dir / "triage_model.npz").write_bytes(b"model")
    (made.data_dir / "evals").mkdir()
    (made.data_dir / "evals" / "retours.jsonl").write_text("{}\n")
    (made.data_dir / "staff-key").write_text("une-cle-secrete\n")
    (made.data_dir / "vectors.sqlite").write_bytes(b"cache")
    return made


def names(path: Path) -> list[str]:
    """What an archive holds."""
    with tarfile.open(path) as archive:
        return archive.getnames()


def test_it_holds_what_cannot_be_made_again_and_no_secret(settings: Settings, tmp_path: Path) -> None:
    """For its owner only; keys and passwords by the name of their setting."""
    path = tmp_path / "copie.tar.gz"
    contents = back_up(settings, path)
    assert names(path) == [
        f"data/{FILE_NAME}",
        "data/gaps.sqlite",
        "data/added/catalogue.yaml",
        "data/added/fiche.md",
        "data/triage_model.npz",
        "data/evals/retours.jsonl",
        "beside/templates/A1.md.j2",
        "beside/corpus/catalogue.yaml",
        "beside/sources.yaml",
        MANIFEST,
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "REPERES_IMAP_PASSWORD" in contents.settings
    with tarfile.open(path) as archive:
        whole = b"".join(archive.extractfile(member).read() for member in archive)  # type: ignore[union-attr]
    assert b"secret-de-la-boite" not in whole
    assert b"une-cle-secrete" not in whole
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith((".", "copie"))) == ["copie.tar.gz"]


def test_it_is_put_back_as_it_was(settings: Settings, tmp_path: Path) -> None:
    """Databases open, publications stand, files of the operator's are at hand."""
    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)
    done = restore(path, tmp_path / "new")
    again = settings.model_copy(update={"data_dir": tmp_path / "new"})
    database = Database.of(again)
    assert Jobs(database).list().total == 1
    database.close()
    assert [gap.question for gap in noted(again.data_dir)] == [QUESTION]
    assert [entry.title for entry in Added(again).files().values()] == ["Une fiche"]
    assert done.aside is None
    assert [file.relative_to(again.data_dir).as_posix() for file in done.by_hand] == [
        "from-backup/corpus/catalogue.yaml",
        "from-backup/sources.yaml",
        "from-backup/templates/A1.md.j2",
    ]
    assert stat.S_IMODE((again.data_dir / FILE_NAME).stat().st_mode) == 0o600


def test_its_weight_is_known_before_it_is_made(settings: Settings, tmp_path: Path) -> None:
    """That of the files that it will hold, before they are compressed."""
    contents = back_up(settings, tmp_path / "copie.tar.gz")
    assert weight(settings) == sum(stored.bytes for stored in contents.files.values())
    (settings.data_dir / "vectors.sqlite").write_bytes(b"v" * 1000)
    assert weight(settings, with_index=True) == weight(settings) + 1000


def test_with_the_index_it_answers_at_once(place: Place, tmp_path: Path) -> None:
    """The generation that serves, its originals and the vectors' cache."""
    path = tmp_path / "copie.tar.gz"
    contents = back_up(place.settings, path, with_index=True)
    restore(path, tmp_path / "new")
    index = open_index(place.settings.model_copy(update={"data_dir": tmp_path / "new"}))
    assert index.manifest.generation == contents.generation == place.generation.name
    assert all(index.original(doc).is_file() for doc in index.documents)


def test_it_is_consistent_while_others_write(settings: Settings, tmp_path: Path) -> None:
    """Each copy of the database is whole, with all that was written before it began."""
    database = Database.of(settings)
    jobs = Jobs(database)
    done, written, failed = threading.Event(), [0], []

    def write() -> None:
        try:
            while not done.is_set():
                jobs.cancel(jobs.ask(Kind.EVAL, {"words": "x" * 2000}, "ana").number)
                written[0] += 1
        except Exception as exc:  # noqa: BLE001 — whatever it is, the test tells it
            failed.append(exc)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = written[0]
            back_up(settings, tmp_path / f"{number}.tar.gz")
            restore(tmp_path / f"{number}.tar.gz", tmp_path / f"new-{number}")
            with sqlite3.connect(tmp_path / f"new-{number}" / FILE_NAME) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert copy.execute("SELECT count(*) FROM jobs WHERE kind = 'eval'").fetchone()[0] >= before
            copy.close()
    finally:
        done.set()
        writer.join()
        database.close()
    assert failed == []


def test_a_folder_that_is_not_empty_is_left_alone_unless_told_otherwise(settings: Settings, tmp_path: Path) -> None:
    """Then what was there is put aside, journal included, and nothing else is touched."""
    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)
    there = tmp_path / "there"
    there.mkdir()
    (there / FILE_NAME).write_text("une autre base")
    (there / f"{FILE_NAME}-journal").write_text("son journal")
    (there / "CURRENT").write_text("g")
    with pytest.raises(RestoreRefused):
        restore(path, there)
    assert (there / FILE_NAME).read_text() == "une autre base"
    done = restore(path, there, force=True)
    assert done.aside is not None
    assert sorted(each.name for each in done.aside.iterdir()) == [FILE_NAME, f"{FILE_NAME}-journal"]
    assert not (there / f"{FILE_NAME}-journal").exists()
    assert (there / "CURRENT").read_text() == "g"


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """An archive whose files somebody changed."""
    with tarfile.open(path) as archive:
        files = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
    change(files)
    target = path.with_name("changed.tar.gz")
    with tarfile.open(target, "w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return target


CHANGES: dict[str, Callable[[dict[str, bytes]], object]] = {
    "a file changed": lambda files: files.update({"data/added/fiche.md": b"# Autre chose"}),
    "a file missing": lambda files: files.pop("data/added/fiche.md"),
    "a file more": lambda files: files.update({"data/staff-key": b"x"}),
    "a way out": lambda files: files.update({"data/../../../tmp/x": b"x"}),
    "elsewhere": lambda files: files.update({"etc/x": b"x"}),
    "no manifest": lambda files: files.pop(MANIFEST),
    "another format": lambda files: files.update(
        {MANIFEST: json.dumps({**json.loads(files[MANIFEST]), "format": 99}).encode()}
    ),
    "a manifest that is none": lambda files: files.update({MANIFEST: b"[]"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_damaged_archive_puts_nothing_back(settings: Settings, tmp_path: Path, change: str) -> None:
    """Told by what is wrong."""
    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)

    def apply(files: dict[str, bytes]) -> None:
        CHANGES[change](files)

    with pytest.raises(BackupUnreadable):
        restore(rewritten(path, apply), tmp_path / "new")
    assert not [each for each in (tmp_path / "new").rglob("*") if each.is_file() and each.name != "index.lock"]
    assert not Path("/tmp/x").exists()


def test_what_is_no_archive_or_is_cut_is_told(settings: Settings, tmp_path: Path) -> None:
    """A text, a half, links."""
    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)
    data = path.read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(data[: len(data) // 2])
    (tmp_path / "text.tar.gz").write_text("bonjour")
    with tarfile.open(tmp_path / "link.tar.gz", "w:gz") as archive:
        link = tarfile.TarInfo("data/lien")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    for name in ("half", "text", "link"):
        with pytest.raises(BackupUnreadable):
            restore(tmp_path / f"{name}.tar.gz", tmp_path / "new")
    with pytest.raises(SourceNotFound):
        restore(tmp_path / "absent.tar.gz", tmp_path / "new")


def test_nothing_is_put_back_under_an_indexing(settings: Settings, tmp_path: Path) -> None:
    """It is told."""
    from filelock import FileLock

    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)
    (tmp_path / "new").mkdir()
    with FileLock(tmp_path / "new" / "index.lock"), pytest.raises(IndexLocked):
        restore(path, tmp_path / "new")


def test_of_a_postgresql_database_the_way_to_copy_it_is_told(settings: Settings, tmp_path: Path) -> None:
    """It is not in the archive, nor is its password."""
    there = settings.model_copy(update={"database_url": SecretStr("postgresql://ana:mot@127.0.0.1/base")})
    contents = back_up(there, tmp_path / "copie.tar.gz")
    assert contents.database == "postgresql"
    assert "pg_dump" in contents.notes[0]
    assert f"data/{FILE_NAME}" not in contents.files
    assert "mot@" not in json.dumps(contents.notes)


def test_the_commands_say_what_is_done_and_what_is_left_to_do(
    settings: Settings, tmp_path: Path, reperes: Callable[..., Ran]
) -> None:
    """Exit codes as everywhere."""
    path = tmp_path / "copie.tar.gz"
    ran = reperes("backup", path, "--data-dir", settings.data_dir)
    assert ran.code == 0
    assert "fichiers" in ran.out
    ran = reperes("restore", path, "--data-dir", tmp_path / "new")
    assert (ran.code, "tous vérifiés" in ran.out, "reperes index" in ran.out) == (0, True, True)
    ran = reperes("restore", path, "--data-dir", tmp_path / "new")
    assert (ran.code, "n’est pas vide" in ran.err) == (2, True)
    ran = reperes("restore", path, "--data-dir", tmp_path / "new", "--force")
    assert (ran.code, "mis de côté" in ran.out) == (0, True)


def test_half_of_a_backup_is_opened_by_nobody_and_taken_up(settings: Settings, tmp_path: Path) -> None:
    """Neither made anew, nor copied; `reperes doctor` says what to do, and the same command does it."""
    path = tmp_path / "copie.tar.gz"
    back_up(settings, path)
    there = tmp_path / "there"
    (there / "before-restore-x").mkdir(parents=True)
    (there / "before-restore-x" / FILE_NAME).write_text("ce qui s’y trouvait")
    (there / "restoring").write_text(json.dumps({"aside": "before-restore-x", "there": [FILE_NAME]}))
    half = settings.model_copy(update={"data_dir": there})
    for act in (lambda: Database.of(half), lambda: back_up(half, tmp_path / "autre.tar.gz")):
        with pytest.raises(RestoreUnfinished):
            act()
    (told,) = doctor.database(half)
    assert (told.level, "reperes restore" in told.sentence + told.remedy) == (Level.PROBLEM, True)
    assert not (there / FILE_NAME).exists()
    done = restore(path, there)
    assert done.aside == there / "before-restore-x"
    assert (done.aside / FILE_NAME).read_text() == "ce qui s’y trouvait"
    with contextlib.closing(Database.of(half)) as database:
        assert Jobs(database).list().total == 1
