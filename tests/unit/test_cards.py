"""What the page shows of an answer: quotations, cards, refusals; always escaped."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from assistant.answers import Answer, Citation, Drafted, Hit, Reason, Role, Statement, Unanswered, Verdict
from assistant.messages import DRAFTED, REFUSALS
from indexer.documents import Block, BlockKind, Document, Metadata
from indexer.passages import Passage, split
from ui.typography import french
from ui.web import messages
from ui.web.cards import excerpt, grouped, nearest, sources
from ui.web.conversation import conversation, copied, exchange, notice

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


def paragraph(text: str, page: int | None = 4) -> Block:
    """A paragraph of a page."""
    return Block(BlockKind.PARAGRAPH, text, page, ("Première partie",))


def passage(*blocks: Block, doc: str = NOTE.doc) -> Passage:
    """One passage of these blocks."""
    made = split(doc, "Bilan", blocks)
    assert len(made) == 1
    return made[0]


def answer(*quoted: tuple[Passage, int, Role], document: Document = NOTE) -> Answer:
    """An answer that quotes these sentences, by their index."""
    statements = tuple(
        Statement(Citation(n, p, document, p.quote(p.sentences[i])), role)
        for n, (p, i, role) in enumerate(quoted, start=1)
    )
    return Answer(statements, ())


def shown(outcome: Answer | Unanswered, question: str = "Une question ?", **documents: Document) -> Tag:
    """The turn of an outcome, parsed."""
    html = exchange(1, question, outcome, {d.doc: d for d in documents.values()}).shown
    found = BeautifulSoup(html, "html.parser").article
    assert found is not None
    return found


def texts(root: Tag, selector: str) -> list[str]:
    """Text of each element found, spaces levelled."""
    return [" ".join(e.get_text(" ").split()) for e in root.select(selector)]


FOUR = passage(paragraph("Une phrase. La deuxième phrase. La troisième phrase. La quatrième phrase. La cinquième."))
HOSTILE = "Un <script>alert(1)</script> **gras** [lien](javascript:alert(1)) <img src=x onerror=alert(1)>."


def test_a_sentence_is_quoted_word_for_word_with_its_number() -> None:
    """The reader sees the publication's own words between guillemets, then [1], which leads to the card."""
    turn = shown(answer((FOUR, 1, Role.SENTENCE)))
    assert texts(turn, ".statement .quote") == ["« La deuxième phrase. »"]
    link = turn.select_one("a.reference")
    assert link is not None
    assert link.get_text() == "[1]"
    assert turn.select_one(str(link["href"])) is turn.select_one(".card")


def test_the_answer_is_headed_as_quotations() -> None:
    """Nobody takes a quotation for words of the assistant."""
    assert texts(shown(answer((FOUR, 1, Role.SENTENCE))), ".quoted") == ["Nos publications l’écrivent :"]


def test_the_quote_is_marked_among_its_neighbours_and_the_rest_can_be_unfolded() -> None:
    """A card shows the sentence before and the one after; farther ones are behind « Lire tout le passage »."""
    card = shown(answer((FOUR, 1, Role.SENTENCE))).select_one(".card")
    assert card is not None
    assert texts(card, "mark") == ["La deuxième phrase."]
    assert texts(card, ".passage")[0] == "Une phrase. La deuxième phrase. [1] La troisième phrase. […]"
    assert texts(card, "details .passage") == [FOUR.text]


def test_a_passage_shown_whole_is_not_offered_again() -> None:
    """No disclosure when nothing is hidden."""
    turn = shown(answer((passage(paragraph("Une phrase. Une autre.")), 0, Role.SENTENCE)))
    assert turn.select("details") == []


def test_a_quote_shorter_than_its_sentence_is_marked_alone() -> None:
    """The mark covers the quote, neither more nor less."""
    quote = Citation(1, FOUR, NOTE, "deuxième")
    turn = shown(Answer((Statement(quote, Role.SENTENCE),), ()))
    assert texts(turn, "mark") == ["deuxième"]


def test_citations_of_one_page_share_a_card() -> None:
    """Two quotes of a page make one card with both numbers; another page makes another card."""
    other = passage(paragraph("Ailleurs, tout change.", page=5))
    outcome = answer((FOUR, 0, Role.SENTENCE), (other, 0, Role.SENTENCE), (FOUR, 2, Role.SENTENCE))
    assert [[c.number for c in group] for group in grouped(outcome.statements)] == [[1, 3], [2]]
    assert texts(shown(outcome), "h4") == ["[1] [3] Bilan des contrats", "[2] Bilan des contrats"]


def test_a_card_tells_what_the_publication_is() -> None:
    """Kind, publisher, year and page, as a coordinator names a source."""
    facts = texts(shown(answer((FOUR, 0, Role.SENTENCE))), ".facts")
    assert facts == ["Note de synthèse · Fabrique Territoires Santé · 2024 · page 4"]


