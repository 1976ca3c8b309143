"""Accounts kept in a database: given, changed, closed; sessions, links, keys, and what the audit log says of them."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from solicitation_places import Clock

from assistant.accounts import passwords, sessions
from assistant.accounts.audit import KEPT_DAYS, Action, Sought
from assistant.accounts.drawing import digest, token_of
from assistant.accounts.keys import MOST_KEYS
from assistant.accounts.messages_fr import KEYS_EXPECTED
from assistant.accounts.rights import EVERYTHING, NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.accounts.tables import Account, ApiKey, Invitation, SignedIn
from assistant.database.held import HeldDatabase
from assistant.database.opening import Database
from indexer.errors import (
    AccountExists,
    AccountFieldInvalid,
    AccountNotFound,
    KeyNotFound,
    KeyRefused,
    LastAdministrator,
    LinkRefused,
    PasswordRefused,
    ReperesError,
    SignInRefused,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSWORD = "quatre lampes vertes au grenier"
OTHER = "sept tambours sous la pluie fine"
LOGIN = "ana.leroux@exemple.fr"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is moved."""
    return Clock()


@pytest.fixture
def database(database_place: str | Path) -> Iterator[HeldDatabase]:
    """An empty one."""
    held = HeldDatabase(lambda: Database(database_place))
    yield held
    held.close()


@pytest.fixture
def accounts(database: HeldDatabase, clock: Clock) -> Accounts:
    """Nobody in it."""
    return Accounts(database, clock=clock)


@pytest.fixture
def chief(accounts: Accounts) -> int:
    """Number of an administrator's account."""
    return accounts.add("chef@exemple.fr", "Chef", [Right.ADMINISTRATION], by=NOBODY, password=PASSWORD).id


@pytest.fixture
def ana(accounts: Accounts) -> int:
    """Number of a reader's account."""
    return accounts.add(LOGIN, "Ana", [Right.READING], by=NOBODY, password=PASSWORD).id


def deeds(accounts: Accounts) -> list[tuple[str, str, str]]:
    """Who did what to what, oldest first."""
    return [(entry.actor, entry.action, entry.target) for entry in reversed(accounts.log.list().items)]


def test_an_account_is_given_and_found(accounts: Accounts, ana: int, clock: Clock) -> None:
    """By its number, by its login however it is typed; the list goes by login and is searched."""
    person = accounts.get(ana)
    assert (person.login, person.name, person.rights) == (LOGIN, "Ana", {Right.READING})
    assert (person.has_password, person.single_sign_on, person.created_at) == (True, False, clock.now)
    assert accounts.find(" Ana.Leroux@Exemple.FR ") == person
    zoe = accounts.add("zoe@exemple.fr", "Zoé", [Right.TEAM], by=person.caller())
    assert zoe.rights == {Right.READING, Right.TEAM}, "reading goes with any other right"
    assert not zoe.has_password
    assert accounts.list().items == (person, zoe)
    assert [p.login for p in accounts.list("zoé").items] == ["zoe@exemple.fr"]
    assert accounts.list("%").total == 0
    assert (accounts.list(limit=1, offset=1).items, accounts.list(limit=1).total) == ((zoe,), 2)
    assert deeds(accounts)[1] == (LOGIN, "account_added", "zoe@exemple.fr")


@pytest.mark.parametrize(
    ("login", "name", "rights", "field"),
    [
        ("ana", "Ana", ["lecture"], "login"),
        ("a b@exemple.fr", "Ana", ["lecture"], "login"),
        (f"{'a' * 250}@exemple.fr", "Ana", ["lecture"], "login"),
        (LOGIN, "  ", ["lecture"], "name"),
        (LOGIN, "A" * 101, ["lecture"], "name"),
        (LOGIN, "Ana", [], "rights"),
        (LOGIN, "Ana", ["lecture", "tout"], "rights"),
    ],
)
def test_a_field_that_makes_no_sense_is_told(
    accounts: Accounts, login: str, name: str, rights: list[str], field: str
) -> None:
    """By its name; nothing is kept."""
    with pytest.raises(AccountFieldInvalid) as caught:
        accounts.add(login, name, rights, by=NOBODY)
    assert caught.value.values["field"] == field
    assert accounts.list().total == 0


def test_a_login_is_somebody_s_once(accounts: Accounts, ana: int) -> None:
    """In capitals too."""
    with pytest.raises(AccountExists):
        accounts.add(LOGIN.upper(), "Autre", [Right.READING], by=NOBODY)


