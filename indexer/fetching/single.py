"""One address that somebody gives by hand: got under the same rules as all others, and handed over as a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from indexer.errors import AnswerBroken, TypeRefused
from indexer.fetching import messages
from indexer.fetching.addresses import Resolver, normal_url, system_resolver
from indexer.fetching.client import Client
from indexer.fetching.errands import Errand, Meter
from indexer.fetching.formats import HEAD_BYTES, allowed_types, check_head, sniffed_suffix, told_suffix
from indexer.fetching.names import file_name
from indexer.fetching.state import State

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.fetching.limits import FetchLimits

WHILE_WAITED_FOR: Final = {"tries": 2, "connect_seconds": 5.0, "read_seconds": 15.0, "total_seconds": 60.0}
"""Somebody waits in front of a page."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that came.

    Attributes:
        path: Where it is; its name is made from its address, with the suffix of its type.
        url: Where it was in the end, redirections followed.
    """

    path: Path
    url: str


def fetch_one(url: str, folder: Path, limits: FetchLimits, *, resolver: Resolver = system_resolver) -> Brought:
    """Gets what stands at an address.

    Args:
        url: As it was typed.
        folder: Where the file goes; it exists, and holds nothing.
        limits: Bounds and manners; waiting is bounded further by `WHILE_WAITED_FOR`.
        resolver: Names to IP addresses.

    Raises:
        FetchError: It cannot be had, or may not, and why.
    """
    bounded = replace(limits, **{name: min(getattr(limits, name), most) for name, most in WHILE_WAITED_FOR.items()})
    parts = folder / ".parts"
    parts.mkdir()
    state = State(folder)
    try:
        return asyncio.run(_got(normal_url(url), folder, parts, state, bounded, resolver))
    finally:
        state.close()


async def _got(url: str, folder: Path, parts: Path, state: State, limits: FetchLimits, resolver: Resolver) -> Brought:
    allowed = allowed_types(limits.types)
    accept = partial(check_head, allowed=allowed)
    async with Client(limits, state, parts, resolver=resolver) as client:
        got = await client.get(Errand(url, Meter(), limits.max_bytes, accept=accept))
    assert got is not None  # nothing was asked on condition
    if not got.size:
        raise AnswerBroken(url=url, detail=messages.EMPTY)
    with got.path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    accept(got.url, got.content_type, head)
    # What an archive holds is not looked at here: whoever checks the file does it where nothing can be harmed.
    suffix = sniffed_suffix(head) or told_suffix(got.content_type, got.url)
    if suffix not in allowed:
        raise TypeRefused(url=url, found=suffix or got.content_type or messages.UNKNOWN_TYPE)
    target = folder / file_name(got.url, suffix, ())
    got.path.replace(target)
    return Brought(target, got.url)
