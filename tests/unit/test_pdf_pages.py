"""What a person sees on a PDF page is read; what is hidden, printed on every page or laid over is not."""

from __future__ import annotations

import random
import re
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NameObject, TextStringObject
from reading_files import BOLD, SERIF, line, paragraph, pdf
from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.documents import BlockKind, Reading
from indexer.errors import SourceError
from indexer.reading import read
from indexer.reading.dates import printed_date
from indexer.reading.options import ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARK = re.compile(r"[mslrab]\d{1,2}")
TEXT = [
    "Le contrat local de santé réunit les partenaires d’un territoire autour",
    "d’objectifs communs, et la collectivité en assure le pilotage politique",
    "avec l’agence régionale de santé, qui apporte une partie du financement.",
]


def drawn(path: Path, *pages: Callable[[Canvas], None]) -> Path:
    """A PDF file, each page with three lines of text and what a function draws."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for draw in pages:
        canvas.setFont(SERIF, 10)
        for number, words in enumerate(TEXT):
            canvas.drawString(72, 700 - 13 * number, words)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def said(reading: Reading) -> str:
    """All words of a reading."""
    return " ".join([reading.title, *(f"{block.caption} {block.text}" for block in reading.blocks)])


def words_of(path: Path) -> str:
    """All words of a file."""
    return said(read(path, ReadingOptions(ocr=False)))


def invisible(canvas: Canvas) -> None:
    """Words in rendering mode 3."""
    text = canvas.beginText(72, 600)
    text.setTextRenderMode(3)
    text.textLine("SECRET")
    canvas.drawText(text)


def pale(canvas: Canvas) -> None:
    """White words on white paper."""
    canvas.setFillColor(white)
    canvas.drawString(72, 600, "SECRET")


def tiny(canvas: Canvas) -> None:
    """Words half a point high."""
    canvas.setFont(SERIF, 0.5)
    canvas.drawString(72, 600, "SECRET")


def clear(canvas: Canvas) -> None:
    """Words of no opacity."""
    canvas.setFillAlpha(0)
    canvas.drawString(72, 600, "SECRET")


def outside(canvas: Canvas) -> None:
    """Words beside the page."""
    canvas.drawString(72, -600, "SECRET")


def slanted(canvas: Canvas) -> None:
    """A watermark across the page."""
    canvas.rotate(45)
    canvas.setFont(BOLD, 60)
    canvas.drawString(300, 200, "SECRET")


@pytest.mark.parametrize("draw", [invisible, pale, tiny, clear, outside, slanted])
def test_what_nobody_reads_is_no_content(tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    """Words that are invisible, too small, beside the page, or laid askew over it."""
    assert words_of(drawn(tmp_path / "a.pdf", draw)).strip() == " ".join(TEXT)


def test_white_words_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    """The header of a table, a title on a banner."""

    def banner(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.4)
        canvas.rect(60, 590, 300, 30, fill=1, stroke=0)
        pale(canvas)

    assert "SECRET" in words_of(drawn(tmp_path / "a.pdf", banner))


def test_layer_that_is_off_and_marked_running_lines_are_left_out(tmp_path: Path) -> None:
    """Optional content off by default; an artefact of pagination, even on a single page."""
    source = drawn(tmp_path / "a.pdf", lambda canvas: canvas.drawString(72, 600, "SECRET"))
    for mark in ("/OC /Calque BDC", "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"):
        writer = PdfWriter(clone_from=PdfReader(source))
        page = writer.pages[0]
        layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
        usual = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
        writer.root_object[NameObject("/OCProperties")] = DictionaryObject({NameObject("/D"): usual})
        page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/Calque"): layer})
        content = page.get_contents()
        assert content is not None
        data = content.get_data()
        start = data.rindex(b"BT")
        stream = ContentStream(None, writer)
        stream.set_data(data[:start] + mark.encode() + b"\n" + data[start:] + b"\nEMC\n")
        page[NameObject("/Contents")] = writer._add_object(stream)
        writer.write(tmp_path / "b.pdf")
        assert words_of(tmp_path / "b.pdf").strip() == " ".join(TEXT), mark


def test_watermark_that_lies_straight_is_left_out(tmp_path: Path) -> None:
    """The same large words at the same place of every page."""

    def marked(canvas: Canvas) -> None:
        canvas.setFont(BOLD, 60)
        canvas.drawString(120, 400, "PROJET")

    shown = words_of(drawn(tmp_path / "a.pdf", marked, marked, marked))
    assert "PROJET" not in shown
    assert shown.count("contrat local") == 3


def test_page_whose_words_run_sideways_is_turned(tmp_path: Path) -> None:
    """A wide table printed on its side, without saying so."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=True)
    canvas.rotate(90)
    canvas.setFont(SERIF, 10)
    for number, words in enumerate(TEXT):
        canvas.drawString(72, -100 - 13 * number, words)
    canvas.save()
    assert words_of(tmp_path / "a.pdf").strip() == " ".join(TEXT)


