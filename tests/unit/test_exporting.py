"""Answers as documents: Markdown, DOCX, text and HTML to be pasted; nothing lost, nothing that could run."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pypandoc
import pytest
from answered_samples import QUOTES, answer, answered, document, drafted, refusal
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from markdown_it import MarkdownIt

from assistant.answers import Answer, Reason, Role
from assistant.contract import CitationOut, FiltersIn, RetrievedOut
from assistant.conversations.bibliography import entries, near, page_link
from assistant.conversations.exporting import Sheet, sheet_of
from assistant.conversations.exporting_clipboard import clipboard_html, clipboard_text
from assistant.conversations.exporting_docx import docx
from assistant.conversations.exporting_markdown import escaped, markdown

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.conversations.answered import Answered

BASE = "https://reperes.exemple.fr"
OFFICIAL = "https://exemple.fr/cls"
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) *gras* `code` _a_ | # & \\ ![i](http://x) {% raw %}"


def official(**metadata: object) -> Answer:
    """An answer whose publication has an address."""
    return answer(of=document(official_url=OFFICIAL, **metadata))


def conversation() -> list[Answered]:
    """Two answers that cite the same publication, one that a model drafted, and a refusal."""
    other = answer("Le CLSM est animé par la ville.", of=document("avis/clsm.docx", title="Avis"), page=None)
    return [
        answered(outcome=official()),
        answered("Et le CLSM ?", other, history=("Combien ?", "Cinq.")),
        answered("Et rédigé ?", drafted(partial=True)),
        answered("Quel temps fait-il ?", refusal()),
    ]


def opened(sheet: Sheet) -> Any:
    """A document as python-docx reads it back."""
    return Document(io.BytesIO(docx(sheet)))


def texts(sheet: Sheet) -> list[str]:
    """Its paragraphs, words of links included."""
    return [
        "".join(piece.text or "" for piece in paragraph._p.iter(qn("w:t"))) for paragraph in opened(sheet).paragraphs
    ]


def test_an_answer_as_markdown() -> None:
    """The whole of it, as somebody would write it."""
    told = markdown(sheet_of([answered(outcome=official())], base=BASE))
    hour = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC).astimezone()
    assert told == (
        "# Combien de temps dure un CLS ?\n\n"
        f"*Réponse du 3\u00a0mars 2026 à {hour:%H}\u00a0h\u00a000*\n\n"
        "Nos publications l’écrivent :\n\n"
        "- «\u00a0Un CLS dure cinq ans.\u00a0» [1]\n"
        "- «\u00a0Il est signé par le préfet et l’ARS.\u00a0» [2]\n\n"
        "## Bibliographie\n\n"
        "- FTS, *Le contrat local de santé*, note de synthèse, 2025, p.\u00a04. "
        f"[Publication officielle](<{OFFICIAL}>). Dans Repères : "
        f"[\\[1\\] p.\u00a04](<{BASE}/ressources/lire/notes/cls.pdf?page=4>), "
        f"[\\[2\\] p.\u00a04](<{BASE}/ressources/lire/notes/cls.pdf?page=4>).\n\n"
        "*Index de Repères\u00a0: g-1*\n"
    )


def test_the_marks_run_through_a_conversation_and_each_publication_stands_once() -> None:
    """In the bibliography, by all the marks that cite it."""
    sheet = sheet_of(conversation(), title="Ma conversation", base=BASE)
    assert [line.marks for part in sheet.parts for line in part.lines if line.marks] == [
        (1,),
        (2,),
        (3,),
        (4, 5),
        (4,),
        (5,),
    ]
    assert [(entry.title, [cited.number for cited in entry.cited]) for entry in sheet.bibliography] == [
        ("Le contrat local de santé", [1, 2, 4, 5]),
        ("Avis", [3]),
    ]
    assert sheet.bibliography[1].facts == ("note de synthèse", "2025")
    assert sheet.bibliography[1].cited[0].page == ""


def test_a_drafted_answer_tells_its_verdicts_and_the_words_that_it_rests_on() -> None:
    """A reader who gets the document can judge by themselves."""
    for told in (
        markdown(sheet_of([answered(outcome=drafted(partial=True))])),
        clipboard_text(sheet_of([answered(outcome=drafted(partial=True))])),
        "\n".join(texts(sheet_of([answered(outcome=drafted(partial=True))]))),
    ):
        assert "rédigée par un modèle de langage" in told
        assert re.search(r"Un contrat dure cinq ans\..\[1\]\[2\] \(partiellement étayé\)", told)
        assert f"«\u00a0{QUOTES[0]}\u00a0»" in told
    assert "(étayé)" in markdown(sheet_of([answered(outcome=drafted())]))


def test_a_refusal_tells_why_and_what_is_nearest() -> None:
    """Without a bibliography: nothing is cited."""
    sheet = sheet_of([answered("Quel temps fait-il ?", refusal())], base=BASE)
    assert sheet.bibliography == ()
    assert sheet.parts[0].lead == ""
    told = markdown(sheet)
    assert "Nos publications ne répondent pas à cette question." in told
    assert "### Publications les plus proches" in told
    assert f"{BASE}/ressources/lire/notes/cls.pdf?page=4" in told
    assert "Bibliographie" not in told
    distress = markdown(sheet_of([answered("Je vais mal", refusal(Reason.DISTRESS))]))
    assert "3114" in distress


def test_what_is_to_be_known_comes_before_the_answer() -> None:
    """Filters chosen and heard, a question that leans on another, a publication that was replaced."""
    given = answered("Et qui paie ?", official(replaced_by="notes/neuf.pdf"), history=("Qu’est-ce qu’un CLS ?", "Un."))
    given.asked.filters = FiltersIn(themes=["gouvernance"], year_from=2020, year_to=2025, publisher="FTS")
    given.outcome.understood.question = "Qu’est-ce qu’un CLS ? Et qui paie ?"
    given.outcome.understood.notices = ["« CLS » est compris ici comme « contrat local de santé »."]
    given.outcome.notice = "Le modèle de langage est injoignable : voici des citations, sans rédaction."
    sheet = sheet_of([given], title_of={"notes/neuf.pdf": "Le CLS en 2026"}.__getitem__)
    assert sheet.parts[0].notices == (
        "Question comprise : « Qu’est-ce qu’un CLS ? Et qui paie ? ».",
        "Filtres choisis : Gouvernance et portage, depuis 2020, jusqu’à 2025, éditeur « FTS ».",
        "« CLS » est compris ici comme « contrat local de santé ».",
        "Le modèle de langage est injoignable : voici des citations, sans rédaction.",
    )
    assert sheet.bibliography[0].notices == ("Cette publication est remplacée par « Le CLS en 2026 ».",)
    assert "> Question comprise" in markdown(sheet)


def test_only_what_is_known_is_told() -> None:
    """No empty field, no link to nowhere, no page where there are none."""
    bare = document("a.md", kind="", publisher="", year=None, title="Sans rien")
    sheet = sheet_of([answered(outcome=answer(of=bare, page=None))])
    assert sheet.bibliography[0].plain() == "Sans rien"
    told = markdown(sheet)
    assert "- *Sans rien*. [1], [2].\n" in told
    assert "](" not in told
    assert "None" not in told


def cited(page: int | None, label: str = "", **fields: object) -> CitationOut:
    """A citation of a page."""
    base = answered(outcome=official()).outcome.citations[0]
    return base.model_copy(update={"page": page, "page_label": label, **fields})


def test_pages_are_listed_in_order_and_as_printed() -> None:
    """With the file's own number where another is printed."""
    (entry,) = entries([(1, cited(8)), (2, cited(3)), (3, cited(8)), (4, cited(5, "v"))], BASE, str)
    assert entry.facts[-1] == "p.\u00a03, v (5 du fichier) et 8"
    assert [one.page for one in entry.cited] == ["p.\u00a08", "p.\u00a03", "p.\u00a08", "p.\u00a0v (5 du fichier)"]


