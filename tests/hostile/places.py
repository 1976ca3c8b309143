"""Odd names, and what stands in a folder without being a file: links, pipes, sockets, folders with a file's name."""

from __future__ import annotations

import os
import socket
import unicodedata
from typing import TYPE_CHECKING

from hostile.cases import SENTENCE, Bait, Case, case, entry, fails, gathered, indexed, passed_over, refused, skipped
from indexer.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_NAMES = {
    "emoji": "😀 note 👩‍👩‍👧.txt", "newline": "une\nligne.txt", "tab": "une\ttabulation.txt", "return": "un\rretour.txt", "dash": "-rf.txt", "two-dashes": "--help.txt", "dots": "fin...txt", "space-after": "fin .txt", "space-before": " début.txt",
    "long": "n" * 251 + ".txt", "backwards": "note\u202efdp.txt", "percent": "a..%2f..%2fnote.txt", "quotes": "l'été \"chaud\".txt", "shell": "$(touch zorglub-evil).txt", "backquotes": "`touch zorglub-evil`.txt", "pipe": "a|b;c&d.txt", "star": "a*b?[c].txt",
    "backslash": "a..\\note.txt", "colon": "C:note.txt", "escape": "a\x1b[31mrouge.txt", "bell": "a\x07\x01.txt", "delete": "a\x7f.txt", "next-line": "a\x85b\u2028c.txt", "braces": "{path} {0} %s.txt", "markup": "[bold]a[/bold] [red].txt", "closing": "a[/]b.txt", "tag": "<script>alert(1)<.txt", "hash": "a#b?c=d.txt",
    "invisible": "a\u200b\u200db.txt", "accents": "a" + "\u0301" * 100 + ".txt", "wide": "ＮＯＴＥ.txt", "device": "CON.txt", "null": "NUL.txt", "suffixes": "a.pdf.docx.html.txt", "suffix-case": "A.TxT", "space": "\u00a0.txt", "tilde": "~.txt", "equals": "a=b,c.txt", "not-a-character": "a\uffff.txt",
}  # fmt: skip
_BYTES = {
    "latin": b"sant\xe9.txt",
    "latin-twin": b"sant\xe8.txt",
    "broken": b"\xff\xfe\x80.txt",
    "surrogate": b"a\xed\xa0\x80.txt",
}


def _text(_: Bait) -> bytes:
    return f"{SENTENCE}\n".encode()


def _names() -> Iterator[Case]:
    for what, name in _NAMES.items():
        yield case(f"names/{name}", f"an odd name: {what}", indexed(), _text)
    for what, raw in _BYTES.items():
        yield case(f"names/{os.fsdecode(raw)}", f"a name that is not UTF-8: {what}", indexed(), _text)
        yield case(
            f"names/{os.fsdecode(raw[:-4])}.pdf",
            f"a damaged file whose name is not UTF-8: {what}",
            fails(UnreadableFile),
            _text,
        )
    for folder in (
        "-dossier",
        "dossier\navec ligne",
        "a..%2f",
        "a b'\"$(x)",
        os.fsdecode(b"dossier-\xe9"),
        "…",
        "note.pdf",
    ):
        yield case(f"folders/{folder}/note.txt", "a folder with an odd name", indexed(), _text)
    yield case(
        "folders/" + "/".join("d" * 100 for _ in range(15)) + "/note.txt", "15 folders in one another", indexed(), _text
    )
    for name in ("Note.txt", "note.txt", "NOTE.TXT", "note.TXT"):
        yield case(f"twins/{name}", "names that only differ by their case", indexed(), _text)
    for form in ("NFC", "NFD"):
        yield case(f"twins/{unicodedata.normalize(form, 'été')}.txt", f"a name in {form}", indexed(), _text)
    for name in ("a.txt", "a .txt", "a\u00a0.txt", "a\u200b.txt", "а.txt"):
        yield case(f"twins/{name}", "names that look the same", indexed(), _text)
    for name in ("..%2f..%2fnote.txt", "..\\note.txt", "._note.txt", ".cache/note.txt", "~$note.docx", ".note.pdf"):
        yield case(f"hidden/{name}", "a file that programs leave behind", passed_over(), _text)


def _link(target: Callable[[Path, Bait], str | Path]) -> Callable[[Path, Bait], object]:
    return lambda path, bait: path.symlink_to(target(path, bait))


_ASIDE = skipped()
"""A link out of the folder would publish what nobody meant to; what is no file cannot be read."""


def _entries() -> Iterator[Case]:
    yield entry("links/secret.txt", "a link to a file outside the folder", _ASIDE, _link(lambda _, bait: bait.secret))
    yield entry("links/up.txt", "a link that goes up", _ASIDE, _link(lambda *_: "../../secret.txt"))
    yield entry("links/zero.txt", "a link to a file without end", _ASIDE, _link(lambda *_: "/dev/zero"))
    yield entry(
        "links/process.txt",
        "a link to what the machine tells of this process",
        _ASIDE,
        _link(lambda *_: "/proc/self/environ"),
    )
    yield entry("links/nowhere.txt", "a link to nothing", _ASIDE, _link(lambda *_: "absent.txt"))
    yield entry("links/itself.txt", "a link to itself", _ASIDE, _link(lambda path, _: path.name))
    yield entry("links/one.txt", "a link to a link…", _ASIDE, _link(lambda *_: "two.txt"))
    yield entry("links/two.txt", "…that leads back", _ASIDE, _link(lambda *_: "one.txt"))
    yield entry("links/folder", "a link to the folder above it", _ASIDE, _link(lambda *_: ".."))
    yield entry("links/outer", "a link to the folder of the secret", _ASIDE, _link(lambda _, bait: bait.secret.parent))
    yield entry("links/pipe.txt", "a link to a pipe", _ASIDE, _link(lambda *_: "../special/pipe.txt"))
    yield entry("links/inside.txt", "a link to a file of the folder", indexed(), _link(lambda *_: "../twins/a.txt"))
    yield entry("special/pipe.txt", "a pipe that nobody writes to", _ASIDE, lambda path, _: os.mkfifo(path))
    yield entry("special/socket.txt", "a socket", _ASIDE, _socket)
    yield entry("special/folder.pdf", "an empty folder with a file's name", passed_over(), lambda path, _: path.mkdir())
    yield entry("special/hard.txt", "two names of one file", indexed(), _hard_link)
    yield entry("special/sparse.txt", "a file of 3 GB of holes", refused(), _sparse)
    if os.geteuid():
        yield entry("special/closed.txt", "a file that may not be read", fails(UnreadableFile), _closed)
    yield case("special/unknown.xyz", "a format that nobody knows", skipped(), _text)

    return refused().errors


def _socket(path: Path, _: Bait) -> None:
    # The name of a socket may have 108 bytes: it is made where it stands.
    here = os.open(".", os.O_RDONLY)
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.fchdir(here)
        os.close(here)


def _hard_link(path: Path, _: Bait) -> None:
    other = path.with_name("hard-too.md")
    other.write_bytes(f"{SENTENCE}\n".encode())
    path.hardlink_to(other)


def _sparse(path: Path, _: Bait) -> None:
    path.touch()
    os.truncate(path, 3 << 30)


def _closed(path: Path, _: Bait) -> None:
    path.write_bytes(SENTENCE.encode())
    path.chmod(0)


CASES = gathered(_names, _entries)
