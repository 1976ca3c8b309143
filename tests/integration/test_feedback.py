"""What readers think of answers: kept without them, reviewed, made evaluation questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from answered_samples import QUOTES, answered, document, drafted, index_of, refusal
from solicitation_places import Clock

from assistant.answers import Answer, Reason
from assistant.contract import answer_out
from assistant.conversations.answered import Answered
from assistant.conversations.feedback import FeedbackFilters, Feedbacks
from assistant.conversations.items import Expected, identifiers
from assistant.conversations.kept import ReviewStatus, Why
from assistant.conversations.tables import Feedback
from assistant.database.opening import Database
from assistant.questions import Question
from assistant.service import Assistant
from evals.command import Actions, run_eval
from evals.questions import load_split, splits, splits_of
from evals.questions.checking import item_faults
from evals.questions.pages import GoldPages
from evals.runs import publications
from evals.suites import Options, run
from indexer.errors import FeedbackInvalid, FeedbackNotFound, UnknownSuite
from indexer.index import open_index
from indexer.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from places import Place

DOC = "notes/cls.pdf"
INDEX = index_of(document(), texts={DOC: [(4, " ".join(QUOTES)), (5, "Le préfet signe le CLS.")]})
IDS = {DOC: "le-cls"}


@pytest.fixture
def feedbacks(database_place: str | Path, tmp_path: Path) -> Iterator[Feedbacks]:
    """An empty box, that hides the name of Zoé in comments."""
    database = Database(database_place)
    yield Feedbacks(database, Clock(), tmp_path / "data", lambda text: text.replace("Zoé", "[nom 1]"))
    database.close()


@pytest.fixture
def items(tmp_path: Path) -> Path:
    """The file of evaluation questions."""
    return tmp_path / "data" / "evals" / "retours.jsonl"


def test_a_feedback_is_kept_with_the_answer_and_without_the_reader(feedbacks: Feedbacks) -> None:
    """Its day, its reason, its comment with personal data masked, the answer as it was."""
    told = feedbacks.give("a", answered(), useful=False, reason=Why.INCOMPLETE, comment="  Zoé le sait bien\x00 ")
    assert (told.useful, told.reason, told.comment) == (False, Why.INCOMPLETE, "[nom 1] le sait bien\ufffd")
    assert told.day == Clock().now.date()
    assert told.answered.outcome == answered().outcome
    assert told.status is ReviewStatus.NEW
    assert feedbacks.get(told.number) == told


def test_a_second_thought_takes_the_place_of_the_first(feedbacks: Feedbacks) -> None:
    """Until it is reviewed; another answer's is another."""
    first = feedbacks.give("a", answered(), useful=True)
    second = feedbacks.give("a", answered(), useful=False, reason=Why.WRONG)
    assert (second.number, second.useful) == (first.number, False)
    assert feedbacks.give("b", answered(), useful=True).number != first.number
    feedbacks.dismiss(first.number, author="Ana")
    assert feedbacks.give("a", answered(), useful=True).number != first.number
    assert feedbacks.list().total == 3


@pytest.mark.parametrize(
    ("given", "field"),
    [({"useful": True, "reason": Why.WRONG}, "reason"), ({"useful": False, "comment": "a" * 2001}, "comment")],
)
def test_what_makes_no_sense_is_refused(given: dict[str, object], field: str, feedbacks: Feedbacks) -> None:
    """A 👍 with a reason against it, a comment that goes on."""
    with pytest.raises(FeedbackInvalid) as caught:
        feedbacks.give("a", answered(), **given)  # type: ignore[arg-type]
    assert caught.value.values["field"] == field
    assert feedbacks.list().total == 0


