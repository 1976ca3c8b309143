"""What the models see of texts that spell acronyms out."""

from __future__ import annotations

import pytest

from indexer.abbreviations import with_acronyms
from indexer.passages import Passage, Sentence, SentenceKind

SEEN = {
    "Le contrat local de santé est facultatif.": "Le contrat local de santé (CLS) est facultatif.",
    "Des contrats locaux\nde santé, un contrat local de santé.": (
        "Des contrats locaux\nde santé (CLS), un contrat local de santé."
    ),
    "L’agence régionale de santé et l’atelier santé ville": (
        "L’agence régionale de santé (ARS) et l’atelier santé ville (ASV)"
    ),
    "CONSEIL LOCAL DE SANTÉ MENTALE": "CONSEIL LOCAL DE SANTÉ MENTALE (CLSM)",
    "Le conseil local de santé mentale n’est pas un conseil local de santé.": (
        "Le conseil local de santé mentale (CLSM) n’est pas un conseil local de santé."
    ),
    "L’aide médicale de l'État": "L’aide médicale de l'État (AME)",
}
LET_BE = (
    "Le contrat local de santé (CLS) est facultatif.",
    "Le CLS est facultatif.",
    "Un contrat local de santé\u00a0(« CLS ») est signé.",
    "Le contrat local de santéologie",
    "La santé des femmes et des familles",
    "",
)


@pytest.mark.parametrize("text", SEEN)
def test_the_acronym_follows_the_first_long_form(text: str) -> None:
    """In any case, with either apostrophe, over a line's end; the longest form that stands there."""
    assert with_acronyms(text) == SEEN[text]


@pytest.mark.parametrize("text", LET_BE)
def test_other_texts_are_as_they_were(text: str) -> None:
    """Above all those that tell the acronym already."""
    assert with_acronyms(text) == text


def test_what_is_quoted_is_as_written() -> None:
    """Acronyms are added to what the models see: whole passages, windows; never to sentences."""
    text = "Le contrat local de santé est facultatif."
    sentence = Sentence(0, len(text), SentenceKind.PROSE)
    passage = Passage("a.md", 1, None, "Titre", ("Le conseil local de santé mentale",), text, (sentence,))
    assert passage.quote(sentence) == text
    assert "santé (CLS) est" in passage.embedded_text
    assert "santé mentale (CLSM)" in passage.embedded_text
    assert [window for _, window in passage.windows()] == ["Le contrat local de santé (CLS) est facultatif."]
