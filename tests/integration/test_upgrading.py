"""This version upon what former versions left, and back: what it does by itself, what it says, what is never lost."""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from fakes import NotedProgress
from killed_databases import Purge, base_of, filed, move
from pydantic import SecretStr
from solicitation_places import mail, new_database, postgresql_programs

from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.database.looking import look
from assistant.database.migrating import configured, latest
from assistant.database.opening import FILE_NAME, Database, engine_of
from assistant.doctor import outside as doctor
from assistant.gaps import noted
from assistant.maintenance.backup import PG_DUMP, back_up
from assistant.maintenance.jobs import Jobs, Kind
from assistant.maintenance.restoring import restore
from assistant.solicitations.kept import Source
from assistant.solicitations.markers import marker
from assistant.solicitations.store import Solicitations
from indexer.build import build_index
from indexer.errors import DatabaseOutdated, GenerationNotFound, IndexOutdated
from indexer.index import open_index
from indexer.publishing import roll_back
from indexer.settings import EMBEDDED_MODEL, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from places import Place, Ran

    from indexer.embedder import SentenceTransformerEmbedder

FORMER: Final = Path(__file__).parent / "former"
DOCS: Final = ["atelier.md", "conseil.md", "permanence.md"]
SUBJECTS: Final = ["Rejoindre un conseil", "Évaluer un contrat local"]


def left_by(version: str, folder: Path) -> Settings:
    """A data folder as a former version left it, and its publications."""
    with tarfile.open(FORMER / f"{version}.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    (manifest,) = folder.glob("data/generations/*/manifest.json")
    manifest.write_text(manifest.read_text().replace("/srv/reperes", str(folder)))  # where it was made
    return Settings(data_dir=folder / "data", source=folder / "corpus", embedding_model=EMBEDDED_MODEL)


@pytest.fixture
def former(tmp_path: Path) -> Settings:
    """What was left before there were accounts."""
    return left_by("before-accounts", tmp_path)


def index(settings: Settings, embedder: SentenceTransformerEmbedder) -> int:
    """An indexing; how many texts were embedded."""
    return build_index([settings.source], settings, lambda: embedder, NotedProgress()).embedded


def test_an_index_of_before_serves_until_it_is_made_again(
    former: Settings, embedder: SentenceTransformerEmbedder
) -> None:
    """Under the same name, from the same publications."""
    before = open_index(former)
    assert sorted(before.documents) == DOCS
    index(former, embedder)
    after = open_index(former)
    assert sorted(after.documents) == DOCS
    assert [p.text for p in after.passages] == [p.text for p in before.passages]
    assert roll_back(former).generation == before.manifest.generation or after.manifest == before.manifest


def test_a_database_of_before_comes_up_with_all_that_it_holds(former: Settings) -> None:
    """At its first opening; what it knew of mailboxes and of unanswered questions too."""
    standing = look(former)
    assert standing is not None
    assert (standing.found, standing.is_newer) == ("0002", False)
    with contextlib.closing(Database.of(former)) as database:
        queue = Solicitations(database)
        items = queue.list().items
        assert sorted(item.message.subject for item in items if item.message) == SUBJECTS
        assert sorted(item.reference for item in items) == ["S-2026-0001", "S-2026-0002"]
        assert marker(queue, "imap essai") == "1 42"
        again = queue.add(items[0].message, source=Source.API)  # type: ignore[arg-type]  # it is there
        assert again.known
        Accounts(database).add(
            "ana@exemple.fr", "Ana", [Right.TEAM], by=NOBODY, password="quatre lampes vertes au grenier"
        )
    assert len(noted(former.data_dir)) == 1


def test_what_there_is_to_do_is_said_before_it_is_done(former: Settings) -> None:
    """By `reperes doctor`, which changes nothing: the schema's number, and to make a backup."""
    (told,) = doctor.database(former)
    assert "0002" in told.sentence
    assert "Sauvegardez" in told.remedy
    standing = look(former)
    assert standing is not None
    assert standing.found == "0002"


def test_the_way_back_is_the_backup_made_before(former: Settings, tmp_path: Path) -> None:
    """A backup changes no schema: what is put back opens with the version that it was made of."""
    back_up(former, tmp_path / "avant.tar.gz", with_index=True)
    Database.of(former).close()
    standing = look(former)
    assert standing is not None
    assert standing.found == latest()
    restore(tmp_path / "avant.tar.gz", former.data_dir, force=True)
    standing = look(former)
    assert standing is not None
    assert standing.found == "0002"
    assert sorted(open_index(former).documents) == DOCS


def test_or_the_steps_down_which_keep_what_has_come_since(former: Settings, tmp_path: Path) -> None:
    """To the tables that the former version made, of the same columns."""
    tables = schema(former)
    with contextlib.closing(Database.of(former)) as database:
        Solicitations(database).add(mail(subject="Venu depuis"), source=Source.API)
    move(tmp_path, "0002")
    assert schema(former) == tables
    assert filed(tmp_path) == sorted([*SUBJECTS, "Venu depuis"])


def schema(settings: Settings) -> dict[str, list[str]]:
    """Columns of the tables, by table."""
    opened = engine_of(settings)
    held = sa.inspect(opened)
    found = {name: sorted(column["name"] for column in held.get_columns(name)) for name in held.get_table_names()}
    opened.dispose()
    return found


def test_an_older_version_leaves_a_newer_database_alone(former: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told which is which and what to do; nothing is written."""
    Database.of(former).close()
    before = (former.data_dir / FILE_NAME).read_bytes()
    monkeypatch.setattr("assistant.database.migrating.latest", lambda: "0002")
    monkeypatch.setattr("assistant.database.migrating.known", lambda: frozenset({"0001", "0002"}))
    with pytest.raises(DatabaseOutdated) as caught:
        Database.of(former)
    assert (caught.value.values["found"], caught.value.values["known"]) == (latest(), "0002")
    assert (former.data_dir / FILE_NAME).read_bytes() == before


def test_an_index_of_another_form_is_told_and_made_again(
    tmp_path: Path, embedder: SentenceTransformerEmbedder, reperes: Callable[..., Ran]
) -> None:
    """With both numbers, rather than as damaged; never put back."""
    settings = left_by("format-2", tmp_path)
    with pytest.raises(IndexOutdated) as caught:
        open_index(settings)
    assert (caught.value.values["found"], caught.value.values["known"]) == ("2", 3)
    ran = reperes("status", "--data-dir", settings.data_dir)
    assert (ran.code, "format 2" in ran.err, "reperes index" in ran.err) == (1, True, True)
    (old,) = (settings.data_dir / "generations").iterdir()
    index(settings, embedder)
    assert sorted(open_index(settings).documents) == DOCS
    with pytest.raises(GenerationNotFound):
        roll_back(settings, old.name)


def test_a_form_of_later_is_told_as_well(former: Settings) -> None:
    """By a version that was put back."""
    (manifest,) = former.data_dir.glob("generations/*/manifest.json")
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 4}))
    with pytest.raises(IndexOutdated) as caught:
        open_index(former)
    assert caught.value.values["found"] == "4"


