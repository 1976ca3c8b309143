"""A presentation is read slide by slide, as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

from indexer.documents import BlockKind
from indexer.reading import read

if TYPE_CHECKING:
    from pathlib import Path

TITLE_AND_BODY, TITLE_ONLY, BLANK = 1, 5, 6


def slide(presentation: Any, layout: int, title: str = "") -> Any:
    """A new slide."""
    made = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title:
        made.shapes.title.text = title
    return made


def box(shapes: Any, words: str, left: float, top: float, colour: str = "", size: float = 18) -> Any:
    """A text box of 3 × 1 inches; `left` and `top` in inches."""
    made = shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1))
    run = made.text_frame.paragraphs[0].add_run()
    run.text, run.font.size = words, Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return made


def test_slides_are_pages_and_their_titles_headings(tmp_path: Path) -> None:
    """A hidden slide is counted and not read; speaker notes are not shown."""
    presentation = Presentation()
    presentation.core_properties.title = "Journée régionale"
    presentation.core_properties.author = "Camille Martin"
    first = slide(presentation, TITLE_AND_BODY, "Programme")
    first.placeholders[1].text = "accueil"
    first.placeholders[1].text_frame.add_paragraph().text = "échanges"
    first.notes_slide.notes_text_frame.text = "Ne pas oublier de sourire."
    slide(presentation, TITLE_ONLY, "Cachée").element.set("show", "0")
    table = slide(presentation, TITLE_ONLY, "Chiffres").shapes.add_table(2, 2, 0, Inches(2), Inches(4), Inches(1)).table
    for cell, words in zip(table.iter_cells(), ("Année", "Nombre", "2024", "12"), strict=True):
        cell.text = words
    presentation.save(str(tmp_path / "a.pptx"))
    reading = read(tmp_path / "a.pptx")
    assert (reading.title, reading.author, reading.pages) == ("Journée régionale", "Camille Martin", 3)
    assert [(b.kind, b.text, b.page, b.headings) for b in reading.blocks] == [
        (BlockKind.HEADING, "Programme", 1, ()),
        (BlockKind.LIST_ITEM, "accueil", 1, ("Programme",)),
        (BlockKind.LIST_ITEM, "échanges", 1, ("Programme",)),
        (BlockKind.HEADING, "Chiffres", 3, ()),
        (BlockKind.TABLE, "Année\tNombre\n2024\t12", 3, ("Chiffres",)),
    ]


def test_shapes_are_read_from_top_to_bottom_then_from_left_to_right(tmp_path: Path) -> None:
    """Whatever the order they were drawn in; those of a group are in their place."""
    presentation = Presentation()
    shapes = slide(presentation, BLANK).shapes
    box(shapes, "bas", 1, 5)
    box(shapes, "droite", 5, 1.02)
    box(shapes, "gauche", 1, 1.05)
    group = shapes.add_group_shape()
    box(group.shapes, "milieu", 1, 3)
    presentation.save(str(tmp_path / "a.pptx"))
    assert [block.text for block in read(tmp_path / "a.pptx").blocks] == ["gauche", "droite", "milieu", "bas"]


@pytest.mark.parametrize(
    "place",
    [
        {"left": 20, "top": 1},
        {"left": -4, "top": 1},
        {"left": 1, "top": 1, "colour": "FFFFFF"},
        {"left": 1, "top": 1, "size": 1},
    ],
)
def test_what_the_room_does_not_see_is_not_read(tmp_path: Path, place: dict[str, Any]) -> None:
    """Off the slide, white on white, too small."""
    presentation = Presentation()
    shapes = slide(presentation, BLANK).shapes
    box(shapes, "Caché", **place)
    box(shapes, "Montré", 1, 3)
    presentation.save(str(tmp_path / "a.pptx"))
    assert [block.text for block in read(tmp_path / "a.pptx").blocks] == ["Montré"]


def test_white_letters_on_something_dark_are_read(tmp_path: Path) -> None:
    """A filled shape of their own, one under them, a dark background."""
    presentation = Presentation()
    own = slide(presentation, BLANK)
    filled = box(own.shapes, "dans sa forme", 1, 1, "FFFFFF")
    filled.fill.solid()
    filled.fill.fore_color.rgb = RGBColor(0, 0, 128)
    under = slide(presentation, BLANK)
    under.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(10), Inches(3))
    box(under.shapes, "sur un bandeau", 1, 1, "FFFFFF")
    dark = slide(presentation, BLANK)
    dark.background.fill.solid()
    dark.background.fill.fore_color.rgb = RGBColor(0, 0, 0)
    box(dark.shapes, "sur fond noir", 1, 1, "FFFFFF")
    presentation.save(str(tmp_path / "a.pptx"))
    assert [block.text for block in read(tmp_path / "a.pptx").blocks] == [
        "dans sa forme",
        "sur un bandeau",
        "sur fond noir",
    ]


def test_hidden_shapes_and_slides_without_a_word_are_told(tmp_path: Path) -> None:
    """A shape switched off in the selection pane; a slide that is only a picture is blind."""
    presentation = Presentation()
    shapes = slide(presentation, BLANK).shapes
    box(shapes, "Caché", 1, 1).element.nvSpPr.cNvPr.set("hidden", "1")
    box(shapes, "Montré", 1, 3)
    slide(presentation, BLANK)
    presentation.save(str(tmp_path / "a.pptx"))
    reading = read(tmp_path / "a.pptx")
    assert ([block.text for block in reading.blocks], reading.blind_pages) == (["Montré"], (2,))
