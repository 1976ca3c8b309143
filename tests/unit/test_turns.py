"""What the page shows of an answer: quotations, cards, figures, refusals; always escaped, from its JSON alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from answers_shown import BARE, FOUR, HEADING, NOTE, answer, html_of, paragraph, passage, shown, table, texts, told
from bs4 import BeautifulSoup

from assistant.answers import Answer, Citation, Drafted, Hit, Notice, Reason, Role, Statement, Unanswered, Verdict
from assistant.contract import AnswerOut, CitationOut, RetrievedOut
from assistant.messages import NOTICES, REFUSALS
from assistant.understood import Heard, Spelling, Understood
from assistant.understood import Reading as Acronym
from indexer.documents import Block, BlockKind
from indexer.passages import split
from ui.chat import messages
from ui.chat.turns import excerpt, turn
from ui.site.quoting import place
from ui.typography import french

if TYPE_CHECKING:
    from bs4 import Tag

HOSTILE = "Un <script>alert(1)</script> **gras** [lien](javascript:alert(1)) <img src=x onerror=alert(1)>\"'."


def drafted(text: str, verdict: Verdict = Verdict.SUPPORTED) -> Answer:
    """A sentence that a language model wrote of the second one of four."""
    (quoted,) = answer((FOUR, 1, Role.SENTENCE)).statements
    return Answer((replace(quoted, drafted=Drafted(text, verdict)),), ())


def hit(text: str = "", page: int | None = 4) -> Hit:
    """A passage that was retrieved."""
    return Hit(passage(paragraph(text, page)) if text else FOUR, NOTE, 0, 0.5, 0.8, 1.0)


def query(link: Tag) -> dict[str, list[str]]:
    """What the address of a link asks."""
    return parse_qs(urlsplit(str(link["href"])).query)


def test_a_sentence_is_quoted_word_for_word_with_its_number() -> None:
    """The reader sees the publication's own words between guillemets, then [1], which leads to the card."""
    article = shown(answer((FOUR, 1, Role.SENTENCE)))
    assert texts(article, ".statement .quote") == ["« La deuxième phrase. »"]
    link = article.select_one("a.reference")
    assert link is not None
    assert link.get_text() == "[1]"
    assert link["aria-label"] == "Source 1\u00a0: Bilan des contrats, page 4"
    card = article.select_one(str(link["href"]))
    assert card is article.select_one("li.source")
    assert card is not None
    assert card["tabindex"] == "-1", "the card takes the focus"


def test_a_card_leads_back_to_its_first_number() -> None:
    """« Retour à la réponse » without a script too."""
    article = shown(answer((FOUR, 1, Role.SENTENCE), (FOUR, 2, Role.SENTENCE)))
    back = article.select_one("[data-back]")
    assert back is not None
    assert article.select_one(str(back["href"])) is article.select_one("a.reference")


def test_the_answer_is_headed_as_quotations() -> None:
    """Nobody takes a quotation for words of the assistant."""
    assert texts(shown(answer((FOUR, 1, Role.SENTENCE))), ".told") == ["Nos publications l’écrivent :"]


def test_the_quote_is_marked_among_its_neighbours_and_the_rest_can_be_unfolded() -> None:
    """A card shows the sentence before and the one after; farther ones are behind « Lire tout le passage »."""
    card = shown(answer((FOUR, 1, Role.SENTENCE))).select_one(".source")
    assert card is not None
    assert texts(card, "mark") == ["La deuxième phrase."]
    assert texts(card, ".passage")[0] == "Une phrase. La deuxième phrase. [1] La troisième phrase. […]"
    assert texts(card, "details .passage") == [FOUR.text]


def test_a_passage_shown_whole_is_not_offered_again() -> None:
    """No disclosure when nothing is hidden."""
    article = shown(answer((passage(paragraph("Une phrase. Une autre.")), 0, Role.SENTENCE)))
    assert article.select("details") == []


def test_a_quote_shorter_than_its_sentence_is_marked_alone() -> None:
    """The mark covers the quote, neither more nor less."""
    quote = Citation(1, FOUR, NOTE, "deuxième")
    assert texts(shown(Answer((Statement(quote, Role.SENTENCE),), ())), "mark") == ["deuxième"]


