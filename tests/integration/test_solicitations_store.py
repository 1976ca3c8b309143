"""The queue of solicitations, on SQLite and on PostgreSQL: filed, triaged, edited by two people, answered, found."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from solicitation_places import RECEIVED, Clock, full_mail, mail, triage_of

from assistant.solicitations.kept import Filters, Relation, SentResource, Source, Status
from assistant.solicitations.store import Solicitations
from assistant.solicitations.treating import Reply
from assistant.triage.model import Place, Urgency
from indexer.errors import SolicitationConflict, SolicitationFieldInvalid, SolicitationNotFound

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.solicitations.kept import Stored
    from assistant.triage.model import Message

ANA, BEA = "Ana", "Béa"
OFFER = (
    "Bonjour, la communauté de communes du Val recrute une coordinatrice ou un coordonnateur de contrat local de santé "
    "en contrat de trois ans, à temps plein, basé au siège. Les candidatures sont à adresser avant la fin du mois."
)


def filed(solicitations: Solicitations, message: Message | None = None, **triage: object) -> Stored:
    """A message, filed and triaged."""
    message = message or mail()
    return solicitations.add(message, triage_of(message, **triage), source=Source.API).stored  # type: ignore[arg-type]


def references(solicitations: Solicitations, **filters: object) -> list[str]:
    """Those that pass filters, in the list's order."""
    return [item.reference for item in solicitations.list(Filters(**filters)).items]  # type: ignore[arg-type]


def test_a_message_comes_back_as_it_was_filed(solicitations: Solicitations) -> None:
    """Every field of the mail and of what was understood of it."""
    message = full_mail()
    stored = filed(solicitations, message)
    assert solicitations.get(stored.reference) == stored
    assert stored.message == message
    assert stored.triaged == triage_of(message)
    assert (stored.reference, stored.version, stored.status) == ("S-2026-0001", 1, Status.TRIAGED)
    assert (stored.category, stored.requester, stored.themes) == ("B2", "coordonnateur", ("evaluation", "gouvernance"))
    assert (stored.territory, stored.territory_code, stored.draft) == (
        "Creil",
        "COM-60175",
        "Bonjour,\n\nUne citation.",
    )


def test_a_message_may_wait_for_its_triage(solicitations: Solicitations) -> None:
    """Received first, triaged later, with nothing guessed in between."""
    stored = solicitations.add(mail(), source=Source.IMAP).stored
    assert (stored.status, stored.category, stored.triaged) == (Status.RECEIVED, "", None)
    later = solicitations.triage(stored.reference, triage_of(mail()))
    assert (later.status, later.category) == (Status.TRIAGED, "B2")


def test_references_count_by_year(solicitations: Solicitations) -> None:
    """A short number that starts again each year."""
    days = [dt.date(2026, 1, 5), dt.date(2026, 6, 5), dt.date(2027, 1, 4)]
    made = [filed(solicitations, mail(f"Question {day}", received=day)).reference for day in days]
    assert made == ["S-2026-0001", "S-2026-0002", "S-2027-0001"]


def test_an_unknown_reference_is_told(solicitations: Solicitations) -> None:
    """Not an empty answer."""
    with pytest.raises(SolicitationNotFound):
        solicitations.get("S-1999-0001")


def test_what_no_database_holds_is_replaced(solicitations: Solicitations) -> None:
    """A null character, half a surrogate pair: what broken mails bring."""
    stored = filed(solicitations, mail("a\x00b\ud83dc", subject="\x00"))
    assert stored.message
    assert (stored.message.request, stored.message.subject) == ("a\ufffdb\ufffdc", "\ufffd")
    edited = solicitations.update(stored.reference, {"draft": "x\x00y"}, author="An\x00a")
    assert edited.draft == "x\ufffdy"


