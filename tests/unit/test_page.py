"""What the page shows while a question is answered, and when it cannot be; its head and shell."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from assistant.answers import Reason, Unanswered
from indexer.errors import IndexCorrupt
from indexer.settings import Settings
from ui.web import messages, shell
from ui.web.page import Controls, answering

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
    html = shell.page(GRADIO)
    assert 'lang="fr"' in html
    assert "<title>Repères</title>" in html
    assert "githubusercontent" not in html
    assert "og:title" not in html
    assert "manifest" not in html
    for landmark in ('<header class="top">', '<footer class="bottom">', '<dialog id="help"'):
        assert html.count(landmark) == 1
    assert html.index("<header") < html.index("<gradio-app>") < html.index("<footer")


def test_the_browser_is_told_to_load_nothing_from_elsewhere() -> None:
    """The policy names no other host."""
    assert "default-src 'self'" in shell.POLICY
    assert "http" not in shell.POLICY
