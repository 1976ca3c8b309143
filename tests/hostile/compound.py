"""Compound files ([MS-CFB]): what Office wrote before 2007, what it locks documents in, and Outlook's messages."""

from __future__ import annotations

import struct

_SECTOR, _SMALL = 512, 64
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A file of these streams, each under 4,096 bytes, all in the root."""
    small, small_table, places = b"", [], {}
    for name, content in streams.items():
        count = -(-len(content) // _SMALL)
        places[name] = (len(small_table) if count else _END, len(content))
        small_table += [*range(len(small_table) + 1, len(small_table) + count), _END] if count else []
        small += content.ljust(count * _SMALL, b"\0")
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    entries = [_entry("Root Entry", 5, _FREE, 1, 0, len(small))]
    entries += [_entry(n, 2, i + 2 if i + 1 < len(names) else _FREE, _FREE, *places[n]) for i, n in enumerate(names)]
    bodies = [b"".join(entries), struct.pack(f"<{len(small_table)}I", *small_table), small]
    lengths = [-(-len(body) // _SECTOR) for body in bodies]
    starts = [1, 1 + lengths[0], 1 + lengths[0] + lengths[1]]
    entries[0] = _entry("Root Entry", 5, _FREE, 1, starts[2] if small else _END, len(small))
    bodies[0] = b"".join(entries)
    table = [_TABLE]
    for length in lengths:
        table += [*range(len(table) + 1, len(table) + length), _END] if length else []
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, starts[0], 0, 4096, starts[1] if small else _END, lengths[1], _END, 0)
    fillings = (b"\0", b"\xff", b"\0")
    parts = [body.ljust(n * _SECTOR, fill) for body, n, fill in zip(bodies, lengths, fillings, strict=True)]
    first = head + struct.pack("<I", 0) + b"\xff" * 4 * 108
    return first + struct.pack(f"<{len(table)}I", *table).ljust(_SECTOR, b"\xff") + b"".join(parts)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    return head + struct.pack("<III", _FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def locked(name: str = "EncryptedPackage") -> bytes:
    """What Office writes for a document under a password ([MS-OFFCRYPTO] 2.3.4.4), or of before 2007."""
    return compound({name: bytes(range(256)) * 4, "EncryptionInfo": b"\4\0\4\0" + bytes(60)})


def message(subject: str, body: str) -> bytes:
    """An Outlook message ([MS-OXMSG]): subject, body and class, in UTF-16."""
    texts = {0x001A: "IPM.Note", 0x0037: subject, 0x1000: body, 0x0C1A: "Une coordinatrice"}
    streams = {f"__substg1.0_{tag:04X}001F": text.encode("utf-16-le") for tag, text in texts.items()}
    rows = b"".join(struct.pack("<IIII", tag << 16 | 0x1F, 6, 2 * len(text) + 2, 0) for tag, text in texts.items())
    return compound({**streams, "__properties_version1.0": bytes(32) + rows})


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_workbook(rows: list[list[str | float]]) -> bytes:
    """A workbook of before 2007 ([MS-XLS]), of one sheet: words and numbers, no styles but the one each cell must have."""
    words = lambda text: struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")  # noqa: E731
    font = _record(
        0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 1) + "Arial".encode("utf-16-le")
    )
    style = _record(0xE0, struct.pack("<HHH", 0, 0, 1) + bytes(14))
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                sheet += _record(0x204, place + words(value))
            else:
                sheet += _record(0x203, place + struct.pack("<d", value))
    sheet += _record(0x0A, b"")
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0)) + font * 5 + style * 16
    name = struct.pack("<BB", 7, 1) + "Feuille".encode("utf-16-le")
    start = len(head) + 4 + 6 + len(name) + 4
    head += _record(0x85, struct.pack("<IBB", start, 0, 0) + name) + _record(0x0A, b"")
    return compound({"Workbook": head + sheet})
