"""How much one may ask and how often one may be wrong; what an address is; a Redis that does not answer."""

from __future__ import annotations

import logging

import pytest
from pydantic import SecretStr

from assistant.accounts.rights import READER, Caller
from assistant.accounts.throttle import Allowance, Throttle, network
from indexer.errors import InvalidSetting, TooManyRequests
from indexer.settings import Settings

LOGIN, HERE, THERE = "ana@exemple.fr", "192.0.2.1", "192.0.2.2"


def throttle(**settings: object) -> Throttle:
    """One that counts for itself."""
    return Throttle(Settings(**settings))  # type: ignore[arg-type]


def refused(attempt: object, *given: object) -> int:
    """Seconds that somebody is told to wait."""
    with pytest.raises(TooManyRequests) as caught:
        attempt(*given)  # type: ignore[operator]
    seconds = caught.value.values["seconds"]
    assert isinstance(seconds, int)
    return seconds


def test_readers_are_counted_by_address() -> None:
    """Each for itself; what is left is told, then how long to wait."""
    counts = throttle(limit_reader="2/minute")
    first, second = counts.question(READER, HERE), counts.question(READER, HERE)
    assert first
    assert second
    assert (first.quota, first.seconds, first.left, second.left) == (2, 60, 1, 0)
    assert 1 <= refused(counts.question, READER, HERE) <= 61
    assert counts.question(READER, THERE)


def test_accounts_are_counted_by_account_and_keys_by_key() -> None:
    """Wherever they ask from: an office has one address for all."""
    counts = throttle(limit_reader="1/minute", limit_key="2/minute")
    for account in (1, 2):
        assert counts.question(Caller(account=account), HERE)
        refused(counts.question, Caller(account=account), THERE)
    for name in ("un", "deux"):
        caller = Caller(account=1, key=name)
        assert counts.question(caller, HERE)
        assert counts.question(caller, THERE)
        refused(counts.question, caller, HERE)


def test_several_limits_hold_together() -> None:
    """The nearest is told."""
    counts = throttle(limit_reader="10/minute;2/hour")
    assert counts.question(READER, HERE) == Allowance(2, 3600, 1, 3600)
    counts.question(READER, HERE)
    assert refused(counts.question, READER, HERE) > 60


def test_no_limit_is_one_too() -> None:
    """For whoever wants it."""
    counts = throttle(limit_reader="", limit_key=" ")
    assert {counts.question(READER, HERE) for _ in range(500)} == {None}
    assert counts.question(Caller(key="un"), HERE) is None


def test_an_allowance_is_told_as_headers() -> None:
    """Of the draft that HTTP has for it."""
    assert Allowance(30, 60, 29, 12).headers() == {
        "RateLimit-Policy": '"questions";q=30;w=60',
        "RateLimit": '"questions";r=29;t=12',
    }


def test_attempts_are_counted_for_one_login_from_one_address() -> None:
    """Five in a minute, however the login is written; another address is another matter, so is another login."""
    counts = throttle()
    for login in (LOGIN, LOGIN.upper(), f" {LOGIN}", LOGIN, LOGIN):
        counts.attempt(login, HERE)
    refused(counts.attempt, LOGIN, HERE)
    counts.attempt(LOGIN, THERE)
    counts.attempt("bob@exemple.fr", HERE)


def test_a_success_wipes_the_slate() -> None:
    """Of this login: somebody who mistyped four times may do so again tomorrow."""
    counts = throttle()
    for _ in range(3):
        for _ in range(4):
            counts.attempt(LOGIN, HERE)
        counts.succeeded(LOGIN, HERE)
    counts.attempt(LOGIN, HERE)


def test_many_logins_from_one_address_are_refused() -> None:
    """One password tried on everybody."""
    counts = throttle()
    for number in range(20):
        counts.attempt(f"{number}@exemple.fr", HERE)
    refused(counts.attempt, "21@exemple.fr", HERE)
    counts.attempt("21@exemple.fr", THERE)


