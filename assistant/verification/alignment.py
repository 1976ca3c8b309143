"""Is a claim its source with things left out? Each word in the source, in the source's order, nothing torn.

    claim   ─▶ tokens ─┐
                       ├─▶ the alignment with the fewest breaks ─▶ what breaks, and the pieces of the source used
    window  ─▶ tokens ─┘

A draft may leave out; it may neither add a word, nor exchange what stands where, nor tie the head of one clause to the
tail of another, nor drop the small word that turns a clause round. One rearrangement is allowed: an adverbial of its
own (« En 2024, … ») moved to the other end of the sentence.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from assistant.verification.tokens import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

OPENERS = frozenset(
    "en dans selon depuis a au aux pour avec lors face sur parmi pendant chez entre sans apres avant vers concernant "
    "grace malgre outre".split()
)
"""What opens an adverbial that can stand at either end of a sentence."""
TORN, BACK = 1.0, 1.0
FAR = 1e-4
"""Of breaks as many, the alignment whose words stand closest together."""


class Break(enum.Enum):
    """What an alignment has against it."""

    FOREIGN = "foreign"
    """A word that the source does not have."""
    ORDER = "order"
    """Exchanged, or torn from its clause."""
    NEGATION = "negation"
    QUANTITY = "quantity"
    CAUTION = "caution"
    """The source is more careful."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a claim stands to a source.

    Attributes:
        breaks: Empty for a claim that only leaves things out.
        parts: The pieces of the source whose words it has, in order.
    """

    breaks: frozenset[Break]
    parts: tuple[int, ...]


ADDED = {
    Kind.NEGATION: Break.NEGATION,
    Kind.ALL: Break.QUANTITY,
    Kind.SHARE: Break.QUANTITY,
    Kind.DEGREE: Break.QUANTITY,
}
"""What it is to add a small word; any other is a foreign word."""
DROPPED = {
    Kind.NEGATION: Break.NEGATION,
    Kind.DEGREE: Break.QUANTITY,
    Kind.SHARE: Break.CAUTION,
    Kind.MODAL: Break.CAUTION,
    Kind.CONDITION: Break.CAUTION,
}
"""What it is to drop one from a clause that is kept; another may be dropped."""
BEARING = frozenset({Kind.WORD, Kind.LINK})
"""Words whose loss at the head of a clause gives it another subject; that of the others has breaks of its own."""
LESS = "certains"
"""A share that says less when it is added, not more."""


def align(claim: Sequence[Token], source: Sequence[Token], known: Collection[str]) -> Alignment:
    """Aligns a claim with a source.

    Args:
        claim: Its tokens.
        source: Likewise, of a window.
        known: Keys that stand above the window, in titles: a claim may have them, anywhere.
    """
    apart = _said_apart(claim, source, known)
    if apart and not apart.breaks:
        return apart
    return _aligned(claim, source, known)


def _said_apart(claim: Sequence[Token], source: Sequence[Token], known: Collection[str]) -> Alignment | None:
    """The alignment without what tells who says so, which can stand anywhere; `None` where that is not the source's."""
    found = _aligned(_untold(claim), _untold(source), known)
    used = set(found.parts)
    theirs = [list(group) for told, group in groupby(source, lambda token: token.told) if told]
    for told, group in groupby(claim, lambda token: token.told):
        ours = list(group)
        if not told or all(token.key in known for token in ours if token.key != "selon"):
            continue
        sayings = ([t for t in other if t.part in used] for other in theirs)
        if not any(saying and _says(ours, saying) for saying in sayings):
            return None
    return found


def _untold(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if not token.told]


