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
        "Selon l’Insee, la France métropolitaine compte 1 362 QPV, où vivent 5 300 000 personnes. [1]",
        "La France compte 1 362 QPV, où vivent 5,3 millions de personnes, soit 8 pour cent de la population. [1]",
        "La France métropolitaine comptait 1 362 QPV en 2024. [1]",
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
        ("En mars 2024, la France métropolitaine compte 1 362 QPV. [1]", Fault.MEANING),
        ("Les QPV réunissent 8 millions de personnes en France métropolitaine. [1]", Fault.FIGURE),
        ("Près de 40 ASV sont portés par une commune. [1]", Fault.FIGURE),
        ("Près de la moitié des ASV sont portés par une commune. [1]", Fault.FIGURE),
        ("12 % des ASV sont portés par une commune, contre 40 % par une association. [1]", Fault.ORDER),
        ("Moins de 40 % des ASV sont portés par une commune. [1]", Fault.FIGURE),
        ("Certains quartiers de Tourcoing ne disposent pas d’un atelier santé ville. [1]", Fault.NAME),
        ("Certains quartiers de Ville ne disposent pas d’un atelier santé ville. [1]", Fault.MEANING),
        ("Près de 40 % des CLSM sont portés par une commune. [1]", Fault.NAME),
        ("L’agence nationale de santé finance le poste de coordination. [1]", Fault.MEANING),
        ("Certains quartiers de Roubaix disposent d’un atelier santé ville. [1]", Fault.POLARITY),
        ("L’agence régionale de santé ne finance pas le poste de coordination. [1]", Fault.POLARITY),
        ("Tous les quartiers de Roubaix ne disposent pas d’un atelier santé ville. [1]", Fault.QUANTIFIER),
        ("Seule l’agence régionale de santé finance le poste de coordination. [1]", Fault.QUANTIFIER),
        ("L’ARS finance le poste de coordination après la signature du contrat. [1]", Fault.MEANING),
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


@pytest.mark.parametrize(
    ("source", "text", "fault"),
    [
        ("L’ARS cofinance un poste de coordination.", "L’ARS cofinance un poste de direction.", Fault.MEANING),
        ("Le CCOMS forme les élus de Lille.", "Les élus de Lille forment le CCOMS.", Fault.ORDER),
        ("La ville de Lille cofinance le contrat.", "La ville de Lille est cofinancée par le contrat.", Fault.MEANING),
        ("La ville refuse de porter le contrat.", "La ville porte le contrat.", Fault.POLARITY),
        ("La ville porte le contrat, sauf en zone rurale.", "La ville porte le contrat.", Fault.CAUTION),
        ("La ville financera le poste.", "La ville finance le poste.", Fault.CAUTION),
        ("La ville pourrait financer le poste.", "La ville finance le poste.", Fault.CAUTION),
        ("L’enquête va de mai à décembre 2025.", "L’enquête va de décembre à mai 2025.", Fault.ORDER),
        ("Les deux tiers des villes ont un ASV.", "Un tiers des villes ont un ASV.", Fault.FIGURE),
        ("L’accueil ouvre à 14h30.", "L’accueil ouvre à 8h30.", Fault.FIGURE),
        ("Lille finance le poste de son contrat. Roubaix porte deux ateliers.", "Lille porte deux ateliers.", Fault.ORDER),
        ("Lille finance le poste, et Roubaix anime le réseau.", "Lille anime le réseau.", Fault.ORDER),
        ("L’axe de Lille, en 2017, vise la mixité. L’axe de Roubaix, en 2017, demande que le genre compte.",
         "L’axe de Lille, en 2017, demande que le genre compte.", Fault.ORDER),
        ("FTS décrit des séminaires utiles.", "FTS décrit des séminaires « très utiles ».", Fault.QUOTATION),
        ("FTS décrit des séminaires.", "FTS décrit des séminaires (voir arnaque-sante.fr).", Fault.ADDRESS),
        ("La ville de Lille anime le réseau.", "Elle anime le réseau.", Fault.SUBJECT),
    ],
)  # fmt: skip
def test_what_is_false_is_withheld_however_close_its_words(source: str, text: str, fault: Fault) -> None:
    """A word replaced, two exchanged, a small one lost, two clauses tied: each is seen in one sentence."""
    (sentence,) = last(f"{text} [1]")
    found = check(sentence, [passage(source)], alike)
    assert fault in found.faults
    assert not found.shown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("En 2022, selon l’ARS, la ville anime un réseau de dix communes.", "La ville anime un réseau, indique l’ARS."),
        ("La ville anime le réseau, d’après l’ARS.", "D’après l’ARS, la ville anime le réseau."),
        ("L’ARS indique que la ville anime le réseau.", "La ville anime le réseau, selon l’ARS."),
        ("Depuis la loi de 2014, la ville anime le réseau.", "La ville anime le réseau depuis la loi de 2014."),
        ("La ville anime un réseau à Mayotte.", "À Mayotte, la ville anime un réseau."),
        ("FTS anime un réseau. FTS forme les élus.", "FTS anime un réseau et forme les élus."),
        ("Le Centre de ressources (CDR) compte dix agents.", "Le CDR compte dix agents."),
        (
            "Les maires, les élus et les agents animent le réseau.",
            "Les maires, les élus et les agents l’animent au réseau.",
        ),
    ],
)
def test_what_only_leaves_out_or_moves_an_adverbial_is_shown(source: str, text: str) -> None:
    """Who says so and where or when it is can stand at either end of a sentence."""
    (sentence,) = last(f"{text} [1]")
    found = check(sentence, [passage(source)], alike)
    assert found.shown, found.faults


