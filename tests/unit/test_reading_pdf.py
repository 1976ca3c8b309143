"""The PDF reader gives back what a person reads on the page, in the order they read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf import PdfReader
from reading_files import BOLD, line, paragraph, pdf, with_call

from indexer.documents import Block, BlockKind, Reading
from indexer.reading import read

if TYPE_CHECKING:
    from pathlib import Path

FILLER = [
    "Le contrat local de santé réunit les partenaires d’un territoire autour",
    "d’objectifs communs, et la collectivité en assure le pilotage politique",
    "avec l’agence régionale de santé, qui apporte une partie du financement.",
]


def texts(reading: Reading, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    """The words of the blocks of one kind."""
    return [block.text for block in reading.blocks if block.kind is kind]


def test_lines_become_paragraphs_split_by_white_space(tmp_path: Path) -> None:
    """Two paragraphs, one of three lines each."""
    page = [*paragraph(72, 700, FILLER), *paragraph(72, 640, FILLER)]
    assert texts(read(pdf(tmp_path / "a.pdf", [page]))) == [" ".join(FILLER)] * 2


def test_an_indented_line_begins_a_paragraph(tmp_path: Path) -> None:
    """Without any white space between the paragraphs."""
    page = [
        *paragraph(72, 700, FILLER),
        line(90, 661, "Le comité se réunit ensuite chaque trimestre, à la demande des"),
    ]
    assert len(texts(read(pdf(tmp_path / "a.pdf", [page])))) == 2


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """The left one to its end, then the right one, under a title that lies across both."""
    left = [f"colonne de gauche avec sa ligne numéro {n} bien" for n in "abcdef"]
    right = [f"colonne de droite avec sa ligne numéro {n} bien" for n in "ghijkl"]
    page = [
        line(72, 760, "Un titre qui s’étend en travers des deux colonnes de la page", 16, BOLD),
        *(text for pair in zip(paragraph(72, 700, left), paragraph(310, 700, right), strict=True) for text in pair),
    ]
    reading = read(pdf(tmp_path / "a.pdf", [page]))
    assert " ".join(texts(reading)) == " ".join([*left, *right])
    assert reading.title == "Un titre qui s’étend en travers des deux colonnes de la page"


def test_running_lines_and_page_numbers_go_and_body_lines_stay(tmp_path: Path) -> None:
    """A sentence that begins two pages on the same baseline is text: nothing parts it from the text below."""
    pages = [
        [
            line(72, 800, "Rapport annuel 2025", 8),
            *paragraph(72, 740, ["Cette phrase ouvre chaque page.", *FILLER]),
            line(72, 40, f"Fabrique Territoires Santé – page {number}", 8),
        ]
        for number in (1, 2, 3)
    ]
    reading = read(pdf(tmp_path / "a.pdf", pages))
    shown = " ".join(block.text for block in reading.blocks)
    assert "Rapport annuel" not in shown
    assert "Fabrique" not in shown
    assert shown.count("Cette phrase ouvre chaque page.") == 3


def test_a_lone_page_number_goes_and_a_lone_figure_stays(tmp_path: Path) -> None:
    """« 2 » at the foot of page 2; « 130 » in the text."""
    pages = [[*paragraph(72, 700, [*FILLER, "130"]), line(290, 40, str(number))] for number in (1, 2)]
    shown = [block.text for block in read(pdf(tmp_path / "a.pdf", pages)).blocks]
    assert not {"1", "2"} & set(shown)
    assert all(text.endswith("130") for text in shown)


def test_note_that_several_pages_share_is_no_running_line(tmp_path: Path) -> None:
    """The same source, cited at the foot of three pages, is a footnote on each."""
    pages = [[*paragraph(72, 700, FILLER), line(72, 60, "1. Rapport d’activité, 2026.", 7)] for _ in range(3)]
    notes = [block for block in read(pdf(tmp_path / "a.pdf", pages)).blocks if block.kind is BlockKind.FOOTNOTE]
    assert [(note.page, note.text) for note in notes] == [(page, "Rapport d’activité, 2026.") for page in (1, 2, 3)]


def test_words_cut_at_a_line_end_are_joined(tmp_path: Path) -> None:
    """A hyphen stays when the compound stands elsewhere, or when its second half is a name or a figure."""
    page = paragraph(
        72,
        700,
        [
            "La lutte contre le non-recours mobilise les partenaires de la coordi-",
            "nation, car le non-",
            "recours aux droits touche aussi les habitants d’Île-de-",
            "France et des quartiers, où l’accès est ef\ufb01cace.".replace("\ufb01", "fi"),
        ],
    )
    (text,) = texts(read(pdf(tmp_path / "a.pdf", [page])))
    assert "de la coordination, car le non-recours aux droits" in text
    assert "d’Île-de-France" in text


def test_calls_of_footnotes_leave_the_text_and_exponents_stay(tmp_path: Path) -> None:
    """« répondu³, » gives « répondu, »; « 40 m² » keeps its unit."""
    page = [
        *with_call(72, 700, "Les coordinations ont répondu", "3", ", et le local compte 40 m"),
        *with_call(72, 687, "soit en tout 40 m", "2", " de surface utile pour les permanences."),
    ]
    (text,) = texts(read(pdf(tmp_path / "a.pdf", [page])))
    assert text.startswith("Les coordinations ont répondu, et le local")
    assert "40 m2 de surface" in text


def test_notes_at_the_foot_are_blocks_of_their_own(tmp_path: Path) -> None:
    """Each with its page, its lines joined, its number left out."""
    page = [
        *paragraph(72, 700, FILLER),
        *paragraph(
            72,
            90,
            [
                "1. Première source, 2024.",
                "2. Deuxième source, dont le titre est assez long",
                "pour deux lignes, 2025.",
            ],
            7,
        ),
    ]
    reading = read(pdf(tmp_path / "a.pdf", [page]))
    assert texts(reading, BlockKind.FOOTNOTE) == [
        "Première source, 2024.",
        "Deuxième source, dont le titre est assez long pour deux lignes, 2025.",
    ]
    assert texts(reading) == [" ".join(FILLER)]


TABLE = [("Année", "Nombre de contrats", "Part"), ("2023", "324", "12 %"), ("2024", "351", "15 %")]


def table_page(caption: str) -> list[tuple[float, float, str, float, str]]:
    """A table of three rows under its caption, between two paragraphs."""
    cells = [
        line(x, 600 - 18 * row, words)
        for row, values in enumerate(TABLE)
        for x, words in zip((72, 200, 380), values, strict=True)
    ]
    return [*paragraph(72, 700, FILLER), line(72, 630, caption, 9, BOLD), *cells, *paragraph(72, 500, FILLER)]


def assert_one_table(reading: Reading, caption: str) -> None:
    """The table is one block, its cells in their rows."""
    (table,) = [block for block in reading.blocks if block.kind is BlockKind.TABLE]
    assert table.text == "\n".join("\t".join(row) for row in TABLE)
    assert table.caption == caption
    assert texts(reading) == [" ".join(FILLER)] * 2


def test_table_without_lines_keeps_rows_and_caption(tmp_path: Path) -> None:
    """Found by its columns."""
    caption = "Tableau 1 – Contrats signés, par année"
    assert_one_table(read(pdf(tmp_path / "a.pdf", [table_page(caption)])), caption)


def test_table_with_lines_keeps_rows_and_caption(tmp_path: Path) -> None:
    """Found by the lines between its rows."""
    caption = "Tableau 1 – Contrats signés, par année"
    rules = [(0, 594.0), (0, 576.0), (0, 558.0)]
    assert_one_table(read(pdf(tmp_path / "a.pdf", [table_page(caption)], rules=rules)), caption)


def test_headings_nest_and_the_title_is_above_them_all(tmp_path: Path) -> None:
    """Levels come from the size of the type; the largest words are the document's title."""
    page = [
        line(72, 780, "Évaluer un contrat", 22, BOLD),
        line(72, 740, "Pourquoi évaluer", 15, BOLD),
        *paragraph(72, 715, FILLER),
        line(72, 650, "Avec quels moyens", 12, BOLD),
        *paragraph(72, 630, FILLER),
        line(72, 560, "Et après", 15, BOLD),
        *paragraph(72, 535, FILLER),
    ]
    reading = read(pdf(tmp_path / "rapport-17.pdf", [page], title="Microsoft Word - rapport-17.docx"))
    assert reading.title == "Évaluer un contrat"
    found = [(block.text, block.level, block.headings) for block in reading.blocks if block.kind is BlockKind.HEADING]
    assert found == [
        ("Pourquoi évaluer", 1, ()),
        ("Avec quels moyens", 2, ("Pourquoi évaluer",)),
        ("Et après", 1, ()),
    ]
    assert reading.blocks[3].headings == ("Pourquoi évaluer", "Avec quels moyens")


