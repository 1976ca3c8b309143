"""Makers of messages: Internet messages by hand, Outlook messages down to their sectors."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    "From: =?utf-8?Q?Jeanne_Pr=C3=A9vost?= <jeanne@exemple.fr>\n"
    "To: contact@exemple.fr\n"
    "Subject: =?utf-8?B?UsOpdW5pb24gZGUgbWFycw==?=\n"
    "Date: Mon, 3 Mar 2025 00:12:00 +0100\n"
    "Message-ID: <abc@exemple.fr>\n"
    "MIME-Version: 1.0\n"
)
"""« Réunion de mars », by Jeanne Prévost, on 3 March 2025 (2 March in UTC)."""


def eml(path: Path, body: str | bytes, kind: str = "text/plain; charset=utf-8", head: str = HEAD) -> Path:
    """A message of one part, or of the parts that `body` holds."""
    content = body.encode() if isinstance(body, str) else body
    path.write_bytes(f"{head}Content-Type: {kind}\n\n".encode() + content)
    return path


def part(kind: str, body: str | bytes, **fields: str) -> bytes:
    """A part of a message, from the line below its boundary."""
    lines = [f"Content-Type: {kind}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return "\n".join(lines).encode() + b"\n\n" + (body.encode() if isinstance(body, str) else body) + b"\n"


def multipart(*parts: bytes, boundary: str = "frontiere") -> bytes:
    """Parts between boundaries."""
    line = b"--" + boundary.encode()
    return b"".join(line + b"\n" + part for part in parts) + line + b"--\n"


def attached(name: str, content: bytes = b"%PDF-1.4 contenu", kind: str = "application/pdf") -> bytes:
    """An attachment, its name as given."""
    import base64

    return part(
        kind,
        base64.encodebytes(content),
        Content_Disposition=f'attachment; filename="{name}"',
        Content_Transfer_Encoding="base64",
    )


@dataclass
class Outlook:
    """What an Outlook message holds; everything may be left out."""

    subject: str = "Réunion de mars"
    sender: str = "Jeanne Prévost"
    body: str = ""
    html: bytes = b""
    rtf: bytes = b""
    date: datetime | None = datetime(2025, 3, 3, 9, 12, tzinfo=UTC)
    kind: str = "IPM.Note"
    attachments: list[tuple[str, str, bytes | Outlook]] = field(default_factory=list)

    def streams(self, header: int = 32) -> dict[str, bytes]:
        """Streams by path, the properties' numbers as in [MS-OXPROPS]."""
        words = {0x001A: self.kind, 0x0037: self.subject, 0x0C1A: self.sender, 0x1000: self.body}
        properties = {(pid, 0x001F): text.encode("utf-16-le") for pid, text in words.items() if text}
        properties |= {(0x1013, 0x0102): self.html} if self.html else {}
        properties |= {(0x1009, 0x0102): self.rtf} if self.rtf else {}
        fixed = {(0x3FDE, 0x0003): struct.pack("<q", 65001)}
        if self.date is not None:
            since = int((self.date - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
            fixed[0x0039, 0x0040] = struct.pack("<q", since)
        found = _properties(properties, fixed, header)
        for number, (name, kind, content) in enumerate(self.attachments):
            folder = f"__attach_version1.0_#{number:08X}/"
            told = {(0x3707, 0x001F): name.encode("utf-16-le"), (0x370E, 0x001F): kind.encode("utf-16-le")}
            if isinstance(content, Outlook):
                inner = content.streams(header=24)
                found |= {f"{folder}__substg1.0_3701000D/{path}": data for path, data in inner.items()}
            else:
                told[0x3701, 0x0102] = content
            found |= {folder + path: data for path, data in _properties(told, {}, 8).items()}
        return found

    def write(self, path: Path) -> Path:
        """The message as a file."""
        path.write_bytes(compound(self.streams()))
        return path


def _properties(
    variable: dict[tuple[int, int], bytes], fixed: dict[tuple[int, int], bytes], header: int
) -> dict[str, bytes]:
    rows = [struct.pack("<HHII4x", kind, pid, 6, len(data)) for (pid, kind), data in variable.items()]
    rows += [struct.pack("<HHI", kind, pid, 6) + data for (pid, kind), data in fixed.items()]
    streams = {f"__substg1.0_{pid:04X}{kind:04X}": data for (pid, kind), data in variable.items()}
    return {"__properties_version1.0": bytes(header) + b"".join(rows), **streams}


_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3): streams under 4,096 bytes in the mini stream, as the format demands."""
    sectors: list[bytes] = []
    table: list[int] = []

    def chain(data: bytes) -> int:
        if not data:
            return _END
        start = len(sectors)
        pieces = [data[n : n + 512].ljust(512, b"\0") for n in range(0, len(data), 512)]
        table.extend([*range(start + 1, start + len(pieces)), _END])
        sectors.extend(pieces)
        return start

    mini, mini_table = b"", []
    entries: list[list[object]] = [["Root Entry", 5, _FREE, 0, 0]]
    children: dict[str, list[int]] = {"": []}
    for path, data in streams.items():
        folders = path.split("/")[:-1]
        for depth in range(1, len(folders) + 1):
            folder, above = "/".join(folders[:depth]), "/".join(folders[: depth - 1])
            if folder not in children:
                children[folder] = []
                children[above].append(len(entries))
                entries.append([folders[depth - 1], 1, folder, 0, 0])
        if len(data) < 4096:
            place = len(mini) // 64 if data else _END
            count = -(-len(data) // 64)
            mini_table += [*range(len(mini) // 64 + 1, len(mini) // 64 + count), _END] if count else []
            mini += data.ljust(count * 64, b"\0")
        else:
            place = chain(data)
        children["/".join(folders)].append(len(entries))
        entries.append([path.split("/")[-1], 2, None, place, len(data)])
    entries[0][3], entries[0][4] = chain(mini), len(mini)
    next_to: dict[int, int] = {}
    first: dict[str, int] = {}
    for folder, inside in children.items():
        ordered = sorted(inside, key=lambda n: (len(str(entries[n][0])), str(entries[n][0]).upper()))
        next_to.update(pairwise(ordered))
        first[folder] = ordered[0] if ordered else _FREE
    directory = b""
    for number, (name, kind, folder, place, size) in enumerate(entries):
        wide = str(name).encode("utf-16-le") + b"\0\0"
        child = first["" if kind == 5 else str(folder)] if kind != 2 else _FREE
        directory += wide.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(wide), kind, 1, _FREE, next_to.get(number, _FREE), child
        )
        directory += bytes(36) + struct.pack("<IQ", place, size)
    mini_start = chain(
        struct.pack(f"<{len(mini_table)}I", *mini_table).ljust(-(-len(mini_table) // 128) * 512, b"\xff")
    )
    directory_start = chain(directory.ljust(-(-len(directory) // 512) * 512, b"\0"))
    needed = next(n for n in range(1, 110) if n * 128 >= len(table) + n)
    fat_start = len(sectors)
    table += [_FAT] * needed + [_FREE] * (needed * 128 - len(table) - needed)
    fat = struct.pack(f"<{len(table)}I", *table)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack(
        "<IIIIIIIII", 0, needed, directory_start, 0, 4096, mini_start, -(-len(mini_table) // 128), _END, 0
    )
    head += struct.pack("<109I", *range(fat_start, fat_start + needed), *[_FREE] * (109 - needed))
    return head + b"".join(sectors) + fat
