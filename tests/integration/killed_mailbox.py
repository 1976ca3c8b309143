"""Messages come from a mailbox, which is only read: how far it was is kept with the messages."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from fakes import FakeDesk
from killed_databases import MAIL, base_of, filed
from pydantic import SecretStr

from assistant.database.opening import Database
from assistant.solicitations.intake.imap import pull
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations

if TYPE_CHECKING:
    from pathlib import Path

    from imap_server import Server
    from killing import Act

SUBJECTS: Final = ["cinq", "deux", "quatre", "trois", "un"]


class Pull:
    """As `reperes triage pull`."""

    def __init__(self, server: Server | None = None, access: tuple[str, str] = ("", "")) -> None:
        """As the class says.

        Args:
            server: Where the mailbox is; `None` in the process that is killed.
            access: Its account and its password.
        """
        self._server, self._access = server, access

    def prepare(self, folder: Path) -> None:
        """One message was pulled; four have come since."""
        assert self._server is not None
        (folder / "data").mkdir()
        (folder / "mailbox").write_text("\n".join((str(self._server.port), *self._access)), encoding="utf-8")
        for number, subject in enumerate(SUBJECTS):
            self._server.put(MAIL.format(subject=subject).encode())
            if number == 0:
                self.run(folder)

    def run(self, folder: Path) -> None:
        """One look at the mailbox."""
        port, user, password = (folder / "mailbox").read_text(encoding="utf-8").split("\n")
        told = {"imap_host": "127.0.0.1", "imap_port": int(port), "imap_user": user, "imap_tls": "none"}
        settings = base_of(folder).model_copy(update={**told, "imap_password": SecretStr(password)})
        with contextlib.closing(Database.of(settings)) as database:
            pull(Reception(FakeDesk, lambda: Solicitations(database)), settings)

    def holds(self, folder: Path) -> None:
        """What was filed is there, nothing twice."""
        subjects = filed(folder)
        assert SUBJECTS[0] in subjects
        assert len(subjects) == len(set(subjects))

    def ended(self, folder: Path) -> None:
        """Each message once; in the mailbox none is marked as read."""
        assert filed(folder) == SUBJECTS
        assert self._server is not None
        assert not [flags for flags in self._server.flags() if "Seen" in flags]


ACTS: Final[dict[str, Act]] = {"pull": Pull()}
