"""The measure of pages: percentiles, bytes by what they are made of, the cells of its tables."""

from __future__ import annotations

import pytest

from benchmarks.answer_seen import Seen, Spread
from benchmarks.pages import answers_table, axe_cell, loads_row, spread_out
from benchmarks.weighing import Load, Part, Screen, Traffic, part_of


def test_percentiles_are_those_of_the_times() -> None:
    """Of 1 to 101, the 50th and the 95th are in the middle and five from the end; of one time, that time."""
    assert Spread.of([float(n) for n in range(1, 102)]) == Spread(51, 96)
    assert Spread.of([7.0]) == Spread(7, 7)


def test_questions_are_taken_evenly_apart() -> None:
    """In their order; all of them where there are fewer than wanted."""
    assert spread_out(list("abcdefghij"), 4) == ["a", "c", "f", "h"]
    assert spread_out(["a", "b"], 40) == ["a", "b"]


def test_times_are_told_beside_those_of_the_api() -> None:
    """The ratio of each percentile, with a decimal comma, and how many questions it stands on."""
    rows = answers_table([Seen(first=600, whole=900, api=600)] * 3).splitlines()
    assert rows[2].endswith("| 600 | 600 | 1,0 | 1,0 | 3 |")
    assert rows[3].endswith("| 900 | 900 | 1,5 | 1,5 | 3 |")


@pytest.mark.parametrize(
    ("kind", "url", "part"),
    [
        ("Document", "http://h/", Part.HTML),
        ("Stylesheet", "http://h/theme.css?v=1", Part.CSS),
        ("Script", "http://h/chat.mjs", Part.SCRIPT),
        ("Other", "http://h/pdfjs/pdf.worker.min.mjs?v=1", Part.SCRIPT),
        ("Font", "http://h/sans.woff2", Part.FONT),
        ("Fetch", "http://h/api/v1/documents/a.pdf/file", Part.OTHER),
    ],
)
def test_bytes_are_told_apart_by_what_they_are_made_of(kind: str, url: str, part: Part) -> None:
    """By what the browser calls them; a worker's script by its name."""
    assert part_of(kind, url) is part


def test_bytes_count_once_they_have_come() -> None:
    """A request without an end, and an address that holds its own bytes, weigh nothing."""
    traffic = Traffic()
    for request, kind, url in [
        ("1", "Document", "http://h/"),
        ("2", "Script", "http://h/a.mjs"),
        ("3", "Image", "data:image/svg+xml,x"),
        ("4", "Script", "http://h/b.mjs"),
    ]:
        traffic.begun({"requestId": request, "type": kind, "request": {"url": url}})
    for request, length in [("1", 1500.0), ("2", 300.0), ("3", 50.0)]:
        traffic.ended({"requestId": request, "encodedDataLength": length})
    assert traffic.requests == 2
    assert traffic.bytes == {Part.HTML: 1500, Part.SCRIPT: 300}


def test_what_only_the_page_knows_of_counts_too() -> None:
    """A worker's script, once; what was heard of already does not count again."""
    traffic = Traffic()
    traffic.begun({"requestId": "1", "type": "Script", "request": {"url": "http://h/a.mjs"}})
    traffic.ended({"requestId": "1", "encodedDataLength": 300.0})
    traffic.besides([("http://h/a.mjs", 300), ("http://h/worker.mjs", 900)])
    assert (traffic.requests, traffic.bytes) == (2, {Part.SCRIPT: 1200})


def test_a_screen_is_told_by_the_median_of_its_loads() -> None:
    """Kilobytes of a thousand bytes; a part that never came is zero."""
    found = [Load(4, {Part.HTML: 1000, Part.CSS: size}, 80.0 + size) for size in (500, 2000, 700)]
    assert loads_row(Screen("accueil", "/"), found) == (
        "accueil", "4", "1,7", "1,0", "0,7", "0,0", "0,0", "0,0", "780",
    )  # fmt: skip


def test_broken_rules_are_counted_and_named() -> None:
    """In each theme and width; each rule is named once."""
    assert axe_cell({"light 1280": [], "light 390": []}) == "0 sur 2 passages"
    assert axe_cell({"light 1280": ["region"], "light 390": ["region", "list"]}) == "1, 2 : list, region"
