"""Repères as a langchain retriever, so that a langchain pipeline of somebody else's can search our publications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_core.documents import Document as LangchainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.contract import document_url
from assistant.questions import Filters, Question, Turn
from assistant.service import Assistant  # noqa: TC001 — pydantic reads the field’s type when the class is made
from assistant.understood import Field  # noqa: TC001 — likewise

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun


class ReperesRetriever(BaseRetriever):
    """Passages for a question, best first: those that `Assistant.ask` would answer from, in the same order.

    Attributes:
        assistant: An opened assistant (`Serving(settings).assistant()`).
        count: Passages given back, at most.
        history: Earlier turns, oldest first: a follow-up is understood from them.
        filters: Restrict what is given back.
        ignore: Filters not to be heard in the words of a query.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    count: int = 5
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    ignore: frozenset[Field] = frozenset()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 — langchain passes it by name
    ) -> list[LangchainDocument]:
        settings = self.assistant.settings
        question = Question.checked(query, self.history, self.filters, self.ignore, limit=settings.max_question_chars)
        found, _ = self.assistant.find(question, self.count)
        return [
            LangchainDocument(
                page_content=hit.passage.text,
                metadata={
                    "doc": hit.document.doc,
                    "title": hit.document.metadata.title,
                    "page": hit.passage.page,
                    "score": hit.score,
                    "kind": hit.document.metadata.kind,
                    "year": hit.document.metadata.year,
                    "also": [twin.doc for twin in hit.twins],
                    "url": document_url(hit.document, hit.passage.page, settings.public_url),
                },
            )
            for hit in found.hits
        ]