def test_the_same_mail_is_filed_once(solicitations: Solicitations) -> None:
    """Fetched twice, or pasted after it was fetched: the first is given back, and says that it came again."""
    first = solicitations.add(mail(message_id="a@exemple.fr"), source=Source.IMAP)
    again = solicitations.add(mail(message_id="a@exemple.fr"), source=Source.FOLDER)
    pasted = solicitations.add(mail(address="", name=""), source=Source.PASTE)
    assert not first.known
    assert (again.known, pasted.known) == (True, True)
    assert {again.stored.reference, pasted.stored.reference} == {first.stored.reference}
    assert [line.field for line in solicitations.history(first.stored.reference)] == ["added", "again", "again"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (mail(message_id="a@exemple.fr"), mail("Autre chose", message_id="a@exemple.fr")),
        (mail("Merci !"), mail("Merci !", address="autre@exemple.fr")),
        (mail("Merci !"), mail("Merci !", received=RECEIVED + dt.timedelta(days=60))),
        (mail("Merci !", message_id="a@exemple.fr"), mail("Merci !", message_id="b@exemple.fr")),
        (mail("", subject=""), mail("", subject="")),
    ],
    ids=["same-id-other-words", "other-sender", "months-later", "other-id", "without-a-word"],
)
def test_what_only_looks_the_same_is_filed_apart(solicitations: Solicitations, first: Message, second: Message) -> None:
    """Nobody's mail is lost for looking like another's."""
    one, two = (solicitations.add(each, source=Source.API) for each in (first, second))
    assert not two.known
    assert one.stored.reference != two.stored.reference


def test_nearly_the_same_words_join_as_duplicates(solicitations: Solicitations) -> None:
    """An offer that two networks send, a word changed: two senders, one thread."""
    first = filed(solicitations, mail(OFFER))
    second = filed(solicitations, mail(OFFER.replace("trois", "quatre"), address="reseau@exemple.fr"))
    assert (second.thread, second.relation) == (first.reference, Relation.DUPLICATE)


def test_answers_join_as_follow_ups(solicitations: Solicitations) -> None:
    """By the mails that they refer to, whatever the order in which they come, several threads being made one."""
    late = filed(solicitations, mail("Et la suite ?", message_id="c@exemple.fr", references=("b@exemple.fr",)))
    first = filed(solicitations, mail("Le début", message_id="a@exemple.fr"))
    alone = filed(solicitations, mail("Rien à voir", message_id="z@exemple.fr"))
    middle = filed(solicitations, mail("Le milieu", message_id="b@exemple.fr", references=("<a@exemple.fr>",)))
    assert middle.relation is Relation.FOLLOW_UP
    together = [item.reference for item in solicitations.thread(middle.reference)]
    assert together == [late.reference, first.reference, middle.reference]
    assert [item.reference for item in solicitations.thread(alone.reference)] == [alone.reference]


def test_the_list_begins_with_what_presses(solicitations: Solicitations) -> None:
    """Today's first; then the first due, those without a day last; then the oldest."""
    wanted = [
        ("presse", Urgency.TODAY, None, RECEIVED),
        ("tôt", Urgency.SOON, dt.date(2026, 3, 4), RECEIVED),
        ("tard", Urgency.SOON, dt.date(2026, 3, 9), RECEIVED),
        ("sans jour, ancien", Urgency.SOON, None, RECEIVED - dt.timedelta(days=9)),
        ("sans jour", Urgency.SOON, None, RECEIVED),
        ("relais", Urgency.NORMAL, dt.date(2026, 3, 3), RECEIVED),
        ("spam", Urgency.NONE, None, RECEIVED),
    ]
    for words, urgency, due, received in reversed(wanted):
        message = mail(words, subject=words, received=received)
        filed(solicitations, message, urgency=urgency, due=due, summary=words)
    assert [item.summary for item in solicitations.list().items] == [words for words, *_ in wanted]


def test_a_list_comes_by_pages(solicitations: Solicitations) -> None:
    """With the number of all."""
    for number in range(5):
        filed(solicitations, mail(f"Question {number}"))
    second = solicitations.list(page=2, size=2)
    assert ([item.reference for item in second.items], second.total) == (["S-2026-0003", "S-2026-0004"], 5)


