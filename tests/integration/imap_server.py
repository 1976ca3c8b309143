"""A real IMAP server (pymap) on a free port of the loopback, in a thread of its own; what it is told is noted."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import imaplib
import ipaddress
import logging
import ssl
import threading
from argparse import Namespace
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USER, PASSWORD = "accueil@exemple.fr", "un mot de passe"


@dataclass
class Server:
    """A running server.

    Attributes:
        port: Where it listens.
        told: Lines that clients sent, tags and passwords left out, since `told` was last cleared.
    """

    port: int
    told: list[str] = field(default_factory=list)

    def put(self, data: bytes, folder: str = "INBOX") -> None:
        """A message arrives."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login(USER, PASSWORD)
            status, answer = client.append(folder, "", imaplib.Time2Internaldate(dt.datetime.now(dt.UTC)), data)
            assert status == "OK", answer

    def flags(self) -> list[str]:
        """What is marked on each message of the inbox."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login(USER, PASSWORD)
            client.select("INBOX", readonly=True)
            _, answer = client.fetch("1:*", "(FLAGS)")
            return [line.decode() for line in answer if isinstance(line, bytes)]

    def commands(self) -> set[str]:
        """The commands that clients gave."""
        names = set()
        for line in self.told:
            words = line.upper().split()
            if len(words) > 1:
                names.add(" ".join(words[1:3]) if words[1] == "UID" else words[1])
        return names


class Lines(logging.Handler):
    """Notes what pymap logs of what clients send."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server = server

    def emit(self, record: logging.LogRecord) -> None:
        """A line."""
        if "-->|" in str(record.msg) and isinstance(record.args, tuple):
            self.server.told.append(str(record.args[1]))


@contextlib.contextmanager
def imap_server(tls: ssl.SSLContext | None = None, *, implicit: bool = False) -> Iterator[Server]:
    """Starts one.

    Args:
        tls: Its certificate; without it, connections are in clear.
        implicit: Whether TLS comes first, rather than on STARTTLS.
    """
    server, ready = Server(0), threading.Event()
    running: dict[str, Any] = {}
    arguments = Namespace(
        passlib_cfg=None, proxy_protocol=None, inherited_sockets=None, host="127.0.0.1", port=0, debug=True,
        tls=tls is not None and not implicit, cert=None, key=None, demo_data=False, demo_user=USER, demo_password=PASSWORD,
    )  # fmt: skip

    async def serve() -> None:
        told = {"ssl_context": tls, "secure_auth": False}
        backend, config = await DictBackend.init(arguments, **told)
        config.apply_context()
        callback = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
        async with AsyncExitStack() as stack:
            await backend.start(stack)
            listening = await asyncio.start_server(callback, "127.0.0.1", 0, ssl=tls if implicit else None)
            server.port = listening.sockets[0].getsockname()[1]
            running["loop"], running["stop"] = asyncio.get_running_loop(), asyncio.Event()
            ready.set()
            async with listening:
                await running["stop"].wait()

    handler, log = Lines(server), logging.getLogger("pymap.imap")
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield server
    finally:
        running["loop"].call_soon_threadsafe(running["stop"].set)
        thread.join(20)
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
        log.propagate = True


def certificate(folder: Path, host: str = "127.0.0.1") -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine: its file, by which it may be trusted, and a server's context that has it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "exemple.fr")])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, secret = folder / "server.pem", folder / "server.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, secret)
    return public, context
