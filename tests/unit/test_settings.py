"""Settings come from the environment and `.env`; what is not ours or makes no sense is told at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from pydantic import ValidationError

from indexer.errors import InvalidSetting
from indexer.messages import sentence
from indexer.settings import Settings
from ui.cli.options import settings_with


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_defaults_need_nothing() -> None:
    """No variable set: the page on the machine itself, the index in `.reperes`."""
    settings = Settings.load()
    assert (settings.host, settings.port, str(settings.data_dir)) == ("127.0.0.1", 8000, ".reperes")


def test_a_variable_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` fills in what the environment does not say."""
    (tmp_path / ".env").write_text("REPERES_PORT=9000\nREPERES_HOST=0.0.0.0\n")
    monkeypatch.setenv("REPERES_PORT", "9001")
    settings = Settings.load()
    assert (settings.host, settings.port) == ("0.0.0.0", 9001)


def test_an_account_without_a_folder_of_its_own_has_one_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither HOME nor a line in passwd: settings are there all the same, and the option of the folder is followed."""

    def unknown(_number: int) -> NoReturn:
        raise KeyError

    monkeypatch.delenv("REPERES_MODEL_CACHE", raising=False)
    assert Settings.load().set_names() == ()
    for name in ("HOME", "XDG_CACHE_HOME", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    assert Settings.load().model_cache == Path(".reperes/model")
    assert settings_with(data_dir=tmp_path / "x").model_cache == tmp_path / "x" / "model"
    assert settings_with(data_dir=tmp_path / "x").set_names() == ("REPERES_DATA_DIR",)
    monkeypatch.setenv("REPERES_MODEL_CACHE", str(tmp_path / "y"))
    assert settings_with(data_dir=tmp_path / "x").model_cache == tmp_path / "y"


def test_settings_can_be_imported_by_such_an_account(root: Path) -> None:
    """What cannot be known is asked when it is wanted, and not for the class to be there."""
    told = "import os; os.getuid = lambda: 54321; import indexer.settings as s; print(s.Settings.load().model_cache)"
    env = {"PYTHONPATH": str(root), "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", told], env=env, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == str(Path(".reperes/model"))


@pytest.mark.parametrize("name", ["REPERES_PROT", "reperes_data_dirs"])
def test_an_unknown_variable_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing mistake is told with its name and value, never passed over in silence."""
    monkeypatch.setenv(name, "abc")
    with pytest.raises(InvalidSetting) as caught:
        Settings.load()
    assert name in sentence(caught.value)
    assert "« abc »" in sentence(caught.value)


def test_an_unknown_variable_of_the_file_is_refused(tmp_path: Path) -> None:
    """With the value that stands in the file."""
    (tmp_path / ".env").write_text("REPERES_PROT=9000\n")
    with pytest.raises(InvalidSetting) as caught:
        Settings.load()
    assert (caught.value.values["name"], caught.value.values["value"]) == ("REPERES_PROT", "9000")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    """`.env` saved in Latin-1 by an old editor."""
    (tmp_path / ".env").write_bytes("REPERES_HOST=é\n".encode("latin-1"))
    with pytest.raises(InvalidSetting) as caught:
        Settings.load()
    assert ".env" in sentence(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("REPERES_PORT", "abc", "Un nombre entier est attendu."),
        ("REPERES_PORT", "70000", "La plus grande valeur admise est 65535."),
        ("REPERES_THREADS", "-1", "La plus petite valeur admise est 0."),
        ("REPERES_MAX_QUESTION_CHARS", "3", "La plus petite valeur admise est 50."),
    ],
)
def test_a_bad_value_is_told_with_its_reason_in_french(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Name, value and reason are in the sentence."""
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSetting) as caught:
        Settings.load()
    assert caught.value.values == {"name": name, "value": value, "detail": told}


def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither with the settings, nor in the error about its mistyped name."""
    monkeypatch.setenv("REPERES_LLM_API_KEY", "sk-secret")
    settings = Settings.load()
    assert settings.llm_api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in repr(settings)
    for mistyped in ("REPERES_LLM_KEY", "REPERES_OIDC_SECRET", "REPERES_IMAP_PASSWORDS"):
        with monkeypatch.context() as wrong:
            wrong.setenv(mistyped, "sk-secret")
            with pytest.raises(InvalidSetting) as caught:
                Settings.load()
        assert "sk-secret" not in f"{caught.value!r} {sentence(caught.value)}"


def test_a_setting_stands_in_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As containers are given their secrets; a variable wins over it."""
    (tmp_path / "REPERES_DATABASE_URL").write_text("postgresql://reperes:abc@base/reperes\n")
    (tmp_path / "reperes_port").write_text("9000")
    (tmp_path / "somebody_elses").write_bytes(b"\xff")
    monkeypatch.setenv("REPERES_SECRETS_DIR", str(tmp_path))
    settings = Settings.load()
    assert settings.database_url.get_secret_value() == "postgresql://reperes:abc@base/reperes"
    assert settings.port == 9000
    monkeypatch.setenv("REPERES_PORT", "9001")
    assert Settings.load().port == 9001


@pytest.mark.parametrize(
    ("file", "content", "folder", "named"),
    [
        ("REPERES_DATABASE_ULR", b"postgresql://reperes:abc@base/reperes", "", "REPERES_DATABASE_ULR"),
        ("REPERES_STAFF_KEY", b"abc\xff", "", "REPERES_STAFF_KEY"),
        ("REPERES_STAFF_KEY", b"abc", "absent", "REPERES_SECRETS_DIR"),
    ],
)
def test_a_secret_that_cannot_be_taken_is_named_and_not_shown(
    file: str, content: bytes, folder: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is not one of ours, it is no text, there is no such folder."""
    (tmp_path / file).write_bytes(content)
    monkeypatch.setenv("REPERES_SECRETS_DIR", str(tmp_path / folder))
    with pytest.raises(InvalidSetting) as caught:
        Settings.load()
    assert caught.value.values["name"] == named
    assert "abc" not in f"{caught.value!r} {sentence(caught.value)}"


def test_the_programs_other_variables_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only our prefix is ours."""
    monkeypatch.setenv("PORT", "abc")
    assert Settings.load().port == 8000


def test_processors_are_counted_on_any_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """MacOS does not tell which of them a process may use."""
    assert Settings.load().jobs_or_all() == len(os.sched_getaffinity(0))
    monkeypatch.setattr(sys, "platform", "darwin")
    assert Settings.load().jobs_or_all() == os.cpu_count()


def test_settings_do_not_change() -> None:
    """Frozen: what an entry point built is what everybody reads."""
    with pytest.raises(ValidationError, match="frozen"):
        Settings.load().port = 1


def test_every_setting_is_described_and_documented(root: Path) -> None:
    """Each has a description, and its heading in the operator's page."""
    page = (root / "docs" / "exploitation.md").read_text(encoding="utf-8")
    headings = [line for line in page.splitlines() if line.startswith("#")]
    for name, field in Settings.model_fields.items():
        assert field.description
        assert any(f"REPERES_{name.upper()}" in heading for heading in headings), name