def test_citations_of_one_page_share_a_card() -> None:
    """Two quotes of a page make one card with both numbers; another page makes another card."""
    other = passage(paragraph("Ailleurs, tout change.", page=5))
    outcome = answer((FOUR, 0, Role.SENTENCE), (other, 0, Role.SENTENCE), (FOUR, 2, Role.SENTENCE))
    article = shown(outcome)
    assert texts(article, ".source h4") == ["[1] [3] Bilan des contrats", "[2] Bilan des contrats"]
    assert [mark["data-number"] for mark in article.select(".source mark")] == ["1", "3", "2"]
    assert [texts(article, f".source:nth-child({n}) .hint") for n in (1, 2)] == [[HEADING], [HEADING]]


def test_a_card_tells_what_the_publication_is() -> None:
    """Kind, publisher, year and page, as a coordinator names a source."""
    facts = texts(shown(answer((FOUR, 0, Role.SENTENCE))), ".source .facts li")
    assert facts == ["Note de synthèse", "Fabrique Territoires Santé", "2024", "page 4"]


def test_the_number_printed_on_a_page_is_told_where_it_is_another() -> None:
    """The reader of the paper finds it too."""
    labelled = replace(NOTE, labels=("i", "ii", "iii", "1"))
    article = shown(answer((FOUR, 0, Role.SENTENCE), document=labelled))
    assert texts(article, ".source .facts li")[-1] == "page 4 (numérotée 1)"


def test_a_card_opens_the_publication_on_the_quotes_and_the_official_one_beside() -> None:
    """The first inside the product, at the page; the second in a window of its own, which knows nothing of ours."""
    article = shown(answer((FOUR, 0, Role.SENTENCE), (FOUR, 2, Role.SENTENCE)))
    opened, official = article.select(".source .links a:not([data-back])")
    assert opened.get_text() == "Ouvrir à la page 4"
    assert urlsplit(str(opened["href"])).path == "/ressources/lire/notes/bilan.pdf"
    assert query(opened) == {"page": ["4"], "citation": ["Une phrase.", "La troisième phrase."]}
    assert (official["href"], official["target"]) == ("https://exemple.fr/bilan", "_blank")
    assert "noopener" in official["rel"]
    assert "(nouvelle fenêtre)" in official.get_text()


def test_the_address_of_many_long_quotes_stays_short() -> None:
    """Proxies refuse addresses beyond 8 kB; each quote is found again by its beginning and its end."""
    words = "une phrase éternellement répétée à côté de l’été, " * 6
    rows = [f"Ligne {n} : {words}fin de la ligne {n}." for n in range(30)]
    passages = split(NOTE.doc, "Bilan", [Block(BlockKind.LIST_ITEM, row, 4, ("Liste",)) for row in rows])
    article = shown(answer(*((each, n, Role.ITEM) for each in passages for n in range(len(each.sentences)))))
    (link,) = article.select("[data-read]")
    assert len(str(link["href"])) < 6000
    asked = query(link)["citation"]
    assert len(asked) == 20
    page = "\n".join(each.text for each in passages)
    for row, quote in zip(rows, asked, strict=False):
        start, end = place(quote, page) or (0, 0)
        assert page[start:end] == row


def test_a_document_without_pages_or_official_address_says_so() -> None:
    """No invented page, no empty link."""
    text = passage(paragraph("Une phrase.", page=None), doc=BARE.doc)
    card = shown(answer((text, 0, Role.SENTENCE), document=BARE)).select_one(".source")
    assert card is not None
    assert texts(card, ".facts li") == ["document sans pages"]
    assert texts(card, ".links a") == ["Ouvrir la publication", "Retour à la réponse"]


def test_an_official_address_that_is_not_of_the_web_is_no_link() -> None:
    """A catalogue cannot put a script behind a link, neither of a source nor of what is nearest."""
    trap = replace(NOTE, metadata=replace(NOTE.metadata, official_url="javascript:alert(1)"))
    assert "javascript" not in str(shown(answer((FOUR, 0, Role.SENTENCE), document=trap)))
    near = replace(hit(), document=trap)
    assert "javascript" not in str(shown(Unanswered(Reason.NOT_DOCUMENTED, (), (near,))))
    assert "javascript" not in str(shown(replace(answer((FOUR, 0, Role.SENTENCE)), further=(near,))))


