"""Stand-ins that can be read at a glance: an embedder that hashes words, a progress that takes notes, a desk."""

from __future__ import annotations

import os
import re
import time
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.triage.model import (
    Alarm,
    Alert,
    Correspondent,
    Days,
    Draft,
    DraftSentence,
    Part,
    Place,
    Resource,
    Seen,
    Sorted,
    Triaged,
    Urgency,
    Weighed,
)
from assistant.triage.typology import categories
from indexer.french import terms
from indexer.record import Read, read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from assistant.triage.model import Message
    from indexer.embedder import Embedder
    from indexer.reading.options import ReadingOptions
    from indexer.sources import SourceFile

DIMENSION = 64


@dataclass
class HashingEmbedder:
    """Each stem falls in one of 64 boxes; texts that share words are close, and nothing is ever loaded."""

    name: str = "hashing-64"
    dimension: int = DIMENSION
    embedded: list[str] = field(default_factory=list)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(n, 64)` float32, L2-normalised."""
        self.embedded.extend(texts)
        return np.stack([self.embed_question(text) for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """`(64,)` float32, L2-normalised."""
        counts = np.zeros(DIMENSION, dtype=np.float32)
        counts[0] = 0.01  # a text without a word has a vector too
        for term in terms(text):
            counts[zlib.crc32(term.encode()) % DIMENSION] += 1
        return counts / np.linalg.norm(counts)


@dataclass
class Interrupting:
    """An embedder that works for some batches, then is interrupted as by Ctrl-C."""

    real: Embedder
    batches: int

    @property
    def name(self) -> str:
        """That of the real one."""
        return self.real.name

    @property
    def dimension(self) -> int:
        """That of the real one."""
        return self.real.dimension

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the real one, until the batches are spent."""
        if self.batches == 0:
            raise KeyboardInterrupt
        self.batches -= 1
        return self.real.embed_passages(texts)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """As the real one."""
        return self.real.embed_question(text)


def troubled_reading(file: SourceFile, digest: str, options: ReadingOptions) -> Read:
    """Reads as `read_record` does, but for files whose name tells of a trouble. Runs in a worker process."""
    match file.path.stem:
        case "lente":
            time.sleep(60)
        case "lourde":
            bytearray(64 * 1024**3)
        case "mortelle":
            os._exit(13)
        case "fautive":
            raise AttributeError
    return read_record(file, digest, options)


@dataclass
class NotedProgress:
    """Remembers each step as `[name, total, done]`."""

    steps: list[list[object]] = field(default_factory=list)

    def start(self, step: str, total: int) -> None:
        """A step begins."""
        self.steps.append([step, total, 0])

    def advance(self, count: int, pages: int = 0) -> None:
        """So many more units are done, of so many pages."""
        last = self.steps[-1]
        last[2] = int(str(last[2])) + count


@dataclass
class FakeDesk:
    """A desk that finds in every message what its subject says, in a moment; fails where it says « panne »."""

    seen: list[Message] = field(default_factory=list)

    def triage(self, message: Message, vector: NDArray[np.float32] | None = None) -> Triaged:
        """Category: the code that begins the subject, B2 without one."""
        self.seen.append(message)
        if "panne" in message.subject:
            raise ZeroDivisionError
        code = message.subject[:2] if message.subject[:2] in categories() else "B2"
        alerts = (Alert(Alarm.DANGER, (Seen("danger", Part.REQUEST),)),) if "danger" in message.request else ()
        resource = Resource("notes/a.pdf", "Évaluer un CLS", 4, "Une citation.", "Un passage.", "/a.pdf#page=4")
        return Triaged(
            message=message,
            sorted=Sorted((Weighed(code, 0.9), Weighed("A4", 0.06)), (Weighed("coordonnateur", 0.8),), ()),
            place=Place("Creil", "COM-60175", "commune", ("Oise", "Hauts-de-France")),
            days=Days(),
            alerts=alerts,
            needs_human=bool(alerts),
            reasons=("Une personne doit lire.",) if alerts else (),
            urgency=Urgency.TODAY if alerts else Urgency.NORMAL,
            due=None,
            summary="Demande de ressources.",
            resources=(resource,),
            draft=Draft(
                "Re : ressources", (DraftSentence("Bonjour,\n\n"), DraftSentence("Une citation.", 1)), (resource,)
            ),
        )

    def vector(self, message: Message) -> NDArray[np.float32] | None:
        """Words hashed."""
        return HashingEmbedder().embed_question(message.words())


@dataclass
class PlainDesk:
    """A desk that understands each message the same way, by the function given, and finds all of them alike."""

    understands: Callable[[Message], Triaged]

    def triage(self, message: Message, vector: NDArray[np.float32] | None = None) -> Triaged:
        """What the function says."""
        return self.understands(message)

    def vector(self, message: Message) -> NDArray[np.float32] | None:
        """That of its words."""
        return HashingEmbedder().embed_question(message.words())


@dataclass(frozen=True)
class NameMasker:
    """Hides one name and every address, so that a test sees at a glance what a page lets through."""

    name: str

    def text(self, text: str) -> str:
        """A text without them."""
        return re.sub(r"[\w.]+@[\w.-]+", "[adresse 1]", text.replace(self.name, "[nom 1]"))

    def message(self, message: Message) -> Message:
        """A message without them."""
        return replace(
            message,
            sender=Correspondent(self.text(message.sender.name), self.text(message.sender.address)),
            **{part: self.text(getattr(message, part)) for part in ("subject", "request", "signature", "quoted")},
        )