def test_what_makes_a_quotation_less_sure_is_told() -> None:
    """Computed figures, a page read by OCR."""
    (entry,) = entries([(1, cited(1, computed=True)), (2, cited(2, recognised=True))], BASE, str)
    assert len(entry.notices) == 2


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "//x"])
def test_only_addresses_of_the_web_are_linked(address: str) -> None:
    """Whatever a catalogue says."""
    (entry,) = entries([(1, cited(1, official_url=address))], BASE, str)
    assert entry.official == ""
    found = answered(outcome=refusal()).outcome.nearest[0]
    assert near(RetrievedOut(**{**found.model_dump(), "official_url": address}), "").official == ""


def test_a_page_of_ours_is_linked_by_its_path() -> None:
    """Quoted, and opened at the page."""
    assert (
        page_link(BASE, "notes/à lire #1?.pdf", 4) == f"{BASE}/ressources/lire/notes/%C3%A0%20lire%20%231%3F.pdf?page=4"
    )
    assert page_link(BASE, "a.md", None) == f"{BASE}/ressources/lire/a.md"
    assert page_link("", "a.md", 3) == ""


def test_nothing_quoted_passes_for_markdown() -> None:
    """Read by a parser that lets HTML through: words, and no mark."""
    sheet = sheet_of([answered(f"{HOSTILE} ?", answer(HOSTILE, of=document(title=HOSTILE, publisher=HOSTILE)))])
    html = MarkdownIt("commonmark").render(markdown(sheet))
    assert not re.search(r"<(script|img|a|code|strong)\b", html)
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 4
    assert "javascript:alert(1)" in html  # as words
    lists = MarkdownIt("commonmark").render(escaped("1. un\n- deux\n# trois\n> quatre\n+ cinq\n=== six"))
    assert not re.search(r"<(ol|ul|li|h1|h2|blockquote)\b", lists)


