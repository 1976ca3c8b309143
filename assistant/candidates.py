"""The sentences that could be quoted in answer to a question, best first.

Each is scored on what the retrieval knows of it (cosine, words shared, its passage), on whether it is of the sort
wanted (a figure, a date, a definition), and on what the selector makes of it, where there is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.scaling import scaled
from assistant.selecting import LEAST_LOGIT
from assistant.shapes import Shape, shape_of
from indexer.abbreviations import with_acronyms
from indexer.french import term_set, words
from indexer.passages import SentenceKind, is_sentence
from indexer.vectors import VectorKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from assistant.answers import Hit
    from assistant.judging import Judgement
    from assistant.retrieval import Retrieval
    from indexer.index import Index
    from indexer.passages import Passage, Sentence

READ_HITS = 8
"""Passages whose sentences are considered."""
MIN_CHARS = 25
"""Shorter is a label, not a sentence."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of a sentence's scores, each brought to 0–1 among the candidates (docs/qualite.md)."""

    cosine: float
    lexical: float
    passage: float
    fits: float
    judged: float


ALONE = Weights(cosine=1.0, lexical=0.5, passage=0.8, fits=0.3, judged=0.0)
"""Without the selector."""
JUDGED = Weights(cosine=1.0, lexical=0.5, passage=0.8, fits=0.3, judged=0.6)
DEFINITION_WEIGHT = 1.0
"""In place of `fits` when a definition is asked: a sentence that defines is then rarely beside the point."""
SOUGHT = frozenset({Shape.FIGURE, Shape.DATE})
"""What a sentence has or has not: one that has none is no direct answer."""
FITTING_SHARE = 0.8
"""Of the best score, for a sentence that has what is sought to stand before the best one."""
BESIDE_FACTOR = 0.8
"""In a follow-up, a sentence without any of its own words says again what the question before was told."""
ROW_FACTOR = 0.75
"""A sentence reads better than a table's row saying the same; a row that holds a sentence, as well."""
PAGELESS_FACTOR = 0.95
"""Of two publications saying the same, the one that opens on the very page is cited."""
ABOUT_ITSELF_FACTOR = 0.6
"""What a publication says of itself (« Ce dossier présente… ») answers less than what it says of its subject."""

