"""What a program that answers holds open: the index, the models, and an assistant on the generation that is published.

A new `reperes index` is picked up at the next question, which waits for it while the others go on with what is open; a
generation that cannot be opened is reported in the log and the one at hand goes on being served.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from assistant.chat_model import open_chat_model
from assistant.gaps import Gaps
from assistant.observing.reasons import reason
from assistant.service import Assistant
from indexer.embedder import QUESTION_THREADS, load_embedder
from indexer.errors import IndexStateError, StoreUnavailable, WritingError
from indexer.index import current_generation, open_index

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from assistant.generator import Generator
    from indexer.embedder import Embedder
    from indexer.index import Index
    from indexer.settings import Settings

log = logging.getLogger("reperes")

RETRY_SECONDS = 5.0
"""Between two tries to open a generation whose Chroma server does not answer."""


class Serving:
    """The assistant of a running program, to be closed. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Loads the model and opens the index.

        Raises:
            IndexMissing, IndexCorrupt, IndexModelMismatch: The index cannot be used.
            ModelUnavailable, WeightsMismatch, WritingError: The model cannot be loaded.
            GeneratorUnavailable: The language model that is set cannot be used.
        """
        self.settings = settings
        index = open_index(settings)  # before the model: a missing index is then told at once
        self._embedder = load_embedder(settings, threads=QUESTION_THREADS)
        self._generator = open_chat_model(settings)
        self._gaps = Gaps(settings.data_dir, settings.kept_gaps) if settings.kept_gaps else None
        self._assistant = self._over(index)
        self._unusable = ""
        self._again = 0.0  # of the monotonic clock: a server that did not answer is not asked before
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    def close(self) -> None:
        """Gives up the answers that a language model is writing, and ends its thread."""
        if self._generator is not None:
            self._generator.close()

    def assistant(self) -> Assistant:
        """The assistant over the generation being served now."""
        try:
            published = current_generation(self.settings.data_dir)
        except IndexStateError:
            return self._assistant  # the folder is being moved or mended; what is open stays usable
        unknown = published not in (self._assistant.index.manifest.generation, self._unusable)
        # One question opens it, and waits for it; the others get the generation at hand meanwhile, at no delay.
        if unknown and self._lock.acquire(blocking=False):
            try:
                self._reopen(published)
            finally:
                self._lock.release()
        return self._assistant

    @property
    def is_behind(self) -> bool:
        """Whether what is published could not be opened, so that what was served before goes on."""
        held = self.assistant().index.manifest.generation
        try:
            return current_generation(self.settings.data_dir) != held
        except IndexStateError:
            return True

    @property
    def embedder(self) -> Embedder:
        """The embedding model, for whoever else reads texts with it."""
        return self._embedder

    @property
    def generator(self) -> Generator | None:
        """The language model that is set, if one is."""
        return self._generator

    def _over(self, index: Index) -> Assistant:
        return Assistant(index, self._embedder, self.settings, self._generator, self._gaps)

    def _reopen(self, published: str) -> None:
        if published == self._assistant.index.manifest.generation:
            return  # another thread did it meanwhile
        if time.monotonic() < self._again:
            return
        try:
            self._assistant = self._over(open_index(self.settings))
        except (StoreUnavailable, WritingError) as error:  # it may come back, and the generation with it
            self._again = time.monotonic() + RETRY_SECONDS
            log.warning("generation %s cannot be opened yet (%s); the previous one goes on", published, reason(error))
        except IndexStateError as error:
            self._unusable = published
            log.warning("generation %s cannot be opened (%s); the previous one goes on", published, reason(error))
        else:
            log.info("serving generation %s", published)
