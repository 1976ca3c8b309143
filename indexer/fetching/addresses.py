"""Which addresses may be asked: public ones, over http or https, unless the settings name others.

A name is resolved once and the addresses found are both those that are checked and those that are connected to
(`indexer.fetching.transport`), so that a name cannot answer differently between the two (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

import httpx

from indexer.errors import AddressRefused, HostUnreachable
from indexer.fetching import messages

if TYPE_CHECKING:
    from indexer.fetching.limits import FetchLimits

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""`(host, port)` to IP addresses as text, best first. Raises `OSError` when there is none."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses as IPv6-only networks reach them (RFC 6052)."""
_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65_535


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """As the machine resolves names.

    Raises:
        OSError: No such name.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as exc:  # a label longer than 63 characters, says the idna codec
        raise OSError(str(exc)) from exc
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def normal_url(url: str, base: str = "") -> str:
    """An address in the one form under which it is remembered.

    Args:
        url: As written; relative ones need `base`.
        base: Address of the page that names it.

    Returns:
        Absolute, host in lower case and ASCII, no fragment, no default port, odd characters percent-encoded.

    Raises:
        AddressRefused: Not an address, not http(s), or it carries a user name or password.
    """
    try:
        found = httpx.URL(base).join(url.strip()) if base else httpx.URL(url.strip())
        found = found.copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as exc:
        raise AddressRefused(url=url, detail=messages.BAD_ADDRESS) from exc
    if found.scheme not in _PORTS:
        raise AddressRefused(url=url, detail=messages.OTHER_SCHEME if found.scheme else messages.BAD_ADDRESS)
    if not found.host or port_of(found) > _LAST_PORT:
        raise AddressRefused(url=url, detail=messages.BAD_ADDRESS)
    if found.userinfo:
        raise AddressRefused(url=str(found.copy_with(userinfo=b"")), detail=messages.CREDENTIALS)
    return str(found)


def port_of(url: httpx.URL) -> int:
    """The port asked, the scheme's own when none is written."""
    return url.port or _PORTS[url.scheme]


def literal(host: str) -> Address | None:
    """The address that a host spells, in any of the forms that systems understand; `None` for a name.

    `127.0.0.1`, `2130706433`, `0177.0.0.1`, `0x7f.1` and `127.1` are the same (inet_aton(3)).
    """
    try:
        return ipaddress.ip_address(host.split("%", maxsplit=1)[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, UnicodeError):
        return None


def is_public(address: Address) -> bool:
    """Whether an address is one of the public Internet.

    Private, loopback, link-local, multicast, reserved, unspecified and carrier-shared (100.64.0.0/10) addresses are
    not (IANA special-purpose registries, as Python's `ipaddress` knows them), nor IPv6 addresses that lead to them:
    mapped, 6to4, NAT64.
    """
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or local)


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


class AddressRule:
    """Says which addresses may be asked, and gives those to connect to."""

    def __init__(self, limits: FetchLimits, resolver: Resolver = system_resolver) -> None:
        self._ports = limits.ports
        self._resolver = resolver
        self._names = {name.casefold() for name in limits.private_hosts}
        self._networks = []
        for name in limits.private_hosts:
            try:
                self._networks.append(ipaddress.ip_network(name, strict=False))
            except ValueError:  # a name
                continue

    def check(self, url: str) -> None:
        """Whether an address may be asked, as far as it tells without resolving its name.

        Raises:
            AddressRefused: Its port, or the address that it spells, is not allowed.
        """
        asked = httpx.URL(normal_url(url))
        if port_of(asked) not in self._ports:
            raise AddressRefused(url=url, detail=messages.OTHER_PORT.format(port=port_of(asked)))
        address = literal(asked.host)
        if address is not None:
            self._admit(url, asked.host, address)

    async def addresses(self, url: httpx.URL) -> Sequence[str]:
        """The IP addresses to connect to, best first.

        Raises:
            AddressRefused: Not allowed; one refused address among several is enough.
            HostUnreachable: No such name.
        """
        self.check(str(url))
        spelled = literal(url.host)
        if spelled is not None:
            return [str(spelled)]
        try:
            found = await self._resolver(url.host, port_of(url))
        except OSError as exc:
            raise HostUnreachable(url=str(url), detail=messages.UNKNOWN_NAME) from exc
        for address in found:
            self._admit(str(url), url.host, ipaddress.ip_address(address.split("%")[0]))
        if not found:
            raise HostUnreachable(url=str(url), detail=messages.UNKNOWN_NAME)
        return found

    def _admit(self, url: str, host: str, address: Address) -> None:
        named = host.casefold() in self._names
        if named or is_public(address) or any(address in network for network in self._networks):
            return
        raise AddressRefused(url=url, detail=messages.PRIVATE.format(address=address))
