"""`reperes fetch` as it is typed: what it reads, what it prints, its exit code."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from web_site import html_page, pdf, rss, status

from indexer.errors import SourcesError
from indexer.fetching import messages
from indexer.fetching.run import FETCHED, fetch
from indexer.messages import sentence
from indexer.sources import find
from ui.cli.fetching import asked_sources, run_fetch
from ui.typography import volume

if TYPE_CHECKING:
    from pathlib import Path

    from fetching_desk import Desk
    from web_site import Site

pytest_plugins = ["fetching_fixtures"]


@pytest.fixture
def sources_file(tmp_path: Path, site: Site) -> Path:
    """Two sources: a feed of two pages, one of them missing, and a list of one file."""
    site.gives("/feed/", rss(site, ("La page un", "/un/", ""), ("Deux", "/deux/", "")), "application/rss+xml")
    site.gives("/un/", html_page("Un"))
    site.gives("/a.pdf", pdf(), "application/pdf")
    path = tmp_path / "sources.yaml"
    path.write_text(
        f"""sources:
  - {{id: fil, kind: feed, url: "{site.url}/feed/"}}
  - {{id: liste, kind: urls, urls: ["{site.url}/a.pdf"]}}
""",
        encoding="utf-8",
    )
    return path


def test_all_sources_are_fetched_and_told_in_json(
    desk: Desk, site: Site, sources_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One object, each document in one list, with the reason of what failed; exit code 3 for some failures."""
    code = run_fetch([], sources_file=sources_file, data_dir=desk.data_dir, limits=desk.limits, as_json=True)
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert code == 3
    fil, liste = report["sources"]
    assert (fil["id"], fil["kind"], liste["id"]) == ("fil", "feed", "liste")
    assert set(fil) == {"id", "kind", "folder", *messages.STATES, "requests", "bytes", "seconds"}
    assert fil["new"] == [{"name": f"{site.url}/un/", "file": "un.html"}]
    assert [entry["name"] for entry in fil["failed"]] == [f"{site.url}/deux/"]
    assert "n’existe plus" in fil["failed"][0]["reason"]
    assert liste["bytes"] == len(pdf())
    assert f"fil : {site.url}/un/ (nouveau)" in told.err


def test_a_source_is_fetched_by_its_name_and_told_in_words(
    desk: Desk, site: Site, sources_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only that one; exit code 0."""
    code = run_fetch(["liste"], sources_file=sources_file, data_dir=desk.data_dir, limits=desk.limits)
    words = capsys.readouterr().out
    assert code == 0
    assert words.startswith(
        f"liste (urls) → {desk.data_dir / FETCHED / 'liste'}\n  Nouveaux : 1\n    {site.url}/a.pdf\n"
    )
    assert re.search(r"1 requête\(s\), 24\xa0octets reçus, en [\d,]+ s$", words.strip())
    assert "fil" not in words


def test_what_is_fetched_is_found_by_indexing_with_its_title_and_address(
    desk: Desk, site: Site, sources_file: Path
) -> None:
    """A source's folder is a folder to index like any other."""
    run_fetch([], sources_file=sources_file, data_dir=desk.data_dir, limits=desk.limits)
    found = find([desk.data_dir / FETCHED / name for name in ("fil", "liste")])
    told = {file.doc: (file.metadata.title, file.metadata.official_url) for file in found.files if file.metadata}
    assert told == {"un.html": ("La page un", f"{site.url}/un/"), "a.pdf": ("Page a", f"{site.url}/a.pdf")}
    assert not found.skipped
    assert not found.missing


def test_an_address_is_fetched_without_any_file(desk: Desk, site: Site, sources_file: Path) -> None:
    """As it is, or as the kind that is named; everything failing is exit code 1."""
    nowhere = sources_file.parent / "rien.yaml"
    common = {"sources_file": nowhere, "data_dir": desk.data_dir, "limits": desk.limits}
    assert run_fetch([f"{site.url}/a.pdf"], **common) == 0
    assert run_fetch([f"{site.url}/feed/"], kind="feed", **common) == 3
    assert run_fetch([f"{site.url}/a.pdf"], kind="feed", **common) == 1


def test_a_source_that_is_refused_whole_is_told_by_the_exit_code(desk: Desk, site: Site, sources_file: Path) -> None:
    """Nobody should believe that it was fetched; the reason names the setting."""
    limits = replace(desk.limits, private_hosts=())
    assert run_fetch([f"{site.url}/a.pdf"], sources_file=sources_file, data_dir=desk.data_dir, limits=limits) == 3
    report = fetch(asked_sources([f"{site.url}/a.pdf"], sources_file, None), desk.data_dir, limits)
    assert "REPERES_FETCH_PRIVATE_HOSTS" in report.sources[0].refused[0].reason


def test_a_folder_is_fetched_by_its_path(desk: Desk, tmp_path: Path) -> None:
    """With its kind."""
    (tmp_path / "partage").mkdir()
    (tmp_path / "partage" / "a.txt").write_text("x")
    sources = asked_sources([str(tmp_path / "partage")], tmp_path / "rien.yaml", "folder")
    report = fetch(sources, desk.data_dir, desk.limits)
    assert [entry.file for entry in report.sources[0].new] == ["a.txt"]


@pytest.mark.parametrize(
    ("targets", "kind", "told"),
    [
        ([], None, "Indiquez une adresse, ou décrivez vos sources"),
        (["fil"], None, "introuvable"),
        (["https://a.fr/"], "gopher", "types connus : wordpress"),
    ],
)
def test_what_makes_no_sense_is_told(
    targets: list[str], kind: str | None, told: str, desk: Desk, tmp_path: Path
) -> None:
    """Before anything is asked of anybody."""
    with pytest.raises(SourcesError) as caught:
        run_fetch(targets, sources_file=tmp_path / "rien.yaml", data_dir=desk.data_dir, limits=desk.limits, kind=kind)
    assert told in sentence(caught.value)


def test_only_folders_are_watched(desk: Desk, sources_file: Path) -> None:
    """Told before anything is fetched."""
    with pytest.raises(SourcesError) as caught:
        run_fetch([], sources_file=sources_file, data_dir=desk.data_dir, limits=desk.limits, watch=True)
    assert "rien à surveiller" in sentence(caught.value)
    assert not desk.data_dir.exists()


def test_everything_is_asked_again_on_demand(desk: Desk, site: Site, sources_file: Path) -> None:
    """`full`: what is recent too."""
    common = {"sources_file": sources_file, "data_dir": desk.data_dir, "limits": desk.limits}
    run_fetch(["fil"], **common)
    site.gives("/feed/", rss(site), "application/rss+xml")
    site.pages["/un/"] = status(410)
    run_fetch(["fil"], **common)
    assert (desk.data_dir / FETCHED / "fil" / "un.html").is_file()
    run_fetch(["fil"], full=True, **common)
    assert not (desk.data_dir / FETCHED / "fil" / "un.html").exists()


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 octets"),
        (999, "999 octets"),
        (1500, "1,5 ko"),
        (123_456, "123 ko"),
        (99_999, "100 ko"),
        (5_000_000_000, "5,0 Go"),
    ],
)
def test_bytes_are_told_as_people_say_them(count: int, words: str) -> None:
    """Decimal units, a comma, a no-break space."""
    assert volume(count).replace("\xa0", " ") == words
