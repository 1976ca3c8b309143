"""The survey of a file, read as an indexing reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.reading.options import ReadingOptions
from indexer.record import read_record
from indexer.sources import SourceFile

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.documents import Metadata
    from indexer.record import Read
    from indexer.surveys import Survey


def read_file(path: Path, doc: str, metadata: Metadata | None = None, megabytes: int = 2048) -> Read:
    """What an indexing makes of a file."""
    return read_record(SourceFile(path, path.parent, doc, metadata), "", ReadingOptions(megabytes=megabytes))


def read_survey(path: Path, doc: str, metadata: Metadata, megabytes: int = 2048) -> Survey | None:
    """The survey that an indexing finds in a file."""
    return read_file(path, doc, metadata, megabytes).survey
