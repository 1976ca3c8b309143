"""Conversations, shared answers, answers of the last hours, counts: on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from answered_samples import AT, QUOTES, answer, answered, drafted, refusal
from solicitation_places import Clock

from assistant.accounts.tables import Account
from assistant.answers import Reason
from assistant.contract import answer_out
from assistant.conversations.keeping import Keeping
from assistant.conversations.recent import KEPT
from assistant.conversations.tables import Exchange, Recent
from assistant.conversations.usage import Span, Use
from assistant.database.held import HeldDatabase
from assistant.database.opening import Database
from assistant.questions import Question
from indexer.errors import (
    AnswerForgotten,
    ConversationNotFound,
    DatabaseUnavailable,
    ExchangeNotFound,
    SharedAnswerNotFound,
    SharingRefused,
)
from indexer.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Kept:
    """What is kept over one database, with two accounts in it, and a clock that stands still."""

    database: Database
    keeping: Keeping
    clock: Clock
    ana: int
    bo: int
    opened: list[Keeping] = field(default_factory=list)

    def again(self, **changes: object) -> Keeping:
        """Another process over the same database."""
        made = Keeping(self.database, Path("/nowhere"), clock=self.clock, **changes)  # type: ignore[arg-type]
        self.opened.append(made)
        return made


@pytest.fixture
def kept(database_place: str | Path, tmp_path: Path) -> Iterator[Kept]:
    """An empty database, and what keeps in it."""
    database, clock = Database(database_place), Clock()
    with database.writing() as session:
        rows = [Account(login=f"{name}@exemple.fr", name=name, created_at=clock()) for name in ("ana", "bo")]
        session.add_all(rows)
        session.flush()
        ana, bo = (row.id for row in rows)
    keeping = Keeping(database, tmp_path / "data", clock=clock, mask=lambda text: text)
    made = Kept(database, keeping, clock, ana, bo)
    yield made
    for each in (*made.opened, keeping):
        each.close()
    database.close()


def test_a_conversation_is_kept_as_it_was(kept: Kept) -> None:
    """Questions, answers, refusals, filters; titled by its first question, without the greetings."""
    store = kept.keeping.conversations
    began = store.begin(kept.ana)
    assert (began.title, began.exchanges) == ("Nouvelle conversation", 0)
    first = answered("Bonjour à tous, combien de temps dure un CLS ? Merci d’avance")
    second = answered("Et qui paie ?", refusal())
    store.add(kept.ana, began.id, first)
    kept.clock.now += dt.timedelta(minutes=1)
    heading = store.add(kept.ana, began.id, second)
    assert (heading.title, heading.exchanges) == ("Combien de temps dure un CLS ?", 2)
    assert heading.updated_at == kept.clock.now
    whole = store.get(kept.ana, began.id)
    assert whole.heading == heading
    assert whole.exchanges == (first, second)
    assert store.exchange(kept.ana, began.id, 2) == second


def test_a_title_is_short_and_on_one_line(kept: Kept) -> None:
    """Cut at a word."""
    began = kept.keeping.conversations.begin(kept.ana)
    asked = "quelles sont\nles missions " + "de la coordination " * 10
    heading = kept.keeping.conversations.add(kept.ana, began.id, answered(asked))
    assert heading.title.startswith("Quelles sont les missions de la coordination")
    assert heading.title.endswith("…")
    assert len(heading.title) <= 81


def test_nobody_finds_the_conversation_of_another(kept: Kept) -> None:
    """Not to read it, add to it, rename or delete it: it is not there."""
    store = kept.keeping.conversations
    mine = store.begin(kept.ana).id
    store.add(kept.ana, mine, answered())
    for attempt in (
        lambda: store.get(kept.bo, mine),
        lambda: store.turns(kept.bo, mine),
        lambda: store.exchange(kept.bo, mine, 1),
        lambda: store.add(kept.bo, mine, answered()),
        lambda: store.rename(kept.bo, mine, "À moi"),
        lambda: store.delete(kept.bo, mine),
        lambda: store.get(kept.ana, "0" * 32),
        lambda: store.get(kept.ana, "\x00"),
    ):
        with pytest.raises(ConversationNotFound):
            attempt()
    assert store.list(kept.bo).total == 0
    assert store.delete_all(kept.bo) == 0
    assert store.get(kept.ana, mine).heading.exchanges == 1


def test_a_question_edited_takes_the_place_of_what_followed(kept: Kept) -> None:
    """And is put after what came before it only."""
    store = kept.keeping.conversations
    mine = store.begin(kept.ana).id
    for text in ("Un ?", "Deux ?", "Trois ?"):
        store.add(kept.ana, mine, answered(text))
    assert [turn.content for turn in store.turns(kept.ana, mine, before=2) if turn.role == "user"] == ["Un ?"]
    heading = store.add(kept.ana, mine, answered("Deux bis ?"), position=2)
    assert heading.exchanges == 2
    asked = [each.asked.question for each in store.get(kept.ana, mine).exchanges]
    assert asked == ["Un ?", "Deux bis ?"]
    assert store.list(kept.ana, "trois").total == 0
    for position in (0, 3, -1):
        with pytest.raises(ExchangeNotFound):
            store.add(kept.ana, mine, answered(), position=position)


def test_a_follow_up_knows_what_was_said(kept: Kept) -> None:
    """Questions and answers in turn, with the titles that were cited."""
    store = kept.keeping.conversations
    mine = store.begin(kept.ana).id
    store.add(kept.ana, mine, answered())
    user, assistant = store.turns(kept.ana, mine)
    assert (user.role, assistant.role) == ("user", "assistant")
    assert "[1]" in assistant.content
    assert assistant.sources == ("Le contrat local de santé",)


def test_conversations_are_listed_last_changed_first_and_searched(kept: Kept) -> None:
    """By words of questions, of answers and of titles; accents, plurals and inclusive writing aside."""
    store = kept.keeping.conversations
    made = []
    for text in ("Qui sont les coordonnateur·rices ?", "Les élu·es signent-ils ?", "Quels moyens en 2,5 ans ?"):
        kept.clock.now += dt.timedelta(minutes=1)
        made.append(store.begin(kept.ana).id)
        store.add(kept.ana, made[-1], answered(text))
    assert [each.id for each in store.list(kept.ana).items] == made[::-1]
    assert [each.id for each in store.list(kept.ana, offset=1, limit=1).items] == [made[1]]
    assert store.list(kept.ana, offset=1, limit=1).total == 3
    assert [each.id for each in store.list(kept.ana, "coordonnateurs").items] == [made[0]]
    assert [each.id for each in store.list(kept.ana, "ELUS").items] == [made[1]]
    assert [each.id for each in store.list(kept.ana, "2,5").items] == [made[2]]
    assert store.list(kept.ana, "préfet signé").total == 3  # in the answer
    assert store.list(kept.ana, "préfets coordonnateur").total == 1
    assert store.list(kept.ana, "contrat local").total == 3  # in the title cited
    assert store.list(kept.ana, "pref").total == 3  # a word that begins so
    assert store.list(kept.ana, "le de %").total == 0
    kept.clock.now += dt.timedelta(minutes=1)
    store.add(kept.ana, made[0], answered("Encore ?"))
    assert store.list(kept.ana).items[0].id == made[0]


def test_a_conversation_is_renamed_and_deleted(kept: Kept) -> None:
    """An empty title brings back the first question; what is deleted leaves no exchange."""
    store = kept.keeping.conversations
    mine, other = store.begin(kept.ana).id, store.begin(kept.ana, "Titre\ndonné").id
    store.add(kept.ana, mine, answered())
    assert store.get(kept.ana, other).heading.title == "Titre donné"
    assert store.rename(kept.ana, mine, "Signataires du contrat\x00").title == "Signataires du contrat"
    assert store.list(kept.ana, "signataire").total == 1
    assert store.rename(kept.ana, mine, " ").title == "Combien de temps dure un CLS ?"
    store.delete(kept.ana, mine)
    with pytest.raises(ConversationNotFound):
        store.get(kept.ana, mine)
    with kept.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Exchange)) == 0
    assert store.delete_all(kept.ana) == 1
    assert store.list(kept.ana).total == 0


def test_all_goes_with_the_account(kept: Kept) -> None:
    """Conversations, exchanges and links."""
    mine = kept.keeping.conversations.begin(kept.ana).id
    kept.keeping.conversations.add(kept.ana, mine, answered())
    shared = kept.keeping.shared.share(answered(), kept.ana)
    with kept.database.writing() as session:
        session.execute(sa.delete(Account).where(Account.id == kept.ana))
    assert kept.keeping.conversations.list(kept.ana).total == 0
    with pytest.raises(SharedAnswerNotFound):
        kept.keeping.shared.get(shared.id)


def test_conversations_that_nothing_was_added_to_are_forgotten(kept: Kept) -> None:
    """Each day, by the door that serves; those that went on stay."""
    old = kept.keeping.conversations.begin(kept.ana).id
    kept.clock.now += dt.timedelta(days=20)
    young = kept.keeping.conversations.begin(kept.ana).id
    kept.clock.now += dt.timedelta(days=20)
    keeping = kept.again(kept_days=30)
    assert [each.id for each in keeping.conversations.list(kept.ana).items] == [young]
    kept.clock.now += dt.timedelta(days=20)
    assert keeping.conversations.list(kept.ana).total == 0
    with pytest.raises(ConversationNotFound):
        keeping.conversations.get(kept.ana, old)


def test_what_no_database_holds_is_replaced(kept: Kept) -> None:
    """A null character, half a character: kept all the same, without them."""
    mine = kept.keeping.conversations.begin(kept.ana).id
    kept.keeping.conversations.add(kept.ana, mine, answered("Un\x00 CLS\ud800 ?"))
    assert kept.keeping.conversations.exchange(kept.ana, mine, 1).asked.question == "Un\ufffd CLS\ufffd ?"


def test_an_answer_is_shared_as_it_was(kept: Kept) -> None:
    """By a link that cannot be guessed; the same answer has the same one, a different one another."""
    shared = kept.keeping.shared.share(answered())
    assert len(shared.id) == 32
    assert kept.keeping.shared.get(shared.id).answered == answered()
    later = answered(at=AT + dt.timedelta(hours=1))
    assert kept.keeping.shared.share(later).id == shared.id
    assert kept.keeping.shared.share(answered(generation="g-2")).id != shared.id
    assert kept.keeping.shared.share(answered(outcome=drafted())).id != shared.id
    assert kept.keeping.shared.share(answered(outcome=refusal())).id != shared.id


def test_a_link_is_taken_back_by_who_gave_it_or_by_maintenance(kept: Kept) -> None:
    """Somebody else's is not there; nobody's is for maintenance."""
    shared = kept.keeping.shared
    ana, bo, nobody = (shared.share(answered(), account).id for account in (kept.ana, kept.bo, None))
    assert len({ana, bo, nobody}) == 3
    assert [each.id for each in shared.list(kept.ana).items] == [ana]
    assert shared.list().total == 3
    for link in (bo, nobody, "x" * 500, "\x00"):
        with pytest.raises(SharedAnswerNotFound):
            shared.delete(link, account=kept.ana)
    shared.delete(ana, account=kept.ana)
    shared.delete(nobody, account=None)
    assert [each.id for each in shared.list().items] == [bo]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Ma voisine Mme Durand est malade, qui appeler ?", None),
        ("Appelez-moi au 06 39 98 12 34 : qui signe ?", None),
        ("Qui signe un CLS ? " * 20, None),
        ("Je vais mal", refusal(Reason.DISTRESS)),
        ("Quelle dose ?", refusal(Reason.MEDICAL)),
        ("Et qui paie ?", answer(question="Et pour Mme Durand, qui paie ?")),
    ],
)
def test_what_may_speak_of_somebody_is_not_shared(text: str, outcome: object, kept: Kept) -> None:
    """Said in French, with why."""
    with pytest.raises(SharingRefused) as caught:
        kept.keeping.shared.share(answered(text, outcome))  # type: ignore[arg-type]
    assert sentence(caught.value).startswith("Cette réponse ne peut pas être partagée par un lien")
    assert kept.keeping.shared.list().total == 0


def test_an_answer_of_the_last_hours_is_found_by_any_process(kept: Kept) -> None:
    """By its identifier alone, for a day; not by another."""
    question = Question("Combien de temps dure un CLS ?")
    name, given = kept.keeping.answered(question, answer_out(answer(), 0.08), "g-1")
    assert kept.keeping.recent.get(name) == given
    kept.keeping.recent.close()
    assert kept.again().recent.get(name) == given
    for other in ("", name[:-1], "x" * 10_000, "\ud800"):
        with pytest.raises(AnswerForgotten):
            kept.keeping.recent.get(other)
    kept.clock.now += KEPT + dt.timedelta(seconds=1)
    with pytest.raises(AnswerForgotten):
        kept.again().recent.get(name)


def test_answers_of_the_last_hours_cannot_be_read_in_the_database(kept: Kept) -> None:
    """Neither the question nor the identifier; and the old ones go when others come."""
    name, _ = kept.keeping.answered(Question("Qui est Zébulon ?"), answer_out(answer(), 0.08), "g-1")
    kept.keeping.recent.close()
    with kept.database.reading() as session:
        (row,) = session.scalars(sa.select(Recent))
    assert name not in row.digest
    assert name.encode() not in row.sealed
    assert "Zébulon".encode() not in row.sealed
    kept.clock.now += KEPT + dt.timedelta(seconds=1)
    other = kept.again()
    other.answered(Question("Autre ?"), answer_out(answer(), 0.08), "g-1")
    other.close()
    with kept.database.reading() as session:
        assert session.scalars(sa.select(Recent.digest)).all() != [row.digest]
        assert session.scalar(sa.select(sa.func.count()).select_from(Recent)) == 1


def test_only_the_last_answers_are_held(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many, whatever comes."""
    monkeypatch.setattr("assistant.conversations.recent.MOST", 3)
    names = []
    for number in range(5):
        kept.clock.now += dt.timedelta(seconds=1)
        name, _ = kept.keeping.answered(Question(f"Question {number} ?"), answer_out(answer(), 0.08), "g-1")
        names.append(name)
    kept.keeping.recent.close()
    again = kept.again().recent
    for name in names[:2]:
        with pytest.raises(AnswerForgotten):
            again.get(name)
    assert [again.get(name).asked.question for name in names[2:]] == ["Question 2 ?", "Question 3 ?", "Question 4 ?"]


