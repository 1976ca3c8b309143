"""`reperes doctor` on a real data folder: whole, then broken in each way; and `reperes verify`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from imap_server import PASSWORD, USER, imap_server
from lying_server import lying_server, refusing, saying
from pydantic import SecretStr

from assistant.doctor import outside
from assistant.doctor.model import Finding, Level
from indexer.manifest import PASSAGES_NAME
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from places import Place, Ran


def found(ran: Ran) -> dict[str, str]:
    """Check → how it is; the worst of all decides the exit code."""
    told: dict[str, Any] = ran.json
    assert ran.code == int(told["level"] == "problem"), ran
    return {each["check"]: each["level"] for each in told["findings"]}


def test_a_folder_is_whole_then_each_damage_is_named(place: Place, reperes: Callable[..., Ran]) -> None:
    """Originals and passages by their digest; `CURRENT`; a mistyped setting beside all that."""
    told = found(
        reperes("doctor", "--json", REPERES_DATA_DIR=str(place.settings.data_dir), REPERES_SOURCE=str(place.corpus))
    )
    for check in ("python", "clock", "settings", "data_folder", "index", "originals", "embedding_model", "selector"):
        assert told[check] == "ok", check
    original = next((place.settings.data_dir / "originals").iterdir())
    original.write_bytes(b"autre chose")
    ran = reperes("doctor", REPERES_DATA_DIR=str(place.settings.data_dir), REPERES_PROT="zinzolin")
    assert ran.code == 1
    assert "✗ 1 originaux manquent ou ont changé" in ran.out
    assert "Vouliez-vous dire « REPERES_PORT » ?" in ran.out
    assert "zinzolin" not in ran.out + ran.err
    passages = place.generation / PASSAGES_NAME
    passages.write_bytes(passages.read_bytes()[:-20])
    assert found(reperes("doctor", "--json", "--data-dir", place.settings.data_dir))["index"] == "problem"


@pytest.mark.parametrize("damage", ["cut", "changed", "not one"])
def test_a_backup_is_verified_without_being_put_back(
    damage: str, place: Place, reperes: Callable[..., Ran], tmp_path: Any
) -> None:
    """Whole: what is in it; damaged: why, and 1; not there: 1. Doctor knows of it then."""
    path, data_dir = tmp_path / "copie.tar.gz", place.settings.data_dir
    assert reperes("verify", path).code == 1
    assert reperes("backup", path, "--with-index", "--data-dir", data_dir).code == 0
    assert (data_dir / "last-backup").is_file()
    whole = reperes("verify", path)
    assert (whole.code, "entière" in whole.out) == (0, True), whole
    told = reperes("verify", path, "--json").json
    assert (told["whole"], told["generation"] != "", len(told["files"]) > 5) == (True, True, True)
    data = bytearray(path.read_bytes())
    if damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "changed":
        data[len(data) // 2] ^= 0xFF
        path.write_bytes(data)
    else:
        path.write_text("bonjour")
    spoilt = reperes("verify", path)
    assert spoilt.code == 1
    assert "n’est pas une sauvegarde de Repères, ou elle est abîmée" in spoilt.err
    assert json.loads(reperes("verify", path, "--json").out)["whole"] is False


def level(findings: Iterator[Finding]) -> tuple[Level, str]:
    """How the one thing that was looked at is, and all that is said of it."""
    (finding,) = findings
    return finding.level, f"{finding.sentence} {finding.remedy}"


def test_a_mailbox_is_opened_and_left_as_it_is() -> None:
    """On a real IMAP server: no message is asked for; a wrong password is told, and not shown."""
    with imap_server() as server:
        told = {"imap_host": "127.0.0.1", "imap_port": server.port, "imap_user": USER, "imap_tls": "none"}
        right = Settings(**told, imap_password=SecretStr(PASSWORD))  # type: ignore[arg-type]
        server.told.clear()
        assert level(outside.mailbox(right))[0] is Level.OK
        assert server.commands() <= {"CAPABILITY", "LOGIN", "EXAMINE", "LOGOUT"}
        found, words = level(outside.mailbox(right.model_copy(update={"imap_password": SecretStr("zinzolin")})))
    assert found is Level.PROBLEM
    assert "REPERES_IMAP_PASSWORD" in words
    assert "zinzolin" not in words


def test_a_language_model_is_asked_for_a_word() -> None:
    """Of ours, and nothing else; one that refuses its key is a problem, its words are not repeated."""
    with lying_server() as server:
        settings = Settings(
            llm_model="openai:scripted", llm_base_url=server.url, llm_api_key=SecretStr("zinzolin"), llm_timeout=5
        )
        server.script = saying("Oui.")
        assert level(outside.language_model(settings))[0] is Level.OK
        server.script = refusing(401)
        found, words = level(outside.language_model(settings))
    assert found is Level.PROBLEM
    assert "refuse sa clé" in words
    assert "zinzolin" not in words
    assert "sk-secret" not in words
