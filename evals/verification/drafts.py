"""Drafts of one sentence, made from an index by a seed: what they say, what they cite, and what is wrong with them."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.verification.claims import PRONOUN
from assistant.verification.names import is_acronym
from evals.verification.faults import CAPITAL, SPOILERS, Material
from evals.verification.rewording import REWORDINGS
from indexer.french import term_set
from indexer.passages import SentenceKind
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.passages import Passage

SEED = 2026
HALVES = ("tune", "report")
SOURCES = 5
"""Passages that a draft may cite."""
SHORT, LONG = 60, 320
"""Characters of the sentences that drafts are made from."""
MOVED, UNKNOWN, UNCITED = "citation moved", "citation unknown", "citation missing"
FOREIGN = "not French"
ENGLISH = (
    "Local health contracts bring together the state and municipalities.",
    "The study shows that access to care remains unequal.",
    "Coordinators play a key role in the territories.",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A made draft.

    Attributes:
        kind: The fault, or the sound rewording.
        sound: Whether its sources support it.
        text: With its `[n]`.
        sources: What it may cite, `[1]` first.
        origin: The sentence that it was made from.
    """

    kind: str
    sound: bool
    text: str
    sources: tuple[Passage, ...]
    origin: str


WRITTEN = "written: "
"""Before the kind of a draft that somebody wrote."""


def written(passages: Sequence[Passage], wanted: str) -> list[Draft]:
    """Drafts that people wrote by hand, from passages of one half of the publications, without seeing the checks.

    `written.jsonl`: a passage is told by its document and by words that one alone of its passages has. Those whose
    publication is not in the index are left out.
    """
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.doc, []).append(passage)
    made = []
    for line in files(__package__).joinpath("written.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        told = [row, row["second"]] if "second" in row else [row]
        sources = tuple(p for one in told for p in by_document.get(one["doc"], ()) if one["passage"] in p.text)
        if half(row["doc"]) == wanted and len(sources) == len(told):
            made.append(Draft(WRITTEN + row["kind"], row["sound"], row["text"], sources, sources[0].text))
    return made


def half(doc: str) -> str:
    """The half of the publications that one belongs to, told by its path."""
    return HALVES[zlib.crc32(doc.encode()) % 2]


def drafts(passages: Sequence[Passage], wanted: str, *, spoilt: int, sound: int, seed: int = SEED) -> list[Draft]:
    """Drafts over one half of the publications.

    Args:
        passages: Of an index.
        wanted: The half.
        spoilt: How many with a fault, each kind as often as the others where it can be.
        sound: How many without.
        seed: Other drafts for another one.
    """
    rng = random.Random(f"{seed} {wanted}")
    ours = [p for p in passages if half(p.doc) == wanted]
    material = _material(ours)
    told = [(p, i) for p in ours for i in _usable(p)]
    rng.shuffle(told)
    return [*_spoilt(told, ours, material, rng, spoilt), *_sound(told, ours, rng, sound)]


def _usable(passage: Passage) -> Iterator[int]:
    for i, sentence in enumerate(passage.sentences):
        text = passage.quote(sentence)
        whole = text[-1] == "." and text[0].isupper() and "http" not in text
        alone = whole and not PRONOUN.match(text)  # « Il … » is no answer by itself
        if sentence.kind is SentenceKind.PROSE and SHORT <= len(text) <= LONG and alone:
            yield i


def _material(ours: Sequence[Passage]) -> Material:
    sentences = [p.quote(p.sentences[i]) for p in ours for i in _usable(p)]
    named = Counter(m.group(1) for s in sentences for m in CAPITAL.finditer(s))
    short = Counter(w for s in sentences for w in re.findall(r"\b[A-Z]{3,6}\b", s) if is_acronym(w))
    listed = {entry.acronym for entry in acronyms()}
    return Material(sentences, sorted(named), sorted(a for a in short if a in listed))


def _spoilt(
    told: list[tuple[Passage, int]], ours: Sequence[Passage], material: Material, rng: random.Random, count: int
) -> list[Draft]:
    kinds = [*SPOILERS, MOVED, UNKNOWN, UNCITED, FOREIGN]
    made: list[Draft] = []
    share = -(-count // len(kinds))
    for kind in kinds:
        of_kind = 0
        for passage, i in rng.sample(told, len(told)):
            origin = passage.quote(passage.sentences[i])
            text = SPOILERS[kind](origin, material, rng) if kind in SPOILERS else origin
            if text is None or (text == origin and kind in SPOILERS) or _said(text, passage, kind):
                continue
            made.append(_cited(kind, text, passage, origin, ours, rng))
            of_kind += 1
            if of_kind == share:
                break
    return made


def _said(text: str, passage: Passage, kind: str) -> bool:
    """Whether a borrowed sentence is by chance what the passage says."""
    stems = term_set(text)
    return kind == "invented" and len(stems & term_set(passage.text)) > len(stems) / 2


def _cited(kind: str, text: str, passage: Passage, origin: str, ours: Sequence[Passage], rng: random.Random) -> Draft:
    others = [p for p in rng.sample(list(ours), SOURCES * 4) if origin not in p.text][: SOURCES - 1]
    place = rng.randrange(SOURCES)
    sources = (*others[:place], passage, *others[place:])
    number: int | None = place + 1
    if kind == MOVED:
        number = rng.choice([n for n in range(1, SOURCES + 1) if n != number])
    elif kind == UNKNOWN:
        number = rng.choice([0, SOURCES + 1, 12])
    elif kind == FOREIGN:
        text = rng.choice(ENGLISH)
    mark = "" if kind == UNCITED else f" [{number}]"
    return Draft(kind, sound=False, text=f"{text}{mark}", sources=sources, origin=origin)


def _sound(told: list[tuple[Passage, int]], ours: Sequence[Passage], rng: random.Random, count: int) -> list[Draft]:
    made: list[Draft] = []
    share = -(-count // len(REWORDINGS))
    for kind, rule in REWORDINGS.items():
        of_kind = 0
        for passage, i in rng.sample(told, len(told)):
            origin = passage.quote(passage.sentences[i])
            following = passage.quote(passage.sentences[i + 1]) if i + 1 in set(_usable(passage)) else ""
            text = rule(origin, following, rng)
            if text is None or (text == origin and kind != "verbatim"):
                continue
            draft = _cited(kind, text, passage, origin, ours, rng)
            made.append(Draft(kind, sound=True, text=draft.text, sources=draft.sources, origin=origin))
            of_kind += 1
            if of_kind == share:
                break
    return made
