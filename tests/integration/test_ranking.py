"""How passages are ranked, on a handful of publications whose every score can be worked out by hand.

Vectors are hashed words, so that nothing is loaded: the real model's ranks are measured by `evals`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import yaml
from fakes import HashingEmbedder, NotedProgress

from assistant.questions import Filters, Question
from assistant.retrieval import COMPARING_FACTOR, KIND_FACTORS, NOTE_FACTOR, SUPERSEDED_FACTOR, Retriever, fuse
from indexer.build import build_index
from indexer.index import open_index
from indexer.passages import SentenceKind
from indexer.settings import Settings
from indexer.vectors import VectorKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.retrieval import Retrieval
    from indexer.passages import Passage

TEXTS = {
    "enquete.md": "Les habitants demandent une permanence de santé. Le marché accueille des associations.",
    "avis.md": "La permanence de santé manque aux habitants. Le conseil recommande des moyens pérennes.",
    "compte-rendu.md": "La séance a parlé de la permanence. Les habitants ont posé des questions de santé.",
    "note-ancienne.md": "En janvier la permanence ouvrait le lundi. Deux infirmières recevaient les habitants.",
    "note.md": "La permanence ouvre le mardi. Trois infirmières reçoivent les habitants et leur santé.",
    "interne.md": "La permanence secrète des habitants : santé, santé, santé. Permanence des habitants.",
    "jardin.md": "Des tomates poussent au soleil. Le jardinier arrose chaque matin.",
    "tableau.md": "| | CLS | ASV |\n|---|---|---|\n| Durée | cinq ans | trois ans |\n| Portage | commune | commune |\n",
    "sources.md": "Un guide.[^1]\n\n[^1]: La permanence de santé des habitants, bulletin, page 4.",
}
KINDS = {
    "enquete.md": "enquete",
    "avis.md": "avis-cnv",
    "compte-rendu.md": "compte-rendu",
    "note-ancienne.md": "note-de-synthese",
    "note.md": "note-de-synthese",
}
ASKED = "permanence de santé des habitants"


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """Over publications that differ by their kind, their place, who may read them, and what replaces them."""
    folder = tmp_path_factory.mktemp("ranked")
    corpus = folder / "corpus"
    corpus.mkdir()
    entries = []
    for doc, text in TEXTS.items():
        (corpus / doc).write_text(f"# Fiche\n\n{text}\n", encoding="utf-8")
        entry: dict[str, object] = {"id": doc.removesuffix(".md"), "file": doc, "title": doc.removesuffix(".md")}
        entry |= {
            "kind": KINDS.get(doc, "repere-pratique"),
            "publisher": "Éditions",
            "year": 2020,
            "themes": ["participation"],
        }
        entries.append(entry)
    told = {str(entry["id"]): entry for entry in entries}
    told["note-ancienne"]["replaced_by"] = "note"
    told["note"]["replaces"] = "note-ancienne"
    told["interne"]["audience"] = "equipe"
    told["avis"] |= {"year": 2024, "territory": "Lille"}
    (corpus / "catalogue.yaml").write_text(yaml.safe_dump({"publications": entries}, allow_unicode=True), "utf-8")
    settings = Settings(data_dir=folder / "data", embedding_model="hashing-64", jobs=1)
    report = build_index([corpus], settings, HashingEmbedder, NotedProgress())
    assert len(report.added) == len(TEXTS), report
    return Retriever(open_index(settings), HashingEmbedder())


def search(retriever: Retriever, words: str = ASKED, **asked: object) -> Retrieval:
    """All that a question finds."""
    return retriever.search(Question(words, **asked), count=50)  # type: ignore[arg-type]


def docs(found: Retrieval) -> list[str]:
    """Publications, the best first."""
    return [hit.passage.doc for hit in found.hits]


def cosines(retriever: Retriever, found: Retrieval) -> NDArray[np.float32]:
    """Dense score of each passage: the mean of its own cosine and of its best window's; notes have no window."""
    stored = retriever.index.vectors
    lowest = min(found.windows.values())
    dense = []
    for row, passage in enumerate(retriever.index.passages):
        windows = stored.vectors([VectorKey(row, n) for n in range(len(passage.sentences))])
        (whole,) = stored.vectors([VectorKey(row)]).values()
        best = max((float(found.vector @ each) for each in windows.values()), default=lowest)
        dense.append((float(found.vector @ whole) + best) / 2)
    return np.array(dense, dtype=np.float32)


def factors(retriever: Retriever, found: Retrieval) -> dict[str, float]:
    """What each publication's score was multiplied by, once the two sides were fused."""
    reached = np.array([not retriever.index.documents[p.doc].internal for p in retriever.index.passages])
    lexical = np.where(reached, retriever.index.lexical.scores(found.query.weights), 0).astype(np.float32)
    dense = cosines(retriever, found)
    dense[~reached] = np.nan
    fused = fuse(dense, lexical)
    return {named(hit.passage): hit.score / float(fused[hit.row]) for hit in found.hits}


def named(passage: Passage) -> str:
    """Its publication, and that it is of notes alone."""
    notes = all(sentence.kind is SentenceKind.NOTE for sentence in passage.sentences)
    return f"{passage.doc} notes" if notes else passage.doc


