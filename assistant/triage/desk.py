"""The desk: one message in, all that is understood of it out. Read this file to follow a message.

Keeps nothing and sends nothing. A message is content: nothing that it asks the software to do is done.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answers import Reason
from assistant.privacy import found as personal_in
from assistant.privacy import mask_message, masked
from assistant.triage import alerts as alarms
from assistant.triage import dates, deciding, phrases, places
from assistant.triage.classifier import Classifier
from assistant.triage.drafting.composing import draft_context
from assistant.triage.drafting.context import Suggested
from assistant.triage.drafting.modelled import drafted_by_model
from assistant.triage.drafting.templates import Templates
from assistant.triage.drafting.writing import write
from assistant.triage.learnt import MODEL_NAME, load
from assistant.triage.model import Alarm, Days, Place, Triaged
from assistant.triage.refining import refined
from assistant.triage.resources import Search, Shelf, search

if TYPE_CHECKING:
    import datetime as dt
    from typing import Self

    import numpy as np
    from numpy.typing import NDArray

    from assistant.generator import Generator
    from assistant.privacy.model import MaskedMessage
    from assistant.service import Assistant
    from assistant.serving import Serving
    from assistant.triage.model import Alert, Draft, Message, Sorted
    from indexer.embedder import Embedder
    from indexer.settings import Settings

SEARCHED = frozenset({"A4", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "C1"})
"""Categories that publications may help with."""
PUBLISHED = frozenset({"A4", "B2", "B4", "B5", "B7"})
"""Categories whose questions publications should answer: what is asked of the association itself (its accounts, its
presence, its contacts) is no publication to write."""
UNBELIEVED = frozenset({"C1", "C3", "C4"})
"""Selling and fraud, whose haste is a trick; and distress, which has no deadline: it is for today."""
NOWHERE = frozenset({"C3", "C4", "C5"})
"""Selling, fraud and suppliers: where they are established is nobody's territory, and no figure of the report."""
SUBJECT_CHARS = 90
SUGGESTED = frozenset({"B1"})
"""Categories whose draft points to organisations."""
NOTHING = Search((), (), ())


Suggesting = Callable[[Sequence[str], str], Sequence[Suggested]]
"""Organisations that may help, best first, from themes and the code of a territory."""