def _says(ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Whether who says so is the same, told in as many words or fewer; « selon » and « indique » are alike."""
    wanted, said = ([token for token in tokens if token.key != "selon"] for tokens in (ours, theirs))
    held = {token.key for token in said}
    if not all(token.key in held for token in wanted):
        return False
    return not wanted or _whole(_path(wanted, said), said)


def _aligned(claim: Sequence[Token], source: Sequence[Token], known: Collection[str]) -> Alignment:
    places = {token.key for token in source}
    breaks = {
        ADDED.get(token.kind, Break.FOREIGN)
        for token in claim
        if token.key not in places and token.key not in known and token.key != LESS
    }
    kept = [token for token in claim if token.key in places]
    if not kept:
        return Alignment(frozenset(breaks | {Break.FOREIGN}), ())
    path = _path(kept, source)
    if not _whole(path, source):
        path, source = next(_otherwise(kept, source), (path, source))
    if not _whole(path, source):
        breaks.add(Break.ORDER)
    breaks |= _dropped(path, source)
    return Alignment(frozenset(breaks), tuple(sorted({source[place].part for place in path})))


def _otherwise(kept: Sequence[Token], source: Sequence[Token]) -> Iterator[tuple[list[int], Sequence[Token]]]:
    """The paths that break nothing once an adverbial is elsewhere: in the claim, in the source, or in both."""
    for other in (source, *_rearranged(source)):
        for moved, claim in _brought_forward(kept):
            path = _path(claim, other)
            parts = [other[place].part for place in path]
            if _whole(path, other) and set(parts[:moved]) <= set(parts[moved:]):
                yield path, other


def _adverbials(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the stretches between two marks that open as an adverbial does begin and end."""
    borders = [i for i, token in enumerate(tokens) if token.marked] + [len(tokens)]
    return [(one, other) for one, other in pairwise(borders) if _opens(tokens[one])]


def _opens(token: Token) -> bool:
    return token.lead[0] in OPENERS


def _brought_forward(claim: Sequence[Token]) -> Iterator[tuple[int, Sequence[Token]]]:
    """The claim, then with each adverbial that stands between two marks brought to its front; how many tokens were."""
    yield 0, claim
    for begin, end in _adverbials(claim):
        if begin:
            yield end - begin, [*claim[begin:end], *claim[:begin], *claim[end:]]


def _path(kept: Sequence[Token], source: Sequence[Token]) -> list[int]:
    """A place in the source for each token of the claim: of all, those with the fewest breaks, then the closest."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(source):
        places.setdefault(token.key, []).append(place)
    candidates = [places[token.key] for token in kept]
    costs: list[dict[int, tuple[float, int]]] = [{place: (_step(-1, place, source), -1) for place in candidates[0]}]
    for nexts in candidates[1:]:
        before = costs[-1]
        costs.append(
            {
                place: min((cost + _step(previous, place, source), previous) for previous, (cost, _) in before.items())
                for place in nexts
            }
        )
    place = min(costs[-1], key=lambda p: costs[-1][p][0])
    path = [place]
    for row in reversed(costs[1:]):
        place = row[place][1]
        path.append(place)
    return path[::-1]


def _step(previous: int, place: int, source: Sequence[Token]) -> float:
    if place <= previous:
        return BACK + FAR * (previous - place)
    return FAR * (place - previous) + (TORN if _torn(previous, place, source) else 0.0)


def _torn(previous: int, place: int, source: Sequence[Token]) -> bool:
    """Whether what is left out between two places (-1: the beginning) ends inside a clause that it did not begin in."""
    chunk = source[place].chunk
    if previous >= 0 and (source[previous].chunk == chunk or source[previous].inserted):
        return False
    return _beheaded(place, source, source[previous].part if previous >= 0 else -1)


def _beheaded(place: int, source: Sequence[Token], part: int, named: int = 0) -> bool:
    """Whether a clause of which a place is the first one kept has lost what stands before it.

    « FTS constate … FTS invite … »: the subject told once, in `part`, is that of both sentences. « Le Centre … (CCOMS)
    compte … »: the acronym kept, at `named`, stands for the words before it.
    """
    here = source[place]
    before = [token for token in source[named:place] if token.kind in BEARING]
    if part in (-1, here.part):
        return any(token.chunk == here.chunk for token in before)
    lost = [
        token.key for token in before if token.part == here.part and (token.chunk == here.chunk or not token.inserted)
    ]
    return lost != [token.key for token in source if token.part == part][: len(lost)]


def _whole(path: Sequence[int], source: Sequence[Token]) -> bool:
    """Whether a path only leaves things out: in order, and of each clause that is kept, the beginning is."""
    if any(one >= other for one, other in pairwise(path)):
        return False
    seen: set[int] = set()
    part, named = -1, 0
    for place in path:
        token = source[place]
        if token.chunk not in seen and not token.inserted and _beheaded(place, source, part, named):
            return False
        seen.add(token.chunk)
        part, named = token.part, place + 1 if token.inserted and _alone(place, source) else named
    return True


def _alone(place: int, source: Sequence[Token]) -> bool:
    """Whether a token is all that its chunk holds."""
    return sum(token.chunk == source[place].chunk for token in source) == 1


def _rearranged(source: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The source with the adverbial of one of its sentences at its other end: « … en 2024 » for « En 2024, … ».

    It is the sentence's first stretch or its last, and its only one: of two, each may belong to another clause. Without
    any mark nor « et », what the sentence ends with can be moved as well.
    """
    for part in dict.fromkeys(token.part for token in source):
        inside = [i for i, token in enumerate(source) if token.part == part]
        first, last = inside[0], inside[-1] + 1
        sentence = source[first:last]
        movable = _adverbials(sentence)
        if len(movable) == 1 and (movable[0][0] == 0 or movable[0][1] == len(sentence)):
            spans = movable
        elif not movable or movable == [(0, len(sentence))]:
            chunk = sentence[-1].chunk
            spans = [(i, len(sentence)) for i, t in enumerate(sentence) if i and t.chunk == chunk and _opens(t)]
            spans = spans if len({token.chunk for token in sentence}) == 1 else []
        else:
            continue
        for begin, end in spans:
            moved = [replace(token, chunk=-1 - part) for token in sentence[begin:end]]
            rest = [*sentence[:begin], *sentence[end:]]
            yield (*source[:first], *moved, *rest, *source[last:])
            yield (*source[:first], *rest, *moved, *source[last:])


def _dropped(path: Sequence[int], source: Sequence[Token]) -> set[Break]:
    """The small words left out of clauses that are kept: before or between their kept words, or after for some."""
    used = set(path)
    chunks: dict[int, list[int]] = {}
    for place in path:
        chunks.setdefault(source[place].chunk, []).append(place)
    found: set[Break] = set()
    for place, token in enumerate(source):
        if place in used or token.kind not in DROPPED:
            continue
        kept = chunks.get(token.chunk)
        limits = token.kind is Kind.CONDITION or token.key == "seulement"
        if kept is None:
            opens = place == 0 or source[place - 1].chunk != token.chunk
            beside = token.part in {source[p].part for p in path}
            if token.kind is Kind.CONDITION and opens and beside:
                found.add(DROPPED[token.kind])
        elif place < max(kept) or limits:
            found.add(DROPPED[token.kind])
    return found
