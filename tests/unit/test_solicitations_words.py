"""The pure parts of solicitations: what is stored, found, masked, counted in days, told in French."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.database.words import PLAIN, encoded, words_column
from assistant.solicitations.directory_file import read, shipped
from assistant.solicitations.naming import Person
from assistant.solicitations.newsletter import first_link
from assistant.solicitations.reporting import counted, day, number, percentage
from assistant.solicitations.threads import Marks
from assistant.triage.dates.calendar import public_holidays, working_days
from assistant.triage.model import Attached, Correspondent, Message
from assistant.triage.stored import message_data, message_of, plain, storable, triaged_of
from indexer.errors import DirectoryLineInvalid, PersonTooVague
from indexer.messages import sentence

DAY = dt.date(2026, 3, 2)
MASK = "[personne effacée]"
texts = st.text(max_size=40)
anything = st.text(st.characters(exclude_categories=()), max_size=40)
messages = st.builds(
    Message,
    subject=texts,
    sender=st.builds(Correspondent, texts, texts),
    received=st.dates(),
    request=texts,
    forwarder=st.none() | st.builds(Correspondent, texts, texts),
    asked=st.none() | st.dates(),
    attachments=st.lists(st.builds(Attached, texts, texts, texts), max_size=2).map(tuple),
    references=st.lists(texts, max_size=2).map(tuple),
)


def message(request: str, **fields: str) -> Message:
    """A mail of some words."""
    return Message(subject="", sender=Correspondent(), received=DAY, request=request, **fields)  # type: ignore[arg-type]


@settings(deadline=None)  # dictionaries are loaded at the first use
@given(messages)
def test_a_message_survives_json(mail: Message) -> None:
    """Every field, save the characters that nothing can store."""
    read_back = message_of(json.loads(json.dumps(message_data(mail))))
    assert read_back is not None
    assert message_data(read_back) == message_data(mail)
    if "\x00" not in json.dumps(message_data(mail)) and "\ufffd" not in str(message_data(mail)):
        assert read_back == mail


@settings(deadline=None)  # dictionaries are loaded at the first use
@given(anything)
def test_what_is_stored_is_utf_8_without_a_null(text: str) -> None:
    """And as long as it was."""
    kept = storable(text)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert "\x00" not in kept
    assert len(kept) == len(text)


def test_what_is_damaged_is_not_half_understood() -> None:
    """Neither a message nor a triage comes of it; fields of another version are passed over."""
    assert message_of({"subject": 3}) is None
    assert triaged_of({"summary": "x"}, message("x")) is None
    assert message_of({**message_data(message("x")), "later": 1}) == message("x")
    assert plain((1, None, {"a": dt.date(2026, 1, 2)})) == [1, None, {"a": "2026-01-02"}]


@settings(deadline=None)  # dictionaries are loaded at the first use
@given(anything)
def test_terms_are_letters_and_digits(text: str) -> None:
    """So that no database finds anything to take apart."""
    column = words_column([text])
    assert all(PLAIN.fullmatch(term) for term in column.split())
    assert column == " ".join(sorted(set(column.split())))


def test_two_terms_are_not_mistaken_for_one() -> None:
    """« 2,5 » is neither « 25 » nor two numbers."""
    assert len({encoded("2,5"), encoded("25"), encoded("2.5"), encoded("λ")}) == 4


@pytest.mark.parametrize(
    ("person", "text", "masked"),
    [
        ("Solène Arnoux", "Mme Solène ARNOUX appelle", f"Mme {MASK} appelle"),
        ("solene arnoux", "De : Arnoux, Solène", f"De : {MASK}"),
        ("Solène Arnoux", "S. Arnoux et solene.arnoux@x.fr", f"{MASK} et {MASK}@x.fr"),
        ("Jean-Pierre Œuvrard", "JEAN PIERRE OEUVRARD / Oeuvrard Jean-Pierre", f"{MASK} / {MASK}"),
        ("Marie de la Tour", "de la Tour Marie", MASK),
        ("Arnoux", "Arnouxville, Arnoux", f"Arnouxville, {MASK}"),
        ("Ali", "Alimentation, Mali, Ali.", f"Alimentation, Mali, {MASK}."),
        ("Solène Arnoux", "Solène est absente. Arnoux aussi", "Solène est absente. Arnoux aussi"),
        ("a.b@exemple.fr", "<A.B@Exemple.fr>, xa.b@exemple.fr, a.b@exemple.fr.net", f"<{MASK}>, xa.b@exemple.fr, a.b@exemple.fr.net"),
        ("a.b@exemple.fr", "Écrire à a.b@exemple.fr.", f"Écrire à {MASK}."),
        ("Solène Arnoux", "Sole\u0300ne", "Sole\u0300ne"),
        ("Solène Arnoux", "Sole\u0300ne Arnoux", MASK),
    ],
)  # fmt: skip
def test_a_person_is_masked_as_they_are_written(person: str, text: str, masked: str) -> None:
    """Whatever the case, the accents and the order; and nobody else."""
    assert Person.named(person).masked(text) == masked


@settings(deadline=None)  # dictionaries are loaded at the first use
@given(anything)
def test_masking_leaves_nothing_to_mask(text: str) -> None:
    """Whatever is around."""
    person = Person.named("Solène Arnoux")
    assert not person.spans(str(person.masked(f"{text} solene arnoux {text}")))


def test_masking_goes_through_plain_data() -> None:
    """Lists and objects, names of fields and numbers left."""
    data = {"arnoux": ["Arnoux", 3, None, {"x": "M. Arnoux"}]}
    assert Person.named("Arnoux").masked(data) == {"arnoux": [MASK, 3, None, {"x": f"M. {MASK}"}]}


@pytest.mark.parametrize("told", ["", "ab", "à b", "@", "--- ---"])
def test_too_short_a_name_is_refused(told: str) -> None:
    """It would be everywhere."""
    with pytest.raises(PersonTooVague):
        Person.named(told)


def test_public_holidays_are_those_of_the_law() -> None:
    """Eleven, of which three move with Easter (5 April in 2026)."""
    assert len(public_holidays(2026)) == 11
    assert {dt.date(2026, 4, 6), dt.date(2026, 5, 14), dt.date(2026, 5, 25)} <= public_holidays(2026)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-03-02", "2026-03-02", 0),
        ("2026-03-02", "2026-03-03", 1),
        ("2026-03-06", "2026-03-09", 1),
        ("2026-03-07", "2026-03-08", 0),
        ("2026-03-07", "2026-03-09", 1),
        ("2026-04-30", "2026-05-04", 1),
        ("2025-12-31", "2026-01-02", 1),
        ("2026-03-09", "2026-03-02", 0),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(start: str, end: str, days: int) -> None:
    """The first day is not counted, the last is."""
    assert working_days(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == days


def test_numbers_are_written_as_in_french() -> None:
    """Agreement, decimal comma, narrow spaces, halves upwards."""
    assert [counted(n, "réponse", "réponses") for n in (0, 1, 2)] == [
        "0\u00a0réponse",
        "1\u00a0réponse",
        "2\u00a0réponses",
    ]
    assert (number(1234), number(2.5), number(3.0)) == ("1\u202f234", "2,5", "3")
    assert [percentage(n, 8) for n in (0, 1, 8)] == ["0\u00a0%", "13\u00a0%", "100\u00a0%"]
    assert (day(dt.date(2026, 1, 1)), day(dt.date(2026, 8, 12))) == ("1er\u00a0janvier 2026", "12\u00a0août 2026")


@pytest.mark.parametrize(
    ("request_", "link"),
    [
        ("Voir https://exemple.fr/a?b=1&c=2.", "https://exemple.fr/a?b=1&c=2"),
        ("(https://exemple.fr/a)", "https://exemple.fr/a"),
        ("https://exemple.fr/a_(b) et http://exemple.fr", "https://exemple.fr/a_(b)"),
        ("« https://exemple.fr »", "https://exemple.fr"),
        ("<HTTPS://exemple.fr/>", "HTTPS://exemple.fr/"),
        ("javascript:alert(1) exemple.fr", ""),
    ],
)
def test_the_first_link_of_a_message_is_taken(request_: str, link: str) -> None:
    """Without what closes its sentence."""
    assert first_link(message(request_)) == link


def test_a_mail_is_recognised_whatever_its_spaces_and_case() -> None:
    """Its words are levelled, its id has angle brackets or not."""
    one = Marks.of(message("Bonjour   à TOUS, élu·es", message_id="<a@exemple.fr>"))
    two = Marks.of(message("bonjour à tous élus", message_id="a@exemple.fr"))
    assert one.key == two.key
    assert one.key != Marks.of(message("x")).key == ""
    assert Marks.of(message("Bonjour a tous")).digest == Marks.of(message("BONJOUR à tous !")).digest
    assert Marks.of(message("")).digest == ""


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (b"", 1, "name"),
        (b"nom,role\nA,\n", 1, "name"),
        (b"name,name\nA,B\n", 1, "name"),
        (b"name,themes\n\n,ruralite\n", 3, "une valeur est attendue"),
        (b"name,themes\nA,astrologie\n", 2, "« astrologie »"),
        (b"name,kinds\nA,voisin\n", 2, "« voisin »"),
        (b"name,territories\nA,REG-32\nB,REG-99\n", 3, "« REG-99 »"),
        (b"name,page\nA,javascript:alert(1)\n", 2, "https://"),
        (b"name,email\nA,pas une adresse\n", 2, "« pas une adresse »"),
        (b'name,note\nA,"deux\nlignes"\na,\n', 4, "ligne 2"),
        (b"name,role\nA,b,c\n", 2, "plus de valeurs"),
        (b"name,role\nA,\xe9\n", 2, "UTF-8"),
        (b'name,role\nA,"b\nC,d\n', 2, "guillemet"),
    ],
    ids="empty header twice nameless theme kind territory page email same-name too-many latin-1 open-quote".split(),
)
def test_a_wrong_line_of_a_directory_is_told_with_its_number(data: bytes, line: int, told: str) -> None:
    """As a text editor counts it, and why, in French."""
    with pytest.raises(DirectoryLineInvalid) as caught:
        read(data, "annuaire.csv")
    assert caught.value.values["line"] == line
    assert told in sentence(caught.value)


def test_a_directory_may_come_from_a_spreadsheet() -> None:
    """Semicolons between columns, a mark of encoding, several values within one."""
    data = '\ufeffNAME;themes;territories\r\nRéseau;"ruralite; jeunes;";REG-27\r\n;;\r\n'.encode()
    (entry,) = read(data, "a.csv")
    assert (entry.name, entry.themes, entry.territories) == ("Réseau", ("ruralite", "jeunes"), ("REG-27",))


def test_the_shipped_directory_cites_its_sources_and_names_nobody() -> None:
    """Structures only; each says where it was read, and no e-mail was made up."""
    entries = shipped()
    assert len(entries) > 10
    assert all(entry.source for entry in entries)
    assert not [entry for entry in entries if entry.email]
