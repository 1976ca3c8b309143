"""What follows from what was understood of a message."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.triage import deciding
from assistant.triage.model import (
    Alarm,
    Alert,
    Attached,
    Correspondent,
    Dated,
    DateRole,
    Days,
    Message,
    Part,
    Seen,
    Sorted,
    Urgency,
    Weighed,
)

MONDAY = dt.date(2026, 3, 2)


def message(request: str = "Bonjour, une question.") -> Message:
    """A message that asks something."""
    return Message("Objet", Correspondent(), MONDAY, request)


def sorted_as(*chances: tuple[str, float], abstains: bool = False, secondary: tuple[str, ...] = ()) -> Sorted:
    """What a classifier made of it."""
    return Sorted(
        tuple(Weighed(code, chance) for code, chance in chances),
        (Weighed("inconnu", 1.0),),
        (),
        secondary,
        (),
        abstains,
    )


def deadline(day: dt.date) -> Days:
    """Days with a deadline."""
    return Days(deadline=Dated(day, DateRole.DEADLINE, Seen("avant", Part.REQUEST)))


@pytest.mark.parametrize(
    ("chances", "wanted"),
    [
        ((("A1", 0.99), ("B2", 0.01)), False),
        ((("A4", 0.7), ("B2", 0.3)), True),
        ((("B2", 0.9), ("A4", 0.1)), True),
        ((("C3", 0.97), ("C4", 0.03)), False),
    ],
)
def test_a_person_looks_where_the_likely_categories_ask_for_one(
    chances: tuple[tuple[str, float], ...], wanted: bool
) -> None:
    """The first category decides, and so does the doubt: a third of chances for one that is always looked at."""
    assert bool(deciding.reasons(message(), sorted_as(*chances), ())) is wanted


def test_a_doubt_a_situation_and_an_empty_message_are_looked_at() -> None:
    """Each has its reason, in French."""
    assert "à trier" in deciding.reasons(message(), sorted_as(("A4", 0.4), ("A2", 0.4), abstains=True), ())[0]
    health = (Alert(Alarm.HEALTH, ()),)
    assert deciding.reasons(message(), sorted_as(("A4", 1.0)), health) == ("La santé d’une personne est évoquée.",)
    assert deciding.reasons(message(""), sorted_as(("A1", 1.0)), ()) == ("Le message n’a pas de texte à lire.",)


def test_what_selling_asks_for_makes_nobody_look() -> None:
    """A salesman who wants contacts and a contract is only filed; a hidden instruction is looked at all the same."""
    selling = sorted_as(("C3", 1.0))
    assert not deciding.reasons(message(), selling, (Alert(Alarm.CONTACTS, ()), Alert(Alarm.COMMITMENT, ())))
    assert deciding.reasons(message(), selling, (Alert(Alarm.INSTRUCTION, ()),))
    assert deciding.reasons(message(), selling, (Alert(Alarm.POLITICAL, ()),))
    assert deciding.reasons(message(), selling, (Alert(Alarm.COMPLAINT, ()),))


@pytest.mark.parametrize(
    ("subject", "files", "wanted"),
    [
        ("où trouver votre guide sur les CLS ?", (), False),
        ("où trouver votre guide sur les CLS ?", ("question.pdf",), True),
        ("Bonjour", (), True),
        ("", (), True),
    ],
)
def test_a_question_that_is_the_whole_subject_is_a_message(subject: str, files: tuple[str, ...], wanted: bool) -> None:
    """An attachment alone, or a word alone, is for a person."""
    attached = tuple(Attached(name) for name in files)
    asked = Message(subject, Correspondent(), MONDAY, "", attachments=attached)
    assert bool(deciding.reasons(asked, sorted_as(("A4", 1.0)), ())) is wanted


def test_a_situation_told_in_another_request_is_a_second_category() -> None:
    """« Quelle est l’adresse de la PASS ? Un monsieur a mal au ventre… »: A4, and C1 besides."""
    told = deciding.with_situation(sorted_as(("A4", 1.0)), (Alert(Alarm.HEALTH, ()),))
    assert told.secondary == ("C1",)
    assert deciding.with_situation(sorted_as(("C1", 1.0)), (Alert(Alarm.HEALTH, ()),)).secondary == ()


def test_a_fraud_and_a_situation_always_come_with_what_to_do() -> None:
    """Where no words raised the alarm, the category does, unless it is unsure."""
    assert [a.alarm for a in deciding.with_category((), sorted_as(("C4", 0.9)))] == [Alarm.FRAUD]
    assert [a.alarm for a in deciding.with_category((), sorted_as(("C1", 0.9)))] == [Alarm.DANGER]
    assert deciding.with_category((), sorted_as(("C4", 0.4), abstains=True)) == ()
    health = (Alert(Alarm.HEALTH, ()),)
    assert deciding.with_category(health, sorted_as(("C1", 0.9))) == health


@pytest.mark.parametrize(
    ("category", "days", "urgency", "due"),
    [
        ("B4", Days(), Urgency.TODAY, MONDAY),
        ("A1", Days(), Urgency.NONE, dt.date(2026, 3, 5)),
        ("A1", deadline(dt.date(2026, 3, 3)), Urgency.TODAY, dt.date(2026, 3, 3)),
        ("B2", deadline(dt.date(2026, 3, 6)), Urgency.SOON, dt.date(2026, 3, 6)),
        ("B2", deadline(dt.date(2026, 4, 30)), Urgency.NORMAL, dt.date(2026, 3, 9)),
        ("B2", Days(urgent=Seen("urgent", Part.SUBJECT)), Urgency.SOON, dt.date(2026, 3, 9)),
        ("B2", deadline(dt.date(2026, 2, 20)), Urgency.NORMAL, dt.date(2026, 3, 9)),
        ("C3", Days(), Urgency.NONE, None),
    ],
)
def test_urgency_and_the_day_by_which_to_answer(
    category: str, days: Days, urgency: Urgency, due: dt.date | None
) -> None:
    """The press and what ends tomorrow are for today; the delay of the category stands unless a deadline is sooner."""
    assert deciding.urgency(message(), category, (), days) is urgency
    assert deciding.due(message(), category, days) == due