@pytest.mark.parametrize("known", [True, False])
def test_a_superseded_publication_names_its_successor(known: bool) -> None:
    """The reader is sent to the current publication, by its title; without a link where the index has it no longer."""
    old = replace(NOTE, metadata=replace(NOTE.metadata, replaced_by=BARE.doc))
    article = shown(answer((FOUR, 0, Role.SENTENCE), document=old), "?", *([BARE] if known else []))
    (notice,) = article.select(".source .notice.warn")
    assert ("Une page" if known else BARE.doc) in notice.get_text()
    assert [a["href"] for a in notice.select("a")] == (["/ressources/publications/notes/page.html"] if known else [])


def test_figures_that_were_computed_and_pages_that_were_recognised_are_told() -> None:
    """What is printed nowhere, and what a machine read on a picture."""
    told_of = replace(NOTE, ocr_pages=(4,))
    (warning,) = texts(shown(answer((FOUR, 0, Role.SENTENCE), document=told_of)), ".source .notice")
    assert "reconnaissance de caractères" in warning
    out = told(answer((FOUR, 0, Role.SENTENCE)))
    out.citations[0].computed = True
    (warning,) = texts(shown(out), ".source .notice")
    assert "calculés par Repères" in warning


def test_a_list_reads_as_a_list() -> None:
    """Items stand under the sentence that announces them, each with its own number."""
    blocks = [paragraph("Trois instances sont attendues :")]
    blocks += [Block(BlockKind.LIST_ITEM, t, 4, (HEADING,)) for t in ("un comité ;", "des groupes.")]
    text = passage(*blocks)
    article = shown(answer((text, 0, Role.LEAD), (text, 1, Role.ITEM), (text, 2, Role.ITEM)))
    assert texts(article, ".answer li") == ["« un comité ; » [2]", "« des groupes. » [3]"]
    assert texts(article, ".source .passage li") == ["un comité ; [2]", "des groupes. [3]"]


def test_rows_of_a_narrow_table_read_as_a_table() -> None:
    """Rows are quoted under the caption and the names of their columns."""
    text = table(3)
    article = shown(answer((text, 2, Role.ROW), (text, 3, Role.ROW)))
    assert texts(article, ".answer caption") == ["Tableau 1 – Un tableau"]
    assert texts(article, ".answer th") == ["col0", "col1", "col2", "Source"]
    assert texts(article, ".answer tbody tr") == ["r0c0 r0c1 r0c2 [1]", "r1c0 r1c1 r1c2 [2]"]
    assert texts(article, ".source mark") == ["r0c0", "r0c1", "r0c2", "r1c0", "r1c1", "r1c2"]
    assert "Colonnes du tableau" not in article.get_text(), "they are the heads of the table"


def test_a_row_of_a_wide_table_reads_as_a_record() -> None:
    """Beyond four columns, each cell stands beside its column's name: nothing scrolls sideways."""
    article = shown(answer((table(6), 2, Role.ROW)))
    assert texts(article, ".answer dt")[:2] == ["col0", "col1"]
    assert texts(article, ".answer dd")[:2] == ["r0c0", "r0c1"]
    assert texts(article, ".answer .record .reference") == ["[1]"]
    assert article.select("table") == []


def test_the_conversation_goes_on_from_the_answer_in_words() -> None:
    """Follow-ups lean on what was answered and on the titles cited, not on HTML."""
    article = shown(answer((FOUR, 1, Role.SENTENCE)), "Une question ?")
    assert article["data-question"] == "Une question ?"
    assert "« La deuxième phrase. » [1]" in article["data-answer"]
    assert "<" not in article["data-answer"]
    assert article["data-titles"] == '["Bilan des contrats"]'


# ── Written by a language model ─────────────────────────────────────────────────────────────────────────────────────


