"""Quality of the corpus: each fault is found where it is, once, and nothing is found where there is none."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import yaml
from fakes import HashingEmbedder, NotedProgress
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.maintenance.quality import report as quality_report
from assistant.maintenance.quality.messages import CHECKS
from assistant.maintenance.quality.report import FILE_NAME, assess, kept
from indexer.build import build_index
from indexer.index import open_index
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.maintenance.quality.model import Check, Quality

LONG = " ".join(
    f"Au chapitre {n}, la commune numéro {n} décrit son atelier santé ville, ses partenaires et ses {n} habitants."
    for n in range(40)
)


class Corpus:
    """A folder of small publications, with a catalogue."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(
            data_dir=folder / "data", source=folder / "corpus", embedding_model="hashing-64", jobs=1, ocr=False
        )
        self.settings.source.mkdir()
        self.entries: list[dict[str, object]] = []

    def write(self, name: str, content: str | bytes, **told: object) -> None:
        """A publication, and what the catalogue tells of it."""
        data = content.encode() if isinstance(content, str) else content
        (self.settings.source / name).write_bytes(data)
        identifier = name.partition(".")[0]
        known = {"kind": "note-de-synthese", "publisher": "Réseau", "year": 2024, "themes": ["sante-mentale"]}
        known["official_url"] = f"https://exemple.fr/{identifier}"
        entry = {"id": identifier, "title": f"Publication {identifier}", **known, **told, "file": name}
        self.entries.append({field: value for field, value in entry.items() if value})

    def assess(self) -> Quality:
        """What is found once it is indexed."""
        catalogue = yaml.safe_dump({"publications": self.entries}, allow_unicode=True)
        (self.settings.source / "catalogue.yaml").write_text(catalogue)
        build_index([self.settings.source], self.settings, HashingEmbedder, NotedProgress())
        return assess(open_index(self.settings))


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """One publication in which nothing is wrong."""
    made = Corpus(tmp_path)
    made.write("saine.md", "# Publication saine\n\nUne permanence de soins ouvre chaque mardi à Lodève.\n")
    return made


def check(quality: Quality, code: str) -> Check:
    """One of the checks."""
    return next(each for each in quality.checks if each.code == code)


def found(quality: Quality) -> dict[str, list[str]]:
    """Publications concerned, by check; those without any left out."""
    return {each.code: [finding.doc for finding in each.findings] for each in quality.checks if each.findings}


def test_nothing_is_found_in_a_sound_corpus(corpus: Corpus) -> None:
    """And every check has its words and its remedy."""
    quality = corpus.assess()
    assert set(found(quality)) <= {"inferred"}
    assert [each.code for each in quality.checks] == list(CHECKS)
    assert (quality.documents, quality.passages) == (1, 1)
    assert quality.characters[0] == quality.characters[2] > 20


def test_pages_without_text_are_found(corpus: Corpus) -> None:
    """With their numbers."""
    corpus.write("scan.pdf", scanned())
    (finding,) = check(corpus.assess(), "blind").findings
    assert (finding.doc, finding.page, finding.count, finding.detail) == ("scan.pdf", 2, 2, "2 sur 3 : 2-3")


def scanned() -> bytes:
    """A PDF whose first page has text, and the two others an image."""
    target = BytesIO()
    canvas = Canvas(target)
    canvas.drawString(72, 720, "Une permanence de soins ouvre chaque jeudi à Clermont.")
    canvas.showPage()
    for _ in range(2):
        canvas.drawImage(ImageReader(Image.new("RGB", (400, 600), "grey")), 72, 72)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_missing_and_inferred_metadata_are_found(corpus: Corpus) -> None:
    """Field by field."""
    text = "Une consultation de psychologue est ouverte le jeudi.\n"
    corpus.write("nue.txt", text, kind="", publisher="", year=None, themes=[], official_url="")
    corpus.write("deduite.md", "# Un titre lu\n\nLe 3 mars 2021, une maison de santé a ouvert.\n", title="")
    quality = corpus.assess()
    missing = {code: docs for code, docs in found(quality).items() if code.startswith("missing")}
    assert missing["missing_url"] == ["nue.txt"]
    assert "missing_publisher" in missing
    inferred = {finding.doc: finding.detail for finding in check(quality, "inferred").findings}
    assert "titre" in inferred["deduite.md"]