def test_filters_narrow_a_list(solicitations: Solicitations) -> None:
    """Each of them, and together."""
    solicitations.add_member(ANA)
    creil = filed(solicitations, mail("Creil"), due=dt.date(2026, 3, 4)).reference
    lyon_place = Place("Lyon", "COM-69123", "commune")
    lyon = filed(
        solicitations,
        mail("Lyon", received=dt.date(2026, 4, 1)),
        category="B4",
        requester="journaliste",
        themes=("jeunes",),
        place=lyon_place,
        urgency=Urgency.TODAY,
        due=dt.date(2026, 4, 1),
    ).reference
    solicitations.assign(lyon, ANA, author=ANA)
    solicitations.set_status(creil, Status.IN_PROGRESS, author=ANA)
    only_creil: list[dict[str, object]] = [
        {"status": ("in_progress", "answered")},
        {"category": ("B2",)},
        {"requester": ("coordonnateur",)},
        {"theme": ("gouvernance", "ruralite")},
        {"territory_code": "REG-32"},
        {"territory_code": "DEP-60"},
        {"territory_code": "COM-60175"},
        {"assignee": "-"},
        {"urgency": ("S",)},
        {"due_before": dt.date(2026, 3, 4)},
        {"received_to": dt.date(2026, 3, 31)},
        {"text": "creil"},
    ]
    for chosen in only_creil:
        assert references(solicitations, **chosen) == [creil], chosen
    assert references(solicitations, received_from=dt.date(2026, 4, 1), assignee=ANA) == [lyon]
    assert references(solicitations, territory_code="PAYS-FR") == [lyon, creil]
    assert references(solicitations, category=("B2",), theme=("jeunes",)) == []


def test_a_change_is_signed_and_kept(solicitations: Solicitations) -> None:
    """Who, when, what it was, what it is; a value that stays the same leaves no line."""
    stored = filed(solicitations)
    solicitations.update(stored.reference, {"due": dt.date(2026, 3, 20), "summary": stored.summary}, author=ANA)
    line = solicitations.history(stored.reference)[-1]
    assert (line.author, line.field, line.before, line.after) == (ANA, "due", "2026-03-09", "2026-03-20")
    assert line.at == Clock().now


def test_the_second_of_two_people_is_told(solicitations: Solicitations) -> None:
    """Both read the same state; the first change is kept, the second refused."""
    read = filed(solicitations)
    after = solicitations.update(read.reference, {"draft": "Celui d’Ana"}, author=ANA, version=read.version)
    with pytest.raises(SolicitationConflict):
        solicitations.update(read.reference, {"draft": "Celui de Béa"}, author=BEA, version=read.version)
    assert after.version == read.version + 1
    assert solicitations.get(read.reference).draft == "Celui d’Ana"


def test_many_may_write_at_once(database_place: str | Path) -> None:
    """Several connections, mails and changes at the same time: none is lost and none is counted twice."""
    queues = [Solicitations(database_place) for _ in range(4)]
    shared = filed(queues[0]).reference

    def work(number: int) -> None:
        for each in range(5):
            queues[number].add(mail(f"Mail {number}-{each}"), source=Source.API)
            queues[number].add(mail("Le même", message_id="meme@exemple.fr"), source=Source.IMAP)
            queues[number].note(shared, f"note {number}-{each}", author=ANA)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert queues[0].list(size=500).total == 1 + 20 + 1
    assert len(queues[0].notes(shared)) == 20
    assert queues[0].get(shared).version == 1 + 20
    for queue in queues:
        queue.close()


