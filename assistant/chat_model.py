"""A chat model behind langchain's `init_chat_model`: any OpenAI-compatible server, and langchain's other providers.

The request runs in an event loop of its own thread: there a deadline, or a reader who leaves, cancels it for good,
whatever the server does (drips comments, keeps the line open). What a provider raises is told as a `Notice`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
from typing import TYPE_CHECKING, Any

from assistant.answers import Notice
from indexer.errors import GeneratorUnavailable
from indexer.french import whole
from indexer.messages import LIBRARY_MISSING, MODEL_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from concurrent.futures import Future

    from langchain_core.language_models.chat_models import BaseChatModel

    from assistant.generator import Instructions, Pieces
    from indexer.settings import Settings

log = logging.getLogger("reperes")

CHARS_PER_TOKEN = 8
"""More characters than that for each token allowed, and the server does not heed the limit."""
NO_KEY = "none"
"""Sent where no key is set: langchain-openai 1.7.3 goes looking for one in the environment otherwise, and the client
under it refuses to ask anything without one. Servers on one's own machine do not look at it."""
TEMPERATURE = 0.0
CLOSING_SECONDS = 5.0
"""Time for requests under way to be given up, once the model is closed."""
AGAIN_SECONDS = 0.1
"""Before a task that goes on is cancelled again."""
ENDINGS = ("finish_reason", "stop_reason", "stopReason", "done_reason", "status")
"""Where providers say how a text ended; one of which nobody says so was cut."""
FINISHED = frozenset({"stop", "stop_sequence", "end_turn", "eos", "eos_token", "complete", "completed"})
"""What they say of one that came to its own end (OpenAI, Mistral, Ollama, Google; Anthropic, Amazon; TGI; Cohere).
Anything else was cut: « length », « content_filter », « safety », a word nobody knows yet."""
TOO_LONG = frozenset({"length", "model_length", "max_tokens", "max_output_tokens"})
"""What they say of one that reached the limit of tokens."""


class ChatModel:
    """A `Generator` over one chat model. Safe to use from several threads, `close` included, which ends its own."""

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
        self._lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """Gives up what is being written, whose readers are told so, and ends the thread."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        ended = asyncio.run_coroutine_threadsafe(_give_up(), self._loop)
        with contextlib.suppress(TimeoutError):  # a provider that holds the loop does not hold the program
            ended.result(CLOSING_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSING_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()

    def stream(self, instructions: Instructions) -> Pieces:
        """See `Generator.stream`. One that is closed is a model that cannot be reached."""
        pieces: queue.SimpleQueue[str | Notice | None] = queue.SimpleQueue()

        def ended(running: Future[None]) -> None:
            # Here and not in the coroutine, which a task cancelled before its first step never enters.
            if running.cancelled():
                pieces.put(Notice.UNREACHABLE)
            pieces.put(None)

        running = self._started(self._write(instructions, pieces))
        if running is None:
            yield Notice.UNREACHABLE
            return
        running.add_done_callback(ended)
        try:
            while (piece := pieces.get()) is not None:
                yield piece
        finally:
            running.cancel()

    def _started(self, writing: Coroutine[Any, Any, None]) -> Future[None] | None:
        with self._lock:
            if not self._closed:
                return asyncio.run_coroutine_threadsafe(writing, self._loop)
        writing.close()
        return None

    async def _write(self, instructions: Instructions, pieces: queue.SimpleQueue[str | Notice | None]) -> None:
        """Writes for as long as there is time. The reader is told before the provider is made to stop."""
        reading = asyncio.ensure_future(self._read(instructions, pieces))
        try:
            done, _ = await asyncio.wait({reading}, timeout=self._seconds)
            if not done:
                pieces.put(_failed(TimeoutError()))
        except asyncio.CancelledError:
            pieces.put(Notice.UNREACHABLE)
            raise
        finally:
            await _stop({reading})

    async def _read(self, instructions: Instructions, pieces: queue.SimpleQueue[str | Notice | None]) -> None:
        from langsmith import tracing_context

        written, ending = 0, ""
        messages = [("system", instructions.system), ("human", instructions.user)]
        try:
            # langchain tells a third party of each call where a variable of the machine asks for it: never from here.
            with tracing_context(enabled=False):
                async for chunk in self._model.astream(messages):
                    text = whole(str(chunk.text))
                    ending = _ending(chunk.response_metadata) or ending
                    written += len(text)
                    if written > self._max_chars:
                        pieces.put(Notice.ENDLESS)
                        return
                    pieces.put(text)
            if ending not in FINISHED:
                pieces.put(Notice.ENDLESS if ending in TOO_LONG else Notice.UNREADABLE)
        except Exception as exc:  # noqa: BLE001 — each provider has its own tree of errors
            pieces.put(_failed(exc))


def _failed(exc: Exception) -> Notice:
    """What readers are told. Neither the error's words nor its trace: they may hold the key, the question, passages."""
    notice = notice_of(exc)
    log.warning("the language model failed: %s (%s)", notice.value, type(exc).__name__)
    return notice


def _ending(told: Mapping[str, object]) -> str:
    """How a provider says that a text ended, in lower case; empty as long as it does not."""
    return next((str(told[name]).lower() for name in ENDINGS if told.get(name)), "")


async def _stop(tasks: set[asyncio.Task[Any]]) -> None:
    """Cancels tasks until they have ended.

    Once may not be enough: `asyncio.wait_for` of Python 3.11, through which langchain-openai reads each piece, forgets
    a cancellation that comes together with the piece.
    """
    while tasks:
        for task in tasks:
            task.cancel()
        _, tasks = await asyncio.wait(tasks, timeout=AGAIN_SECONDS)


async def _give_up() -> None:
    """Ends all else that runs in this loop."""
    await _stop({task for task in asyncio.all_tasks() if task is not asyncio.current_task()})
    await asyncio.get_running_loop().shutdown_asyncgens()


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
