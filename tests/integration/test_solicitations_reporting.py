"""What comes out of the queue: the year's figures, relays to publish, past cases, organisations to point to."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from solicitation_places import mail, triage_of

from assistant.solicitations import directory
from assistant.solicitations.directory import Contact, Imported, Organisation
from assistant.solicitations.directory_file import import_organisations, shipped
from assistant.solicitations.kept import SentResource, Source, Status
from assistant.solicitations.newsletter import markdown, newsletter, plain_text
from assistant.solicitations.reporting import paragraph
from assistant.solicitations.similar import nearest
from assistant.solicitations.statistics import statistics_of, table
from assistant.solicitations.suggesting import Nearness, suggest
from assistant.solicitations.treating import Reply
from assistant.triage.model import Place
from indexer.errors import DirectoryEntryNotFound, DirectoryLineInvalid, SolicitationFieldInvalid

if TYPE_CHECKING:
    from assistant.solicitations.kept import Stored
    from assistant.solicitations.store import Solicitations
    from assistant.triage.model import Message

ANA = "Ana"
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
TODAY = dt.date(2026, 3, 3)
LYON = Place("Lyon", "COM-69123", "commune")
NOWHERE = Place()


def filed(solicitations: Solicitations, message: Message, **triage: object) -> Stored:
    """A message, filed and triaged."""
    return solicitations.add(message, triage_of(message, **triage), source=Source.API).stored  # type: ignore[arg-type]


def answer(solicitations: Solicitations, stored: Stored, day: dt.date, *docs: str) -> None:
    """Answered a day, with publications."""
    reply = Reply("Voici.", day, tuple(SentResource(doc, doc.title()) for doc in docs))
    solicitations.set_status(stored.reference, Status.ANSWERED, author=ANA, reply=reply)


def a_year(solicitations: Solicitations) -> None:
    """Five requests, a follow-up, a duplicate, and one of another year."""
    first = filed(solicitations, mail("Un", message_id="un@exemple.fr"))
    answer(solicitations, first, dt.date(2026, 3, 9), "guide", "note")
    answer(solicitations, filed(solicitations, mail("Deux")), dt.date(2026, 3, 12), "guide")
    answer(
        solicitations, filed(solicitations, mail("Trois"), category="C3", place=NOWHERE, themes=()), dt.date(2026, 3, 3)
    )
    filed(solicitations, mail("Quatre", received=dt.date(2026, 5, 4)), category="A1", requester="elu", place=LYON)
    solicitations.add(mail("Cinq", received=dt.date(2026, 5, 5)), source=Source.API)
    filed(solicitations, mail("Suite", references=("un@exemple.fr",)))
    long = (
        "Une annonce assez longue pour être reconnue quand elle revient presque pareille, avec ses dates et ses lieux, "
    )
    filed(solicitations, mail(long + "un", received=dt.date(2025, 12, 30)))
    filed(solicitations, mail(long + "deux", received=dt.date(2026, 1, 2)))


def test_figures_are_counted_once_each(solicitations: Solicitations) -> None:
    """Requests by category, requester, theme, région, month; follow-ups and duplicates apart; what each is out of."""
    a_year(solicitations)
    figures = statistics_of(solicitations, *YEAR)
    assert (figures.requests, figures.follow_ups, figures.duplicates) == (5, 1, 1)
    assert [(c.code, c.n, c.of) for c in figures.categories] == [("B2", 2, 5), ("A1", 1, 5), ("C3", 1, 5), ("", 1, 5)]
    assert [(c.label, c.n) for c in figures.requesters] == [
        ("Coordonnateur·rice (CLS, ASV, CLSM)", 3), ("Élu·e", 1), ("Non renseigné", 1),
    ]  # fmt: skip
    assert [(c.code, c.n) for c in figures.themes] == [("gouvernance", 3), ("evaluation", 3)]
    assert [(c.label, c.n) for c in figures.regions] == [
        ("Hauts-de-France", 2), ("Non renseignée", 2), ("Auvergne-Rhône-Alpes", 1),
    ]  # fmt: skip
    assert [(c.code, c.n) for c in figures.months] == [("2026-03", 3), ("2026-05", 2)]
    assert [(c.code, c.n, c.of) for c in figures.resources] == [("guide", 2, 3), ("note", 1, 3)]
    assert figures.with_resources == 2


def test_delays_are_in_working_days(solicitations: Solicitations) -> None:
    """Median of all answers; within the delay, among the categories that have one (spam has none)."""
    a_year(solicitations)
    delay = statistics_of(solicitations, *YEAR).delay
    assert (delay.n, delay.median, delay.within, delay.of) == (3, 5.0, 1, 2)


def test_every_figure_of_the_paragraph_is_computed(solicitations: Solicitations) -> None:
    """Nothing is told that is not counted, and each noun agrees."""
    a_year(solicitations)
    told = paragraph(statistics_of(solicitations, *YEAR)).replace("\u00a0", " ")
    assert told == (
        "Du 1er janvier 2026 au 31 décembre 2026, l’association a reçu 5 sollicitations, sans compter 1 message de suite "
        "et 1 doublon. Par catégorie : Appui méthodologique (CLS, ASV, CLSM, diagnostic, évaluation) (2, soit 40 %) ; "
        "Offre d’emploi ou de stage à relayer (1, soit 20 %) ; Spam, démarchage commercial (1, soit 20 %) ; 1 autre. "
        "Par type de demandeur : Coordonnateur·rice (CLS, ASV, CLSM) (3, soit 60 %) ; Élu·e (1, soit 20 %). "
        "Par thème, une sollicitation pouvant en porter plusieurs : Gouvernance et portage (3, soit 60 %) ; Évaluation "
        "(3, soit 60 %). Par région : Hauts-de-France (2, soit 40 %) ; Auvergne-Rhône-Alpes (1, soit 20 %). "
        "Pour 3 sollicitations ayant reçu une réponse, le délai médian est de 5 jours ouvrés. Le délai fixé pour chaque "
        "catégorie a été tenu pour 1 réponse sur 2, soit 50 %. Les envois comprennent 2 publications (3 fois au total), "
        "avec 2 réponses."
    )


def test_an_empty_year_says_so(solicitations: Solicitations) -> None:
    """In a sentence, without a figure."""
    figures = statistics_of(solicitations, dt.date(2030, 1, 1), dt.date(2030, 12, 31))
    assert "aucune sollicitation" in paragraph(figures)
    assert table(figures) == []


def test_figures_go_to_a_spreadsheet(solicitations: Solicitations) -> None:
    """A row a count, with what it is out of."""
    a_year(solicitations)
    rows = table(statistics_of(solicitations, *YEAR))
    assert ("category", "A1", "Offre d’emploi ou de stage à relayer", 1, 5, 0.2) in rows
    assert ("resource", "guide", "Guide", 2, 3, 0.6667) in rows


def relays(solicitations: Solicitations) -> list[str]:
    """Relays of each heading, one that is over, one already published, one sent twice, one that is no relay."""
    march = {"place": LYON, "event": dt.date(2026, 3, 20)}
    messages = [
        (mail("Le programme : https://exemple.fr/b?x=1. À bientôt", subject="Journée [B]"), {"category": "A2", **march}),
        (mail("Webinaire (https://exemple.fr/a)", subject="Webinaire A"), {"category": "A2", "event": dt.date(2026, 3, 10), "place": NOWHERE}),
        (mail("Poste", subject="Poste de coordination"), {"category": "A1", "deadline": dt.date(2026, 3, 31)}),
        (mail("Appel", subject=""), {"category": "A3", "summary": "Un appel à projets.", "place": NOWHERE}),
        (mail("Passé", subject="Journée passée"), {"category": "A2", "event": dt.date(2026, 3, 2)}),
        (mail("Publié", subject="Déjà publié"), {"category": "A2", **march}),
        (mail("Appui", subject="Appui"), {"category": "B2"}),
    ]  # fmt: skip
    made = [filed(solicitations, message, **triage).reference for message, triage in messages]
    solicitations.set_status(made[5], Status.ANSWERED, author=ANA, reply=Reply(relayed=True))
    return made


def test_relays_are_ready_for_the_newsletter(solicitations: Solicitations) -> None:
    """By heading, then by day; with title, date, place, deadline and link; what is over apart."""
    made = relays(solicitations)
    letter = newsletter(solicitations, TODAY)
    found = {heading.code: [relay.reference for relay in heading.relays] for heading in letter.headings}
    assert found == {"A1": [made[2]], "A2": [made[1], made[0]], "A3": [made[3]]}
    assert [relay.reference for relay in letter.over] == [made[4]]
    assert markdown(letter).replace("\u00a0", " ") == (
        "## Offres d’emploi\n\n- **Poste de coordination** — Creil — avant le 31 mars 2026\n\n"
        "## Événements\n\n- **Webinaire A** — 10 mars 2026 — [en savoir plus](https://exemple.fr/a)\n"
        "- **Journée \\[B\\]** — 20 mars 2026 — Lyon — [en savoir plus](https://exemple.fr/b?x=1)\n\n"
        "## Appels et ressources\n\n- **Un appel à projets.**\n"
    )
    assert "• Journée [B] — 20 mars 2026 — Lyon — https://exemple.fr/b?x=1" in plain_text(letter).replace("\u00a0", " ")


def test_what_was_published_is_not_offered_again(solicitations: Solicitations) -> None:
    """Once the staff says so."""
    relays(solicitations)
    letter = newsletter(solicitations, TODAY)
    references = [relay.reference for heading in letter.headings for relay in heading.relays]
    solicitations.set_status_many(references, Status.ANSWERED, author=ANA, reply=Reply(relayed=True))
    assert newsletter(solicitations, TODAY).headings == ()
    assert markdown(newsletter(solicitations, TODAY)) == ""


def test_past_cases_are_those_that_were_answered(solicitations: Solicitations) -> None:
    """Nearest first, with what was sent; neither open ones nor itself, nor those of another model."""
    vectors = {"près": [1, 0.1, 0, 0], "loin": [0, 1, 0, 0], "ouvert": [1, 0, 0, 0], "autre modèle": [1, 0]}
    made = {}
    for name, vector in vectors.items():
        message = mail(name)
        made[name] = solicitations.add(
            message, triage_of(message), source=Source.API, vector=np.array(vector, dtype=np.float32)
        ).stored
        if name != "ouvert":
            answer(solicitations, made[name], TODAY, "guide")
    wanted = np.array([1, 0, 0, 0], dtype=np.float32)
    found = nearest(solicitations, wanted)
    assert [each.stored.reference for each in found] == [made["près"].reference, made["loin"].reference]
    assert found[0].score == pytest.approx(0.995, abs=0.001)
    assert found[0].stored.resources_sent == (SentResource("guide", "Guide"),)
    assert [each.stored.reference for each in nearest(solicitations, wanted, least=0.5)] == [made["près"].reference]
    assert nearest(solicitations, wanted, but=made["près"].reference, least=0.5) == ()
    assert nearest(solicitations, np.zeros(4, dtype=np.float32)) == ()


def test_a_directory_file_may_be_imported_twice(solicitations: Solicitations) -> None:
    """The second time nothing changes; a line that changed is told."""
    data = "name;role;themes;territories\nRéseau du Val;Anime;ruralite ;REG-27\nCentre;;;\n".encode()
    assert import_organisations(solicitations, data, "a.csv") == Imported(("Réseau du Val", "Centre"), (), ())
    assert import_organisations(solicitations, data, "a.csv") == Imported((), (), ("Réseau du Val", "Centre"))
    changed = data.replace(b"Anime", b"Coordonne").replace("Réseau du Val".encode(), b"RESEAU DU VAL")
    assert import_organisations(solicitations, changed, "a.csv") == Imported((), ("RESEAU DU VAL",), ("Centre",))
    assert [each.role for each in directory.organisations(solicitations)] == ["", "Coordonne"]


def test_a_wrong_line_leaves_the_directory_as_it_was(solicitations: Solicitations) -> None:
    """Nothing of the file is imported, whatever came before the line."""
    with pytest.raises(DirectoryLineInvalid):
        import_organisations(solicitations, b"name,themes\nBon,ruralite\nMauvais,astrologie\n", "a.csv")
    assert directory.organisations(solicitations) == ()


def test_the_shipped_directory_is_imported(solicitations: Solicitations) -> None:
    """All of it, once."""
    assert directory.put(solicitations, shipped()).added == tuple(each.name for each in shipped())


def test_the_staff_edits_organisations(solicitations: Solicitations) -> None:
    """Renamed with its contacts, removed with them; not under another's name."""
    directory.put(solicitations, [Organisation("Réseau du Val"), Organisation("Centre")])
    contact = Contact("Léa Caron", dt.date(2026, 2, 1), "par courriel", organisation="Réseau du Val")
    directory.add_contact(solicitations, contact, author=ANA)
    directory.rename(solicitations, "réseau du val", Organisation("Réseau de la Vallée", themes=("ruralite",)))
    assert directory.contacts(solicitations)[0].organisation == "Réseau de la Vallée"
    with pytest.raises(SolicitationFieldInvalid):
        directory.rename(solicitations, "Réseau de la Vallée", Organisation("CENTRE"))
    directory.remove(solicitations, "Réseau de la Vallée")
    assert (directory.contacts(solicitations), len(directory.organisations(solicitations))) == ((), 1)
    with pytest.raises(DirectoryEntryNotFound):
        directory.remove(solicitations, "Réseau de la Vallée")


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        (Contact("", dt.date(2026, 2, 1), "par courriel"), "name"),
        (Contact("Léa Caron", dt.date(2026, 2, 1), " "), "consent_how"),
        (Contact("Léa Caron", dt.date(2030, 1, 1), "par courriel"), "consent_on"),
    ],
    ids=["nameless", "without-consent", "consent-to-come"],
)
def test_nobody_enters_without_their_consent(solicitations: Solicitations, contact: Contact, field: str) -> None:
    """Its day and its way are told, and it is not to come."""
    with pytest.raises(SolicitationFieldInvalid) as caught:
        directory.add_contact(solicitations, contact, author=ANA)
    assert caught.value.values["field"] == field
    assert directory.contacts(solicitations) == ()


