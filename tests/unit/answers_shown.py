"""Answers made by hand, and shown as the page shows them: what the tests of `ui.chat` begin from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from assistant.accounts.rights import NOBODY
from assistant.answers import Answer, Citation, Role, Statement, Unanswered
from assistant.contract import AnswerOut, answer_out
from assistant.conversations.messages import WHY
from indexer.documents import Block, BlockKind, Document, Metadata
from indexer.passages import Passage, split
from ui.chat import messages
from ui.chat.turns import Turn, turn
from ui.site.addresses import address
from ui.site.showing import page

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTE = Document(
    "notes/bilan.pdf",
    "/corpus",
    "0" * 64,
    Metadata(
        "Bilan des contrats",
        kind="note-de-synthese",
        publisher="Fabrique Territoires Santé",
        year=2024,
        official_url="https://exemple.fr/bilan",
    ),
    pages=9,
)
BARE = Document("notes/page.html", "/corpus", "1" * 64, Metadata("Une page"))
HEADING = "Première partie"


def paragraph(text: str, page: int | None = 4) -> Block:
    """A paragraph of a page."""
    return Block(BlockKind.PARAGRAPH, text, page, (HEADING,))


def passage(*blocks: Block, doc: str = NOTE.doc) -> Passage:
    """One passage of these blocks."""
    made = split(doc, "Bilan", blocks)
    assert len(made) == 1
    return made[0]


FOUR = passage(paragraph("Une phrase. La deuxième phrase. La troisième phrase. La quatrième phrase. La cinquième."))


def table(columns: int, rows: int = 2) -> Passage:
    """A table with a caption."""
    lines = ["\t".join(f"col{c}" for c in range(columns))]
    lines += ["\t".join(f"r{r}c{c}" for c in range(columns)) for r in range(rows)]
    return passage(Block(BlockKind.TABLE, "\n".join(lines), 4, caption="Tableau 1 – Un tableau"))


def answer(*quoted: tuple[Passage, int, Role], document: Document = NOTE) -> Answer:
    """An answer that quotes these sentences, by their index."""
    statements = tuple(
        Statement(Citation(n, p, document, p.quote(p.sentences[i])), role)
        for n, (p, i, role) in enumerate(quoted, start=1)
    )
    return Answer(statements, ())


def told(outcome: Answer | Unanswered) -> AnswerOut:
    """The answer as it is sent, stored, and shown from."""
    return AnswerOut.model_validate_json(answer_out(outcome, 0.5).model_dump_json())


def html_of(made: Turn, documents: Sequence[Document] = ()) -> str:
    """A turn's HTML, by the page's own template."""
    titles = {document.doc: document.metadata.title for document in documents}
    values = {
        "here": lambda path, **asked: address("", path, asked),
        "asset": lambda name: f"/static/{name}",
        "me": NOBODY,
        "reasons": WHY,
        "fields": messages.FIELDS,
        "verdict_help": messages.VERDICT_WORDS,
        "title_of": lambda doc: titles.get(doc, ""),
    }
    return page("chat/fragment.html", {**values, "turn": made})


def shown(outcome: Answer | Unanswered | AnswerOut, question: str = "Une question ?", *documents: Document) -> Tag:
    """The turn of an outcome, parsed."""
    out = outcome if isinstance(outcome, AnswerOut) else told(outcome)
    found = BeautifulSoup(html_of(turn(1, question, out), documents), "html.parser").article
    assert found is not None
    return found


def texts(root: Tag, selector: str) -> list[str]:
    """Text of each element found, spaces levelled."""
    return [" ".join(e.get_text(" ").split()) for e in root.select(selector)]
