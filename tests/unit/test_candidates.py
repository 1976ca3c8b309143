"""Sentences that could be quoted, and what speaks for each: worked out by hand on a few passages."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from assistant.answers import Hit
from assistant.candidates import ABOUT_ITSELF_FACTOR, BESIDE_FACTOR, PAGELESS_FACTOR, ROW_FACTOR, defines, ranked
from assistant.judging import Judgement
from assistant.retrieval import Retrieval
from assistant.understanding import Query
from indexer.documents import Block, BlockKind, Document, Metadata
from indexer.french import term_set
from indexer.passages import split
from indexer.vectors import VectorKey

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.passages import Passage

PAGE = 3


@dataclass
class Words:
    """A lexical side on which every word is as rare."""

    def rarity(self, term: str) -> float:
        """Of a stem."""
        return 2.0 if term else 0.0


INDEX = cast("Index", SimpleNamespace(lexical=Words()))


def passage(*blocks: Block, doc: str = "note.pdf", title: str = "Fiche") -> Passage:
    """The one passage of these blocks."""
    (made,) = split(doc, title, blocks)
    return made


def told(text: str, page: int | None = PAGE) -> Passage:
    """A passage of one paragraph."""
    return passage(Block(BlockKind.PARAGRAPH, text, page))


def hit(of: Passage, row: int, score: float) -> Hit:
    """As the retrieval found it."""
    return Hit(of, Document(of.doc, "/corpus", "0" * 64, Metadata(of.title)), row, score, 0.0, 0.0)


def found(
    asked: str, *passages: Passage, windows: dict[VectorKey, float] | None = None, own: str = "", score: float = 0.5
) -> Retrieval:
    """A retrieval of these passages, in this order, all with one score."""
    topical, mine = term_set(asked), term_set(own or asked)
    query = Query(asked, asked, dict.fromkeys(topical, 1.0), mine, topical, own or asked)
    hits = tuple(hit(each, row, score) for row, each in enumerate(passages))
    return Retrieval(query, np.zeros(4, np.float32), hits, windows or {}, 0.25)


def quotes(retrieval: Retrieval, judgement: Judgement | None = None) -> list[str]:
    """What could be quoted, best first."""
    return [candidate.words for candidate, _ in ranked(retrieval, INDEX, judgement)]


def scores(retrieval: Retrieval, judgement: Judgement | None = None) -> dict[str, float]:
    """What each sentence that could be quoted is worth."""
    return {candidate.words: score for candidate, score in ranked(retrieval, INDEX, judgement)}


@pytest.mark.parametrize(
    "text",
    [
        "Une phrase courte.",  # a label
        "et la suite d’une phrase coupée en deux par la page.",
        "Une phrase dont la fin manque parce que la page s’arrête",
        "Qui porte le contrat local de santé de la commune ?",
        "« Bilan des contrats locaux », https://exemple.fr/bilan.",
        "Le contrat local de santé repose sur les trois axes suivants :",
    ],
)
def test_what_is_no_sentence_is_never_quoted(text: str) -> None:
    """Labels, halves, questions, references, and what announces something that is not there."""
    assert quotes(found("contrat local de santé", told(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Le contrat dure cinq ans ici.",
        "« Le contrat local dure cinq ans. »",
        "12 communes ont signé un contrat local.",
        "(Le contrat local a été prolongé d’un an.)",
        "Le contrat local dure cinq ans…",
    ],
)
def test_a_sentence_is_quoted_to_the_letter(text: str) -> None:
    """With its marks."""
    assert quotes(found("contrat local de santé", told(text))) == [text]


def test_what_announces_a_list_is_quoted_with_it_and_notes_never_are() -> None:
    """Items need neither a capital nor a full stop; a header says nothing by itself."""
    listed, notes = split(
        "note.pdf",
        "Fiche",
        (
            Block(BlockKind.PARAGRAPH, "Le contrat local de santé repose sur trois axes :", PAGE),
            Block(BlockKind.LIST_ITEM, "la promotion de la santé dans les quartiers", PAGE),
            Block(BlockKind.FOOTNOTE, "Le contrat local de santé est défini par la loi.", PAGE),
        ),
    )
    assert set(quotes(found("contrat local de santé", listed, notes))) == {
        "Le contrat local de santé repose sur trois axes :",
        "la promotion de la santé dans les quartiers",
    }


def test_the_nearest_window_speaks_for_its_two_sentences() -> None:
    """Else the passage's own vector, else what is unrelated; words shared and the passage's score add to it."""
    text = told("Les communes signent le contrat. Les habitants y sont associés. La durée est de cinq ans.")
    near = found("zzz", text, windows={VectorKey(0, 0): 0.9, VectorKey(0, 1): 0.3, VectorKey(0, -1): 0.1})
    cosines = {candidate.words: candidate.cosine for candidate, _ in ranked(near, INDEX, None)}
    assert cosines == {
        "Les communes signent le contrat.": 0.9,
        "Les habitants y sont associés.": 0.9,
        "La durée est de cinq ans.": 0.3,
    }
    far = found("zzz", told("Les communes signent le contrat."), windows={VectorKey(0, -1): 0.4})
    assert [candidate.cosine for candidate, _ in ranked(far, INDEX, None)] == [0.4]
    unknown = found("zzz", told("Les communes signent le contrat."))
    assert [candidate.cosine for candidate, _ in ranked(unknown, INDEX, None)] == [0.25]


def test_words_of_the_sentence_weigh_twice_those_of_its_headings() -> None:
    """By their weight in the question, and how rare they are; a word in both counts once."""
    headed = passage(
        Block(BlockKind.PARAGRAPH, "Les élus signent ce document.", PAGE, ("Le contrat",)),
        Block(BlockKind.PARAGRAPH, "Le contrat engage les partenaires.", PAGE, ("Le contrat",)),
    )
    lexical = {c.words: c.lexical for c, _ in ranked(found("contrat partenaires", headed), INDEX, None)}
    assert lexical == {"Les élus signent ce document.": 1.0, "Le contrat engage les partenaires.": 4.0}


@pytest.mark.parametrize(
    ("asked", "plain", "sought"),
    [
        ("combien de contrats", "Les contrats sont signés par les élus.", "Les élus ont signé 310 contrats."),
        ("combien de contrats", "Les contrats sont signés par les élus.", "La moitié des contrats a été signée."),
        ("quand signer les contrats", "Les contrats sont signés par les élus.", "Les contrats sont signés en 2024."),
        ("quand signer les contrats", "Les contrats sont signés par les élus.", "Les contrats sont signés en mars."),
    ],
)
def test_what_is_sought_comes_first(asked: str, plain: str, sought: str) -> None:
    """A figure for « combien », a date for « quand », when it is about as good; at the best score."""
    retrieval = found(asked, told(plain), told(sought))
    fits = {candidate.words: candidate.fits for candidate, _ in ranked(retrieval, INDEX, None)}
    assert fits == {plain: 0.0, sought: 1.0}
    worth = scores(retrieval)
    assert next(iter(worth)) == sought
    assert worth[sought] == max(worth.values())


def test_what_is_sought_does_not_come_before_something_far_better() -> None:
    """A figure that is about something else stays behind."""
    better = told("Les contrats locaux de santé mentale sont signés par les élus.")
    beside = told("Le marché compte 12 étals de fruits.")
    windows = {VectorKey(0, 0): 0.9, VectorKey(1, 0): 0.1}
    assert quotes(found("combien de contrats locaux", better, beside, windows=windows))[0].startswith("Les contrats")


@pytest.mark.parametrize(
    ("quote", "share"),
    [
        ("Le contrat local est un outil de coopération.", 1.0),
        ("Le contrat local du territoire est un outil.", 2 / 3),
        ("La loi définit le contrat local comme un outil.", 1.0),
        ("Contrat local : outil de coopération entre la commune et l’agence.", 1.0),
        ("Contrat local\tOutil que signent ensemble la commune et son agence régionale de santé.", 1.0),
        ("Contrat local\tcommune", 0.0),
        ("La commune signe le contrat local.", 0.0),
        ("Le marché est un lieu de rencontre.", 0.0),
    ],
)
def test_how_much_a_sentence_defines_what_is_asked(quote: str, share: float) -> None:
    """The share of what it defines that the question is about."""
    assert defines(quote, term_set("contrat local")) == pytest.approx(share)


def test_a_definition_comes_before_what_is_said_of_the_thing() -> None:
    """A row that defines something else is left out."""
    defining = told("Le contrat local est un outil de coopération.")
    said = told("Le contrat local a été signé par les élus.")
    other = passage(
        Block(BlockKind.TABLE, "Terme\tSens\nAtelier\tDémarche que portent les communes avec leurs habitants.", PAGE)
    )
    retrieval = found("Qu’est-ce qu’un contrat local ?", said, other, defining)
    assert quotes(retrieval) == [
        "Le contrat local est un outil de coopération.",
        "Le contrat local a été signé par les élus.",
    ]


def test_each_flaw_costs_its_share() -> None:
    """No page, a publication that speaks of itself, a bare row: the same words, worth so much less."""
    plain = "Le contrat local de santé réunit les élus."
    (full,) = scores(found("contrat", told(plain))).values()
    (pageless,) = scores(found("contrat", told(plain, None))).values()
    assert pageless == pytest.approx(PAGELESS_FACTOR * full)
    (itself,) = scores(found("contrat", told("Ce dossier présente le contrat local aux élus."))).values()
    assert itself == pytest.approx(ABOUT_ITSELF_FACTOR * full)
    row = passage(Block(BlockKind.TABLE, "Outil\tPorteur\nContrat local\tCommune", PAGE))
    (bare,) = scores(found("contrat", row)).values()
    assert bare == pytest.approx(ROW_FACTOR * full)


def test_in_a_follow_up_what_has_none_of_its_words_is_worth_less() -> None:
    """It says again what the question before was told."""
    again, new = "Le contrat local réunit les élus.", "Le financement vient de l’agence régionale."
    follow = found("contrat local financement", told(again), told(new), own="financement")
    alone = found("contrat local financement", told(again), told(new))
    assert scores(follow)[again] == pytest.approx(BESIDE_FACTOR * scores(alone)[again])
    assert scores(follow)[new] == pytest.approx(scores(alone)[new])


def test_the_selector_has_its_say() -> None:
    """Of two sentences alike, the one that it prefers; what it did not read is no worse than what it is sure of."""
    one, other = told("Les élus signent le contrat."), told("Les élus votent le contrat.")
    judged = Judgement({0: np.array([-5.0], np.float32), 1: np.array([5.0], np.float32)})
    assert quotes(found("contrat", one, other), judged) == [
        "Les élus votent le contrat.",
        "Les élus signent le contrat.",
    ]
    sure = Judgement({0: np.array([-19.0], np.float32)})
    assert len(set(scores(found("contrat", one, other), sure).values())) == 1


def test_only_the_first_passages_are_read() -> None:
    """Eight."""
    many = [told(f"La commune numéro {n} signe le contrat local.") for n in range(12)]
    assert len(quotes(found("contrat local", *many))) == 8
