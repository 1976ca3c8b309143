"""Whom a request comes from: the connection says so, or a proxy that is trusted, and nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from indexer.settings import Settings
from ui.cli.serving import configuration

TOLD = [(b"x-forwarded-for", b"203.0.113.9, 192.0.2.7"), (b"x-forwarded-proto", b"https")]
"""What a visitor made up first, and what the proxy added."""


def seen(proxies: str, peer: str) -> tuple[str, str]:
    """The address and the scheme that the application is given."""
    given: dict[str, Any] = {}

    async def app(scope: Any, receive: object, send: object) -> None:
        given.update(scope)

    config = configuration(app, Settings(proxies=proxies))
    config.load()
    scope = {"type": "http", "client": (peer, 1234), "scheme": "http", "headers": TOLD}
    asyncio.run(config.loaded_app(scope, None, None))  # type: ignore[arg-type]
    return given["client"][0], given["scheme"]


@pytest.mark.parametrize("peer", ["127.0.0.1", "198.51.100.1"])
def test_nobody_is_believed_by_default(peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even this machine, nor uvicorn's own variable."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert seen("", peer) == (peer, "http")


@pytest.mark.parametrize("proxies", ["127.0.0.1", "10.0.0.1, 127.0.0.0/8"])
def test_a_proxy_that_is_named_is_believed_of_its_last_word(proxies: str) -> None:
    """What stands before it, anybody may have written."""
    assert seen(proxies, "127.0.0.1") == ("192.0.2.7", "https")


def test_another_that_is_not_named_is_not() -> None:
    """Whatever it says."""
    assert seen("127.0.0.1", "198.51.100.1") == ("198.51.100.1", "http")


def test_proxies_behind_one_another_are_followed() -> None:
    """As far as they are named."""
    assert seen("127.0.0.1,192.0.2.7", "127.0.0.1") == ("203.0.113.9", "https")
