"""Blocks become passages that stay on their page, under their heading, with whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.documents import Block, BlockKind
from indexer.index import load_passages, save_passages
from indexer.manifest import FORMAT, Manifest
from indexer.passages import LIMIT_CHARS, TABLE_LIMIT_CHARS, TARGET_CHARS, Passage, SentenceKind, split

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "Le contrat local de santé réunit la collectivité et l’agence régionale de santé. "


def paragraph(text: str, page: int | None = 1, *headings: str) -> Block:
    """A paragraph."""
    return Block(BlockKind.PARAGRAPH, text, page, headings)


def item(text: str, page: int | None = 1) -> Block:
    """A list item."""
    return Block(BlockKind.LIST_ITEM, text, page)


def table(rows: list[str], caption: str = "") -> Block:
    """A table, header first."""
    return Block(BlockKind.TABLE, "\n".join(rows), 1, caption=caption)


def quotes(passage: Passage, *kinds: SentenceKind) -> list[str]:
    """The sentences of a passage, of some kinds or of all."""
    return [passage.quote(s) for s in passage.sentences if not kinds or s.kind in kinds]


def test_short_blocks_share_a_passage() -> None:
    """Two paragraphs of one page and heading, separated by a line feed."""
    (passage,) = split("a.md", "Titre", [paragraph("Un. Deux."), paragraph("Trois.")])
    assert passage.text == "Un. Deux.\nTrois."
    assert quotes(passage) == ["Un.", "Deux.", "Trois."]


def test_a_passage_never_crosses_a_page() -> None:
    """However short the two pages' texts."""
    first, second = split("a.pdf", "", [paragraph("Un.", 1), paragraph("Deux.", 2)])
    assert (first.page, first.text, second.page, second.text) == (1, "Un.", 2, "Deux.")


def test_a_passage_never_crosses_a_heading() -> None:
    """Each carries its own path of titles; the heading's own words are in the path only."""
    heading = Block(BlockKind.HEADING, "B", 1, (), 1)
    first, second = split("a.md", "", [paragraph("Un.", 1, "A"), heading, paragraph("Deux.", 1, "B")])
    assert (first.headings, second.headings) == (("A",), ("B",))
    assert "B" not in second.text


def test_footnotes_and_tables_stand_apart() -> None:
    """They are never in the same passage as the paragraph they follow."""
    note = Block(BlockKind.FOOTNOTE, "1. Insee, 2024.", 1)
    passages = split("a.md", "", [paragraph("Un."), table(["a\tb", "1\t2"]), note])
    assert [p.sentences[-1].kind for p in passages] == [SentenceKind.PROSE, SentenceKind.ROW, SentenceKind.NOTE]


def test_long_text_is_cut_between_blocks() -> None:
    """Passages close once they hold the target, and stay under the limit when blocks allow."""
    passages = split("a.md", "", [paragraph(SENTENCE * 3) for _ in range(10)])
    assert len(passages) > 2
    assert all(len(p.text) <= LIMIT_CHARS for p in passages)
    assert all(len(p.text) >= TARGET_CHARS for p in passages[:-1])


def test_a_block_longer_than_the_limit_stays_whole() -> None:
    """Its sentences are not torn from each other."""
    (passage,) = split("a.md", "", [paragraph(SENTENCE * 30)])
    assert len(passage.sentences) == 30


def test_what_is_embedded_begins_with_title_and_headings() -> None:
    """They help to find; they are never quoted."""
    (passage,) = split("a.md", "Le titre", [paragraph("Un.", 1, "Partie", "Sous-partie")])
    assert passage.embedded_text == "Le titre — Partie — Sous-partie\nUn."
    assert passage.text == "Un."


@pytest.mark.parametrize("caption", ["", "Tableau 1 – Effectifs en 2025"])
def test_a_table_that_must_be_cut_keeps_caption_and_header(caption: str) -> None:
    """Each piece begins with both; no row is lost nor cut."""
    rows = [f"Ville {n}\t{n} habitants de la commune, selon l’Insee" for n in range(80)]
    passages = split("a.md", "", [table(["Ville\tPopulation", *rows], caption)])
    assert len(passages) > 1
    head = [caption, "Ville\tPopulation"] if caption else ["Ville\tPopulation"]
    assert all(quotes(p, SentenceKind.HEADER) == head for p in passages)
    assert [row for p in passages for row in quotes(p, SentenceKind.ROW)] == rows
    assert all(len(p.text) <= TABLE_LIMIT_CHARS + 200 for p in passages)


