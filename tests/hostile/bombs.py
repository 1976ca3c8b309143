"""Small files that unpack to huge ones, made without ever holding the huge one."""

from __future__ import annotations

import struct
import zlib
from functools import reduce

MEGABYTE = 1 << 20


def deflated(block: bytes, times: int, first: bytes = b"") -> bytes:
    """Raw deflate data of `first`, then of `block` repeated.

    Each copy ends with a full flush, so that it stands on its own and need not be compressed again.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    before = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH) if first else b""
    return before + once * times + zlib.compressobj(9, zlib.DEFLATED, -15).flush()


def crc(block: bytes, times: int, first: bytes = b"") -> int:
    """The CRC-32 of the same."""
    return reduce(lambda value, _: zlib.crc32(block, value), range(times), zlib.crc32(first))


def zlib_bomb(megabytes: int) -> bytes:
    """Zeros, in zlib's format."""
    block = bytes(MEGABYTE)
    check = reduce(lambda value, _: zlib.adler32(block, value), range(megabytes), 1)
    return b"\x78\x9c" + deflated(block, megabytes) + struct.pack(">I", check)


def gzip_bomb(megabytes: int) -> bytes:
    """Zeros, in gzip's format."""
    block = bytes(MEGABYTE)
    size = (megabytes * MEGABYTE) & 0xFFFFFFFF
    head = b"\x1f\x8b\x08\0\0\0\0\0\2\xff"
    return head + deflated(block, megabytes) + struct.pack("<II", crc(block, megabytes), size)