def test_list_items_lose_their_bullet_and_keep_their_lines(tmp_path: Path) -> None:
    """An item of two lines, hanging, and one of a single line."""
    page = [
        *paragraph(72, 700, FILLER),
        line(78, 650, "•"), line(90, 650, "réunir les partenaires du territoire et leur demander"),
        line(90, 637, "ce qu’ils attendent ;"),
        line(78, 624, "•"), line(90, 624, "choisir trois priorités."),
    ]  # fmt: skip
    assert texts(read(pdf(tmp_path / "a.pdf", [page])), BlockKind.LIST_ITEM) == [
        "réunir les partenaires du territoire et leur demander ce qu’ils attendent ;",
        "choisir trois priorités.",
    ]


def test_table_of_contents_is_left_out(tmp_path: Path) -> None:
    """Its lines and its title; the text after it stays, even where a line ends in a figure."""
    entries = [f"{title} {'.' * 60} {page}" for title, page in (("Introduction", 2), ("Méthode", 2), ("Résultats", 2))]
    pages = [
        [line(72, 760, "Sommaire", 15, BOLD), *paragraph(72, 730, entries)],
        paragraph(72, 700, [*FILLER, "L’enquête date de 2025"]),
    ]
    reading = read(pdf(tmp_path / "a.pdf", pages))
    assert [(block.page, block.text) for block in reading.blocks] == [
        (2, " ".join([*FILLER, "L’enquête date de 2025"]))
    ]