def test_a_drafted_answer_says_so_and_gives_each_sentence_its_verdict() -> None:
    """Without quotation marks, with what the verdict means; a sentence only partly supported stands out."""
    article = shown(drafted("Le bilan compte une phrase.", Verdict.PARTIAL))
    assert "rédigée par un modèle de langage" in texts(article, ".told")[0]
    assert texts(article, ".answer .drafted .drafted") == ["Le bilan compte une phrase."]
    assert article.select(".answer .quote") == []
    (verdict,) = article.select(".answer .verdict")
    assert (verdict.get_text(), "partly" in verdict["class"]) == ("partiellement étayé", True)
    assert "Ses sources" in verdict["title"]
    (supported,) = shown(drafted("Le bilan compte une phrase.")).select(".verdict")
    assert (supported.get_text(), "partly" in supported["class"]) == ("étayé", False)


def test_what_is_missing_of_a_draft_is_told() -> None:
    """The language model was away: quotations, and why."""
    article = shown(replace(answer((FOUR, 0, Role.SENTENCE)), notice=Notice.UNREACHABLE))
    assert texts(article, ".answer .notice") == [" ".join(french(NOTICES[Notice.UNREACHABLE]).split())]


# ── Understood ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_filters_understood_are_shown_and_can_be_taken_back() -> None:
    """Each with a button that says what it does; then the meaning of an acronym, and a word read otherwise."""
    understood = Understood(
        filters=(Heard("publisher", "a", "<b>Insee", hard=True), Heard("year", "2023-", "depuis 2023", hard=False)),
        readings=(Acronym("ETP", "Équivalent temps plein", ("Éducation thérapeutique du patient",)),),
        spellings=(Spelling("maison<", ("maison", "saison")),),
    )
    article = shown(replace(answer((FOUR, 0, Role.SENTENCE)), understood=understood))
    assert texts(article, ".understood li") == ["Éditeur : <b>Insee seulement ×", "Parution : depuis 2023 d’abord ×"]
    button = article.select(".understood button")[1]
    assert button["data-ignore"] == "year"
    assert "depuis 2023" in button["aria-label"]
    lines = texts(article, ".understood p")
    assert "Équivalent temps plein" in lines[0]
    assert lines[1] == "« maison< » a été lu comme « maison » ou « saison »."


def test_nothing_to_tell_takes_no_room() -> None:
    """The usual case."""
    assert shown(answer((FOUR, 0, Role.SENTENCE))).select(".understood") == []


def test_filters_taken_back_stay_so() -> None:
    """The next one taken back goes with those before it."""
    made = turn(1, "?", told(answer((FOUR, 0, Role.SENTENCE))), ignored=["year", "kind"])
    article = BeautifulSoup(html_of(made), "html.parser").article
    assert article is not None
    assert article["data-ignored"] == "kind year"


# ── Refusals ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_refusal_shows_the_nearest_publications() -> None:
    """No answer: a title that says so, why, and where to look, at the page and on the passage."""
    article = shown(Unanswered(Reason.NOT_DOCUMENTED, (hit(),), (hit(),)))
    assert texts(article, ".refusal h3") == ["Pas de réponse dans nos publications"]
    assert texts(article, ".sources h4") == ["Bilan des contrats"]
    assert texts(article, ".sources .facts li")[-1] == "page 4"
    link = article.select_one(".sources [data-read]")
    assert link is not None
    assert query(link) == {"page": ["4"], "citation": [FOUR.text]}
    assert article.select(".told, .reference, .source") == []


@pytest.mark.parametrize("reason", [Reason.DISTRESS, Reason.EMERGENCY])
def test_a_person_in_danger_sees_numbers_first_and_no_publication(reason: Reason) -> None:
    """Numbers can be called, or written to, from the page, and are those that the message names."""
    article = shown(Unanswered(reason, (), ()))
    assert article.select(".sources, aside") == []
    calls = {a.strong.get_text(): str(a["href"]) for a in article.select(".numbers-to-call a") if a.strong}
    assert calls
    for number, address in calls.items():
        assert address == ("sms:114" if number == "114" else f"tel:{number}")
    assert all(number in REFUSALS[reason] for number, _ in messages.NUMBERS[reason])


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_a_title_and_a_message(reason: Reason) -> None:
    """No reason reaches the page without words."""
    article = shown(Unanswered(reason, (), ()))
    assert all(texts(article, "h3"))
    assert french(REFUSALS[reason]) in article.get_text()