def test_the_dense_score_is_the_mean_of_the_passage_s_and_of_its_best_window_s(retriever: Retriever) -> None:
    """As measured best; the lexical one is that of the words, of what may be found alone."""
    found = search(retriever)
    dense = cosines(retriever, found)
    lexical = retriever.index.lexical.scores(found.query.weights)
    assert len(found.hits) >= 6
    for hit in found.hits:
        assert hit.cosine == pytest.approx(float(dense[hit.row]), abs=1e-5), hit.passage.doc
        assert hit.lexical == pytest.approx(float(lexical[hit.row]), abs=1e-5), hit.passage.doc
        assert hit.document.doc == hit.passage.doc
        assert retriever.index.passages[hit.row] is hit.passage
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


def test_authority_replacement_and_notes_weigh_so_much(retriever: Retriever) -> None:
    """An inquiry before minutes, what replaces before what is replaced, a text before a list of sources."""
    weighed = factors(retriever, search(retriever))
    assert weighed["enquete.md"] == pytest.approx(KIND_FACTORS["enquete"], rel=1e-3)
    assert weighed["avis.md"] == pytest.approx(KIND_FACTORS["avis-cnv"], rel=1e-3)
    assert weighed["compte-rendu.md"] == pytest.approx(KIND_FACTORS["compte-rendu"], rel=1e-3)
    assert weighed["note.md"] == pytest.approx(KIND_FACTORS["note-de-synthese"], rel=1e-3)
    assert weighed["note-ancienne.md"] == pytest.approx(KIND_FACTORS["note-de-synthese"] * SUPERSEDED_FACTOR, rel=1e-3)
    assert weighed["sources.md notes"] == pytest.approx(NOTE_FACTOR, rel=1e-3)
    assert SUPERSEDED_FACTOR < 1


def test_what_is_for_the_team_is_found_by_the_team_alone(retriever: Retriever) -> None:
    """And its words, which are the nearest of all, weigh on nobody else's ranks."""
    public, team = search(retriever), search(retriever, internal=True)
    assert "interne.md" not in docs(public)
    assert docs(team)[0] == "interne.md"
    best = max(public.hits, key=lambda hit: hit.lexical)
    assert best.lexical < max(hit.lexical for hit in team.hits)
    again = factors(retriever, public)
    assert again["enquete.md"] == pytest.approx(KIND_FACTORS["enquete"], rel=1e-3)  # of the public maximum
    assert {document.doc for document in retriever.public.documents} == set(TEXTS) - {"interne.md"}


def test_filters_restrict_what_is_found(retriever: Retriever) -> None:
    """By kind, by year, both; what nothing fits finds nothing, and its background is 0."""
    assert set(docs(search(retriever, filters=Filters(kinds=("enquete",))))) == {"enquete.md"}
    assert set(docs(search(retriever, filters=Filters(year_from=2024)))) == {"avis.md"}
    nothing = search(retriever, filters=Filters(kinds=("enquete",), year_from=2024))
    assert (nothing.hits, nothing.background, dict(nothing.windows)) == ((), 0.0, {})
    assert "interne.md" not in docs(search(retriever, filters=Filters(kinds=("repere-pratique",))))
    assert "interne.md" in docs(search(retriever, filters=Filters(kinds=("repere-pratique",)), internal=True))


def test_a_filter_that_is_heard_restricts_unless_nothing_would_be_left(retriever: Retriever) -> None:
    """« un avis du CNV » does; together with a year that no opinion has, it brings opinions first and no more."""
    heard = search(retriever, "Y a-t-il un avis du CNV sur la permanence de santé ?")
    assert [each.hard for each in heard.query.understood.filters] == [True]
    assert docs(heard) == ["avis.md"]
    soft = search(retriever, "Y a-t-il un avis du CNV sur la permanence ?", filters=Filters(year_to=2020))
    assert [each.hard for each in soft.query.understood.filters] == [False]
    assert len(docs(soft)) > 1
    assert "avis.md" not in docs(soft)  # the filter that was asked for stays


def test_tables_that_compare_what_is_compared_come_first(retriever: Retriever) -> None:
    """Its columns bear the acronyms; a question that compares nothing does not raise it."""
    comparing = search(retriever, "Quelle différence de durée entre CLS et ASV ?")
    assert docs(comparing)[0] == "tableau.md"
    assert factors(retriever, comparing)["tableau.md"] == pytest.approx(COMPARING_FACTOR, rel=1e-3)
    plain = search(retriever, "durée des CLS et ASV")
    assert factors(retriever, plain)["tableau.md"] == pytest.approx(1, rel=1e-3)


def test_as_many_as_are_wanted_and_the_vector_that_is_given(retriever: Retriever) -> None:
    """The best ones; nothing is embedded when the vector is known."""
    every = search(retriever)
    few = retriever.search(Question(ASKED), count=2, vector=every.vector)
    assert [hit.passage.id for hit in few.hits] == [hit.passage.id for hit in every.hits[:2]]
    assert retriever.further(few, 10) == every.hits
    elsewhere = HashingEmbedder().embed_question("tomates au soleil")
    assert retriever.search(Question(ASKED), vector=elsewhere).vector is elsewhere
    assert every.background == pytest.approx(float(np.median(list(every.windows.values()))))
    assert "jardin.md" not in docs(every)[:3]
