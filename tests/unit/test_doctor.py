"""Each check by itself: what is fine, what is not, its remedy; never a secret."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from assistant.database.migrating import latest
from assistant.database.opening import FILE_NAME, Database
from assistant.doctor import configured, examining, machine, outside, served
from assistant.doctor.model import Finding, Level, of_error
from assistant.maintenance.kept_backups import note_backup
from indexer.build import writing_lock
from indexer.errors import IndexMissing
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SECRET = "zinzolin"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of an empty data folder."""
    (tmp_path / "data").mkdir()
    return Settings(data_dir=tmp_path / "data")


def levels(findings: Iterable[Finding]) -> dict[str, Level]:
    """How each check found it; told in one sentence, with a remedy unless all is well."""
    found = {}
    for each in findings:
        assert each.sentence.endswith((".", "?", "!"))
        assert bool(each.remedy) == (each.level is not Level.OK), each
        assert SECRET not in f"{each}"
        found[each.check] = each.level
    return found


def test_a_mistyped_setting_is_told_with_the_one_it_may_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the environment or in `.env`; its value, which may be a secret, is not shown, and the rest is read."""
    monkeypatch.setenv("REPERES_PROT", SECRET)
    (tmp_path / ".env").write_text(f"REPERES_LMM_MODEL={SECRET}\nREPERES_XYZ={SECRET}\nREPERES_PORT=8001\n")
    settings, found = configured.read()
    assert settings is not None
    assert settings.port == 8001
    assert [each.level for each in found] == [Level.PROBLEM] * 3
    assert "REPERES_LLM_MODEL" in found[0].remedy
    assert "REPERES_PORT" in found[1].remedy
    assert "docs/exploitation.md" in found[2].remedy
    assert SECRET not in str(found)


def test_every_value_that_cannot_be_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the service stops at the first; the checks that need settings wait."""
    monkeypatch.setenv("REPERES_PORT", SECRET)
    monkeypatch.setenv("REPERES_THREADS", "-1")
    settings, found = configured.read()
    assert settings is None
    assert len(found) == 2
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"staff_key": SecretStr("court")}, "REPERES_STAFF_KEY"),
        ({"limit_reader": "beaucoup"}, "REPERES_LIMIT_READER"),
        ({"access": "oidc"}, "REPERES_OIDC"),
        ({"imap_host": "imap.exemple.fr", "imap_tls": "none"}, "REPERES_IMAP_TLS"),
        ({"imap_user": "equipe"}, "REPERES_IMAP_HOST"),
        ({"llm_api_key": SecretStr(SECRET)}, "REPERES_LLM_MODEL"),
        ({"public_url": "https://reperes.exemple.fr"}, "REPERES_PROXIES"),
        ({"host": "0.0.0.0"}, "REPERES_ACCESS"),
        ({"public_url": "http://reperes.exemple.fr", "access": "accounts"}, "HTTPS"),
        ({"public_url": "reperes.exemple.fr"}, "https://"),
        ({"chroma_url": "127.0.0.1:8001"}, "REPERES_CHROMA_URL"),
        ({"embedding_model": "intfloat/multilingual-e5-base"}, "sélecteur"),
        ({"oidc_issuer": "https://connexion.exemple.fr"}, "REPERES_OIDC_CLIENT_ID"),
    ],
)
def test_settings_that_do_not_go_together_are_told(changed: dict[str, object], word: str, settings: Settings) -> None:
    """What the service refuses to start with, and what is most likely not what was wanted."""
    found = list(configured.together(settings.model_copy(update=changed)))
    assert found
    assert all(each.level is not Level.OK for each in found)
    assert any(word in f"{each.sentence} {each.remedy}" for each in found)
    assert SECRET not in str(found)


def test_settings_as_they_come_go_together(settings: Settings) -> None:
    """Nothing set is nothing wrong."""
    assert levels(configured.together(settings)) == {"settings": Level.OK}


def test_a_clock_that_went_back_is_a_problem(settings: Settings) -> None:
    """What was written is in its future."""
    assert levels(machine.clock(settings)) == {"clock": Level.OK}
    path = settings.data_dir / FILE_NAME
    path.touch()
    later = dt.datetime.now(dt.UTC).timestamp() + 86_400
    os.utime(path, (later, later))
    assert levels(machine.clock(settings)) == {"clock": Level.PROBLEM}


