"""The measure of fidelity itself: it is zero for a perfect reading and sees each fault for what it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.fidelity.__main__ import main
from evals.fidelity.expected import expected, levelled
from evals.fidelity.measures import Fidelity, measure, on_pages
from evals.fidelity.scans import scan
from indexer.documents import Block, BlockKind, Reading

CORPUS = Path(__file__).parents[2] / "corpus"
SOURCE = expected(
    """# Le titre

Un premier paragraphe, avec sa note[^a].

- Un point de liste assez long

Tableau 1 – Permanences

| Quartier | Nombre |
|---|---|
| Premier | 12 |
| Second | 8 |

Un dernier paragraphe, sans note.

[^a]: Une source, 2025.
"""
)
PERFECT = Reading(
    blocks=(
        Block(BlockKind.PARAGRAPH, "Un premier paragraphe, avec sa note.", page=1),
        Block(BlockKind.FOOTNOTE, "Une source, 2025.", page=1),
        Block(BlockKind.LIST_ITEM, "Un point de liste assez long", page=1),
        Block(BlockKind.TABLE, "Quartier\tNombre\nPremier\t12", page=1, caption="Tableau 1 – Permanences"),
        Block(BlockKind.TABLE, "Quartier\tNombre\nSecond\t8", page=2),
        Block(BlockKind.PARAGRAPH, "Un dernier paragraphe, sans note.", page=2),
    ),
    pages=2,
    title="Le titre",
)
RUNNING = ("Le titre courant", "Le pied de page")


def measured(*blocks: Block) -> Fidelity:
    """What the measure says of the perfect reading with other blocks."""
    return measure(replace(PERFECT, blocks=blocks), SOURCE, RUNNING)


def test_perfect_reading_has_no_fault() -> None:
    """A table over two pages, its header repeated, is one table."""
    found = measured(*PERFECT.blocks)
    assert (found.errors, found.lost, found.disordered, found.leaked) == (0, 0, 0, 0)
    assert (found.units, found.tables, found.intact, found.notes, found.kept) == (4, 1, 1, 1, 1)
    assert found.running == 6


def test_wrong_letters_are_counted() -> None:
    """Two substitutions, against all characters expected."""
    first = replace(PERFECT.blocks[0], text="Un premier paragrapbe, avec sa nole.")
    found = measured(first, *PERFECT.blocks[1:])
    assert found.errors == 2
    assert found.character_error_rate == pytest.approx(2 / found.characters)


def test_moved_lost_and_leaked_are_told_apart() -> None:
    """One unit out of order, one nowhere, a footer and a page number among the blocks."""
    note, item, *rest = PERFECT.blocks[1:]
    assert measured(item, PERFECT.blocks[0], note, *rest).disordered == 1
    lost = measured(PERFECT.blocks[0], note, *rest)
    assert (lost.lost, lost.disordered) == (1, 0)
    footer = [Block(BlockKind.PARAGRAPH, text, page=2) for text in ("Le pied de page", "2 / 2")]
    assert measured(*PERFECT.blocks, *footer).leaked == 2


def test_table_without_caption_header_or_cell_is_not_intact() -> None:
    """Each of the three; a note in the text is not kept either."""
    table = PERFECT.blocks[3]
    for broken in (
        replace(table, caption=""),
        replace(table, text="Premier\t12"),
        replace(table, text="Quartier\tNombre\nPremier"),
    ):
        assert measured(*PERFECT.blocks[:3], broken, *PERFECT.blocks[4:]).intact == 0
    inline = replace(PERFECT.blocks[1], kind=BlockKind.PARAGRAPH)
    assert measured(PERFECT.blocks[0], inline, *PERFECT.blocks[2:]).kept == 0


def test_figures_add_up() -> None:
    """Over files."""
    assert Fidelity(pages=1, errors=2) + Fidelity(pages=3, errors=4) == Fidelity(pages=4, errors=6)
    assert Fidelity().character_error_rate == 0


def test_what_is_on_some_pages_is_part_of_the_source() -> None:
    """Whole units only."""
    part = on_pages(SOURCE, PERFECT, [2])
    assert (part.units, part.tables, part.notes) == (("Un dernier paragraphe, sans note.",), (), ())


def test_typography_is_levelled() -> None:
    """Apostrophes, dashes, no-break spaces and ligatures are the same words."""
    assert levelled("l’ef\ufb01cacité\u00a0– « œuvre »") == levelled("l'efficacité - « œuvre »")


def test_scan_has_pixels_and_no_text(tmp_path: Path) -> None:
    """The same twice; its pages in the order asked for."""
    from pypdf import PdfReader

    source = next(iter(sorted(CORPUS.glob("notes-de-synthese/*.pdf"))))
    first = scan(source, [2, 1], tmp_path / "a.pdf")
    again = scan(source, [2, 1], tmp_path / "b.pdf")
    pages = PdfReader(first).pages
    assert [page.extract_text() for page in pages] == ["", ""]
    assert [page.images[0].data for page in pages] == [page.images[0].data for page in PdfReader(again).pages]


def test_three_columns_are_read_faithfully(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing lost or leaked, notes whole, four tables of six; fewer than 2 characters in 1,000 wrong."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"weasyprint is missing, install the extra `corpus`: {error}")
    assert main(["--corpus", str(CORPUS), "--layout", "three-columns", "--json"]) == 0
    text = json.loads(capsys.readouterr().out)["text"]
    assert set(text) == {"three-columns", "all"}
    assert text["all"]["character_error_rate"] < 0.002
    assert (text["all"]["lost"], text["all"]["leaked"]) == (0, 0)
    assert text["all"]["intact"] >= text["all"]["tables"] - 2  # close rows in narrow columns: docs/qualite.md
    assert text["all"]["disordered"] <= 1
    assert text["all"]["kept"] == text["all"]["notes"]


def test_command_fails_without_a_corpus_or_a_layout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says why."""
    with pytest.raises(SystemExit, match="2"):
        main(["--corpus", str(CORPUS), "--layout", "round"])
    assert main(["--corpus", str(tmp_path)]) == 1
    assert "catalogue.yaml" in capsys.readouterr().err