def test_printed_numbers_of_pages_are_labels(tmp_path: Path) -> None:
    """Roman for a preface, then from 1; none when they say what a viewer counts."""
    source = pdf(tmp_path / "a.pdf", [paragraph(72, 700, TEXT)] * 4)
    assert read(source).labels == ()
    writer = PdfWriter(clone_from=PdfReader(source))
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, 3, style="/D", start=1)
    writer.write(tmp_path / "b.pdf")
    assert read(tmp_path / "b.pdf").labels == ("i", "ii", "1", "2")


@pytest.mark.parametrize("spacing", [1.5, 3.0, 5.0])
def test_letters_set_apart_make_words(tmp_path: Path, spacing: float) -> None:
    """Each letter shown by itself, as design software does for a title."""

    def tracked(canvas: Canvas) -> None:
        canvas.setFont(BOLD, 16)
        x = 72.0
        for letter in "UN TITRE ESPACÉ":
            canvas.drawString(x, 760, letter)
            x += canvas.stringWidth(letter, BOLD, 16) + spacing

    assert read(drawn(tmp_path / "a.pdf", tracked)).title == "UN TITRE ESPACÉ"


def test_letters_parted_by_spaces_make_words(tmp_path: Path) -> None:
    """« S O M M A I R E », words by two spaces."""
    title = "L E  R A P P O R T  A N N U E L"
    reading = read(drawn(tmp_path / "a.pdf", lambda canvas: canvas.drawString(72, 600, title)))
    assert "LE RAPPORT ANNUEL" in said(reading)


def columns_page(count: int, across: str = "") -> list[tuple[float, float, str, float, str]]:
    """A page of justified-looking columns, ten lines each, each line named; `across` lies above them."""
    width = (595 - 80 - 16 * (count - 1)) / count
    size = 8.0
    lines = [
        line(40 + column * (width + 16), 700 - 10.4 * row, f"c{column}l{row} " + "mot " * int(width / 17), size)
        for row in range(10)
        for column in range(count)
    ]
    return [*([line(40, 740, across, 16, BOLD)] if across else []), *lines]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_columns_are_read_in_order(tmp_path: Path, count: int) -> None:
    """Down one, then down the next, under a title that lies across."""
    path = pdf(tmp_path / "a.pdf", [columns_page(count, "Une lettre d’information en plusieurs colonnes")])
    reading = read(path)
    marks = [word for word in said(reading).split() if word[0] == "c" and word[1].isdigit()]
    assert marks == [f"c{column}l{row}" for column in range(count) for row in range(10)]
    assert reading.title == "Une lettre d’information en plusieurs colonnes"


LONG = (
    "Le contrat local de santé réunit les partenaires du territoire autour de priorités que la collectivité "
    "et l’agence régionale choisissent ensemble, puis que le comité suit chaque trimestre. "
)


def marked_lines(mark: str, times: int, width: int) -> list[str]:
    """Text wrapped at so many characters, each line beginning with its own mark."""
    return [f"{mark}{number} {words}" for number, words in enumerate(wrap(LONG * times, width))]


def marks_of(reading: Reading) -> list[str]:
    """The marks, in the order of the reading, runs of the same letter told once."""
    letters = [word[0] for block in reading.blocks for word in block.text.split() if MARK.fullmatch(word)]
    return [letter for letter, _ in groupby(letters)]


@pytest.mark.parametrize(
    ("box_x", "text_x", "order"), [(420, 40, ["m", "s"]), (40, 190, ["s", "m"])], ids=["right", "left"]
)
def test_box_beside_the_text_is_read_apart(tmp_path: Path, box_x: int, text_x: int, order: list[str]) -> None:
    """A narrow box, its baselines its own: its lines are not mixed with those of the text."""
    page = [
        line(40, 780, "Le titre de la page avec encadré", 18, BOLD),
        *paragraph(text_x, 740, marked_lines("m", 6, 62)),
        line(box_x, 700, "À retenir", 11, BOLD),
        *paragraph(box_x, 685, marked_lines("s", 1, 22), 9),
    ]
    assert marks_of(read(pdf(tmp_path / "a.pdf", [page]))) == order