def test_twins_are_told_once_by_what_makes_them_twins(corpus: Corpus) -> None:
    """The same file, the same text in two files, nearly the same text; two notes on one subject are no twins."""
    corpus.write("a.md", f"# Ateliers\n\n{LONG}\n")
    corpus.write("b.md", f"# Ateliers\n\n{LONG}\n")
    corpus.write("c.txt", f"{LONG}\n")
    corpus.write("d.md", f"# Ateliers\n\n{LONG.replace('chapitre 39', 'dernier chapitre')}\n")
    corpus.write("e.md", f"# Ateliers\n\n{' '.join(sorted(LONG.split()))}\n")
    quality = corpus.assess()
    assert [(f.doc, f.other) for f in check(quality, "same_file").findings] == [("b.md", "a.md")]
    same = {(f.doc, f.other) for f in check(quality, "same_text").findings}
    near = {(f.doc, f.other): f.detail for f in check(quality, "near").findings}
    assert ("c.txt", "a.md") in same | set(near)
    assert ("d.md", "a.md") in near
    assert "%" in near["d.md", "a.md"]
    assert not [pair for pair in near if "e.md" in pair]


def test_links_that_lead_nowhere_and_former_versions_still_cited_are_found(corpus: Corpus) -> None:
    """By what cites them."""
    corpus.write(
        "ancien.md",
        "# Bilan\n\nLe bilan de 2019.\n",
        title="Bilan des contrats locaux de santé 2019",
        replaced_by="nouveau",
    )
    corpus.write("nouveau.md", "# Bilan\n\nLe bilan de 2024 remplace le Bilan des contrats locaux de santé 2019.\n")
    corpus.write("cite.md", "# Note\n\nVoir le « Bilan des Contrats Locaux de Santé 2019 », qui fait le point.\n")
    corpus.write("lie.md", "# Note\n\nÀ lire : https://exemple.fr/ancien, en ligne.\n")
    corpus.write("x.md", "# X\n\nUne page sur la précarité.\n", replaced_by="y")
    corpus.write("y.md", "# Y\n\nUne page sur le logement.\n", replaced_by="x")
    quality = corpus.assess()
    assert found(quality)["superseded_cited"] == ["cite.md", "lie.md"]
    assert {f.other for f in check(quality, "superseded_cited").findings} == {"ancien.md"}
    assert found(quality)["broken_successor"] == ["x.md", "y.md"]


def test_passages_that_are_too_long_or_too_short_and_lost_tables_are_found(corpus: Corpus) -> None:
    """With an excerpt."""
    corpus.write("longue.txt", f"Titre de la page\n\n{'mot ' * 1500}\n")
    corpus.write("courte.md", "# Un\n\nDeux mots\n\n## Autre\n\nTrois mots seuls\n")
    corpus.write(
        "image.md", "# Note\n\nUne phrase.\n\nTableau 2 – Effectifs par commune\n\nUne autre phrase, plus loin.\n"
    )
    corpus.write("table.md", "# Note\n\nTableau 1 – Effectifs\n\n| Commune | Effectif |\n|---|---|\n| Lodève | 12 |\n")
    quality = corpus.assess()
    assert found(quality)["long_passages"] == ["longue.txt"]
    assert found(quality)["short_passages"] == ["courte.md"]
    assert [(f.doc, f.detail) for f in check(quality, "lost_tables").findings] == [
        ("image.md", "Tableau 2 – Effectifs par commune")
    ]


def test_what_was_set_aside_is_told(corpus: Corpus) -> None:
    """Lines of people, in words that name nobody."""
    people = "\n".join(f"| Morel {n} | 0{n}/04/1961 |" for n in range(1, 8))
    corpus.write("gens.md", f"# Note\n\nUne phrase.\n\n| Nom | Date de naissance |\n|---|---|\n{people}\n")
    (finding,) = check(corpus.assess(), "set_aside").findings
    assert finding.doc == "gens.md"
    assert "Morel" not in finding.detail


def test_the_report_is_computed_once_a_generation(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """And kept for all web processes; a damaged one is computed anew."""
    corpus.write("nue.txt", "Une consultation est ouverte.\n", publisher="")
    expected = corpus.assess()
    index = open_index(corpus.settings)
    assert kept(index) == expected
    with monkeypatch.context() as patched:
        patched.setattr(quality_report, "assess", lambda _index: pytest.fail("computed again"))
        assert kept(index) == expected
    (corpus.settings.data_dir / FILE_NAME).write_text("{")
    assert kept(index) == expected
    corpus.write("autre.txt", "Une autre consultation est ouverte.\n")
    assert corpus.assess().documents == 3
    assert kept(open_index(corpus.settings)).documents == 3