def test_a_sentence_over_two_pages_stays_on_both(tmp_path: Path) -> None:
    """No word moves to another page: a quotation opens where it is printed."""
    pages = [paragraph(72, 100, FILLER[:2]), paragraph(72, 780, FILLER[2:])]
    assert [(block.page, block.text) for block in read(pdf(tmp_path / "a.pdf", pages)).blocks] == [
        (1, " ".join(FILLER[:2])),
        (2, FILLER[2]),
    ]


def test_blank_page_is_not_blind(tmp_path: Path) -> None:
    """It is counted, and nothing is missing."""
    reading = read(pdf(tmp_path / "a.pdf", [paragraph(72, 700, FILLER), [], paragraph(72, 700, FILLER)]))
    assert (reading.pages, reading.blind_pages) == (3, ())
    assert [block.page for block in reading.blocks] == [1, 3]


def test_every_block_is_on_its_page_word_for_word(tmp_path: Path) -> None:
    """As pypdf's plain text has it, white space aside."""
    path = pdf(tmp_path / "a.pdf", [table_page("Tableau 1 – Contrats"), [*paragraph(72, 700, FILLER)]])
    plain = ["".join(page.extract_text().split()) for page in PdfReader(path).pages]

    def is_printed(block: Block) -> bool:
        assert block.page is not None
        return all(
            "".join(cell.split()) in plain[block.page - 1] for row in block.text.split("\n") for cell in row.split("\t")
        )

    reading = read(path)
    assert len(reading.blocks) == 4
    assert all(map(is_printed, reading.blocks))


def test_lines_of_wrapped_cells_are_one_row(tmp_path: Path) -> None:
    """A table's only row, whose cells all go on in lower case on a second line, stays one row."""
    texts = [
        *[line(x, 700, words) for x, words in ((70, "Question"), (250, "Réponse"), (430, "Nature"))],
        *[line(x, 680, words) for x, words in ((70, "Que faut-il pour"), (250, "Portage politique et"), (430, "Avis"))],
        *[line(x, 667, words) for x, words in ((70, "réussir ici"), (250, "animation dédiée"))],
    ]
    made = pdf(tmp_path / "suite.pdf", [texts], rules=[(0, 692), (0, 660)])
    tables = [block for block in read(made).blocks if block.kind is BlockKind.TABLE]
    assert [table.text.split("\n")[1:] for table in tables] == [
        ["Que faut-il pour réussir ici\tPortage politique et animation dédiée\tAvis"]
    ]
