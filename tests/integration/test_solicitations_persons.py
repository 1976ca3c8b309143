"""What is forgotten: a person's data at their word, everybody's after the time that the setting gives."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

import pytest
from solicitation_places import full_mail, mail, triage_of

from assistant.solicitations import directory, persons, retention
from assistant.solicitations.directory import Contact, Organisation
from assistant.solicitations.kept import Filters, SentResource, Source, Status
from assistant.solicitations.statistics import statistics_of
from assistant.solicitations.treating import Reply
from indexer.errors import PersonTooVague, SolicitationFieldInvalid, SolicitationNotFound

if TYPE_CHECKING:
    from assistant.solicitations.kept import Stored
    from assistant.solicitations.store import Solicitations
    from assistant.triage.model import Message

ANA = "Ana"
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def filed(solicitations: Solicitations, message: Message) -> Stored:
    """A message, filed and triaged."""
    return solicitations.add(message, triage_of(message), source=Source.API).stored


def everything(solicitations: Solicitations) -> str:
    """All that the database holds, as text, whatever the table."""
    from assistant.database.schema import Base

    with solicitations.database.reading() as session:
        return "\n".join(str(row) for table in Base.metadata.sorted_tables for row in session.execute(table.select()))


def populated(solicitations: Solicitations) -> tuple[str, str, str]:
    """Their own mail, another's that speaks of them, and one that does not; a contact, an organisation, a member."""
    own = filed(solicitations, full_mail())
    other = filed(
        solicitations,
        mail(
            "Bonjour, ARNOUX Solene m’a donné votre adresse ; écrivez-lui : S.Arnoux@cc-val.exemple.fr.",
            name="Léo Bart",
            address="leo@exemple.fr",
        ),
    )
    apart = filed(solicitations, mail("Arnouxville recrute", name="Léa Caron", address="lea@exemple.fr"))
    solicitations.note(own.reference, "Mme Arnoux a rappelé", author=ANA)
    solicitations.note(other.reference, "Voir avec Solène Arnoux", author=ANA)
    solicitations.update(other.reference, {"draft": "Solène Arnoux vous répondra"}, author=ANA)
    solicitations.update(other.reference, {"draft": "Nous vous répondrons"}, author=ANA)
    directory.put(solicitations, [Organisation("Réseau du Val", note="Demander Solène Arnoux")])
    consent = {"consent_on": dt.date(2026, 2, 1), "consent_how": "par téléphone"}
    directory.add_contact(solicitations, Contact("Solène Arnoux", **consent, organisation="Réseau du Val"), author=ANA)
    directory.add_contact(solicitations, Contact("Léo Bart", **consent, note="par Solène Arnoux"), author=ANA)
    solicitations.add_member("Solène Arnoux")
    return own.reference, other.reference, apart.reference


def test_what_is_known_of_a_person_is_shown_first(solicitations: Solicitations) -> None:
    """Where, with the words around, whose mail it is, and by what other address they are known; nothing changes."""
    own, other, _ = populated(solicitations)
    before = everything(solicitations)
    found = persons.find(solicitations, "solene arnoux")
    assert [(mention.reference, mention.sender) for mention in found.solicitations] == [(own, True), (other, False)]
    assert set(found.solicitations[1].where) == {"message", "notes", "changes"}
    assert any("ARNOUX Solene m’a donné" in excerpt for excerpt in found.solicitations[1].excerpts)
    assert found.contacts == ("Solène Arnoux", "Léo Bart")
    assert (found.organisations, found.member, found.also) == (("Réseau du Val",), True, ())
    by_address = persons.find(solicitations, "S.ARNOUX@cc-val.exemple.fr")
    assert by_address.also == ("Solène Arnoux",)
    assert everything(solicitations) == before


def test_a_person_has_a_copy_of_their_data(solicitations: Solicitations) -> None:
    """Their own messages whole, words around them elsewhere, as JSON."""
    own, other, _ = populated(solicitations)
    told = json.loads(json.dumps(persons.export(solicitations, "Solène Arnoux"), ensure_ascii=False))
    by_reference = {each["reference"]: each for each in told["solicitations"]}
    assert by_reference[own]["message"]["request"] == full_mail().request
    assert "message" not in by_reference[other]
    assert {contact["name"] for contact in told["contacts"]} == {"Solène Arnoux", "Léo Bart"}


def test_a_person_is_erased(solicitations: Solicitations) -> None:
    """Their mail whole, their name elsewhere, history and drafts included; others stay, and figures too."""
    own, other, apart = populated(solicitations)
    figures = statistics_of(solicitations, *YEAR)
    untouched = solicitations.get(apart)
    done = persons.erase(solicitations, "Solène Arnoux", author=ANA)
    assert done == persons.Erased(anonymised=1, masked=1, contacts=2, organisations=1)
    left = everything(solicitations).lower()
    assert not [word for word in ("solène", "solene", "s.arnoux") if word in left]
    assert solicitations.get(own).purged
    assert [line.field for line in solicitations.history(own)] == ["erased"]
    assert solicitations.get(apart) == untouched
    assert directory.contacts(solicitations)[0].note == "par [personne effacée]"
    assert solicitations.members() == ()
    after = statistics_of(solicitations, *YEAR)
    assert (after.requests, after.categories, after.regions) == (figures.requests, figures.categories, figures.regions)
    assert solicitations.get(other).category == "B2"


