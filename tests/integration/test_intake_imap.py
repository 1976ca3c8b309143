"""The association's mailbox, on a real IMAP server: read and never changed, nothing lost, nothing twice."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from fakes import FakeDesk
from imap_server import PASSWORD, USER, Server, certificate, imap_server
from pydantic import SecretStr

from assistant.solicitations.intake.imap import pull
from assistant.solicitations.kept import Source, Status
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from indexer.errors import DatabaseUnavailable, InvalidSetting, MailboxRefused, MailboxUnreachable
from indexer.messages import sentence
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READ_ONLY = {"CAPABILITY", "LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "LOGOUT"}


def mail(subject: str, number: int = 1, size: int = 0) -> bytes:
    """A mail of today."""
    message = EmailMessage()
    message["From"] = "Solène Arnoux <s.arnoux@exemple.fr>"
    message["To"] = USER
    message["Subject"] = subject
    message["Date"] = format_datetime(dt.datetime.now(dt.UTC))
    message["Message-ID"] = f"<{number}@exemple.fr>"
    message.set_content(f"Bonjour, auriez-vous une ressource sur {subject} ?\n{'x' * size}\n")
    return message.as_bytes()


def settings_of(server: Server, **changed: object) -> Settings:
    """Those of a mailbox."""
    told = {"imap_host": "127.0.0.1", "imap_port": server.port, "imap_user": USER, "imap_tls": "none"}
    return Settings(**{**told, "imap_password": SecretStr(PASSWORD), **changed})  # type: ignore[arg-type]


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Solicitations]:
    """An empty queue."""
    made = Solicitations(tmp_path / "solicitations.sqlite")
    yield made
    made.close()


@pytest.fixture
def reception(queue: Solicitations) -> Reception:
    """Whose desk understands at once."""
    return Reception(FakeDesk, lambda: queue)


@pytest.fixture
def server() -> Iterator[Server]:
    """An empty mailbox, in clear on the loopback."""
    with imap_server() as made:
        yield made


def subjects(queue: Solicitations) -> list[str]:
    """Of the queue, in order."""
    return [item.message.subject for item in queue.list().items if item.message]


def test_what_arrived_is_filed_once(server: Server, queue: Solicitations, reception: Reception) -> None:
    """The second time, only what came since; nothing at all the third."""
    server.put(mail("le logement", 1))
    server.put(mail("la nutrition", 2))
    first = pull(reception, settings_of(server))
    assert (len(first.added), first.known, first.refused, first.left) == (2, [], [], 0)
    server.put(mail("le sommeil", 3))
    assert len(pull(reception, settings_of(server)).added) == 1
    again = pull(reception, settings_of(server))
    assert (again.added, again.known) == ([], [])
    assert subjects(queue) == ["le logement", "la nutrition", "le sommeil"]
    assert {item.source for item in queue.list().items} == {Source.IMAP}


def test_the_mailbox_is_left_as_it_was(server: Server, reception: Reception) -> None:
    """Only commands that read are given; no message is marked as read."""
    server.put(mail("le logement"))
    before = server.flags()
    server.told.clear()
    pull(reception, settings_of(server))
    assert server.commands() <= READ_ONLY
    assert {"EXAMINE", "UID FETCH"} <= server.commands()
    assert all("BODY.PEEK[]" in line for line in server.told if "BODY" in line)
    assert server.flags() == before
    assert "\\Seen" not in "".join(before)


def test_an_interrupted_pull_goes_on_where_it_was(server: Server, queue: Solicitations, tmp_path: Path) -> None:
    """A message that the queue could not take is the first of the next pull."""
    server.put(mail("le logement", 1))
    server.put(mail("la nutrition", 2))

    class Failing(Solicitations):
        """A queue that is cut off at the second message."""

        def add(self, message, triaged=None, **rest):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, ANN003
            """As the real one, but for that message."""
            if "nutrition" in message.subject:
                raise DatabaseUnavailable(database=self.database.label)
            return super().add(message, triaged, **rest)

    failing = Failing(queue.database)
    with pytest.raises(DatabaseUnavailable):
        pull(Reception(FakeDesk, lambda: failing), settings_of(server))
    assert subjects(queue) == ["le logement"]
    resumed = pull(Reception(FakeDesk, lambda: queue), settings_of(server))
    assert (len(resumed.added), resumed.known) == (1, [])
    assert subjects(queue) == ["le logement", "la nutrition"]


def test_a_mailbox_that_was_made_anew_is_read_again(server: Server, queue: Solicitations, reception: Reception) -> None:
    """Numbers then mean other messages; those that are known are found by their Message-ID."""
    server.put(mail("le logement", 1))
    pull(reception, settings_of(server))
    with imap_server() as other:
        other.put(mail("le logement", 1))
        other.put(mail("la nutrition", 2))
        # The same account as far as the settings go: only the port differs.
        taken = pull(reception, settings_of(other))
    assert (len(taken.added), len(taken.known)) == (1, 1)
    assert subjects(queue) == ["le logement", "la nutrition"]


def test_what_cannot_be_read_is_told_and_passed(server: Server, queue: Solicitations, reception: Reception) -> None:
    """Too large, or without a word: told with its number, the others are filed."""
    server.put(mail("trop gros", 1, size=1_100_000))
    server.put(b"From: a@exemple.fr\r\n\r\n\r\n")
    server.put(mail("le sommeil", 3))
    taken = pull(reception, settings_of(server, intake_megabytes=1))
    first, second = (int(refused.name) for refused in taken.refused)
    assert second == first + 1
    assert "1 Mo" in taken.refused[0].reason
    assert subjects(queue) == ["le sommeil"]


def test_a_message_that_breaks_the_desk_is_filed_untriaged(
    server: Server, queue: Solicitations, reception: Reception
) -> None:
    """Nothing that came in is lost."""
    server.put(mail("une panne"))
    pull(reception, settings_of(server))
    assert [item.status for item in queue.list().items] == [Status.RECEIVED]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"imap_password": SecretStr("autre")}, "ce compte ou ce mot de passe"),
        ({"imap_folder": "Absent"}, "le dossier « Absent »"),
    ],
    ids=["password", "folder"],
)
def test_a_refusal_is_told(server: Server, reception: Reception, changed: dict[str, object], told: str) -> None:
    """What the server refuses, never the password."""
    with pytest.raises(MailboxRefused) as caught:
        pull(reception, settings_of(server, **changed))
    assert told in sentence(caught.value)
    assert PASSWORD not in f"{caught.value!r}"


def test_a_server_that_is_not_there_is_told(reception: Reception) -> None:
    """With its port."""
    with imap_server() as server:
        settings = settings_of(server)
    with pytest.raises(MailboxUnreachable) as caught:
        pull(reception, settings)
    assert str(settings.imap_port) in sentence(caught.value)


def test_a_mailbox_in_clear_is_only_read_on_this_machine(reception: Reception) -> None:
    """Elsewhere the password would cross the network for all to read; nothing is asked of it."""
    for host, name in (("imap.exemple.fr", "REPERES_IMAP_TLS"), ("", "REPERES_IMAP_HOST")):
        with pytest.raises(InvalidSetting) as caught:
            pull(reception, Settings(imap_host=host, imap_tls="none"))
        assert caught.value.values["name"] == name


@pytest.mark.parametrize("way", ["tls", "starttls"])
def test_a_certificate_that_is_trusted_lets_mail_through(
    way: str, tmp_path: Path, reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first byte, or after STARTTLS."""
    public, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with imap_server(context, implicit=way == "tls") as server:
        taken = pull(reception, settings_of(server, imap_tls=way))
    assert (taken.added, taken.refused) == ([], [])


@pytest.mark.parametrize("way", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(way: str, tmp_path: Path, reception: Reception) -> None:
    """The account is not told to such a server."""
    _, context = certificate(tmp_path)
    with imap_server(context, implicit=way == "tls") as server:
        with pytest.raises(MailboxUnreachable) as caught:
            pull(reception, settings_of(server, imap_tls=way))
        assert "LOGIN" not in server.commands()
    assert "certificat" in sentence(caught.value)


@pytest.mark.parametrize("way", ["tls", "starttls"])
def test_a_server_in_clear_is_refused_where_tls_is_wanted(server: Server, reception: Reception, way: str) -> None:
    """Whatever the port: no falling back."""
    with pytest.raises(MailboxUnreachable):
        pull(reception, settings_of(server, imap_tls=way))
    assert "LOGIN" not in server.commands()
