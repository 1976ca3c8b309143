"""French as it is really written: sentences found, words brought to one form."""

from __future__ import annotations

from itertools import pairwise

import pytest

from indexer.french import has_word, level_inclusive, sentence_spans, stem, terms, words
from indexer.vocabulary import acronyms


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    ("written", "levelled"),
    [
        ("coordonnateur·rices", "coordonnateur"),
        ("coordonnateur·rice·s", "coordonnateur"),
        ("élu-es", "élu"),
        ("élu·es", "élu"),
        ("élu(e)s", "élu"),
        ("acteur·rice·s", "acteur"),
        ("acteur·ices", "acteur"),
        ("professionnel.le.s", "professionnel"),
        ("habitant•es", "habitant"),
        ("chargé.e.s", "chargé"),
        ("infirmier·ère·s", "infirmier"),
        ("directeur·trice", "directeur"),
        ("chercheur·euse·s", "chercheur"),
        ("tou·tes", "tou"),
    ],
)
def test_inclusive_writing_has_one_form(written: str, levelled: str) -> None:
    """Middle dot, full stop, hyphen or brackets: the shorter form stays."""
    assert level_inclusive(f"Les {written} du contrat") == f"Les {levelled} du contrat"


@pytest.mark.parametrize(
    "text",
    ["rendez-vous", "peut-elle", "vous-mêmes", "Val-d’Oise", "c’est-à-dire", "contrat (voir plus loin)", "e-santé"],
)
def test_what_only_looks_like_inclusive_writing_is_left_alone(text: str) -> None:
    """Hyphens and brackets of ordinary French."""
    assert level_inclusive(text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("coordonnateur·rices", "coordonnatrices"),
        ("coordonnateurs", "coordonnatrices"),
        ("professionnel.le.s", "professionnelles"),
        ("élu-es", "élues"),
        ("l’accès", "acces"),
        ("SANTÉ", "santé"),
        ("cœur", "coeurs"),
        ("qu’une enquête", "enquêtes"),
        ("D'ASV", "asv"),
        ("29 000", "29\u202f000"),
        ("1\u00a0200\u00a0000", "1200000"),
        ("re\u0301gion", "région"),
    ],
)
def test_two_ways_of_writing_meet_in_the_index(one: str, other: str) -> None:
    """They give the same stems."""
    assert terms(one) == terms(other) != []


def test_a_year_before_a_figure_is_not_joined_to_it() -> None:
    """Only groups that can be one number are."""
    assert words("en 2025 300 personnes") == ["en", "2025", "300", "personnes"]


def test_the_cells_of_a_table_are_not_joined() -> None:
    """A tab parts two figures."""
    assert words("12\t345\n678") == ["12", "345", "678"]


def test_decimals_and_articles_keep_their_figures() -> None:
    """Decimal comma, article of a code, acronym with a figure."""
    assert words("3,5 % selon l’article L. 1434-10 et K2") == "3,5 selon article l 1434 10 et k2".split()


def test_words_that_carry_no_topic_are_left_out() -> None:
    """A question of small words alone has no term."""
    assert terms("Est-ce qu’il y en a un ou pas ?") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dispose", "disposent"),
        ("ont signé", "signent"),
        ("élus", "elu"),
        ("évaluées", "evaluer"),
        ("les conseils départementaux", "conseil departemental"),
    ],
)
def test_forms_of_a_word_share_their_stem(one: str, other: str) -> None:
    """Conjugated, plural, with or without accents."""
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize("acronym", [entry.acronym for entry in acronyms() if entry.acronym.isalpha()])
def test_an_acronym_is_not_taken_for_a_word(acronym: str) -> None:
    """In capitals or not, it is found by what was typed, and by nothing else."""
    assert terms(acronym) == terms(acronym.lower())
    assert len(terms(acronym)) == 1


def test_numbers_are_their_own_stem() -> None:
    """As typed, so that figures are found exactly."""
    assert stem("29000") == "29000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "L’art. L. 1434-10 du code prévoit des CLS. Ils durent.",
            ["L’art. L. 1434-10 du code prévoit des CLS.", "Ils durent."],
        ),
        (
            "Voir (art. L. 1434-10, al. 2) pour le texte. Suite.",
            ["Voir (art. L. 1434-10, al. 2) pour le texte.", "Suite."],
        ),
        ("M. le préfet a signé. Mme la maire aussi.", ["M. le préfet a signé.", "Mme la maire aussi."]),
        ("Le n° 12 est paru. Le nº 13 suit.", ["Le n° 12 est paru.", "Le nº 13 suit."]),
        ("On compte 3,5 millions de 29 000. Et 40 %. Fin.", ["On compte 3,5 millions de 29 000.", "Et 40 %.", "Fin."]),
        ("Voir https://www.exemple.fr/a.b?x=1. Puis lire.", ["Voir https://www.exemple.fr/a.b?x=1.", "Puis lire."]),
        ("Selon l’Insee (cf. p. 12), oui. Non ? Si !", ["Selon l’Insee (cf. p. 12), oui.", "Non ?", "Si !"]),
        ("Les CLS, ASV, etc. sont nombreux. Fin.", ["Les CLS, ASV, etc. sont nombreux.", "Fin."]),
        ("Fait le 19 mai 2026. La suite", ["Fait le 19 mai 2026.", "La suite"]),
        ("« Une citation. » Puis une phrase.", ["« Une citation. »", "Puis une phrase."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    """Not after an abbreviation of administrative French, nor inside a figure or an address."""
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["", " \n\t ", "Une.  Deux. \n Trois", "…", "a\u2028b. c", "Fin art."])
def test_spans_are_ordered_trimmed_and_lose_no_word(text: str) -> None:
    """Whatever the text, the spans put together hold all that is not white space."""
    spans = sentence_spans(text)
    assert all(s.start < s.end and text[s.start : s.end].strip() == text[s.start : s.end] for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_word_is_a_letter_or_a_figure() -> None:
    """Punctuation alone says nothing."""
    assert has_word("?a")
    assert has_word("2")
    assert not has_word(" ?! … « »")


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000"])
def test_a_wide_space_before_a_full_stop_is_a_space(space: str) -> None:
    """After a capital alone, the library that cuts fell over."""
    assert sentences(f"Voir le plan B{space}. Il est signé.") == [f"Voir le plan B{space}. Il est signé."]
    assert sentences(f"Voir l’annexe{space}. Elle est signée.") == [f"Voir l’annexe{space}.", "Elle est signée."]
