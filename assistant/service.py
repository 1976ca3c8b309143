"""The assistant: one question in, an answer or a refusal out. Read this file to follow a question.

```
Question ─▶ Retriever ─▶ Evidence ─▶ RefusalModel ─▶ compose ─▶ Answer | Unanswered
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answers import Answer, Hit, Reason, Unanswered
from assistant.evidence import weigh
from assistant.extraction import compose
from assistant.refusal import RefusalModel
from assistant.retrieval import Retriever
from indexer.embedder import QUESTION_THREADS, load_embedder
from indexer.index import open_index

if TYPE_CHECKING:
    from typing import Self

    from assistant.questions import Question
    from indexer.embedder import Embedder
    from indexer.index import Index
    from indexer.settings import Settings

HITS = 10
"""Passages given back with an outcome."""
NEAREST = 3
"""Publications shown with a refusal."""
ABOUT_THE_FIELD = frozenset({Reason.NOT_DOCUMENTED})
"""Refusals that show the nearest publications; for the others they would be beside the point, or worse."""


class Assistant:
    """Holds an index and a model; keeps nothing of the questions."""

    def __init__(self, index: Index, embedder: Embedder, settings: Settings) -> None:
        self.index = index
        self.settings = settings
        self.retriever = Retriever(index, embedder)
        self._embedder = embedder
        self._refusal = RefusalModel.load()

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Opens the index being served and loads the model.

        Raises:
            IndexMissing, IndexCorrupt, IndexModelMismatch: The index cannot be used.
            ModelUnavailable, WeightsMismatch, NotWritable: The model cannot be loaded.
        """
        index = open_index(settings)
        return cls(index, load_embedder(settings, threads=QUESTION_THREADS), settings)

    def ask(self, question: Question) -> Answer | Unanswered:
        """Answers from the publications, or says why not."""
        retrieval = self.retriever.search(question, HITS)
        evidence = weigh(retrieval, self.index)
        vector = None
        if self._embedder.name == self._refusal.embedding_model:
            query = retrieval.query
            alone = query.text == query.alone
            vector = retrieval.vector if alone else self._embedder.embed_question(query.alone)
        reason = self._refusal.decide(question.text, vector, evidence)
        if reason is None:
            statements = compose(retrieval, self.index)
            if statements:
                return Answer(statements, retrieval.hits, retrieval.query.understood)
            reason = Reason.NOT_DOCUMENTED
        if reason not in ABOUT_THE_FIELD:
            return Unanswered(reason, retrieval.hits, ())
        return Unanswered(reason, retrieval.hits, _nearest(retrieval.hits), retrieval.query.understood)


def _nearest(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The best passage of each of the nearest publications."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.document.doc, hit)
    return tuple(first.values())[:NEAREST]
