"""Is what a language model wrote in the passages it cites? The checks, one by one, without any model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answers import Verdict
from assistant.verification import Fault, check, cut, last
from assistant.verification.figures import Bound, figures
from assistant.verification.names import names
from indexer.documents import Block, BlockKind
from indexer.passages import Passage, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.verification import Check

SOURCE = (
    "En 2024, la France métropolitaine compte 1\u00a0362 QPV, où vivent 5,3\u00a0millions de personnes, soit 8\u00a0% de la "
    "population. Certains quartiers de Roubaix ne disposent pas d’un atelier santé ville. Près de 40\u00a0% des ASV sont "
    "portés par une commune, contre 12\u00a0% par une association. L’agence régionale de santé finance le poste de "
    "coordination avant la signature du contrat."
)
OTHER = "Le conseil local de santé mentale de Lille réunit les usagers, les élus et la psychiatrie publique."


def passage(text: str, *headings: str) -> Passage:
    """A passage of one paragraph."""
    (made,) = split("note.pdf", "Les quartiers prioritaires", [Block(BlockKind.PARAGRAPH, text, 1, headings)])
    return made


def alike(_claim: str, windows: Sequence[str]) -> Sequence[float]:
    """A similarity that objects to nothing: what the other checks do is then seen alone."""
    return [1.0 for _ in windows]


def judged(text: str, similarity: object = alike) -> Check:
    """The check of a draft of one sentence over two passages."""
    complete, rest = cut(text)
    (sentence,) = [*complete, *last(rest)]
    return check(sentence, [passage(SOURCE, "Chiffres de l’Insee"), passage(OTHER)], similarity)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "En 2024, la France métropolitaine compte 1362 QPV [1].",
        "La France métropolitaine compte mille trois cent soixante-deux QPV en 2024. [1]",
        "La France compte 1 362 quartiers prioritaires de la politique de la ville [1].",
        "Selon l’Insee, 5,3 millions de personnes vivent dans ces QPV, soit 8 pour cent de la population. [1]",
        "5 300 000 personnes vivent dans les QPV de la France métropolitaine. [1]",
        "Certains quartiers de Roubaix n’ont pas d’atelier santé ville. [1]",
        "Près de 40 % des ateliers santé ville sont portés par une commune. [1]",
        "L’ARS finance le poste de coordination avant la signature du contrat. [1]",
        "Le CLSM de Lille réunit les usagers, les élu·es et la psychiatrie publique. [2]",
        "Le CLSM de Lille réunit les usagers et les élus [2], et la France compte 1362 QPV en 2024 [1].",
    ],
)
def test_the_same_in_other_words_is_supported(text: str) -> None:
    """Figures in any form, acronyms or their words, another order, inclusive or not, two passages."""
    found = judged(text)
    assert found.verdict is Verdict.SUPPORTED, found.faults
    assert found.shown


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("En 2024, la France métropolitaine compte 1 263 QPV. [1]", Fault.FIGURE),
        ("En 2023, la France métropolitaine compte 1 362 QPV. [1]", Fault.FIGURE),
        ("En mars 2024, la France métropolitaine compte 1 362 QPV. [1]", Fault.FIGURE),
        ("Les QPV réunissent 8 millions de personnes en France métropolitaine. [1]", Fault.FIGURE),
        ("Près de 40 ASV sont portés par une commune. [1]", Fault.FIGURE),
        ("Près de la moitié des ASV sont portés par une commune. [1]", Fault.FIGURE),
        ("12 % des ASV sont portés par une commune, contre 40 % par une association. [1]", Fault.FIGURE),
        ("Moins de 40 % des ASV sont portés par une commune. [1]", Fault.FIGURE),
        ("Certains quartiers de Tourcoing ne disposent pas d’un atelier santé ville. [1]", Fault.NAME),
        ("Certains quartiers de Ville ne disposent pas d’un atelier santé ville. [1]", Fault.NAME),
        ("Près de 40 % des CLSM sont portés par une commune. [1]", Fault.NAME),
        ("L’agence nationale de santé finance le poste de coordination. [1]", Fault.NAME),
        ("Certains quartiers de Roubaix disposent d’un atelier santé ville. [1]", Fault.POLARITY),
        ("L’agence régionale de santé ne finance pas le poste de coordination. [1]", Fault.POLARITY),
        ("Tous les quartiers de Roubaix ne disposent pas d’un atelier santé ville. [1]", Fault.QUANTIFIER),
        ("Seule l’agence régionale de santé finance le poste de coordination. [1]", Fault.QUANTIFIER),
        ("L’ARS finance le poste de coordination après la signature du contrat. [1]", Fault.OPPOSITE),
        ("En 2024, la France métropolitaine compte 1 362 QPV. [3]", Fault.UNKNOWN_CITATION),
        ("En 2024, la France métropolitaine compte 1 362 QPV. [0]", Fault.UNKNOWN_CITATION),
        ("En 2024, la France métropolitaine compte 1 362 QPV.", Fault.NO_CITATION),
        ("La France métropolitaine compte 1 362 QPV [1], et le maire en est content.", Fault.NO_CITATION),
        ("Le CLSM de Lille réunit les usagers et les élus. [1]", Fault.MEANING),
        ("Les pompiers volontaires organisent un bal pour les familles. [1]", Fault.MEANING),
        ("In 2024, France has 1362 QPV and 5.3 million people live there. [1]", Fault.LANGUAGE),
        ("La France compte 1 362 QPV (http://exemple.fr/vol). [1]", Fault.ADDRESS),
        ("La France compte 1 362 QPV <img src=x>. [1]", Fault.ADDRESS),
    ],
)
def test_a_fault_is_found_and_the_sentence_withheld(text: str, fault: Fault) -> None:
    """Each in its own way; nobody reads it."""
    found = judged(text)
    assert fault in found.faults
    assert not found.shown


def test_a_figure_without_its_about_is_partly_supported_and_shown() -> None:
    """Every figure, name and the meaning hold; the source is a little more careful."""
    found = judged("40 % des ASV sont portés par une commune. [1]")
    assert found.verdict is Verdict.PARTIAL
    assert found.shown


def test_a_reservation_dropped_is_partly_supported_and_withheld() -> None:
    """« Certains quartiers » is not « les quartiers »."""
    found = judged("Les quartiers de Roubaix ne disposent pas d’un atelier santé ville. [1]")
    assert found.verdict is Verdict.PARTIAL
    assert not found.shown


def test_words_alone_are_not_enough() -> None:
    """A sentence whose meaning is too far is withheld, whatever words it shares."""
    found = judged("En 2024, la France métropolitaine compte 1362 QPV [1].", lambda _, windows: [0.1] * len(windows))
    assert found.faults == {Fault.MEANING}


def test_the_support_is_the_sentence_that_says_it() -> None:
    """What will be quoted beside the drafted sentence."""
    (support,) = judged("L’ARS finance le poste de coordination avant la signature du contrat. [1]").supports
    assert (support.number, support.sentence) == (1, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29 000 euros", [("29000", "€")]),
        ("29\u202f000 €", [("29000", "€")]),
        ("87,3 %", [("87.3", "%")]),
        ("87.30 pour cent", [("87.3", "%")]),
        ("une vingtaine d’élus", [("vingtaine", "")]),
        ("vingt-cinq ans", [("25", "an")]),
        ("3 millions d’euros", [("3000000", "€")]),
        ("trois millions d’euros", [("3000000", "€")]),
        ("2,5 M€", [("2500000", "€")]),
        ("de 10 à 20 %", [("10", "%"), ("20", "%")]),
        ("entre 10 % et 20 %", [("10", "%"), ("20", "%")]),
        ("2024-2025", [("2024", ""), ("2025", "")]),
        ("le 1er janvier 2024", [("1", ""), ("2024", "")]),
        ("un contrat, une ville", []),
        ("l’article L1434-10", []),
        ("en 2025 300 personnes", [("2025", ""), ("300", "")]),
    ],
)
def test_figures_have_one_form(text: str, expected: list[tuple[str, str]]) -> None:
    """Whatever the spaces, the words or the unit's spelling; articles and codes are none."""
    assert [figure.key for figure in figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("près de 40 %", Bound.ABOUT),
        ("environ la moitié", Bound.ABOUT),
        ("plus de 40 %", Bound.ABOVE),
        ("au moins 40 %", Bound.ABOVE),
        ("moins de la moitié", Bound.BELOW),
        ("jusqu’à 40 %", Bound.BELOW),
        ("soit 40 %", Bound.EXACT),
    ],
)
def test_how_exact_a_figure_is_said_to_be(text: str, bound: Bound) -> None:
    """« près de », « plus de », « moins de »."""
    assert figures(text)[0].bound is bound