def test_a_correction_is_kept_for_training(solicitations: Solicitations) -> None:
    """With the message; what is no matter of triage is refused."""
    stored = filed(solicitations)
    right = solicitations.correct(
        stored.reference,
        {"category": "B1", "themes": ["ruralite"], "territory_code": "DEP-58", "deadline": dt.date(2026, 4, 1)},
        author=ANA,
    )
    assert (right.category, right.themes, right.territory, right.territory_code) == (
        "B1",
        ("ruralite",),
        "Nièvre",
        "DEP-58",
    )
    kept = {line.field: (line.before, line.after) for line in solicitations.corrections()}
    assert kept["category"] == ("B2", "B1")
    assert kept["themes"] == ("evaluation, gouvernance", "ruralite")
    assert {line.message for line in solicitations.corrections()} == {stored.message}
    assert references(solicitations, territory_code="REG-27") == [stored.reference]
    with pytest.raises(SolicitationFieldInvalid):
        solicitations.correct(stored.reference, {"draft": "Bonjour"}, author=ANA)


def test_a_new_triage_leaves_the_work_of_the_staff(solicitations: Solicitations) -> None:
    """What they corrected and wrote stays; the rest follows the new triage."""
    stored = filed(solicitations)
    solicitations.correct(stored.reference, {"category": "B1", "deadline": dt.date(2026, 4, 1)}, author=ANA)
    solicitations.update(stored.reference, {"draft": "Notre réponse"}, author=ANA)
    again = solicitations.triage(
        stored.reference, triage_of(mail(), category="A4", requester="elu", themes=("jeunes", "evaluation"))
    )
    assert (again.category, again.deadline, again.draft) == ("B1", dt.date(2026, 4, 1), "Notre réponse")
    assert (again.requester, again.themes) == ("elu", ("jeunes", "evaluation"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "Z9"),
        ("requester", "voisin"),
        ("themes", ["astrologie"]),
        ("territory_code", "COM-00000"),
        ("urgency", "X"),
        ("assignee", "Inconnue"),
        ("due", "demain"),
        ("needs_human", "oui"),
        ("reference", "S-1"),
        ("message", "x"),
    ],
)
def test_a_value_that_a_field_does_not_take_is_refused(
    solicitations: Solicitations, field: str, value: str | list[str]
) -> None:
    """By name, and nothing is changed, not even the other fields of the same edit."""
    stored = filed(solicitations)
    with pytest.raises(SolicitationFieldInvalid) as caught:
        solicitations.update(stored.reference, {"summary": "autre", field: value}, author=ANA)
    assert caught.value.values["field"] == field
    assert solicitations.get(stored.reference) == stored


def test_a_change_wants_a_name(solicitations: Solicitations) -> None:
    """Nobody changes anything unsigned."""
    stored = filed(solicitations)
    with pytest.raises(SolicitationFieldInvalid):
        solicitations.update(stored.reference, {"summary": "autre"}, author="  ")


def test_an_answer_keeps_what_the_staff_says_it_sent(solicitations: Solicitations) -> None:
    """Text, day, publications, and the working days that it took; taken up again, it is open."""
    stored = filed(solicitations)
    sent = (SentResource("notes/evaluation.pdf", "Évaluer un CLS"), SentResource("notes/guide.pdf", "Guide"))
    reply = Reply("Bonjour, voici.", dt.date(2026, 3, 9), sent)
    done = solicitations.set_status(stored.reference, Status.ANSWERED, author=ANA, reply=reply)
    assert (done.status, done.sent, done.sent_on, done.delay_days) == ("answered", "Bonjour, voici.", reply.day, 5)
    assert done.resources_sent == sent
    changed = [line.field for line in solicitations.history(stored.reference) if line.author]
    assert changed == ["sent_on", "sent", "resources_sent", "status"]
    fewer = Reply(resources=sent[1:])
    again = solicitations.set_status(stored.reference, Status.ANSWERED, author=ANA, reply=fewer)
    assert again.resources_sent == sent[1:]
    back = solicitations.set_status(stored.reference, Status.IN_PROGRESS, author=ANA)
    assert (back.answered_at, back.delay_days, back.sent) == (None, None, "Bonjour, voici.")


