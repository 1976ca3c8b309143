"""Backup, restore, the model that the staff trains: files that take their place whole."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.database.opening import FILE_NAME, Database
from assistant.gaps import Gaps, noted
from assistant.maintenance.added import Added
from assistant.maintenance.backup import back_up
from assistant.maintenance.describing import Description
from assistant.maintenance.jobs import Jobs, Kind
from assistant.maintenance.restoring import restore
from assistant.maintenance.verifying import verify
from assistant.triage.learning import put
from assistant.triage.learnt import MODEL_NAME, load, shipped, written
from indexer.errors import ReperesError, RestoreUnfinished
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from killing import Act

BEFORE: Final = "Quel est le budget moyen d’un contrat local de santé ?"
SINCE: Final = "Combien de conseils locaux de santé mentale en Bretagne ?"


def settings_of(folder: Path) -> Settings:
    """Of the data folder of a situation."""
    return Settings(data_dir=folder / "data", source=folder / "corpus", fetch_sources=folder / "sources.yaml")


def fill(folder: Path, question: str, publication: str) -> None:
    """A data folder with something of everything that cannot be made again."""
    settings = settings_of(folder)
    with contextlib.closing(Database.of(settings)) as database:
        Jobs(database).ask(Kind.INDEX, {"of": question}, "ana@exemple.fr")
    Gaps(settings.data_dir, 10).note(question)
    added = Added(settings)
    with added.receiving() as arriving:
        path = added.receive(io.BytesIO(f"# {publication}\n\n{question}\n".encode()), f"{publication}.md", arriving)
        added.add(path, Description(title=publication))
    (settings.data_dir / MODEL_NAME).write_bytes(publication.encode())


def told(data_dir: Path) -> tuple[str, str, str, str]:
    """Which of the two situations each part of a data folder is of; raises for what cannot be read."""
    settings = Settings(data_dir=data_dir, source=data_dir, fetch_sources=data_dir)
    with contextlib.closing(Database.of(settings)) as database:
        (job,) = Jobs(database).list().jobs
    (gap,) = noted(data_dir)
    (entry,) = Added(settings).files().values()
    return str(job.options["of"]), gap.question, entry.title, (data_dir / MODEL_NAME).read_text()


WAS, IS = (BEFORE, BEFORE, "avant", "avant"), (SINCE, SINCE, "depuis", "depuis")


class Backup:
    """The nightly backup, over that of the night before."""

    def prepare(self, folder: Path) -> None:
        """A data folder, and a backup of it from before what was written since."""
        fill(folder, SINCE, "depuis")
        self.run(folder)

    def run(self, folder: Path) -> None:
        """As `reperes backup`."""
        back_up(settings_of(folder), folder / "out" / "nuit.tar.gz")

    def holds(self, folder: Path) -> None:
        """One of the two, whole; nobody else can read what lies about."""
        verify(folder / "out" / "nuit.tar.gz")
        assert all(each.stat().st_mode & 0o077 == 0 for each in (folder / "out").iterdir())

    def ended(self, folder: Path) -> None:
        """One archive and nothing beside it; the data folder as it was."""
        verify(folder / "out" / "nuit.tar.gz")
        assert [each.name for each in (folder / "out").iterdir()] == ["nuit.tar.gz"]
        assert told(folder / "data") == IS


class Restore:
    """A backup put back over a data folder that is in use: all of it, or none of it."""

    def prepare(self, folder: Path) -> None:
        """A backup of before, a data folder of since."""
        fill(folder / "former", BEFORE, "avant")
        back_up(settings_of(folder / "former"), folder / "copie.tar.gz")
        fill(folder, SINCE, "depuis")

    def run(self, folder: Path) -> None:
        """As `reperes restore --force`, by somebody who sees that it is not done."""
        if not is_done(folder):
            restore(folder / "copie.tar.gz", folder / "data", force=True)

    def holds(self, folder: Path) -> None:
        """What was there is whole, or what is put back is; else whoever opens it is told, and nothing is made anew."""
        with contextlib.suppress(RestoreUnfinished):
            assert told(folder / "data") in (WAS, IS)

    def ended(self, folder: Path) -> None:
        """What is put back serves; what was there before is aside, each part of it once."""
        assert told(folder / "data") == WAS
        aside = sorted((folder / "data").glob("before-restore-*"))
        names = sorted(each.name for part in aside for each in part.iterdir())
        assert [name for name in names if "depuis" not in name] == ["added", "gaps.sqlite", FILE_NAME, MODEL_NAME]
        hidden = [
            each.name for each in (folder / "data").iterdir() if each.name.startswith((".restoring", "restoring"))
        ]
        assert hidden == []


class RestoreAnew:
    """A backup put back into an empty folder, as on another machine."""

    def prepare(self, folder: Path) -> None:
        """A backup."""
        Restore().prepare(folder)
        (folder / "data").rename(folder / "elsewhere")

    def run(self, folder: Path) -> None:
        """As `reperes restore`; what was interrupted is taken up without more."""
        if not is_done(folder):
            restore(folder / "copie.tar.gz", folder / "data")

    def holds(self, folder: Path) -> None:
        """The archive is as it was; a half is never taken for the whole."""
        verify(folder / "copie.tar.gz")
        if (folder / "data" / FILE_NAME).exists():
            Restore().holds(folder)

    def ended(self, folder: Path) -> None:
        """All of it, and nothing else."""
        assert told(folder / "data") == WAS
        names = {each.name for each in (folder / "data").iterdir()}
        expected = {"added", "gaps.sqlite", FILE_NAME, MODEL_NAME, "generations", "originals", "index.lock"}
        assert names == expected


def is_done(folder: Path) -> bool:
    """Whether the backup is in place."""
    if not (folder / "data" / FILE_NAME).exists():
        return False
    try:
        return told(folder / "data") == WAS
    except (ReperesError, ValueError):
        return False


class Training:
    """The model that was learnt takes the place of the former one."""

    def prepare(self, folder: Path) -> None:
        """A model is in use."""
        (folder / "data").mkdir()
        self._put(folder, "before")

    def run(self, folder: Path) -> None:
        """As the end of `reperes triage train`; what comes before only computes."""
        self._put(folder, "after")

    def _put(self, folder: Path, when: str) -> None:
        model = shipped()
        put(written(replace(model, about={**model.about, "when": when})), folder / "data" / MODEL_NAME)

    def holds(self, folder: Path) -> None:
        """One of the two serves."""
        assert load(folder / "data").about["when"] in ("before", "after")

    def ended(self, folder: Path) -> None:
        """The new one, alone."""
        assert load(folder / "data").about["when"] == "after"
        assert [each.name for each in (folder / "data").iterdir()] == [MODEL_NAME]


ACTS: Final[dict[str, Act]] = {
    "backup": Backup(),
    "restore": Restore(),
    "restore into an empty folder": RestoreAnew(),
    "training": Training(),
}
