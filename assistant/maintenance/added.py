"""Publications added online: the folder `added/` of the data folder, which an indexing takes with the others.

```
added/
├── catalogue.yaml     what is told of them
├── .incoming/<…>/     being received or checked: hidden, so never indexed
├── .lock              held by whoever changes something
└── note.pdf …
withdrawn/<moment>-<identifier>/    what was withdrawn or replaced, with entry.json; to be restored, or forgotten
```

A file takes its place whole, by a rename; its entry is written before it comes and dropped after it has gone, so that a
publication for the team alone is never indexed as one that nothing is told of.
"""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from assistant.maintenance import messages
from assistant.maintenance.checking import Checked, check
from assistant.maintenance.describing import Description, levelled, read_entries, write_entries
from assistant.maintenance.entries import entry_of, identifiers, successors, without_links
from assistant.maintenance.incoming import INCOMING, receive, receiving, sweep
from assistant.maintenance.naming import digest_of, first_free, free_identifier, free_name
from assistant.maintenance.withdrawn import Drawer, Withdrawn
from indexer import lasting
from indexer.catalogue import CATALOGUE_NAME
from indexer.errors import (
    CatalogueError,
    IndexStateError,
    PublicationFieldInvalid,
    PublicationKnown,
    PublicationsLocked,
    WritingError,
)
from indexer.fetching.limits import MEGABYTE, FetchLimits
from indexer.fetching.single import fetch_one
from indexer.file_names import one_form
from indexer.index import ADDED, current_manifest
from indexer.room import writing_error
from indexer.surveys import is_codebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from indexer.catalogue import CatalogueEntry
    from indexer.documents import Document
    from indexer.settings import Settings

log = logging.getLogger("reperes")

LOCK: Final = ".lock"
LOCK_SECONDS: Final = 30.0
"""Longest wait for somebody else's change: a backup holds the lock while it copies."""
KEPT_CHECKS: Final = 64
"""What was found in so many files is remembered: reading them again takes seconds."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that was taken: under which name and identifier, and what was found in it."""

    identifier: str
    file: str
    checked: Checked


