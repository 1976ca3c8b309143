"""Databases for solicitations: a SQLite file, and a PostgreSQL server started for the tests; mails to put in them."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from assistant.triage.model import (
    Alarm,
    Alert,
    Attached,
    Correspondent,
    Dated,
    DateRole,
    Days,
    Draft,
    DraftSentence,
    Message,
    Part,
    Place,
    Resource,
    Seen,
    Sorted,
    Triaged,
    Urgency,
    Weighed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

RECEIVED = dt.date(2026, 3, 2)
ACCOUNTS = ("postgres", "nobody")
"""PostgreSQL refuses to be run by root: one of these does it then."""


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: dt.datetime = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        """The moment."""
        return self.now


def postgresql_programs() -> Path | None:
    """Folder of `initdb` and `postgres`; `None` when this machine has none."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@dataclass
class PostgreSQL:
    """A server of the tests' own, stopped and started again at will.

    Attributes:
        url: Without a database.
        command: That starts it.
        folder: Where it runs, and has its log.
        ready: That tells, by its exit code, whether it answers.
    """

    url: str
    command: list[str]
    environment: dict[str, str]
    folder: Path
    ready: list[str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, env=self.environment, cwd=self.folder)
        for _ in range(300):
            if (
                self.process.poll() is None
                and subprocess.run(self.ready, capture_output=True, check=False).returncode == 0
            ):
                return
            if self.process.poll() is not None:
                break
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.1)
        raise RuntimeError((self.folder / "log").read_text(errors="replace"))

    def stop(self, sign: signal.Signals = signal.SIGINT) -> None:
        """Without waiting for whoever is still connected; by SIGQUIT, as a crash would."""
        if self.process is not None:
            self.process.send_signal(sign)
            self.process.wait(30)
            self.process = None


@contextlib.contextmanager
def postgresql_server(programs: Path) -> Iterator[str]:
    """A server on a free port of the loopback, with nothing in it; its URL, without a database."""
    with restartable_postgresql(programs) as server:
        yield server.url


@contextlib.contextmanager
def restartable_postgresql(programs: Path) -> Iterator[PostgreSQL]:
    """The same, to be stopped and started."""
    account = next((name for name in ACCOUNTS if _has(name)), "") if os.geteuid() == 0 else ""
    run = ["setpriv", f"--reuid={account}", "--regid=65534", "--clear-groups"] if account else []
    folder = Path(tempfile.mkdtemp(prefix="reperes-pg-"))
    if account:
        os.chown(folder, pwd.getpwnam(account).pw_uid, -1)
    data, port = folder / "data", _free_port()
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    initdb = [programs / "initdb", "-D", data, "-U", "reperes", "-A", "trust", "-E", "UTF8", "--no-sync"]
    options = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
    server = PostgreSQL(
        f"postgresql://reperes@127.0.0.1:{port}",
        [*run, str(programs / "postgres"), "-D", str(data), "-p", str(port), *options],
        env,
        folder,
        [str(programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "1"],
    )
    try:
        subprocess.run([*run, *map(str, initdb)], check=True, capture_output=True, env=env, cwd=folder, timeout=120)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """An empty database of a server; its URL."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return f"{server}/{name}"


def copy_database(server: str, url: str) -> str:
    """Another database that holds what one holds, to which nobody is connected; its URL."""
    name, of = f"t{uuid.uuid4().hex}", url.rpartition("/")[2]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {of}")
    return f"{server}/{name}"


def _has(name: str) -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def mail(
    request: str = "Bonjour, comment évaluer un contrat local de santé ? Merci.",
    *,
    subject: str = "Évaluation du CLS",
    name: str = "Solène Arnoux",
    address: str = "s.arnoux@cc-val.exemple.fr",
    received: dt.date = RECEIVED,
    message_id: str = "",
    references: tuple[str, ...] = (),
    signature: str = "",
) -> Message:
    """A fictitious mail."""
    return Message(
        subject=subject,
        sender=Correspondent(name, address),
        received=received,
        request=request,
        signature=signature,
        message_id=message_id,
        references=references,
    )


def full_mail() -> Message:
    """A mail with something in each of its fields."""
    return Message(
        subject="Évaluation du CLS",
        sender=Correspondent("Solène Arnoux", "s.arnoux@cc-val.exemple.fr"),
        received=RECEIVED,
        request="Comment évaluer notre contrat local de santé ?",
        forwarder=Correspondent("Accueil", "accueil@exemple.fr"),
        asked=dt.date(2026, 2, 27),
        comment="Pour toi.",
        signature="Solène Arnoux\nCoordinatrice",
        quoted="Bonjour, bien reçu.",
        attachments=(Attached("programme.pdf", "application/pdf", "Programme"),),
        message_id="un@exemple.fr",
        references=("zero@exemple.fr",),
        recipients=("contact@exemple.fr",),
        notes=("html_only",),
    )


def triage_of(
    message: Message,
    *,
    category: str = "B2",
    requester: str = "coordonnateur",
    themes: tuple[str, ...] = ("evaluation", "gouvernance"),
    place: Place | None = None,
    urgency: Urgency = Urgency.SOON,
    due: dt.date | None = dt.date(2026, 3, 9),
    deadline: dt.date | None = None,
    event: dt.date | None = None,
    summary: str = "Demande une méthode pour évaluer un contrat local de santé.",
    abstains: bool = False,
) -> Triaged:
    """What might be understood of a mail, with something in each field."""
    seen = Seen("évaluer", Part.REQUEST)
    resource = Resource("notes/evaluation.pdf", "Évaluer un CLS", 4, "Une citation.", "Un passage.", "/evaluation.pdf")
    return Triaged(
        message=message,
        sorted=Sorted(
            categories=(Weighed(category, 0.91), Weighed("A4", 0.05)),
            requesters=(Weighed(requester, 0.8),),
            themes=tuple(Weighed(theme, 0.7) for theme in themes),
            secondary=("A4",),
            seen=(seen,),
            abstains=abstains,
        ),
        place=place or Place("Creil", "COM-60175", "commune", ("Oise", "Hauts-de-France"), seen),
        days=Days(
            deadline=Dated(deadline, DateRole.DEADLINE, seen) if deadline else None,
            event=Dated(event, DateRole.EVENT, seen) if event else None,
        ),
        alerts=(Alert(Alarm.COMMITMENT, (seen,)),),
        needs_human=True,
        reasons=("Cette catégorie demande une personne.",),
        urgency=urgency,
        due=due,
        summary=summary,
        questions=("Comment évaluer un contrat local de santé ?",),
        resources=(resource,),
        draft=Draft("Re : évaluation", (DraftSentence("Bonjour,\n\n"), DraftSentence("Une citation.", 1)), (resource,)),
        masked="Comment évaluer notre contrat local de santé ?",
    )
