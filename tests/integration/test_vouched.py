"""Those for whom the single sign-on vouches: known by its number, adopted once by their address, or welcomed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from solicitation_places import Clock

from assistant.accounts import messages_fr as messages
from assistant.accounts.audit import KEPT_DAYS
from assistant.accounts.oidc import Identity
from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.database.held import HeldDatabase
from assistant.database.opening import Database
from indexer.errors import AccountNotFound, SingleSignOnRefused
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "quatre lampes vertes au grenier"
LOGIN = "ana.leroux@exemple.fr"
ANA = Identity("https://connexion.exemple.fr", "42", LOGIN, verified=True, name="Ana Leroux", hint="jeton")


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    """Nobody in it."""
    held = HeldDatabase(lambda: Database(tmp_path / "repères.sqlite"))
    yield Accounts(held, clock=Clock())
    held.close()


def settings(oidc_rights: str = "", *, oidc_trusts_email: bool = False) -> Settings:
    """Where newcomers get no account, unless told otherwise."""
    return Settings(oidc_rights=oidc_rights, oidc_trusts_email=oidc_trusts_email)


def refusal(accounts: Accounts, identity: Identity, told: Settings | None = None) -> str:
    """Why somebody is not let in."""
    with pytest.raises(SingleSignOnRefused) as refused:
        accounts.vouched.sign_in(identity, told or settings())
    assert accounts.log.list().total == len(accounts.log.list().items)
    return str(refused.value.values["detail"])


def deeds(accounts: Accounts) -> list[tuple[str, str, dict[str, object]]]:
    """Who did what, and how, oldest first."""
    return [(entry.actor, entry.action, dict(entry.detail)) for entry in reversed(accounts.log.list().items)]


def test_an_account_is_found_by_its_address_once_then_by_the_server_s_number(accounts: Accounts) -> None:
    """A new address changes nothing afterwards; the session is theirs, and the log says how they came."""
    known = accounts.add(LOGIN, "Ana", [Right.TEAM], by=NOBODY, password=PASSWORD)
    opened = accounts.vouched.sign_in(ANA, settings(), address="203.0.113.9")
    assert (opened.person.id, opened.person.name, opened.person.single_sign_on) == (known.id, "Ana", True)
    caller = accounts.sessions.caller(opened.cookie)
    assert caller is not None
    assert caller.may(Right.TEAM)
    assert opened.caller() == caller
    moved = Identity(ANA.issuer, ANA.subject, "ana@ailleurs.exemple.fr", verified=False, name="")
    assert accounts.vouched.sign_in(moved, settings()).person.login == LOGIN
    by = {"by": ANA.issuer}
    assert deeds(accounts)[1:] == [
        ("", "identity_found", by),
        (LOGIN, "signed_in", {**by, "address": "203.0.113.9"}),
        (LOGIN, "signed_in", by),
    ]


def test_somebody_unknown_gets_an_account_where_newcomers_do(accounts: Accounts) -> None:
    """With the rights that newcomers have, and the name that the server tells, or the first part of their address."""
    assert refusal(accounts, ANA) == messages.SIGN_ON_UNKNOWN
    open_to_all = settings(oidc_rights="lecture,equipe")
    welcomed = accounts.vouched.sign_in(ANA, open_to_all).person
    assert (welcomed.login, welcomed.name, welcomed.rights) == (LOGIN, "Ana Leroux", {Right.READING, Right.TEAM})
    nameless = Identity(ANA.issuer, "43", "sam@exemple.fr", verified=True, name="")
    assert accounts.vouched.sign_in(nameless, open_to_all).person.name == "sam"
    assert accounts.vouched.sign_in(ANA, settings()).person.id == welcomed.id
    assert [action for _, action, _ in deeds(accounts)] == ["account_added", "signed_in"] * 2 + ["signed_in"]


def test_an_address_is_believed_only_when_it_is_verified(accounts: Accounts) -> None:
    """Unless the server is one that is trusted with its addresses."""
    accounts.add(LOGIN, "Ana", [Right.READING], by=NOBODY, password=PASSWORD)
    claimed = Identity(ANA.issuer, ANA.subject, LOGIN, verified=False, name="")
    nowhere = Identity(ANA.issuer, ANA.subject, "", verified=True, name="Ana")
    assert refusal(accounts, claimed) == refusal(accounts, nowhere) == messages.SIGN_ON_NO_EMAIL
    assert accounts.vouched.sign_in(claimed, settings(oidc_trusts_email=True)).person.login == LOGIN


def test_an_account_is_of_one_person_and_a_closed_one_of_nobody(accounts: Accounts) -> None:
    """Another person of the same address is refused; so is whoever's account was closed."""
    known = accounts.add(LOGIN, "Ana", [Right.READING], by=NOBODY, password=PASSWORD)
    accounts.vouched.sign_in(ANA, settings())
    other = Identity(ANA.issuer, "44", LOGIN, verified=True, name="")
    elsewhere = Identity("https://ailleurs.exemple.fr", ANA.subject, LOGIN, verified=True, name="")
    assert refusal(accounts, other) == refusal(accounts, elsewhere) == messages.SIGN_ON_TAKEN
    accounts.disable(known.id, by=NOBODY)
    assert refusal(accounts, ANA) == messages.SIGN_ON_CLOSED


def test_an_account_that_is_detached_is_found_again_by_its_address(accounts: Accounts) -> None:
    """By somebody else too: that is what it is for. To detach twice is no deed; an unknown number is told."""
    known = accounts.add(LOGIN, "Ana", [Right.READING], by=NOBODY, password=PASSWORD)
    accounts.vouched.sign_in(ANA, settings())
    assert accounts.vouched.forget(known.id, by=NOBODY).single_sign_on is False
    assert accounts.vouched.forget(known.id, by=NOBODY).single_sign_on is False
    assert [action for _, action, _ in deeds(accounts)].count("identity_forgotten") == 1
    other = Identity(ANA.issuer, "44", LOGIN, verified=True, name="")
    assert accounts.vouched.sign_in(other, settings()).person.id == known.id
    with pytest.raises(AccountNotFound):
        accounts.vouched.forget(known.id + 1, by=NOBODY)


def test_whoever_signs_out_is_told_what_the_server_wants_back(accounts: Accounts) -> None:
    """Their session is over, and the log says so; a password's session wants nothing back."""
    accounts.add(LOGIN, "Ana", [Right.READING], by=NOBODY, password=PASSWORD)
    opened = accounts.vouched.sign_in(ANA, settings())
    assert accounts.sign_out(opened.caller(), opened.cookie) == "jeton"
    assert accounts.sessions.caller(opened.cookie) is None
    assert deeds(accounts)[-1][:2] == (LOGIN, "signed_out")
    own = accounts.sign_in(LOGIN, PASSWORD)
    assert accounts.sign_out(own.caller(), own.cookie) == ""


def test_what_is_over_is_forgotten_once_a_day(accounts: Accounts) -> None:
    """A second time on the same day looks at nothing; the next day does."""
    clock = accounts.clock
    assert isinstance(clock, Clock)
    accounts.add(LOGIN, "Ana", [Right.READING], by=NOBODY, password=PASSWORD)
    accounts.tidy()
    lines = accounts.log.list().total
    clock.now += dt.timedelta(days=KEPT_DAYS + 1)
    accounts.tidy()
    assert accounts.log.list().total == lines - 1
    assert accounts.add("sam@exemple.fr", "Sam", [Right.READING], by=NOBODY, password=PASSWORD)
    later = accounts.log.list().total
    accounts.tidy()
    assert accounts.log.list().total == later
