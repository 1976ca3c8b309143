"""What the page shows while a question is answered, and when it cannot be; its head and shell."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from assistant.answers import Reason, Unanswered
from assistant.understood import Heard, Reading, Spelling, Understood
from indexer.errors import IndexCorrupt
from indexer.settings import Settings
from ui.web import messages, shell
from ui.web.page import Controls, answering, answering_again
from ui.web.understood import understood_part

if TYPE_CHECKING:
    from assistant.questions import Question

BOX, SEND, WELCOME, NEW, NOTICE, SHOWN, KEPT = range(7)


@dataclass
class Refusing:
    """An assistant that has an answer to nothing, and remembers what it was asked."""

    settings: Settings = field(default_factory=Settings)
    index: object = field(default_factory=lambda: SimpleNamespace(documents={}))
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> Unanswered:
        """Refuses."""
        self.asked.append(question)
        return Unanswered(Reason.NOT_DOCUMENTED, (), ())


def failing(error: Exception) -> object:
    """An application whose assistant cannot be had."""

    def assistant() -> Refusing:
        raise error

    return assistant


def test_a_question_is_shown_at_once_then_answered() -> None:
    """First the question with « Recherche… » and an empty box, then the outcome."""
    assistant = Refusing()
    busy, done = answering(lambda: assistant, "  Une question ?  ", ())
    assert busy[BOX] == done[BOX] == ""
    assert busy[SEND]["interactive"] is False
    assert messages.BUSY in busy[SHOWN]
    assert "Une question\u00a0?" in busy[SHOWN]
    assert done[SEND]["interactive"] is True
    assert messages.BUSY not in done[SHOWN]
    assert len(done[KEPT]) == 1


def test_the_next_question_carries_the_conversation() -> None:
    """A follow-up reaches the assistant with the turns before it."""
    assistant = Refusing()
    *_, first = answering(lambda: assistant, "Une question ?", ())
    *_, second = answering(lambda: assistant, "Et ensuite ?", first[KEPT])
    assert [turn.role for turn in assistant.asked[1].history] == ["user", "assistant"]
    assert assistant.asked[1].history[0].content == "Une question ?"
    assert len(second[KEPT]) == 2


def test_a_filter_taken_back_asks_the_same_question_in_its_place() -> None:
    """Without that filter, with the turns before it; the turns after it stay. Twice: without both."""
    assistant = Refusing()
    *_, first = answering(lambda: assistant, "Un avis du CNV publié en 2025 ?", ())
    *_, second = answering(lambda: assistant, "Et ensuite ?", first[KEPT])
    busy, done = answering_again(lambda: assistant, second[KEPT], 1, "kind")
    assert "Et ensuite" in busy[SHOWN]
    assert busy[SHOWN].count("<article") == done[SHOWN].count("<article") == 2
    assert (assistant.asked[2].text, assistant.asked[2].ignore) == ("Un avis du CNV publié en 2025 ?", {"kind"})
    assert assistant.asked[2].history == ()
    *_, again = answering_again(lambda: assistant, done[KEPT], 1, "year")
    assert assistant.asked[3].ignore == {"kind", "year"}
    assert [e.question for e in again[KEPT]] == ["Un avis du CNV publié en 2025 ?", "Et ensuite ?"]


@pytest.mark.parametrize(("turn", "field"), [(0, "kind"), (2, "kind"), (1, "question"), (1, "<script>")])
def test_what_is_not_there_cannot_be_taken_back(turn: int, field: str) -> None:
    """A page that was tampered with changes nothing."""
    *_, first = answering(Refusing, "Une question ?", ())
    assert list(answering_again(Refusing, first[KEPT], turn, field)) == []  # type: ignore[arg-type]


def test_filters_understood_are_shown_and_escaped() -> None:
    """Each with a button that says what it does; then the meaning of an acronym, and a word read otherwise."""
    understood = Understood(
        filters=(Heard("publisher", "a", "<b>Insee", hard=True), Heard("year", "2023-", "depuis 2023", hard=False)),
        readings=(Reading("ETP", "Équivalent temps plein", ("Éducation thérapeutique du patient",)),),
        spellings=(Spelling("maison<", ("maison", "saison")),),
    )
    page = BeautifulSoup(understood_part(3, understood), "html.parser")
    assert [li.get_text(" ", strip=True) for li in page.select(".heard li")] == [
        "Éditeur\u00a0: <b>Insee seulement ✕",
        "Parution\u00a0: depuis 2023 d’abord ✕",
    ]
    button = page.select("button")[1]
    assert (button["data-turn"], button["data-field"]) == ("3", "year")
    assert "depuis 2023" in button["aria-label"]
    lines = [p.get_text() for p in page.select("p")]
    assert "Équivalent temps plein" in lines[0]
    assert lines[1] == "«\u00a0maison<\u00a0» a été lu comme «\u00a0maison\u00a0» ou «\u00a0saison\u00a0»."


def test_nothing_to_tell_takes_no_room() -> None:
    """The usual case."""
    assert understood_part(1, Understood(question="Une question ?")) == ""


@pytest.mark.parametrize(("text", "told"), [("", "vide"), ("  ?! ", "vide"), ("x" * 5000, "la limite est de 2000")])
def test_a_question_that_cannot_be_asked_stays_in_its_box(text: str, told: str) -> None:
    """One sentence in French, and nothing to type again."""
    (only,) = answering(Refusing, text, ())
    assert only[BOX] == text
    assert told in only[NOTICE]
    assert only[KEPT] == ()


@pytest.mark.parametrize(
    ("error", "told"),
    [(IndexCorrupt(path="/srv/secret", detail="x"), messages.UNAVAILABLE), (RuntimeError("boum"), messages.UNEXPECTED)],
)
def test_a_failure_is_told_in_french_without_its_details(
    error: Exception, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The visitor reads what to do; paths and traces go to the log."""
    (only,) = answering(failing(error), "Une question ?", ())
    assert told.split(" ;", maxsplit=1)[0][:60] in only[NOTICE].replace("\u00a0", " ")
    assert "/srv/secret" not in only[NOTICE]
    assert "boum" not in only[NOTICE]
    assert only[BOX] == "Une question ?"
    assert caplog.records


