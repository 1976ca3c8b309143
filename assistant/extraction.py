"""The extractive answer: which sentences answer, word for word, and in what order they read best.

    hits ─▶ candidate sentences ─▶ scored ─▶ the best, then what adds to it ─▶ statements, each with its [n]

A sentence is quoted whole or not at all: halves left by a page break are never candidates. A list is quoted
with the sentence that announces it, each item with its own citation, so that every quote stands word for word
on its page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answers import Citation, Role, Statement
from assistant.questions import DEFINING
from indexer.french import term_set, words
from indexer.passages import SentenceKind
from indexer.vectors import VectorKey

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from assistant.answers import Hit
    from assistant.judging import Judgement
    from assistant.retrieval import Retrieval
    from indexer.index import Index
    from indexer.passages import Passage, Sentence

READ_HITS = 8
"""Passages whose sentences are considered."""
MAX_STATEMENTS = 3
"""Sentences quoted, lists aside: an answer is short."""
MAX_ITEMS = 8
"""Items of a list quoted with the sentence that announces it."""
KEEP_RATIO = 0.8
"""A further sentence must score at least this share of the best one."""
SAME_SHARE = 0.6
"""Two sentences sharing this much of their stems (Jaccard index) say the same."""
COSINE_WEIGHT, LEXICAL_WEIGHT, PASSAGE_WEIGHT, KIND_WEIGHT = 1.0, 0.5, 0.8, 0.3
"""Weights of a sentence's scores, each brought to 0–1 among the candidates (docs/qualite.md)."""
SELECTOR_WEIGHT = 2.0
FLOOR = -8.0
DEFINITION_WEIGHT = 1.0
"""In place of `KIND_WEIGHT` when a definition is asked: a sentence that defines is then rarely beside the point."""
SAME_FIGURES_SHARE = 0.3
"""Two sentences giving the very same figures say the same with this much of their stems in common."""
BESIDE_FACTOR = 0.8
"""In a follow-up, a sentence without any of its own words says again what the question before was told."""
MIN_CHARS = 25
"""Shorter is a label, not a sentence."""
ROW_FACTOR = 0.75
"""A sentence reads better than a table's row saying the same."""
PAGELESS_FACTOR = 0.95
"""Of two publications saying the same, the one that opens on the very page is cited."""
ABOUT_ITSELF_FACTOR = 0.6
"""What a publication says of itself (« Ce dossier présente… ») answers less than what it says of its subject."""

