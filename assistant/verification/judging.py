"""The verdict on a sentence: each of its claims against the windows of the passages that it cites."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from assistant.answers import Verdict
from assistant.verification import turns
from assistant.verification.figures import Bound, Figure, digits, figures, months
from assistant.verification.names import ADDRESS, names, spelt_out
from assistant.verification.windows import Window, windows
from indexer.french import is_french, stem, term_set, words

if TYPE_CHECKING:
    from assistant.verification.claims import Claim, DraftSentence
    from indexer.passages import Passage

Similarity = Callable[[str, Sequence[str]], Sequence[float]]
"""A claim and windows → the cosine of each with the claim, in [-1, 1]."""

READ_WINDOWS = 4
"""Windows of a claim's passages that are looked at closely: those that share the most of its words."""
COVERAGE, COSINE = 0.7, 0.86
"""Least share of a claim's stems in its window (fraction 0–1), and least cosine with it (multilingual-e5-small).

Calibrated by `python -m evals.verification` on the drafts of one half of the publications (docs/qualite.md)."""
NEAR_SHARE = 0.5
"""A small word of the source concerns a claim that has this share of the words around it."""


SHARED = 0.5
"""Share of the stems near a small word that are near another one's, for the two to be the same one."""


class Fault(enum.StrEnum):
    """What a sentence has against it."""

    NO_CITATION = "no_citation"
    UNKNOWN_CITATION = "unknown_citation"
    LANGUAGE = "language"
    ADDRESS = "address"
    FIGURE = "figure"
    NAME = "name"
    POLARITY = "polarity"
    QUANTIFIER = "quantifier"
    OPPOSITE = "opposite"
    MEANING = "meaning"
    CAUTION = "caution"
    HEDGE = "hedge"


HALF = frozenset({Fault.CAUTION, Fault.HEDGE})
"""Faults that leave a sentence partly supported: the source is more careful."""
HARMLESS = frozenset({Fault.HEDGE})
"""A figure told without its « environ », or with one more: every figure, name and the meaning hold."""


@dataclass(frozen=True, slots=True)
class Support:
    """What supports a claim best: a sentence of a passage, by its index there. `number` is the `[n]` cited."""

    number: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on a sentence, why, and what supports each of its claims."""

    verdict: Verdict
    faults: frozenset[Fault]
    supports: tuple[Support, ...]

    @property
    def shown(self) -> bool:
        """Whether a reader may see the sentence: supported, or partly with all its literals and its meaning."""
        return self.faults <= HARMLESS and bool(self.supports)


def check(sentence: DraftSentence, sources: Sequence[Passage], similarity: Similarity) -> Check:
    """Judges a sentence of a draft.

    Args:
        sentence: As `claims.cut` gives it.
        sources: The passages that the draft may cite; `[1]` is the first.
        similarity: By the model that the thresholds were calibrated on.
    """
    words_alone = ADDRESS.sub(" ", sentence.text)
    faults: set[Fault] = set() if is_french(words_alone) else {Fault.LANGUAGE}
    supports: list[Support] = []
    for claim in sentence.claims:
        found, support = _judge(claim, sources, similarity)
        faults |= found
        supports += [support] if support else []
    if not sentence.claims:
        faults.add(Fault.NO_CITATION)
    verdict = Verdict.SUPPORTED if not faults else Verdict.PARTIAL if faults <= HALF else Verdict.UNSUPPORTED
    return Check(verdict, frozenset(faults), tuple(supports))


def _judge(claim: Claim, sources: Sequence[Passage], similarity: Similarity) -> tuple[set[Fault], Support | None]:
    if not claim.numbers:
        return {Fault.NO_CITATION}, None
    if not all(1 <= number <= len(sources) for number in claim.numbers):
        return {Fault.UNKNOWN_CITATION}, None
    said = frozenset(term_set(digits(claim.text)))
    ranked: list[tuple[float, int, Window]] = []
    for number in claim.numbers:
        found = windows(sources[number - 1])
        ranked += [(coverage(said, window), number, window) for window in found]
    ranked.sort(key=lambda one: (-one[0], len(one[2].text)))
    close = ranked[:READ_WINDOWS]
    if not close:
        return {Fault.MEANING}, None
    cosines = similarity(claim.text, [window.text for _, _, window in close])
    best: tuple[set[Fault], Support | None] | None = None
    for (share, number, window), cosine in zip(close, cosines, strict=True):
        faults = compare(claim.text, window)
        if share < COVERAGE or cosine < COSINE:
            faults.add(Fault.MEANING)
        if not faults:
            return faults, Support(number, window.sentence)
        if best is None or len(faults) < len(best[0]):
            best = faults, Support(number, window.sentence)
    assert best is not None
    return best


def coverage(said: frozenset[str], window: Window) -> float:
    """Share of a claim's stems that its window, its headings or the acronyms' meanings hold; fraction 0–1."""
    return len(said & window.stems) / len(said) if said else 0.0


def compare(said: str, window: Window) -> set[Fault]:
    """The faults of a claim against one window, its meaning apart."""
    faults = _figures(said, window) | _names(said, window)
    levelled = turns.flat(said)
    stems = frozenset(map(stem, words(said)))
    if _denies(levelled, stems, window):
        faults.add(Fault.POLARITY)
    faults |= _quantities(levelled, stems, window)
    if turns.opposed(levelled, turns.flat(window.text)):
        faults.add(Fault.OPPOSITE)
    return faults


def _figures(said: str, window: Window) -> set[Fault]:
    ours, theirs = figures(said), figures(window.literal)
    known = {figure.key for figure in theirs}
    if not months(said) <= months(window.literal) or any(figure.key not in known for figure in ours):
        return {Fault.FIGURE}
    if any(_beside(figure, theirs) for figure in ours):
        return {Fault.FIGURE}
    if any(_exchanged(one, other, theirs) for one, other in combinations(ours, 2)):
        return {Fault.FIGURE}
    return set().union(*(_bounds(figure, theirs) for figure in ours))


def _beside(figure: Figure, theirs: Sequence[Figure]) -> bool:
    """Whether the words round a figure are rather those of another one: its neighbour's was taken for it."""
    alike = [o for o in theirs if o.unit == figure.unit and o.is_year == figure.is_year]
    own = max((len(figure.around & o.around) for o in alike if o.key == figure.key), default=0)
    return any(len(figure.around & o.around) > own for o in alike if o.key != figure.key)