def test_a_short_table_is_one_passage() -> None:
    """With its header told apart from its rows."""
    (passage,) = split("a.md", "", [table(["a\tb", "1\t2", "3\t4"], "Tableau 1")])
    assert passage.text == "Tableau 1\na\tb\n1\t2\n3\t4"
    assert quotes(passage, SentenceKind.ROW) == ["1\t2", "3\t4"]


def test_items_know_the_sentence_that_announces_them() -> None:
    """The one that ends with a colon just before them, and only that list's."""
    blocks = [
        paragraph("Avant. Le contrat prévoit :"),
        item("un diagnostic ;"),
        item("un comité."),
        paragraph("Après."),
    ]
    (passage,) = split("a.md", "", [*blocks, item("isolé")])
    lead = passage.sentences[1]
    assert passage.quote(lead) == "Le contrat prévoit :"
    assert [(passage.quote(s), s.lead) for s in passage.sentences if s.kind is SentenceKind.ITEM] == [
        ("un diagnostic ;", 1),
        ("un comité.", 1),
        ("isolé", -1),
    ]


def test_a_list_stays_with_its_announcement_past_the_target() -> None:
    """A passage that is full still takes the items that its last sentence announces."""
    announcing = paragraph(SENTENCE * 9 + "Il prévoit :")
    assert len(announcing.text) > TARGET_CHARS
    first, second = split("a.md", "", [announcing, item("un diagnostic ;"), item("un comité."), paragraph("Après.")])
    assert first.text.endswith("un comité.")
    assert second.text == "Après."


def test_a_window_is_two_sentences() -> None:
    """Of prose or list; each names its first sentence."""
    (passage,) = split("a.md", "", [paragraph("Un. Deux. Trois.")])
    assert list(passage.windows()) == [(0, "Un. Deux."), (1, "Deux. Trois.")]


def test_a_single_sentence_is_a_window() -> None:
    """A passage of one sentence is searched by that sentence too, without its headings."""
    (passage,) = split("a.md", "Titre", [paragraph("Un seul.")])
    assert list(passage.windows()) == [(0, "Un seul.")]


def test_a_row_is_a_window_under_its_header() -> None:
    """The row alone would mean nothing."""
    (passage,) = split("a.md", "", [table(["a\tb", "1\t2"], "Tableau 1")])
    assert list(passage.windows()) == [(2, "Tableau 1\na\tb\n1\t2")]


def test_notes_have_no_window() -> None:
    """They name sources; the passage's own vector is enough."""
    (passage,) = split("a.md", "", [Block(BlockKind.FOOTNOTE, "1. Insee, 2024. Lien.", 1)])
    assert list(passage.windows()) == []


def test_identities_are_unique() -> None:
    """Also for twins: two files with the same words."""
    twins = [p for doc in ("a.md", "b.md") for p in split(doc, "", [paragraph("Un.", 1), paragraph("Un.", 2)])]
    assert [p.id for p in twins] == ["a.md#0", "a.md#1", "b.md#0", "b.md#1"]


def test_blank_blocks_make_nothing() -> None:
    """No passage without a word to quote."""
    assert split("a.md", "", [paragraph("  "), Block(BlockKind.HEADING, "Seul", 1, (), 1)]) == []


def test_passages_come_back_from_disk_as_they_were(tmp_path: Path) -> None:
    """Also with line separators of other alphabets inside, which are not ends of lines of the file."""
    blocks = [paragraph("Un\u2028deux\x85trois\x0c. « Quatre »."), table(["a\tb", "1\t2"])]
    passages = tuple(split("a.md", "Titre", blocks))
    digest = save_passages(tmp_path, passages)
    manifest = Manifest(FORMAT, "g", "", "m", 1, 1, "", digest, len(passages), 1, (), ())
    assert load_passages(tmp_path, manifest) == passages
