"""Gradio's page of the bench: a question, and what each step makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import gradio as gr
from fastapi import Request
from starlette.datastructures import MutableHeaders

from assistant.accounts.rights import Right
from assistant.api.access import visitor
from assistant.api.placing import base_path
from assistant.questions import Question
from assistant.selecting import UNREAD
from indexer.errors import ReperesError
from indexer.messages import sentence
from ui.bench import messages
from ui.site.addresses import address

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.answers import Hit
    from assistant.service import Assistant, Found
    from indexer.settings import Settings

PATH: Final = "/administration/banc"
SENTENCES: Final = 12
EXCERPT_CHARS: Final = 120
POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
)
"""Gradio 6.31 writes scripts and styles into the page and evaluates the templates of its components."""
Row = list[object]


def mount_page(app: FastAPI, settings: Settings) -> None:
    """What `ui.bench.mount` says, once gradio is imported."""

    def assistant() -> Assistant:
        found: Assistant = app.state.serving.assistant()
        return found

    def known(request: Request) -> str | None:
        """Who may come in; Gradio answers 401 to others."""
        who = visitor(Request({**request.scope, "app": app}))
        return who.login if who and who.may(Right.MAINTENANCE) else None

    gr.mount_gradio_app(
        app,
        blocks(assistant, address(base_path(settings), "/administration")),
        path=PATH,
        auth_dependency=known,
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
    app.add_middleware(Policy)


class Policy:
    """Middleware: what a browser may do on the bench's page, which Gradio does not say."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds it to the bench's responses; all others pass as they are."""
        if scope["type"] != "http" or PATH not in scope["path"]:
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["Referrer-Policy"] = "same-origin"
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        await self.app(scope, receive, guarded)


def blocks(assistant: Callable[[], Assistant], back: str) -> gr.Blocks:
    """The page.

    Args:
        assistant: Gives the assistant over the index being served now.
        back: Address of the pages of administration.
    """
    page = gr.Blocks(title=messages.TITLE, analytics_enabled=False, fill_width=True)
    with page:
        gr.Markdown(messages.INTRO.format(back=back))
        with gr.Row():
            question = gr.Textbox(label=messages.QUESTION, scale=5)
            run = gr.Button(messages.RUN, variant="primary", scale=1)
        decision = gr.Markdown(label=messages.DECISION)
        passages = gr.Dataframe(headers=list(messages.PASSAGE_COLUMNS), label=messages.PASSAGES, wrap=True)
        sentences = gr.Dataframe(headers=list(messages.SENTENCE_COLUMNS), label=messages.SENTENCES, wrap=True)

        def tried(text: str) -> tuple[str, list[Row], list[Row]]:
            return steps(assistant(), text)

        gr.on(
            [run.click, question.submit],
            tried,
            inputs=[question],
            outputs=[decision, passages, sentences],
            concurrency_limit=1,
            api_visibility="private",
        )
    return page


def steps(assistant: Assistant, text: str) -> tuple[str, list[Row], list[Row]]:
    """The decision, the passages, the sentences; a question that cannot be put is told why."""
    try:
        put = Question.checked(text, limit=assistant.settings.max_question_chars)
    except ReperesError as error:
        return sentence(error), [], []
    found = assistant.look(put)
    return decided(found), passage_rows(found), sentence_rows(found)


def decided(found: Found) -> str:
    """What was decided, and what the question was read as."""
    said = messages.REFUSED if found.reason else messages.ANSWERED
    query = found.retrieval.query
    lines = [
        said.format(reason=found.reason, count=len(found.statements), certainty=found.certainty),
        messages.UNDERSTOOD.format(question=query.text),
    ]
    if query.understood.filters:
        lines.append(messages.FILTERS.format(filters=", ".join(heard.label for heard in query.understood.filters)))
    return "  \n".join(lines)


def passage_rows(found: Found) -> list[Row]:
    """A row a passage, in the order in which the answer takes them."""
    return [
        [
            rank,
            hit.document.doc,
            hit.passage.page or "",
            round(hit.score, 3),
            round(hit.cosine, 3),
            round(hit.lexical, 2),
            _best(found, hit),
            " ".join(hit.passage.text.split())[:EXCERPT_CHARS],
        ]
        for rank, hit in enumerate(found.retrieval.hits, 1)
    ]


def sentence_rows(found: Found) -> list[Row]:
    """The sentences with the best scores of the selector; none without one."""
    if found.judgement is None:
        return []
    scored = [
        (found.judgement.of(hit.row, number), hit, number)
        for hit in found.retrieval.hits
        for number in range(len(hit.passage.sentences))
    ]
    best = sorted((each for each in scored if each[0] > UNREAD), key=lambda each: -each[0])[:SENTENCES]
    return [
        [round(score, 2), hit.document.doc, hit.passage.page or "", hit.passage.quote(hit.passage.sentences[number])]
        for score, hit, number in best
    ]


def _best(found: Found, hit: Hit) -> object:
    score = found.judgement.best(hit) if found.judgement else UNREAD
    return round(score, 2) if score > UNREAD else messages.UNREAD