def _exchanged(one: Figure, other: Figure, theirs: Sequence[Figure]) -> bool:
    """Whether two figures of one unit changed places: each is then told of what the other counts.

    In the source's order they stand as they are, unless the words round them are clearly the other's. In the reverse
    order each must have its own words round it.
    """
    if one.unit != other.unit or one.key == other.key or one.is_year != other.is_year:
        return False
    places = [
        (i, j) for i, a in enumerate(theirs) for j, b in enumerate(theirs) if (a.key, b.key) == (one.key, other.key)
    ]
    own = max(len(one.around & theirs[i].around) + len(other.around & theirs[j].around) for i, j in places)
    crossed = max(len(one.around & theirs[j].around) + len(other.around & theirs[i].around) for i, j in places)
    return crossed > own + 1 if any(i < j for i, j in places) else crossed >= own


def _bounds(figure: Figure, theirs: Sequence[Figure]) -> set[Fault]:
    bounds = {other.bound for other in theirs if other.key == figure.key}
    if figure.bound in bounds:
        return set()
    careful = {figure.bound, *bounds} <= {Bound.EXACT, Bound.ABOUT} or figure.bound is Bound.EXACT
    return {Fault.HEDGE if careful else Fault.FIGURE}


def _names(said: str, window: Window) -> set[Fault]:
    ours, faults = names(said), set()
    if any(address not in window.literal for address in ours.addresses):
        faults.add(Fault.ADDRESS)
    theirs = turns.flat(window.literal)
    known = spelt_out(theirs)
    if not all(turns.in_order(known, phrase) for phrase in ours.phrases | ours.acronyms):
        faults.add(Fault.NAME)
    # « Territoires » in the place of « Guyane », in a sentence that names the Banque des territoires too.
    levelled = turns.flat(said)
    if any(turns.times(levelled, phrase) > (turns.times(theirs, phrase) or 1) for phrase in ours.phrases):
        faults.add(Fault.NAME)
    if not ours.scopes <= window.stems:
        faults.add(Fault.NAME)
    return faults


def _denies(levelled: str, stems: frozenset[str], window: Window) -> bool:
    """Whether a negation was added, or one of the source's was dropped: each pairs with one of the other text."""
    ours, theirs = turns.negations(levelled), turns.negations(turns.flat(window.text))
    likeness = ((len(a.near & b.near), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs))
    paired_ours: set[int] = set()
    paired_theirs: set[int] = set()
    for shared, i, j in sorted(likeness, reverse=True):
        if shared and _same(ours[i], theirs[j]) and i not in paired_ours and j not in paired_theirs:
            paired_ours.add(i)
            paired_theirs.add(j)
    dropped = any(_concerns(other, stems) for j, other in enumerate(theirs) if j not in paired_theirs)
    return len(paired_ours) < len(ours) or dropped


def _quantities(levelled: str, stems: frozenset[str], window: Window) -> set[Fault]:
    ours, theirs = turns.quantifiers(levelled), turns.quantifiers(turns.flat(window.text))
    for kind in turns.LOUD & ours.keys():
        if any(not any(_same(mine, other) for other in theirs.get(kind, ())) for mine in ours[kind]):
            return {Fault.QUANTIFIER}
    dropped = [turn for kind, found in theirs.items() if kind not in ours for turn in found]
    modal = [] if turns.modals(levelled) else turns.modals(turns.flat(window.text))
    return {Fault.CAUTION} if any(_concerns(turn, stems) for turn in [*dropped, *modal]) else set()


def _concerns(turn: turns.Turn, stems: frozenset[str]) -> bool:
    after = turn.after or turn.before
    return bool(after) and len(after & stems) >= NEAR_SHARE * len(after) and bool(turn.near & stems)


def _same(one: turns.Turn, other: turns.Turn) -> bool:
    return len(one.near & other.near) >= max(1, SHARED * min(len(one.near), len(other.near)))
