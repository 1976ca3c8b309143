"""The address that is connected to is the one that was checked, under the name that was asked."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from indexer.errors import AddressRefused
from indexer.fetching.addresses import AddressRule
from indexer.fetching.limits import FetchLimits
from indexer.fetching.transport import CheckedTransport

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NAME = "publications.exemple"


class Echo(BaseHTTPRequestHandler):
    """Says under which name it was asked."""

    def do_GET(self) -> None:
        """Any path."""
        body = self.headers["Host"].encode()
        self.send_response_only(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """On 127.0.0.1, a free port."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


class Names:
    """A name server that gives one answer after another."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.left = list(answers)

    async def __call__(self, _host: str, _port: int) -> Sequence[str]:
        """The next answer; the last one for ever."""
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]


def asked(url: str, names: Names, limits: FetchLimits, verify: ssl.SSLContext | None = None, times: int = 1) -> str:
    """The last answer to some requests in a row."""

    async def ask() -> str:
        transport = CheckedTransport(AddressRule(limits, names), verify)
        try:
            for _ in range(times):
                response = await transport.handle_async_request(httpx.Request("GET", url))
                body = await response.aread()
            return body.decode()
        finally:
            await transport.aclose()

    return asyncio.run(ask())


def test_the_checked_address_is_asked_under_the_name(server: ThreadingHTTPServer) -> None:
    """The name is resolved by us: no system would find this one."""
    limits = FetchLimits(private_hosts=(NAME,), ports=(server.server_port,))
    url = f"http://{NAME}:{server.server_port}/"
    assert asked(url, Names(["127.0.0.1"]), limits) == f"{NAME}:{server.server_port}"


def test_a_name_that_changes_its_mind_is_checked_again(server: ThreadingHTTPServer) -> None:
    """DNS rebinding: allowed at the first request, loopback at the second, which is refused before it is sent."""
    limits = FetchLimits(private_hosts=("127.0.0.1",), ports=(server.server_port,))
    names = Names(["127.0.0.1"], ["127.0.0.2"])
    with pytest.raises(AddressRefused):
        asked(f"http://{NAME}:{server.server_port}/", names, limits, times=2)


def test_the_next_address_serves_when_the_first_does_not(server: ThreadingHTTPServer) -> None:
    """A host with an IPv6 address and a machine without IPv6, for one."""
    limits = FetchLimits(private_hosts=(NAME,), ports=(server.server_port,))
    names = Names(["::1", "127.0.0.1"])
    assert asked(f"http://{NAME}:{server.server_port}/", names, limits).startswith(NAME)
    with pytest.raises(httpx.ConnectError):
        asked(f"http://{NAME}:{server.server_port}/", Names(["::1", "::1"]), limits)


@pytest.fixture
def certified(server: ThreadingHTTPServer, tmp_path: Path) -> ssl.SSLContext:
    """The server speaks TLS under its name; what trusts its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(pem)
    server.socket = served.wrap_socket(server.socket, server_side=True)
    return ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.PEM).decode())


def test_the_certificate_is_that_of_the_name(server: ThreadingHTTPServer, certified: ssl.SSLContext) -> None:
    """Not of the address that is connected to; another name at the same address is not believed."""
    limits = FetchLimits(private_hosts=(NAME, "autre.exemple"), ports=(server.server_port,))
    url = f"https://{NAME}:{server.server_port}/"
    assert asked(url, Names(["127.0.0.1"]), limits, certified).startswith(NAME)
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
        asked(url.replace(NAME, "autre.exemple"), Names(["127.0.0.1"]), limits, certified)
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
        asked(url, Names(["127.0.0.1"]), limits)
