"""Markdown and plain text become blocks without markup, in whatever encoding they are."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.documents import BlockKind
from indexer.reading import read
from indexer.reading.charset import SUSPECT, decode
from indexer.reading.pieces import clean, credible_title

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


UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        *((name, "L’enquête menée à Évry relève que les élu·es, au cœur du projet, s’engagent.") for name in UNICODE),
        *((name, "L’enquête menée à Évry : cœur du projet, 3 000 €.") for name in ("cp1252", "mac_roman")),
        *((name, "Évaluer à Évry, dès février.") for name in ("latin-1", "cp1252", "mac_roman", "cp850", "iso8859-15")),
        ("iso8859-15", "L'enquête menée à Évry : cœur du projet, 3 000 €."),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, words: str) -> None:
    """With or without a byte order mark, even when there are few words to tell by."""
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


@pytest.mark.parametrize("once_read_as", ["cp1252", "latin-1", "mac_roman"])
def test_text_saved_after_a_wrong_reading_is_mended(tmp_path: Path, once_read_as: str) -> None:
    """« Ã© » becomes « é » again, line by line."""
    words = "L’enquête menée relève que les élu·es s’engagent dès février."
    path = tmp_path / "a.txt"
    path.write_text(f"{words.encode().decode(once_read_as)}\n\nUne ligne où l’été est juste.\n", encoding="utf-8")
    assert [block.text for block in read(path).blocks] == [words, "Une ligne où l’été est juste."]


@given(st.text(alphabet="ABCÀÂÃÉÊÎÔÛÇ àâéèêëîïôùûüçœæ’«»…–—€°·NnÅå¬√‚ 0123456789\u00a0\u202f", max_size=60))
@settings(max_examples=200, deadline=None)
def test_correct_french_is_never_changed(words: str) -> None:
    """Whatever capitals and signs stand side by side, once in a text."""
    text = f"{words}\n"
    assert decode(text.encode(), Path("a.txt")) == text or len(SUSPECT.findall(text)) > 1


@pytest.mark.parametrize("declared", ["hex", "undefined", "utf-7", "inconnu"])
def test_declared_codec_that_is_no_encoding_is_passed_over(declared: str) -> None:
    """Python knows codecs that make no text."""
    words = "Évaluer à Évry, dès février."
    assert decode(words.encode("cp1252"), Path("a.html"), declared) == words


@pytest.mark.parametrize("front", ["date: 2024-02-31", "n: " + "9" * 5000, "[" * 5000])
def test_front_matter_that_is_no_yaml_gives_no_title(tmp_path: Path, front: str) -> None:
    """A day that does not exist, a figure without end, brackets without measure."""
    path = tmp_path / "a.md"
    path.write_text(f"---\n{front}\n---\n# Titre\n\nPhrase.\n", encoding="utf-8")
    assert read(path).title == "Titre"


def test_marks_of_a_heading_are_no_part_of_a_title(tmp_path: Path) -> None:
    """Markdown saved as plain text."""
    (tmp_path / "a.txt").write_text("# Une permanence\n\nElle ouvre le lundi.\n", encoding="utf-8")
    assert read(tmp_path / "a.txt").title == "Une permanence"


@pytest.mark.parametrize("title", ["booklet-0.scan", "note_ruralite_v2", "SCAN 0012", "C:\\notes\\ruralité"])
def test_the_name_of_a_file_is_no_title(title: str) -> None:
    """Programs write it in the properties."""
    assert credible_title(title, "a") == ""
    assert credible_title("Scanner médical : où en est-on ?", "a")


def test_a_part_that_any_text_has_is_no_title(tmp_path: Path) -> None:
    """« L’essentiel » as the title of a publication would help nobody."""
    (tmp_path / "a.md").write_text(
        "## L'essentiel\n\nElle ouvre le lundi.\n\n## Suite\n\nEt le mardi.\n", encoding="utf-8"
    )
    assert read(tmp_path / "a.md").title == ""


def test_characters_that_no_file_can_hold_are_dropped() -> None:
    """Halves of characters, and accents heaped by the thousand, which normalising takes minutes to sort."""
    assert clean("a\ud800b") == "ab"
    assert len(clean("e" + "\u0301\u0323" * 100_000)) < 40
