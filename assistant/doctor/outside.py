"""What stands elsewhere: the database, the Chroma server, the language model, the mailbox; and the last backup."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from assistant import messages as readers
from assistant.answers import Notice
from assistant.chat_model import open_chat_model
from assistant.database.looking import look
from assistant.doctor import messages as words
from assistant.doctor.model import Finding, attention, fine, of_error, problem
from assistant.generator import Instructions
from assistant.maintenance.kept_backups import last_backup
from assistant.solicitations.intake.imap import reach
from indexer.errors import ReperesError
from indexer.vectors import reach as reach_chroma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.settings import Settings

MODEL_SECONDS: Final = 20.0
"""Longest wait for a language model, however patient readers are."""
MODEL_TOKENS: Final = 50
OLD_BACKUP: Final = dt.timedelta(days=8)
"""A weekly backup, and a day."""


def database(settings: Settings) -> Iterator[Finding]:
    """It answers, is whole, and has the tables of this version; nothing is made nor upgraded."""
    try:
        standing = look(settings)
    except ReperesError as error:
        yield of_error("database", error)
        return
    if standing is None:
        yield fine("database", words.NO_DATABASE)
    elif standing.found == standing.latest:
        yield fine("database", words.DATABASE.format(label=standing.label, revision=standing.found))
    elif standing.is_newer:
        told = words.DATABASE_NEWER.format(label=standing.label, found=standing.found, latest=standing.latest)
        yield problem("database", told, words.UPGRADE)
    else:
        told = words.DATABASE_OLDER.format(
            label=standing.label, found=standing.found or words.NO_REVISION, latest=standing.latest
        )
        yield attention("database", told, words.DATABASE_OLDER_REMEDY)


def chroma(settings: Settings) -> Iterator[Finding]:
    """Its server answers, where one is set."""
    if not settings.chroma_url:
        return
    try:
        reach_chroma(settings.chroma_url)
    except ReperesError:  # whose sentence has the address, and that may have a password
        yield problem("chroma", words.CHROMA_SILENT, words.CHROMA_REMEDY)
    else:
        yield fine("chroma", words.CHROMA)


def language_model(settings: Settings) -> Iterator[Finding]:
    """It answers a word or two, where one is set; nothing of anybody is sent to it."""
    if not settings.llm_model:
        return
    hasty = settings.model_copy(
        update={"llm_timeout": min(settings.llm_timeout, MODEL_SECONDS), "llm_max_tokens": MODEL_TOKENS}
    )
    try:
        model = open_chat_model(hasty)
    except ReperesError as error:
        yield of_error("language_model", error)
        return
    assert model is not None
    try:
        pieces = list(model.stream(Instructions(words.PROBE_SYSTEM, words.PROBE_USER)))
    finally:
        model.close()
    notice = next((piece for piece in pieces if isinstance(piece, Notice)), None)
    wrote = any(isinstance(piece, str) and piece.strip() for piece in pieces)
    if wrote and notice in (None, Notice.ENDLESS):
        yield fine("language_model", words.MODEL.format(model=settings.llm_model))
    else:
        told = readers.NOTICES[notice or Notice.SILENT].partition(" : ")[0]
        yield problem("language_model", words.MODEL_FAILED.format(told=told), words.MODEL_REMEDY)


def mailbox(settings: Settings) -> Iterator[Finding]:
    """It opens, where one is set; nothing in it changes."""
    if not settings.imap_host:
        return
    try:
        reach(settings)
    except ReperesError as error:
        yield of_error("mailbox", error)
    else:
        yield fine("mailbox", words.MAILBOX.format(host=settings.imap_host))


def backup(settings: Settings) -> Iterator[Finding]:
    """There is one, and it is not old."""
    made = last_backup(settings.data_dir)
    if made is None:
        yield attention("backup", words.NO_BACKUP, words.BACKUP_REMEDY)
        return
    age = dt.datetime.now(dt.UTC) - made
    told = words.BACKUP.format(made=f"{made:%Y-%m-%d}", days=max(age.days, 0))
    yield attention("backup", told, words.BACKUP_REMEDY) if age > OLD_BACKUP else fine("backup", told)