ABOUT_ITSELF = re.compile(
    r"^(?:résumé rédigé|(?:ce|cette|le présent|la présente) (?:résumé|document|dossier|fiche|livret|note|publication|"
    r"synthèse|page|compte rendu|aide-mémoire|repère|tableau|partie|guide)\b)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"[«“\"].*https?://", re.DOTALL)
"""A quoted title with an address is a reference (a note that no typography told apart): it names, it does not say."""
COUNTING = re.compile(r"\b(?:combien|nombre|part|pourcentage|proportion|taux|chiffres?|effectifs?|montant)\b")
DATING = re.compile(r"\b(?:quand|date|depuis|annee|jour|calendrier|delai|echeance)\b")
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
    """A sentence that could be quoted, and what speaks for it."""

    hit: Hit
    index: int
    sentence: Sentence
    cosine: float
    lexical: float
    fits: float
    beside: bool
    judged: float

    @property
    def words(self) -> str:
        """Its verbatim words."""
        return self.hit.passage.quote(self.sentence)


def compose(retrieval: Retrieval, index: Index, judgement: Judgement | None = None) -> tuple[Statement, ...]:
    """The statements of an answer, in reading order; empty when no sentence can be quoted.

    Args:
        retrieval: What was found, best first.
        index: Where it was found.
        judgement: Of the selector, where there is one.
    """
    candidates = _candidates(retrieval, index, judgement)
    if not candidates:
        return ()
    defining = DEFINING.search(" ".join(words(retrieval.query.text))) is not None
    scores = _scores(candidates, DEFINITION_WEIGHT if defining else KIND_WEIGHT)
    chosen = _choose(candidates, scores)
    best, *others = chosen
    return _statements([best, *sorted(others, key=lambda c: (_rank(c, chosen), c.index))])


def _candidates(retrieval: Retrieval, index: Index, judgement: Judgement | None) -> list[Candidate]:
    rarity = {term: index.lexical.rarity(term) for term in retrieval.query.weights}
    weighted = {term: rarity[term] * weight for term, weight in retrieval.query.weights.items()}
    asked = " ".join(words(retrieval.query.text))
    follows = bool(retrieval.query.own) and retrieval.query.own != retrieval.query.topical
    found = []
    for hit in retrieval.hits[:READ_HITS]:
        around = term_set(" ".join((hit.document.metadata.title, *hit.passage.headings)))
        for position, sentence in enumerate(hit.passage.sentences):
            if not _quotable(hit.passage, sentence):
                continue
            own = term_set(hit.passage.quote(sentence))
            lexical = sum(w for t, w in weighted.items() if t in own) + 0.5 * sum(
                w for t, w in weighted.items() if t in around - own
            )
            cosine = _cosine(retrieval, hit, position)
            fits = _fits(asked, hit.passage.quote(sentence), retrieval.query.weights.keys())
            beside = follows and own.isdisjoint(retrieval.query.own)
            judged = judgement.of(hit.row, position) if judgement else 0.0
            found.append(Candidate(hit, position, sentence, cosine, lexical, fits, beside, judged))
    return found


def _quotable(passage: Passage, sentence: Sentence) -> bool:
    if sentence.kind in (SentenceKind.HEADER, SentenceKind.NOTE):
        return False
    quote = passage.quote(sentence)
    if sentence.kind is SentenceKind.ROW:
        return "\t" in quote
    if _REFERENCE.match(quote):
        return False
    starts = quote[0].isupper() or quote[0].isdigit() or quote[0] in '«“"(['
    # A question never answers one.
    ends = quote[-1] in ".!…»):;" or sentence.kind is SentenceKind.ITEM
    return len(quote) >= MIN_CHARS and ends and (starts or sentence.kind is SentenceKind.ITEM)


def _cosine(retrieval: Retrieval, hit: Hit, position: int) -> float:
    """Best cosine of the windows that hold the sentence; the passage's own for want of any."""
    keys = (VectorKey(hit.row, position), VectorKey(hit.row, position - 1))
    known = [retrieval.windows[key] for key in keys if key in retrieval.windows]
    return max(known) if known else retrieval.windows.get(VectorKey(hit.row), retrieval.background)


def _fits(asked: str, quote: str, terms: AbstractSet[str]) -> float:
    """1 when the sentence is of the sort wanted (figure, date) or none is, else 0; a share for a definition."""
    levelled = " ".join(words(quote))
    if COUNTING.search(asked):
        return float(bool(NUMBER.search(levelled)))
    if DATING.search(asked):
        return float(bool(DATE.search(levelled)))
    if DEFINING.search(asked):
        return _defines(quote, levelled, terms)
    return 1.0


def _defines(quote: str, levelled: str, terms: AbstractSet[str]) -> float:
    """Share of the stems of what the sentence defines that are asked about, its acronyms' words included; 0 if none."""
    found = GLOSSARY_ENTRY.match(quote) or next(filter(None, (d.search(levelled) for d in DEFINITIONS)), None)
    subject = term_set(found["subject"]) if found else frozenset()
    return len(subject & terms) / len(subject) if subject else 0.0


def _scores(candidates: list[Candidate], kind_weight: float) -> dict[int, float]:
    cosine = _scaled([c.cosine for c in candidates])
    lexical = _scaled([c.lexical for c in candidates])
    passage = _scaled([c.hit.score for c in candidates])
    judged = _scaled([max(c.judged, FLOOR) for c in candidates])
    scores = {}
    for i, c in enumerate(candidates):
        score = COSINE_WEIGHT * cosine[i] + LEXICAL_WEIGHT * lexical[i] + PASSAGE_WEIGHT * passage[i]
        score += kind_weight * c.fits + SELECTOR_WEIGHT * judged[i]
        score *= ROW_FACTOR if c.sentence.kind is SentenceKind.ROW else 1.0
        score *= BESIDE_FACTOR if c.beside else 1.0
        score *= PAGELESS_FACTOR if c.hit.passage.page is None else 1.0
        scores[id(c)] = score * (ABOUT_ITSELF_FACTOR if ABOUT_ITSELF.match(c.words) else 1.0)
    return scores


def _scaled(values: list[float]) -> list[float]:
    low, high = min(values), max(values)
    return [(v - low) / (high - low) if high > low else 1.0 for v in values]


def _choose(candidates: list[Candidate], scores: dict[int, float]) -> list[Candidate]:
    ranked = sorted(candidates, key=lambda c: -scores[id(c)])
    chosen: list[Candidate] = []
    for candidate in ranked:
        if scores[id(candidate)] < KEEP_RATIO * scores[id(ranked[0])] or len(chosen) == MAX_STATEMENTS:
            break
        if not any(_alike(candidate.words, other.words) for other in chosen):
            chosen.append(candidate)
    return chosen


def _alike(one: str, other: str) -> bool:
    a, b = term_set(one), term_set(other)
    figures, others = ({term for term in terms if term[0].isdigit()} for terms in (a, b))
    share = SAME_FIGURES_SHARE if figures and figures == others else SAME_SHARE
    return len(a & b) >= share * len(a | b)


def _rank(candidate: Candidate, chosen: list[Candidate]) -> int:
    """Sentences of one passage follow each other, where the best of them stands."""
    return next(i for i, other in enumerate(chosen) if other.hit.row == candidate.hit.row)


def _statements(chosen: list[Candidate]) -> tuple[Statement, ...]:
    statements: list[Statement] = []
    done: set[tuple[int, int]] = set()
    for candidate in chosen:
        for position, role in _with_its_list(candidate):
            if (candidate.hit.row, position) in done:
                continue
            done.add((candidate.hit.row, position))
            passage = candidate.hit.passage
            quote = passage.quote(passage.sentences[position])
            citation = Citation(len(statements) + 1, passage, candidate.hit.document, quote)
            statements.append(Statement(citation, role))
    return tuple(statements)


def _with_its_list(candidate: Candidate) -> list[tuple[int, Role]]:
    """A sentence that announces a list brings its items; an item brings its announcement and its neighbours."""
    sentences = candidate.hit.passage.sentences
    lead = candidate.sentence.lead if candidate.sentence.kind is SentenceKind.ITEM else candidate.index
    items = [i for i, s in enumerate(sentences) if s.kind is SentenceKind.ITEM and s.lead == lead and lead >= 0]
    if items:
        return [(lead, Role.LEAD), *((i, Role.ITEM) for i in items[:MAX_ITEMS])]
    return [(candidate.index, Role.ROW if candidate.sentence.kind is SentenceKind.ROW else Role.SENTENCE)]
