"""Gradio's page of the bench: a question, and what each step makes of it."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from fastapi import FastAPI

# Read by gradio as it is imported: no analytics, no history of questions left in browsers.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_RUN_HISTORY"] = "False"

import gradio as gr

from ui.bench import messages
from ui.bench.steps import Row, steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.service import Assistant

log = logging.getLogger("reperes")


def page_at(path: str, assistant: Callable[[], Assistant], back: str) -> FastAPI:
    """An application that holds the bench, mounted as Gradio does, and nothing else.

    Args:
        path: Where it will be mounted.
        assistant: Gives the assistant over the index being served now.
        back: Address of the pages of administration.
    """
    whole = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        whole,
        blocks(assistant, back),
        path=path,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1b",  # nothing is ever uploaded; Gradio's upload route cannot be closed otherwise
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
    )
    return whole


def theme() -> gr.themes.Base:
    """The colours of `ui/site/static/theme.css`; that of Gradio's own button is too pale for its words."""
    made = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"])
    in_light = {
        "body_background_fill": "#f5f3ec",
        "background_fill_primary": "#fffefa",
        "block_background_fill": "#fffefa",
        "body_text_color": "#17211f",
        "body_text_color_subdued": "#44524e",
        "block_label_text_color": "#44524e",
        "block_title_text_color": "#44524e",
        "border_color_primary": "#d9d6c8",
        "input_border_color": "#6d7a76",
        "input_background_fill": "#fffefa",
        "link_text_color": "#124e52",
        "link_text_color_hover": "#0b3639",
        "link_text_color_visited": "#124e52",
        "button_primary_background_fill": "#124e52",
        "button_primary_background_fill_hover": "#0b3639",
        "button_primary_text_color": "#ffffff",
        "button_primary_border_color": "#124e52",
        "button_primary_border_color_hover": "#0b3639",
        "table_even_background_fill": "#fffefa",
        "table_odd_background_fill": "#f5f3ec",
    }
    in_dark = {
        "body_background_fill": "#0f1817",
        "background_fill_primary": "#182423",
        "block_background_fill": "#182423",
        "body_text_color": "#eaf0ec",
        "body_text_color_subdued": "#b9c7c2",
        "block_label_text_color": "#b9c7c2",
        "block_title_text_color": "#b9c7c2",
        "border_color_primary": "#30423f",
        "input_border_color": "#82958f",
        "input_background_fill": "#182423",
        "link_text_color": "#86d3c8",
        "link_text_color_hover": "#b3e8df",
        "link_text_color_visited": "#86d3c8",
        "button_primary_background_fill": "#86d3c8",
        "button_primary_background_fill_hover": "#b3e8df",
        "button_primary_text_color": "#05282a",
        "button_primary_border_color": "#86d3c8",
        "button_primary_border_color_hover": "#b3e8df",
        "table_even_background_fill": "#182423",
        "table_odd_background_fill": "#0f1817",
    }
    return made.set(input_border_width="1px", **in_light, **{f"{name}_dark": color for name, color in in_dark.items()})


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
        passages = gr.Dataframe(
            headers=list(messages.PASSAGE_COLUMNS),
            column_widths=list(messages.PASSAGE_WIDTHS),
            label=messages.PASSAGES,
            wrap=True,
        )
        sentences = gr.Dataframe(
            headers=list(messages.SENTENCE_COLUMNS),
            column_widths=list(messages.SENTENCE_WIDTHS),
            label=messages.SENTENCES,
            wrap=True,
        )

        def tried(text: str) -> tuple[str, list[Row], list[Row]]:
            try:
                return steps(assistant(), text)
            except Exception:
                # Gradio 6.31 prints the errors of what it calls, words and all, past the log: it is given none.
                log.exception("a question could not be tried")
                raise gr.Error(messages.UNFORESEEN, print_exception=False) from None

        gr.on(
            [run.click, question.submit],
            tried,
            inputs=[question],
            outputs=[decision, passages, sentences],
            concurrency_limit=1,
            api_visibility="private",
        )
    return page