def test_a_pronoun_needs_the_sentence_that_it_stands_for() -> None:
    """Shown after a sentence of the same source; not when that one was withheld, nor after another source's."""
    first, second = last("La ville de Lille anime le réseau. [1] Elle forme les élus. [1]")
    source = passage("La ville de Lille anime le réseau. Elle forme les élus.")
    assert check(second, [source], alike, first).shown
    assert check(second, [source], alike).faults == {Fault.SUBJECT}


def test_every_sentence_that_a_claim_rests_on_is_cited() -> None:
    """Two sentences told in one: both are quoted."""
    (sentence,) = last("FTS anime un réseau et forme les élus. [1]")
    found = check(sentence, [passage("FTS anime un réseau. FTS forme les élus.")], alike)
    assert [support.sentence for support in found.supports] == [0, 1]


def test_marks_in_the_middle_do_not_hide_what_a_sentence_says() -> None:
    """« Lille finance [1], et Roubaix [1] porte … [1] » is judged whole; a piece of another source needs a subject."""
    source, other = passage("Lille finance le poste. Roubaix porte deux ateliers."), passage("Roubaix anime le réseau.")
    (spliced,) = last("Roubaix finance le poste [1], et Lille [1] porte deux ateliers [1].")
    assert not check(spliced, [source], alike).shown
    (borrowed,) = last("Lille finance le poste [1] et anime le réseau [2].")
    assert Fault.SUBJECT in check(borrowed, [source, other], alike).faults


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
        ("une vingtaine d’élus", [("1 vingtaine", "")]),
        ("vingt-cinq ans", [("25", "an")]),
        ("3 millions d’euros", [("3000000", "€")]),
        ("trois millions d’euros", [("3000000", "€")]),
        ("2,5 M€", [("2500000", "€")]),
        ("de 10 à 20 %", [("10", "%"), ("20", "%")]),
        ("entre 10 % et 20 %", [("10", "%"), ("20", "%")]),
        ("2024-2025", [("2024", ""), ("2025", "")]),
        ("le 12.06.2019", [("12", ""), ("2019", "")]),
        ("deux tiers, puis un tiers", [("2 tier", ""), ("1 tier", "")]),
        ("un an sur deux", [("1", "an"), ("2", "")]),
        ("150k€ et 10km", [("150000", "€"), ("10", "km")]),
        ("une baisse de -5 %", [("-5", "%")]),
        ("de 14h30 à 17h", [("17", "h")]),
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
