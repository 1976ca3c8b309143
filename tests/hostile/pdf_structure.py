"""PDF files whose structure lies: cross-references, trees, counts, encryption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hostile.cases import Case, Outcome, bounded, case, fails, gathered, indexed, refused, told
from hostile.pdf import (
    CATALOG,
    CONTENTS,
    FONT,
    document,
    flate,
    locked,
    show,
    standard,
    stream,
)
from hostile.pdf import WORDS as SENTENCE
from indexer.errors import EncryptedFile, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_XREF_LOOP = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"


def pdf_case(
    name: str, what: str, outcome: Outcome, changed: Mapping[int, bytes], trailer: bytes = b"/Root 1 0 R"
) -> Case:
    """A PDF file with these objects changed."""
    return case(f"pdf/{name}.pdf", what, outcome, lambda _: document(changed, trailer))


def _edited(old: bytes, new: bytes) -> bytes:
    whole = document()
    assert old in whole
    return whole.replace(old, new)


def _prev_loop(*, twice: bool) -> bytes:
    """Tables of cross-references, each of which says that it completes the other, or itself."""
    whole = document()
    first = whole.rindex(b"startxref")
    table = whole.index(b"xref\n0 ")
    second = len(whole)
    if twice:
        whole = whole.replace(b"/Root 1 0 R >>\nstartxref", b"/Root 1 0 R /Prev %010d >>\nstartxref" % 0)
        second = len(whole)
        whole = whole.replace(b"/Prev %010d" % 0, b"/Prev %010d" % second)
        return whole + _XREF_LOOP % (table, second)
    assert first > table
    return whole + _XREF_LOOP % (second, second)


def _xref_stream_loop() -> bytes:
    body = b"%PDF-1.7\n"
    places = {}
    for number, content in standard().items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"\0\0\0\0\xff" + b"".join(b"\1" + places[n].to_bytes(3, "big") + b"\0" for n in sorted(places))
    rows += b"\1" + len(body).to_bytes(3, "big") + b"\0"
    entries = b"/Type /XRef /Size 7 /W [1 3 1] /Root 1 0 R /Prev %d" % len(body)
    return body + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(rows, entries), len(body))


def _object_stream(*, extends: bytes, lists: bytes) -> bytes:
    """A page whose content is said to stand in an object stream, which says that it stands in itself."""
    body = b"%PDF-1.7\n"
    places = {}
    objects = {n: o for n, o in standard().items() if n != FONT}
    objects[6] = stream(lists + b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                        b"/Type /ObjStm /N 1 /First %d %s" % (len(lists), extends))  # fmt: skip
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = bytearray(b"\0\0\0\0\xff")
    for number in range(1, 8):
        if number == FONT or (number == 6 and not extends):
            rows += b"\2" + (6).to_bytes(3, "big") + b"\0"
        else:
            rows += b"\1" + places.get(number, len(body)).to_bytes(3, "big") + b"\0"
    entries = b"/Type /XRef /Size 8 /W [1 3 1] /Root 1 0 R"
    return body + b"7 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(bytes(rows), entries), len(body))


def _cross_references() -> Iterator[Case]:
    whole = document()
    start = whole.rindex(b"startxref\n") + 10
    yield case(
        "pdf/xref-prev-self.pdf", "cross-references that complete themselves", told(), lambda _: _prev_loop(twice=False)
    )
    yield case(
        "pdf/xref-prev-loop.pdf", "two tables that complete each other", told(), lambda _: _prev_loop(twice=True)
    )
    yield case(
        "pdf/xref-stream-prev-self.pdf",
        "a cross-reference stream that completes itself",
        told(),
        lambda _: _xref_stream_loop(),
    )
    yield case(
        "pdf/startxref-zero.pdf", "cross-references said to be at 0", told(), lambda _: whole[:start] + b"0\n%%EOF\n"
    )
    yield case(
        "pdf/startxref-beyond.pdf",
        "cross-references said to be after the end",
        told(),
        lambda _: whole[:start] + b"999999999\n%%EOF\n",
    )
    yield case(
        "pdf/startxref-huge.pdf",
        "an offset of 400 figures",
        told(),
        lambda _: whole[:start] + b"9" * 400 + b"\n%%EOF\n",
    )
    yield case("pdf/startxref-negative.pdf", "an offset below zero", told(), lambda _: whole[:start] + b"-42\n%%EOF\n")
    yield case(
        "pdf/xref-offsets-wrong.pdf",
        "every object said to be at 7",
        told(),
        lambda _: re.sub(rb"\d{10} 00000 n", b"0000000007 00000 n", whole),
    )
    yield case(
        "pdf/xref-count-lie.pdf",
        "a table that says it has 99,999,999 rows",
        bounded(),
        lambda _: _edited(b"xref\n0 6\n", b"xref\n0 99999999\n"),
    )
    yield case(
        "pdf/xref-missing.pdf",
        "no cross-references at all",
        told(),
        lambda _: whole[: whole.index(b"xref\n0 ")] + b"%%EOF\n",
    )
    yield case("pdf/trailer-missing.pdf", "no trailer", told(), lambda _: _edited(b"trailer", b"tralier"))
    yield case(
        "pdf/object-stream-in-itself.pdf",
        "an object stream that stands in itself",
        told(),
        lambda _: _object_stream(extends=b"", lists=b"6 0 "),
    )
    yield case(
        "pdf/object-stream-extends-itself.pdf",
        "an object stream that extends itself",
        told(),
        lambda _: _object_stream(extends=b"/Extends 6 0 R", lists=b"4 0 "),
    )
    yield case(
        "pdf/object-stream-lies.pdf",
        "an object stream that places its objects beyond its end",
        told(),
        lambda _: _object_stream(extends=b"/Extends 5 0 R", lists=b"4 99999 "),
    )
    yield pdf_case("root-missing", "a trailer that names no catalogue", told(), {}, b"")
    yield pdf_case("root-number", "a catalogue that is a number", told(), {CATALOG: b"42"})
    yield pdf_case("root-loop", "a catalogue that refers to itself", told(), {CATALOG: b"1 0 R"})
    yield pdf_case(
        "reference-loop", "two objects that are each other", told(), {CONTENTS: b"10 0 R", 10: b"11 0 R", 11: b"10 0 R"}
    )
    yield pdf_case(
        "length-loop",
        "a stream whose length is itself",
        told(),
        {CONTENTS: b"<< /Length 5 0 R >>\nstream\n%s\nendstream" % show(SENTENCE)},
    )
    yield pdf_case(
        "length-lie",
        "a stream that says it has 2,000,000,000 bytes",
        told(),
        {CONTENTS: b"<< /Length 2000000000 >>\nstream\n%s\nendstream" % show(SENTENCE)},
    )
    yield pdf_case(
        "length-negative",
        "a stream of -1 bytes",
        told(),
        {CONTENTS: b"<< /Length -1 >>\nstream\n%s\nendstream" % show(SENTENCE)},
    )


def _locks() -> Iterator[Case]:
    for algorithm in ("RC4-40", "RC4-128", "AES-128", "AES-256"):
        yield case(
            f"pdf/locked-{algorithm.lower()}.pdf",
            "a password is needed",
            fails(EncryptedFile),
            lambda _, name=algorithm: locked(name, "secret"),
        )
        yield case(
            f"pdf/no-printing-{algorithm.lower()}.pdf",
            "only printing is forbidden",
            indexed(),
            lambda _, name=algorithm: locked(name, ""),
        )
    yield pdf_case(
        "lock-unknown",
        "encrypted by a handler that nobody knows",
        fails(EncryptedFile, UnreadableFile),
        {10: b"<< /Filter /Zorglub /V 9 /R 9 /O (o) /U (u) /P -1 >>"},
        b"/Root 1 0 R /Encrypt 10 0 R /ID [(a) (b)]",
    )
    yield pdf_case(
        "lock-loop", "encrypted by itself", told(), {10: b"10 0 R"}, b"/Root 1 0 R /Encrypt 10 0 R /ID [(a) (b)]"
    )
    yield pdf_case(
        "lock-bare",
        "encryption without a key, a number or an identifier",
        fails(EncryptedFile, UnreadableFile),
        {10: b"<< /Filter /Standard >>"},
        b"/Root 1 0 R /Encrypt 10 0 R",
    )
    yield pdf_case(
        "lock-long-key",
        "a key of 2,000,000,000 bits",
        told(),
        {10: b"<< /Filter /Standard /V 2 /R 3 /Length 2000000000 /O (%s) /U (%s) /P -4 >>" % (b"o" * 32, b"u" * 32)},
        b"/Root 1 0 R /Encrypt 10 0 R /ID [(a) (b)]",
    )


def _wrappings() -> Iterator[Case]:
    whole = document()
    yield case(
        "pdf/header-late.pdf",
        "500 bytes of something else before the header",
        told(),
        lambda _: document(head=b"x" * 499 + b"\n"),
    )
    yield case(
        "pdf/header-too-late.pdf",
        "4,000 bytes of something else before the header",
        told(),
        lambda _: document(head=b"x" * 3999 + b"\n"),
    )
    yield case("pdf/header-only.pdf", "a header and an end, nothing between", told(), lambda _: b"%PDF-1.7\n%%EOF\n")
    yield case("pdf/version-strange.pdf", "version 99.x", told(), lambda _: whole.replace(b"%PDF-1.7", b"%PDF-99.x"))
    yield case("pdf/twice.pdf", "two files in one", told(), lambda _: whole + whole)
    yield case(
        "pdf/mail-line-ends.pdf",
        "all its line ends doubled by a mail program",
        told(),
        lambda _: whole.replace(b"\n", b"\r\n"),
    )
    yield case(
        "pdf/seven-bits.pdf",
        "the eighth bit lost on the way",
        told(),
        lambda _: bytes(byte & 127 for byte in document({CONTENTS: flate(show(SENTENCE))})),
    )
    yield case("pdf/zeros-at-the-end.pdf", "padded with 100,000 zeros", told(), lambda _: whole + bytes(100_000))
    yield case(
        "pdf/comments.pdf",
        "a million comments",
        bounded(),
        lambda _: document(head=b"").replace(b"1 0 obj", b"%c\n" * 1_000_000 + b"1 0 obj", 1),
    )
    yield case(
        "pdf/holes.pdf",
        "zeros in the middle, as a bad disk leaves them",
        refused(),
        lambda _: whole[:40] + bytes(len(whole) - 60) + whole[-20:],
    )


CASES = gathered(_cross_references, _locks, _wrappings)