def test_other_publications_are_offered_after_an_answer() -> None:
    """Each opens where it speaks of the subject."""
    article = shown(replace(answer((FOUR, 0, Role.SENTENCE)), further=(hit("Une autre façon de le dire.", 7),)))
    (further,) = article.select("aside.further")
    assert texts(further, "h3, strong") == ["Pour aller plus loin", "Bilan des contrats"]
    (link,) = further.select("[data-read]")
    assert query(link) == {"page": ["7"], "citation": ["Une autre façon de le dire."]}


def test_an_excerpt_is_cut_at_a_word_and_a_table_is_told_by_its_caption() -> None:
    """Nearest publications are told in two lines."""
    assert excerpt("mot " * 200).endswith("mot […]")
    assert excerpt(table(3).text) == "Tableau 1 – Un tableau"
    assert excerpt("a\tb\nc\td") == "a b c d"


def test_what_can_be_done_with_an_answer_is_done_without_a_script() -> None:
    """Shared, judged, exported by forms that name the answer; copied by a button, hidden until scripts run."""
    made = replace(turn(1, "?", told(answer((FOUR, 0, Role.SENTENCE)))), name="n0", copied=("« <a>", "<p>«</p>"))
    actions = BeautifulSoup(html_of(made), "html.parser").select_one(".actions")
    assert actions is not None
    assert [form["action"] for form in actions.select("form")] == ["/partager", "/exporter", "/avis"]
    assert {field["value"] for field in actions.select("[name=answer]")} == {"n0"}
    (copy,) = actions.select("[data-copy]")
    assert (copy["data-copy"], copy["data-copy-html"], "hidden" in copy.attrs) == ("« <a>", "<p>«</p>", True)


@pytest.mark.parametrize("reason", [None, Reason.DISTRESS, Reason.NOT_DOCUMENTED])
def test_no_button_is_dead(reason: Reason | None) -> None:
    """What is not kept can be neither shared nor judged; whom somebody may call stands alone; a refusal has no link."""
    out = told(Unanswered(reason, (), ()) if reason else answer((FOUR, 0, Role.SENTENCE)))
    assert BeautifulSoup(html_of(turn(1, "?", out)), "html.parser").select(".actions") == []
    named = BeautifulSoup(html_of(replace(turn(1, "?", out), name="n0")), "html.parser")
    assert len(named.select(".actions")) == (reason is not Reason.DISTRESS)
    assert bool(named.select("[data-share]")) is (reason is None)


# ── Hostile words ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sort", ["quoted", "item", "row", "drafted", "refused", "further"])
def test_what_a_publication_says_is_never_markup(sort: str) -> None:
    """A sentence, a title, a heading or a publisher holding HTML or Markdown is shown as it is written."""
    metadata = replace(NOTE.metadata, title=HOSTILE, publisher=HOSTILE, replaced_by=HOSTILE)
    document = replace(NOTE, metadata=metadata)
    text = passage(Block(BlockKind.PARAGRAPH, HOSTILE, 4, (HOSTILE,)))
    wide = passage(Block(BlockKind.TABLE, "\t".join(["a"] * 3) + "\n" + "\t".join([HOSTILE] * 3), 4, caption=HOSTILE))
    near = Hit(text, document, 0, 0.5, 0.8, 1.0)
    (said,) = answer((text, 0, Role.SENTENCE), document=document).statements
    outcome = {
        "quoted": Answer((said,), ()),
        "item": answer((text, 0, Role.ITEM), document=document),
        "row": answer((wide, len(wide.sentences) - 1, Role.ROW), document=document),
        "drafted": Answer((replace(said, drafted=Drafted(HOSTILE, Verdict.PARTIAL)),), ()),
        "refused": Unanswered(Reason.NOT_DOCUMENTED, (near,), (near,)),
        "further": Answer((said,), (), further=(near,)),
    }[sort]
    article = shown(outcome, HOSTILE, document)
    assert article.select("script, img, strong em, a[href^=javascript], [onerror]") == []
    assert article.get_text().count("<script>alert(1)</script>") > 1
    assert article["data-question"] == HOSTILE
    allowed = {
        "class",
        "id",
        "href",
        "tabindex",
        "aria-labelledby",
        "aria-label",
        "aria-hidden",
        "target",
        "rel",
        "role",
    }
    for element in article.find_all(True):
        assert {name for name in element.attrs if not name.startswith("data-")} - allowed <= {
            "hidden", "type", "title", "aria-describedby", "aria-expanded", "scope"
        }  # fmt: skip