def test_a_contact_leaves_at_a_word(solicitations: Solicitations) -> None:
    """By its number; a second time it is not there."""
    number = directory.add_contact(solicitations, Contact("Léa Caron", TODAY, "par courriel"), author=ANA).number
    directory.remove_contact(solicitations, number)
    assert directory.contacts(solicitations) == ()
    with pytest.raises(DirectoryEntryNotFound):
        directory.remove_contact(solicitations, number)


def test_organisations_are_suggested_with_the_reason(solicitations: Solicitations) -> None:
    """A shared theme first, local before national; then who works there; who works elsewhere not at all."""
    entries = [
        Organisation("National", themes=("ruralite",), territories=("PAYS-FR",)),
        Organisation("Région", themes=("ruralite",), territories=("REG-84",)),
        Organisation("Ailleurs", themes=("ruralite",), territories=("REG-32",)),
        Organisation("Ici, autre chose", themes=("jeunes",), territories=("DEP-69",)),
        Organisation("Sans territoire", themes=("diagnostic", "ruralite")),
        Organisation("National, autre chose", themes=("jeunes",), territories=("PAYS-FR",)),
        Organisation("Une ville du coin", themes=("diagnostic",), territories=("COM-69123",)),
    ]
    directory.put(solicitations, entries)
    found = suggest(solicitations, ("ruralite", "diagnostic"), "DEP-69", count=10)
    assert [(each.organisation.name, each.themes, each.nearness) for each in found] == [
        ("Région", ("ruralite",), Nearness.COVERS),
        ("Une ville du coin", ("diagnostic",), Nearness.WITHIN),
        ("National", ("ruralite",), Nearness.NATIONAL),
        ("Sans territoire", ("ruralite", "diagnostic"), Nearness.UNKNOWN),
        ("Ici, autre chose", (), Nearness.COVERS),
    ]
    assert [each.organisation.name for each in suggest(solicitations, ("ruralite",), "")] == [
        "National",
        "Sans territoire",
    ]
    assert len(suggest(solicitations, ("ruralite", "diagnostic"), "DEP-69", count=2)) == 2


def test_no_sentence_has_a_typewriter_apostrophe(solicitations: Solicitations) -> None:
    """What goes to the report is typeset."""
    a_year(solicitations)
    assert not re.search(r"['\"]", paragraph(statistics_of(solicitations, *YEAR)))