def test_somebody_signs_in_and_is_known_by_their_cookie(accounts: Accounts, ana: int, clock: Clock) -> None:
    """Each time by another; the table has only digests."""
    first, second = (accounts.sign_in(LOGIN.title(), PASSWORD, address="127.0.0.1") for _ in range(2))
    assert first.cookie != second.cookie
    caller = accounts.sessions.caller(first.cookie)
    assert caller
    assert (caller.account, caller.login, caller.name, caller.rights) == (ana, LOGIN, "Ana", {Right.READING})
    assert caller.token == token_of(first.cookie) != token_of(second.cookie)
    assert first.cookie not in repr(first)
    with accounts._database.reading() as session:
        assert set(session.scalars(sa.select(SignedIn.digest))) == {digest(first.cookie), digest(second.cookie)}
    assert accounts.get(ana).seen_on == clock.now.date()
    assert accounts.log.list(Sought(action="signed_in")).items[0].detail == {"address": "127.0.0.1"}


@pytest.mark.parametrize(("login", "password"), [(LOGIN, OTHER), (LOGIN, ""), ("bob@exemple.fr", PASSWORD)])
def test_nobody_else_signs_in(accounts: Accounts, ana: int, login: str, password: str) -> None:
    """A wrong password and an unknown login are told in the same words, and noted."""
    with pytest.raises(SignInRefused):
        accounts.sign_in(login, password)
    assert deeds(accounts)[-1] == ("", "sign_in_failed", login)


def test_a_password_typed_in_the_place_of_the_login_is_not_kept(accounts: Accounts) -> None:
    """What is no address is left out of the log."""
    with pytest.raises(SignInRefused):
        accounts.sign_in(PASSWORD, "ana")
    assert deeds(accounts) == [("", "sign_in_failed", "")]


