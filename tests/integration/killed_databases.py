"""What is done to the database: made, brought to another schema and back, purged; messages filed from a folder."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from alembic import command
from alembic.runtime.migration import MigrationContext
from fakes import FakeDesk
from killed_files import BEFORE, settings_of
from pydantic import SecretStr

from assistant import gaps
from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.conversations.store import Conversations
from assistant.database.migrating import configured, latest
from assistant.database.opening import Database, engine_of
from assistant.maintenance.purging import purge
from assistant.solicitations.intake.folder import DONE, REFUSED, Folder
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations

if TYPE_CHECKING:
    from pathlib import Path

    from killing import Act

    from indexer.settings import Settings

MAIL: Final = "From: a@exemple.fr\nSubject: {subject}\nMessage-ID: <{subject}@exemple.fr>\n\nBonjour, une ressource ?\n"
OLD: Final = "0002"
"""What the schema was before accounts."""


def base_of(folder: Path) -> Settings:
    """A situation's database: SQLite, or the PostgreSQL whose address stands in the folder."""
    url = folder / "url"
    return settings_of(folder).model_copy(
        update={"database_url": SecretStr(url.read_text(encoding="utf-8") if url.exists() else "")}
    )


def file_some(folder: Path, subjects: list[str]) -> None:
    """Messages in the queue."""
    inbox = folder / "courrier"
    inbox.mkdir(exist_ok=True)
    for subject in subjects:
        (inbox / f"{subject}.eml").write_text(MAIL.format(subject=subject), encoding="utf-8")
    take(folder)


def take(folder: Path) -> None:
    """One look at the watched folder."""
    with contextlib.closing(Database.of(base_of(folder))) as database:
        reception = Reception(FakeDesk, lambda: Solicitations(database))
        Folder(folder / "courrier", megabytes=1, settle=0).round(reception)


def filed(folder: Path) -> list[str]:
    """Subjects of the queue."""
    with contextlib.closing(Database.of(base_of(folder))) as database:
        listed = Solicitations(database).list().items
    return sorted(each.message.subject for each in listed if each.message)


def revision(folder: Path) -> str:
    """At which schema the database is."""
    engine = engine_of(base_of(folder))
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision() or ""
    engine.dispose()
    return found


def move(folder: Path, to: str) -> None:
    """To another schema, by Alembic, as operators go back."""
    engine = engine_of(base_of(folder))
    config = configured()
    with engine.execution_options(immediate=True).begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if to < (revision(folder) or "0") else command.upgrade)(config, to)
    engine.dispose()


class Upgrade:
    """A database of former times is opened by this version."""

    def __init__(self, *, from_nothing: bool = False) -> None:
        self._from_nothing = from_nothing

    def prepare(self, folder: Path) -> None:
        """Two messages, in tables of former times; or nothing at all."""
        (folder / "data").mkdir()
        if not self._from_nothing:
            file_some(folder, ["un", "deux"])
            move(folder, OLD)

    def run(self, folder: Path) -> None:
        """Opens it."""
        Database.of(base_of(folder)).close()

    def holds(self, folder: Path) -> None:
        """The tables are those of one time or the other, never of both."""
        assert revision(folder) in ("" if self._from_nothing else OLD, latest())

    def ended(self, folder: Path) -> None:
        """It is of this version, and all is there."""
        assert revision(folder) == latest()
        assert filed(folder) == ([] if self._from_nothing else ["deux", "un"])
        with contextlib.closing(Database.of(base_of(folder))) as database:
            Accounts(database).add(
                f"a{id(folder)}@exemple.fr",
                "Ana",
                [Right.READING],
                by=NOBODY,
                password="quatre lampes vertes au grenier",
            )
        assert sorted(each.name for each in (folder / "data").iterdir() if "journal" in each.name) == []


class Downgrade:
    """A database of this version is brought back to former tables, by `alembic downgrade`."""

    def prepare(self, folder: Path) -> None:
        """Two messages."""
        (folder / "data").mkdir()
        file_some(folder, ["un", "deux"])

    def run(self, folder: Path) -> None:
        """Down."""
        if revision(folder) != OLD:
            move(folder, OLD)

    def holds(self, folder: Path) -> None:
        """One or the other."""
        assert revision(folder) in (OLD, latest())

    def ended(self, folder: Path) -> None:
        """It is of former times, and goes up again with all that it held."""
        assert revision(folder) == OLD
        assert filed(folder) == ["deux", "un"]


