"""Markdown and plain text become blocks without markup, in whatever encoding they are."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from indexer.documents import BlockKind
from indexer.reading import read

if TYPE_CHECKING:
    from pathlib import Path

MARKDOWN = """---
format: pdf
---
# Le titre

Une **phrase** avec un [lien](https://exemple.fr) et `du code`[^1].

## Partie

1. premier[^2]
2. second

   suite du second

Tableau 1 – Légende

| Année | Part[^1] |
|---|---|
| 2024 | 12 % |

[^1]: « Rapport », FTS, 2026.
[^2]: Deuxième *source*.
"""


def test_markdown_blocks(tmp_path: Path) -> None:
    """Headings, items, a table with its caption, notes at the end; no markup, no call."""
    path = tmp_path / "a.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    reading = read(path)
    assert reading.title == "Le titre"
    assert [(b.kind, b.text, b.headings, b.caption) for b in reading.blocks] == [
        (BlockKind.PARAGRAPH, "Une phrase avec un lien et du code.", (), ""),
        (BlockKind.HEADING, "Partie", (), ""),
        (BlockKind.LIST_ITEM, "premier", ("Partie",), ""),
        (BlockKind.LIST_ITEM, "second", ("Partie",), ""),
        (BlockKind.LIST_ITEM, "suite du second", ("Partie",), ""),
        (BlockKind.TABLE, "Année\tPart\n2024\t12 %", ("Partie",), "Tableau 1 – Légende"),
        (BlockKind.FOOTNOTE, "« Rapport », FTS, 2026.", (), ""),
        (BlockKind.FOOTNOTE, "Deuxième source.", (), ""),
    ]


def test_front_matter_gives_the_title(tmp_path: Path) -> None:
    """Its other fields are no text, and a first heading that differs stays one."""
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Titre déclaré\ndate: 2025\n---\n# Une partie\n\nPhrase.\n", encoding="utf-8")
    reading = read(path)
    assert (reading.title, [block.text for block in reading.blocks]) == ("Titre déclaré", ["Une partie", "Phrase."])


def test_call_without_a_note_leaves_the_text(tmp_path: Path) -> None:
    """« [^9] » is never quoted."""
    path = tmp_path / "a.md"
    path.write_text("Une phrase[^9].\n", encoding="utf-8")
    assert read(path).blocks[0].text == "Une phrase."


def test_plain_text_paragraphs_and_items(tmp_path: Path) -> None:
    """Between empty lines; a first line that stands alone is the title."""
    path = tmp_path / "a.txt"
    path.write_text("Lisez-moi\n\nUne phrase\nsur deux lignes.\n\n- un point\n- un autre\n", encoding="utf-8")
    reading = read(path)
    assert reading.title == "Lisez-moi"
    assert [(b.kind, b.text) for b in reading.blocks] == [
        (BlockKind.PARAGRAPH, "Une phrase sur deux lignes."),
        (BlockKind.LIST_ITEM, "un point"),
        (BlockKind.LIST_ITEM, "un autre"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """With or without a byte order mark."""
    words = "L’enquête menée à Évry relève que les élu·es, au cœur du projet, s’engagent."
    path = tmp_path / "a.txt"
    path.write_bytes(words.encode(encoding))
    assert [block.text for block in read(path).blocks] == [words]


def test_words_are_normalised_and_no_break_spaces_kept(tmp_path: Path) -> None:
    """Accents composed, ligatures in letters, nothing invisible; « 87 % » as its source has it."""
    path = tmp_path / "a.txt"
    path.write_text(
        unicodedata.normalize("NFD", "Santé") + " e\ufb03cace  et co\u00adordonnée\u200b :\t87\u00a0% ; 12 %.",
        encoding="utf-8",
    )
    assert read(path).blocks[0].text == "Santé efficace et coordonnée : 87\u00a0% ; 12 %."