def test_names_are_told_from_words_that_open_a_sentence() -> None:
    """A capital inside a sentence, an acronym, a place that begins it; not « Les »."""
    found = names("Les élus de Seine-Saint-Denis, avec l’ARS, suivent Jean Dupont. Paris aussi : c’est la loi 3DS.")
    assert found.phrases == {"seine saint denis", "jean dupont", "paris"}
    assert found.acronyms == {"ars", "3 ds"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. [1] Deux. [2]", [("Un.", (1,)), ("Deux.", (2,))]),
        ("Un [1]. Deux [2].", [("Un.", (1,)), ("Deux.", (2,))]),
        ("Un [1][2]. Deux [1, 3].", [("Un.", (1, 2)), ("Deux.", (1, 3))]),
        ("- **Un** [1]\n- Deux [2]\n", [("Un.", (1,)), ("Deux.", (2,))]),
        ("1. Un [1]\n2. Deux", [("Un.", (1,)), ("Deux.", ())]),
        ("D’après l’art. L. 1434-10, un [1].", [("D’après l’art. L. 1434-10, un.", (1,))]),
        ("Un [1], deux [2].", [("Un, deux.", (1, 2))]),
        ("[1]", []),
    ],
)
def test_a_draft_is_cut_into_sentences_with_their_marks(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    """Marks before or after the full stop, several, in a list; markup is dropped."""
    complete, rest = cut(text)
    assert [(s.text, s.numbers) for s in [*complete, *last(rest)]] == expected


def test_a_draft_that_comes_in_pieces_is_cut_alike() -> None:
    """Character by character: no sentence is given before its mark, and nothing is lost between."""
    text = "La France compte 1 362 QPV. [1] Les CLS en couvrent certains, d’après l’art. 3. [2]\n- Enfin, un point [1]."
    given, rest = [], ""
    for character in text:
        complete, rest = cut(rest + character)
        given += complete
    given += last(rest)
    complete, whole_rest = cut(text)
    assert given == [*complete, *last(whole_rest)]
    assert [s.numbers for s in given] == [(1,), (2,), (1,)]