def test_a_card_opens_the_document_at_the_page_and_the_official_publication() -> None:
    """Both open beside the conversation, without handing the page over to them."""
    links = shown(answer((FOUR, 0, Role.SENTENCE))).select(".links a[target]")
    assert [a["href"] for a in links] == [
        "./api/v1/documents/notes/bilan.pdf/file#page=4",
        "https://exemple.fr/bilan",
    ]
    assert all(a["target"] == "_blank" and "noopener" in a["rel"] for a in links)
    assert links[0].get_text().startswith("Ouvrir à la page 4")


def test_a_document_without_pages_or_official_address_says_so() -> None:
    """No invented page, no empty link."""
    text = passage(paragraph("Une phrase.", page=None), doc=BARE.doc)
    card = shown(answer((text, 0, Role.SENTENCE), document=BARE)).select_one(".card")
    assert card is not None
    assert texts(card, ".facts") == ["document sans pages"]
    assert [a.get_text() for a in card.select(".links a[target]")] == ["Ouvrir le document (nouvelle fenêtre)"]


def test_an_official_address_that_is_not_of_the_web_is_no_link() -> None:
    """A catalogue cannot put a script behind a link."""
    trap = replace(NOTE, metadata=replace(NOTE.metadata, official_url="javascript:alert(1)"))
    assert "javascript" not in str(shown(answer((FOUR, 0, Role.SENTENCE), document=trap)).select_one(".links"))


@pytest.mark.parametrize("known", [True, False])
def test_a_superseded_publication_names_its_successor(known: bool) -> None:
    """The reader is sent to the current publication, by title when the index has it."""
    old = replace(NOTE, metadata=replace(NOTE.metadata, replaced_by="notes/page.html"))
    outcome = answer((FOUR, 0, Role.SENTENCE), document=old)
    turn = shown(outcome, new=BARE) if known else shown(outcome)
    assert ("Une page" if known else "notes/page.html") in texts(turn, ".superseded")[0]
    assert bool(turn.select(".superseded a")) is known


def test_a_list_reads_as_a_list() -> None:
    """Items stand under the sentence that announces them, each with its own number."""
    blocks = [paragraph("Trois instances sont attendues :")]
    blocks += [Block(BlockKind.LIST_ITEM, t, 4, ("Première partie",)) for t in ("un comité ;", "des groupes.")]
    text = passage(*blocks)
    turn = shown(answer((text, 0, Role.LEAD), (text, 1, Role.ITEM), (text, 2, Role.ITEM)))
    assert texts(turn, ".answer li") == ["« un comité ; » [2]", "« des groupes. » [3]"]
    assert texts(turn, ".card li") == ["un comité ; [2]", "des groupes. [3]"]


def table(columns: int, rows: int = 2) -> Passage:
    """A table with a caption."""
    lines = ["\t".join(f"col{c}" for c in range(columns))]
    lines += ["\t".join(f"r{r}c{c}" for c in range(columns)) for r in range(rows)]
    return passage(Block(BlockKind.TABLE, "\n".join(lines), 4, caption="Tableau 1 – Un tableau"))


def test_rows_of_a_narrow_table_read_as_a_table() -> None:
    """Rows are quoted under the caption and the names of their columns."""
    text = table(3)
    turn = shown(answer((text, 2, Role.ROW), (text, 3, Role.ROW)))
    assert texts(turn, ".answer caption") == ["Tableau 1 – Un tableau"]
    assert texts(turn, ".answer th") == ["col0", "col1", "col2"]
    assert texts(turn, ".answer tbody tr") == ["r0c0 r0c1 r0c2 [1]", "r1c0 r1c1 r1c2 [2]"]
    assert texts(turn, ".card mark") == ["r0c0", "r0c1", "r0c2", "r1c0", "r1c1", "r1c2"]


def test_a_row_of_a_wide_table_reads_as_a_record() -> None:
    """Beyond four columns, each cell stands beside its column's name: nothing scrolls sideways."""
    turn = shown(answer((table(6), 2, Role.ROW)))
    assert texts(turn, ".answer dt")[:2] == ["col0", "col1"]
    assert texts(turn, ".answer dd")[:2] == ["r0c0", "r0c1"]
    assert turn.select(".answer table") == []


def test_an_answer_is_copied_with_its_sources() -> None:
    """What is pasted into a note keeps the words, the numbers and the references."""
    assert copied(answer((FOUR, 1, Role.SENTENCE)).statements) == (
        "« La deuxième phrase. » [1]\n\n"
        "[1] Fabrique Territoires Santé, « Bilan des contrats », 2024, page\u00a04, https://exemple.fr/bilan"
    )


