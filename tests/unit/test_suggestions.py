"""Suggested questions: worded from a publication's words, chosen after an answer, kept for a generation. No model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.suggestions.choosing import PER_DOC, SHOWN, Said, beginnings, chosen
from assistant.suggestions.keeping import FOLDER, keep, kept
from assistant.suggestions.phrasing import Wording, question_in, question_of, term_defined
from assistant.suggestions.verifying import Verified

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

GENERATION = "20261123T084512345678-0a1b2c3d-4321"


# ── Wording ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("3.2 Mesurer la précarité alimentaire", "Comment mesurer la précarité alimentaire\u00a0?"),
        ("Pourquoi signer un contrat local de santé", "Pourquoi signer un contrat local de santé\u00a0?"),
        (
            "Quelle place pour la santé dans un contrat de ville ?",
            "Quelle place pour la santé dans un contrat de ville\u00a0?",
        ),
        (
            "Ce qui freine la participation des habitant·es au contrat local de santé",
            "Qu’est-ce qui freine la participation des habitant·es au contrat local de santé\u00a0?",
        ),
        ("Ce que demande le Conseil national des villes", "Que demande le Conseil national des villes\u00a0?"),
        ("Ce qu’est un contrat local de santé", "Qu’est-ce qu’un contrat local de santé\u00a0?"),
        (
            "Les crédits de la politique de la ville",
            "Que disent les publications sur les crédits de la politique de la ville\u00a0?",
        ),
    ],
)
def test_a_heading_becomes_a_question(heading: str, question: str) -> None:
    """Only words that ask are added, and the mark has its no-break space."""
    assert question_of(heading)[0] == question


@pytest.mark.parametrize(
    "heading",
    [
        "Contexte",
        "L’essentiel en bref",
        "Les résultats de l’enquête : méthode",
        "Les nouveaux contrats se mettent en place",
        "La méthode des nouveaux contrats",
        "Qui siège ?",
        "Le portrait de la population",
        "Une telle démarche",
        "Annexe 2",
    ],
)
def test_what_only_makes_sense_in_its_publication_makes_no_question(heading: str) -> None:
    """A heading that names nothing, says something of its subject, or points to what stands around it."""
    assert question_of(heading)[0] == ""


def test_a_question_of_a_text_stands_by_itself() -> None:
    """What announces it is left out; one that leans on its context is left."""
    announced = "Reste à savoir ce qui se joue ici : comment repérer les fragilités sociales en milieu rural ?"
    assert question_in(announced) == "Comment repérer les fragilités sociales en milieu rural\u00a0?"
    assert question_in("Comment leur en parler ?") == ""
    assert question_in("Le contrat local de santé est un programme.") == ""


def test_what_a_sentence_defines_is_told_with_its_article() -> None:
    """A definition by name; what happens to a subject defines nothing."""
    told = "Le diagnostic local de santé est l’état des lieux partagé qui précède un contrat."
    assert term_defined(told) == "le diagnostic local de santé"
    assert term_defined("La couverture complémentaire est un autre marqueur d’inégalité.") == ""


# ── Choosing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def toward(*cosines: float) -> NDArray[np.float32]:
    """A vector of length 1 with these first coordinates, and what is left on its last."""
    left = np.sqrt(max(0.0, 1 - sum(each * each for each in cosines)))
    vector = np.zeros(9, dtype=np.float32)
    vector[: len(cosines)] = cosines
    vector[8] = left
    return vector


def answered(
    text: str, vector: NDArray[np.float32], doc: str = "", quote: str = "", wording: Wording = Wording.ASKED
) -> Verified:
    """A question that is answered, by its own words where no others are told."""
    return Verified(text, wording, doc, vector, (doc,) if doc else (), (quote or text,))


def said(question: str = "Qui finance un atelier santé ville ?", **more: object) -> Said:
    """After one question, along the first axis, for which a passage was found that answers all those below."""
    values: dict[str, object] = {
        "earlier": (),
        "vectors": toward(1.0)[None, :],
        "quotes": frozenset(),
        "passages": (PASSAGE,),
        "docs": frozenset({"found.pdf"}),
    }
    return Said(question=question, **(values | more))  # type: ignore[arg-type]  # of each field's type


MEDIATION = answered("Qui forme les médiateurs et médiatrices en santé ?", toward(0.90, 0.30), "a.pdf")
WOMEN = answered("Comment soigner les femmes enceintes ?", toward(0.88, 0, 0.30), "b.pdf", wording=Wording.HOW)
SPORT = answered("Que font les maisons sport-santé ?", toward(0.86, 0, 0, 0.30), "c.pdf", wording=Wording.ABOUT)
FOOD = answered("Pourquoi mesurer la précarité alimentaire ?", toward(0.85, 0, 0, 0, 0.30), "d.pdf")
BEDS = answered("Combien de lits comptent les hôpitaux de la région ?", toward(0.5))
FUNDS = answered("Quels fonds pour un ASV ?", toward(0.97))
TWIN = answered(
    "Par qui sont formés les médiateurs et médiatrices en santé ?", toward(0.89, 0.31), "e.pdf", wording=Wording.ABOUT
)
OF_ONE = [
    answered("Qui forme les médiateurs et médiatrices en santé ?", toward(0.90, 0.4), "a.pdf"),
    answered(
        "Comment payer les médiateurs et médiatrices en santé ?", toward(0.89, 0, 0.4), "a.pdf", wording=Wording.HOW
    ),
    answered(
        "Que font les médiateurs et médiatrices en santé ?", toward(0.88, 0, 0, 0.4), "a.pdf", wording=Wording.ABOUT
    ),
]
PASSAGE = (
    "found.pdf",
    " ".join(each.quotes[0] for each in (MEDIATION, WOMEN, SPORT, FOOD, BEDS, FUNDS, TWIN, *OF_ONE)),
)


def test_the_nearest_questions_are_chosen_first() -> None:
    """Three at most, the nearest first; one that is far is not proposed, were there no other."""
    assert chosen(said(), [FOOD, SPORT, WOMEN, MEDIATION]) == [MEDIATION.text, WOMEN.text, SPORT.text]
    assert len(chosen(said(), [FOOD, SPORT, WOMEN, MEDIATION])) == SHOWN
    assert chosen(said(), [BEDS]) == []
    assert chosen(said(), []) == []


def test_a_question_that_has_nothing_to_do_with_the_answer_is_not_proposed() -> None:
    """However near its words seem: what answers it must be among what was found, or what it names must have been named."""
    assert chosen(said(docs=frozenset()), [MEDIATION]) == []
    assert chosen(said(passages=(("found.pdf", "Les ateliers sont financés par la ville."),)), [MEDIATION]) == []
    named = answered("Qu’est-ce que la médiation en santé ?", toward(0.85), wording=Wording.MEANING)
    named = replace(named, names=("médiation en santé",))
    assert chosen(said(passages=()), [named]) == []
    assert chosen(said("Qui finance les médiations en santé ?", passages=()), [named]) == [named.text]


def test_what_was_asked_already_is_not_proposed() -> None:
    """In the words of the question, or of one before it in the conversation, or in others that mean the same."""
    assert chosen(said(MEDIATION.text), [MEDIATION]) == []
    assert chosen(said(earlier=(MEDIATION.text,)), [MEDIATION]) == []
    assert chosen(said(), [FUNDS]) == []
    before = np.stack([toward(1.0), MEDIATION.vector])
    assert chosen(said(vectors=before), [MEDIATION]) == []


def test_what_was_said_already_is_not_proposed() -> None:
    """A question that is answered first by a sentence just read brings nothing."""
    again = answered("Qui forme les médiateurs et médiatrices en santé ?", toward(0.90), quote="La région les forme.")
    assert chosen(said(quotes=frozenset({"La région les forme."})), [again]) == []


def test_questions_proposed_together_are_unlike_each_other() -> None:
    """Not twice the same in other words; no more than two of a publication, nor two worded alike."""
    assert chosen(said(), [MEDIATION, TWIN]) == [MEDIATION.text]
    assert len(chosen(said(), OF_ONE)) == PER_DOC


def test_two_questions_that_have_the_same_answer_are_not_proposed_together() -> None:
    """Whoever clicks on the second would read the first's answer again."""
    other = answered(
        "Où se forment les médiateurs et médiatrices en santé ?",
        toward(0.89, 0, 0.4),
        "e.pdf",
        quote=MEDIATION.quotes[0],
    )
    assert chosen(said(), [MEDIATION, other]) == [MEDIATION.text]


