"""Connects to the address that was checked, under the name that was asked.

httpx documents the `sni_hostname` request extension for this: the request goes to the IP address, the `Host` header
and the certificate check keep the name. One pool a host, so that two names at one address never share a connection.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import ssl

    from indexer.fetching.addresses import AddressRule


class CheckedTransport(httpx.AsyncBaseTransport):
    """An httpx transport that resolves names itself, by a rule, and goes through no proxy."""

    def __init__(self, rule: AddressRule, verify: ssl.SSLContext | None = None) -> None:
        """As the class says.

        Args:
            rule: Names to the addresses that may be asked.
            verify: Certificates to trust; those of the installation by default (`SSL_CERT_FILE` adds to them).
        """
        self._rule = rule
        self._verify = verify
        self._pools: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request to the first of the host's addresses that accepts the connection.

        Raises:
            AddressRefused: The rule does not allow the host.
            HostUnreachable: No such name.
            httpx.TransportError: The exchange failed.
        """
        first, *others = await self._rule.addresses(request.url)
        try:
            return await self._send(request, first)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            for address in others:
                try:
                    return await self._send(request, address)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    continue
            raise

    async def _send(self, request: httpx.Request, address: str) -> httpx.Response:
        host = request.url.host
        if host not in self._pools:
            self._pools[host] = httpx.AsyncHTTPTransport(verify=self._verify or _trusted(), trust_env=False)
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,  # Host is among them, with the name
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return await self._pools[host].handle_async_request(pinned)

    async def aclose(self) -> None:
        """Closes the connections."""
        for pool in self._pools.values():
            await pool.aclose()


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Read once: it takes as long as a request."""
    return httpx.create_ssl_context()