def test_a_drafted_answer_is_copied_as_such() -> None:
    """Whoever reads the note knows that a language model wrote it, and which sentences are only partly supported."""
    (quoted,) = answer((FOUR, 1, Role.SENTENCE)).statements
    drafted = replace(quoted, drafted=Drafted("Le bilan compte une phrase.", Verdict.PARTIAL))
    told = copied((drafted,)).splitlines()
    assert told[:3] == [french(DRAFTED), "", "Le bilan compte une phrase. [1] (partiellement étayé)"]
    assert told[-1].startswith("[1] Fabrique Territoires Santé")


def test_the_history_of_a_turn_is_the_answer_in_words() -> None:
    """Follow-ups lean on what was answered, not on HTML."""
    kept = exchange(1, "Une question ?", answer((FOUR, 1, Role.SENTENCE)), {})
    assert "« La deuxième phrase. » [1]" in kept.answer
    assert "<" not in kept.answer


def test_what_a_publication_says_is_never_markup() -> None:
    """A sentence, a title, a heading or a publisher holding HTML or Markdown is shown as it is written."""
    told = replace(NOTE.metadata, title=HOSTILE, publisher=HOSTILE)
    text = passage(Block(BlockKind.PARAGRAPH, HOSTILE, 4, (HOSTILE,)))
    turn = shown(answer((text, 0, Role.SENTENCE), document=replace(NOTE, metadata=told)))
    assert turn.select("script, img, strong, a[href^=javascript]") == []
    assert HOSTILE in turn.get_text()


def test_what_a_visitor_types_is_never_markup() -> None:
    """A question is shown as it was typed, while it is being answered and after."""
    assert "<script>" not in conversation((), asking=HOSTILE)
    turn = shown(Unanswered(Reason.NOT_DOCUMENTED, (), ()), question=HOSTILE)
    assert turn.select("script, img") == []
    assert HOSTILE in turn.get_text()


def test_what_is_nearest_is_never_markup() -> None:
    """The cards of a refusal escape as those of an answer do."""
    text = passage(paragraph(HOSTILE))
    assert "<script>" not in nearest((Hit(text, NOTE, 0, 0.5, 0.5, 1.0),))


def test_a_refusal_shows_the_nearest_publications() -> None:
    """No answer: a title that says so, why, and where to look."""
    hit = Hit(FOUR, NOTE, 0, 0.5, 0.8, 1.0)
    turn = shown(Unanswered(Reason.NOT_DOCUMENTED, (hit,), (hit,)))
    assert texts(turn, ".refusal h3") == ["Pas de réponse dans nos publications"]
    assert texts(turn, ".sources h4") == ["Bilan des contrats"]
    assert turn.select(".answer") == []


@pytest.mark.parametrize("reason", [Reason.DISTRESS, Reason.EMERGENCY])
def test_a_person_in_danger_sees_numbers_first_and_no_publication(reason: Reason) -> None:
    """Numbers can be dialled from the page, and are those that the message names."""
    turn = shown(Unanswered(reason, (), ()))
    assert turn.select(".sources") == []
    calls = turn.select(".numbers-to-call a")
    assert calls
    assert all(re.fullmatch(r"(tel|sms):\d+", str(a["href"])) for a in calls)
    assert all(number in REFUSALS[reason] for number, _ in messages.NUMBERS[reason])


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_a_title_and_a_message(reason: Reason) -> None:
    """No reason reaches the page without words."""
    turn = shown(Unanswered(reason, (), ()))
    assert all(texts(turn, "h3"))
    assert french(REFUSALS[reason]) in turn.get_text()


def test_turns_of_a_conversation_do_not_share_identities() -> None:
    """[1] of the second answer leads to the second answer's card."""
    outcome = answer((FOUR, 1, Role.SENTENCE))
    page = BeautifulSoup(conversation([exchange(n, "Q ?", outcome, {}) for n in (1, 2)]), "html.parser")
    identities = [str(e["id"]) for e in page.select("[id]")]
    assert len(identities) == len(set(identities))


def test_the_notice_region_is_there_before_anything_goes_wrong() -> None:
    """Screen readers only announce what enters a region that they know."""
    assert 'role="alert"' in notice()
    assert 'role="alert"' in notice("Rien ne va plus !")
    assert "plus\u00a0!" in notice("Rien ne va plus !")


def test_an_excerpt_is_cut_at_a_word_and_a_table_is_told_by_its_caption() -> None:
    """Nearest publications are told in two lines."""
    assert excerpt(passage(paragraph("mot " * 200))).endswith("mot […]")
    assert excerpt(table(3)) == "Tableau 1 – Un tableau"


def test_the_panel_says_whose_sources_they_are() -> None:
    """The panel is a landmark with a name."""
    panel = BeautifulSoup(sources("turn-1", answer((FOUR, 0, Role.SENTENCE)).statements, {}), "html.parser").aside
    assert panel is not None
    assert panel["aria-label"] == "Sources de la réponse"