def test_each_step_goes_down_and_up_with_rows_in_it(database_place: str | Path, tmp_path: Path) -> None:
    """What the tables that stay hold is what they held."""
    if not isinstance(database_place, Path):
        (tmp_path / "url").write_text(database_place)
    Purge().prepare(tmp_path)  # messages, an account, conversations
    settings = base_of(tmp_path)
    with contextlib.closing(Database.of(settings)) as database:
        Jobs(database).ask(Kind.INDEX, {}, "ana")
    steps = [script.revision for script in ScriptDirectory.from_config(configured()).walk_revisions()]
    held = [rows(settings)]
    for step in [*steps[1:], "base"]:
        to(settings, step)
        held.append(rows(settings))
    assert held[-1] == {}
    for above, below in itertools.pairwise(held):
        assert below.keys() < above.keys()
        assert all(above[table] == found for table, found in below.items())
    to(settings, "head")
    assert rows(settings).keys() == held[0].keys()


def to(settings: Settings, step: str) -> None:
    """Down to a step, or up to the last."""
    opened, config = engine_of(settings), configured()
    with opened.execution_options(immediate=True).begin() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if step == "head" else command.downgrade)(config, step)
    opened.dispose()


def rows(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All that a database holds, by table; the index of words left out, which its tables make."""
    opened = engine_of(settings)
    known = sa.MetaData()
    known.reflect(opened)
    names = [name for name in known.tables if not name.startswith(("alembic", "solicitation_words"))]
    with opened.connect() as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(sa.select(known.tables[name]))), key=repr)
            for name in names
        }
    opened.dispose()
    return found


def test_a_postgresql_database_is_copied_and_put_back_by_the_commands_that_are_told(
    postgresql: str, tmp_path: Path
) -> None:
    """On another server, where nothing was."""
    programs = postgresql_programs()
    assert programs is not None
    here, there = (Settings(data_dir=tmp_path, database_url=SecretStr(new_database(postgresql))) for _ in "12")
    with contextlib.closing(Database.of(here)) as database:
        Solicitations(database).add(mail(), source=Source.API)
    contents = back_up(here, tmp_path / "copie.tar.gz")
    assert PG_DUMP in contents.notes[0]
    env = {"PATH": f"{programs}:/usr/bin:/bin", "REPERES_DATABASE_URL": here.database_url.get_secret_value()}
    subprocess.run(["sh", "-c", PG_DUMP], cwd=tmp_path, env=env, check=True, timeout=60)
    back = ["pg_restore", "--no-owner", f"--dbname={there.database_url.get_secret_value()}", "reperes.dump"]
    subprocess.run(back, cwd=tmp_path, env=env, check=True, timeout=60, executable=programs / "pg_restore")
    assert rows(there) == rows(here)
    with contextlib.closing(Database.of(there)) as database:
        assert Solicitations(database).list().total == 1


def test_with_its_index_it_is_put_back_under_other_paths(place: Place, tmp_path: Path) -> None:
    """As on another machine: it serves at once, and an indexing of the publications there embeds nothing again."""
    back_up(place.settings, tmp_path / "copie.tar.gz", with_index=True)
    elsewhere = tmp_path / "autre" / "machine"
    restore(tmp_path / "copie.tar.gz", elsewhere / "data")
    moved = shutil.copytree(place.corpus, elsewhere / "publications")
    shutil.rmtree(place.settings.data_dir)
    settings = place.settings.model_copy(update={"data_dir": elsewhere / "data", "source": moved})
    before = open_index(settings)
    assert all(before.original(doc).is_file() for doc in before.documents)
    assert index(settings, place.embedder) == 0  # type: ignore[arg-type]  # the session's
    after = open_index(settings)
    assert after.documents.keys() == before.documents.keys()
    assert all(str(elsewhere) in document.source for document in after.manifest.documents)