def test_the_data_folder_is_looked_at(settings: Settings, tmp_path: Path) -> None:
    """There, open, with room; somebody who indexes is told, not an error."""
    found = levels(machine.data_folder(settings))
    assert found["data_folder"] is Level.OK
    assert "disk" in found
    assert list(settings.data_dir.iterdir()) == []
    with writing_lock(settings.data_dir):
        assert levels(machine.data_folder(settings))["lock"] is Level.ATTENTION
    gone = settings.model_copy(update={"data_dir": tmp_path / "gone"})
    assert levels(machine.data_folder(gone)) == {"data_folder": Level.PROBLEM}


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_a_problem(settings: Settings) -> None:
    """Told with what the system says."""
    settings.data_dir.chmod(0o500)
    try:
        assert levels(machine.data_folder(settings))["data_folder"] is Level.PROBLEM
    finally:
        settings.data_dir.chmod(0o700)


def test_a_database_is_looked_at_and_left_as_it_is(settings: Settings) -> None:
    """None yet; of this version; of an older and of a later one; without a column; damaged."""
    assert levels(outside.database(settings)) == {"database": Level.OK}
    path = settings.data_dir / FILE_NAME
    assert not path.exists()
    Database.of(settings).close()
    assert levels(outside.database(settings)) == {"database": Level.OK}
    for revision, level in (("0001", Level.ATTENTION), ("9999", Level.PROBLEM)):
        held = sqlite3.connect(path)
        held.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        held.commit()
        held.close()
        assert levels(outside.database(settings)) == {"database": level}
    held = sqlite3.connect(path)
    assert held.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    held.close()
    held = sqlite3.connect(path)
    held.execute("UPDATE alembic_version SET version_num = ?", (latest(),))
    held.execute("ALTER TABLE jobs DROP COLUMN page")
    held.commit()
    held.close()
    assert levels(outside.database(settings)) == {"database": Level.PROBLEM}
    path.write_bytes(b"not a database at all" * 100)
    assert levels(outside.database(settings)) == {"database": Level.PROBLEM}


def test_what_stands_elsewhere_and_does_not_answer_is_a_problem(settings: Settings) -> None:
    """Told without the passwords of its addresses; what is not set is not looked for."""
    for check in (outside.chroma, outside.language_model, outside.mailbox):
        assert levels(check(settings)) == {}
    closed = settings.model_copy(
        update={
            "llm_model": "openai:x",
            "llm_base_url": "http://127.0.0.1:9/v1",
            "llm_api_key": SecretStr(SECRET),
            "imap_host": "127.0.0.1",
            "imap_port": 9,
            "imap_password": SecretStr(SECRET),
            "database_url": SecretStr(f"postgresql://u:{SECRET}@127.0.0.1:9/x"),
        }
    )
    assert levels(outside.language_model(closed)) == {"language_model": Level.PROBLEM}
    assert levels(outside.mailbox(closed)) == {"mailbox": Level.PROBLEM}
    assert levels(outside.database(closed)) == {"database": Level.PROBLEM}


def test_a_backup_is_expected_every_week(settings: Settings) -> None:
    """None known of, one of today, one of a month ago."""
    assert levels(outside.backup(settings)) == {"backup": Level.ATTENTION}
    now = dt.datetime.now(dt.UTC)
    note_backup(settings.data_dir, now.isoformat())
    assert levels(outside.backup(settings)) == {"backup": Level.OK}
    note_backup(settings.data_dir, (now - dt.timedelta(days=30)).isoformat())
    assert levels(outside.backup(settings)) == {"backup": Level.ATTENTION}


def test_a_missing_index_is_a_problem(settings: Settings) -> None:
    """Its remedy stands apart from what is wrong."""
    (found,) = served.index(settings)
    assert (found.level, found.check) == (Level.PROBLEM, "index")
    assert found.remedy.startswith("Lancez d’abord")
    assert of_error("index", IndexMissing(path="x")).sentence == "Aucun index dans le dossier « x »."


def test_a_check_that_breaks_does_not_end_the_others(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told without its words, and the next one looks."""

    def broken(_settings: Settings) -> Iterable[Finding]:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(examining, "CHECKS", (broken, machine.python))
    found = list(examining.examine(settings))
    assert [each.level for each in found][:2] == [Level.PROBLEM, Level.OK]
    assert "ZeroDivisionError" in found[0].sentence
    assert SECRET not in str(found)
    assert examining.worst(found) is Level.PROBLEM
    assert examining.worst([]) is Level.OK
