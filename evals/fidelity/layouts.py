"""The files that are measured, by layout: the corpus' PDF files, and one laid out in three columns from its texts."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from evals.fidelity.expected import Expected, expected
from evals.publications.markup import mark_up
from evals.publications.pages import fill
from evals.publications.pdf import running_title
from evals.publications.publication import Publication, Text, read_catalogue, read_text

THREE_COLUMNS = "three-columns"
_IN_THREE = """
@page two { margin: 20mm 12mm 20mm 12mm; }
body.two-columns { font-size: 8.6pt; }
.two-columns main { columns: 3; column-gap: 6mm; }
.two-columns h2 { font-size: 11pt; }
html, h1, h2, h3, h4, caption, th { font-family: Newsletter !important; }
caption, .two-columns table { break-inside: avoid; }
"""
_FACES = {"STIXGeneral": "", "STIXGeneralBol": "font-weight: bold;", "STIXGeneralItalic": "font-style: italic;"}
"""A narrow face that comes with matplotlib, the same on every machine: with the system's, which are wide here and
absent there, the lines break elsewhere and the figures change."""
_TEXTS_IN_THREE = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to measure.

    Attributes:
        layout: `one-column`, `two-columns`, `booklet` or `three-columns`.
        path: The PDF file.
        source: What it says.
        running: The lines repeated on its pages, page numbers aside.
    """

    layout: str
    path: Path
    source: Expected
    running: tuple[str, ...]


def samples(corpus: Path, folder: Path, only: str | None = None) -> list[Sample]:
    """The files to measure.

    Args:
        corpus: The corpus folder.
        folder: Where files that the corpus does not have are made.
        only: A layout; `None` for all.

    Raises:
        SourceNotFound: There is no catalogue, or a text is missing.
        CatalogueError: The catalogue or a text is wrong.
    """
    printed = [one for one in read_catalogue(corpus) if one.entry.file.endswith(".pdf")]
    texts = [(publication, read_text(publication.source)) for publication in printed]
    found = [
        _sample(text.layout.layout, publication.target, publication, text)
        for publication, text in texts
        if only in {None, text.layout.layout}
    ]
    narrow = [each for each in texts if each[1].layout.layout == "two-columns"] if only in {None, THREE_COLUMNS} else []
    return found + [
        _sample(THREE_COLUMNS, _in_three(publication, text, folder / f"{publication.entry.id}.pdf"), publication, text)
        for publication, text in narrow[:_TEXTS_IN_THREE]
    ]


def _sample(layout: str, path: Path, publication: Publication, text: Text) -> Sample:
    title = running_title(publication.entry.title)
    year = f", {publication.entry.year}" if publication.entry.year else ""
    publisher = f"Résumé d’une publication de : {publication.entry.publisher}{year}"
    return Sample(layout, path, expected(text.markdown), (title, publisher))


def _in_three(publication: Publication, text: Text, target: Path) -> Path:
    """The text in three columns, as a newsletter has it."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    html = fill(
        "print.html",
        publication,
        mark_up(text.markdown, notes_at="page bottom"),
        layout="two-columns",
        cover=False,
        contents=[],
        running_title=running_title(publication.entry.title),
    )
    style = resources.files("evals.publications").joinpath("print.css").read_text(encoding="utf-8")
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=_faces() + style + _IN_THREE, font_config=fonts)
    weasyprint.HTML(string=html).write_pdf(target, stylesheets=[sheet], font_config=fonts)
    return target


def _faces() -> str:
    import matplotlib as mpl

    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    return "\n".join(
        f"@font-face {{ font-family: Newsletter; {style} src: url({folder.joinpath(f'{name}.ttf').as_uri()}); }}"
        for name, style in _FACES.items()
    )