def test_a_question_that_may_speak_of_somebody_is_not_kept(feedbacks: Feedbacks, items: Path) -> None:
    """Nor the questions before it, nor a draft, which may repeat it; sources stay. It makes no evaluation question."""
    text = "Ma voisine Mme Durand est malade : que dit la note ?"
    told = feedbacks.give("a", answered(text, drafted()), useful=True)
    assert told.answered.asked.question == ""
    assert told.answered.outcome.answer == ""
    assert told.answered.outcome.sentences == []
    assert told.answered.outcome.citations[0].quote == QUOTES[0]
    with feedbacks._database.reading() as session:
        assert "Durand" not in str(session.execute(sa.select(Feedback.__table__)).all())
    told = feedbacks.give(
        "b", answered("Et lui ?", history=("Mme Durand vient-elle ?", "Je ne sais pas.")), useful=True
    )
    assert (told.answered.asked.question, told.answered.asked.history) == ("", [])
    assert QUOTES[0] in told.answered.outcome.answer
    with pytest.raises(FeedbackInvalid):
        feedbacks.accept(told.number, INDEX, IDS, author="Ana")
    assert not items.exists()


def test_feedback_is_listed_by_page_and_filtered(feedbacks: Feedbacks) -> None:
    """The last first."""
    for key, useful, reason in (("a", True, None), ("b", False, Why.WRONG), ("c", False, Why.OUTDATED)):
        feedbacks.give(key, answered(), useful=useful, reason=reason)
    numbers = [told.number for told in feedbacks.list().items]
    assert numbers == sorted(numbers, reverse=True)
    assert [told.number for told in feedbacks.list(offset=1, limit=1).items] == numbers[1:2]
    assert feedbacks.list(FeedbackFilters(useful=False)).total == 2
    assert feedbacks.list(FeedbackFilters(reason=Why.OUTDATED)).total == 1
    feedbacks.dismiss(numbers[0], author="Ana", note="Rien à faire")
    assert feedbacks.list(FeedbackFilters(status=ReviewStatus.NEW)).total == 2
    (gone,) = feedbacks.list(FeedbackFilters(status=ReviewStatus.DISMISSED)).items
    assert (gone.note, gone.reviewed_by) == ("Rien à faire", "Ana")
    day = Clock().now.date()
    assert feedbacks.list(FeedbackFilters(since=day, until=day)).total == 3
    assert feedbacks.list(FeedbackFilters(since=day.replace(year=2027))).total == 0
    for number in (0, -1, 999, 10**20):
        with pytest.raises(FeedbackNotFound):
            feedbacks.get(number)


def test_a_good_answer_becomes_a_question_in_one_click(feedbacks: Feedbacks, items: Path) -> None:
    """Its gold is what was cited, on the pages where it stands; the line is that of evals/questions."""
    told = feedbacks.give("a", answered(history=("Qui signe ?", "Le préfet.")), useful=True)
    done = feedbacks.accept(told.number, INDEX, IDS, author="Ana")
    assert done.status is ReviewStatus.ACCEPTED
    assert done.item == {
        "id": f"retour-{told.number}",
        "question": "Combien de temps dure un CLS ?",
        "history": [{"role": "user", "content": "Qui signe ?"}, {"role": "assistant", "content": "Le préfet."}],
        "answerable": True,
        "expected_points": [QUOTES[0]],
        "must_not": [],
        "gold": [{"point": 0, "passages": [{"publication": "le-cls", "quote": quote, "page": 4} for quote in QUOTES]}],
    }
    assert [json.loads(line) for line in items.read_text(encoding="utf-8").splitlines()] == [done.item]


def test_a_question_is_never_there_twice_and_can_be_withdrawn(feedbacks: Feedbacks, items: Path) -> None:
    """Accepted again, it replaces itself; dismissed or put back, it goes."""
    one, two = (feedbacks.give(key, answered(), useful=True).number for key in "ab")
    for number in (two, one, two):
        feedbacks.accept(number, INDEX, IDS, author="Ana")
    lines = items.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [f"retour-{one}", f"retour-{two}"]
    assert feedbacks.reopen(one, author="Ana").item is None
    feedbacks.dismiss(two, author="Ana")
    assert items.read_text(encoding="utf-8") == ""
    assert [each.name for each in items.parent.iterdir() if each.suffix != ".lock"] == ["retours.jsonl"]


