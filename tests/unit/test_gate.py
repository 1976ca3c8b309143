"""Who calls, by a key or a cookie, and the secrets that an operator chooses."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from pydantic import SecretStr

from assistant.accounts.gate import LEAST_CHARS, STAFF, Gate, metrics_token, staff_key
from assistant.accounts.rights import NOBODY, READER, Caller, Mode, Right
from indexer.errors import InvalidSetting, KeyRefused
from indexer.settings import Settings

if TYPE_CHECKING:
    from assistant.accounts.store import Accounts

CHOSEN = "k" * LEAST_CHARS
ANA = Caller(frozenset({Right.READING}), "ana@exemple.fr")


def by_key(secret: str) -> Caller:
    """Ana's key, and nobody else's."""
    if secret != "celle d’Ana":
        raise KeyRefused
    return ANA


ACCOUNTS = cast(
    "Accounts",
    SimpleNamespace(
        keys=SimpleNamespace(caller=by_key),
        sessions=SimpleNamespace(caller={"le sien": ANA}.get),
    ),
)


def gate(access: Mode = Mode.OPEN, staff: str = "") -> Gate:
    """Over Ana's account alone."""
    return Gate(ACCOUNTS, Settings(access=access.value, staff_key=SecretStr(staff)))


def test_a_stranger_reads_where_reading_is_open() -> None:
    """And nowhere else."""
    assert (gate().mode, gate().stranger) == (Mode.OPEN, READER)
    closed = next(mode for mode in Mode if mode is not Mode.OPEN)
    assert (gate(closed).mode, gate(closed).stranger) == (closed, NOBODY)


def test_a_key_is_the_operator_s_or_an_account_s() -> None:
    """The operator's opens what the team does; where none was chosen, an empty one opens nothing."""
    assert gate(staff=CHOSEN).by_key(CHOSEN) is STAFF
    assert gate(staff=CHOSEN).by_key("celle d’Ana") is ANA
    assert gate().by_key("celle d’Ana") is ANA
    assert STAFF.may(Right.TEAM)
    assert not STAFF.may(Right.ADMINISTRATION)
    for opened, secret in ((gate(staff=CHOSEN), CHOSEN[:-1]), (gate(staff=CHOSEN), ""), (gate(), ""), (gate(), CHOSEN)):
        with pytest.raises(KeyRefused):
            opened.by_key(secret)


def test_a_cookie_is_somebody_s_or_nobody_s() -> None:
    """As the sessions say."""
    assert gate().by_cookie("le sien") is ANA
    assert gate().by_cookie("un autre") is None


@pytest.mark.parametrize(
    ("read", "field", "name"),
    [(staff_key, "staff_key", "REPERES_STAFF_KEY"), (metrics_token, "metrics_token", "REPERES_METRICS_TOKEN")],
)
def test_a_secret_that_is_chosen_is_long_enough(read: object, field: str, name: str) -> None:
    """Blanks around it aside; one too short is told without being shown; none is none."""

    def chosen(secret: str) -> str:
        told: str = read(Settings.model_validate({field: secret}))  # type: ignore[operator]  # one of two functions
        return told

    assert chosen(f" {CHOSEN}\n") == CHOSEN
    assert chosen("") == chosen("  ") == ""
    with pytest.raises(InvalidSetting) as refused:
        chosen(f" {CHOSEN[:-1]} ")
    assert refused.value.values["name"] == name
    assert CHOSEN[:-1] not in str(refused.value)
    assert str(LEAST_CHARS) in str(refused.value.values["detail"])