def test_updates_and_outputs_are_in_the_same_order() -> None:
    """Each value of an update goes to the control it is meant for."""
    page = Controls("box", "send", "welcome", "new", "notice", "shown", "exchanges", ())  # type: ignore[arg-type]
    assert page.outputs() == ["box", "send", "welcome", "new", "notice", "shown", "exchanges"]


GRADIO = """<!doctype html>
<html
	lang="en" style="">
	<head>
		<meta charset="utf-8" />
		<meta property="og:title" content="Gradio" />
		<meta
			name="twitter:image"
			content="https://raw.githubusercontent.com/picture.jpg"
		/>
		<link rel="manifest" href="/manifest.json" />
	</head>
	<body
		style="width: 100%;">
		<gradio-app></gradio-app>
	</body>
</html>"""


def test_the_page_is_french_and_promotes_nobody() -> None:
    """Language, title and landmarks are ours; Gradio's name and pictures are gone."""
    html = shell.page(GRADIO, noting=False)
    assert 'lang="fr"' in html
    assert "<title>Repères</title>" in html
    assert "githubusercontent" not in html
    assert "og:title" not in html
    assert "manifest" not in html
    for landmark in ('<header class="top">', '<footer class="bottom">', '<dialog id="help"'):
        assert html.count(landmark) == 1
    assert html.index("<header") < html.index("<gradio-app>") < html.index("<footer")


@pytest.mark.parametrize("noting", [False, True])
def test_the_page_says_what_is_kept_of_the_questions(noting: bool) -> None:
    """Nothing, or those that no publication answers: what the server really does."""
    html = shell.page(GRADIO, noting=noting)
    assert ("aucune question conservée" in html) is not noting
    assert ("est notée, sans rien qui dise qui l’a posée" in html) is noting


def test_the_browser_is_told_to_load_nothing_from_elsewhere() -> None:
    """The policy names no other host."""
    assert "default-src 'self'" in shell.POLICY
    assert "http" not in shell.POLICY