def test_nothing_is_proposed_from_publications_that_the_reader_left_out() -> None:
    """The choice of publications holds for the next question too: its answer would not be found."""
    assert chosen(said(closed=frozenset({"a.pdf"})), [MEDIATION, WOMEN]) == [WOMEN.text]


def test_first_questions_are_of_all_sorts() -> None:
    """On different subjects, worded in turn."""
    middle = answered("Qu’est-ce qu’un atelier santé ville ?", toward(0.9, 0.3), wording=Wording.MEANING)
    twin = answered("Que veut dire ASV ?", toward(0.91, 0.29), wording=Wording.ASKED)
    other = answered("Comment parler de nutrition ?", toward(0.5, 0, 0.7), wording=Wording.HOW)
    assert beginnings([twin, other, middle]) == [middle.text, other.text]
    assert beginnings([]) == []


# ── Keeping ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_verified_is_found_again(tmp_path: Path) -> None:
    """Of its generation only, with what was not answered, so that neither is asked again."""
    (tmp_path / "generations" / GENERATION).mkdir(parents=True)
    keep(tmp_path, GENERATION, {MEDIATION.text: MEDIATION, "Qui habite là ?": None})
    found = kept(tmp_path, GENERATION)
    assert found.keys() == {MEDIATION.text, "Qui habite là ?"}
    assert found["Qui habite là ?"] is None
    again = found[MEDIATION.text]
    assert again is not None
    assert (again.text, again.wording, again.docs, again.quotes) == (
        MEDIATION.text,
        MEDIATION.wording,
        MEDIATION.docs,
        MEDIATION.quotes,
    )
    assert np.allclose(again.vector, MEDIATION.vector, atol=1e-3)
    assert kept(tmp_path, "another") == {}


def test_what_was_verified_of_a_generation_that_is_gone_goes(tmp_path: Path) -> None:
    """The folder does not grow with every index."""
    for generation in ("one", "two"):
        (tmp_path / "generations" / generation).mkdir(parents=True)
        keep(tmp_path, generation, {MEDIATION.text: MEDIATION})
    (tmp_path / "generations" / "one").rmdir()
    keep(tmp_path, "two", {WOMEN.text: WOMEN})
    assert [each.name for each in (tmp_path / FOLDER).iterdir()] == ["two.npz"]


def test_a_file_that_cannot_be_read_is_as_none(tmp_path: Path) -> None:
    """Cut short, or by another version: questions are verified anew."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / f"{GENERATION}.npz").write_bytes(b"PK\x03\x04 cut")
    assert kept(tmp_path, GENERATION) == {}
