"""The JSON that others read keeps its fields; a citation cannot lie about its words."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from assistant.answers import Answer, Citation, Hit, QuoteNotInPassage, Reason, Role, Statement, Unanswered
from assistant.contract import AnswerOut, AskIn, FiltersIn, answer_out, document_url
from assistant.messages import REFUSALS
from indexer.documents import Block, BlockKind, Document, Metadata
from indexer.errors import InvalidFilter
from indexer.passages import Passage, split

DOCUMENT = Document(
    "notes/à lire #1.pdf",
    "/corpus",
    "0" * 64,
    Metadata("Une note", "note-de-synthese", "FTS", 2025, official_url="https://exemple.fr", replaced_by="neuf.pdf"),
    5,
)


def passage(*blocks: Block) -> Passage:
    """A passage of these blocks, or of two sentences."""
    (made,) = split(DOCUMENT.doc, "Une note", blocks or [Block(BlockKind.PARAGRAPH, "Un. Deux.", 4, ("Partie",))])
    return made


def answered(*quotes: str, of: Passage | None = None, role: Role = Role.SENTENCE) -> Answer:
    """An answer made of these quotes."""
    of = of or passage()
    statements = tuple(Statement(Citation(n, of, DOCUMENT, quote), role) for n, quote in enumerate(quotes, 1))
    return Answer(statements, (Hit(of, DOCUMENT, 0, 0.70999, 0.8, 3.0),))


@pytest.mark.parametrize("quote", ["Trois.", "", "un.", "Un.  Deux."])
def test_a_citation_whose_quote_is_not_in_its_passage_cannot_be_built(quote: str) -> None:
    """Not another case, not another spacing, not nothing."""
    with pytest.raises(QuoteNotInPassage):
        Citation(1, passage(), DOCUMENT, quote)


def test_an_answer_has_the_fields_of_the_contract() -> None:
    """Those of the design's example, with their types, and those that the page needs."""
    told = answer_out(answered("Un.", "Deux."), 0.0801234, "https://reperes.exemple.fr/").model_dump(mode="json")
    assert isinstance(told["answer"], str)
    assert told["abstained"] is False
    assert told["reason"] is None
    assert told["latency_s"] == 0.0801
    url = "https://reperes.exemple.fr/api/v1/documents/notes/%C3%A0%20lire%20%231.pdf/file#page=4"
    assert told["citations"][0] == {
        "number": 1,
        "doc": "notes/à lire #1.pdf",
        "title": "Une note",
        "page": 4,
        "quote": "Un.",
        "url": url,
        "official_url": "https://exemple.fr",
        "kind": "note-de-synthese",
        "kind_label": "Note de synthèse",
        "publisher": "FTS",
        "year": 2025,
        "headings": ["Partie"],
        "context": "Un. Deux.",
        "superseded_by": "neuf.pdf",
        "computed": False,
        "page_label": "",
        "spans": [{"start": 0, "end": 3, "kind": "prose"}, {"start": 4, "end": 9, "kind": "prose"}],
        "recognised": False,
        "territory": "",
    }
    assert told["retrieved"] == [
        {
            "doc": "notes/à lire #1.pdf",
            "page": 4,
            "text": "Un. Deux.",
            "score": 0.71,
            "title": "Une note",
            "url": url,
            "also": [],
            "kind_label": "Note de synthèse",
            "publisher": "FTS",
            "year": 2025,
            "headings": ["Partie"],
            "official_url": "https://exemple.fr",
            "page_label": "",
        }
    ]
    assert told["nearest"] == []


def test_the_marks_of_the_answer_are_the_numbers_of_its_citations() -> None:
    """Each once, in order; and each quoted sentence stands before its own."""
    told = answer_out(answered("Deux.", "Un."), 0)
    assert [int(n) for n in re.findall(r"\[(\d+)\]", told.answer)] == [c.number for c in told.citations] == [1, 2]
    assert "« Deux. » [1]" in told.answer


def test_a_row_is_told_with_its_cells_parted() -> None:
    """The quote keeps its tabs: it is verbatim; the answer shows bars."""
    table = Block(BlockKind.TABLE, "Ville\tPart\nLille\t40 %", 1)
    told = answer_out(answered("Lille\t40 %", of=passage(table), role=Role.ROW), 0)
    assert told.citations[0].quote == "Lille\t40 %"
    assert "« Lille | 40 % » [1]" in told.answer


@pytest.mark.parametrize("reason", list(Reason))
def test_a_refusal_has_the_same_fields(reason: Reason) -> None:
    """Words for every reason, no citation, the passages that were retrieved."""
    hit = Hit(passage(), DOCUMENT, 0, 0.5, 0.8, 1.0)
    told = answer_out(Unanswered(reason, (hit,), (hit,)), 0.1)
    assert told.abstained
    assert told.reason == reason.value
    assert told.answer == REFUSALS[reason]
    assert told.citations == []
    assert len(told.retrieved) == len(told.nearest) == 1
    assert set(told.model_dump()) == set(AnswerOut.model_fields)


def test_a_document_without_pages_is_linked_without_a_page() -> None:
    """No fragment for a viewer to misread."""
    assert document_url(DOCUMENT, None) == "/api/v1/documents/notes/%C3%A0%20lire%20%231.pdf/file"


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"question": 3},
        {"question": "a", "autre": 1},
        {"question": "a", "history": [{"role": "system", "content": "x"}]},
        {"question": "a", "history": [{"role": "user"}]},
        {"question": "a", "filters": {"annee": 2025}},
        {"question": "a", "filters": {"year_from": 3}},
    ],
)
def test_a_request_of_another_shape_is_refused(raw: dict[str, object]) -> None:
    """Missing, wrong or unknown fields, at any depth."""
    with pytest.raises(ValidationError):
        AskIn.model_validate(raw)


def test_filters_arrive_as_they_were_sent() -> None:
    """And an unknown theme is refused as such, not as a wrong shape."""
    filters = FiltersIn(themes=["handicap"], kinds=["enquete"], year_from=2020, publisher="FTS").filters()
    assert (filters.themes, filters.kinds, filters.year_from) == (("handicap",), ("enquete",), 2020)
    with pytest.raises(InvalidFilter):
        FiltersIn(themes=["inconnu"]).filters()
