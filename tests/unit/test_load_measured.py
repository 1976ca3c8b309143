"""What the benchmarks of load and scale make of their figures, and what they ask."""

from __future__ import annotations

import csv
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.crowd_told import exponent, tell
from benchmarks.drawn import PER_DOCUMENT, drawn_passages, drawn_vectors
from benchmarks.leaks import Held, distinct, told
from benchmarks.load import Phase, questions, table
from indexer.passages import SentenceKind

if TYPE_CHECKING:
    from pathlib import Path

IDLE = Phase("idle", 50, 300, 400, 320, 0, 0, 700.0, 1000.0, 1500.0, 0, 1700.0)


def test_what_readers_wait_is_compared_with_the_phase_before() -> None:
    """Only where the two are comparable: idle and indexing, quiet and noisy."""
    indexing = replace(IDLE, name="indexing", p95=2500.0, published=9)
    quiet = replace(IDLE, name="quiet", readers=10)
    noisy = replace(quiet, name="noisy", p95=1500.0, noisy=90, noisy_refused=30)
    lines = table([IDLE, indexing, quiet, noisy]).split("\n")[2:]
    assert [line.split(" | ")[8] for line in lines] == ["", "2.50", "", "1.50"]
    assert "90 asked, 30 refused" in lines[3]


def test_questions_are_those_of_the_development_set_and_the_ways_to_type_them() -> None:
    """With what was said before, for those that hang on it."""
    asked = questions()
    assert len(asked) > 500
    assert any(each["history"] for each in asked)
    assert set(asked[0]) == {"question", "history"}


def test_no_two_questions_of_a_leak_check_have_the_same_words() -> None:
    """More of them than there are variants by one seed."""
    asked = distinct(1500)
    assert len({each.text for each in asked}) == 1500


def test_a_slope_leaves_out_what_is_loaded_first() -> None:
    """Of the line through what is held later: one megabyte in a thousand questions is about one kilobyte each."""
    done = tuple(range(10, 1001, 10))
    held = Held("in process", done, tuple(500.0 if n <= 200 else 1000 + n / 1000 for n in done))
    assert held.slope == pytest.approx(1.024)
    assert "1000: 1001" in told(held)


def test_an_exponent_is_that_of_a_power() -> None:
    """Proportional: 1; constant: 0."""
    sizes = [1e3, 1e4, 1e5]
    assert exponent(sizes, sizes) == pytest.approx(1)
    assert exponent(sizes, [5.0, 5.0, 5.0]) == pytest.approx(0)
    assert exponent(sizes, [size**0.5 for size in sizes]) == pytest.approx(0.5)


def test_drawn_passages_are_made_of_whole_sentences() -> None:
    """As a real index holds them: located, with a publication each."""
    passages, documents = drawn_passages(2 * PER_DOCUMENT)
    assert len(passages) == 2 * PER_DOCUMENT
    assert [document.doc for document in documents] == sorted({passage.doc for passage in passages})
    for passage in passages:
        assert " ".join(passage.quote(sentence) for sentence in passage.sentences) == passage.text
        assert {sentence.kind for sentence in passage.sentences} == {SentenceKind.PROSE}
        assert passage.quote(passage.sentences[-1]).endswith(".")


def test_drawn_vectors_stay_near_those_that_are_given() -> None:
    """So that questions find clusters, as in real ones; and the same ones are drawn again."""
    draw = np.random.default_rng(1)
    given = draw.standard_normal((50, 16)).astype(np.float32) + 3
    given /= np.linalg.norm(given, axis=1, keepdims=True)
    (vectors,) = drawn_vectors(500, given)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors @ given.T).max(1).mean() > 0.95
    assert np.array_equal(vectors, next(drawn_vectors(500, given)))


def test_tables_and_plot_are_made_of_what_was_kept(tmp_path: Path) -> None:
    """One line for each number of users, the parts beside one user's search, exponents of each sort of index."""
    asked, bare = [], []
    for size in (1000, 10_000):
        whole = {"passages": size, "vectors": 3 * size}
        for chroma in ("embedded", "server"):
            for users in (1, 4):
                times = {"searches": 9, "failed": 0, "p50": size / 100, "p95": size / 50, "rate": 5.0, "opened": 9.0}
                asked.append({**whole, "chroma": chroma, "users": users, **times, "web": 1300.0, "store": 0.0})
        bare.append(
            {**whole, "embedding": 6.0, "neighbours": 3.0, "words": 1.0, "scan": 1.0, "gigabytes_a_second": 5.0}
        )
    for name, rows in (("crowd.csv", asked), ("bare.csv", bare)):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    found = tell(tmp_path / "crowd.csv", tmp_path / "bare.csv", tmp_path / "crowd.svg")
    assert "| 10000 | 30000 | server | 4 | 100 | 200 | 5.0 | 0 | 1300 |  |" in found
    assert "| 1000 | 3000 | 6.0 | 3.0 | 1.0 | 1.0 | 10 | 1.0 | 9 |" in found
    assert "with windows, 1000 to 10000 passages: p50 1.00, opened 0.00" in found
    assert (tmp_path / "crowd.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_a_phase_is_kept_by_its_names() -> None:
    """A CSV file has a column for each figure of a phase."""
    assert list(asdict(IDLE))[:5] == ["name", "readers", "seconds", "requests", "questions"]
