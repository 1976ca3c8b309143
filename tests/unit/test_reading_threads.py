"""Each line of a message is given to whom it belongs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_threads import THREADS, told

from indexer.reading.threads import Role, introduces_forwarded, roles, separate, unmarked

LETTERS = {Role.BODY: "b", Role.QUOTED: "q", Role.SIGNATURE: "s", Role.DISCLAIMER: "d"}


@pytest.mark.parametrize("name", THREADS)
def test_each_line_has_its_role(name: str) -> None:
    """As a person would give it, for what the mail programs in use write."""
    lines, expected = told(name)
    found = [LETTERS[role] for role in roles(lines)]
    assert [pair for pair in zip(found, lines, strict=True) if pair[1].strip()] == [
        pair for pair in zip(expected, lines, strict=True) if pair[1].strip()
    ]


@pytest.mark.parametrize("name", [name for name in THREADS if "answers" not in name])
def test_folding_and_line_ends_change_nothing(name: str) -> None:
    """Returns, no-break spaces before colons and spaces at line ends are what programs add on the way."""
    lines, _ = told(name)
    plain = separate("\n".join(lines))
    other = separate("\r\n".join(line.replace(" :", "\u00a0:") + "  " for line in lines))
    for part in ("body", "quoted", "signature", "disclaimer"):
        assert getattr(other, part).replace("\u00a0", " ").split() == getattr(plain, part).split()


def test_parts_are_whole_and_in_order() -> None:
    """Nothing is lost, and the marks in front of quoted lines are gone."""
    parts = separate("Bonjour,\n\nOui.\n\n-- \nPaul\n\nLe 3 mars 2025, A a écrit :\n> > Un\n> deux\n")
    assert (parts.body, parts.signature) == ("Bonjour,\n\nOui.", "-- \nPaul".replace("-- ", "--"))
    assert parts.quoted == "Le 3 mars 2025, A a écrit :\nUn\ndeux"
    assert not parts.forwarded


@pytest.mark.parametrize("name", ["gmail, forwarded", "apple mail, forwarded", "thunderbird, forwarded"])
def test_forwarded_is_told_from_quoted(name: str) -> None:
    """By the line that introduces it."""
    assert separate("\n".join(told(name)[0])).forwarded


def test_answered_is_not_forwarded() -> None:
    """Even when the answer speaks of a forwarded message."""
    assert not introduces_forwarded(["Le 3 mars 2025, A a écrit :", "Voir", "le message transféré"])


def test_a_page_s_header_on_one_line_introduces_quoted_words() -> None:
    """Line breaks of a web page have become spaces."""
    header = "De : Jeanne <jeanne@exemple.fr> Envoyé : lundi 3 mars 2025 09:12 À : Paul Objet : Atelier"
    assert roles(["Oui.", "", header, "", "Bonjour"])[2:] == [Role.QUOTED] * 3


def test_a_long_text_after_a_closing_word_is_no_signature() -> None:
    """« Cordialement » in the middle of a message closes nothing."""
    text = ["Cordialement,"] + [f"point numéro {n}" for n in range(30)]
    assert Role.SIGNATURE not in roles(text)


@given(st.lists(st.text(alphabet="> -_DeàObjet:Le2025a écrit@<.*\u00a0", max_size=60), max_size=40))
@settings(max_examples=150, deadline=None, database=None)
def test_every_line_has_one_role_and_no_word_is_lost(lines: list[str]) -> None:
    """Whatever the lines."""
    text = "\n".join(lines)
    assert len(roles(lines)) == len(lines)
    parts = separate(text)
    kept = f"{parts.body}{parts.quoted}{parts.signature}{parts.disclaimer}"
    words = [c for line in text.splitlines() for c in unmarked(line) if c.isalnum()]
    assert sorted(words) == sorted(c for c in kept if c.isalnum())


@pytest.mark.parametrize("piece", ["-", "> ", "<a@", "De : ", "Le 2025 ", " ", "ce message ", "a écrit ", "*", "@"])
def test_hostile_lines_take_linear_time(piece: str) -> None:
    """A megabyte of one line, or of lines, is judged in seconds."""
    started = time.monotonic()
    roles([piece * (1_000_000 // len(piece))])
    roles([piece * 10] * 5_000)
    assert time.monotonic() - started < 5
