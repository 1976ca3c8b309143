"""Repères as a langchain retriever, so that a langchain pipeline of somebody else's can search our publications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_core.documents import Document as LangchainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.contract import document_url
from assistant.questions import Question
from assistant.service import Assistant  # noqa: TC001 — pydantic reads the field’s type when the class is made

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun


class ReperesRetriever(BaseRetriever):
    """Passages for a question, best first.

    Attributes:
        assistant: An opened assistant (`Assistant.open(settings)`).
        count: Passages given back, at most.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    count: int = 5

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 — langchain passes it by name
    ) -> list[LangchainDocument]:
        settings = self.assistant.settings
        question = Question.checked(query, limit=settings.max_question_chars)
        hits = self.assistant.retriever.search(question, self.count).hits
        return [
            LangchainDocument(
                page_content=hit.passage.text,
                metadata={
                    "doc": hit.document.doc,
                    "title": hit.document.metadata.title,
                    "page": hit.passage.page,
                    "score": hit.score,
                    "url": document_url(hit.document, hit.passage.page, settings.public_url),
                },
            )
            for hit in hits
        ]
