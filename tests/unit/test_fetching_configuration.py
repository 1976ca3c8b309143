"""`sources.yaml`: what is right is read, what is wrong is told with its source and its field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from indexer.errors import SourcesError
from indexer.fetching.configuration import Source, SourceKind, chosen, load_sources
from indexer.messages import sentence

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
sources:
  - {id: site, kind: wordpress, url: "https://exemple.org", collections: [posts, fiche], max_items: 10}
  - {id: fil, kind: feed, url: "https://exemple.org/feed/"}
  - {id: plan, kind: sitemap, url: "https://exemple.org/"}
  - {id: liste, kind: urls, urls: ["https://exemple.org/a.pdf"]}
  - {id: fiches, kind: catalogue, path: corpus/catalogue.yaml}
  - {id: partage, kind: folder, path: /srv/partage, exclude: ["brouillons/*"]}
"""


def written(folder: Path, text: str) -> Path:
    """A `sources.yaml`."""
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_kind_of_source_is_read(tmp_path: Path) -> None:
    """Paths are relative to the file."""
    sources = load_sources(written(tmp_path, GOOD))
    kinds = ["wordpress", "feed", "sitemap", "urls", "catalogue", "folder"]
    assert [str(source.kind) for source in sources] == kinds == list(SourceKind)
    assert sources[4].path == tmp_path / "corpus" / "catalogue.yaml"
    assert str(sources[5].path) == "/srv/partage"


def test_every_kind_and_field_is_in_the_operators_page(root: Path) -> None:
    """The table of `sources.yaml` names them all, and nothing that is not one."""
    page = (root / "docs" / "exploitation.md").read_text(encoding="utf-8")
    part = page.partition("### Rapporter des publications")[2].partition("\n### ")[0]
    fields = {
        name
        for line in part.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert fields == set(Source.model_fields)
    assert all(f"kind: {kind}," in part for kind in SourceKind)


@pytest.mark.parametrize(
    ("text", "entry", "field", "told"),
    [
        ("sources: 3", "", "sources", "une liste de sources est attendue"),
        ("- a", "", "sources", "une liste de sources est attendue"),
        ("sources: [3]", "n° 1", "", "une liste de champs"),
        ("sources: [{kind: feed, url: x}]", "n° 1", "id", "obligatoire"),
        ("sources: [{id: A b, kind: feed, url: x}]", "A b", "id", "forme attendue"),
        ("sources: [{id: ../x, kind: feed, url: x}]", "../x", "id", "forme attendue"),
        ("sources: [{id: a, kind: gopher, url: x}]", "a", "kind", "types connus : wordpress, feed"),
        ("sources: [{id: a, kind: feed}]", "a", "url", "« feed » demande ce champ"),
        ("sources: [{id: a, kind: feed, url: x, path: y}]", "a", "path", "« feed » n’a pas ce champ"),
        ("sources: [{id: a, kind: urls, urls: []}]", "a", "urls", "« urls » demande ce champ"),
        ("sources: [{id: a, kind: feed, url: x, delai: 3}]", "a", "delai", "n’est pas connu"),
        ("sources: [{id: a, kind: feed, url: x, max_items: -1}]", "a", "max_items", "plus petite valeur admise est 0"),
        ("sources: [{id: a, kind: wordpress, url: x, collections: [../x]}]", "a", "collections.0", "forme attendue"),
        ("sources: [{id: a, kind: feed, url: x}, {id: a, kind: feed, url: y}]", "a", "id", "déjà employé"),
        ("sources: [{id: a, kind: feed, url: x, publication_kind: roman}]", "a", "publication_kind", "type connu"),
        ("sources: [", "", "", "YAML"),
        ("[" * 5000, "", "", "YAML"),
    ],
)
def test_what_is_wrong_is_told_in_french(text: str, entry: str, field: str, told: str, tmp_path: Path) -> None:
    """With the source and the field."""
    with pytest.raises(SourcesError) as caught:
        load_sources(written(tmp_path, text))
    assert (caught.value.values["entry"], caught.value.values["field"]) == (entry, field)
    assert told in sentence(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(SourcesError) as caught:
        load_sources(tmp_path / "sources.yaml")
    assert "introuvable" in sentence(caught.value)
    (tmp_path / "sources.yaml").write_bytes("é".encode("latin-1"))
    with pytest.raises(SourcesError):
        load_sources(tmp_path / "sources.yaml")


def test_sources_are_chosen_by_name(tmp_path: Path) -> None:
    """In the order of the file; a name that is not there is told with those that are."""
    path = written(tmp_path, GOOD)
    sources = load_sources(path)
    assert [source.id for source in chosen(sources, ["plan", "site"], path)] == ["site", "plan"]
    assert chosen(sources, [], path) == sources
    with pytest.raises(SourcesError) as caught:
        chosen(sources, ["plans"], path)
    assert "site, fil, plan" in sentence(caught.value)


def test_patterns_see_addresses_as_people_write_them() -> None:
    """Percent-decoded; `*` crosses `/`; what is excluded is so even when it is included."""
    source = Source(
        id="a", kind=SourceKind.SITEMAP, url="x", include=("*/publications/*",), exclude=("*/été/*", "*.zip")
    )
    assert source.takes("https://a.fr/publications/2024/x.pdf")
    assert not source.takes("https://a.fr/actualites/x.pdf")
    assert not source.takes("https://a.fr/publications/%C3%A9t%C3%A9/x.pdf")
    assert not source.takes("https://a.fr/publications/x.zip")


def test_a_source_without_a_file_has_a_name_of_its_own() -> None:
    """The same each time; another address, another name."""
    one = Source.alone("https://www.exemple.org/feed/", SourceKind.FEED)
    assert one == Source.alone("https://www.exemple.org/feed/", SourceKind.FEED)
    assert one.id.startswith("www-exemple-org-")
    assert one.id != Source.alone("https://www.exemple.org/autre/", SourceKind.FEED).id
    assert Source.alone("https://a.fr/x", SourceKind.URLS).urls == ("https://a.fr/x",)
    assert Source.alone("https://例え.jp/", SourceKind.FEED).id