def test_several_change_status_together_or_not_at_all(solicitations: Solicitations) -> None:
    """One that does not exist, and none is changed."""
    made = [filed(solicitations, mail(f"Relais {n}"), category="A1").reference for n in range(3)]
    with pytest.raises(SolicitationNotFound):
        solicitations.set_status_many([*made, "S-1999-0001"], Status.ARCHIVED, author=ANA)
    assert references(solicitations, status=("archived",)) == []
    relayed = solicitations.set_status_many(made, Status.ANSWERED, author=ANA, reply=Reply(relayed=True))
    assert {(item.status, item.relayed_on) for item in relayed} == {(Status.ANSWERED, dt.date(2026, 3, 3))}


def test_notes_are_for_the_staff(solicitations: Solicitations) -> None:
    """In order, signed, and found by their words."""
    stored = filed(solicitations)
    solicitations.note(stored.reference, "Appelée ce matin", author=ANA)
    notes = solicitations.note(stored.reference, "Attend le bureau", author=BEA)
    assert [(note.author, note.text) for note in notes] == [(ANA, "Appelée ce matin"), (BEA, "Attend le bureau")]
    assert references(solicitations, text="attendre bureaux") == [stored.reference]
    with pytest.raises(SolicitationFieldInvalid):
        solicitations.note(stored.reference, " ", author=ANA)


def test_somebody_who_leaves_the_staff_leaves_their_mails(solicitations: Solicitations) -> None:
    """They are nobody's again, and not lost."""
    assert solicitations.add_member(ANA) == (ANA,)
    assert solicitations.add_member(ANA) == (ANA,)
    stored = filed(solicitations)
    solicitations.assign(stored.reference, ANA, author=ANA)
    assert solicitations.remove_member(ANA) == ()
    assert solicitations.get(stored.reference).assignee == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("coordonnateurs", True),
        ("COORDONNATEUR·RICES évaluations", True),
        ("evaluation creil", True),
        ("arnoux", True),
        ("s.arnoux@cc-val.exemple.fr", True),
        ("S-2026-0001", True),
        ("2,5", True),
        ("25", False),
        ("L. 1434-10", True),
        ("Ωμέγα", True),
        ("évaluation piscine", False),
        ("le la les", False),
        ("' OR 1=1 --", False),
        ('évaluation" OR "piscine', False),
        ("évaluation & !creil | (", True),
        ("NEAR(", False),
    ],
)
def test_words_are_found_alike_on_both_databases(solicitations: Solicitations, text: str, found: bool) -> None:
    """Levelled and stemmed, all of them wanted; nothing typed is ever taken for an operator."""
    message = mail("Les coordonnatrices évaluent à 2,5 % l’article L. 1434-10. Ωμέγα")
    stored = filed(solicitations, message)
    assert references(solicitations, text=text) == ([stored.reference] if found else [])


def test_search_follows_what_is_written(solicitations: Solicitations) -> None:
    """A draft that is rewritten is found by its new words and no longer by the old ones."""
    stored = filed(solicitations)
    solicitations.update(stored.reference, {"draft": "Parlons de trottinettes"}, author=ANA)
    assert references(solicitations, text="trottinette") == [stored.reference]
    solicitations.update(stored.reference, {"draft": "Parlons de bicyclettes"}, author=ANA)
    assert references(solicitations, text="trottinette") == []
    assert references(solicitations, text="bicyclette") == [stored.reference]


def test_a_very_long_message_is_filed_and_found(solicitations: Solicitations) -> None:
    """Longer than any column of words would like."""
    words = " ".join(f"mot{number}" for number in range(60_000))
    stored = filed(solicitations, mail(f"{words} {'x' * 5000}"))
    assert references(solicitations, text="S-2026-0001 mot1") == [stored.reference]


def test_a_vector_is_kept_with_the_message(solicitations: Solicitations) -> None:
    """And does not leave with it."""
    message = mail()
    stored = solicitations.add(
        message, triage_of(message), source=Source.API, vector=np.ones(4, dtype=np.float32)
    ).stored
    assert not hasattr(stored, "vector")
