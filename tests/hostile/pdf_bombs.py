"""PDF files that unpack to too much, or whose forms and letters show themselves."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from hostile.bombs import zlib_bomb
from hostile.cases import SECRET, Bait, Case, bounded, case, gathered, indexed, told
from hostile.pdf import (
    CATALOG,
    CONTENTS,
    FONT,
    PAGE,
    catalog,
    document,
    flate,
    show,
    standard,
    stream,
    with_resources,
)
from hostile.pdf import WORDS as SENTENCE
from hostile.pdf_contents import page_case

if TYPE_CHECKING:
    from collections.abc import Iterator


_XML_BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]><x:xmpmeta xmlns:x="adobe:ns:meta/">&j;</x:xmpmeta>"""
    % b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
)


def _form(contents: bytes, inner: bytes = b"") -> bytes:
    resources = b"/Resources << /Font << /F1 4 0 R >> /XObject << %s >> >>" % inner
    return stream(contents, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources)


def _laughing_forms(levels: int, width: int) -> dict[int, bytes]:
    """Forms that each show the next one `width` times: the page prints `width ** levels` lines."""
    forms = {10 + n: _form(b"/X Do\n" * width, b"/X %d 0 R" % (11 + n)) for n in range(levels)}
    return {PAGE: with_resources(b"/XObject << /X 10 0 R >>"), **forms, 10 + levels: _form(show(SENTENCE))}


def _bombs() -> Iterator[Case]:
    yield case(
        "pdf/flate-bomb.pdf",
        "contents of 400 MB in 400 kB",
        bounded(),
        lambda _: document({CONTENTS: stream(zlib_bomb(400), b"/Filter /FlateDecode")}),
    )
    yield case(
        "pdf/flate-bomb-twice.pdf",
        "compressed twice: 2 GB in 10 kB",
        bounded(),
        lambda _: document({CONTENTS: stream(zlib.compress(zlib_bomb(2048)), b"/Filter [/FlateDecode /FlateDecode]")}),
    )
    yield case(
        "pdf/filters-1000.pdf",
        "a thousand filters",
        bounded(),
        lambda _: document({CONTENTS: stream(b"4e>" * 100, b"/Filter [%s]" % (b"/ASCIIHexDecode " * 1000))}),
    )
    yield case(
        "pdf/filter-unknown.pdf",
        "a filter that nobody knows",
        told(),
        lambda _: document({CONTENTS: stream(show(SENTENCE), b"/Filter /ZorglubDecode")}),
    )
    yield case(
        "pdf/filter-lie.pdf",
        "said to be compressed, and is not",
        told(),
        lambda _: document({CONTENTS: stream(show(SENTENCE), b"/Filter /FlateDecode")}),
    )
    yield case(
        "pdf/run-length-bomb.pdf",
        "run lengths: 60 MB",
        bounded(),
        lambda _: document({CONTENTS: stream(b"\x81 " * 470_000 + b"\x80", b"/Filter /RunLengthDecode")}),
    )
    yield case(
        "pdf/lzw-garbage.pdf",
        "LZW data drawn at random",
        told(),
        lambda _: document({CONTENTS: stream(bytes(range(256)) * 400, b"/Filter /LZWDecode")}),
    )
    yield case(
        "pdf/ascii85-garbage.pdf",
        "ASCII85 data that never ends",
        told(),
        lambda _: document({CONTENTS: stream(b"zzzz~" * 5000, b"/Filter /ASCII85Decode")}),
    )
    yield case(
        "pdf/predictor-lie.pdf",
        "a predictor of 2,000,000,000 columns",
        bounded(),
        lambda _: document(
            {CONTENTS: flate(show(SENTENCE), b"/DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 99 >>")}
        ),
    )
    yield case(
        "pdf/predictor-negative.pdf",
        "a predictor of -1 columns",
        told(),
        lambda _: document({CONTENTS: flate(show(SENTENCE), b"/DecodeParms << /Predictor 12 /Columns -1 >>")}),
    )
    yield case("pdf/image-bomb.pdf", "a picture of 60,000 × 60,000 dots", bounded(), lambda _: _image_bomb())
    yield case(
        "pdf/contents-20000-times.pdf",
        "the same contents 20,000 times in a page",
        bounded(),
        lambda _: document(
            {PAGE: standard()[PAGE].replace(b"/Contents 5 0 R", b"/Contents [%s]" % (b"5 0 R " * 20_000))}
        ),
    )
    yield case(
        "pdf/xmp-bomb.pdf",
        "metadata whose entities laugh a thousand million times",
        indexed(),
        lambda _: document(
            {CATALOG: catalog(b"/Metadata 10 0 R"), 10: stream(_XML_BOMB, b"/Type /Metadata /Subtype /XML")}
        ),
    )
    yield case(
        "pdf/xmp-reads-a-file.pdf",
        "metadata that ask for a file of this machine",
        indexed(SENTENCE, SECRET),
        _xmp_that_reads,
    )


def _image_bomb() -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace /DeviceGray"
    image = flate(bytes(1_000_000), entries)
    return document(
        {
            PAGE: with_resources(b"/XObject << /I 10 0 R >>"),
            10: image,
            CONTENTS: stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
        }
    )


def _xmp_that_reads(bait: Bait) -> bytes:
    xml = b'<!DOCTYPE x [<!ENTITY s SYSTEM "%s">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&s;</x:xmpmeta>'
    body = stream(xml % bait.secret.as_uri().encode(), b"/Type /Metadata /Subtype /XML")
    return document({CATALOG: catalog(b"/Metadata 10 0 R"), 10: body})


def _loops() -> Iterator[Case]:
    form_in_itself = {
        PAGE: with_resources(b"/XObject << /X 10 0 R >>"),
        10: _form(show(SENTENCE) + b"/X Do", b"/X 10 0 R"),
    }
    two = {
        PAGE: with_resources(b"/XObject << /X 10 0 R >>"),
        10: _form(b"/X Do", b"/X 11 0 R"),
        11: _form(b"/X Do", b"/X 10 0 R"),
    }
    yield page_case("form-in-itself", "a form that shows itself", lambda: b"/X Do", form_in_itself)
    yield page_case("forms-in-each-other", "two forms that show each other", lambda: b"/X Do", two)
    yield page_case(
        "forms-laughing", "forms that print ten thousand million lines", lambda: b"/X Do", _laughing_forms(10, 10)
    )
    yield page_case("forms-deep", "forms 1,500 levels deep", lambda: b"/X Do", _laughing_forms(1500, 1))
    glyph = stream(b"1000 0 0 0 750 750 d1 BT /F1 1 Tf (a) Tj ET")
    type3 = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 10 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] /Resources << /Font << /F1 4 0 R >> >> >>"
    yield page_case(
        "type3-in-itself",
        "a letter drawn with itself",
        lambda: b"BT /F1 12 Tf 72 700 Td (aaaa) Tj ET",
        {FONT: type3, 10: glyph},
    )
    font_loop = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R] >>"
    yield page_case("font-descends-from-itself", "a font made of itself", lambda: show(SENTENCE), {FONT: font_loop})


CASES = gathered(_bombs, _loops)
