"""The assistant: one question in, an answer or a refusal out. Read this file to follow a question.

```
message ─▶ parts ─▶ each: Retriever ─▶ Selector ─▶ Evidence ─▶ RefusalModel ─▶ compose ─▶ Answer | Unanswered
                             └▶ SurveyItems, when a survey asked the same ────────┘
                                        then Drafter, where a language model is set; what was composed when it fails
```
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.answers import Answer, Hit, Reason, Statement, Unanswered
from assistant.drafting import Drafter, Outcome
from assistant.evidence import weigh
from assistant.extraction import MOST, compose, is_said
from assistant.judging import judge, rerank
from assistant.observing.steps import Step, step, told
from assistant.parts import parts
from assistant.premises import unconfirmed
from assistant.refusal import RefusalModel
from assistant.retrieval import Retriever
from assistant.selecting import load_selector
from assistant.situations import ruled
from assistant.surveys import SurveyItems
from assistant.understood import Understood, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from assistant.gaps import Gaps
    from assistant.generator import Generator
    from assistant.judging import Judgement
    from assistant.library.library import Library
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
LEAST_STATEMENTS = 2
"""Of each question of a message that holds several."""
BESIDE = frozenset({None, Reason.NOT_DOCUMENTED, Reason.OFF_TOPIC, Reason.SMALL_TALK})
"""What one question of a message may come to; at anything else, the message is judged as a whole."""
ABOUT_THE_FIELD = frozenset({Reason.NOT_DOCUMENTED})
"""Refusals that show the nearest publications; for the others they would be beside the point, or worse."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages that an answer will be made from, best first."""

    hits: tuple[Hit, ...]