class Added:
    """The publications that were added online. Safe to share between threads and processes."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is made yet."""
        self._settings = settings
        self.folder = settings.data_dir / ADDED
        self._drawer = Drawer(settings.data_dir)
        self._checks: dict[tuple[str, str], Checked] = {}

    def receiving(self) -> AbstractContextManager[Path]:
        """A folder to receive files in.

        Raises:
            WritingError: The data folder cannot be written.
        """
        return receiving(self.folder)

    def receive(self, stream: IO[bytes], name: str, folder: Path) -> Path:
        """Writes a file that is sent into such a folder.

        Raises:
            UploadTooLarge: Beyond what may be added.
            WritingError: It cannot be written.
        """
        return receive(stream, name, folder, self._settings.upload_megabytes)

    def add(self, path: Path, description: Description, *, twin: bool = False) -> Accepted:
        """Adds a publication; it is indexed by the next indexing.

        Args:
            path: Its file, in a folder given by `receiving`; it is moved.
            description: What is told of it.
            twin: Even when the same content is there already.

        Raises:
            SourceError: The file cannot be read, or is not what its name says.
            PublicationKnown: The same content is there already.
            PublicationFieldInvalid: A field of the description cannot be kept.
            CatalogueError: Somebody changed the catalogue by hand, wrongly.
            WritingError: The folder cannot be written.
        """
        description.entry("x", path.name)  # a wrong field is told before the file is read
        checked = check(path, self._settings)
        with self._alone() as entries:
            if not twin:
                self._refuse_twin(path.name, checked.digest)
            name = self._free_name(path.name)
            entry = description.entry(free_identifier(name, identifiers(entries)), name)
            self._place(path, entry, entries)
        self._remember(name, checked)
        return Accepted(entry.id, name, checked)

    def checked(self, identifier: str) -> Checked:
        """What is in the file of a publication, as it was found when it was added; read again where it was not here.

        Raises:
            PublicationNotFound: No such publication.
            SourceError, CatalogueError: As `add`.
        """
        path = self.folder / entry_of(self.files(), identifier).file
        known = self._checks.get((path.suffix, digest_of(path)))
        return known or self._remember(path.name, check(path, self._settings))

    def add_address(self, url: str, description: Description, *, twin: bool = False) -> Accepted:
        """Adds what stands at an address, by the rules of `reperes fetch`; its official one unless another is told.

        Raises:
            FetchError: It cannot be had, or may not, and why.
            SourceError, PublicationKnown, PublicationFieldInvalid, CatalogueError, WritingError: As `add`.
        """
        limits = FetchLimits.of(self._settings)
        most = min(limits.max_bytes, self._settings.upload_megabytes * MEGABYTE)
        with self.receiving() as folder:
            brought = fetch_one(url, folder, replace(limits, max_bytes=most))
            told = description if description.official_url else replace(description, official_url=brought.url)
            return self.add(brought.path, told, twin=twin)

    def replace(self, identifier: str, path: Path, by: str) -> Accepted:
        """Puts another version in the place of a publication; what is told of it stays, its former file is withdrawn.

        Args:
            identifier: Of the publication.
            path: The new file, in a folder given by `receiving`; it is moved.
            by: Who does it.

        Raises:
            PublicationNotFound: No such publication.
            SourceError, PublicationKnown, CatalogueError, WritingError: As `add`.
        """
        checked = check(path, self._settings)
        with self._alone() as entries:
            former = entry_of(entries, identifier)
            self._refuse_twin(path.name, checked.digest)
            suffix = path.suffix.lower()
            same_type = Path(former.file).suffix.lower() == suffix
            name = former.file if same_type else self._free_name(f"{Path(former.file).stem}{suffix}")
            key = self._drawer.put(self.folder / former.file, former, by, replaced=True)
            others = {file: entry for file, entry in entries.items() if file != former.file}
            self._place(path, former.model_copy(update={"file": name}), others)
            self._drawer.settled(key)
        self._remember(name, checked)
        return Accepted(identifier, name, checked)

    def describe(self, identifier: str, description: Description) -> None:
        """Changes what is told of a publication.

        Raises:
            PublicationNotFound: No such publication.
            PublicationFieldInvalid: A field cannot be kept.
            CatalogueError, WritingError: As `add`.
        """
        with self._alone() as entries:
            former = entry_of(entries, identifier)
            self._write({**entries, former.file: description.entry(identifier, former.file, former)})

    def supersede(self, identifier: str, successor: str) -> None:
        """Says that another of these publications supersedes one, which goes on being served, marked as such.

        Args:
            identifier: Of the publication.
            successor: Of the one that supersedes it; empty when none does.

        Raises:
            PublicationNotFound: No such publication.
            PublicationFieldInvalid: It cannot supersede itself, nor what supersedes it.
            CatalogueError, WritingError: As `add`.
        """
        with self._alone() as entries:
            former = entry_of(entries, identifier)
            if successor:
                entry_of(entries, successor)
            if identifier in successors(entries, successor):
                raise PublicationFieldInvalid(field="replaced_by", detail=messages.GOES_ROUND)
            others = without_links(entries, lambda entry, link: link == "replaces" and entry.replaces == identifier)
            told = former.model_copy(update={"replaced_by": successor or None})
            self._write({**others, former.file: told})

    def withdraw(self, identifier: str, by: str, reason: str = "") -> str:
        """Withdraws a publication; it is served until the next indexing, and may be restored.

        Args:
            identifier: Of the publication.
            by: Who does it.
            reason: Why, in a few words.

        Returns:
            The key by which it is restored.

        Raises:
            PublicationNotFound: No such publication.
            PublicationFieldInvalid: The reason is too long.
            CatalogueError, WritingError: As `add`.
        """
        told = levelled("reason", reason)
        with self._alone() as entries:
            former = entry_of(entries, identifier)
            key = self._drawer.put(self.folder / former.file, former, by, replaced=False, reason=told)
            left = {file: entry for file, entry in entries.items() if file != former.file}
            self._write(without_links(left, lambda entry, link: getattr(entry, link) == identifier))
        return key

    def withdrawn(self) -> list[Withdrawn]:
        """What was withdrawn or replaced, the last first."""
        return self._drawer.all()

    def restore(self, key: str) -> str:
        """Puts back what was withdrawn; what has its name or its identifier now is left, and it takes another.

        Returns:
            Its identifier.

        Raises:
            PublicationNotFound: No such withdrawn publication.
            PublicationKnown: The same content is there already.
            CatalogueError, WritingError: As `add`.
        """
        with self._alone() as entries:
            former = self._drawer.get(key)
            path = self._drawer.path(former)
            self._refuse_twin(former.file, digest_of(path))
            name = self._free_name(former.file)
            identifier = first_free(former.identifier, identifiers(entries))
            self._place(path, former.description.entry(identifier, name), entries)
            self._drawer.forget(former)
        return identifier

    def forget(self, key: str) -> Withdrawn:
        """Deletes for good what was withdrawn.

        Raises:
            PublicationNotFound: No such withdrawn publication.
            WritingError: It cannot be deleted.
        """
        with self._alone():
            former = self._drawer.get(key)
            self._drawer.forget(former)
        return former

    def tidy(self) -> None:
        """Undoes, or ends, what a process was changing when it died: before each change, and each indexing.

        A version that was to be replaced takes its place again if no other has; an entry whose file never came, or has
        gone, is dropped. Where somebody else is at it, or where it cannot be done, nothing is.
        """
        if self.folder.is_dir():
            with contextlib.suppress(PublicationsLocked, WritingError, CatalogueError), self._alone():
                sweep(self.folder / INCOMING)
                lasting.sweep(self.folder, f".*{lasting.PART}")

    def files(self) -> dict[str, CatalogueEntry]:
        """The publications, by the name of their file, in its order; one put there by hand has an entry of its own.

        Raises:
            CatalogueError: Somebody changed the catalogue by hand, wrongly.
        """
        if not self.folder.is_dir():
            return {}
        entries = read_entries(self.folder)
        present = sorted(path.name for path in self.folder.iterdir() if _is_publication(path))
        told = {name: entries.get(one_form(name)) for name in present}
        known = {name: entry.model_copy(update={"file": name}) for name, entry in told.items() if entry is not None}
        taken = identifiers(known)
        for name in present:
            if name not in known:
                identifier = free_identifier(name, taken)
                taken.add(identifier)
                known[name] = Description().entry(identifier, name)
        return {name: known[name] for name in present}

    @contextlib.contextmanager
    def _alone(self) -> Iterator[dict[str, CatalogueEntry]]:
        """Nobody else changes the folder meanwhile; gives the entries whose file is there."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / LOCK).acquire(timeout=LOCK_SECONDS):
                self._recover()
                yield self.files()
        except Timeout as exc:
            raise PublicationsLocked(path=self.folder) from exc
        except OSError as exc:
            raise writing_error(self.folder, exc) from exc

    def _recover(self) -> None:
        entries = self.files()
        for former in self._drawer.pending():
            try:
                if former.identifier in identifiers(entries):
                    self._drawer.settled(former.key)
                else:
                    self._place(self._drawer.path(former), self._drawer.entry(former), entries)
            except (OSError, WritingError) as exc:  # tried again at the next change; the others go on
                log.warning("publication %s cannot be put back: %s", former.key, type(exc).__name__)
            entries = self.files()
        self._drawer.tidy()
        told = read_entries(self.folder)
        present = {one_form(file) for file in entries}
        dropped = {entry.id for file, entry in told.items() if file not in present}
        if dropped:
            self._write(without_links(entries, lambda entry, link: getattr(entry, link) in dropped))

    def _remember(self, name: str, checked: Checked) -> Checked:
        if len(self._checks) >= KEPT_CHECKS:
            self._checks.clear()
        self._checks[Path(name).suffix, checked.digest] = checked
        return checked

    def _refuse_twin(self, name: str, digest: str) -> None:
        for file in self.files():
            if digest_of(self.folder / file) == digest:
                raise PublicationKnown(name=name, known=file)
        for document in self._indexed_elsewhere():
            if document.digest == digest:
                raise PublicationKnown(name=name, known=document.metadata.title or document.doc)

    def _free_name(self, name: str) -> str:
        """A name that no publication has, neither here nor in the index: it is what answers cite."""
        return free_name(name, [*self.files(), *(document.doc for document in self._indexed_elsewhere())])

    def _indexed_elsewhere(self) -> tuple[Document, ...]:
        """Documents of the index that come from other folders."""
        own = str(self.folder.resolve())
        try:
            documents = current_manifest(self._settings.data_dir).documents
        except IndexStateError:
            return ()
        return tuple(document for document in documents if document.source != own)

    def _place(self, path: Path, entry: CatalogueEntry, others: dict[str, CatalogueEntry]) -> None:
        self._write({**others, entry.file: entry})
        with contextlib.suppress(PermissionError):  # it belongs to whoever put it there by hand
            path.touch()  # when it was added, not when it was written
        lasting.place(path, self.folder / entry.file)

    def _write(self, entries: dict[str, CatalogueEntry]) -> None:
        write_entries(self.folder, [entries[file] for file in sorted(entries)])


def _is_publication(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.name != CATALOGUE_NAME and not is_codebook(path)
