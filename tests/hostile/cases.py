"""A hostile file: its name, what is wrong with it, how it is made, and what should come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from indexer.errors import (
    ArchiveRefused,
    EmptyDocument,
    EncryptedFile,
    GarbledText,
    ReaderStopped,
    ReadingTooHeavy,
    ReadingTooLong,
    SourceError,
    UnreadableFile,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SENTENCE = "La coordinatrice réunit les partenaires deux fois par an."
"""What the files that can be read say somewhere."""
SECRET = "motdepasse-zorglub-4f1d"  # a bait, not a credential
"""Stands in a file beside the indexed folder, which hostile files point at; must never be served."""

_BOUNDS = (ReadingTooLong, ReadingTooHeavy, ReaderStopped, ArchiveRefused)


@dataclass(frozen=True, slots=True)
class Bait:
    """What hostile files try to reach.

    Attributes:
        secret: A file outside the indexed folder, which holds `SECRET`.
        url: An address on this machine that nobody should ask anything of.
    """

    secret: Path
    url: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an indexing should tell of a file.

    Attributes:
        indexed: It may become a document.
        says: Words that the document must then hold.
        silent: Words that it must not hold.
        errors: Classes of which one may be told instead; none: it must not fail.
        skipped: It may be left aside with a reason.
        listed: It stands in one of the report's lists at all.
    """

    indexed: bool = False
    says: str = ""
    silent: tuple[str, ...] = ()
    errors: tuple[type[SourceError], ...] = ()
    skipped: bool = False
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile file.

    Attributes:
        name: Path relative to the folder that all are written into.
        what: What is wrong with it.
        outcome: What should come of it.
        make: Makes it at the path given.
        family: Its format and its kind of harm; `gathered` tells it.
    """

    name: str
    what: str
    outcome: Outcome
    make: Callable[[Path, Bait], object]
    family: str = ""


def case(name: str, what: str, outcome: Outcome, content: Callable[[Bait], bytes]) -> Case:
    """A file of these bytes, made only when asked for: some are heavy."""
    return Case(name, what, outcome, lambda path, bait: path.write_bytes(content(bait)))


def entry(name: str, what: str, outcome: Outcome, place: Callable[[Path, Bait], object]) -> Case:
    """Something in a folder that is not simply a file of bytes."""
    return Case(name, what, outcome, place)


def indexed(says: str = SENTENCE, *silent: str) -> Outcome:
    """It becomes a document that holds these words, and not those."""
    return Outcome(indexed=True, says=says, silent=silent)


def fails(*errors: type[SourceError]) -> Outcome:
    """It fails, with one of these errors."""
    return Outcome(errors=errors)


def told(*silent: str) -> Outcome:
    """Whether it is read or refused is the reader's choice; nothing else may happen, within the bounds."""
    return Outcome(indexed=True, errors=(UnreadableFile, EncryptedFile, EmptyDocument, GarbledText), silent=silent)


def bounded(*silent: str) -> Outcome:
    """As `told`, and it may also be stopped for the time or the memory that it would take."""
    return Outcome(indexed=True, errors=(*told().errors, *_BOUNDS), silent=silent)


def refused() -> Outcome:
    """It must fail, of itself or at the bounds."""
    return Outcome(errors=(*told().errors, *_BOUNDS))


def skipped() -> Outcome:
    """It is left aside, with a reason."""
    return Outcome(skipped=True)


def passed_over() -> Outcome:
    """It is no file to publish, and no list speaks of it."""
    return Outcome(listed=False)


def gathered(*makers: Callable[[], Iterable[Case]]) -> tuple[Case, ...]:
    """The cases of a module: those that one maker makes, in one format, are a family."""
    return tuple(replace(made, family=_family(maker, made)) for maker in makers for made in maker())


def _family(maker: Callable[[], Iterable[Case]], made: Case) -> str:
    module = maker.__module__.rpartition(".")[2]
    suffix = PurePosixPath(made.name).suffix.lower()
    return f"{module} {maker.__name__.strip('_')} {suffix}".strip()
