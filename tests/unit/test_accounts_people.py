"""Fields of an account at their bounds: what is kept, and what is told of what is not."""

from __future__ import annotations

import pytest

from assistant.accounts.messages_fr import LOGIN_EXPECTED
from assistant.accounts.people import (
    LONGEST_LOGIN,
    LONGEST_NAME,
    checked_login,
    checked_name,
    checked_rights,
    levelled,
    rights_in,
)
from assistant.accounts.rights import Right
from indexer.errors import AccountFieldInvalid

LOCAL = "a" * 64


def test_a_login_is_kept_as_it_is_compared() -> None:
    """However it was typed; as long as an address may be."""
    assert checked_login("  Ana.Diaz@Exemple.FR ") == "ana.diaz@exemple.fr" == levelled("  Ana.Diaz@Exemple.FR ")
    longest = f"{LOCAL}@{'b' * 189}"
    assert len(longest) == LONGEST_LOGIN
    assert checked_login(longest) == longest
    assert levelled(longest + "c") == longest


@pytest.mark.parametrize(
    "login",
    [
        "",
        "ana",
        "@exemple.fr",
        "ana@",
        "ana@b@c.fr",
        "ana diaz@exemple.fr",
        "ana\x00@exemple.fr",
        "ana\u202e@exemple.fr",
        f"{LOCAL}a@exemple.fr",
        f"a@{'b' * 190}",
        f"{LOCAL}@{'b' * 190}",
    ],
)
def test_what_is_no_address_is_told(login: str) -> None:
    """As it was typed, cut: what is too long is not sent back whole."""
    with pytest.raises(AccountFieldInvalid) as told:
        checked_login(login)
    assert told.value.values == {"field": "login", "value": login[:LONGEST_NAME], "allowed": LOGIN_EXPECTED}


def test_a_name_is_kept_printable_its_spaces_levelled() -> None:
    """One character at least, `LONGEST_NAME` at most, once levelled."""
    assert checked_name("  Ana\tMaria\u202e \n Diaz ") == "Ana Maria Diaz"
    assert checked_name("A") == "A"
    assert checked_name(f"  {'b' * LONGEST_NAME}  ") == "b" * LONGEST_NAME


@pytest.mark.parametrize(("name", "value"), [("", ""), (" \n\x00 ", ""), ("b" * 101, "b" * 100)])
def test_a_name_out_of_bounds_is_told(name: str, value: str) -> None:
    """With the field that it was typed in, and how long it may be."""
    with pytest.raises(AccountFieldInvalid) as told:
        checked_name(name, "label")
    values = told.value.values
    assert (values["field"], values["value"]) == ("label", value)
    assert str(LONGEST_NAME) in str(values["allowed"])


def test_rights_are_kept_in_their_order_with_reading() -> None:
    """Whatever the order in which they were given; one that this version does not know gives nothing."""
    known = [right.value for right in Right]
    assert checked_rights(reversed(known)) == known
    assert checked_rights([Right.ADMINISTRATION]) == [
        each for each in known if each in {Right.READING.value, Right.ADMINISTRATION.value}
    ]
    assert rights_in(["inconnu", Right.TEAM.value]) == {Right.TEAM}


@pytest.mark.parametrize(("rights", "value"), [([], ""), (["x", "b", Right.TEAM.value], "b, x")])
def test_rights_that_make_no_sense_are_told(rights: list[str], value: str) -> None:
    """Those that are unknown, and which there are."""
    with pytest.raises(AccountFieldInvalid) as told:
        checked_rights(rights)
    assert (told.value.values["field"], told.value.values["value"]) == ("rights", value)
    assert all(right.value in str(told.value.values["allowed"]) for right in Right)
