"""The tools offered over MCP, without a model nor a client: what is opened, what is told, who may call."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import jsonschema
import pytest
from fakes import FakeDesk
from pydantic import ValidationError

from assistant.mcp import in_words
from assistant.mcp.http import security
from assistant.mcp.opening import opened
from assistant.mcp.places import place_out
from assistant.mcp.rooms import Rooms, on_this_machine, served_at
from assistant.mcp.server import described
from assistant.mcp.shapes import OpenIn, SearchIn
from assistant.mcp.tools import TOOLS, open_passage, triage_message
from indexer.documents import Block, BlockKind, Document, Metadata
from indexer.errors import DocumentNotFound, PageNotFound, PassageNotFound
from indexer.passages import Passage, split
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.mcp.tools import Tool

PAGED = Document(
    "notes/à lire.pdf",
    "/corpus",
    "a" * 64,
    Metadata("Une note", "note-de-synthese", "FTS", 2025, official_url="https://exemple.fr", replaced_by="neuf.pdf"),
    pages=4,
    labels=("i", "ii", "1", "2"),
)
SHEET = Document("tables/villes.xlsx", "/corpus", "b" * 64, Metadata("Des villes"))
PEOPLE = Document("reponses.csv", "/corpus", "c" * 64, Metadata("Des réponses"), computed=True)


@dataclass
class Shelf:
    """An index that is only read: its documents, and the passages of each."""

    documents: dict[str, Document]
    passages: list[Passage] = field(default_factory=list)

    @property
    def rows_by_document(self) -> dict[str, tuple[int, ...]]:
        """As an index has them."""
        return {doc: tuple(row for row, p in enumerate(self.passages) if p.doc == doc) for doc in self.documents}

    def document(self, doc: str) -> Document:
        """As an index does."""
        if doc not in self.documents:
            raise DocumentNotFound(doc=doc)
        return self.documents[doc]


@dataclass
class Reader:
    """An assistant of which only the index is wanted."""

    index: Shelf


@pytest.fixture
def shelf() -> Shelf:
    """A note of four pages, the second of which nothing was read from; a table cut in three."""
    pages = [
        Block(BlockKind.PARAGRAPH, "Première page.", 1),
        Block(BlockKind.HEADING, "Suite", 3, (), 1),
        Block(BlockKind.PARAGRAPH, "Troisième page, au début.", 3, ("Suite",)),
        Block(BlockKind.HEADING, "Fin", 3, (), 1),
        Block(BlockKind.PARAGRAPH, "Troisième page, à la fin.", 3, ("Fin",)),
        Block(BlockKind.PARAGRAPH, "Quatrième page.", 4, ("Fin",)),
    ]
    cells = [Block(BlockKind.TABLE, f"Ville\tPart\n{city}\t{n} %", headings=(city,)) for n, city in enumerate("ABC")]
    passages = [*split(PAGED.doc, "Une note", pages), *split(SHEET.doc, "Des villes", cells)]
    return Shelf({PAGED.doc: PAGED, SHEET.doc: SHEET}, passages)


def test_a_page_opens_with_its_neighbours(shelf: Shelf) -> None:
    """In reading order; one that nothing was read from is there all the same, empty."""
    found = opened(shelf, PAGED.doc, 3, "", 1)  # type: ignore[arg-type]  # a stand-in
    assert [(part.page, part.asked) for part in found.parts] == [(2, False), (3, True), (4, False)]
    assert found.parts[0].text == ""
    assert found.parts[1].text.split("\n\n") == ["Troisième page, au début.", "Troisième page, à la fin."]


@pytest.mark.parametrize(("page", "around", "expected"), [(1, 2, [1, 2, 3]), (4, 0, [4]), (4, 3, [1, 2, 3, 4])])
def test_neighbours_stop_at_the_covers(page: int, around: int, expected: list[int], shelf: Shelf) -> None:
    """No page zero, no page beyond the last."""
    assert [part.page for part in opened(shelf, PAGED.doc, page, "", around).parts] == expected  # type: ignore[arg-type]  # a stand-in


def test_words_lead_to_their_page_or_to_their_passage(shelf: Shelf) -> None:
    """Blanks aside, and the bars that an answer shows between cells; without words nor page, the beginning."""
    by_words = opened(shelf, PAGED.doc, None, "Troisième  page, à la\nfin.", 0)  # type: ignore[arg-type]  # a stand-in
    assert [part.page for part in by_words.parts] == [3]
    cells = opened(shelf, SHEET.doc, None, "B | 1 %", 1)  # type: ignore[arg-type]  # a stand-in
    assert [(part.page, part.headings, part.asked) for part in cells.parts] == [
        (None, ("A",), False),
        (None, ("B",), True),
        (None, ("C",), False),
    ]
    assert opened(shelf, SHEET.doc, None, "", 0).parts[0].headings == ("A",)  # type: ignore[arg-type]  # a stand-in
    assert opened(shelf, PAGED.doc, None, " ", 0).parts[0].page == 1  # type: ignore[arg-type]  # a stand-in


def test_what_is_not_there_is_told(shelf: Shelf) -> None:
    """A page too far, a page of what has none, words that nobody wrote."""
    for doc, page in ((PAGED.doc, 5), (SHEET.doc, 1)):
        with pytest.raises(PageNotFound):
            opened(shelf, doc, page, "", 1)  # type: ignore[arg-type]  # a stand-in
    with pytest.raises(PassageNotFound):
        opened(shelf, PAGED.doc, None, "Jamais dit.", 1)  # type: ignore[arg-type]  # a stand-in


def test_an_opened_page_tells_where_it_is(shelf: Shelf) -> None:
    """Title, page as a viewer counts and as it is printed, links, what replaces it; pages told apart."""
    rooms = Rooms(Reader(shelf), FakeDesk, served_at("https://reperes.exemple.fr"))  # type: ignore[arg-type]  # stand-ins
    given = open_passage(rooms, OpenIn(doc=PAGED.doc, page=3))
    lines = given.text.splitlines()
    assert lines[0] == "Une note (FTS, 2025), p. 3 (numérotée 1)"
    assert "    https://reperes.exemple.fr/api/v1/documents/notes/%C3%A0%20lire.pdf/file#page=3" in lines
    assert "    Remplacée depuis par : neuf.pdf" in lines
    assert "── page 2 (numérotée ii) ──\nAucun texte n’a pu être lu ici." in given.text
    assert "── page 3 (numérotée 1), demandé ──\nTroisième page, au début." in given.text


def test_without_a_server_links_are_to_the_files_but_for_those_that_nobody_opens(tmp_path: Path) -> None:
    """A client of the same machine opens the page; a file whose lines are people opens nowhere."""
    link = on_this_machine(tmp_path)
    assert link(PAGED, 3) == f"{tmp_path.as_uri()}/originals/{'a' * 64}.pdf#page=3"
    assert link(PEOPLE, None) == ""
    assert "file:" not in in_words._place("", place_out(PEOPLE, None, link))


def test_a_message_is_triaged_and_kept_nowhere(shelf: Shelf) -> None:
    """As the command does: what it asks, then the draft; its fields are those of a batch line."""
    desk = FakeDesk()
    rooms = Rooms(Reader(shelf), lambda: desk, served_at(""))  # type: ignore[arg-type]  # stand-ins
    message = "De : Jeanne <j@exemple.fr>\nObjet : A4 évaluer\n\nAvez-vous un guide ?"
    given = triage_message(rooms, TOOLS[-1].arguments.model_validate({"message": message}))
    assert desk.seen[0].subject == "A4 évaluer"
    assert given.fields.model_dump()["category"] == "A4"
    assert re.search(r"^Catégorie +A4", given.text, re.MULTILINE)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_tool_is_described_for_those_who_choose_it(tool: Tool) -> None:
    """A name that every client takes, words in French, schemas that hold, nothing that changes anything."""
    told = described(tool)
    assert re.fullmatch(r"[a-z_]{1,40}", told.name)
    assert told.title
    assert re.search(r"[éèàç’]", str(told.description))
    for schema in (told.input_schema, told.output_schema):
        assert schema is not None
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object"
    assert all(argument.get("description") for argument in told.input_schema["properties"].values())
    assert told.annotations is not None
    assert (told.annotations.read_only_hint, told.annotations.open_world_hint) == (True, False)


def test_only_triage_is_for_the_team() -> None:
    """The rest reads publications, which anybody may."""
    assert [tool.name for tool in TOOLS if tool.for_the_team] == ["triage_message"]


def test_lists_that_models_send_as_text_are_read() -> None:
    """Some clients send the JSON of a list in a string, or one value by itself; what is wrong stays wrong."""
    for sent in (["jeunes"], '["jeunes"]', "jeunes"):
        assert SearchIn.model_validate({"query": "a", "themes": sent}).themes == ["jeunes"]
    assert SearchIn.model_validate({"query": "a", "themes": ""}).themes == []
    with pytest.raises(ValidationError):
        SearchIn.model_validate({"query": "a", "themes": 3})


def test_filters_tell_the_values_that_they_know() -> None:
    """So that a model need not guess them."""
    told = json.dumps(described(TOOLS[0]).input_schema)
    assert '"sante-mentale"' in told
    assert '"note-de-synthese"' in told


@pytest.mark.parametrize(
    ("settings", "known", "unknown"),
    [
        (
            {},
            ["127.0.0.1:8000", "localhost", "[::1]:9"],
            ["reperes.exemple.fr", "127.0.0.1.exemple.fr", "0.0.0.0:8000"],
        ),
        ({"host": "0.0.0.0"}, ["localhost:8000"], ["0.0.0.0:8000", "10.0.0.3:8000"]),
        ({"host": "10.0.0.3"}, ["10.0.0.3:8000"], ["10.0.0.33:8000"]),
        ({"host": "fd00::1"}, ["[fd00::1]:8000"], ["fd00::1"]),
        ({"public_url": "https://reperes.exemple.fr/sous"}, ["reperes.exemple.fr"], ["exemple.fr"]),
        (
            {"public_url": "https://reperes.exemple.fr:8443"},
            ["reperes.exemple.fr:8443", "reperes.exemple.fr"],
            ["a.fr"],
        ),
    ],
)
def test_the_hosts_that_are_known(settings: dict[str, str], known: list[str], unknown: list[str]) -> None:
    """The loopback, what is listened on, what is told; a site that leads its name here is none of them."""
    told = security(Settings(**settings))  # type: ignore[arg-type]  # pydantic checks them
    assert told.enable_dns_rebinding_protection

    def accepted(host: str) -> bool:
        return host in told.allowed_hosts or f"{host.rpartition(':')[0]}:*" in told.allowed_hosts

    assert all(map(accepted, known))
    assert not any(map(accepted, unknown))
    assert {f"https://{host}" for host in told.allowed_hosts} <= set(told.allowed_origins)