def test_an_answer_does_not_wait_for_a_database_that_is_down(tmp_path: Path) -> None:
    """It is given, and found by the same process; counts wait too."""

    def down() -> Database:
        raise DatabaseUnavailable(database="x")

    keeping = Keeping(HeldDatabase(down), tmp_path)
    name, given = keeping.answered(Question("Qui ?"), answer_out(answer(), 0.08), "g-1")
    assert keeping.recent.get(name) == given
    with pytest.raises(DatabaseUnavailable):
        keeping.recent.get("autre")
    keeping.close()


def test_uses_are_counted_by_day_and_added_up(kept: Kept) -> None:
    """By several processes; by day, week or month; nothing of anybody."""
    first, second = kept.keeping.usage, kept.again().usage
    first.note_answer(answer_out(answer(), 0.1))
    second.note_answer(answer_out(refusal(Reason.OFF_TOPIC), 0.1))
    second.note_answer(answer_out(drafted(), 0.1))
    first.close()
    second.close()
    kept.clock.now = dt.datetime(2026, 3, 8, 12, 0, tzinfo=dt.UTC)  # the Sunday of the same week
    third = kept.again().usage
    third.note(Use.SEARCH)
    third.note(Use.FEEDBACK, "+")
    span = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
    by_day = third.table(Span.DAY, *span)
    assert [each.first for each in by_day] == [dt.date(2026, 3, 3), dt.date(2026, 3, 8)]
    assert by_day[0].counts == {"question": 3, "answered": 2, "drafted": 1, "refused:off_topic": 1}
    assert by_day[1].counts == {"search": 1, "feedback:+": 1}
    (week,) = third.table(Span.WEEK, *span)
    assert (week.first, week.counts["question"], week.counts["search"]) == (dt.date(2026, 3, 2), 3, 1)
    (month,) = third.table(Span.MONTH, *span)
    assert month.first == dt.date(2026, 3, 1)
    assert third.table(Span.DAY, dt.date(2026, 4, 1), dt.date(2026, 4, 30)) == ()


def test_what_is_deleted_is_nowhere_in_the_file(tmp_path: Path) -> None:
    """Overwritten, and not only forgotten."""
    path = tmp_path / "data.sqlite"
    database, clock = Database(path), Clock()
    with database.writing() as session:
        session.add(Account(login="ana@exemple.fr", name="Ana", created_at=clock()))
    store = Keeping(database, tmp_path, clock=clock).conversations
    mine = store.begin(1).id
    store.add(1, mine, answered("Le quinquengrogne de Zébulon ?"))
    assert b"uinquengrogne" in path.read_bytes()
    store.delete(1, mine)
    database.close()
    assert b"uinquengrogne" not in path.read_bytes()
    assert sqlite3.connect(path).execute("SELECT count(*) FROM exchanges").fetchone() == (0,)


def test_quotes_are_those_of_the_sample() -> None:
    """What the other tests look for."""
    assert answered().outcome.citations[0].quote == QUOTES[0]
