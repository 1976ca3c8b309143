"""Gradio's part of the page: the conversation, the question box, and what happens when a question is sent.

A visitor's conversation lives in that visitor's `gr.State`, nowhere else.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator  # noqa: TC003 — gradio reads the types of what an event calls
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr
from markupsafe import Markup

from assistant.questions import Question, Turn
from indexer.errors import InputError, ReperesError
from indexer.messages import sentence
from ui.typography import french
from ui.web import messages
from ui.web.conversation import Exchange, conversation, exchange, notice
from ui.web.shell import French

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from gradio.blocks import Block

    from assistant.service import Assistant
    from assistant.understood import Field

log = logging.getLogger("reperes")

AT_ONCE = 4
"""Questions answered at the same time; further ones wait their turn."""

TAKE_BACK = """element.addEventListener("click", (event) => {
  const button = event.target.closest?.(".take-back");
  if (button) trigger("taken_back", { turn: Number(button.dataset.turn), field: button.dataset.field });
});"""
"""Tells the server which filter was taken back; the conversation is one piece of HTML, replaced at each turn."""

Exchanges = tuple[Exchange, ...]
Updates = tuple[object, ...]
"""One value an output: question box, send button, examples, new conversation, notice, conversation, exchanges."""


def mount_page(app: FastAPI) -> None:
    """What `ui.web.mount` says, once gradio is imported."""

    def assistant() -> Assistant:
        found: Assistant = app.state.serving.assistant()
        return found

    gr.mount_gradio_app(
        app,
        blocks(assistant),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1b",  # nothing is ever uploaded; Gradio's upload route cannot be closed otherwise
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
    )
    app.add_middleware(French)


@dataclass(frozen=True, slots=True)
class Controls:
    """The parts of the page that a question changes, in the order of `Updates`; then the examples."""

    box: gr.Textbox
    send: gr.Button
    welcome: gr.Column
    new: gr.Button
    notice: gr.HTML
    shown: gr.HTML
    exchanges: gr.State
    examples: tuple[gr.Button, ...]

    def outputs(self) -> list[Block]:
        """Where each of the `Updates` goes."""
        return [self.box, self.send, self.welcome, self.new, self.notice, self.shown, self.exchanges]


def blocks(assistant: Callable[[], Assistant]) -> gr.Blocks:
    """The interactive part.

    Args:
        assistant: Gives the assistant over the index being served now.
    """
    page = gr.Blocks(title=messages.TITLE, analytics_enabled=False, fill_width=True)
    with page:
        _wire(assistant, _laid_out())
    return page


def _laid_out() -> Controls:
    exchanges = gr.State(())
    shown = gr.HTML(conversation(()), elem_id="conversation", apply_default_css=False, js_on_load=TAKE_BACK)
    with gr.Column(elem_id="welcome") as welcome:
        gr.HTML(_welcome(), apply_default_css=False)
        with gr.Row(elem_id="examples"):
            examples = tuple(gr.Button(french(text)) for text in messages.EXAMPLES)
    with gr.Column(elem_id="composer"):
        with gr.Row(elem_id="asking"):
            box = gr.Textbox(
                label=french(messages.QUESTION),
                placeholder=french(messages.PLACEHOLDER),
                lines=1,
                max_lines=5,
                elem_id="question",
            )
            send = gr.Button(messages.SEND, variant="primary", elem_id="send")
        said = gr.HTML(notice(), elem_id="notice", apply_default_css=False)
        new = gr.Button(messages.NEW, elem_id="new", visible=False)
    return Controls(box, send, welcome, new, said, shown, exchanges, examples)


def _wire(assistant: Callable[[], Assistant], page: Controls) -> None:
    """Says what each control does. Progress is shown by the page itself, not by Gradio."""

    def submitted(text: str, kept: Exchanges) -> Iterator[Updates]:
        yield from answering(assistant, text, kept)

    def chosen(example: str) -> Callable[[Exchanges], Iterator[Updates]]:
        def clicked(kept: Exchanges) -> Iterator[Updates]:
            yield from answering(assistant, example, kept)

        return clicked

    def asks(triggers: list[Callable[..., object]], answer: Callable[..., Iterator[Updates]], *given: Block) -> None:
        gr.on(
            triggers,
            answer,
            inputs=[*given, page.exchanges],
            outputs=page.outputs(),
            trigger_mode="once",
            concurrency_limit=AT_ONCE,
            concurrency_id="ask",
            show_progress="hidden",
            api_visibility="private",
        )

    def taken_back(kept: Exchanges, event: gr.EventData) -> Iterator[Updates]:
        yield from answering_again(assistant, kept, event.turn, event.field)

    asks([page.box.submit, page.send.click], submitted, page.box)
    page.shown.taken_back(
        taken_back,
        inputs=[page.exchanges],
        outputs=page.outputs(),
        trigger_mode="once",
        concurrency_limit=AT_ONCE,
        concurrency_id="ask",
        show_progress="hidden",
        api_visibility="private",
    )
    for button, example in zip(page.examples, messages.EXAMPLES, strict=True):
        asks([button.click], chosen(example))
    page.new.click(
        lambda: _updates((), box=""), outputs=page.outputs(), show_progress="hidden", api_visibility="private"
    )


def answering(
    assistant: Callable[[], Assistant],
    text: str,
    kept: Exchanges,
    again: int = 0,
    ignore: frozenset[Field] = frozenset(),
) -> Iterator[Updates]:
    """What the page shows while a question is answered, and then; a question that fails stays in its box.

    Args:
        assistant: Gives the assistant over the index being served now.
        text: The question.
        kept: The conversation.
        again: Position (1-based) of the turn that is answered again, in its place; 0 for a new one.
        ignore: Filters not to be heard in the question.

    Yields:
        Values of the outputs.
    """
    at = again or len(kept) + 1
    box = "" if again else text
    try:
        serving = assistant()
        before = history(kept[: at - 1])
        question = Question.checked(text, before, ignore=ignore, limit=serving.settings.max_question_chars)
        yield _updates(kept, box="", asking=question.text, again=again)
        done = exchange(at, question.text, serving.ask(question), serving.index.documents, ignore)
    except InputError as error:
        yield _updates(kept, box=box, trouble=sentence(error))
    except ReperesError as error:
        log.error("a question could not be answered: %s", sentence(error))  # noqa: TRY400 — ours, without a trace
        yield _updates(kept, box=box, trouble=messages.UNAVAILABLE)
    except Exception:
        log.exception("a question could not be answered")
        yield _updates(kept, box=box, trouble=messages.UNEXPECTED)
    else:
        yield _updates((*kept[: at - 1], done, *kept[at:]), box="")


def answering_again(assistant: Callable[[], Assistant], kept: Exchanges, turn: int, field: Field) -> Iterator[Updates]:
    """What the page shows when a filter that was heard is taken back: the same question, without it.

    Args:
        assistant: Gives the assistant over the index being served now.
        kept: The conversation.
        turn: Position of the question, 1-based.
        field: Of the filter.

    Yields:
        Values of the outputs; nothing when the page asks for what is not there.
    """
    if field not in messages.HEARD_FIELDS or not 1 <= turn <= len(kept):
        return
    put = kept[turn - 1]
    yield from answering(assistant, put.question, kept, again=turn, ignore=put.ignored | {field})


def history(kept: Exchanges) -> tuple[Turn, ...]:
    """The earlier turns, as the assistant wants them."""
    return tuple(turn for e in kept for turn in (Turn("user", e.question), Turn("assistant", e.answer, e.titles)))


def _updates(kept: Exchanges, *, box: str, asking: str = "", trouble: str = "", again: int = 0) -> Updates:
    busy, started = bool(asking), bool(kept or asking)
    return (
        box,
        gr.update(value=messages.SENDING if busy else messages.SEND, interactive=not busy),
        gr.update(visible=not started),
        gr.update(visible=started and not busy),
        notice(trouble),
        conversation(kept, asking, again),
        kept,
    )


def _welcome() -> str:
    return Markup('<section class="welcome"><h2>{}</h2><p>{}</p><h3>{}</h3></section>').format(
        french(messages.INTRO_TITLE), french(messages.INTRO), messages.EXAMPLES_TITLE
    )
