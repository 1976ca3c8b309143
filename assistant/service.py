"""The assistant: one question in, an answer or a refusal out. Read this file to follow a question.

```
Question ─▶ Retriever ─▶ Selector ─▶ Evidence ─▶ RefusalModel ─▶ compose ─▶ Answer | Unanswered
               └▶ SurveyItems, when a survey asked the same ───────────┘
                                                   └▶ Drafter, where a language model is set; compose when it fails
```
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answers import Answer, Hit, Reason, Statement, Unanswered
from assistant.drafting import Drafter, Outcome
from assistant.evidence import weigh
from assistant.extraction import compose
from assistant.judging import judge, rerank
from assistant.refusal import RefusalModel
from assistant.retrieval import Retriever
from assistant.selecting import load_selector
from assistant.surveys import SurveyItems
from assistant.understood import Understood

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from assistant.gaps import Gaps
    from assistant.generator import Generator
    from assistant.judging import Judgement
    from assistant.questions import Question
    from assistant.retrieval import Retrieval
    from assistant.understanding import Query
    from indexer.embedder import Embedder
    from indexer.index import Index
    from indexer.settings import Settings

HITS = 10
"""Passages given back with an outcome."""
JUDGED = 20
"""Passages that the selector may read, best first, as far as its budget goes."""
NEAREST = 3
"""Publications shown with a refusal, or after an answer."""
FURTHER_LOGIT, FURTHER_SHARE = -2.0, 0.6
"""A publication is worth reading after an answer when the selector nearly takes one of its sentences for an answer, or
without a selector when it scores this share of the best passage."""
ABOUT_THE_FIELD = frozenset({Reason.NOT_DOCUMENTED})
"""Refusals that show the nearest publications; for the others they would be beside the point, or worse."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages that an answer will be made from, best first."""

    hits: tuple[Hit, ...]


Event = Retrieved | Statement | Answer | Unanswered
"""What happens to a question: `Retrieved` and each `Statement` when it gets an answer, then the outcome."""


class Assistant:
    """Holds an index and a model; keeps nothing of the questions, save where it is given a place for gaps."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        settings: Settings,
        generator: Generator | None = None,
        gaps: Gaps | None = None,
    ) -> None:
        self.index = index
        self.settings = settings
        self.retriever = Retriever(index, embedder)
        self._embedder = embedder
        self._refusal = RefusalModel.load()
        self._surveys = SurveyItems(index)
        self._selector = load_selector(embedder) if settings.selector else None
        self._drafter = Drafter(generator, embedder) if generator else None
        self._gaps = gaps

    def ask(self, question: Question) -> Answer | Unanswered:
        """Answers from the publications, or says why not."""
        *_, outcome = self.stream(question)
        assert isinstance(outcome, Answer | Unanswered)
        return outcome

    def find(self, question: Question, count: int = HITS) -> tuple[Retrieval, Judgement | None]:
        """The best passages for a question, ranked by the selector too where there is one, and what it made of them."""
        retrieval = self.retriever.search(question, max(count, JUDGED))
        if self._selector is None:
            return replace(retrieval, hits=retrieval.hits[:count]), None
        judgement = judge(self._selector, retrieval, self.settings.selector_tokens)
        return rerank(retrieval, judgement, count), judgement

    def stream(self, question: Question) -> Iterator[Event]:
        """The same, as it happens: each sentence as soon as it may be read, the whole outcome last."""
        retrieval, judgement = self.find(question)
        evidence = weigh(retrieval, self.index, judgement)
        query = retrieval.query
        vector = self._vector(query.alone, retrieval.vector if query.text == query.alone else None)
        decision = self._refusal.decide(query, vector, evidence)
        reason, certainty = decision.reason, decision.certainty
        surveyed = self._surveys.statements(retrieval) if reason in (None, Reason.NOT_DOCUMENTED) else ()
        if reason is None or surveyed:
            statements = compose(retrieval, self.index, judgement, surveyed)
            if statements:
                yield from self._answer(question, retrieval, statements, judgement, certainty)
                return
            reason = Reason.NOT_DOCUMENTED
        if reason is Reason.NOT_DOCUMENTED and self._gaps:
            self._note(question, query, self._gaps)
        if reason not in ABOUT_THE_FIELD:
            yield Unanswered(reason, retrieval.hits, (), Understood(query.understood.question), certainty)
        else:
            yield Unanswered(reason, retrieval.hits, _nearest(retrieval.hits), query.understood, certainty)

    def _vector(self, text: str, known: NDArray[np.float32] | None = None) -> NDArray[np.float32] | None:
        """The vector of a text, for the refusal; `None` where it was trained with another model."""
        if self._embedder.name != self._refusal.embedding_model:
            return None
        return self._embedder.embed_question(text) if known is None else known

    def _note(self, question: Question, query: Query, gaps: Gaps) -> None:
        """Notes a gap: made whole when it leans on an earlier question, which must be about the field too.

        What was asked of some publications only is no gap of them all, nor is what is put again without a filter.
        """
        if question.filters or question.ignore:
            return
        earlier = query.text.removesuffix(query.alone).strip()
        if not earlier or self._refusal.beside_the_field(earlier, self._vector(earlier)) is None:
            gaps.note(query.text)

    def _answer(
        self,
        question: Question,
        retrieval: Retrieval,
        quoted: tuple[Statement, ...],
        judgement: Judgement | None,
        certainty: float,
    ) -> Iterator[Event]:
        """A drafted answer where there is a language model and something is left of what it wrote; else quotations."""
        hits = retrieval.hits
        yield Retrieved(hits)
        outcome = Outcome((), None, 0)
        for event in self._drafter.draft(question, hits) if self._drafter else ():
            if isinstance(event, Outcome):
                outcome = event
            else:
                yield event
        if not outcome.statements:
            yield from quoted
        said = outcome.statements or quoted
        further = _further(hits, said, judgement)
        yield Answer(said, hits, retrieval.query.understood, outcome.notice, outcome.withheld, further, certainty)


def _further(hits: tuple[Hit, ...], said: tuple[Statement, ...], judgement: Judgement | None) -> tuple[Hit, ...]:
    """The best passage of each publication that was not cited, as long as it speaks of what was asked."""
    cited = {citation.document.doc for statement in said for citation in statement.citations}
    others = (hit for hit in hits if hit.document.doc not in cited)
    if judgement:
        return _nearest(tuple(hit for hit in others if judgement.best(hit) > FURTHER_LOGIT))
    return _nearest(tuple(hit for hit in others if hit.score >= FURTHER_SHARE * hits[0].score))


def _nearest(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The best passage of each of the nearest publications."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.document.doc, hit)
    return tuple(first.values())[:NEAREST]
