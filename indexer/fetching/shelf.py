"""The folder of one source: what is put on it, left on it, taken off it, and told."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from indexer.errors import AnswerBroken, FetchError, FetchRefused, PageGone
from indexer.fetching import messages
from indexer.fetching.bodies import digest_of
from indexer.fetching.errands import Errand, Got, Validators
from indexer.fetching.formats import allowed_types, check_head, final_suffix
from indexer.fetching.listing import Item
from indexer.fetching.names import file_name, short_digest
from indexer.fetching.pages import title_and_day
from indexer.fetching.report import Entry, SourceReport, Tell
from indexer.fetching.state import Record, State
from indexer.messages import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.fetching.client import Client
    from indexer.fetching.configuration import Source
    from indexer.fetching.limits import FetchLimits

HTML = ".html"
PLACING = "placing"
"""Name of the remark that tells which copies were last about to come or go: `new`, a line feed, `former`."""
GONE_AT_ONCE = 410
_HOUR, _DAY = 3600, 86_400


class Shelf:
    """A source's folder, what is known of it, and the report of what is done to it.

    Attributes:
        records: What is known, by address.
        report: What was done so far.
    """

    def __init__(
        self,
        source: Source,
        limits: FetchLimits,
        state: State,
        folder: Path,
        aside: Path,
        *,
        now: float,
        tell: Tell,
    ) -> None:
        """As the class says.

        Args:
            source: Whose folder it is.
            limits: Bounds and manners.
            state: What is remembered.
            folder: The folder; it exists.
            aside: Where a file is written before it takes its place; on the same disk, it exists.
            now: POSIX seconds.
            tell: Told of each document.
        """
        self.source = source
        self.folder = folder
        self.records = state.records(source.id)
        self.report = SourceReport(source.id, source.kind, folder)
        self._limits = limits
        self._state = state
        self._aside = aside
        self._now = now
        self._tell = tell
        self._types = allowed_types(limits.types)
        self._files = {record.file: record.url for record in self.records.values() if record.file}
        for left in state.note(source.id, PLACING).split("\n"):  # of a run that was killed
            if left and left not in self._files:
                self._take_off(left)

    def note(self, state: str, name: str, file: str = "", reason: str = "") -> None:
        """Writes a document into one list of the report."""
        self.report.entries(state).append(Entry(name, file, reason))
        self._tell(self.source.id, state, name)

    def trouble(self, error: FetchError) -> None:
        """Something that could not be had, or may not."""
        self.note("refused" if isinstance(error, FetchRefused) else "failed", _name(error), reason=sentence(error))

    def stands(self, record: Record) -> bool:
        """Whether the copy of a document is where and as it was put."""
        if not record.file:
            return False
        path = self.folder / record.file
        return path.is_file() and path.stat().st_size == record.size

    def is_recent(self, record: Record) -> bool:
        """Whether the site told not long ago that the copy is good."""
        return self._now - record.checked_at < self._limits.recheck_days * _DAY

    def full(self) -> bool:
        """Whether the folder holds as many documents as the source may have."""
        return bool(self.source.max_items) and len(self._files) >= self.source.max_items

    async def take(self, item: Item, client: Client) -> None:
        """Puts the document of an item on the shelf, unless it is there as it should be."""
        record = self.records.get(item.url) or Record(self.source.id, item.url)
        there = self.stands(record)
        if not there and self.full():
            self.note("waiting", item.url, reason=messages.BEYOND)
        elif item.content:
            self._put_content(item, record)
        elif there and item.stamp and item.stamp == record.stamp and self.is_recent(record):
            self.note("unchanged", item.url, record.file)
        else:
            await self._ask(item, record, client, certain=False)

    async def verify(self, record: Record, client: Client, *, unlisted: bool) -> None:
        """Asks whether a document that its listing does not tell of is still there.

        Args:
            record: What is known of it.
            client: Gets addresses.
            unlisted: The listing is whole, so that its silence is a first witness that it is gone.
        """
        item = Item(record.url, record.title, record.date, record.stamp, record.folder)
        await self._ask(item, record, client, certain=unlisted)

    def remove(self, record: Record, reason: str) -> None:
        """Takes a document off the shelf; one that never had a copy is only forgotten."""
        if record.file:
            self._take_off(record.file)
            self.note("removed", record.url, record.file, reason)
        self._state.forget(record)
        del self.records[record.url]

    def put(self, record: Record, path: Path, before: Record) -> None:
        """Moves a whole file into its place, remembers it, tells.

        Args:
            record: What is known of it now, its copy's path and digest included.
            path: The file, which is moved.
            before: What was known.
        """
        target = self.folder / record.file
        same = self.stands(before) and (before.digest, before.file) == (record.digest, record.file)
        if same:
            path.unlink()
        else:
            if record.file != before.file:  # else a run that is killed would leave one that nobody knows
                self._state.set_note(self.source.id, PLACING, f"{record.file}\n{before.file}")
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        self._files[record.file] = record.url
        self.save(replace(record, fetched_at=before.fetched_at if same else self._now))
        if before.file and before.file != record.file:
            self._take_off(before.file)
        state = "unchanged" if same else "changed" if before.file else "new"
        self.note(state, record.url, record.file)

    def save(self, record: Record) -> None:
        """Remembers a document as the site has just told of it."""
        self.records[record.url] = replace(record, checked_at=self._now, tries=0, missing_since=0.0)
        self._state.save(self.records[record.url])

    def _take_off(self, file: str) -> None:
        self._files.pop(file, None)
        path = self.folder / file
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == self.folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()

    def _put_content(self, item: Item, before: Record) -> None:
        path = self._aside / f"{short_digest(f'{self.source.id} {item.url}')}.content"
        path.write_text(item.content, encoding="utf-8")
        told = replace(before, title=item.title, date=item.date, stamp=item.stamp, folder=item.folder, made=1)
        self.put(self._described(told, path, self._place(item, before, HTML)), path, before)

    async def _ask(self, item: Item, record: Record, client: Client, *, certain: bool) -> None:
        there = self.stands(record)
        errand = Errand(
            url=item.url,
            meter=self.report.meter,
            max_bytes=self._limits.max_bytes,
            validators=Validators(record.etag, record.last_modified) if there else Validators(),
            accept=partial(check_head, allowed=self._types),
            robots=not self.source.ignore_robots,
        )
        try:
            got = await client.get(errand)
            if got is None:
                title, date = item.title or record.title, item.date or record.date
                self.save(replace(record, title=title, date=date, stamp=item.stamp))
                self.note("unchanged", record.url, record.file)
            else:
                self._put_download(item, got, record)
        except PageGone as error:
            self._missing(item, record, error, certain=certain)
        except FetchError as error:
            self._remember_failure(item, record, error)
            self.note(
                "refused" if isinstance(error, FetchRefused) else "failed", item.url, record.file, sentence(error)
            )

    def _put_download(self, item: Item, got: Got, before: Record) -> None:
        try:
            if not got.size:  # a site in trouble: never over a good copy
                raise AnswerBroken(url=item.url, detail=messages.EMPTY)
            suffix = final_suffix(got.url, got.content_type, got.path, self._types)
        except FetchError:
            got.path.unlink()
            raise
        title, day = title_and_day(got.path) if suffix == HTML else ("", "")
        told = replace(
            before,
            title=item.title or title,
            date=item.date or day,
            stamp=item.stamp,
            folder=item.folder,
            etag=got.validators.etag,
            last_modified=got.validators.last_modified,
            status=200,
        )
        self.put(self._described(told, got.path, self._place(item, before, suffix)), got.path, before)

    def _described(self, record: Record, path: Path, file: str) -> Record:
        return replace(record, file=file, digest=digest_of(path), size=path.stat().st_size)

    def _place(self, item: Item, before: Record, suffix: str) -> str:
        """Where the copy goes: where it was, unless its type changed."""
        if before.file.endswith(suffix) and before.folder == item.folder:
            return before.file
        wished = f"{item.name}{suffix}"
        if item.name and self._files.get(wished, item.url) == item.url:
            return wished
        return file_name(item.url, suffix, self._files, item.folder)

    def _missing(self, item: Item, record: Record, error: PageGone, *, certain: bool) -> None:
        """A page that the site says is gone: 410, or a second witness, or 404 again after a while, and it is."""
        status = int(str(error.values["status"]))
        since = record.missing_since or self._now
        again = bool(record.missing_since) and self._now - since >= self._limits.gone_hours * _HOUR
        if not record.file:
            self._remember_failure(item, record, error)
            self.note("failed", item.url, reason=sentence(error))
        elif certain or again or status == GONE_AT_ONCE:
            self.remove(record, messages.GONE.format(status=status))
        else:
            self._remember_failure(item, replace(record, missing_since=since), error)
            self.note("failed", record.url, record.file, messages.GONE_ONCE.format(status=status))

    def _remember_failure(self, item: Item, record: Record, error: FetchError) -> None:
        known = record if record.file else replace(record, title=item.title, date=item.date, folder=item.folder)
        status = int(str(error.values.get("status", 0)))
        self.records[item.url] = replace(known, status=status, tries=record.tries + 1)
        self._state.save(self.records[item.url])


def _name(error: FetchError) -> str:
    return str(error.values["url"])