class Desk:
    """Triages messages with what a running program holds open. Safe to use from several threads."""

    def __init__(
        self,
        settings: Settings,
        embedder: Embedder,
        assistant: Callable[[], Assistant],
        suggest: Suggesting | None = None,
        generator: Generator | None = None,
        issue: Callable[[], dt.date | None] | None = None,
    ) -> None:
        """Loads the triage model.

        Args:
            settings: Of the program.
            embedder: Its embedding model.
            assistant: Gives the assistant over the index being served now.
            suggest: Organisations of a directory, from themes and the code of a territory.
            generator: A language model, which may read a triage again and never decides alone.
            issue: Gives the day of the next newsletter, where it is told.

        Raises:
            TriageModelUnreadable: The model that the staff trained is damaged.
        """
        self._settings = settings
        self._embedder = embedder
        self._assistant = assistant
        self._suggest, self._generator, self._issue = suggest, generator, issue
        self._templates = Templates(Path(settings.templates_dir) if settings.templates_dir else None)
        self._lock = threading.Lock()
        self._shelf = Shelf()
        self._stamp = self._trained_at()
        self._classifier = Classifier(load(settings.data_dir), embedder)

    @classmethod
    def of(
        cls,
        serving: Serving,
        suggest: Suggesting | None = None,
        issue: Callable[[], dt.date | None] | None = None,
    ) -> Self:
        """The desk of a running program."""
        return cls(serving.settings, serving.embedder, serving.assistant, suggest, serving.generator, issue)

    def triage(self, message: Message, vector: NDArray[np.float32] | None = None) -> Triaged:
        """Everything that is understood of a message, and a draft.

        Args:
            message: As read.
            vector: What `vector` makes of it, where it is known already.
        """
        with ThreadPoolExecutor(1, thread_name_prefix="mask") as aside:  # while the models read
            masking = aside.submit(mask_message, message)
            return self._triaged(message, vector, masking)

    def _triaged(self, message: Message, vector: NDArray[np.float32] | None, masking: Future[MaskedMessage]) -> Triaged:
        """That, the message masked aside meanwhile."""
        raised = alarms.raised(message)
        classifier = self.classifier()
        vector = classifier.vector(message) if vector is None else vector
        sorted_as = deciding.with_situation(classifier.sort(message, vector), raised)
        raised = deciding.with_category(raised, sorted_as)
        category = sorted_as.categories[0].code
        days = self._days(message, sorted_as, raised)
        place = Place() if category in NOWHERE and not sorted_as.abstains else places.read(message)
        reasons = deciding.reasons(message, sorted_as, raised)
        found = self._found(message, sorted_as, vector)
        masked = masking.result()
        triaged = Triaged(
            message=message,
            sorted=sorted_as,
            place=place,
            days=days,
            alerts=raised,
            needs_human=bool(reasons),
            reasons=reasons,
            urgency=deciding.urgency(message, category, raised, days),
            due=deciding.due(message, category, days),
            summary=_summary(sorted_as, place, days, masked.message.subject),
            questions=found.questions,
            unanswered=unanswered(found) if not PUBLISHED.isdisjoint(_codes(sorted_as)) else (),
            resources=found.resources,
            masked=masked.message.request,
        )
        if self._generator is not None:
            triaged = refined(triaged, self._generator)
        return replace(triaged, draft=self._draft(triaged, found))

    def vector(self, message: Message) -> NDArray[np.float32] | None:
        """What the embedding model makes of a message, to find those that are alike."""
        return self.classifier().vector(message)

    def classifier(self) -> Classifier:
        """The classifier, read again when the staff has trained one since."""
        stamp = self._trained_at()
        if stamp != self._stamp:
            with self._lock:
                self._classifier = Classifier(load(self._settings.data_dir), self._embedder)
                self._stamp = stamp
        return self._classifier

    def _trained_at(self) -> float:
        path = self._settings.data_dir / MODEL_NAME
        return path.stat().st_mtime if path.exists() else 0.0

    def _days(self, message: Message, sorted_as: Sorted, raised: Sequence[Alert]) -> Days:
        """Its days; the haste of what is surely selling, fraud or distress is none."""
        surely = sorted_as.categories[0].code in UNBELIEVED and not sorted_as.abstains
        tricked = surely or any(alert.alarm is Alarm.FRAUD for alert in raised)
        return dates.read(message, believed=not tricked)

    def _found(self, message: Message, sorted_as: Sorted, vector: NDArray[np.float32] | None) -> Search:
        """What publications answer, for a message that asks something of them, first or besides."""
        if SEARCHED.isdisjoint(_codes(sorted_as)):
            return NOTHING
        return search(message, sorted_as.subjects, self._assistant(), self._shelf, vector)

    def _draft(self, triaged: Triaged, found: Search) -> Draft:
        """A draft for a person to edit: nothing is ever sent."""
        category = triaged.category
        themes = [theme.code for theme in triaged.sorted.themes]
        wanted = SUGGESTED & {category, *triaged.sorted.secondary}
        context = draft_context(
            triaged.message,
            category,
            triaged.days,
            triaged.place,
            triaged.alerts,
            found,
            secondary=triaged.sorted.secondary,
            themes=themes,
            suggested=self._suggest(themes, triaged.place.code) if self._suggest and wanted else (),
            parution=self._issue() if self._issue and category in deciding.RELAYS else None,
            public_url=self._settings.public_url,
        )
        drafter = self._assistant().drafter
        if drafter is None:
            return write(context, self._templates)
        return drafted_by_model(context, drafter, found, triaged.masked, self._templates, self._settings.public_url)


def _codes(sorted_as: Sorted) -> tuple[str, ...]:
    """Everything that a message asks for: its first category, and the others."""
    return (sorted_as.categories[0].code, *sorted_as.secondary)


def unanswered(found: Search) -> tuple[str, ...]:
    """The questions about the field that no publication answers, masked; none of those that name somebody."""
    questions = zip(found.questions, found.found, strict=True)
    gaps = (question for question, one in questions if one.reason is Reason.NOT_DOCUMENTED)
    return tuple(masked(question, personal_in(question)).text for question in gaps)


def _summary(sorted_as: Sorted, place: Place, days: Days, masked_subject: str) -> str:
    return phrases.summary(
        sorted_as.requesters[0].code,
        sorted_as.categories[0].code,
        place.label,
        shortened(masked_subject),
        days.deadline.day if days.deadline else None,
        days.event.day if days.event else None,
    )


def shortened(subject: str) -> str:
    """A subject on one line, cut at a word."""
    line = " ".join(subject.split())
    if len(line) <= SUBJECT_CHARS:
        return line
    return f"{line[:SUBJECT_CHARS].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"