def test_nothing_quoted_passes_for_html() -> None:
    """A fragment that parses as XML, whose elements are ours."""
    sheet = sheet_of(
        [answered(f"{HOSTILE} ?", answer(HOSTILE, of=document(title=HOSTILE))), *conversation()], base=BASE
    )
    tree = etree.fromstring(f"<div>{clipboard_html(sheet)}</div>")
    found = {element.tag for element in tree.iter()}
    assert found <= {"div", "h1", "p", "strong", "em", "small", "ul", "li", "cite", "a"}
    assert {element.get("href").split(":")[0] for element in tree.iter("a")} == {"https"}
    assert "".join(tree.itertext()).count("<script>") == 4


def test_the_day_of_the_publications_is_told() -> None:
    """As the name of the index has it."""
    sheet = sheet_of([answered(generation="20261123T030844831294-a4eb24d1-5393")])
    assert sheet.parts[0].made.endswith(", publications dans leur état du 23\u00a0novembre 2026")
    assert sheet.index.endswith("20261123T030844831294-a4eb24d1-5393")


def test_text_to_be_pasted_has_its_references() -> None:
    """And their addresses, that any program shows."""
    told = clipboard_text(sheet_of([answered(outcome=official())], base=BASE))
    assert told.startswith("Question\u00a0: Combien de temps dure un CLS ?\n\nNos publications l’écrivent :\n\n- «")
    assert (
        "- [1][2] FTS, Le contrat local de santé, note de synthèse, 2025, p.\u00a04. "
        f"{OFFICIAL} {BASE}/ressources/lire/notes/cls.pdf?page=4\n" in told
    )


def test_a_word_document_has_styles_links_and_a_language() -> None:
    """Read back: built-in styles, links out and within, French, properties."""
    made = opened(sheet_of(conversation(), title="Ma conversation", base=BASE, link=f"{BASE}/reponses/1"))
    by_style: dict[str, list[str]] = {}
    for paragraph in made.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["Ma conversation"]
    assert by_style["Heading 1"] == [
        "Combien de temps dure un CLS ?",
        "Et le CLSM ?",
        "Et rédigé ?",
        "Quel temps fait-il ?",
        "Bibliographie",
    ]
    assert len(by_style["Quote"]) == 5
    assert len(by_style["Bibliography"]) == 3
    about = made.core_properties
    assert (about.title, about.author, about.language) == ("Ma conversation", "Repères", "fr-FR")
    assert about.created == dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
    assert {lang.get(qn("w:val")) for lang in made.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    targets = {relation.target_ref for relation in made.part.rels.values() if relation.is_external}
    assert targets == {
        OFFICIAL,
        f"{BASE}/reponses/1",
        f"{BASE}/ressources/lire/notes/cls.pdf?page=4",
        f"{BASE}/ressources/lire/avis/clsm.docx",
    }
    body = made.element.body
    marks = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    places = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert set(marks) == set(places)
    assert len(places) == len(set(places)) == 5


def test_a_word_document_is_sound() -> None:
    """Every part is well-formed XML whose relations exist; another reader finds the same words."""
    made = docx(sheet_of(conversation(), title="Ma conversation", base=BASE))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        told = package.read("word/document.xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert set(re.findall(r'r:id="(rId\d+)"', told)) <= set(re.findall(r'Id="(rId\d+)"', relations))


def test_another_reader_opens_a_word_document(tmp_path: Path) -> None:
    """Pandoc, which shares no code with what wrote it: links, quotations, references."""
    path = tmp_path / "a.docx"
    path.write_bytes(docx(sheet_of([answered(outcome=official())], base=BASE)))
    told = pypandoc.convert_file(str(path), "html", format="docx")
    assert QUOTES[0] in told
    assert f'href="{OFFICIAL}"' in told
    assert re.search(r'<a href="#[^"]+"[^>]*>.*?\[1\]', told, re.DOTALL)
    assert "<em>Le contrat local de santé</em>" in told


def test_what_xml_cannot_hold_is_replaced() -> None:
    """Control characters of a broken PDF."""
    sheet = sheet_of([answered("Qui\x0b ?", answer("Un\x08 CLS\x1f."))])
    assert any("Un\ufffd CLS\ufffd." in text for text in texts(sheet))
    assert any("Qui" in text for text in texts(sheet))


def test_a_conversation_without_a_question_is_a_document() -> None:
    """That says so."""
    sheet = sheet_of([])
    assert markdown(sheet) == "# Cette conversation n’a pas encore de question.\n"
    assert texts(sheet) == ["Cette conversation n’a pas encore de question."]
    assert clipboard_text(sheet_of([], title="Vide")) == "Vide\n"
    assert clipboard_html(sheet_of([], title="Vide")) == "<h1>Vide</h1>"


def test_a_list_stands_under_what_announces_it_and_a_figure_over_its_reading() -> None:
    """Items go deeper; the line under stays with its sentence."""
    given = answered()
    given.outcome.sentences[0].role, given.outcome.sentences[1].role = Role.LEAD, Role.ITEM
    given.outcome.sentences[1].under = "n = 130"
    told = markdown(sheet_of([given]))
    assert f"\n  - «\u00a0{QUOTES[1]}\u00a0» [2]\n  *n = 130*\n" in told
    styles = [p.style.name for p in opened(sheet_of([given])).paragraphs]
    assert "List Bullet 2" in styles
