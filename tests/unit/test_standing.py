"""What an answer cited is looked up again when it is read later: moved, replaced, gone, or where it was."""

from __future__ import annotations

from dataclasses import replace

from answered_samples import QUOTES, answer, answered, document, index_of

from assistant.conversations.standing import Place, standing
from indexer.documents import Audience

DOC = "notes/cls.pdf"
WHOLE = " ".join(QUOTES)


def test_nothing_has_changed() -> None:
    """The same index: current, and it holds."""
    found = standing(answered(), index_of(document(), texts={DOC: [(4, WHOLE)]}, generation="g-1"))
    assert found.current
    assert found.holds
    assert [(quote.number, quote.place, quote.page) for quote in found.quotes] == [
        (1, Place.SAME, 4),
        (2, Place.SAME, 4),
    ]


def test_another_index_that_says_the_same_holds() -> None:
    """Told as another; what was cited is where it was."""
    found = standing(answered(), index_of(document(), texts={DOC: [(1, "Sommaire."), (4, WHOLE)]}))
    assert not found.current
    assert found.generation == "g-2"
    assert found.holds


def test_words_that_moved_or_went_are_told_one_by_one() -> None:
    """With the page where they stand now."""
    found = standing(answered(), index_of(document(), texts={DOC: [(4, "Autre."), (6, QUOTES[0])]}))
    assert [(quote.place, quote.page) for quote in found.quotes] == [(Place.MOVED, 6), (Place.GONE, None)]
    assert not found.holds


def test_a_publication_that_was_replaced_since_is_told() -> None:
    """With the one to read; one that was replaced already was told then."""
    replaced, successor = document(replaced_by="notes/neuf.pdf"), document("notes/neuf.pdf", title="Le CLS en 2026")
    index = index_of(replaced, successor, texts={DOC: [(4, WHOLE)]})
    (source,) = standing(answered(), index).sources
    assert (source.replaced_by, source.replaced_by_title) == ("notes/neuf.pdf", "Le CLS en 2026")
    known = answered(outcome=answer(of=replaced))
    assert standing(known, index).sources[0].replaced_by == ""
    assert standing(known, index).holds


def test_a_publication_that_is_there_no_more_is_told() -> None:
    """Removed, or kept for the team: the same for whoever reads."""
    for documents in ((), (document(audience=Audience.TEAM),)):
        found = standing(answered(), index_of(*documents, texts={DOC: [(4, WHOLE)]}))
        assert [source.present for source in found.sources] == [False]
        assert {quote.place for quote in found.quotes} == {Place.GONE}
        assert not found.holds


def test_a_publication_that_was_renamed_is_found() -> None:
    """Under the path that it has now."""
    renamed = replace(document("notes/cls-2025.pdf"), former=(DOC,))
    found = standing(answered(), index_of(renamed, texts={"notes/cls-2025.pdf": [(4, WHOLE)]}))
    assert found.sources[0].doc_now == "notes/cls-2025.pdf"
    assert found.holds
