"""Files cut short, and files under another format's name."""

from __future__ import annotations

import io
import struct
import tarfile
import zlib
from typing import TYPE_CHECKING

from hostile.bombs import gzip_bomb
from hostile.cases import Case, Outcome, bounded, case, fails, gathered, refused, skipped, told
from hostile.office import package
from hostile.seeds import SEEDS
from indexer.errors import EmptyDocument, EncryptedFile, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKED = (".docx", ".xlsx", ".odt", ".ods", ".pptx")
_CUTS = (0.02, 0.3, 0.6, 0.9, 0.99)
_PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    for kind, body in (
        (b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(60_000), 9)),
        (b"IEND", b""),
    )
)
STRANGERS: dict[str, bytes] = {
    "elf": b"\x7fELF\2\1\1" + bytes(9) + bytes(range(256)) * 8,
    "exe": b"MZ\x90\0" + bytes(60) + b"This program cannot be run in DOS mode.\r\n$" + bytes(range(256)) * 8,
    "script": b"#!/bin/sh\nrm -rf zorglub\n",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 8,
    "png": _PNG,
    "sqlite": b"SQLite format 3\0" + bytes(4080),
    "class": b"\xca\xfe\xba\xbe" + bytes(range(256)) * 4,
    "zip": package({"a.txt": "Une note."}),
    "gzip": gzip_bomb(1),
    "random": bytes((n * n * 7 + n // 3) % 256 for n in range(6000)),
}
"""What is no publication: name → bytes."""


def _truncated() -> Iterator[Case]:
    for suffix in (".pdf", *_PACKED, ".msg"):
        errors = fails(UnreadableFile) if suffix != ".msg" else told()
        for share in _CUTS:
            yield case(
                f"cut/at-{share:.0%}{suffix}",
                f"cut at {share:.0%}",
                errors,
                lambda _, s=suffix, n=share: SEEDS[s][: int(n * len(SEEDS[s]))],
            )
    for suffix in (".rtf", ".html", ".csv", ".md", ".txt", ".eml", ".mbox"):
        for share in _CUTS[1::2]:
            yield case(
                f"cut/at-{share:.0%}{suffix}",
                f"cut at {share:.0%}",
                told(),
                lambda _, s=suffix, n=share: SEEDS[s][: int(n * len(SEEDS[s]))],
            )
    for suffix in _PACKED:
        yield case(
            f"cut/end-only{suffix}",
            "all but the first half",
            refused(),
            lambda _, s=suffix: SEEDS[s][len(SEEDS[s]) // 2 :],
        )
        yield case(
            f"cut/zeros-inside{suffix}",
            "zeros in the middle, as a bad disk leaves them",
            refused(),
            lambda _, s=suffix: _holed(SEEDS[s]),
        )


def _holed(data: bytes) -> bytes:
    third = len(data) // 3
    return data[:third] + bytes(third) + data[2 * third :]


def _flagged(data: bytes) -> bytes:
    """A zip archive whose parts are said to be encrypted, as zip itself encrypts them."""
    out = bytearray(data)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at >= 0:
            out[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(out)


def _one_for_all(data: bytes) -> bytes:
    """A zip archive with 500 names for each of its parts, all leading to the same bytes (a bomb without nesting)."""
    end = data.rindex(b"PK\5\6")
    count, length, place = struct.unpack("<HII", data[end + 10 : end + 20])
    directory = data[place : place + length] * 500
    return (
        data[:place]
        + directory
        + b"PK\5\6"
        + struct.pack("<HHHHIIH", 0, 0, count * 500, count * 500, len(directory), place, 0)
    )


def _packages() -> Iterator[Case]:
    for suffix in _PACKED:
        seed = SEEDS[suffix]
        yield case(
            f"zip/locked{suffix}",
            "parts under a zip password",
            fails(EncryptedFile, UnreadableFile),
            lambda _, s=seed: _flagged(s),
        )
        yield case(f"zip/one-for-all{suffix}", "500 names for each part", bounded(), lambda _, s=seed: _one_for_all(s))
        yield case(
            f"zip/method-99{suffix}",
            "packed by a method that nobody knows",
            refused(),
            lambda _, s=seed: s.replace(b"\x08\0\0\0!\0", b"\x63\0\0\0!\0").replace(b"\x08\0\0\0!X", b"\x63\0\0\0!X"),
        )
        yield case(
            f"zip/crc-wrong{suffix}", "a sum that is not that of the bytes", refused(), lambda _, s=seed: _wrong_sum(s)
        )
        yield case(
            f"zip/junk-before{suffix}", "a program before the package", told(), lambda _, s=seed: STRANGERS["exe"] + s
        )
        yield case(
            f"zip/junk-after{suffix}", "70,000 bytes after the package", told(), lambda _, s=seed: s + b"x" * 70_000
        )
        yield case(
            f"zip/up{suffix}", "parts that would go up out of the folder", told(), lambda _, s=seed: _with_evil(s)
        )
        yield case(
            f"zip/other-package{suffix}",
            "a zip archive that is no document",
            fails(UnreadableFile, EmptyDocument),
            lambda _: STRANGERS["zip"],
        )
        yield case(
            f"zip/empty-package{suffix}",
            "a zip archive of nothing",
            fails(UnreadableFile, EmptyDocument),
            lambda _: b"PK\5\6" + bytes(18),
        )


def _wrong_sum(data: bytes) -> bytes:
    out = bytearray(data)
    for mark, offset in ((b"PK\3\4", 14), (b"PK\1\2", 16)):
        at = data.rfind(mark)
        out[at + offset] ^= 255
    return bytes(out)


def _with_evil(data: bytes) -> bytes:
    import zipfile

    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        for name in ("../../../zorglub-evil.txt", "/tmp/zorglub-evil.txt", "..\\zorglub-evil.txt", "a/\x01\nb.txt"):
            archive.writestr(name, "zorglub")
    return stream.getvalue()


def _misnamed() -> Iterator[Case]:
    for suffix in (*_PACKED, ".pdf", ".msg"):
        for name, content in STRANGERS.items():
            yield case(
                f"not/{name}{suffix}",
                f"a {name} file under the name of a {suffix}",
                fails(UnreadableFile, EmptyDocument),
                lambda _, c=content: c,
            )
    for suffix in (".txt", ".md", ".csv", ".html", ".rtf", ".eml"):
        for name in ("elf", "jpeg", "zip", "random"):
            outcome = told() if suffix == ".eml" else refused()
            yield case(
                f"not/{name}{suffix}",
                f"a {name} file under the name of a {suffix}",
                outcome,
                lambda _, c=STRANGERS[name]: c,
            )
    for suffix in SEEDS:
        for other in (".pdf", ".docx", ".html", ".xlsx", ".odt", ".txt"):
            if SEEDS[suffix] != SEEDS[other]:
                yield case(
                    f"swapped/{suffix[1:]}{other}",
                    f"a {suffix} file under the name of a {other}",
                    _swapped(other),
                    lambda _, s=suffix: SEEDS[s],
                )


def _swapped(other: str) -> Outcome:
    return told() if other in {".html", ".txt"} else fails(UnreadableFile, EmptyDocument, EncryptedFile)


def _archives() -> Iterator[Case]:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        link = tarfile.TarInfo("lien.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "../../secret.txt"
        archive.addfile(link)
        evil = tarfile.TarInfo("../../zorglub-evil.txt")
        evil.size = 7
        archive.addfile(evil, io.BytesIO(b"zorglub"))
    nested = STRANGERS["zip"]
    for _ in range(20):
        nested = package({"a.zip": nested})
    for name, what, content in (
        ("bomb.gz", "a gigabyte in a megabyte", gzip_bomb), ("up.tar", "a member that would go up out of the folder", tar.getvalue()), ("up.zip", "members that would go up out of the folder", _with_evil(STRANGERS["zip"])), ("deep.zip", "20 archives in one another", nested),
        ("picture.png", "a picture of 60,000 × 60,000 dots", _PNG), ("program.exe", "a program", STRANGERS["exe"]), ("program", "a program without a suffix", STRANGERS["elf"]), ("old.doc", "the binary format of before 2007", b"\xd0\xcf\x11\xe0" + bytes(900)), ("page.php", "a program of the web", b"<?php ?>"), (".pdf.exe", "hidden", b"MZ"), ("point.", "a dot and nothing after", b"a"),
    ):  # fmt: skip
        outcome = Outcome(listed=False) if name.startswith(".") else skipped()
        make = (lambda _: gzip_bomb(1000)) if content is gzip_bomb else (lambda _, c=content: c)
        yield case(f"others/{name}", what, outcome, make)


CASES = gathered(_truncated, _packages, _misnamed, _archives)
