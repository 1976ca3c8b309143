"""The next questions of an answer. Nothing is verified while a reader waits for the answer itself.

Candidates are verified when they are first wanted, the likeliest first, within a budget of time; then the others aside,
by a thread that works a third of the time at the lowest priority, until all are known. One is verified at a time,
however many ask. What is known is kept for the generation: a suggestion then costs an embedding and a product of
matrices.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.answers import Reason
from assistant.suggestions.candidates import candidates
from assistant.suggestions.choosing import SHOWN, Said, beginnings, chosen
from assistant.suggestions.keeping import keep, kept
from assistant.suggestions.verifying import verified
from indexer.french import term_set

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.conversations.answered import Answered
    from assistant.service import Assistant
    from assistant.suggestions.candidates import Candidate
    from assistant.suggestions.verifying import Verified

log = logging.getLogger("reperes")

BUDGET: Final = 2.0
"""Seconds that may be spent verifying while somebody reads an answer and waits for what to ask next."""
REST: Final = 2.0
"""Times what a verification took, that the thread rests after it."""
SAVED: Final = 25
"""Verifications between two writings of what is known."""
NICE: Final = 19
ENOUGH: Final = 3
"""Questions to begin with, least: more are shown as they become known."""
LIKELY: Final = 12
"""Candidates that a question may bring to the front."""
FOLLOWED: Final = frozenset({None, Reason.NOT_DOCUMENTED.value})
"""An answer, or a refusal for want of publications, is followed by others; a person in danger is not."""


class Suggestions:
    """Those of one generation. Safe to share between threads."""

    def __init__(self, assistant: Assistant, data_dir: Path | None = None) -> None:
        """Finds again what was verified of the generation; verifies nothing yet.

        Args:
            assistant: That answers them.
            data_dir: Where what is verified is kept; `None`: nowhere.
        """
        self._assistant, self._data_dir = assistant, data_dir
        self.generation = assistant.index.manifest.generation
        self._lock = threading.Lock()
        self._verifying = threading.Lock()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._waiting: dict[str, Candidate] | None = None
        self._known = kept(data_dir, self.generation) if data_dir else {}
        self._unsaved = 0

    def after(self, answered: Answered, budget: float = BUDGET) -> list[str]:
        """At most three questions that are really answered, to be put after an answer; none after a refusal to help.

        Args:
            answered: What was asked and answered.
            budget: Seconds that may be spent verifying, where too few are known; 0: none.
        """
        if answered.outcome.reason not in FOLLOWED:
            return []
        self._prepare()
        said = self._said(answered)
        ends = time.perf_counter() + budget
        near = frozenset(each.doc for each in answered.outcome.retrieved)
        found = chosen(said, self.verified())
        for candidate in self._likely(said, near) if budget else ():
            if len(found) == SHOWN or time.perf_counter() >= ends:
                break
            if self._verify(candidate, ends - time.perf_counter()):
                found = chosen(said, self.verified())
        return found

    def first(self, budget: float = BUDGET) -> list[str]:
        """At most six questions to begin with, on different subjects.

        Args:
            budget: Seconds that may be spent verifying, where too few are known; 0: none.
        """
        ends = time.perf_counter() + budget
        found = beginnings(self.verified())
        while len(found) < ENOUGH and time.perf_counter() < ends:
            self._prepare()
            if not self._verify_next():
                break
            found = beginnings(self.verified())
        return found

    def go_on(self) -> None:
        """Has the rest verified aside."""
        with self._lock:
            if self._thread is not None or self._closed.is_set():
                return
            self._thread = threading.Thread(target=self._work, name="suggestions", daemon=True)
            self._thread.start()

    def verify_all(self) -> None:
        """Verifies every candidate now: for those who measure."""
        self._prepare()
        while self._verify_next():
            pass

    def verified(self) -> list[Verified]:
        """The questions that are known to be answered."""
        with self._lock:
            return [each for each in self._known.values() if each is not None]

    def close(self) -> None:
        """Ends the thread, and keeps what is known."""
        self._closed.set()
        thread = self._thread
        if thread is not None:
            thread.join()
        self._save()

    def _prepare(self) -> None:
        """Makes the candidates, save for those that are known."""
        with self._lock:
            if self._waiting is not None:
                return
            made = candidates(self._assistant.index)
            self._waiting = {each.text: each for each in made if each.text not in self._known}

    def _said(self, answered: Answered) -> Said:
        outcome = answered.outcome
        question = outcome.understood.question or answered.asked.question
        chosen_by = answered.asked.filters.filters()
        earlier = tuple(turn.content for turn in answered.asked.history if turn.role == "user")
        return Said(
            question=question,
            earlier=earlier,
            vectors=np.stack([self._assistant.vector(text) for text in (question, *earlier)]),
            quotes=frozenset(each.quote for each in outcome.citations),
            passages=tuple((each.doc, each.text) for each in outcome.retrieved),
            docs=frozenset({each.doc for each in outcome.citations} | {each.doc for each in outcome.further}),
            closed=frozenset(d.doc for d in self._assistant.index.public_documents if not chosen_by.accepts(d)),
        )

    def _likely(self, said: Said, near: frozenset[str]) -> list[Candidate]:
        """Candidates that share words with the question, or come from what was found for it; now the first in line."""
        asked = term_set(said.question)
        with self._lock:
            waiting = self._waiting or {}
            scored = [(len(asked & term_set(each.text)) + (each.doc in near), each) for each in waiting.values()]
            scored.sort(key=lambda pair: -pair[0])
            likely = [each for score, each in scored[:LIKELY] if score]
            self._waiting = {**{each.text: each for each in likely}, **waiting}
        return likely

    def _verify(self, candidate: Candidate, wait: float = -1) -> bool:
        """Verifies one, unless it is known, or others are being verified for too long; whether it is answered.

        Args:
            candidate: The question.
            wait: For its turn, in seconds; by default as long as it takes.
        """
        if not self._verifying.acquire(timeout=wait):
            return False
        try:
            with self._lock:
                if self._waiting is None or self._waiting.pop(candidate.text, None) is None:
                    return False
            found = self._verified(candidate)
        finally:
            self._verifying.release()
        with self._lock:
            self._known[candidate.text] = found
            self._unsaved += 1
            full = self._unsaved >= SAVED or not self._waiting
        if full:
            self._save()
        return found is not None

    def _verified(self, candidate: Candidate) -> Verified | None:
        try:
            return verified(candidate, self._assistant)
        except Exception:  # whoever waits for an answer is not to lose it for one of these
            log.exception("a suggested question could not be verified")
            return None

    def _verify_next(self) -> bool:
        """Verifies the next one; whether there was one."""
        with self._lock:
            following = next(iter((self._waiting or {}).values()), None)
        if following is None:
            return False
        self._verify(following)
        return True

    def _work(self) -> None:
        with contextlib.suppress(AttributeError, OSError):  # of this thread alone, where the system knows how
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        try:
            self._prepare()
        except Exception:
            log.exception("no question can be suggested")
            return
        while not self._closed.is_set():
            began = time.perf_counter()
            if not self._verify_next():
                return
            self._closed.wait(REST * (time.perf_counter() - began))

    def _save(self) -> None:
        with self._lock:
            known, unsaved = dict(self._known), self._unsaved
            self._unsaved = 0
        if unsaved and self._data_dir is not None:
            keep(self._data_dir, self.generation, known)
