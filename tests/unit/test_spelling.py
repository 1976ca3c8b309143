"""Questions are read as they are meant; what is known is never read as something else."""

from __future__ import annotations

import pytest

from assistant.spelling import Speller

CORPUS = (
    "La coordination d’un contrat local de santé est un poste pérenne. L’évaluation associe les élus.",
    "Le coordonnateur anime la stigmatisation, la littératie et l’accès aux soins à Saint-Denis.",
    "La note présente la coordination, la coordination, la coordination : le quartier et les quartiers.",
)


@pytest.fixture(scope="module")
def speller() -> Speller:
    """Knows the words above."""
    return Speller(CORPUS)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("pb de coordiantion", "problème de coordination"),
        ("Comment mener l’evaluaton d’un CLS ?", "Comment mener l’évaluation d’un CLS ?"),
        ("la stigmatisasion", "la stigmatisation"),
        ("les quartierss", "les quartiers"),
        ("c koi un clsm", "c’est quoi un clsm"),
        ("un clsm c koi", "un clsm c’est quoi"),
        ("mais c pour qui", "mais c’est pour qui"),
        ("Cb d’ASV en France ?", "combien d’ASV en France ?"),
        ("Pk un CLS ?", "pourquoi un CLS ?"),
        ("bcp d’habitants ds le quartier", "beaucoup d’habitants dans le quartier"),
        ("la coordo qd elle part", "la coordinateur quand elle part"),
        ("un clms", "un clsm"),
        ("CORDINATION DES ÉLUS", "coordination DES ÉLUS"),
    ],
)
def test_a_slip_is_put_right_where_one_word_is_near(speller: Speller, typed: str, read: str) -> None:
    """One slip, two in a long word; and the shorthand of text messages."""
    assert speller.spelled(typed).text == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("le role des elus", "le rôle des élus"),
        ("acces aux soins a saint denis", "accès aux soins a saint denis"),
        ("la litteratie des medecins", "la littératie des médecins"),
        ("les marches exploratoires", "les marches exploratoires"),
        ("le role des élus", "le role des élus"),
    ],
)
def test_accents_come_back_where_there_was_none_at_all(speller: Speller, typed: str, read: str) -> None:
    """Not on a word that exists without, nor where some were typed."""
    assert speller.spelled(typed).text == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("les élu·es et les coordonnateur·rices", "les élu et les coordonnateur"),
        ("un(e) élu(e)", "un élu"),
    ],
)
def test_inclusive_writing_is_levelled(speller: Speller, typed: str, read: str) -> None:
    """The model then reads one word where there were two."""
    assert speller.spelled(typed).text == read


@pytest.mark.parametrize(
    "typed",
    [
        "Que dit Mme Quartiez de la santé ?",
        "La commune de Quartzé",
        "le PNSE et le PRSX",
        "un territoire vaste",
        "les habitants de chambéry",
        "la déambulation",
        "une réunion en présentiel",
        "les elus",
        "le CLMS",
        "Which organisations should coordinat mental health councils?",
    ],
)
def test_names_and_known_words_are_left_alone(speller: Speller, typed: str) -> None:
    """A capital inside the sentence, an acronym, a place, a word of the dictionary."""
    found = speller.spelled(typed)
    assert not found.spellings


@pytest.mark.parametrize(
    "typed",
    [
        "la loi 3ds",
        "hépatite C pour les migrants",
        "hépatite c pour les migrants",
        "des agents de catégorie C qui coordonnent",
        "écrire à doc@asso.fr",
        "voir asso.fr",
        "Pr Dupont",
        "there",
        "<script>alert(1)</script>",
    ],
)
def test_what_is_exact_is_read_as_typed(typed: str) -> None:
    """Letters and figures of a name, addresses, markup, titles, another language."""
    found = Speller((*CORPUS, "un thème, une alerte")).spelled(typed)
    assert (found.text, found.spellings) == (typed, ())


def test_a_word_that_may_be_several_is_searched_for_and_not_replaced() -> None:
    """Both readings are told, the typed word stays."""
    found = Speller(("un maton, un bidon", "le bridonn et le brudonn")).spelled("le brodonn")
    assert found.text == "le brodonn"
    assert found.spellings[0].typed == "brodonn"
    assert set(found.spellings[0].read) == {"bridonn", "brudonn"}


def test_what_was_read_otherwise_is_told(speller: Speller) -> None:
    """An accent put back is no other word."""
    assert [(s.typed, s.read) for s in speller.spelled("coordiantion des elus").spellings] == [
        ("coordiantion", ("coordination",))
    ]
