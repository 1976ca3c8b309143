"""The assistant: one question in, an answer or a refusal out. Read this file to follow a question.

```
Question ─▶ Retriever ─▶ Selector ─▶ Evidence ─▶ RefusalModel ─▶ compose ─▶ Answer | Unanswered
                                                   └▶ Drafter, where a language model is set; compose when it fails
```
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answers import Answer, Hit, Reason, Statement, Unanswered
from assistant.chat_model import open_chat_model
from assistant.drafting import Drafter, Outcome
from assistant.evidence import weigh
from assistant.extraction import compose
from assistant.judging import judge, rerank
from assistant.refusal import RefusalModel
from assistant.retrieval import Retriever
from assistant.selecting import load_selector
from assistant.understood import Understood
from indexer.embedder import QUESTION_THREADS, load_embedder
from indexer.index import open_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from assistant.generator import Generator
    from assistant.judging import Judgement
    from assistant.questions import Question
    from assistant.retrieval import Retrieval
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
    """Holds an index and a model; keeps nothing of the questions."""

    def __init__(
        self, index: Index, embedder: Embedder, settings: Settings, generator: Generator | None = None
    ) -> None:
        self.index = index
        self.settings = settings
        self.retriever = Retriever(index, embedder)
        self._embedder = embedder
        self._refusal = RefusalModel.load()
        self._selector = load_selector(embedder) if settings.selector else None
        self._drafter = Drafter(generator, embedder) if generator else None

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Opens the index being served and loads the model.

        Raises:
            IndexMissing, IndexCorrupt, IndexModelMismatch: The index cannot be used.
            ModelUnavailable, WeightsMismatch, NotWritable: The model cannot be loaded.
            GeneratorUnavailable: The language model that is set cannot be used.
        """
        index = open_index(settings)
        generator = open_chat_model(settings)
        return cls(index, load_embedder(settings, threads=QUESTION_THREADS), settings, generator)

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
        vector = None
        if self._embedder.name == self._refusal.embedding_model:
            query = retrieval.query
            alone = query.text == query.alone
            vector = retrieval.vector if alone else self._embedder.embed_question(query.alone)
        reason = self._refusal.decide(retrieval.query, vector, evidence)
        if reason is None:
            statements = compose(retrieval, self.index, judgement)
            if statements:
                yield from self._answer(question, retrieval, statements, judgement)
                return
            reason = Reason.NOT_DOCUMENTED
        understood = retrieval.query.understood
        if reason not in ABOUT_THE_FIELD:
            yield Unanswered(reason, retrieval.hits, (), Understood(understood.question))
        else:
            yield Unanswered(reason, retrieval.hits, _nearest(retrieval.hits), understood)

    def _answer(
        self,
        question: Question,
        retrieval: Retrieval,
        quoted: tuple[Statement, ...],
        judgement: Judgement | None,
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
        yield Answer(said, hits, retrieval.query.understood, outcome.notice, outcome.withheld, further)


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
