"""Passwords that are refused, and why; what is kept of the others."""

from __future__ import annotations

import time

import pytest

from assistant.accounts import passwords
from assistant.accounts.messages_fr import HOLDS_NAME, TOO_COMMON
from indexer.errors import PasswordRefused

GOOD = "quatre lampes vertes au grenier"


@pytest.mark.parametrize(
    "password", [GOOD, "Kj8$2mmPz!q0", "une phrase d’été où tout va", "é" * 3 + "xWq7-Lk2vb", GOOD * 6]
)
def test_a_phrase_will_do(password: str) -> None:
    """No rule about capitals, figures or signs."""
    passwords.check(password, "ana.leroux@exemple.fr", "Ana Leroux")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "moins de 12"),
        ("onze lettre", "moins de 12"),
        ("a" * 201, "plus de 200"),
        ("leroux au grenier", HOLDS_NAME),
        ("le grenier d’ANA.LEROUX", HOLDS_NAME),
        ("motdepasse1234", TOO_COMMON),
        ("azertyuiop123", TOO_COMMON),
        ("aaaaaaaaaaaaaaa", TOO_COMMON),
        ("1234567890123", TOO_COMMON),
        ("abcdefghijklm", TOO_COMMON),
        ("password1234", TOO_COMMON),
        ("santé1234567", TOO_COMMON),
    ],
)
def test_what_is_easily_found_is_refused(password: str, why: str) -> None:
    """Too short, too long, one's own name, common words, rows of keys, repetitions."""
    with pytest.raises(PasswordRefused) as caught:
        passwords.check(password, "ana.leroux@exemple.fr", "Ana Leroux")
    assert why in str(caught.value.values["detail"])


def test_a_short_name_and_the_domain_do_not_count() -> None:
    """« Ana » is in « banane », and everybody is at the same « exemple »."""
    passwords.check("banane exemple tambour", "ana@exemple.fr", "Ana")


def test_the_work_is_bounded() -> None:
    """However long what is sent."""
    began = time.perf_counter()
    with pytest.raises(PasswordRefused):
        passwords.check("ab" * 500_000, "ana@exemple.fr", "Ana")
    passwords.check("x1-é " * 40, "ana@exemple.fr", "Ana")
    assert time.perf_counter() - began < 2


def test_a_password_is_kept_as_argon2id_and_found_again() -> None:
    """Twice the same one differs; whatever the keyboard made of its accents and spaces."""
    kept = passwords.hashed("été à la mer, en août")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != passwords.hashed("été à la mer, en août")
    assert passwords.matches(kept, "e\u0301te\u0301 à la\u00a0mer, en août")
    assert not passwords.matches(kept, "été à la mer, en aout")
    assert not passwords.is_outdated(kept)


@pytest.mark.parametrize("kept", ["", "pas une empreinte", "$argon2id$v=19$m=19456,t=2,p=1$abc$def"])
def test_nothing_kept_is_nobody_s(kept: str) -> None:
    """Not even what stands in its place."""
    for password in ("", "nobody has this one", GOOD):
        assert not passwords.matches(kept, password)
