"""What came with a message: names always; the first words of those that a reader may open, in a worker process."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.triage.model import Attached
from indexer.reading.options import ReadingOptions
from indexer.reading.pieces import clean
from indexer.sources import SourceFile
from indexer.unpacking.mailboxes import file_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.reading.letters import Attachment
    from indexer.workers import Readers

OPENED = frozenset(
    {
        ".pdf", ".docx", ".odt", ".rtf", ".pptx", ".odp", ".txt", ".md", ".markdown",
        ".csv", ".tsv", ".xlsx", ".xls", ".ods", ".eml", ".msg",
    }
)  # fmt: skip
"""Suffixes that are opened. Web pages, programs, archives, disk images and files with macros are named, no more."""
MOST_CHARACTERS = 4000
"""Of an attachment's text: its first page or two, which say what it is."""
_MOST_OPENED = 10
_LARGEST = 25 * 1024 * 1024
"""Bytes of an attachment that is opened; mail servers take about as much for a whole message."""


def enclosed(attachments: Sequence[Attachment], readers: Readers | None = None) -> tuple[Attached, ...]:
    """The attachments of a message.

    Args:
        attachments: As they came, in the message's order.
        readers: Worker processes that open them; `None`: they are only named.
    """
    texts = _texts(attachments, readers) if readers is not None else {}
    return tuple(
        Attached(clean(attachment.name), attachment.media_type.lower(), texts.get(number, ""))
        for number, attachment in enumerate(attachments)
    )


def _texts(attachments: Sequence[Attachment], readers: Readers) -> dict[int, str]:
    """First words by rank; whatever cannot be read has none."""
    names = {number: file_name(attachment, number + 1) for number, attachment in enumerate(attachments)}
    suffixes = {number: Path(name).suffix.lower() for number, name in names.items()}
    wanted = [
        number
        for number, attachment in enumerate(attachments)
        if suffixes[number] in OPENED and 0 < len(attachment.content) <= _LARGEST
    ][:_MOST_OPENED]
    if not wanted:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        files: dict[SourceFile, int] = {}
        for number in wanted:
            path = Path(folder) / f"{number}{suffixes[number]}"
            path.write_bytes(attachments[number].content)
            files[SourceFile(path, path.parent, path.name, None)] = number
        found = readers.words(list(files), ReadingOptions(ocr=False), MOST_CHARACTERS)
        return {files[file]: words for file, words in found if isinstance(words, str)}
