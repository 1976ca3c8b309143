"""Gradio's page of the bench: a question, and what each step makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from assistant.api.placing import base_path
from ui.bench import messages
from ui.bench.door import PATH, Door
from ui.bench.steps import Row, steps
from ui.site.addresses import address
from ui.site.visiting import House

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from assistant.service import Assistant
    from indexer.settings import Settings


def mount_page(app: FastAPI, settings: Settings) -> None:
    """What `ui.bench.mount` says, once gradio is imported."""

    def assistant() -> Assistant:
        found: Assistant = app.state.serving.assistant()
        return found

    gr.mount_gradio_app(
        app,
        blocks(assistant, address(base_path(settings), "/administration")),
        path=PATH,
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
    app.add_middleware(Door, house=House(app, settings))


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
