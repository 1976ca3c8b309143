"""The bytes of an answer, from the socket to a whole file: kept when cut, taken up again, decompressed in bounds."""

from __future__ import annotations

import hashlib
import math
import re
import zlib
from typing import TYPE_CHECKING

from indexer.errors import AnswerBroken, FetchError, TooLarge
from indexer.fetching import messages
from indexer.fetching.limits import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from indexer.fetching.state import State

PIECE = 65_536
GZIP_MARK = b"\x1f\x8b"
_EITHER = zlib.MAX_WBITS | 32
"""gzip or zlib, as the first bytes tell (zlib manual, inflateInit2)."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class Part:
    """What has come of the file at an address: a file `.part`, and what the site named that version by.

    Only a version with a name (a strong ETag, or a date of change) is taken up again; any other begins anew.
    """

    def __init__(self, folder: Path, state: State, url: str) -> None:
        self.path = folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.part"
        self._state = state
        self._note = f"part {url}"
        self._version = state.note("", self._note)
        if not (self._version and self.path.is_file()):
            self.drop()

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def headers(self) -> dict[str, str]:
        """To ask for the rest if the file is still that version, and for the whole of it if not (RFC 9110 13.1.5)."""
        return {"Range": f"bytes={self.size}-", "If-Range": self._version} if self.size else {}

    def begin(self, headers: Mapping[str, str]) -> None:
        """A whole answer begins: what was there does not count."""
        self.drop()
        self.path.touch()
        etag = headers.get("etag", "")
        strong = etag if etag and not etag.startswith("W/") else headers.get("last-modified", "")
        self._name_version("" if headers.get("accept-ranges", "").lower() == "none" else strong)

    def continued_by(self, headers: Mapping[str, str]) -> bool:
        """Whether a partial answer begins where the part ends."""
        told = _RANGE.fullmatch(headers.get("content-range", "").strip())
        return told is not None and int(told[1]) == self.size

    def is_whole(self, headers: Mapping[str, str]) -> bool:
        """Whether a partial answer has brought the last byte, as far as it tells."""
        told = _RANGE.fullmatch(headers.get("content-range", "").strip())
        return told is None or told[2] == "*" or int(told[2]) == self.size

    def drop(self) -> None:
        """Nothing of it is kept."""
        self.path.unlink(missing_ok=True)
        self._name_version("")

    def finished(self, number: int) -> Path:
        """The file is whole; it takes a name of its own, so that the next answer cannot touch it."""
        done = self.path.with_suffix(f".{number}.done")
        self.path.replace(done)
        self._name_version("")
        return done

    def _name_version(self, version: str) -> None:
        if version != self._version:
            self._state.set_note("", self._note, version)
        self._version = version


def megabytes(limit: int) -> int:
    """A limit in bytes, as people are told it."""
    return max(1, math.ceil(limit / MEGABYTE))


def digest_of(path: Path) -> str:
    """sha256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def unpacked(url: str, path: Path, encoding: str, limit: int) -> Path:
    """A file without the compression that it was sent in.

    Args:
        url: Where it comes from.
        path: As received; it is gone afterwards when it was compressed.
        encoding: Its `Content-Encoding`, may be empty.
        limit: Bytes that it may have once decompressed.

    Raises:
        AnswerBroken: Unknown or damaged compression.
        TooLarge: It swells beyond the limit.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return path
    plain = path.with_name(f"{path.name}.plain")
    try:
        if name not in {"gzip", "x-gzip", "deflate"}:
            raise AnswerBroken(url=url, detail=messages.BAD_ENCODING.format(encoding=name))
        with path.open("rb") as source, plain.open("wb") as target:
            for piece in inflated(url, source, limit):
                target.write(piece)
    except FetchError:
        plain.unlink(missing_ok=True)
        path.unlink()
        raise
    return plain.replace(path)


def inflated(url: str, source: BinaryIO, limit: int) -> Iterator[bytes]:
    """The pieces of a gzip or zlib stream, decompressed; never more than `limit` bytes of them, whatever it holds.

    Raises:
        AnswerBroken: Damaged or cut.
        TooLarge: It swells beyond the limit.
    """
    inflater = zlib.decompressobj(_EITHER)
    count = 0
    try:
        while True:
            data = inflater.unconsumed_tail or inflater.unused_data or source.read(PIECE)
            if inflater.eof:
                if not data:
                    return
                inflater = zlib.decompressobj(_EITHER)  # a gzip file may have several members
            piece = inflater.decompress(data, PIECE)
            if not data and not piece:
                raise AnswerBroken(url=url, detail=messages.BAD_COMPRESSION)
            count += len(piece)
            if count > limit:
                raise TooLarge(url=url, limit=megabytes(limit))
            yield piece
    except zlib.error as exc:
        raise AnswerBroken(url=url, detail=messages.BAD_COMPRESSION) from exc
