"""The queue from the command line: what comes in, what is in it, its figures, its directory, the rights of persons."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from assistant.serving import Serving
from assistant.solicitations import persons
from assistant.solicitations.directory_file import import_organisations
from assistant.solicitations.intake.folder import Folder, follow
from assistant.solicitations.intake.imap import check_mailbox, pull
from assistant.solicitations.kept import OPEN, Filters
from assistant.solicitations.reception import Reception, today
from assistant.solicitations.reporting import paragraph
from assistant.solicitations.spreadsheet import csv_bytes, workbook_bytes
from assistant.solicitations.statistics import statistics_of
from assistant.solicitations.store import Solicitations
from indexer.errors import SourceNotFound
from indexer.room import writing_error
from ui.cli import triage_messages as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.solicitations.intake.taken import Taken
    from assistant.solicitations.kept import Stored
    from assistant.solicitations.persons import Found
    from indexer.settings import Settings

SOME_FAILED = 3
AUTHOR = "reperes"
"""Who signs what is done from the command line, unless told otherwise."""
WRITERS = {".csv": csv_bytes, ".xlsx": workbook_bytes}
SUBJECT_CHARS = 60


@contextlib.contextmanager
def queue(settings: Settings) -> Iterator[Solicitations]:
    """The queue alone: neither the model nor the index is loaded."""
    with contextlib.closing(Solicitations.of(settings)) as opened:
        yield opened


@contextlib.contextmanager
def reception(settings: Settings) -> Iterator[Reception]:
    """The queue and the desk."""
    with Serving(settings) as serving, contextlib.closing(Reception.of(serving)) as opened:
        yield opened


def run_pull(settings: Settings, *, as_json: bool) -> int:
    """Reads the mailbox; gives the exit code.

    Raises:
        MailboxError, InvalidSetting, DatabaseStateError: As `pull` does.
    """
    check_mailbox(settings)  # a missing setting is told at once, not after the models have loaded
    with reception(settings) as opened:
        taken = pull(opened, settings)
    print(taken_in_words(taken, as_json=as_json))
    return SOME_FAILED if taken.refused else 0


def run_watch(path: Path, settings: Settings) -> None:
    """Follows a folder until Ctrl-C.

    Raises:
        SourceNotFound: It is not there.
        WritingError, DatabaseStateError: As `follow` does.
    """
    if not path.is_dir():
        raise SourceNotFound(path=path)
    with reception(settings) as opened:
        print(words.WATCHING.format(folder=path), file=sys.stderr, flush=True)
        folder = Folder(path, settings.intake_megabytes)
        follow(folder, opened, lambda taken: print(taken_in_words(taken, as_json=False), flush=True))


def taken_in_words(taken: Taken, *, as_json: bool) -> str:
    """What an intake took."""
    if as_json:
        return json.dumps(asdict(taken), ensure_ascii=False)
    counts = {"added": len(taken.added), "known": len(taken.known), "refused": len(taken.refused)}
    lines = [words.TAKEN.format(**counts)]
    lines += [words.REFUSED.format(name=each.name, reason=each.reason) for each in taken.refused]
    return "\n".join([*lines, *([words.LEFT.format(left=taken.left)] if taken.left else [])])


def show_queue(settings: Settings, *, text: str, everything: bool, as_json: bool) -> None:
    """Prints what is to be treated, or all of it."""
    filters = Filters(status=() if everything else tuple(OPEN), text=text)
    with queue(settings) as opened:
        listing = opened.list(filters, size=100)
    if as_json:
        print(json.dumps([_row_json(item) for item in listing.items], ensure_ascii=False))
        return
    if not listing.items:
        print(words.EMPTY_QUEUE)
        return
    rows = [words.QUEUE_COLUMNS, *map(_row, listing.items)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for *cells, last in rows:
        print("  ".join([*(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)), last]))
    print(words.QUEUE_TOTAL.format(shown=len(listing.items), total=listing.total))


def export_person(person: str, output: Path | None, settings: Settings) -> None:
    """Prints what is kept of somebody, or writes the copy that they may be given.

    Raises:
        PersonTooVague: Too short a name.
        WritingError: The file cannot be written.
    """
    with queue(settings) as opened:
        if output is None:
            print(found_in_words(persons.find(opened, person)))
            return
        content = json.dumps(persons.export(opened, person), ensure_ascii=False, indent=2)
    _write(output, f"{content}\n".encode())
    print(words.EXPORTED.format(path=output))


def erase_person(person: str, settings: Settings, *, yes: bool, author: str) -> None:
    """Shows what would be erased, and erases it when `yes`.

    Raises:
        PersonTooVague: Too short a name.
    """
    with queue(settings) as opened:
        found = persons.find(opened, person)
        print(found_in_words(found))
        if not (found.solicitations or found.contacts or found.organisations or found.member):
            return
        if not yes:
            print(words.ERASE_NEEDS_YES)
            return
        print(words.ERASED.format(**asdict(persons.erase(opened, person, author=author))))


def found_in_words(found: Found) -> str:
    """What is kept of somebody."""
    lines = [
        words.MENTION.format(
            reference=mention.reference,
            received=mention.received,
            how=words.HERS if mention.sender else words.NAMED,
            excerpt=" … ".join(mention.excerpts[:3]),
        )
        for mention in found.solicitations
    ]
    lines += [words.CONTACT.format(contact=contact) for contact in found.contacts]
    lines += [words.ORGANISATION.format(name=name) for name in found.organisations]
    lines += [words.MEMBER] * found.member
    if not lines:
        return words.PERSON_NOT_FOUND.format(person=found.person)
    also = [words.ALSO.format(also=", ".join(found.also))] if found.also else []
    return "\n".join([words.PERSON_FOUND.format(person=found.person), *lines, *also])


def import_directory(path: Path, settings: Settings) -> None:
    """Takes a file of organisations, whole or not at all.

    Raises:
        SourceNotFound: No such file.
        DirectoryLineInvalid: A line that cannot be used.
    """
    if not path.is_file():
        raise SourceNotFound(path=path)
    with queue(settings) as opened:
        told = import_organisations(opened, path.read_bytes(), path.name)
    counts = {name: len(names) for name, names in asdict(told).items()}
    print(words.IMPORTED.format(**counts))


def show_statistics(start: str | None, end: str | None, output: Path | None, settings: Settings) -> None:
    """Prints the figures of a period and their paragraph, or writes them in a file.

    Raises:
        WritingError: The file cannot be written.
    """
    last = _day(end) or today()
    first = _day(start) or last.replace(month=1, day=1)
    if output is not None and output.suffix.lower() not in WRITERS:
        raise typer.BadParameter(words.BAD_SUFFIX)
    with queue(settings) as opened:
        figures = statistics_of(opened, first, last)
    if output is not None:
        _write(output, WRITERS[output.suffix.lower()](figures))
        print(words.FIGURES_WRITTEN.format(path=output))
        return
    print(paragraph(figures))


def _day(told: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(told) if told else None
    except ValueError as exc:
        raise typer.BadParameter(words.BAD_DAY.format(value=told)) from exc


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as exc:
        raise writing_error(path, exc) from exc


def _row(item: Stored) -> tuple[str, ...]:
    subject = " ".join((item.message.subject if item.message else "").split())
    return (
        item.reference,
        item.received.isoformat(),
        item.due.isoformat() if item.due else "",
        "?" if item.abstained else item.category,
        item.urgency,
        words.STATUSES[item.status],
        subject[:SUBJECT_CHARS],
    )


def _row_json(item: Stored) -> dict[str, object]:
    return {
        "reference": item.reference,
        "received": item.received.isoformat(),
        "due": item.due.isoformat() if item.due else None,
        "category": item.category,
        "abstained": item.abstained,
        "urgency": item.urgency,
        "status": item.status.value,
        "subject": item.message.subject if item.message else "",
        "assignee": item.assignee,
    }
