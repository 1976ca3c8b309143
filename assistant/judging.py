"""What the selector makes of a retrieval: a score for each sentence of the first passages, and their new order.

`service` asks for the judgement once a question; the order of the passages, the refusal and the answer's sentences
all rest on it. Without a selector (setting off, no artefact, another embedding model) there is none, and each of the
three does with the scores of the retrieval alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.scaling import scaled
from assistant.selecting import UNREAD, Reading
from indexer.passages import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from assistant.answers import Hit
    from assistant.retrieval import Retrieval
    from assistant.selecting import Selector
    from indexer.passages import Passage

SELECTOR_SHARE = 0.3
"""Share of the selector in a passage's score; the rest is the retrieval's (docs/qualite.md)."""
QUOTED_KINDS = frozenset({SentenceKind.PROSE, SentenceKind.ITEM, SentenceKind.ROW})


@dataclass(frozen=True, slots=True)
class Judgement:
    """Scores of the sentences of the passages that were read.

    Attributes:
        scores: Row of a passage → `(sentences,)` float32 logits against 0, « nothing here answers ».
    """

    scores: Mapping[int, NDArray[np.float32]]

    def of(self, row: int, sentence: int) -> float:
        """Score of a sentence; `UNREAD` when its passage was not read."""
        found = self.scores.get(row)
        return UNREAD if found is None else float(found[sentence])

    def quotable(self, hit: Hit) -> list[float]:
        """Scores of the sentences of a passage that could be quoted; empty when it was not read."""
        found = self.scores.get(hit.row, ())
        return [float(s) for s, of in zip(found, hit.passage.sentences, strict=False) if of.kind in QUOTED_KINDS]

    def best(self, hit: Hit) -> float:
        """Score of the best sentence that could be quoted of a passage; `UNREAD` for want of any."""
        return max(self.quotable(hit), default=UNREAD)


def judge(selector: Selector, retrieval: Retrieval, tokens: int) -> Judgement:
    """Has the selector read the passages, best first, within a budget of tokens."""
    readings = [reading(hit.passage) for hit in retrieval.hits]
    scores = selector.scores(retrieval.query.text, readings, tokens)
    return Judgement({hit.row: found for hit, found in zip(retrieval.hits, scores, strict=False)})


def reading(passage: Passage) -> Reading:
    """A passage as the selector reads it."""
    return Reading(passage.head, passage.text, tuple((s.start, s.end) for s in passage.sentences))


def rerank(retrieval: Retrieval, judgement: Judgement, count: int) -> Retrieval:
    """The hits in the order of both scores, each brought to 0–1, and the first `count` of them.

    A passage that was not read stays behind those that were.
    """
    if not retrieval.hits:
        return retrieval
    judged = np.array([1 / (1 + np.exp(-judgement.best(hit))) for hit in retrieval.hits])
    found = np.array([hit.score for hit in retrieval.hits])
    read = np.array([hit.row in judgement.scores for hit in retrieval.hits])
    joint = SELECTOR_SHARE * scaled(judged) + (1 - SELECTOR_SHARE) * scaled(found)
    order = np.lexsort((np.arange(len(joint)), -joint, ~read))
    return replace(retrieval, hits=tuple(retrieval.hits[index] for index in order[:count]))