def test_one_login_from_many_addresses_is_refused() -> None:
    """Sixty in an hour, all together."""
    counts = throttle()
    for number in range(60):
        counts.attempt(LOGIN, f"192.0.2.{number}")
    assert refused(counts.attempt, LOGIN, "198.51.100.1") > 60


def test_arrivals_and_attempts_of_one_address_are_counted_together() -> None:
    """Whoever guesses links leaves no room for guessing passwords; what somebody calls themselves is no address."""
    counts = throttle()
    for number in range(10):
        counts.attempt(f"{number}@exemple.fr", HERE)
        counts.arrival(HERE)
    refused(counts.arrival, HERE)
    assert 1 <= refused(counts.attempt, LOGIN, HERE) <= 61
    counts = throttle()
    for number in range(20):
        counts.attempt(THERE, f"198.51.100.{number}")
    counts.arrival(THERE)
    counts.attempt(LOGIN, THERE)


def test_a_success_is_of_one_login_from_one_address() -> None:
    """It wipes this login's count from everywhere, and its attempts from there alone; nobody else's."""
    counts = throttle()
    for number in range(55):
        counts.attempt(LOGIN, f"192.0.2.{number}")
    for _ in range(4):
        counts.attempt("bob@exemple.fr", HERE)
        counts.attempt(LOGIN, "198.51.100.7")
    counts.succeeded(LOGIN.upper(), HERE)
    counts.attempt("bob@exemple.fr", HERE)
    refused(counts.attempt, "bob@exemple.fr", HERE)
    counts.attempt(LOGIN, "198.51.100.7")
    refused(counts.attempt, LOGIN, "198.51.100.7")
    for number in range(50):
        counts.attempt(LOGIN, f"203.0.113.{number}")


def test_wrong_keys_are_counted_by_address() -> None:
    """And only wrong ones."""
    counts = throttle()
    for _ in range(100):
        counts.check_keys(HERE)
    for _ in range(30):
        counts.wrong_key(HERE)
    assert 1 <= refused(counts.check_keys, HERE) <= 61
    counts.check_keys(THERE)
    for _ in range(30):
        counts.wrong_key("2001:db8::1")
    refused(counts.check_keys, "2001:db8::2")  # one subscriber has them all
    counts.check_keys("2001:db8:0:1::1")


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_address_is_told_by_whose_it_is(address: str, whose: str) -> None:
    """One subscriber has 2⁶⁴ addresses of IPv6."""
    assert network(address) == whose


@pytest.mark.parametrize("told", ["beaucoup", "30", "30/siècle", "-1/minute"])
def test_a_limit_that_is_none_is_told(told: str) -> None:
    """At the start."""
    with pytest.raises(InvalidSetting):
        throttle(limit_reader=told)


@pytest.mark.parametrize("url", ["nulle part", "ftp://127.0.0.1", "async+memory://"])
def test_a_place_to_count_that_is_none_is_told(url: str) -> None:
    """Without showing it: it may hold a password."""
    with pytest.raises(InvalidSetting) as caught:
        throttle(limits_url=SecretStr(url))
    assert url not in str(caught.value)


def test_counts_may_be_elsewhere() -> None:
    """Here, in memory all the same."""
    counts = throttle(limits_url=SecretStr("memory://"), limit_reader="1/minute")
    counts.question(READER, HERE)
    refused(counts.question, READER, HERE)


def test_a_redis_that_does_not_answer_lets_each_process_count_alone(caplog: pytest.LogCaptureFixture) -> None:
    """Neither an error for readers, nor a free way for guessing."""
    pytest.importorskip("redis")
    counts = throttle(limits_url=SecretStr("redis://127.0.0.1:1"), limit_reader="1/minute")
    with caplog.at_level(logging.WARNING):
        assert counts.question(READER, HERE)
    refused(counts.question, READER, HERE)
    assert "ConnectionError" in caplog.text
