"""Everything that those who look after the publications see and do, for the API and the pages; each deed is recorded.

```
state · waiting · generations · failures · quality · evaluations · gaps           what is seen
ask, cancel · add, replace, describe, supersede, withdraw, restore, forget       what is done, by somebody
roll_back · forget_gaps · backup
```
"""

from __future__ import annotations

import time
import uuid
from dataclasses import asdict, dataclass
from functools import partial
from typing import IO, TYPE_CHECKING, Final, Protocol, Self

from assistant import gaps
from assistant.accounts.audit import Action
from assistant.maintenance import generations, standing, waiting
from assistant.maintenance.added import Added
from assistant.maintenance.backup import back_up
from assistant.maintenance.evaluations import Evaluations
from assistant.maintenance.jobs import Jobs, Kind
from assistant.maintenance.needs import check_installed
from assistant.maintenance.quality.report import kept as kept_quality
from assistant.maintenance.reports import last_report
from assistant.maintenance.spawning import Spawner
from assistant.maintenance.state import index_state

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assistant.accounts.rights import Caller
    from assistant.accounts.store import Accounts
    from assistant.database.held import Held
    from assistant.gaps import Gap
    from assistant.maintenance.added import Accepted
    from assistant.maintenance.describing import Description
    from assistant.maintenance.generations import Generation
    from assistant.maintenance.jobs import Job
    from assistant.maintenance.quality.model import Quality
    from assistant.maintenance.reports import LastReport
    from assistant.maintenance.standing import Publication
    from assistant.maintenance.state import IndexState
    from assistant.maintenance.waiting import Waiting
    from assistant.maintenance.withdrawn import Withdrawn
    from assistant.serving import Serving
    from indexer.manifest import Manifest
    from indexer.settings import Settings

BACKUP: Final = ".backup-"
DAY_SECONDS: Final = 86_400


class Record(Protocol):
    """Adds a line to the audit log."""

    def __call__(self, action: Action, target: str = "", detail: Mapping[str, object] | None = None) -> None:
        """What was done to what; no words of a question nor of a mail."""
        ...


@dataclass(frozen=True, slots=True)
class By:
    """Whoever does something: their name, and where their deeds are recorded."""

    name: str
    record: Record

    @classmethod
    def of(cls, who: Caller, accounts: Accounts) -> Self:
        """Whoever calls."""
        return cls(who.login or who.name or who.key, partial(accounts.record, who))


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """What may be asked of an indexing.

    Attributes:
        evals: Suite that is asked before publishing; empty: none, unless a fall forbids to publish.
        require: Do not publish what answers worse.
        open_archives: Read what archives hold.
    """

    evals: str = ""
    require: bool = False
    open_archives: bool = False


@dataclass(frozen=True, slots=True)
class EvalOptions:
    """What may be asked of an evaluation: its suites; none for those of the guard."""

    suites: tuple[str, ...] = ()


