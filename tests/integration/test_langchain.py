"""Others search our publications through langchain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.langchain_retriever import ReperesRetriever
from assistant.questions import Filters, Question, Turn
from assistant.service import Assistant
from indexer.index import open_index

if TYPE_CHECKING:
    from places import Place


def test_langchain_gets_the_same_passages_with_their_page_and_link(served: Place) -> None:
    """`invoke` gives what an answer is made from, in the order that the selector gives where there is one."""
    assistant = Assistant(open_index(served.settings), served.embedder, served.settings)
    asked = "Quelle part des QPV dispose d’un ASV ?"
    found = ReperesRetriever(assistant=assistant, count=3).invoke(asked)
    hits = assistant.find(Question(asked), 3)[0].hits
    assert [d.page_content for d in found] == [hit.passage.text for hit in hits]
    first = found[0].metadata
    assert (first["doc"], first["page"]) == (hits[0].document.doc, hits[0].passage.page)
    assert first["url"].startswith("/api/v1/documents/")


def test_a_chain_passes_its_filters_and_its_conversation(served: Place) -> None:
    """A copy of the retriever for one call, as langchain does: nothing of it stays for the next."""
    assistant = Assistant(open_index(served.settings), served.embedder, served.settings)
    retriever = ReperesRetriever(assistant=assistant, count=5)
    kind = assistant.index.manifest.documents[0].metadata.kind
    narrowed = retriever.model_copy(update={"filters": Filters(kinds=(kind,))})
    assert {d.metadata["kind"] for d in narrowed.invoke("Qui signe un contrat local de santé ?")} == {kind}
    turns = (Turn("user", "Quelle part des QPV dispose d’un ASV ?"),)
    following = retriever.model_copy(update={"history": turns})
    hits = assistant.find(Question("Et la coordination ?", turns), 5)[0].hits
    assert [d.page_content for d in following.invoke("Et la coordination ?")] == [hit.passage.text for hit in hits]
    assert retriever.history == ()
