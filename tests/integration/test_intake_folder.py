"""A watched folder: each message filed once it is complete, then moved aside; killed at any moment, nothing is lost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from fakes import FakeDesk

from assistant.solicitations.intake.folder import DONE, REFUSED, Folder, follow
from assistant.solicitations.kept import Source
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from indexer.errors import DatabaseUnavailable, NoRoom, SourceNotFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.solicitations.intake.taken import Taken

MAIL = "From: a@exemple.fr\nSubject: {subject}\nMessage-ID: <{subject}@exemple.fr>\n\nBonjour, une ressource ?\n"


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Solicitations]:
    """An empty queue."""
    made = Solicitations(tmp_path / "data" / "solicitations.sqlite")
    yield made
    made.close()


@pytest.fixture
def reception(queue: Solicitations) -> Reception:
    """Whose desk understands at once."""
    return Reception(FakeDesk, lambda: queue)


class Tick:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The moment."""
        return self.now


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder."""
    (tmp_path / "courrier").mkdir()
    return tmp_path / "courrier"


def at_once(path: Path) -> Folder:
    """A folder whose files are taken to be complete."""
    return Folder(path, megabytes=1, settle=0)


def files(path: Path) -> list[str]:
    """All files of a folder, deep."""
    return sorted(str(file.relative_to(path)) for file in path.rglob("*") if file.is_file())


def subjects(queue: Solicitations) -> list[str]:
    """Of the queue, in order."""
    return sorted(item.message.subject for item in queue.list().items if item.message)


def test_a_message_is_filed_then_moved_aside(inbox: Path, queue: Solicitations, reception: Reception) -> None:
    """And what is no message stays where it is."""
    (inbox / "un.eml").write_text(MAIL.format(subject="logement"))
    (inbox / "note.pdf").write_bytes(b"%PDF-")
    (inbox / ".cache.eml").write_text("x")
    taken = at_once(inbox).round(reception)
    assert (len(taken.added), taken.known, taken.refused, taken.left) == (1, [], [], 0)
    assert files(inbox) == [".cache.eml", "note.pdf", f"{DONE}/un.eml"]
    assert [(item.source, item.category) for item in queue.list().items] == [(Source.FOLDER, "B2")]


def test_a_file_is_left_until_it_stops_changing(inbox: Path, reception: Reception) -> None:
    """A message that is still being copied would be cut."""
    tick = Tick()
    folder = Folder(inbox, megabytes=1, settle=2.0, clock=tick)
    mail = inbox / "un.eml"
    mail.write_text("From: a@exemple.fr\nSubject: lo")
    assert folder.round(reception).left == 1
    tick.now = 5.0
    mail.write_text(MAIL.format(subject="logement"))
    assert folder.round(reception).left == 1
    tick.now = 6.0
    assert folder.round(reception).left == 1
    tick.now = 7.5
    assert len(folder.round(reception).added) == 1


def test_what_cannot_be_read_is_put_apart_with_its_reason(
    inbox: Path, queue: Solicitations, reception: Reception
) -> None:
    """Empty, too large, damaged: in French, beside it; the others are filed."""
    (inbox / "vide.eml").write_text("")
    (inbox / "gros.txt").write_text("mot " * 400_000)
    (inbox / "faux.msg").write_bytes(b"pas un message")
    (inbox / "bon.txt").write_text("De : a@exemple.fr\nObjet : sommeil\n\nBonjour, une ressource sur le sommeil ?")
    taken = at_once(inbox).round(reception)
    assert [refused.name for refused in taken.refused] == ["faux.msg", "gros.txt", "vide.eml"]
    for name in ("vide.eml", "gros.txt", "faux.msg"):
        assert (inbox / REFUSED / name).exists()
        told = (inbox / REFUSED / f"{name}.txt").read_text(encoding="utf-8")
        assert name in told
        assert "indexation" not in told
    assert subjects(queue) == ["sommeil"]
    assert not at_once(inbox).round(reception).refused  # once


def test_two_files_of_one_name_are_both_kept(inbox: Path, reception: Reception) -> None:
    """The second does not replace the first."""
    for subject in ("logement", "sommeil"):
        (inbox / "message.eml").write_text(MAIL.format(subject=subject))
        at_once(inbox).round(reception)
    assert files(inbox) == [f"{DONE}/message-2.eml", f"{DONE}/message.eml"]


def test_killed_before_the_move_nothing_comes_twice(inbox: Path, queue: Solicitations, reception: Reception) -> None:
    """The file that was filed and not moved is found to be known, and moved."""
    (inbox / "un.eml").write_text(MAIL.format(subject="logement"))
    at_once(inbox).round(reception)
    (inbox / DONE / "un.eml").rename(inbox / "un.eml")
    taken = at_once(inbox).round(reception)
    assert (taken.added, len(taken.known)) == ([], 1)
    assert queue.list().total == 1
    assert files(inbox) == [f"{DONE}/un.eml"]


def test_a_mailbox_that_was_half_filed_goes_on(inbox: Path, queue: Solicitations) -> None:
    """The queue is cut off at its second message: the file stays, and the next round files the rest."""
    mails = "".join(f"From a@exemple.fr Mon Mar  2 09:00:00 2026\n{MAIL.format(subject=s)}\n" for s in ("un", "deux"))
    (inbox / "boite.mbox").write_text(mails)

    class Failing(Solicitations):
        """A queue that is cut off at that message."""

        def add(self, message, triaged=None, **rest):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, ANN003
            """As the real one, but for it."""
            if message.subject == "deux":
                raise DatabaseUnavailable(database=self.database.label)
            return super().add(message, triaged, **rest)

    failing = Failing(queue.database)
    with pytest.raises(DatabaseUnavailable):
        at_once(inbox).round(Reception(FakeDesk, lambda: failing))
    assert files(inbox) == ["boite.mbox"]
    taken = at_once(inbox).round(Reception(FakeDesk, lambda: queue))
    assert (len(taken.added), len(taken.known)) == (1, 1)
    assert subjects(queue) == ["deux", "un"]


def test_links_are_left_alone(inbox: Path, tmp_path: Path, reception: Reception) -> None:
    """A link could bring in any file of the machine."""
    (tmp_path / "secret.txt").write_text("Objet : secret\n\nun secret")
    (inbox / "lien.txt").symlink_to(tmp_path / "secret.txt")
    assert not at_once(inbox).round(reception).added


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, reception: Reception) -> None:
    """Rather than watched in vain."""
    with pytest.raises(SourceNotFound):
        at_once(tmp_path / "absent").round(reception)


def test_a_folder_is_followed_until_told_to_stop(inbox: Path, reception: Reception) -> None:
    """What is there, then what comes."""
    (inbox / "un.eml").write_text(MAIL.format(subject="un"))
    stop, rounds, first, second = threading.Event(), [], threading.Event(), threading.Event()

    def told(taken: Taken) -> None:
        rounds.append(taken)
        (second if first.is_set() else first).set()

    folder = Folder(inbox, megabytes=1, settle=0.2)
    thread = threading.Thread(target=follow, args=(folder, reception, told, stop))
    thread.start()
    try:
        assert first.wait(60)
        (inbox / "deux.eml").write_text(MAIL.format(subject="deux"))
        assert second.wait(60)
    finally:
        stop.set()
        thread.join(60)
    assert [len(taken.added) for taken in rounds] == [1, 1]
    assert files(inbox) == [f"{DONE}/deux.eml", f"{DONE}/un.eml"]


def test_a_folder_is_followed_while_the_queue_takes_nothing(inbox: Path, queue: Solicitations) -> None:
    """A database that restarts, a disk that is full for a while: what is there waits, and is taken once."""
    (inbox / "un.eml").write_text(MAIL.format(subject="un"))
    stop, taken_in = threading.Event(), threading.Event()
    troubles = [DatabaseUnavailable(database="essai"), NoRoom(path="essai")]

    class Failing(Solicitations):
        """A queue that takes nothing at first."""

        def add(self, message, triaged=None, **rest):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, ANN003
            """As the real one, later."""
            if troubles:
                raise troubles.pop()
            return super().add(message, triaged, **rest)

    failing = Failing(queue.database)
    folder = Folder(inbox, megabytes=1, settle=0.2)
    thread = threading.Thread(
        target=follow, args=(folder, Reception(FakeDesk, lambda: failing), lambda _: taken_in.set(), stop)
    )
    thread.start()
    try:
        assert taken_in.wait(60)
    finally:
        stop.set()
        thread.join(60)
    assert subjects(queue) == ["un"]
    assert files(inbox) == [f"{DONE}/un.eml"]