Event = Retrieved | Statement | Answer | Unanswered
"""What happens to a question: `Retrieved` and each `Statement` when it gets an answer, then the outcome."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is for one question.

    Attributes:
        question: The message, or one of its questions.
        retrieval: What was found.
        judgement: Of the selector, where there is one.
        reason: Why it has no answer; `None` when it has one.
        certainty: Of the refusal's decision.
        statements: Quoted; empty also when an earlier question of the message said it all.
    """

    question: Question
    retrieval: Retrieval
    judgement: Judgement | None
    reason: Reason | None
    certainty: float
    statements: tuple[Statement, ...]

    def speaks_of(self, hit: Hit) -> bool:
        """Whether a passage is worth reading after the answer."""
        if self.judgement:
            return self.judgement.best(hit) > FURTHER_LOGIT
        return hit.score >= FURTHER_SHARE * self.retrieval.hits[0].score


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

    @cached_property
    def library(self) -> Library:
        """The publications that everybody may find, to be browsed and read."""
        from assistant.library.library import Library

        return Library(self.index, self.retriever.public)

    @property
    def drafter(self) -> Drafter | None:
        """What has a language model draft answers and verifies them, where one is set."""
        return self._drafter

    def ask(self, question: Question) -> Answer | Unanswered:
        """Answers from the publications, or says why not."""
        *_, outcome = self.stream(question)
        assert isinstance(outcome, Answer | Unanswered)
        return outcome

    def find(
        self, question: Question, count: int = HITS, tokens: int | None = None
    ) -> tuple[Retrieval, Judgement | None]:
        """The best passages for a question, ranked by the selector too where there is one, and what it made of them.

        Args:
            question: To be found as it is.
            count: Of passages.
            tokens: That the selector reads at most; by default as many as the setting says.
        """
        retrieval = self.retriever.search(question, max(count, JUDGED))
        if self._selector is None:
            return replace(retrieval, hits=retrieval.hits[:count]), None
        with step(Step.SELECT):
            judgement = judge(self._selector, retrieval, self.settings.selector_tokens if tokens is None else tokens)
        return rerank(retrieval, judgement, count), judgement

    def stream(self, question: Question) -> Iterator[Event]:
        """The same, as it happens: each sentence as soon as it may be read, the whole outcome last."""
        for event in self._stream(question):
            if isinstance(event, Answer | Unanswered):
                told(event)
            yield event

    def _stream(self, question: Question) -> Iterator[Event]:
        found = self.seek(question)
        answered = [each for each in found if each.reason is None]
        if answered:
            self._note([each for each in found if each.reason])
            yield from self._answer(question, found)
            return
        (refused,) = found
        self._note(found)
        hits, query = refused.retrieval.hits, refused.retrieval.query
        assert refused.reason
        if refused.reason in ABOUT_THE_FIELD:
            yield Unanswered(refused.reason, hits, _nearest(hits), query.understood, refused.certainty)
        else:
            yield Unanswered(refused.reason, hits, (), Understood(query.understood.question), refused.certainty)

    def seek(self, question: Question) -> tuple[Found, ...]:
        """What there is for each question of a message, most often one; noted nowhere, drafted by nobody."""
        return self._several(question) or (self.look(question),)

    def _several(self, message: Question) -> tuple[Found, ...]:
        """What there is for each question of a message that holds several.

        None when it holds one, when no question of it has an answer, or when one is to be refused for what it is (a
        person in danger, personal data…): such a message is judged as a whole.
        """
        asked = parts(message)
        if len(asked) == 1 or ruled(message.text):
            return ()
        found: list[Found] = []
        for question in asked:
            said = [statement for each in found for statement in each.statements]
            found.append(self.look(question, said, len(asked)))
            if found[-1].reason not in BESIDE:
                return ()
        return tuple(found) if any(each.statements for each in found) else ()

    def look(
        self, question: Question, said: Sequence[Statement] = (), share: int = 1, tokens: int | None = None
    ) -> Found:
        """What there is for one question.

        Args:
            question: To be answered by itself; noted nowhere, whatever comes of it.
            said: What was said for the questions before it in the same message.
            share: Questions in that message: the selector's budget and the sentences are shared among them.
            tokens: That budget for the whole message; by default the setting's.
        """
        budget = self.settings.selector_tokens if tokens is None else min(tokens, self.settings.selector_tokens)
        retrieval, judgement = self.find(question, tokens=max(1, budget // share))
        query = retrieval.query
        with step(Step.DECIDE):
            evidence = weigh(retrieval, self.index, judgement)
            vector = self._vector(query.alone, retrieval.vector if query.text == query.alone else None)
            decision = self._refusal.decide(query, vector, evidence)
        with step(Step.COMPOSE):
            reason, statements = self._composed(retrieval, judgement, decision.reason, said, share)
        return Found(question, retrieval, judgement, reason, decision.certainty, statements)

    def _composed(
        self,
        retrieval: Retrieval,
        judgement: Judgement | None,
        reason: Reason | None,
        said: Sequence[Statement],
        share: int,
    ) -> tuple[Reason | None, tuple[Statement, ...]]:
        """What is quoted, where the decision or a survey has something; and why not, where nothing is."""
        surveyed = self._surveys.statements(retrieval) if reason in (None, Reason.NOT_DOCUMENTED) else ()
        statements: tuple[Statement, ...] = ()
        if reason is None or surveyed:
            most = max(LEAST_STATEMENTS, MOST // share)
            statements = compose(retrieval, self.index, judgement, surveyed, said, most)
            if not statements and not is_said(retrieval, self.index, judgement, said):
                reason = Reason.NOT_DOCUMENTED
            else:
                reason = None
        return reason, statements

    def vector(self, text: str) -> NDArray[np.float32]:
        """`(dimension,)` float32, L2-normalised, of a question."""
        return self._embedder.embed_question(text)

    def _vector(self, text: str, known: NDArray[np.float32] | None = None) -> NDArray[np.float32] | None:
        """The vector of a text, for the refusal; `None` where it was trained with another model."""
        if self._embedder.name != self._refusal.embedding_model:
            return None
        return self._embedder.embed_question(text) if known is None else known

    def _note(self, refused: Sequence[Found]) -> None:
        """Notes gaps: made whole where they lean on an earlier question, which must be about the field too.

        What was asked of some publications only is no gap of them all, nor is what is put again without a filter.
        """
        for each in refused:
            question, query = each.question, each.retrieval.query
            if self._gaps is None or each.reason is not Reason.NOT_DOCUMENTED or question.filters or question.ignore:
                continue
            earlier = query.text.removesuffix(query.alone).strip()
            if not earlier or self._refusal.beside_the_field(earlier, self._vector(earlier)) is None:
                self._gaps.note(query.text)

    def _answer(self, question: Question, found: Sequence[Found]) -> Iterator[Event]:
        """A drafted answer where there is a language model and something is left of what it wrote; else quotations."""
        answered = [each for each in found if each.reason is None]
        hits = _interleaved([each.retrieval.hits for each in answered])
        yield Retrieved(hits)
        outcome = Outcome((), None, 0)
        if self._drafter:
            with step(Step.DRAFT):
                for event in self._drafter.draft(question, hits):
                    if isinstance(event, Outcome):
                        outcome = event
                    else:
                        yield event
        said = outcome.statements or _numbered([statement for each in answered for statement in each.statements])
        if not outcome.statements:
            yield from said
        understood = found[0].retrieval.query.understood
        if len(found) > 1:
            unanswered = [each.question.text for each in found if each.reason]
            understood = together(question.text, [each.retrieval.query.understood for each in found], unanswered)
        quotes = [citation.quote for statement in said for citation in statement.citations]
        doubted = unconfirmed(question.text, [hit.passage.text for hit in hits], quotes)
        yield Answer(
            said,
            hits,
            replace(understood, unconfirmed=doubted),
            outcome.notice,
            outcome.withheld,
            _further(hits, said, answered),
            min(each.certainty for each in answered),
        )


def _interleaved(several: Sequence[tuple[Hit, ...]]) -> tuple[Hit, ...]:
    """The hits of several questions: the first of each, then the second of each, and so on."""
    met: dict[int, Hit] = {}
    for rank in zip_longest(*several):
        for hit in filter(None, rank):
            met.setdefault(hit.row, hit)
    return tuple(met.values())[:HITS]


def _numbered(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Quotations, numbered from 1."""
    return tuple(
        replace(statement, citation=replace(statement.citation, number=number))
        for number, statement in enumerate(statements, 1)
    )


def _further(hits: tuple[Hit, ...], said: tuple[Statement, ...], found: Sequence[Found]) -> tuple[Hit, ...]:
    """The best passage of each publication that was not cited, as long as it speaks of what was asked."""
    cited = {citation.document.doc for statement in said for citation in statement.citations}
    return _nearest(
        tuple(hit for hit in hits if hit.document.doc not in cited and any(each.speaks_of(hit) for each in found))
    )


def _nearest(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The best passage of each of the nearest publications."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.document.doc, hit)
    return tuple(first.values())[:NEAREST]
