"""A chat model behind langchain's `init_chat_model`: any OpenAI-compatible server, and langchain's other providers.

The request runs in an event loop of its own thread: there a deadline, or a reader who leaves, cancels it for good,
whatever the server does (drips comments, keeps the line open). What a provider raises is told as a `Notice`.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from typing import TYPE_CHECKING, Any

from assistant.answers import Notice
from indexer.errors import GeneratorUnavailable
from indexer.messages import LIBRARY_MISSING, MODEL_UNKNOWN

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

    from assistant.generator import Instructions, Pieces
    from indexer.settings import Settings

log = logging.getLogger("reperes")

CHARS_PER_TOKEN = 8
"""More characters than that for each token allowed, and the server does not heed the limit."""
NO_KEY = "none"
"""Sent where no key is set: clients want one, servers on one's own machine do not look at it."""
TEMPERATURE = 0.0
ENDINGS = ("finish_reason", "stop_reason", "done_reason")
"""Where providers say that a text is finished; one that nobody says so of was cut."""


class ChatModel:
    """A `Generator` over one chat model. Safe to use from several threads; `close` ends its own."""

    def __init__(self, model: BaseChatModel, *, seconds: float, max_chars: int) -> None:
        """Holds a model.

        Args:
            model: Of langchain.
            seconds: For the whole of a text.
            max_chars: Of a text.
        """
        self._model = model
        self._seconds = seconds
        self._max_chars = max_chars
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chat-model", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread; nothing can be asked any more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def stream(self, instructions: Instructions) -> Pieces:
        """See `Generator.stream`."""
        pieces: queue.SimpleQueue[str | Notice | None] = queue.SimpleQueue()
        running = asyncio.run_coroutine_threadsafe(self._write(instructions, pieces), self._loop)
        try:
            while (piece := pieces.get()) is not None:
                yield piece
        finally:
            running.cancel()

    async def _write(self, instructions: Instructions, pieces: queue.SimpleQueue[str | Notice | None]) -> None:
        from langsmith import tracing_context

        written, finished = 0, False
        messages = [("system", instructions.system), ("human", instructions.user)]
        try:
            # langchain tells a third party of each call where a variable of the machine asks for it: never from here.
            with tracing_context(enabled=False):
                async with asyncio.timeout(self._seconds):
                    async for chunk in self._model.astream(messages):
                        text = str(chunk.text)
                        finished |= any(chunk.response_metadata.get(name) for name in ENDINGS)
                        written += len(text)
                        if written > self._max_chars:
                            pieces.put(Notice.ENDLESS)
                            return
                        pieces.put(text)
            if not finished:
                pieces.put(Notice.UNREADABLE)
        except Exception as exc:  # noqa: BLE001 — each provider has its own tree of errors
            notice = notice_of(exc)
            # Neither the error's words nor its trace: they may hold the key, the question or the passages.
            log.warning("the language model failed: %s (%s)", notice.value, type(exc).__name__)
            pieces.put(notice)
        finally:
            pieces.put(None)


def open_chat_model(settings: Settings) -> ChatModel | None:
    """The configured model, `None` without one. Nothing is asked of it yet.

    Raises:
        GeneratorUnavailable: Its library is not installed, or langchain refuses its settings.
    """
    if not settings.llm_model:
        return None
    try:
        from langchain.chat_models import init_chat_model
    except ImportError as exc:
        detail = LIBRARY_MISSING.format(library="langchain")
        raise GeneratorUnavailable(model=settings.llm_model, detail=detail) from exc
    address: dict[str, Any] = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    try:
        model = init_chat_model(
            settings.llm_model,
            api_key=settings.llm_api_key.get_secret_value() or NO_KEY,
            timeout=settings.llm_timeout,
            max_tokens=settings.llm_max_tokens,
            max_retries=0,  # a second try would come after the reader's patience
            temperature=TEMPERATURE,
            **address,
        )
    except ImportError as exc:
        provider = settings.llm_model.partition(":")[0].replace("_", "-")
        detail = LIBRARY_MISSING.format(library=f"langchain-{provider}")
        raise GeneratorUnavailable(model=settings.llm_model, detail=detail) from exc
    except (ValueError, TypeError):
        # pydantic's errors repeat what they were given, the key included: hence no `from exc`.
        raise GeneratorUnavailable(model=settings.llm_model, detail=MODEL_UNKNOWN) from None
    max_chars = settings.llm_max_tokens * CHARS_PER_TOKEN
    return ChatModel(model, seconds=settings.llm_timeout, max_chars=max_chars)


def notice_of(exc: BaseException) -> Notice:
    """What readers are told of a provider's error: by its HTTP status where it has one, then by its nature."""
    status = getattr(exc, "status_code", None) or getattr(getattr(exc, "response", None), "status_code", None)
    if isinstance(status, int):
        if status in {401, 403}:
            return Notice.KEY_REFUSED
        if status == 429:  # noqa: PLR2004 — « Too Many Requests »
            return Notice.BUSY
        return Notice.SERVER_FAILED
    if isinstance(exc, TimeoutError) or "Timeout" in type(exc).__name__:
        return Notice.TOO_SLOW
    if isinstance(exc, OSError) or any("Connect" in kind.__name__ for kind in type(exc).__mro__):
        return Notice.UNREACHABLE
    return Notice.UNREADABLE
