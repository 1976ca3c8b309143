"""PDF files written object by object, so that any of them can be wrong."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = "La coordinatrice réunit les partenaires deux fois par an."

CATALOG, PAGES, PAGE, FONT, CONTENTS = 1, 2, 3, 4, 5
"""Numbers of the objects of `document`; from 10 on they are free."""


def show(words: str, y: int = 700) -> bytes:
    """Operators that print a line."""
    text = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"BT /F1 12 Tf 72 %d Td (%s) Tj ET\n" % (y, text.encode("cp1252"))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def flate(data: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream object."""
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def standard() -> dict[int, bytes]:
    """The objects of a file of one page that says `WORDS`."""
    return {
        CATALOG: b"<< /Type /Catalog /Pages 2 0 R >>",
        PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        FONT: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        CONTENTS: stream(show(WORDS)),
    }


def document(changed: Mapping[int, bytes] | None = None, trailer: bytes = b"/Root 1 0 R", head: bytes = b"") -> bytes:
    """A whole file.

    Args:
        changed: Objects that replace or complete the standard ones.
        trailer: What the trailer holds besides the size.
        head: Bytes before the header.
    """
    objects = {**standard(), **(changed or {})}
    out = bytearray(head + b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def catalog(entries: bytes) -> bytes:
    """A catalogue with more entries."""
    return b"<< /Type /Catalog /Pages 2 0 R %s >>" % entries


def with_resources(entries: bytes) -> bytes:
    """The standard page with more resources."""
    return standard()[PAGE].replace(b"/Resources <<", b"/Resources << " + entries)


def page(contents: bytes, changed: Mapping[int, bytes] | None = None) -> bytes:
    """A file whose only page has these operators."""
    return document({CONTENTS: stream(contents), **(changed or {})})


def pages(count: int, *, words: bool) -> bytes:
    """A file of so many pages, blank or not."""
    kids = range(10, 10 + count)
    content = b"/Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >>" if words else b""
    body = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>" % content
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), count)
    return document({PAGES: tree, **dict.fromkeys(kids, body)})


def locked(algorithm: str, password: str) -> bytes:
    """A file that is encrypted; with an empty password, only printing is forbidden."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(document())))
    writer.encrypt(password, owner_password="propriétaire", algorithm=algorithm)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
