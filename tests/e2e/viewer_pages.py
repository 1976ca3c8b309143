"""Pages that hold the viewer, as a template writes it, and PDF files to put in it."""

from __future__ import annotations

import io
import json
from html import escape
from typing import TYPE_CHECKING

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from still_site import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOK = ROOT / "tests" / "e2e" / "look"
SENTENCE = "Le diagnostic local précède la signature du contrat."
FAX_SIZE = 64


def viewer_page(file: str, page: int, quotes: Sequence[str]) -> bytes:
    """HTML of a page with a viewer of this file."""
    words = json.loads((LOOK / "words.json").read_text(encoding="utf-8"))
    filled = (LOOK / "viewer.html").read_text(encoding="utf-8")
    for name, value in (("file", file), ("page", page), ("quotes", json.dumps(quotes)), ("words", json.dumps(words))):
        filled = filled.replace(f"{{{name}}}", escape(str(value)))
    return filled.encode()


def turned_pdf(degrees: int) -> bytes:
    """A page that is shown turned, as wide tables are."""
    writer = PdfWriter(clone_from=io.BytesIO(long_pdf(1)))
    writer.pages[0].rotate(degrees)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def long_pdf(pages: int) -> bytes:
    """A file of many pages, each with a sentence of its own, in a typeface that it does not carry; links on the first."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 14)
        canvas.drawString(60, 760, f"Page {number}. {SENTENCE}")
        if number == 1:
            canvas.drawString(60, 700, "Voir https://exemple.org/ et ceci.")
            canvas.linkURL("https://exemple.org/", (90, 696, 212, 714), relative=0)
            canvas.drawString(60, 660, "Un piège.")
            canvas.linkURL("javascript:alert(1)", (60, 656, 120, 674), relative=0)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def locked_pdf() -> bytes:
    """A file that asks for a password."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="AES-256")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def picture_pdf(kind: str) -> bytes:
    """A page that is one black picture, as scanners make them.

    Args:
        kind: `fax` (CCITT group 4) or `jpeg2000`.
    """
    stream = DecodedStreamObject()
    held = io.BytesIO()
    if kind == "fax":
        Image.new("1", (FAX_SIZE, FAX_SIZE), 1).save(held, "TIFF", compression="group4")  # a TIFF's ones are black ink
        with Image.open(held) as tiff:
            start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
        stream.set_data(held.getvalue()[start : start + length])
        stream[NameObject("/Filter")] = NameObject("/CCITTFaxDecode")
        stream[NameObject("/DecodeParms")] = DictionaryObject(
            {NameObject("/K"): NumberObject(-1), NameObject("/Columns"): NumberObject(FAX_SIZE)}
        )
        stream[NameObject("/BitsPerComponent")] = NumberObject(1)
    else:
        Image.new("L", (FAX_SIZE, FAX_SIZE), 0).save(held, "JPEG2000", no_jp2=True)
        stream.set_data(held.getvalue())
        stream[NameObject("/Filter")] = NameObject("/JPXDecode")
        stream[NameObject("/BitsPerComponent")] = NumberObject(8)
    stream[NameObject("/Type")] = NameObject("/XObject")
    stream[NameObject("/Subtype")] = NameObject("/Image")
    stream[NameObject("/Width")] = stream[NameObject("/Height")] = NumberObject(FAX_SIZE)
    stream[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    drawing = DecodedStreamObject()
    drawing.set_data(b"200 0 0 200 0 0 cm /P Do")
    page[NameObject("/Contents")] = writer._add_object(drawing)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(stream)})}
    )
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
