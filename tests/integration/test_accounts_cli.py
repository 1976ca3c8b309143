"""`reperes user …` and `reperes key …`: accounts and keys given from a terminal; what a server says at its start."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from assistant.accounts.rights import NOBODY
from assistant.accounts.store import Accounts
from assistant.database.held import HeldDatabase
from assistant.database.opening import FILE_NAME
from indexer.errors import AccountFieldInvalid, AccountNotFound, LastAdministrator, PasswordRefused
from indexer.settings import Settings
from ui.cli.app import app
from ui.cli.serving import ways_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSWORD = "quatre lampes vertes au grenier"
LOGIN = "ana.leroux@exemple.fr"
SECRET = re.compile(r"/bienvenue/([\w-]{43})")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty data folder."""
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def accounts(settings: Settings) -> Iterator[Accounts]:
    """What the commands change."""
    held = HeldDatabase.of(settings)
    yield Accounts(held)
    held.close()


@pytest.fixture
def reperes(settings: Settings) -> Callable[..., str]:
    """Runs a command on that folder; what it says."""

    def run(*arguments: str, typed: str = "") -> str:
        done = CliRunner().invoke(app, [*arguments, "--data-dir", str(settings.data_dir)], input=typed)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.output

    return run


def test_an_account_is_given_with_a_link(reperes: Callable[..., str], accounts: Accounts) -> None:
    """Behind which its password is chosen; no password is ever an argument."""
    told = reperes("user", "add", LOGIN, "--name", "Ana", "--right", "equipe")
    assert f"{LOGIN} (lecture, equipe)" in told
    link = SECRET.search(told)
    assert link
    assert "http://127.0.0.1:8000/bienvenue/" in told
    assert accounts.links.use(link.group(1), PASSWORD).person.login == LOGIN
    assert accounts.log.list().items[-1].actor == "reperes"


def test_an_account_is_given_with_a_password(reperes: Callable[..., str], accounts: Accounts) -> None:
    """Read on the standard input when nobody types it."""
    told = reperes("user", "add", LOGIN, "--name", "Ana", "--password", typed=f"{PASSWORD}\n")
    assert not SECRET.search(told)
    assert accounts.sign_in(LOGIN, PASSWORD).person.name == "Ana"
    with pytest.raises(PasswordRefused):
        reperes("user", "password", LOGIN, typed="azerty123456\n")
    reperes("user", "password", LOGIN, typed="sept tambours sous la pluie\r\n")
    accounts.sign_in(LOGIN, "sept tambours sous la pluie")


def test_the_first_administrator_is_made_by_a_link(reperes: Callable[..., str], accounts: Accounts) -> None:
    """Once."""
    link = SECRET.search(reperes("user", "link"))
    assert link
    accounts.links.use(link.group(1), PASSWORD, name="Chef", login="chef@exemple.fr")
    assert "déjà un compte d’administration" in reperes("user", "link")
    assert json.loads(reperes("user", "link", "--json")) == {"link": None}
    again = json.loads(reperes("user", "link", "chef@exemple.fr", "--json"))["link"]
    assert SECRET.search(again)


def test_accounts_are_listed_and_changed(reperes: Callable[..., str], accounts: Accounts) -> None:
    """In words and in JSON; the last administrator stays."""
    assert "Aucun compte" in reperes("user", "list")
    reperes("user", "add", "chef@exemple.fr", "--name", "Chef", "--right", "administration")
    reperes("user", "add", LOGIN, "--name", "Ana")
    assert "lecture, maintenance" in reperes("user", "rights", LOGIN, "maintenance")
    assert "Compte fermé" in reperes("user", "disable", LOGIN)
    assert re.search(rf"{LOGIN}  Ana  \[lecture, maintenance\]  fermé", reperes("user", "list"))
    told = json.loads(reperes("user", "list", "--json"))
    assert [(each["login"], each["rights"]) for each in told] == [
        (LOGIN, ["lecture", "maintenance"]),
        ("chef@exemple.fr", ["lecture", "administration"]),
    ]
    assert told[0]["disabled_at"]
    reperes("user", "enable", LOGIN)
    assert accounts.find(LOGIN).disabled_at is None
    with pytest.raises(LastAdministrator):
        reperes("user", "delete", "chef@exemple.fr", "--yes")
    reperes("user", "delete", LOGIN, "--yes")
    with pytest.raises(AccountNotFound):
        reperes("user", "rights", LOGIN, "lecture")
    with pytest.raises(AccountFieldInvalid):
        reperes("user", "rights", "chef@exemple.fr", "tout")


