"""The verdict on a sentence: each of its claims against the windows of the passages that it cites."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answers import Verdict
from assistant.verification.alignment import Break, align
from assistant.verification.figures import Bound, Figure, figures, with_digits
from assistant.verification.names import ADDRESS, names, spelt_out
from assistant.verification.tokens import tokens
from assistant.verification.windows import Window, windows
from indexer.french import is_french, words

if TYPE_CHECKING:
    from assistant.verification.claims import Claim, DraftSentence
    from assistant.verification.tokens import Token
    from indexer.passages import Passage

Similarity = Callable[[str, Sequence[str]], Sequence[float]]
"""A claim and windows → the cosine of each with the claim, in [-1, 1]."""

READ_WINDOWS = 4
"""Windows of a claim's passages that are looked at closely: those that share the most of its words."""
COSINE = 0.86
"""Least cosine of a claim with its window (multilingual-e5-small).

Calibrated by `python -m evals.verification` on the drafts of one half of the publications (docs/qualite.md)."""
QUOTED = re.compile(r"[«“\"]([^«»“”\"]+)[»”\"]")


class Fault(enum.StrEnum):
    """What a sentence has against it."""

    NO_CITATION = "no_citation"
    UNKNOWN_CITATION = "unknown_citation"
    LANGUAGE = "language"
    ADDRESS = "address"
    QUOTATION = "quotation"
    FIGURE = "figure"
    NAME = "name"
    POLARITY = "polarity"
    QUANTIFIER = "quantifier"
    ORDER = "order"
    MEANING = "meaning"
    SUBJECT = "subject"
    CAUTION = "caution"
    HEDGE = "hedge"


BROKEN = {
    Break.FOREIGN: Fault.MEANING,
    Break.ORDER: Fault.ORDER,
    Break.NEGATION: Fault.POLARITY,
    Break.QUANTITY: Fault.QUANTIFIER,
    Break.CAUTION: Fault.CAUTION,
}
HALF = frozenset({Fault.CAUTION, Fault.HEDGE})
"""Faults that leave a sentence partly supported: the source is more careful."""
HARMLESS = frozenset({Fault.HEDGE})
"""A figure told without its « environ », or with one more: every figure, name and the meaning hold."""


@dataclass(frozen=True, slots=True)
class Support:
    """What supports a claim: a sentence of a passage, by its index there. `number` is the `[n]` cited."""

    number: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on a sentence, why, and what supports each of its claims, in order."""

    verdict: Verdict
    faults: frozenset[Fault]
    supports: tuple[Support, ...]

    @property
    def shown(self) -> bool:
        """Whether a reader may see the sentence: supported, or partly with all its literals and its meaning."""
        return self.faults <= HARMLESS and bool(self.supports)


def check(
    sentence: DraftSentence, sources: Sequence[Passage], similarity: Similarity, before: DraftSentence | None = None
) -> Check:
    """Judges a sentence of a draft.

    Args:
        sentence: As `claims.cut` gives it.
        sources: The passages that the draft may cite; `[1]` is the first.
        similarity: By the model that the thresholds were calibrated on.
        before: The sentence that readers see just before it: what its pronoun stands for.
    """
    words_alone = ADDRESS.sub(" ", sentence.text)
    faults: set[Fault] = set() if is_french(words_alone) else {Fault.LANGUAGE}
    if sentence.leans and not (before and set(before.numbers) & set(sentence.numbers)):
        faults.add(Fault.SUBJECT)
    supports: list[Support] = []
    for place, claim in enumerate(sentence.claims):
        found, support = _judge(claim, sources, similarity)
        faults |= found
        supports += support
        if place and not claim.has_subject:
            faults.add(Fault.SUBJECT)
    if not sentence.claims:
        faults.add(Fault.NO_CITATION)
    verdict = Verdict.SUPPORTED if not faults else Verdict.PARTIAL if faults <= HALF else Verdict.UNSUPPORTED
    return Check(verdict, frozenset(faults), tuple(dict.fromkeys(supports)))


def _judge(claim: Claim, sources: Sequence[Passage], similarity: Similarity) -> tuple[set[Fault], list[Support]]:
    if not claim.numbers:
        return {Fault.NO_CITATION}, []
    if not all(1 <= number <= len(sources) for number in claim.numbers):
        return {Fault.UNKNOWN_CITATION}, []
    said = tokens([claim.text])
    ranked = [(_coverage(said, w), number, w) for number in claim.numbers for w in windows(sources[number - 1])]
    ranked.sort(key=lambda one: (-one[0], len(one[2].text)))
    close = ranked[:READ_WINDOWS]
    if not close:
        return {Fault.MEANING}, []
    cosines = similarity(claim.text, [window.text for _, _, window in close])
    judged = []
    for (_, number, window), cosine in zip(close, cosines, strict=True):
        faults, parts = compare(claim.text, said, window)
        if cosine < COSINE:
            faults.add(Fault.MEANING)
        judged.append((faults, [Support(number, window.sentences[part]) for part in parts]))
    return min(judged, key=lambda one: (not one[0] <= HARMLESS, len(one[0])))


def _coverage(said: Sequence[Token], window: Window) -> float:
    """Share of a claim's tokens that its window or its headings hold; fraction 0–1."""
    held = {token.key for token in window.tokens} | window.known
    return sum(token.key in held for token in said) / len(said) if said else 0.0


def compare(text: str, said: Sequence[Token], window: Window) -> tuple[set[Fault], tuple[int, ...]]:
    """The faults of a claim against one window, and the parts of the window that it rests on."""
    found = align(said, window.tokens, window.known)
    faults = {BROKEN[one] for one in found.breaks} | _figures(text, window) | _names(text, window)
    if any(_flat(quoted) not in _flat(window.literal) for quoted in QUOTED.findall(text)):
        faults.add(Fault.QUOTATION)
    return faults, found.parts


def _figures(said: str, window: Window) -> set[Fault]:
    ours, theirs = figures(said), figures(window.literal)
    known = {figure.key for figure in theirs}
    if any(figure.key not in known for figure in ours) or not with_digits(said) <= with_digits(window.literal):
        return {Fault.FIGURE}
    return set().union(*(_bounds(figure, theirs) for figure in ours))


def _bounds(figure: Figure, theirs: Sequence[Figure]) -> set[Fault]:
    bounds = {other.bound for other in theirs if other.key == figure.key}
    if figure.bound in bounds:
        return set()
    careful = {figure.bound, *bounds} <= {Bound.EXACT, Bound.ABOUT} or figure.bound is Bound.EXACT
    return {Fault.HEDGE if careful else Fault.FIGURE}


def _names(said: str, window: Window) -> set[Fault]:
    ours = names(said)
    faults = {Fault.ADDRESS} if any(address not in window.literal for address in ours.addresses) else set()
    known = spelt_out(_flat(window.literal).strip())
    if not all(f" {phrase} " in f" {known} " for phrase in ours.phrases | ours.acronyms):
        faults.add(Fault.NAME)
    return faults


def _flat(text: str) -> str:
    """Levelled words apart by one space, one more at each end: a phrase is found at words' borders alone."""
    return f" {' '.join(words(text))} "