def test_columns_between_two_paragraphs_across(tmp_path: Path) -> None:
    """Across, then the two columns, then across again."""
    above, left, right, below = (
        marked_lines(*each) for each in (("a", 3, 95), ("l", 3, 44), ("r", 3, 44), ("b", 3, 95))
    )
    foot = 740 - 13 * len(above) - 20
    page = [
        *paragraph(40, 740, above),
        *paragraph(40, foot, left),
        *paragraph(310, foot, right),
        *paragraph(40, foot - 13 * max(len(left), len(right)) - 20, below),
    ]
    assert marks_of(read(pdf(tmp_path / "a.pdf", [page]))) == ["a", "l", "r", "b"]


def test_each_column_keeps_its_notes(tmp_path: Path) -> None:
    """At the foot of each, on the same baselines."""
    left, right = marked_lines("l", 4, 44), marked_lines("r", 4, 44)
    foot = 760 - 13 * len(left) - 30
    page = [
        *paragraph(40, 760, left),
        *paragraph(310, 760, right),
        *paragraph(40, foot, ["1. Note de gauche, 2024.", "2. Autre note de gauche, 2025."], 7),
        *paragraph(310, foot, ["3. Note de droite, 2023."], 7),
    ]
    notes = [block.text for block in read(pdf(tmp_path / "a.pdf", [page])).blocks if block.kind is BlockKind.FOOTNOTE]
    assert notes == ["Note de gauche, 2024.", "Autre note de gauche, 2025.", "Note de droite, 2023."]


def test_running_lines_alternate_and_hold_page_numbers(tmp_path: Path) -> None:
    """« 2 | Titre » on the left of even pages, « Rapport 2025 | 3 » on the right of odd ones."""
    pages = [
        [
            line(72, 805, f"{number} | Les coordinations", 8) if number % 2 == 0 else line(430, 805, f"Rapport 2025 | {number}", 8),
            *paragraph(72, 740, TEXT),
            *paragraph(72, 640, TEXT),
        ]
        for number in range(1, 9)
    ]  # fmt: skip
    shown = words_of(pdf(tmp_path / "a.pdf", pages))
    assert "Les coordinations" not in shown
    assert "Rapport 2025" not in shown
    assert shown.count("contrat local") == 16


HEADER = ("Territoire", "Nombre de contrats", "Part")


def rows_at(y: float, rows: list[tuple[str, str, str]]) -> list[tuple[float, float, str, float, str]]:
    """Rows of three cells from a height down."""
    return [
        line(x, y - 18 * number, words)
        for number, row in enumerate(rows)
        for x, words in zip((72, 200, 380), row, strict=True)
    ]


@pytest.mark.parametrize("again", [True, False], ids=["repeated", "once"])
def test_table_over_two_pages_keeps_its_header(tmp_path: Path, again: bool) -> None:
    """Printed again on the second page or not; a footnote may stand between the two parts."""
    first = [("Ardèche", "12", "4 %"), ("Drôme", "9", "3 %"), ("Isère", "22", "7 %")]
    second = [("Loire", "14", "5 %"), ("Rhône", "30", "9 %")]
    pages = [
        [
            *paragraph(72, 700, TEXT),
            line(72, 200, "Tableau 1 – Contrats, par département", 9, BOLD),
            *rows_at(180, [HEADER, *first]),
            line(72, 60, "1. Source de la note, 2025.", 7),
        ],
        [*rows_at(780, [*([HEADER] if again else []), *second]), *paragraph(72, 600, TEXT)],
    ]
    tables = [block for block in read(pdf(tmp_path / "a.pdf", pages)).blocks if block.kind is BlockKind.TABLE]
    assert [table.text.split("\n")[0] for table in tables] == ["\t".join(HEADER)] * 2
    assert tables[1].text.split("\n")[1:] == ["\t".join(row) for row in second]
    assert tables[0].caption == "Tableau 1 – Contrats, par département"


@pytest.mark.parametrize(
    ("printed", "year", "date"),
    [
        ("mai 2025", 2025, ""),
        ("12 mars 2024", 2024, "2024-03-12"),
        ("1er août 2024", 2024, "2024-08-01"),
        ("Mars-avril 2023", 2023, ""),
        ("Automne 2022", 2022, ""),
        ("Saint-Denis, le 12 mars 2024", 2024, "2024-03-12"),
        ("Note de synthèse – mai 2025", 2025, ""),
        ("Lettre d’information n° 8, janv. 2021", 2021, ""),
        ("Publié le 03/02/2025", 2025, "2025-02-03"),
        ("Date de publication : 2025-02-03", 2025, "2025-02-03"),
        ("Dépôt légal : avril 2023", 2023, ""),
        ("© 2025 Association Exemple", 2025, ""),
        ("2024", 2024, ""),
        ("Journée du 19 mai 2026", None, ""),
        ("L’association a publié en février 2019", None, ""),
        ("Contrats de ville 2024-2030", None, ""),
        ("Plan 2060", None, ""),
        ("2060", None, ""),
        ("31 février 2024", None, ""),
        ("1985", None, ""),
    ],
)
def test_lines_that_are_dates_of_publication(printed: str, year: int | None, date: str) -> None:
    """A date by itself, after a place, a kind or a mark; not that of an event or of a plan."""
    assert printed_date([printed]) == (year, date)


