"""What was found reads without saying itself again, and from several publications."""

from __future__ import annotations

from assistant.variety import folded, spread
from indexer.passages import Passage

TEXT = "En 2025, 40 % des quartiers prioritaires disposent d’un atelier santé ville, selon l’enquête nationale."


def passage(doc: str, text: str) -> Passage:
    """A passage of a publication."""
    return Passage(doc, 0, 1, "Titre", (), text, ())


def test_the_same_text_in_two_publications_comes_once() -> None:
    """The better ranked one, which remembers the other; typography aside."""
    passages = [passage("a.pdf", TEXT), passage("b.pdf", TEXT.replace("’", "'").upper()), passage("c.pdf", "Autre.")]
    assert folded([1, 2, 0], passages) == {1: (0,), 2: ()}


def test_other_figures_make_another_text() -> None:
    """However close the words."""
    passages = [passage("a.pdf", TEXT), passage("b.pdf", TEXT.replace("40 %", "38 %"))]
    assert folded([0, 1], passages) == {0: (), 1: ()}


def test_a_publication_that_repeats_itself_is_left_as_it_is() -> None:
    """Each passage opens on a page of its own."""
    passages = [passage("a.pdf", TEXT), passage("a.pdf", TEXT)]
    assert folded([0, 1], passages) == {0: (), 1: ()}


def test_one_publication_leaves_room_for_others() -> None:
    """What exceeds its share comes after, in order, and nothing is lost."""
    passages = [passage(doc, doc) for doc in "aaaabab"]
    assert spread(range(7), passages, most=2) == [0, 1, 4, 6, 2, 3, 5]
