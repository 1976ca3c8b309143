"""The database itself: made, upgraded, refused, found by nobody else; and what is erased is erased."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from solicitation_places import mail, triage_of

from assistant.database.migrating import configured, latest
from assistant.database.opening import FILE_NAME, Database, engine_of
from assistant.database.schema import Base
from assistant.solicitations import persons
from assistant.solicitations.kept import Source
from assistant.solicitations.store import Solicitations
from indexer.errors import DatabaseDamaged, DatabaseOutdated, DatabaseUnavailable, InvalidSetting, WritingFailed
from indexer.messages import sentence
from indexer.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

OURS_ALONE = ("solicitation_words", "words", "ix_solicitations_words")
"""The indexes of words, which SQLAlchemy does not describe."""


def settings_of(place: str | Path) -> Settings:
    """Settings that name a database."""
    if isinstance(place, Path):
        return Settings(data_dir=place.parent)
    return Settings(database_url=SecretStr(place))


def engine(place: str | Path) -> Engine:
    """It, as SQLAlchemy knows it."""
    return engine_of(settings_of(place))


def test_the_migrations_make_the_tables_that_the_code_knows(database_place: str | Path) -> None:
    """Nothing more, nothing less, nothing of another type."""
    Database(database_place).close()
    opened = engine(database_place)
    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    opened.dispose()
    assert [difference for difference in differences if not any(name in str(difference) for name in OURS_ALONE)] == []


def test_a_database_may_go_back_and_forth(database_place: str | Path) -> None:
    """Down to nothing, and up again when it is opened."""
    Solicitations(database_place).close()
    opened = engine(database_place)
    config = configured()
    with opened.execution_options(immediate=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with opened.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
    opened.dispose()
    queue = Solicitations(database_place)
    assert queue.list().total == 0
    queue.close()


def test_a_database_of_a_later_version_is_left_alone(database_place: str | Path) -> None:
    """Told, with both revisions, and nothing is written."""
    Database(database_place).close()
    opened = engine(database_place)
    with opened.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseOutdated) as caught:
        Database(database_place)
    assert (caught.value.values["found"], caught.value.values["known"]) == ("9999", latest())
    opened.dispose()


def test_several_may_open_an_empty_database_at_once(database_place: str | Path) -> None:
    """One makes the tables, the others wait for it."""
    opened: list[Database] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            opened.append(Database(database_place))
        except Exception as exc:  # noqa: BLE001 — whatever it is, the test tells it
            failed.append(exc)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, len(opened)) == ([], 4)
    for database in opened:
        database.close()


def test_operators_have_alembic(root: Path, tmp_path: Path) -> None:
    """With the settings of Repères and no file to edit."""
    env = {**os.environ, "REPERES_DATA_DIR": str(tmp_path), "PYTHONPATH": str(root)}
    ini = root / "assistant" / "database" / "alembic.ini"
    for arguments in (["upgrade", "head"], ["current"]):
        done = subprocess.run(
            [sys.executable, "-m", "alembic", "-c", str(ini), *arguments],
            env=env,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    assert done.stdout.strip() == f"{latest()} (head)"
    assert (tmp_path / FILE_NAME).exists()


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    """Even one that somebody had made readable."""
    path = tmp_path / "new" / FILE_NAME
    Database(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    Database(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """And left as it is."""
    path = tmp_path / FILE_NAME
    path.write_bytes(b"Not a database. " * 100)
    with pytest.raises(DatabaseDamaged):
        Database(path)
    assert path.read_bytes() == b"Not a database. " * 100


def test_a_file_that_another_program_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the wait, as something that may pass."""
    path = tmp_path / FILE_NAME
    monkeypatch.setattr("assistant.database.opening.WAIT_MILLISECONDS", 50)
    queue = Solicitations(path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseUnavailable) as caught:
        queue.add(mail(), source=Source.API)
    assert caught.value.retryable
    holder.close()
    queue.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """By its path."""
    (tmp_path / "file").write_text("")
    with pytest.raises(WritingFailed):
        Database(tmp_path / "file" / FILE_NAME)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ana:tambour@127.0.0.1:1/base?password=tambour", "postgresql://127.0.0.1:1/base"),
        ("postgres://ana:tambour@127.0.0.1:1/base", "postgresql://127.0.0.1:1/base"),
    ],
)
def test_a_server_that_does_not_answer_is_told_without_its_password(url: str, shown: str) -> None:
    """Neither in the sentence nor in the settings."""
    with pytest.raises(DatabaseUnavailable) as caught:
        Database(url)
    assert f"« {shown} »" in sentence(caught.value)
    assert "tambour" not in str(caught.value)
    assert "tambour" not in repr(settings_of(url))


@pytest.mark.parametrize("url", ["mysql://ana:secret@127.0.0.1/base", "secret", "sqlite:///base.sqlite?x=secret"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    """Without telling a password."""
    with pytest.raises(InvalidSetting) as caught:
        Database(url)
    assert "secret" not in str(caught.value)


def test_a_mistyped_setting_does_not_tell_the_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An address with a password is a secret, whatever the name that it was given."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPERES_DATABASE", "postgresql://ana:secret@127.0.0.1/base")
    with pytest.raises(InvalidSetting) as caught:
        Settings.load()
    assert "secret" not in str(caught.value)


def test_what_is_erased_is_nowhere_in_the_file(tmp_path: Path) -> None:
    """Neither the name, nor its stem in the index of words, nor in what the file has freed."""
    path = tmp_path / FILE_NAME
    queue = Solicitations(path)
    for number in range(40):
        name = "Zébulon Quinquengrogne" if number == 20 else "Solène Arnoux"
        message = mail(
            f"Question {number} " + "longue " * 400, name=name, address=f"a{number}@exemple.fr", signature=name
        )
        queue.add(message, triage_of(message), source=Source.API)
    stem = b"quengrogn"  # its end: the index keeps but once the beginnings that words share
    assert stem in path.read_bytes()
    assert persons.erase(queue, "Zébulon Quinquengrogne", author="Ana").anonymised == 1
    queue.close()
    assert stem not in path.read_bytes().lower()
    assert [each.name for each in tmp_path.iterdir()] == [FILE_NAME]


def test_what_sqlalchemy_tells_never_holds_a_message(solicitations: Solicitations) -> None:
    """A statement that fails is logged without the values that it was given."""
    with (
        pytest.raises(sa.exc.IntegrityError) as caught,
        solicitations.database.writing() as session,
    ):
        session.execute(
            sa.insert(Base.metadata.tables["notes"]).values(
                solicitation=999, author="Ana", at=dt.datetime.now(dt.UTC), text="Un secret"
            )
        )
    assert "Un secret" not in str(caught.value)