def test_most_precise_date_wins() -> None:
    """A marked one first, then a month, then a year."""
    assert printed_date(["2021", "mai 2021", "Publié le 4 mai 2021"]).date == "2021-05-04"
    assert printed_date(["2020", "mai 2021"]).year == 2021


def test_title_and_date_are_those_of_the_page_when_properties_say_nothing(tmp_path: Path) -> None:
    """A title over two lines; the printed month, not the day of conversion; the publisher after ©."""
    page = [
        line(72, 780, "Note de synthèse – mars 2019", 9),
        line(72, 750, "Les démarches territoriales de santé", 22, BOLD),
        line(72, 724, "dans les quartiers", 22, BOLD),
        line(72, 695, "© Association Exemple, 2019", 8),
        *paragraph(72, 600, [*TEXT, "La rencontre du 12 avril 2018 a réuni cent personnes."]),
    ]
    reading = read(pdf(tmp_path / "note.pdf", [page], title="Sans titre"))
    assert reading.title == "Les démarches territoriales de santé dans les quartiers"
    assert (reading.year, reading.date, reading.author) == (2019, "", "Association Exemple")


def test_title_of_a_model_file_is_not_believed(tmp_path: Path) -> None:
    """Not a word of it is on the first pages; the day printed is the date."""
    page = [
        line(72, 750, "Bilan des permanences", 22, BOLD),
        line(72, 720, "Lyon, le 3 mai 2016", 10),
        *paragraph(72, 600, TEXT),
    ]
    reading = read(pdf(tmp_path / "note.pdf", [page], title="Modèle charte graphique"))
    assert (reading.title, reading.year, reading.date) == ("Bilan des permanences", 2016, "2016-05-03")


def test_page_that_cannot_be_followed_is_blind_and_the_others_are_read(tmp_path: Path) -> None:
    """Its content is not what it says; when no page can be, the file is unreadable."""
    source = pdf(tmp_path / "a.pdf", [paragraph(72, 700, TEXT)] * 2)
    writer = PdfWriter(clone_from=PdfReader(source))
    writer.pages[1][NameObject("/Contents")] = TextStringObject("rien")
    writer.write(tmp_path / "b.pdf")
    reading = read(tmp_path / "b.pdf", ReadingOptions(ocr=False))
    assert {block.page for block in reading.blocks} == {1}


def test_forms_that_call_each_other_end(tmp_path: Path) -> None:
    """A form that calls itself, twice each time: the work is bounded, the page's own words are read or refused."""
    source = drawn(tmp_path / "a.pdf", lambda canvas: None)
    writer = PdfWriter(clone_from=PdfReader(source))
    page = writer.pages[0]
    form = ContentStream(None, writer)
    form.set_data(b"/X Do /X Do")
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    reference = writer._add_object(form)
    own = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/X"): reference})})
    form[NameObject("/Resources")] = own
    page["/Resources"][NameObject("/XObject")] = own["/XObject"]
    content = page.get_contents()
    assert content is not None
    stream = ContentStream(None, writer)
    stream.set_data(content.get_data() + b"\n/X Do\n")
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(tmp_path / "b.pdf")
    assert "contrat local" in words_of(tmp_path / "b.pdf")


@pytest.mark.parametrize("seed", range(60))
def test_damaged_files_raise_source_errors_only(tmp_path: Path, seed: int) -> None:
    """Bytes flipped at random in a small file with a table, an outline and two pages."""
    chance = random.Random(seed)
    pages = [[*paragraph(72, 700, TEXT), *rows_at(600, [HEADER, ("Loire", "14", "5 %")])], paragraph(72, 700, TEXT)]
    data = bytearray(
        pdf(tmp_path / "a.pdf", pages, title="Un titre", rules=[(0, 610), (0, 592), (0, 575)]).read_bytes()
    )
    for _ in range(chance.choice([1, 3, 10, 40])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    (tmp_path / "b.pdf").write_bytes(data)
    try:
        reading = read(tmp_path / "b.pdf", ReadingOptions(ocr=False))
    except SourceError:
        return
    assert all(1 <= (block.page or 0) <= (reading.pages or 0) for block in reading.blocks)
