"""Which addresses may be asked: public ones, in whatever form the others are spelled."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import AddressRefused, HostUnreachable
from indexer.fetching.addresses import AddressRule, is_public, literal, normal_url
from indexer.fetching.limits import FetchLimits

if TYPE_CHECKING:
    from collections.abc import Sequence


def resolving(*addresses: str) -> AddressRule:
    """A rule for whose machine every name has these addresses."""
    return allowing(addresses)


def allowing(addresses: Sequence[str], *private_hosts: str) -> AddressRule:
    """The same, with some private hosts allowed."""

    async def resolver(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return AddressRule(FetchLimits(private_hosts=private_hosts), resolver)


def addresses(rule: AddressRule, url: str) -> Sequence[str]:
    """What a rule gives to connect to."""
    return asyncio.run(rule.addresses(httpx.URL(url)))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(address: str) -> None:
    """Mapped and translated ones are what they lead to."""
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.255.255.254 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255
    224.0.0.1 239.1.1.1 240.0.0.1 192.0.2.1 198.18.0.1 192.0.0.1 ::1 :: fe80::1 fc00::1 fd12:3456::1 fec0::1 ff02::1
    2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1
    64:ff9b::a00:1 64:ff9b:1::1 2001::1 100::1""".split(),
)
def test_other_addresses_are_not(address: str) -> None:
    """Private, loopback, link-local, shared, multicast, reserved, documentation; and IPv6 ways to them."""
    assert not is_public(ipaddress.ip_address(address))


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_an_address_in_ipv6_clothes_is_as_public_as_it_is(address: ipaddress.IPv4Address) -> None:
    """Mapped, 6to4 and NAT64 forms change nothing."""
    number = int(address)
    clothes = [0xFFFF << 32 | number, 0x2002 << 112 | number << 80, 0x64FF9B << 96 | number]
    assert {is_public(ipaddress.IPv6Address(form)) for form in clothes} == {is_public(address)}


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_an_address_is_known_in_all_its_spellings(address: ipaddress.IPv4Address) -> None:
    """Dotted, decimal, hexadecimal, octal, short, with a final dot."""
    a, b, c, d = address.packed
    number = int(address)
    spellings = [
        f"{a}.{b}.{c}.{d}",
        str(number),
        hex(number),
        f"0{number:o}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{b}.{c * 256 + d}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{c}.{d}.",
    ]
    assert {literal(spelling) for spelling in spellings} == {address}


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://Exemple.ORG:80/Été?q=à b#haut", "http://exemple.org/%C3%89t%C3%A9?q=%C3%A0%20b"),
        ("https://exemple.org:443", "https://exemple.org"),
        ("https://été.fr/", "https://xn--t-9fab.fr/"),
        ("  https://exemple.org/a%20b  ", "https://exemple.org/a%20b"),
    ],
)
def test_an_address_has_one_form(url: str, normal: str) -> None:
    """So that it is remembered once."""
    assert normal_url(url) == normal
    assert normal_url(normal) == normal


def test_an_address_may_be_relative_to_a_page() -> None:
    """As links are."""
    assert normal_url("../b.pdf", base="https://exemple.org/x/y/") == "https://exemple.org/x/b.pdf"
    assert normal_url("//ailleurs.org/b", base="https://exemple.org/") == "https://ailleurs.org/b"


@pytest.mark.parametrize(
    "url",
    """ftp://exemple.org/ file:///etc/passwd javascript:alert(1) data:text/html,x mailto:a@b.fr exemple.org/a http://
    https:///a http://[::1 http://0177.0.0.1/ http://exemple.org:99999999/ http://a@exemple.org/ http://a:b@exemple.org/
    http://:b@exemple.org/""".split(),
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    """Other schemes, no host, a user name or a password."""
    with pytest.raises(AddressRefused) as caught:
        normal_url(url)
    assert "b@" not in str(caught.value.values["url"])


@settings(deadline=None)
@given(st.text())
def test_no_text_makes_the_reading_of_addresses_fail(text: str) -> None:
    """It is an address, or refused."""
    for base in ("", "https://exemple.org/a"):
        try:
            found = normal_url(text, base=base)
        except AddressRefused:
            continue
        assert found.startswith(("http://", "https://"))
        assert normal_url(found) == found


@pytest.mark.parametrize("host", ["localhost", "www.exemple.org", "127.0.0.1.nip.exemple"])
def test_a_name_that_leads_inwards_is_refused(host: str) -> None:
    """Whatever the name; one private address among public ones is enough."""
    for found in (["127.0.0.1"], ["::1"], ["93.184.216.34", "10.0.0.1"], ["fe80::1%eth0"]):
        with pytest.raises(AddressRefused):
            addresses(resolving(*found), f"http://{host}/")


def test_a_name_gives_all_its_addresses_in_order() -> None:
    """The first that accepts a connection serves."""
    assert list(addresses(resolving("93.184.216.34", "2606:4700::1111"), "http://a.org/")) == [
        "93.184.216.34",
        "2606:4700::1111",
    ]


def test_a_name_without_address_is_unknown() -> None:
    """Told as unreachable."""

    async def unknown(_host: str, _port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    for rule in (AddressRule(FetchLimits(), unknown), resolving()):
        with pytest.raises(HostUnreachable):
            addresses(rule, "http://nulle-part.exemple/")


@pytest.mark.parametrize("allowed", ["intranet.asso", "INTRANET.asso", "10.0.0.0/8", "10.1.2.3", "10.1.2.3/8"])
def test_a_private_host_may_be_allowed(allowed: str) -> None:
    """By its name, its address or its network; no other host comes in with it."""
    rule = allowing(["10.1.2.3"], allowed)
    assert list(addresses(rule, "http://intranet.asso/")) == ["10.1.2.3"]
    with pytest.raises(AddressRefused):
        addresses(allowing(["192.168.0.1"], allowed), "http://autre.asso/")


def test_only_ordinary_ports_are_asked() -> None:
    """80 and 443, unless others are named."""
    with pytest.raises(AddressRefused) as caught:
        resolving("93.184.216.34").check("http://exemple.org:22/")
    assert "22" in str(caught.value.values["detail"])
    AddressRule(FetchLimits(ports=(8080,))).check("http://exemple.org:8080/")
