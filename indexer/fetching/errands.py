"""One address to get, on what terms, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site calls the version of a file that it gave, to be asked for a newer one only."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """A request on condition; none when the version has no name."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(slots=True)
class Meter:
    """Requests sent and bytes received, for one source."""

    requests: int = 0
    received: int = 0


def _anything(_url: str, _content_type: str, _head: bytes) -> None:
    """Every type is welcome."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One address to get, and on what terms.

    Attributes:
        url: The address, in normal form.
        meter: What it costs is added there.
        max_bytes: Of the file, as sent and once decompressed.
        validators: Version that is there already.
        accept: Given the address, the media type and the first bytes; raises `TypeRefused` for what is not wanted.
        compressed: Whether the site may compress it; a listing shrinks tenfold, a PDF does not.
        robots: Whether robots.txt decides.
    """

    url: str
    meter: Meter
    max_bytes: int
    validators: Validators = field(default_factory=Validators)
    accept: Callable[[str, str, bytes], None] = _anything
    compressed: bool = False
    robots: bool = True


@dataclass(frozen=True, slots=True)
class Got:
    """A whole file that came.

    Attributes:
        url: Where it was in the end, redirections followed.
        path: A temporary file, for the receiver to move or to delete.
        digest: sha256, hexadecimal.
        size: Bytes.
        content_type: As the site says; may be empty, may be wrong.
        validators: To ask again on condition.
        headers: All of the answer, names in lower case.
    """

    url: str
    path: Path
    digest: str
    size: int
    content_type: str
    validators: Validators
    headers: Mapping[str, str]