class Purge:
    """What is too old is forgotten; what is not, is not."""

    NOW = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)
    THEN = dt.datetime(2024, 1, 1, 9, 0, tzinfo=dt.UTC)

    def prepare(self, folder: Path) -> None:
        """A message, a conversation and a question of long ago, and some of today."""
        (folder / "data").mkdir()
        file_some(folder, ["un", "deux", "trois"])
        with contextlib.closing(Database.of(base_of(folder))) as database:
            account = Accounts(database).add(
                "ana@exemple.fr", "Ana", [Right.READING], by=NOBODY, password="quatre lampes vertes au grenier"
            )
            for moment in (self.THEN, self.NOW):
                for _ in "123":
                    Conversations(database, lambda moment=moment: moment).begin(account.id)  # type: ignore[misc]
            with database.writing() as session:
                session.execute(sa.text("UPDATE solicitations SET received = '2026-10-20'"))
                session.execute(sa.text("UPDATE solicitations SET received = '2024-01-01' WHERE id IN (1, 2)"))
        noting = gaps.Gaps(folder / "data", 10)
        noting.note(BEFORE, dt.date(2024, 1, 1))

    def run(self, folder: Path) -> None:
        """As `reperes purge`."""
        purge(base_of(folder), lambda: self.NOW)

    def _left(self, folder: Path) -> tuple[int, int, list[str]]:
        with contextlib.closing(Database.of(base_of(folder))) as database, database.reading() as session:
            old = session.scalar(sa.text("SELECT count(*) FROM conversations WHERE updated_at < '2025-01-01'"))
            new = session.scalar(sa.text("SELECT count(*) FROM conversations WHERE updated_at > '2025-01-01'"))
        return int(old or 0), int(new or 0), filed(folder)

    def holds(self, folder: Path) -> None:
        """All that is recent; of what is old, all of a sort or nothing."""
        old, new, subjects = self._left(folder)
        assert old in (0, 3)
        assert new == 3
        assert len(subjects) in (1, 3)

    def ended(self, folder: Path) -> None:
        """Nothing old."""
        old, new, subjects = self._left(folder)
        assert (old, new, len(subjects)) == (0, 3, 1)
        assert gaps.noted(folder / "data") == []


class Intake:
    """Messages come by a watched folder."""

    def prepare(self, folder: Path) -> None:
        """Three messages, one of which cannot be read; another that was filed already."""
        (folder / "data").mkdir()
        file_some(folder, ["un"])
        inbox = folder / "courrier"
        for subject in ("deux", "trois", "quatre"):
            (inbox / f"{subject}.eml").write_text(MAIL.format(subject=subject), encoding="utf-8")
        (inbox / "illisible.msg").write_bytes(b"rien")

    def run(self, folder: Path) -> None:
        """One look at the folder."""
        take(folder)

    def holds(self, folder: Path) -> None:
        """Each message is in the queue or in the folder, or both; what was filed stays."""
        inbox = folder / "courrier"
        there = {each.stem for each in inbox.iterdir() if each.suffix == ".eml"}
        subjects = filed(folder)
        assert "un" in subjects
        assert len(subjects) == len(set(subjects))
        assert there | set(subjects) == {"un", "deux", "trois", "quatre"}

    def ended(self, folder: Path) -> None:
        """Each once; files aside, those refused with their reason."""
        inbox = folder / "courrier"
        assert filed(folder) == ["deux", "quatre", "trois", "un"]
        assert sorted(each.name for each in inbox.iterdir()) == sorted([DONE, REFUSED])
        assert sorted(each.name for each in (inbox / DONE).iterdir()) == [
            "deux.eml",
            "quatre.eml",
            "trois.eml",
            "un.eml",
        ]
        assert sorted(each.name for each in (inbox / REFUSED).iterdir()) == ["illisible.msg", "illisible.msg.txt"]


ACTS: Final[dict[str, Act]] = {
    "make a database": Upgrade(from_nothing=True),
    "upgrade a database": Upgrade(),
    "downgrade a database": Downgrade(),
    "purge": Purge(),
    "intake": Intake(),
}
