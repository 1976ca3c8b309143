"""The clock goes back, or on, by a day or a year under a running service: nobody is kept out for ever, no job is lost.

Clocks are handed to what keeps time; those of libraries are set for the time of a test. The machine's own is left alone.
"""

from __future__ import annotations

import datetime as dt
import itertools
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from fakes import HashingEmbedder
from places import Place
from solicitation_places import Clock

from assistant.accounts.audit import Action, Sought
from assistant.accounts.rights import NOBODY, READER, Right
from assistant.accounts.sessions import NOTED_EVERY
from assistant.accounts.store import Accounts
from assistant.accounts.throttle import Throttle
from assistant.conversations.keeping import Keeping
from assistant.database.opening import Database
from assistant.maintenance.jobs import LOST_SECONDS, Jobs, Kind, State
from indexer.errors import TooManyRequests
from indexer.index import current_manifest, open_index
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOGIN, PASSWORD = "ana@exemple.fr", "quatre lampes vertes au grenier"
JUMPS = [dt.timedelta(days=days) for days in (-365, -1, 1, 365)]
told = pytest.mark.parametrize("jump", JUMPS, ids=lambda jump: f"{jump.days:+d} j")


@pytest.fixture
def clock() -> Clock:
    """Set by hand."""
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty one."""
    opened = Database(tmp_path / "solicitations.sqlite")
    yield opened
    opened.close()


@told
def test_sessions_end_and_people_come_in_again(jump: dt.timedelta, database: Database, clock: Clock) -> None:
    """At most they have to sign in again; a session that a wrong clock began does not outlast it."""
    accounts = Accounts(database, clock=clock)
    accounts.add(LOGIN, "Ana", [Right.READING], by=NOBODY, password=PASSWORD)
    before = accounts.sign_in(LOGIN, PASSWORD).cookie
    clock.now += jump
    assert accounts.sessions.caller(before) is None
    meanwhile = accounts.sign_in(LOGIN, PASSWORD).cookie
    assert accounts.sessions.caller(meanwhile) is not None
    clock.now += NOTED_EVERY
    assert accounts.sessions.caller(meanwhile) is not None
    clock.now -= jump
    assert accounts.sessions.caller(meanwhile) is None
    assert accounts.sessions.caller(accounts.sign_in(LOGIN, PASSWORD).cookie) is not None


def test_what_is_done_is_listed_in_the_order_it_was_done(database: Database, clock: Clock) -> None:
    """Whatever the clock said then."""
    accounts = Accounts(database, clock=clock)
    for number, jump in enumerate(JUMPS):
        clock.now += jump
        accounts.add(f"{number}@exemple.fr", "Quelqu’un", [Right.READING], by=NOBODY, password=PASSWORD)
    made = [entry.target for entry in accounts.log.list(Sought(action=Action.ACCOUNT_ADDED)).items]
    assert made == [f"{number}@exemple.fr" for number in (3, 2, 1, 0)]


@told
def test_limits_count_anew(jump: dt.timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever had reached theirs waits no longer than without the jump; nobody waits a day, or a year."""
    real, shift = time.time, 0.0
    monkeypatch.setattr(time, "time", lambda: real() + shift)
    throttle = Throttle(Settings(limit_reader="3/minute"))
    for _ in range(3):
        throttle.question(READER, "192.0.2.1")
    with pytest.raises(TooManyRequests):
        throttle.question(READER, "192.0.2.1")
    for _ in range(5):
        throttle.attempt(LOGIN, "192.0.2.1")
    shift = jump.total_seconds()
    for _ in range(3):
        allowance = throttle.question(READER, "192.0.2.1")
        assert allowance is not None
        assert allowance.until <= 60
    throttle.attempt(LOGIN, "192.0.2.1")
    with pytest.raises(TooManyRequests) as caught:
        throttle.question(READER, "192.0.2.1")
    assert int(str(caught.value.values["seconds"])) <= 60
    shift = 0.0
    assert throttle.question(READER, "192.0.2.2") is not None


@told
def test_a_job_is_done_once_and_the_dead_hold_up_nobody(jump: dt.timedelta, database: Database, clock: Clock) -> None:
    """One that lives says so within a second and goes on; one whose process died does not live until the clock is back."""
    jobs = Jobs(database, clock)
    left = jobs.ask(Kind.INDEX, {}, "ana", left=True).number
    assert jobs.claim() == left
    assert jobs.take_turn(left)
    clock.now += jump
    assert jobs.claim() is None
    assert jobs.beat(left, {"steps": []})
    assert jobs.get(left).state is State.RUNNING
    second = jobs.ask(Kind.EVAL, {}, "ana").number
    assert not jobs.take_turn(second)  # the first one lives
    clock.now -= jump  # and dies, just as the clock is set right
    jobs.beat(second, {"steps": []})
    assert jobs.get(left).state is State.FAILED
    assert jobs.take_turn(second)
    clock.now += dt.timedelta(seconds=LOST_SECONDS + 1)
    assert jobs.ask(Kind.EVAL, {}, "ana").number > second


@told
def test_nothing_is_forgotten_by_a_clock_that_was_set(
    jump: dt.timedelta, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept for some days looks old to it: it stays until the service is started again, and somebody has seen."""
    real, shift = time.time, 0.0
    monkeypatch.setattr(time, "time", lambda: real() + shift)
    shifted = Clock(dt.datetime.now(dt.UTC))
    account = Accounts(database).add(LOGIN, "Ana", [Right.READING], by=NOBODY, password=PASSWORD).id
    begun = Keeping(database, tmp_path, kept_days=30, clock=shifted).conversations.begin(account, "À garder").id
    shift = jump.total_seconds()
    shifted.now += jump
    keeping = Keeping(database, tmp_path, kept_days=30, clock=shifted)
    assert keeping.conversations.get(account, begun).heading.title == "À garder"
    shift = 0.0
    shifted.now += dt.timedelta(days=800) - jump  # time that really went by
    old = Keeping(database, tmp_path, kept_days=30, clock=shifted)
    assert old.conversations.list(account).total == 0


def test_a_generation_made_by_a_wrong_clock_serves_and_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was published last serves, whatever its name; the next one by the right clock takes its place."""
    settings = Settings(data_dir=tmp_path / "data", embedding_model="hashing-64", kept_generations=2)
    place = Place(tmp_path / "corpus", settings, HashingEmbedder())
    moments = itertools.chain(
        [dt.datetime(2026, 11, 1, tzinfo=dt.UTC), dt.datetime(2027, 11, 1, tzinfo=dt.UTC)],
        itertools.repeat(dt.datetime(2025, 11, 1, tzinfo=dt.UTC)),
    )

    calendar = SimpleNamespace(UTC=dt.UTC, datetime=SimpleNamespace(now=lambda _zone: next(moments)))
    monkeypatch.setattr("indexer.build.dt", calendar)
    for number in range(4):
        place.write(f"{number}.md", f"# Fiche {number}\n\nLa commune {number} a ouvert une permanence.\n")
        place.index()
        assert len(open_index(settings).documents) == number + 1
        assert current_manifest(settings.data_dir).generation == place.generation.name
