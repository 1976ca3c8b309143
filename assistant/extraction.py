"""The extractive answer: which sentences answer, word for word, and in what order they read best.

    hits ─▶ candidates, ranked ─▶ the best, then what adds to it ─▶ statements, each with its [n]

A sentence is quoted whole or not at all: halves left by a page break are never candidates. A list is quoted
with the sentence that announces it, each item with its own citation, so that every quote stands word for word
on its page. What the question wants (`shapes`) says how many sentences there may be, and what they must cover.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answers import Citation, Role, Statement
from assistant.candidates import defines, ranked
from assistant.shapes import STATEMENTS, Shape, acronyms_compared, shape_of, sides
from indexer.abbreviations import with_acronyms
from indexer.french import term_set
from indexer.passages import SentenceKind, header

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.candidates import Candidate
    from assistant.judging import Judgement
    from assistant.retrieval import Retrieval
    from indexer.index import Index

MAX_ITEMS = 8
"""Items of a list quoted with the sentence that announces it."""
MOST = 5
"""Statements of an answer: the direct one, then up to four that add to it."""
KEEP_RATIO = 0.8
"""A further sentence must score at least this share of the best one."""
LEAST_JUDGED = -6.0
"""With the selector, it must have at least this logit too: it is not sure that it answers nothing."""
TELLING_TERMS = 6
"""Meaningful words of a definition that says more than « CLS : contrat local de santé »."""
PLAUSIBLE_JUDGED = -2.0
"""What is added for a later question of a message, or for an acronym compared, must have this logit: the selector
nearly takes it for an answer. (Without a selector every logit is 0.)"""
SAME_SHARE = 0.6
"""Two sentences sharing this much of their stems (Jaccard index) say the same."""
SAME_FIGURES_SHARE = 0.3
"""Two sentences giving the very same figures say the same with this much of their stems in common."""
SAME_THING_SHARE = 0.5
"""Two sentences with other figures measure the same thing when they share this much of their other stems."""


def compose(
    retrieval: Retrieval,
    index: Index,
    judgement: Judgement | None = None,
    surveyed: tuple[Statement, ...] = (),
    said: Sequence[Statement] = (),
    most: int = MOST,
) -> tuple[Statement, ...]:
    """The statements of an answer, in reading order and numbered from 1; empty when no sentence can be quoted.

    Args:
        retrieval: What was found, best first.
        index: Where it was found.
        judgement: Of the selector, where there is one.
        surveyed: A survey's figures, which stand first; what they say is not said again.
        said: What was answered before in the same message, which is not said again either.
        most: At most so many, those of a list counting as one.
    """
    found = ranked(retrieval, index, judgement)
    if not found:
        return surveyed
    asked = retrieval.query.text
    shape = shape_of(retrieval.query.alone)
    if shape is Shape.OTHER:  # « et pour le bureau ? » wants what the question before it wanted
        shape = shape_of(asked)
    worthy = [c for c, score in found if _worthy(c, score, found[0], judged=judgement is not None)]
    told = [s.citation.quote for s in (*said, *surveyed)]
    if said:
        worthy = [c for c in worthy if c.judged >= PLAUSIBLE_JUDGED]
    chosen = _choose(worthy, min(most, STATEMENTS[shape]) - bool(surveyed), told)
    table: list[Candidate] = []
    if shape is Shape.COMPARISON:
        named, all_found = acronyms_compared(asked), [c for c, _ in found]
        table = _table_of(named, all_found)
        if named:
            chosen = _each_told([] if table else chosen, all_found, named)
        else:
            chosen = _covering(chosen, all_found, sides(asked))
    others = sorted(chosen[1:], key=lambda c: (_rank(c, chosen), c.index))
    return surveyed + _statements([*table, *chosen[:1], *others], len(surveyed), (*said, *surveyed))


def is_said(retrieval: Retrieval, index: Index, judgement: Judgement | None, said: Sequence[Statement]) -> bool:
    """Whether the best sentence for a question was quoted for another of the same message."""
    found = ranked(retrieval, index, judgement)
    return bool(found) and any(_alike(found[0][0].words, statement.citation.quote) for statement in said)


def _worthy(candidate: Candidate, score: float, first: tuple[Candidate, float], *, judged: bool) -> bool:
    """Whether a sentence may stand beside the best one, which always may."""
    best, most = first
    if candidate is best:
        return True
    return score >= KEEP_RATIO * most and (not judged or candidate.judged >= LEAST_JUDGED)


def _choose(worthy: Sequence[Candidate], most: int, said: Sequence[str] = ()) -> list[Candidate]:
    chosen: list[Candidate] = []
    for candidate in worthy:
        if len(chosen) == most:
            break
        if not any(_alike(candidate.words, other) for other in (*said, *(c.words for c in chosen))):
            chosen.append(candidate)
    return chosen


def _table_of(named: Sequence[frozenset[str]], found: Sequence[Candidate]) -> list[Candidate]:
    """The rows of the best table that has a column for each acronym compared, in its order; none without one."""
    for best in found if named else ():
        columns = [term_set(cell) for cell in header(best.hit.passage)[1]]
        if all(one in columns for one in named):
            rows = [c for c in found if c.hit.row == best.hit.row and c.sentence.kind is SentenceKind.ROW]
            return sorted(rows, key=lambda c: c.index)[:MAX_ITEMS]
    return []


def _covering(chosen: list[Candidate], found: Sequence[Candidate], told: Sequence[frozenset[str]]) -> list[Candidate]:
    """The chosen ones and, for each side of a comparison that none names, the best sentence that does."""
    for side in told:
        if not any(side <= term_set(c.words) for c in chosen):
            chosen = chosen + [c for c in found if side <= term_set(c.words)][:1]
    return chosen


def _each_told(chosen: list[Candidate], found: Sequence[Candidate], named: Sequence[frozenset[str]]) -> list[Candidate]:
    """The chosen ones and, for each acronym that none tells of by itself, the best sentence that does.

    What names them all (« CLS, ASV et CLSM se croisent souvent ») tells none from another. One that says what it is
    comes first, if there is any.
    """
    for one in named:
        others = [other for other in named if not other <= one]
        alone = [c for c in found if _names_alone(c, one, others)]
        alone = [c for c in alone if c.judged >= PLAUSIBLE_JUDGED or not _says_little(c, one)]
        if not any(candidate in alone for candidate in chosen):
            chosen = chosen + sorted(alone, key=lambda c: _says_little(c, one))[:1]
    return chosen


def _says_little(candidate: Candidate, one: frozenset[str]) -> bool:
    """Whether a sentence does not say what an acronym is, or no more than what it stands for."""
    told = with_acronyms(candidate.words)
    return not defines(told, one) or len(term_set(told)) < TELLING_TERMS


def _names_alone(candidate: Candidate, one: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    told = term_set(with_acronyms(candidate.words))
    return one <= told and not any(other <= told for other in others)


def _alike(one: str, other: str) -> bool:
    a, b = term_set(one), term_set(other)
    figures, others = ({term for term in terms if term[0].isdigit()} for terms in (a, b))
    share = SAME_FIGURES_SHARE if figures and figures == others else SAME_SHARE
    if (
        figures
        and others
        and figures != others
        and len((a & b) - figures - others) >= SAME_THING_SHARE * len((a | b) - figures - others)
    ):
        return False  # the same thing with other figures: both are told, side by side
    return len(a & b) >= share * len(a | b)


def _rank(candidate: Candidate, chosen: list[Candidate]) -> int:
    """Sentences of one passage follow each other, where the best of them stands."""
    return next(i for i, other in enumerate(chosen) if other.hit.row == candidate.hit.row)


def _statements(chosen: list[Candidate], count: int, before: Sequence[Statement]) -> tuple[Statement, ...]:
    """Those of the chosen sentences, save what was said before, numbered after `count` others."""
    statements: list[Statement] = []
    done = {(said.citation.passage.id, said.citation.quote) for said in before}
    for candidate in chosen:
        for position, role in _with_its_list(candidate):
            passage = candidate.hit.passage
            quote = passage.quote(passage.sentences[position])
            if (passage.id, quote) in done:
                continue
            done.add((passage.id, quote))
            citation = Citation(count + len(statements) + 1, passage, candidate.hit.document, quote)
            statements.append(Statement(citation, role))
    return tuple(statements)


def _with_its_list(candidate: Candidate) -> Iterator[tuple[int, Role]]:
    """A sentence that announces a list brings its items; an item brings its announcement and its neighbours."""
    sentences = candidate.hit.passage.sentences
    lead = candidate.sentence.lead if candidate.sentence.kind is SentenceKind.ITEM else candidate.index
    items = [i for i, s in enumerate(sentences) if s.kind is SentenceKind.ITEM and s.lead == lead and lead >= 0]
    if items:
        yield lead, Role.LEAD
        yield from ((i, Role.ITEM) for i in items[:MAX_ITEMS])
    else:
        yield candidate.index, Role.ROW if candidate.sentence.kind is SentenceKind.ROW else Role.SENTENCE
