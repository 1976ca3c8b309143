"""DOCX: a text as a word-processor file, by pandoc, with true heading styles, footnotes and table captions."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.section import Section
    from docx.text.paragraph import Paragraph

    from evals.publications.publication import Publication, Text
    from indexer.catalogue import CatalogueEntry

# pandoc's CommonMark reader knows no table captions; its older one does, told to take the rest as CommonMark does.
_READ_AS = "markdown_strict-raw_html+" + "+".join(
    (
        *("footnotes", "pipe_tables", "table_captions", "superscript", "autolink_bare_uris"),
        *("intraword_underscores", "all_symbols_escapable", "lists_without_preceding_blankline", "startnum"),
    )
)
_CALLS = re.compile(r"(?:\[\^[^\]]+\](?!:))+")
_CALL = re.compile(r"\[\^([^\]]+)\]")
_CAPTION = re.compile(r"^(?=Tableau \d+ [^\n]+\n\n\|)", re.MULTILINE)
_INK = RGBColor(0x12, 0x3F, 0x52)


def render_word(publication: Publication, text: Text, target: Path) -> None:
    """Write the DOCX of a text: same text and entry, same bytes (with the same pandoc)."""
    import pypandoc

    entry = publication.entry
    body = for_pandoc(text.markdown.split("\n", 1)[1])
    metadata = {
        "title": entry.title,
        "subtitle": f"{publication.kind_label} – {entry.publisher}",
        "author": f"Repères, d’après {entry.publisher}",
        "date": publication.printed_date,
        "lang": "fr-FR",
    }
    with tempfile.TemporaryDirectory() as folder, _clock_stopped_at(publication.first_day):
        reference = Path(folder) / "reference.docx"
        _write_reference(pypandoc.get_pandoc_path(), reference, entry)
        pypandoc.convert_text(
            body,
            "docx",
            format=_READ_AS,
            outputfile=str(target),
            extra_args=[
                f"--reference-doc={reference}",
                "--shift-heading-level-by=-1",
                *(f"--metadata={name}={value}" for name, value in metadata.items() if value),
            ],
        )
    _date_parts(target, publication.first_day)


def for_pandoc(markdown: str) -> str:
    """Say in pandoc's Markdown what ours leaves to convention.

    The paragraph « Tableau N – … » above a table becomes its caption, and a note called a second time is recalled
    by its number: pandoc would print the whole note again.
    """
    numbers: dict[str, int] = {}

    def number_calls(run: re.Match[str]) -> str:
        calls = []
        for label in _CALL.findall(run[0]):
            known = label in numbers
            number = numbers.setdefault(label, len(numbers) + 1)
            calls.append(f"^{number}^" if known else f"[^{label}]")
        return "\u202f".join(calls)

    return _CAPTION.sub(": ", _CALLS.sub(number_calls, markdown))


@contextmanager
def _clock_stopped_at(day: dt.date) -> Iterator[None]:
    """Have pandoc date the file from the publication, not from the day of rendering."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _date_parts(target: Path, day: dt.date) -> None:
    """Date every part of the file alike: pandoc 3 leaves those it takes from the reference at their own time."""
    with zipfile.ZipFile(target) as written:
        parts = [(part.filename, written.read(part)) for part in written.infolist()]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as dated:
        for name, content in parts:
            part = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            dated.writestr(part, content)


def _write_reference(pandoc: str, reference: Path, entry: CatalogueEntry) -> None:
    """Write the styles that pandoc is to use: its own, made sober, on A4, with the page's number in the footer."""
    default = subprocess.run(  # noqa: S603  pandoc's own path, fixed arguments
        [pandoc, "--print-default-data-file=reference.docx"], check=True, capture_output=True
    )
    reference.write_bytes(default.stdout)
    document = docx.Document(str(reference))
    for style in document.styles:
        if isinstance(style, ParagraphStyle):
            style.font.name = "Calibri"
            if style.name.startswith(("Title", "Subtitle", "Heading", "Table Caption", "Image Caption")):
                style.font.color.rgb = _INK
    document.styles["Normal"].font.size = Pt(11)
    _set_page(document.sections[0], entry)
    document.save(str(reference))


def _set_page(section: Section, entry: CatalogueEntry) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(25)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text = entry.title
    footer.text = f"Résumé d’une publication de\u00a0: {entry.publisher} – page\u00a0"
    for run in header.runs + footer.runs:
        run.font.size = Pt(8)
    _add_page_number(footer)


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  python-docx 1.2 has no public way to add a field
