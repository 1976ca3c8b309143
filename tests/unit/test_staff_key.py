"""The staff's key: made once, kept to its owner, compared whole."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from assistant.staff import KEY_NAME, is_staff_key, staff_key
from indexer.errors import InvalidSetting, NotWritable
from indexer.messages import sentence
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

OURS = "une-cle-assez-longue"


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    """The first start draws it, the next ones read it; nobody else of the machine may."""
    settings = Settings(data_dir=tmp_path / "new")
    key = staff_key(settings)
    assert len(key) >= 32
    assert staff_key(settings) == key
    assert stat.S_IMODE((tmp_path / "new" / KEY_NAME).stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "new").iterdir()] == [KEY_NAME]


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    """Whoever comes first makes it."""
    settings = Settings(data_dir=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: staff_key(settings), range(16)))
    assert len(keys) == 1


def test_an_emptied_file_asks_for_a_new_key(tmp_path: Path) -> None:
    """As does one that was erased: an empty key would let everybody in."""
    settings = Settings(data_dir=tmp_path)
    first = staff_key(settings)
    (tmp_path / KEY_NAME).write_text("\n")
    assert staff_key(settings) not in ("", first)
    assert not is_staff_key("", settings)


def test_the_operators_key_wins(tmp_path: Path) -> None:
    """No file is made then, and nothing of it is ever shown."""
    settings = Settings(data_dir=tmp_path, staff_key=SecretStr(OURS))
    assert staff_key(settings) == OURS
    assert not (tmp_path / KEY_NAME).exists()
    assert OURS not in repr(settings)


@pytest.mark.parametrize(
    "given", ["", "une-cle", OURS + "x", OURS.upper(), "clé-à-accents-longue", "\udc80"], ids=str.__repr__
)
def test_only_the_whole_key_opens(tmp_path: Path, given: str) -> None:
    """Whatever letters it is made of."""
    settings = Settings(data_dir=tmp_path, staff_key=SecretStr(OURS))
    assert not is_staff_key(given, settings)
    assert is_staff_key(f" {OURS}\n", settings)


def test_too_short_a_key_is_refused(tmp_path: Path) -> None:
    """Told without showing it."""
    with pytest.raises(InvalidSetting) as caught:
        staff_key(Settings(data_dir=tmp_path, staff_key=SecretStr("1234")))
    assert "REPERES_STAFF_KEY" in sentence(caught.value)
    assert "1234" not in sentence(caught.value)


def test_a_folder_that_cannot_keep_it_is_told(tmp_path: Path) -> None:
    """Rather than a key that changes at each start."""
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritable):
        staff_key(Settings(data_dir=tmp_path / "file"))
