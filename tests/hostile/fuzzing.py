"""Files changed at random, always in the same way for the same number, and the smallest of those that do harm."""

from __future__ import annotations

import io
import random
import re
import zipfile
from typing import TYPE_CHECKING

from hostile.office import package

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKENS = (
    b"\0", b"\xff\xff\xff\xff", b"\x80", b"-1", b"0", b"4294967296", b"9" * 40, b"1e999", b"nan", b"\xed\xa0\x80", b"&#xD800;", b"&#0;", b"\\u-10240?", b"%s%n", b"\r", b"\n\n", b"<", b">", b"</", b"<!--", b"]]>", b"&a;", b"{", b"}", b"[", b"((", b">>", b"<<",
    b"/Kids [3 0 R 2 0 R]", b"2 0 R", b"endobj", b"stream\n", b"/Filter /FlateDecode", b"obj", b"R", b"Do", b"TJ", b"BT", b"\\", b"'", b'"', b"=", b"=?utf-8?q?=ED=A0=80?=", b"--x", b"Content-Type: multipart/mixed", b"From ", b":", b";" * 50, b"|", b"#", b"[^1]: ", b"> " * 40, b"PK\1\2", b"PK\5\6",
    b"<table>", b"<w:p>", b"<text:p>", b'w:val="x"', b'table:number-columns-repeated="99999999"', b'colspan="99999999"', b' r:id="rId1"', b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\xa8", b"\xcc\x81" * 30, b"\\bin99999999", b"\\'zz",
)  # fmt: skip
_FIGURES = re.compile(rb"\d+")
_PACKED = b"PK\3\4"


def changed(number: int, data: bytes, other: bytes) -> bytes:
    """`data` with a few changes, chosen by `number`.

    Args:
        number: The same one always gives the same bytes.
        data: A valid file; a package has one or two of its parts changed three times out of four.
        other: Another file, of which pieces are put in.
    """
    chance = random.Random(number)
    if data.startswith(_PACKED) and chance.random() < 0.75:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
        for _ in range(chance.choice((1, 1, 2))):
            name = chance.choice(list(parts))
            content = parts[name]
            assert isinstance(content, bytes)
            parts[name] = _mutated(chance, content, other)
        if chance.random() < 0.05:
            parts.pop(chance.choice(list(parts)))
        return package(parts)
    return _mutated(chance, data, other)


def _mutated(chance: random.Random, data: bytes, other: bytes) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3, 5, 9))):
        data = chance.choice(_CHANGES)(chance, data, other)
    return data[:2_000_000]


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 4, 16, 64, 256)))


def _flip(chance: random.Random, data: bytes, _: bytes) -> bytes:
    if not data:
        return data
    out = bytearray(data)
    for _n in range(chance.choice((1, 1, 2, 8))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _delete(chance: random.Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 2, 10, 300)) + data[end:]


def _move(chance: random.Random, data: bytes, _: bytes) -> bytes:
    start, end = _span(chance, data)
    rest = data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _splice(chance: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(chance, other)
    at, until = _span(chance, data)
    return data[:at] + other[start:end] + data[chance.choice((at, until)) :]


def _insert(chance: random.Random, data: bytes, _: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_TOKENS) * chance.choice((1, 1, 3, 40)) + data[at:]


def _figure(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """Another number in place of one."""
    found = list(_FIGURES.finditer(data))
    if not found:
        return data
    number = chance.choice(found)
    other = chance.choice((b"0", b"-1", b"1", b"65536", b"99999999", b"2147483648", b"9" * 25, b"1.5", b"x"))
    return data[: number.start()] + other + data[number.end() :]


def _word(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """A word of the file in place of another."""
    found = list(re.finditer(rb"[A-Za-z/:\\]{2,20}", data))
    if not found:
        return data
    there, here = chance.choice(found), chance.choice(found)
    return data[: here.start()] + there.group() + data[here.end() :]


def _cut(chance: random.Random, data: bytes, _: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


_CHANGES: tuple[Callable[[random.Random, bytes, bytes], bytes], ...] = (
    _flip, _flip, _delete, _repeat, _move, _splice, _insert, _insert, _figure, _word, _word, _cut,
)  # fmt: skip


def smallest(data: bytes, harms: Callable[[bytes], bool], tries: int = 300) -> bytes:
    """The least of `data` that still does the same harm, blocks taken out one after the other.

    Args:
        data: Bytes that harm.
        harms: Whether some bytes do.
        tries: How many times to ask.
    """
    size = len(data) // 2
    while size and tries > 0:
        at = 0
        while at < len(data) and tries > 0:
            without = data[:at] + data[at + size :]
            tries -= 1
            if harms(without):
                data = without
            else:
                at += size
        size //= 2
    return data