def test_turns_of_a_conversation_do_not_share_identities() -> None:
    """[1] of the second answer leads to the second answer's card."""
    outcome = told(answer((FOUR, 1, Role.SENTENCE)))
    refused = told(Unanswered(Reason.NOT_DOCUMENTED, (hit(),), (hit(),)))
    html = "".join(html_of(turn(n, "Q ?", out)) for n, out in enumerate((outcome, outcome, refused, refused), 1))
    page = BeautifulSoup(html, "html.parser")
    identities = [str(e["id"]) for e in page.select("[id]")]
    assert len(identities) == len(set(identities))
    pointed = [str(e[name]) for name in ("aria-labelledby", "aria-describedby") for e in page.select(f"[{name}]")]
    pointed += [str(a["href"])[1:] for a in page.select("a[href^='#']")]
    assert set(pointed) <= set(identities)


# ── Kept for months ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_stored_before_sentences_were_told_is_still_shown() -> None:
    """What later versions added is missing: quotations are then those of its citations, passages are one piece."""
    stored = answer_of_before(answer((FOUR, 1, Role.SENTENCE), (FOUR, 2, Role.SENTENCE)))
    article = shown(AnswerOut.model_validate(stored))
    assert texts(article, ".statement .quote") == ["« La deuxième phrase. »", "« La troisième phrase. »"]
    assert texts(article, ".source mark") == ["La deuxième phrase.", "La troisième phrase."]
    assert texts(article, ".reference") == ["[1]", "[2]"]


def test_a_refusal_stored_before_is_still_shown() -> None:
    """Its nearest publications without their kind."""
    stored = answer_of_before(Unanswered(Reason.NOT_DOCUMENTED, (hit(),), (hit(),)))
    article = shown(AnswerOut.model_validate(stored))
    assert texts(article, ".sources h4") == ["Bilan des contrats"]


def test_a_verdict_that_is_no_longer_given_is_shown_without_its_meaning() -> None:
    """Rather than no page at all."""
    out = told(drafted("Le bilan compte une phrase."))
    out.sentences[0].verdict = "plutôt étayé"
    (verdict,) = shown(out).select(".verdict")
    assert (verdict.get_text(), verdict.get("title")) == ("plutôt étayé", None)


def answer_of_before(outcome: Answer | Unanswered) -> dict[str, object]:
    """An answer's JSON without any field that may be missing: none of them was there at first."""
    optional = {name for name, field in AnswerOut.model_fields.items() if not field.is_required()}
    kept = told(outcome).model_dump(mode="json", exclude=optional)
    for name, part in (("citations", CitationOut), ("retrieved", RetrievedOut), ("nearest", RetrievedOut)):
        fields = {field for field, about in part.model_fields.items() if about.is_required()}
        kept[name] = [{field: each[field] for field in fields} for each in kept[name]]
    return kept


def test_numbers_of_the_card_follow_the_order_of_the_quotes() -> None:
    """Whatever their order in the answer: the passage is read from top to bottom, the marks bear their numbers."""
    article = shown(answer((FOUR, 3, Role.SENTENCE), (FOUR, 0, Role.SENTENCE)))
    assert [(mark["data-number"], mark.get_text()) for mark in article.select(".source .passage:first-of-type mark")][
        :2
    ] == [("2", "Une phrase."), ("1", "La quatrième phrase.")]
    assert re.sub(r"\s+", " ", texts(article, ".source h4")[0]).startswith("[1] [2]")