ABOUT_ITSELF = re.compile(
    r"^(?:résumé rédigé|(?:ce|cette|le présent|la présente) (?:résumé|document|dossier|fiche|livret|note|publication|"
    r"synthèse|page|compte rendu|aide-mémoire|repère|tableau|partie|guide)\b)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"^[«“\"].*https?://|[»”\")]\s*[,:;.]?\s*(?:https?://|www\.)", re.DOTALL)
"""A title with its address is a reference (a note that no typography told apart): it names, it does not say."""
DEFINITIONS = (
    re.compile(
        r"^(?:(?:un|une|le|la|les|l|des) )?(?P<subject>(?:\w+ ){1,9}?)"
        r"(?:est|sont|designent?|reuni(?:t|ssent)|rassemblent?|regroupent?|recouvre|consiste|correspond|signifie|vise) "
        r"(?:un|une|le|la|l|les|des|ce|cette|d|a|en|tout|toute)\b"
    ),
    re.compile(r"\bdefini(?:t|ssent)(?: en \w+ \d+)? (?:le|la|les|l|un|une) (?P<subject>(?:\w+ ){1,9}?)comme\b"),
)
"""Over levelled words: « Le conseil local de santé mentale (CLSM) est l’instance… », « … définit le deuil comme… »."""
GLOSSARY_ENTRY = re.compile(r"^(?P<subject>[^:.;]{2,60})\s:\s")
NUMBER = re.compile(r"\d|\b(?:moitie|tiers|quart|majorite|dizaine|vingtaine|trentaine|cinquantaine|centaine)\b")
DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could be quoted, and what speaks for it.

    Attributes:
        hit: Its passage.
        index: Its number in the passage.
        cosine, lexical: Its own.
        fits: Fraction 0–1: whether it is of the sort wanted.
        beside: Whether it lacks any word of a follow-up.
        judged: The selector's logit; 0 without one.
    """

    hit: Hit
    index: int
    cosine: float
    lexical: float
    fits: float
    beside: bool
    judged: float

    @property
    def sentence(self) -> Sentence:
        """It, located."""
        return self.hit.passage.sentences[self.index]

    @property
    def words(self) -> str:
        """Its verbatim words."""
        return self.hit.passage.quote(self.sentence)


def ranked(retrieval: Retrieval, index: Index, judgement: Judgement | None) -> list[tuple[Candidate, float]]:
    """The candidates with their scores, best first.

    Args:
        retrieval: What was found, best first.
        index: Where it was found.
        judgement: Of the selector, where there is one.
    """
    shape = shape_of(retrieval.query.text)
    found = _candidates(retrieval, index, judgement, shape)
    scores = _scores(found, JUDGED if judgement else ALONE, defining=shape is Shape.DEFINITION)
    pairs = sorted(zip(found, scores, strict=True), key=lambda pair: -pair[1])
    return _fitting_first(pairs) if shape in SOUGHT else pairs


def _fitting_first(pairs: list[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """The first sentence that has what is sought before the others, when it is about as good."""
    for place, (candidate, score) in enumerate(pairs):
        if candidate.fits and score >= FITTING_SHARE * pairs[0][1]:
            return [(candidate, pairs[0][1]), *pairs[:place], *pairs[place + 1 :]]
    return pairs


def _candidates(retrieval: Retrieval, index: Index, judgement: Judgement | None, shape: Shape) -> list[Candidate]:
    weighted = {term: index.lexical.rarity(term) * weight for term, weight in retrieval.query.weights.items()}
    follows = bool(retrieval.query.own) and retrieval.query.own != retrieval.query.topical
    found = []
    for hit in retrieval.hits[:READ_HITS]:
        around = term_set(" ".join((hit.document.metadata.title, *hit.passage.headings)))
        for position, sentence in enumerate(hit.passage.sentences):
            if not _quotable(hit.passage, sentence):
                continue
            quote = hit.passage.quote(sentence)
            own = term_set(with_acronyms(quote))
            fits = _fits(shape, quote, retrieval.query.weights.keys())
            if shape is Shape.DEFINITION and not fits and _says(quote):
                continue  # the row that defines something else
            found.append(
                Candidate(
                    hit,
                    position,
                    _cosine(retrieval, hit, position),
                    _weight(weighted, own) + 0.5 * _weight(weighted, around - own),
                    fits,
                    follows and own.isdisjoint(retrieval.query.own),
                    judgement.of(hit.row, position) if judgement else 0.0,
                )
            )
    return found


def _weight(weighted: Mapping[str, float], held: AbstractSet[str]) -> float:
    return sum(weight for term, weight in weighted.items() if term in held)


def _quotable(passage: Passage, sentence: Sentence) -> bool:
    if sentence.kind in (SentenceKind.HEADER, SentenceKind.NOTE):
        return False
    quote = passage.quote(sentence)
    if sentence.kind is SentenceKind.ROW:
        return "\t" in quote
    if _REFERENCE.search(quote) or quote[-1] == "?":  # a question never answers one
        return False
    if quote[-1] == ":" and all(passage.sentences[s.lead] is not sentence for s in passage.sentences if s.lead >= 0):
        return False  # it announces what is not here
    starts = quote[0].isupper() or quote[0].isdigit() or quote[0] in '«“"(['
    ends = quote[-1] in ".!…»):;" or sentence.kind is SentenceKind.ITEM
    return len(quote) >= MIN_CHARS and ends and (starts or sentence.kind is SentenceKind.ITEM)


def _cosine(retrieval: Retrieval, hit: Hit, position: int) -> float:
    """Best cosine of the windows that hold the sentence; the passage's own for want of any."""
    keys = (VectorKey(hit.row, position), VectorKey(hit.row, position - 1))
    known = [retrieval.windows[key] for key in keys if key in retrieval.windows]
    return max(known) if known else retrieval.windows.get(VectorKey(hit.row), retrieval.background)


def _fits(shape: Shape, quote: str, terms: AbstractSet[str]) -> float:
    """1 when the sentence is of the sort wanted (figure, date) or none is, else 0; a share for a definition."""
    levelled = " ".join(words(quote))
    if shape is Shape.FIGURE:
        return float(bool(NUMBER.search(levelled)))
    if shape is Shape.DATE:
        return float(bool(DATE.search(levelled)))
    if shape is Shape.DEFINITION:
        return defines(quote, terms)
    return 1.0


def defines(quote: str, terms: AbstractSet[str]) -> float:
    """Share of the stems of what the sentence defines that are asked about, its acronyms' words included; 0 if none."""
    if "\t" in quote:  # a table's row: its first cell is what the others tell of
        subject = term_set(quote.partition("\t")[0])
        return len(subject & terms) / len(subject) if subject and _says(quote) else 0.0
    levelled = " ".join(words(quote))
    found = GLOSSARY_ENTRY.match(quote) or next(filter(None, (d.search(levelled) for d in DEFINITIONS)), None)
    subject = term_set(found["subject"]) if found else frozenset()
    return len(subject & terms) / len(subject) if subject else 0.0


def _says(quote: str) -> bool:
    """Whether it is a table's row that holds a sentence."""
    return "\t" in quote and any(map(is_sentence, quote.split("\t")))


def _scores(candidates: Sequence[Candidate], weights: Weights, *, defining: bool) -> list[float]:
    cosine = scaled([c.cosine for c in candidates])
    lexical = scaled([c.lexical for c in candidates])
    passage = scaled([c.hit.score for c in candidates])
    judged = scaled([max(c.judged, LEAST_LOGIT) for c in candidates])
    fitting = DEFINITION_WEIGHT if defining else weights.fits
    return [
        _factor(c)
        * float(
            weights.cosine * cosine[i]
            + weights.lexical * lexical[i]
            + weights.passage * passage[i]
            + weights.judged * judged[i]
            + fitting * c.fits
        )
        for i, c in enumerate(candidates)
    ]


def _factor(candidate: Candidate) -> float:
    bare = candidate.sentence.kind is SentenceKind.ROW and not _says(candidate.words)
    factor = ROW_FACTOR if bare else 1.0
    factor *= BESIDE_FACTOR if candidate.beside else 1.0
    factor *= PAGELESS_FACTOR if candidate.hit.passage.page is None else 1.0
    return factor * (ABOUT_ITSELF_FACTOR if ABOUT_ITSELF.match(candidate.words) else 1.0)