def test_a_deletion_is_confirmed(settings: Settings, reperes: Callable[..., str]) -> None:
    """Usage is 2."""
    done = CliRunner().invoke(app, ["user", "delete", LOGIN, "--data-dir", str(settings.data_dir)])
    assert done.exit_code == 2


def test_keys_are_made_listed_and_revoked(reperes: Callable[..., str], accounts: Accounts) -> None:
    """Shown once."""
    reperes("user", "add", LOGIN, "--name", "Ana")
    assert "Aucune clé" in reperes("key", "list")
    told = reperes("key", "add", "--user", LOGIN, "--name", "tableau de bord", "--days", "30")
    secret = re.search(r"rep_[\w-]{32}", told)
    assert secret
    assert accounts.keys.caller(secret.group()).login == LOGIN
    listed = reperes("key", "list", "--user", LOGIN)
    assert secret.group() not in listed
    assert "tableau de bord" in listed
    made = json.loads(reperes("key", "add", "--user", LOGIN, "--name", "autre", "--json"))
    assert "révoquée" in reperes("key", "revoke", str(made["id"]))
    both = json.loads(reperes("key", "list", "--json"))
    assert [bool(key["revoked_at"]) for key in both] == [True, False]
    assert "secret" not in both[0]
    assert re.search(r"autre .*révoquée", reperes("key", "list"))


def test_a_start_tells_the_way_in(settings: Settings, accounts: Accounts) -> None:
    """The first administrator's link on a terminal, a command elsewhere; no database is made for it."""
    url = "http://127.0.0.1:8000"
    assert "reperes user link" in ways_in(accounts, settings, url, terminal=False)
    assert not (settings.data_dir / FILE_NAME).exists()
    link = SECRET.search(ways_in(accounts, settings, url, terminal=True))
    assert link
    assert "reperes user link" in ways_in(accounts, settings, url, terminal=False)
    accounts.links.use(link.group(1), PASSWORD, name="Chef", login="chef@exemple.fr")
    for terminal in (True, False):
        assert ways_in(accounts, settings, url, terminal=terminal).endswith(f"{url}/connexion")


def test_a_database_that_cannot_be_opened_does_not_stop_a_start(tmp_path: Path) -> None:
    """Where reading is open, questions are answered all the same."""
    (tmp_path / FILE_NAME).write_text("pas une base")
    settings = Settings(data_dir=tmp_path)
    accounts = Accounts(HeldDatabase.of(settings))
    for terminal in (True, False):
        assert FILE_NAME in ways_in(accounts, settings, "http://127.0.0.1:8000", terminal=terminal)


def test_the_address_readers_use_is_in_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the settings tell it."""
    monkeypatch.setenv("REPERES_PUBLIC_URL", "https://exemple.fr/reperes/")
    done = CliRunner().invoke(app, ["user", "link", "--data-dir", str(tmp_path)])
    assert "https://exemple.fr/reperes/bienvenue/" in done.output


def test_somebody_who_has_no_account_yet_is_nobody(accounts: Accounts) -> None:
    """An account without a password is one that nobody can come in by."""
    accounts.add(LOGIN, "Ana", ["lecture"], by=NOBODY)
    assert not accounts.has_administrator()