def test_the_same_work_is_done_for_an_unknown_login(
    accounts: Accounts, ana: int, chief: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash is computed, whether somebody has this login, has a password, is closed, or not."""
    accounts.add("sans@exemple.fr", "Sans", [Right.READING], by=NOBODY)
    accounts.disable(ana, by=NOBODY)
    checked = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: checked.append(given[1]) or verify(*given))
    for login in ("inconnue@exemple.fr", "sans@exemple.fr", LOGIN):
        with pytest.raises(SignInRefused):
            accounts.sign_in(login, OTHER)
    assert len(checked) == 3
    assert all(kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for kept in checked)


def test_a_password_is_kept_anew_when_parameters_change(
    accounts: Accounts, ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the next sign-in, and it still opens."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=3, memory_cost=1024, parallelism=1))
    for _ in range(2):
        accounts.sign_in(LOGIN, PASSWORD)
    with accounts._database.reading() as session:
        assert "m=1024,t=3" in (session.scalar(sa.select(Account.password)) or "")


def test_a_session_lasts_while_it_is_used(accounts: Accounts, ana: int, clock: Clock) -> None:
    """Twelve hours without a visit end it, seven days in all whatever happens; unused ones are forgotten."""
    cookie = accounts.sign_in(LOGIN, PASSWORD).cookie
    idle = accounts.sign_in(LOGIN, PASSWORD).cookie
    began = clock.now
    clock.now += 11 * HOUR
    assert accounts.sessions.caller(cookie)
    clock.now += 2 * HOUR
    assert accounts.sessions.caller(cookie)
    assert accounts.sessions.caller(idle) is None
    while clock.now < began + 7 * DAY - 6 * HOUR:
        clock.now += 6 * HOUR
        assert accounts.sessions.caller(cookie)
    clock.now = began + 7 * DAY
    assert accounts.sessions.caller(cookie) is None
    accounts.purge()
    with accounts._database.reading() as session:
        assert not session.scalars(sa.select(SignedIn)).all()


@pytest.mark.parametrize("cookie", ["", "x", "é" * 300, "\udcff"])
def test_a_made_up_cookie_is_nobody_s(accounts: Accounts, ana: int, cookie: str) -> None:
    """Whatever is in it."""
    assert accounts.sessions.caller(cookie) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts, ana: accounts.change_rights(ana, ["equipe"], by=NOBODY),
        lambda accounts, ana: accounts.set_password(ana, OTHER, by=NOBODY),
        lambda accounts, ana: accounts.disable(ana, by=NOBODY),
        lambda accounts, ana: accounts.delete(ana, by=NOBODY),
        lambda accounts, ana: accounts.end_sessions(ana, by=NOBODY),
        lambda accounts, ana: accounts.links.use(accounts.links.reset(ana, by=NOBODY).secret, OTHER),
    ],
    ids=["rights", "password", "disabled", "deleted", "everywhere", "link"],
)
def test_what_changes_an_account_ends_its_sessions(
    accounts: Accounts, ana: int, chief: int, change: Callable[[Accounts, int], object]
) -> None:
    """Its own, and nobody else's."""
    hers, his = accounts.sign_in(LOGIN, PASSWORD).cookie, accounts.sign_in("chef@exemple.fr", PASSWORD).cookie
    change(accounts, ana)
    assert accounts.sessions.caller(hers) is None
    assert accounts.sessions.caller(his)


def test_one_changes_one_s_password(accounts: Accounts, ana: int) -> None:
    """With the one in force; the session that asks goes on, the others end."""
    here, elsewhere = (accounts.sign_in(LOGIN, PASSWORD).cookie for _ in range(2))
    by = accounts.get(ana).caller()
    for wrong in (OTHER, ""):
        with pytest.raises(PasswordRefused):
            accounts.change_password(ana, wrong, OTHER, by=by, cookie=here)
    with pytest.raises(PasswordRefused):
        accounts.change_password(ana, PASSWORD, "azerty123456", by=by, cookie=here)
    accounts.change_password(ana, PASSWORD, OTHER, by=by, cookie=here)
    assert accounts.sessions.caller(here)
    assert accounts.sessions.caller(elsewhere) is None
    accounts.sign_in(LOGIN, OTHER)
    with pytest.raises(SignInRefused):
        accounts.sign_in(LOGIN, PASSWORD)


def test_sessions_are_listed_and_ended_one_by_one(accounts: Accounts, ana: int, chief: int, clock: Clock) -> None:
    """The latest seen first; nobody ends somebody else's."""
    cookies = []
    for _ in range(2):
        cookies.append(accounts.sign_in(LOGIN, PASSWORD).cookie)
        clock.now += HOUR
    told = accounts.sessions.of(ana)
    assert [session.id for session in told] == [digest(cookie)[:16] for cookie in reversed(cookies)]
    for account, number in ((chief, told[0].id), (ana, ""), (ana, "%" * 16)):
        accounts.sessions.end_one(account, number)
    assert accounts.sessions.of(ana) == told
    accounts.sessions.end_one(ana, told[0].id)
    assert accounts.sessions.of(ana) == told[1:]
    assert accounts.sessions.end(cookies[0]) == ""
    assert accounts.sessions.of(ana) == ()


def test_one_signs_out_everywhere_but_here(accounts: Accounts, ana: int, chief: int) -> None:
    """Or everywhere; nobody else is signed out, and the day until which each lasts is told."""
    here, elsewhere = (accounts.sign_in(LOGIN, PASSWORD).cookie for _ in range(2))
    his = accounts.sign_in("chef@exemple.fr", PASSWORD).cookie
    by = accounts.get(ana).caller()
    accounts.end_sessions(ana, by=by, but=here)
    assert accounts.sessions.caller(here)
    assert accounts.sessions.caller(elsewhere) is None
    (left,) = accounts.sessions.of(ana)
    assert left.expires_at > left.created_at
    accounts.end_sessions(ana, by=by)
    assert accounts.sessions.caller(here) is None
    assert accounts.sessions.caller(his)


def test_the_last_administrator_stays(accounts: Accounts, chief: int, ana: int) -> None:
    """Neither closed, nor deleted, nor without the right, until somebody else has it."""
    for change in (
        lambda: accounts.disable(chief, by=NOBODY),
        lambda: accounts.delete(chief, by=NOBODY),
        lambda: accounts.change_rights(chief, ["equipe"], by=NOBODY),
    ):
        with pytest.raises(LastAdministrator) as told:
            change()
        assert told.value.values == {"login": "chef@exemple.fr"}
    accounts.change_rights(ana, ["administration"], by=NOBODY)
    assert accounts.get(ana).rights == {Right.READING, Right.ADMINISTRATION}
    accounts.disable(ana, by=NOBODY)
    with pytest.raises(LastAdministrator):
        accounts.delete(chief, by=NOBODY)
    accounts.enable(ana, by=NOBODY)
    accounts.delete(chief, by=NOBODY)
    assert accounts.has_administrator()


def test_two_administrators_who_leave_at_once_do_not_both(accounts: Accounts, chief: int, ana: int) -> None:
    """One of them is told that they are the last."""
    accounts.change_rights(ana, ["administration"], by=NOBODY)
    refused: list[ReperesError] = []
    barrier = threading.Barrier(2)

    def leave(account: int) -> None:
        barrier.wait()
        try:
            accounts.delete(account, by=NOBODY)
        except LastAdministrator as error:
            refused.append(error)

    threads = [threading.Thread(target=leave, args=(account,)) for account in (chief, ana)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert accounts.has_administrator()


def test_a_closed_account_opens_again_as_it_was(accounts: Accounts, ana: int, chief: int) -> None:
    """Its password, its keys; meanwhile nothing opens."""
    key = accounts.keys.add(ana, "script", ["lecture"], by=NOBODY).secret
    link = accounts.links.reset(ana, by=NOBODY).secret
    assert accounts.disable(ana, by=NOBODY).disabled_at
    for attempt in (
        lambda: accounts.sign_in(LOGIN, PASSWORD),
        lambda: accounts.keys.caller(key),
        lambda: accounts.links.use(link, OTHER),
    ):
        with pytest.raises((SignInRefused, KeyRefused, LinkRefused)):
            attempt()
    accounts.enable(ana, by=NOBODY)
    assert accounts.sign_in(LOGIN, PASSWORD).person.disabled_at is None
    assert accounts.keys.caller(key).account == ana
    with pytest.raises(LinkRefused):
        accounts.links.look(link)


def test_an_account_that_is_not_there_is_told(accounts: Accounts) -> None:
    """Whatever is asked of it."""
    for attempt in (
        lambda: accounts.get(9),
        lambda: accounts.find(LOGIN),
        lambda: accounts.rename(9, "x", by=NOBODY),
        lambda: accounts.delete(9, by=NOBODY),
        lambda: accounts.keys.add(9, "x", ["lecture"], by=NOBODY),
        lambda: accounts.links.reset(9, by=NOBODY),
    ):
        with pytest.raises(AccountNotFound):
            attempt()


def test_the_first_administrator_comes_by_a_link(accounts: Accounts, clock: Clock) -> None:
    """Once, within a day; the last link made is the one; there is none once somebody administers."""
    former = accounts.links.first()
    link = accounts.links.first()
    assert former
    assert link
    assert link.link.expires_at == clock.now + DAY
    with pytest.raises(LinkRefused):
        accounts.links.look(former.secret)
    with pytest.raises(AccountFieldInvalid):
        accounts.links.use(link.secret, PASSWORD, name="Chef", login="pas une adresse")
    with pytest.raises(PasswordRefused):
        accounts.links.use(link.secret, "motdepasse123", name="Chef", login="chef@exemple.fr")
    opened = accounts.links.use(link.secret, PASSWORD, name="Chef", login="chef@exemple.fr")
    assert opened.person.rights == {Right.READING, Right.ADMINISTRATION}
    assert accounts.sessions.caller(opened.cookie)
    with pytest.raises(LinkRefused):
        accounts.links.use(link.secret, PASSWORD, name="Intrus", login="intrus@exemple.fr")
    assert accounts.links.first() is None


def test_a_first_link_is_void_once_there_is_an_administrator(accounts: Accounts) -> None:
    """By whatever way they came."""
    link = accounts.links.first()
    assert link
    accounts.add("chef@exemple.fr", "Chef", ["administration"], by=NOBODY)
    with pytest.raises(LinkRefused):
        accounts.links.use(link.secret, PASSWORD, name="Intrus", login="intrus@exemple.fr")


def test_somebody_is_invited(accounts: Accounts, chief: int, clock: Clock) -> None:
    """With the rights that were told, under the address that was told, within the days that were told."""
    by = accounts.get(chief).caller()
    former = accounts.links.invite(LOGIN, ["equipe"], by=by)
    link = accounts.links.invite(LOGIN.upper(), ["equipe"], by=by, days=3)
    assert accounts.links.list() == (link.link,)
    with pytest.raises(LinkRefused):
        accounts.links.look(former.secret)
    assert link.secret not in repr(link)
    opened = accounts.links.use(link.secret, OTHER, name="Ana", login="autre@exemple.fr")
    assert (opened.person.login, opened.person.rights) == (LOGIN, {Right.READING, Right.TEAM})
    late = accounts.links.invite("zoe@exemple.fr", ["lecture"], by=by, days=1)
    clock.now += DAY
    with pytest.raises(LinkRefused):
        accounts.links.use(late.secret, OTHER, name="Zoé")
    assert accounts.links.list() == ()
    with pytest.raises(AccountExists):
        accounts.links.invite(LOGIN, ["lecture"], by=by)
    with pytest.raises(AccountFieldInvalid):
        accounts.links.invite("zoe@exemple.fr", ["lecture"], by=by, days=8)
    accounts.purge()
    with accounts._database.reading() as session:
        assert not session.scalars(sa.select(Invitation)).all()


def test_a_link_is_used_once_even_by_two_at_once(accounts: Accounts, chief: int) -> None:
    """One of them is refused."""
    link = accounts.links.invite(LOGIN, ["lecture"], by=NOBODY).secret
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def use() -> None:
        barrier.wait()
        try:
            accounts.links.use(link, OTHER, name="Ana")
            outcomes.append("in")
        except (LinkRefused, AccountExists):
            outcomes.append("out")

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "out"]


def test_a_link_is_taken_back(accounts: Accounts, chief: int) -> None:
    """By the name that the list gives it, and only by that."""
    link = accounts.links.invite(LOGIN, ["lecture"], by=NOBODY)
    for number in ("", "0", "%" * 16, "_" * 16):
        with pytest.raises(LinkRefused):
            accounts.links.cancel(number, by=NOBODY)
    accounts.links.cancel(link.link.id, by=NOBODY)
    with pytest.raises(LinkRefused):
        accounts.links.look(link.secret)


def test_a_key_opens_what_it_was_made_for(accounts: Accounts, chief: int, clock: Clock) -> None:
    """Shown once, known by its first characters, its day of use noted."""
    by = accounts.get(chief).caller()
    made = accounts.keys.add(chief, "tableau de bord", ["lecture", "equipe"], days=30, by=by)
    assert made.secret.startswith("rep_")
    assert (made.key.start, made.key.used_on) == (made.secret[:10], None)
    assert made.secret not in repr(made)
    caller = accounts.keys.caller(made.secret)
    assert (caller.rights, caller.key, caller.account) == ({Right.READING, Right.TEAM}, "tableau de bord", chief)
    assert (caller.name, caller.login) == ("Chef", "chef@exemple.fr")
    assert caller.token == ""
    assert accounts.keys.list()[0].used_on == clock.now.date()
    accounts.record(caller, Action.SOURCE_ADDED, "note.pdf")
    assert deeds(accounts)[-1] == ("chef@exemple.fr (tableau de bord)", "source_added", "note.pdf")
    with accounts._database.reading() as session:
        assert session.scalar(sa.select(ApiKey.digest)) == digest(made.secret)
    clock.now += 30 * DAY
    with pytest.raises(KeyRefused):
        accounts.keys.caller(made.secret)


def test_a_key_never_does_more_than_its_account(accounts: Accounts, ana: int, chief: int) -> None:
    """When it is made, and whenever it is used."""
    with pytest.raises(AccountFieldInvalid):
        accounts.keys.add(ana, "trop", ["equipe"], by=NOBODY)
    with pytest.raises(AccountFieldInvalid):
        accounts.keys.add(ana, "rien", [], by=NOBODY)
    accounts.change_rights(ana, ["equipe", "maintenance"], by=NOBODY)
    key = accounts.keys.add(ana, "tout", ["lecture", "equipe", "maintenance"], by=NOBODY).secret
    accounts.change_rights(ana, ["equipe"], by=NOBODY)
    assert accounts.keys.caller(key).rights == {Right.READING, Right.TEAM}
    whole = accounts.keys.add(chief, "tout", list(EVERYTHING), by=NOBODY)
    assert accounts.keys.caller(whole.secret).rights == EVERYTHING


def test_a_key_is_taken_back(accounts: Accounts, ana: int, chief: int) -> None:
    """At once; by its owner their own, by an administrator anybody's."""
    made = accounts.keys.add(ana, "script", ["lecture"], by=NOBODY)
    with pytest.raises(KeyNotFound):
        accounts.keys.revoke(made.key.id, by=NOBODY, account=chief)
    with pytest.raises(KeyNotFound):
        accounts.keys.revoke(99, by=NOBODY)
    first = accounts.keys.revoke(made.key.id, by=NOBODY, account=ana)
    assert first.revoked_at
    assert accounts.keys.revoke(made.key.id, by=NOBODY) == first
    assert accounts.keys.list(ana) == (first,)
    with pytest.raises(KeyRefused):
        accounts.keys.caller(made.secret)
    assert len(accounts.log.list(Sought(action="key_revoked")).items) == 1
    told = {entry.action: entry.detail for entry in accounts.log.list().items}
    assert told["key_made"] == {"of": LOGIN, "scopes": ["lecture"]}
    assert told["key_revoked"] == {"of": LOGIN}


def test_keys_are_bounded(accounts: Accounts, ana: int) -> None:
    """In number, in days; their names are kept short."""
    for days in (0, 3651):
        with pytest.raises(AccountFieldInvalid):
            accounts.keys.add(ana, "x", ["lecture"], days=days, by=NOBODY)
    for number in range(MOST_KEYS):
        accounts.keys.add(ana, f"clé {number}", ["lecture"], by=NOBODY)
    assert [key.name for key in accounts.keys.list()] == [f"clé {number}" for number in reversed(range(MOST_KEYS))]
    with pytest.raises(AccountFieldInvalid) as told:
        accounts.keys.add(ana, "une de trop", ["lecture"], by=NOBODY)
    assert told.value.values == {"field": "keys", "value": "", "allowed": KEYS_EXPECTED.format(most=MOST_KEYS)}
    accounts.keys.revoke(accounts.keys.list(ana)[0].id, by=NOBODY)
    accounts.keys.add(ana, "à sa place", ["lecture"], by=NOBODY)


@pytest.mark.parametrize("secret", ["", "rep_", "rep_" + "a" * 32, "x" * 5000, "\udcff"])
def test_a_made_up_key_opens_nothing(accounts: Accounts, ana: int, secret: str) -> None:
    """Whatever it looks like."""
    with pytest.raises(KeyRefused):
        accounts.keys.caller(secret)


def test_the_log_is_read_in_pages_and_sifted(accounts: Accounts, chief: int, clock: Clock) -> None:
    """The latest first; by who, what, to what, when."""
    by = accounts.get(chief).caller()
    for number in range(5):
        clock.now += DAY
        accounts.record(by, Action.INDEX_PUBLISHED, f"2026_0{number}", {"documents": number})
    assert accounts.log.list(size=2, page=2).items[0].target == "2026_02"
    assert accounts.log.list(size=2, page=2).total == 6
    assert accounts.log.list(Sought(actor="chef@exemple.fr", action="index_published")).total == 5
    assert [e.detail for e in accounts.log.list(Sought(target="_03")).items] == [{"documents": 3}]
    today = clock.now.date()
    assert accounts.log.list(Sought(since=today, until=today)).total == 1
    assert accounts.log.list(Sought(since=today - 2 * DAY, until=today - DAY)).total == 2
    assert accounts.log.list(Sought(actor="personne")).total == 0


def test_the_log_forgets_after_a_year(accounts: Accounts, chief: int, clock: Clock) -> None:
    """And not before."""
    clock.now += dt.timedelta(days=KEPT_DAYS)
    accounts.purge()
    assert accounts.log.list().total == 1
    clock.now += HOUR
    accounts.purge()
    assert accounts.log.list().total == 0


def test_a_line_is_kept_with_its_change_or_not_at_all(accounts: Accounts, chief: int) -> None:
    """What was refused left none."""
    before = deeds(accounts)
    with pytest.raises(LastAdministrator):
        accounts.delete(chief, by=NOBODY)
    assert deeds(accounts) == before


def test_visits_are_noted_now_and_then(
    accounts: Accounts, ana: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visit writes nothing when the last one was just before."""
    cookie = accounts.sign_in(LOGIN, PASSWORD).cookie
    seen = accounts.sessions.of(ana)[0].seen_at
    clock.now += sessions.NOTED_EVERY - dt.timedelta(seconds=1)
    assert accounts.sessions.caller(cookie)
    assert accounts.sessions.of(ana)[0].seen_at == seen
    clock.now += dt.timedelta(seconds=1)
    assert accounts.sessions.caller(cookie)
    assert accounts.sessions.of(ana)[0].seen_at == clock.now