def test_a_bad_answer_wants_what_was_expected(feedbacks: Feedbacks) -> None:
    """Words of a publication, on their page, or a refusal and its reason; one that should have been says so itself."""
    wrong = feedbacks.give("a", answered(), useful=False, reason=Why.WRONG).number
    with pytest.raises(FeedbackInvalid) as caught:
        feedbacks.accept(wrong, INDEX, IDS, author="Ana")
    assert "dites ce qui était attendu" in sentence(caught.value)
    places = Expected(places=((DOC, 5, "Le préfet signe le CLS."),), point="Le préfet")
    item = feedbacks.accept(wrong, INDEX, IDS, author="Ana", expected=places).item
    assert item
    assert item["expected_points"] == ["Le préfet"]
    assert item["gold"][0]["passages"][0]["page"] == 5  # type: ignore[index]
    refused = feedbacks.accept(wrong, INDEX, IDS, author="Ana", expected=Expected(reason=Reason.MEDICAL)).item
    assert refused
    assert (refused["answerable"], refused["tag"], refused["gold"]) == (False, "médical", [])
    beside = feedbacks.give("b", answered(), useful=False, reason=Why.ANSWERED).number
    item = feedbacks.accept(beside, INDEX, IDS, author="Ana").item
    assert item
    assert item["tag"] == "non documenté"
    right = feedbacks.give("c", answered(outcome=refusal(Reason.OFF_TOPIC)), useful=True).number
    item = feedbacks.accept(right, INDEX, {}, author="Ana").item
    assert item
    assert item["tag"] == "hors sujet"


@pytest.mark.parametrize(
    "place",
    [
        (DOC, 4, "Le préfet signe le CLS."),
        (DOC, 5, "Ces mots n’y sont pas."),
        ("autre.pdf", 5, "Le préfet signe le CLS."),
        (DOC, 5, ""),
        (DOC, None, "Le préfet signe le CLS."),
    ],
)
def test_words_that_are_not_there_are_refused(place: tuple[str, int | None, str], feedbacks: Feedbacks) -> None:
    """On that page, in that publication: whoever reviews is not taken on trust either."""
    number = feedbacks.give("a", answered(), useful=False, reason=Why.WRONG).number
    with pytest.raises(FeedbackInvalid) as caught:
        feedbacks.accept(number, INDEX, IDS, author="Ana", expected=Expected(places=(place,)))
    assert caught.value.values["field"] == "expected.places"
    with pytest.raises(FeedbackInvalid):
        feedbacks.accept(number, INDEX, IDS, author="Ana", expected=Expected())
    assert feedbacks.get(number).status is ReviewStatus.NEW


def test_accepted_feedback_is_a_suite(place: Place, tmp_path: Path) -> None:
    """`reperes eval --suite retours`: asked again, measured, apart from dev and test; its gold stands the check."""
    settings = place.settings.model_copy(update={"source": place.corpus})
    with pytest.raises(UnknownSuite):
        run(("retours",), settings, Options())
    database, index = Database(tmp_path / "feedback.sqlite"), open_index(settings)
    feedbacks = Feedbacks(database, Clock(), settings.data_dir)
    asked = Question("Combien de QPV compte la France en 2024 ?")
    outcome = Assistant(index, place.embedder, settings).ask(asked)
    assert isinstance(outcome, Answer)
    given = Answered.of(asked, answer_out(outcome, 0.1), index.manifest.generation, Clock().now)
    good = feedbacks.give("a", given, useful=True).number
    bad = feedbacks.give("b", answered("Quel temps fait-il ?", refusal()), useful=True).number
    ids = identifiers(settings.source)
    for number in (good, bad):
        feedbacks.accept(number, index, ids, author="Ana")
    assert splits_of(settings.data_dir) == ["retours"]
    assert "retours" not in splits()
    (first, second) = load_split("retours", settings.data_dir)
    assert first.gold[0][0].publication in ids.values()
    pages = GoldPages(index, publications(settings.source))
    assert [*item_faults(first, pages), *item_faults(second, pages)] == []
    (result,) = run(("retours",), settings, Options())
    assert result.measures()["first sentence right"].value == 1.0
    assert result.measures()["abstention F1"].value == 1.0
    (result,) = run(("refusals",), settings, Options(split="retours"))
    assert result.measures()["abstention F1"].n > 0
    assert run_eval(("retours",), settings, Options(), Actions()) == 0
    feedbacks.dismiss(good, author="Ana")
    (result,) = run(("retours",), settings, Options())
    assert result.measures()["abstention recall"].value == 1.0
    database.close()