class Upkeep:
    """The maintenance of a running program; making it opens nothing. Safe to share between threads.

    Attributes:
        jobs: What was asked for.
        evaluations: What was measured.
        added: The publications that were added online.
    """

    def __init__(self, settings: Settings, database: Held, serving: Serving) -> None:
        self._settings = settings
        self._serving = serving
        self.jobs = Jobs(database)
        self.evaluations = Evaluations(database)
        self.added = Added(settings)
        self._spawner = Spawner(self.jobs, settings)

    @property
    def public_url(self) -> str:
        """Address under which the service is reached, as it is set; may be empty."""
        return self._settings.public_url

    @property
    def data_dir(self) -> Path:
        """The data folder."""
        return self._settings.data_dir

    def state(self) -> IndexState:
        """The state of the index, as this process sees it.

        Raises:
            DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated: The jobs cannot be read.
        """
        return index_state(self._settings, self.jobs, self._serving)

    def generations(self) -> list[Generation]:
        """The generations that are kept, newest first; none serves where `CURRENT` is broken.

        Raises:
            IndexMissing, IndexCorrupt: There is none.
        """
        return generations.kept(self.data_dir)

    def roll_back(self, generation: str, by: By) -> Manifest:
        """Puts a former generation in service again; empty: the one before that which serves.

        Raises:
            GenerationNotFound, IndexLocked, IndexMissing, IndexCorrupt, IndexModelMismatch: As `put_back`.
        """
        manifest = generations.put_back(self._settings, generation)
        by.record(Action.INDEX_ROLLED_BACK, manifest.generation)
        return manifest

    def ask(self, options: IndexOptions | EvalOptions, by: By) -> Job:
        """Asks for a job, and starts its process where no worker does.

        Raises:
            JobPending: One of this kind waits already.
            ExtraMissing: Answers are to be measured, and what that takes is not installed; that of a worker elsewhere
                is told by the job.
            WritingError: Its process cannot be started.
        """
        kind = Kind.INDEX if isinstance(options, IndexOptions) else Kind.EVAL
        measures = isinstance(options, EvalOptions) or bool(options.evals) or options.require
        if measures and not self._settings.worker:
            check_installed()
        job = self.jobs.ask(kind, asdict(options), by.name, left=self._settings.worker)
        action = Action.INDEX_ASKED if kind is Kind.INDEX else Action.EVALUATION_ASKED
        by.record(action, str(job.number), asdict(options))
        if not self._settings.worker:
            self._spawner.start(job.number)
        return job

    def cancel(self, number: int, by: By) -> Job:
        """Asks a job to stop.

        Raises:
            JobNotFound: No such job.
        """
        job = self.jobs.cancel(number)
        by.record(Action.JOB_CANCELLED, str(number))
        return job

    def waiting(self) -> Waiting:
        """What has changed in the folders since what serves was indexed.

        Raises:
            SourceNotFound, CatalogueError: The next indexing would be refused too.
        """
        return waiting.since_served(self._settings)

    def publications(self) -> list[Publication]:
        """The publications that were added online, the last added first.

        Raises:
            CatalogueError: Somebody changed their catalogue by hand, wrongly.
        """
        return standing.publications(self.added, self.data_dir)

    def publication(self, identifier: str) -> Publication:
        """One of them.

        Raises:
            PublicationNotFound: No such publication.
            CatalogueError: As `publications`.
        """
        return standing.publication(self.added, self.data_dir, identifier)

    def add(self, stream: IO[bytes], name: str, description: Description, by: By, *, twin: bool = False) -> Accepted:
        """Adds a file that is sent.

        Raises:
            UploadTooLarge: Beyond what may be added.
            SourceError, PublicationKnown, PublicationFieldInvalid, CatalogueError, WritingError: As `Added.add`.
        """
        with self.added.receiving() as folder:
            accepted = self.added.add(self.added.receive(stream, name, folder), description, twin=twin)
        by.record(Action.SOURCE_ADDED, accepted.identifier, {"file": accepted.file})
        return accepted

    def add_address(self, url: str, description: Description, by: By, *, twin: bool = False) -> Accepted:
        """Adds what stands at an address.

        Raises:
            FetchError: It cannot be had, or may not, and why.
            SourceError, PublicationKnown, PublicationFieldInvalid, CatalogueError, WritingError: As `Added.add`.
        """
        accepted = self.added.add_address(url, description, twin=twin)
        by.record(Action.SOURCE_ADDED, accepted.identifier, {"file": accepted.file, "url": url})
        return accepted

    def replace(self, identifier: str, stream: IO[bytes], name: str, by: By) -> Accepted:
        """Puts another version in the place of a publication.

        Raises:
            PublicationNotFound: No such publication.
            UploadTooLarge, SourceError, PublicationKnown, CatalogueError, WritingError: As `add`.
        """
        self.publication(identifier)  # before anything is received
        with self.added.receiving() as folder:
            accepted = self.added.replace(identifier, self.added.receive(stream, name, folder), by.name)
        by.record(Action.SOURCE_REPLACED, identifier, {"file": accepted.file})
        return accepted

    def describe(self, identifier: str, description: Description, by: By) -> None:
        """Changes what is told of a publication.

        Raises:
            PublicationNotFound: No such publication.
            PublicationFieldInvalid, CatalogueError, WritingError: As `Added.describe`.
        """
        self.added.describe(identifier, description)
        by.record(Action.SOURCE_DESCRIBED, identifier)

    def supersede(self, identifier: str, successor: str, by: By) -> None:
        """Says that another publication supersedes one; empty: that none does.

        Raises:
            PublicationNotFound: No such publication.
            PublicationFieldInvalid, CatalogueError, WritingError: As `Added.supersede`.
        """
        self.added.supersede(identifier, successor)
        by.record(Action.SOURCE_DESCRIBED, identifier, {"replaced_by": successor})

    def withdraw(self, identifier: str, by: By, reason: str = "") -> Withdrawn:
        """Withdraws a publication; the next indexing takes it away.

        Raises:
            PublicationNotFound: No such publication.
            PublicationFieldInvalid, CatalogueError, WritingError: As `Added.withdraw`.
        """
        key = self.added.withdraw(identifier, by.name, reason)
        by.record(Action.SOURCE_WITHDRAWN, identifier)
        return next(each for each in self.added.withdrawn() if each.key == key)

    def restore(self, key: str, by: By) -> str:
        """Puts back what was withdrawn; gives its identifier.

        Raises:
            PublicationNotFound: No such withdrawn publication.
            PublicationKnown, CatalogueError, WritingError: As `Added.restore`.
        """
        identifier = self.added.restore(key)
        by.record(Action.SOURCE_RESTORED, identifier)
        return identifier

    def forget(self, key: str, by: By) -> None:
        """Deletes for good what was withdrawn.

        Raises:
            PublicationNotFound: No such withdrawn publication.
            WritingError: It cannot be deleted.
        """
        former = self.added.forget(key)
        by.record(Action.SOURCE_REMOVED, former.identifier, {"file": former.file})

    def failures(self) -> LastReport | None:
        """What the last indexing could not read, left aside or remarked; `None` when there is no report."""
        return last_report(self.data_dir)

    def quality(self) -> Quality:
        """Quality of the generation that this process answers from."""
        return kept_quality(self._serving.assistant().index)

    def gaps(self) -> list[Gap]:
        """Questions that no publication answers, most often met first.

        Raises:
            GapsUnreadable: Their file is damaged.
        """
        return gaps.noted(self.data_dir)

    def forget_gaps(self, by: By, question: str = "") -> int:
        """Erases one of them, as it is listed, or all; gives how many.

        Raises:
            GapsUnreadable, WritingError: Their file is damaged, or may not be written.
        """
        count = gaps.forget(self.data_dir, question)
        by.record(Action.GAP_DISMISSED if question else Action.GAPS_CLEARED, "", {"count": count})
        return count

    def backup(self, by: By, *, with_index: bool = False) -> Path:
        """A backup to be downloaded; whoever asks for it deletes it once it has gone.

        Raises:
            WritingError: It cannot be made.
        """
        for left in self.data_dir.glob(f"{BACKUP}*.tar.gz"):  # of a process that died
            if time.time() - left.stat().st_mtime > DAY_SECONDS:
                left.unlink(missing_ok=True)
        path = self.data_dir / f"{BACKUP}{uuid.uuid4().hex}.tar.gz"
        contents = back_up(self._settings, path, with_index=with_index)
        by.record(Action.BACKUP_TAKEN, "", {"files": len(contents.files), "with_index": with_index})
        return path