def test_a_masked_message_keeps_the_rest(solicitations: Solicitations) -> None:
    """Around the mark, word for word, and it is found no more by the name."""
    filed(solicitations, mail("Avant Solène Arnoux après", name="Léo Bart", address="leo@exemple.fr"))
    persons.erase(solicitations, "Solène Arnoux", author=ANA)
    kept = solicitations.list().items[0]
    assert kept.message
    assert kept.message.request == "Avant [personne effacée] après"
    assert solicitations.list(Filters(text="Arnoux")).total == 0
    assert solicitations.list(Filters(text="avant après")).total == 1


def test_an_erasure_is_signed_but_not_of_whom(solicitations: Solicitations) -> None:
    """Even by somebody who erases themselves."""
    populated(solicitations)
    with pytest.raises(SolicitationFieldInvalid):
        persons.erase(solicitations, "Solène Arnoux", author="")
    persons.erase(solicitations, "Solène Arnoux", author="Solène Arnoux")
    assert not re.search(r"arnoux\b", everything(solicitations).lower())


def test_nobody_is_found_by_two_letters(solicitations: Solicitations) -> None:
    """They would be in every mail."""
    with pytest.raises(PersonTooVague):
        persons.find(solicitations, " à b ")


def answered(solicitations: Solicitations) -> Stored:
    """A mail answered with a publication, noted, corrected."""
    stored = filed(solicitations, full_mail())
    solicitations.note(stored.reference, "Appelée", author=ANA)
    solicitations.correct(stored.reference, {"category": "B1"}, author=ANA)
    reply = Reply("Bonjour Solène", dt.date(2026, 3, 9), (SentResource("guide.pdf", "Guide"),))
    return solicitations.set_status(stored.reference, Status.ANSWERED, author=ANA, reply=reply)


def test_what_is_too_old_keeps_its_figures_alone(solicitations: Solicitations) -> None:
    """Category, requester, themes, région, month and delay; neither words nor names, nor the commune, nor the day."""
    stored = answered(solicitations)
    figures = statistics_of(solicitations, *YEAR)
    assert retention.to_purge(solicitations, dt.date(2026, 3, 3)) == (stored.reference,)
    assert retention.purge(solicitations, dt.date(2026, 3, 3)) == 1
    kept = solicitations.get(stored.reference)
    assert (kept.category, kept.requester, kept.themes) == ("B1", "coordonnateur", ("evaluation", "gouvernance"))
    assert (kept.territory, kept.territory_code, kept.received) == ("Hauts-de-France", "REG-32", dt.date(2026, 3, 1))
    assert (kept.delay_days, kept.purged, kept.message, kept.triaged) == (5, True, None, None)
    left = everything(solicitations)
    for word in ("Solène", "Creil", "COM-60175", "Appelée", ANA, "Bonjour", "2026-03-02", "2026-03-09"):
        assert word not in left, word
    after = statistics_of(solicitations, *YEAR)
    assert after.purged == 1
    assert (after.categories, after.themes, after.regions, after.months, after.delay, after.resources) == (
        figures.categories, figures.themes, figures.regions, figures.months, figures.delay, figures.resources,
    )  # fmt: skip
    assert solicitations.list().total == 0
    assert solicitations.list(Filters(purged=True)).total == 1
    assert solicitations.corrections() == ()


def test_a_purge_twice_does_no_harm(solicitations: Solicitations) -> None:
    """And spares what is recent, to the day."""
    filed(solicitations, mail("Ancien", received=dt.date(2025, 3, 2)))
    filed(solicitations, mail("Récent", received=dt.date(2025, 3, 3)))
    before = retention.limit(365, dt.date(2026, 3, 3))
    assert [retention.purge(solicitations, before) for _ in range(2)] == [1, 0]
    assert [item.message.request for item in solicitations.list().items if item.message] == ["Récent"]


def test_a_purged_mail_that_a_mailbox_still_holds_does_not_come_back(solicitations: Solicitations) -> None:
    """It is known again, with its Message-ID or without."""
    messages = [mail("Sans identifiant"), mail("Avec", message_id="a@exemple.fr")]
    first = [filed(solicitations, message).reference for message in messages]
    retention.purge(solicitations, dt.date(2027, 1, 1))
    again = [solicitations.add(message, source=Source.FOLDER) for message in messages]
    assert [(each.known, each.stored.reference) for each in again] == [(True, reference) for reference in first]
    assert {each.stored.message for each in again} == {None}


def test_one_solicitation_may_be_forgotten_at_once(solicitations: Solicitations) -> None:
    """Somebody's distress is not to be kept: signed, and told once."""
    stored = filed(solicitations, full_mail())
    retention.forget(solicitations, stored.reference, author=ANA)
    retention.forget(solicitations, stored.reference, author=ANA)
    assert "Solène" not in everything(solicitations)
    assert [(line.author, line.field) for line in solicitations.history(stored.reference)] == [(ANA, "erased")]
    with pytest.raises(SolicitationNotFound):
        retention.forget(solicitations, "S-1999-0001", author=ANA)
