"""A publication in a few sentences of its own: chosen, never written.

What it offers as its summary (« L’essentiel », « Résumé », « En bref »…) where it has one; else the first sentences
that say something. The title page, where the text comes from, notes, tables, and what many publications begin with
alike say nothing of the kind.
"""

from __future__ import annotations

import enum
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.library.contents import is_note
from indexer.french import words
from indexer.passages import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from indexer.passages import Passage

MOST_CHARS = 620
"""A summary is closed before it would pass this: four or five sentences, what a card of a list can hold opened."""
MOST_SENTENCES = 5
SHORTEST_WORDS = 8
"""A sentence with fewer words is a label or a date of the title page."""
OPENING = 2
"""Sentences before any heading that are told before those of the section: they say what the publication is for."""
NOTICED = 3
"""Passages from the start of a publication in which notices stand."""
LOOKED_AT = 12
"""Passages from the start of a publication among which its first sentences are looked for: beyond, it has none."""
OFFERED = re.compile(
    r"^(?:(?:l )?essentiel|resumes?|en bref|en resume|en quelques mots|synthese|points? (?:cles?|essentiels?)|"
    r"(?:ce qu il faut|a) (?:retenir|savoir)|(?:les )?(?:idees|messages) (?:forces?|cles?|principales)|"
    r"(?:les )?principaux (?:resultats|constats|enseignements|points)|chiffres cles)\b"
)
"""Over the levelled words of a heading, its number left out: the publication's own summary."""
NUMBERED = re.compile(r"^(?:\d+(?:[.,]\d+)*|[ivx]+) ")
ADDRESS = re.compile(r"https?://|www\.|\b[\w-]+\.(?:fr|org|com|net|eu)/", re.IGNORECASE)
SOURCES = re.compile(
    r"\ba partir d|\b(?:resume|texte|note|fiche|document) redige[es]*\b|\btous droits\b|\blicence\b|\bisbn\b|\bissn\b|"
    r"\badresse publique\b|\bdirect(?:eur|rice) de (?:la )?publication\b|\bconsulte[es]* le\b|\bsommaire\b|"
    r"\bne remplace(?:nt)? pas (?:la |les |le |l )?(?:publications?|versions?|documents?|texte)\b"
)
"""Over levelled words: tells of the text where it comes from, not what it says."""


ALIKE = 3
"""A sentence with which so many publications begin is a notice, and tells nothing of any."""


class Origin(enum.StrEnum):
    """Where a summary was taken."""

    SECTION = "section"
    BEGINNING = "beginning"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence of a summary, word for word.

    Attributes:
        text: It.
        page: 1-based; `None` where there are no pages.
        passage: Number of its passage.
    """

    text: str
    page: int | None
    passage: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences in reading order, where they were taken, and the heading of the section they come from."""

    origin: Origin
    extracts: tuple[Extract, ...]
    heading: str = ""

    @property
    def text(self) -> str:
        """In one run; « … » where sentences do not follow each other is left to whoever shows them apart."""
        return " ".join(extract.text for extract in self.extracts)


def summary(passages: Sequence[Passage], notices: Collection[str] = ()) -> Summary:
    """The summary of a publication.

    Args:
        passages: Of one publication, in reading order.
        notices: Of the publications that it stands with (`notices_of`).
    """
    first = passages[:LOOKED_AT]
    beginning = _kept(s for p in first for s in _telling(p) if levelled(s.text) not in notices)
    offered = next((p.headings for p in passages if p.headings and is_offered(p.headings[-1])), None)
    if offered is not None:
        unheaded = {passage.number for passage in first if not passage.headings}
        opening = tuple(extract for extract in beginning if extract.passage in unheaded)[:OPENING]
        room = sum(len(extract.text) for extract in opening)
        section = (s for p in passages if p.headings[: len(offered)] == offered for s in _telling(p, SentenceKind.ITEM))
        kept = _kept(section, MOST_CHARS - room, MOST_SENTENCES - len(opening))
        if kept:
            return Summary(Origin.SECTION, (*opening, *kept), offered[-1])
    return Summary(Origin.BEGINNING if beginning else Origin.NONE, beginning)


def notices_of(publications: Iterable[Sequence[Passage]]) -> frozenset[str]:
    """Sentences, levelled, with which several publications begin alike."""
    met = Counter(
        sentence
        for passages in publications
        for sentence in {levelled(s.text) for passage in passages[:NOTICED] for s in _telling(passage)}
    )
    return frozenset(sentence for sentence, count in met.items() if count >= ALIKE)


def levelled(text: str) -> str:
    """A text by its words alone."""
    return " ".join(words(text))


def is_offered(heading: str) -> bool:
    """Whether a heading announces the publication's own summary."""
    return OFFERED.match(NUMBERED.sub("", levelled(heading))) is not None


def _telling(passage: Passage, *more: SentenceKind) -> Iterator[Extract]:
    """The sentences of a passage that say something: whole, of some length, neither an address nor a source."""
    if is_note(passage):
        return
    for sentence in passage.sentences:
        text = passage.text[sentence.start : sentence.end]
        said = words(text)
        if (
            sentence.kind in (SentenceKind.PROSE, *more)
            and len(said) >= SHORTEST_WORDS
            and text.rstrip("»” )").endswith((".", "!", "?", "…"))
            and not ADDRESS.search(text)
            and not SOURCES.search(" ".join(said))
        ):
            yield Extract(" ".join(text.split()), passage.page, passage.number)


def _kept(
    sentences: Iterator[Extract], most_chars: int = MOST_CHARS, most_sentences: int = MOST_SENTENCES
) -> tuple[Extract, ...]:
    """As many of the first as there is room for; one at least."""
    kept: list[Extract] = []
    size = 0
    for each in sentences:
        size += len(each.text) + 1
        if len(kept) >= most_sentences or (kept and size > most_chars):
            break
        kept.append(each)
    return tuple(kept)
