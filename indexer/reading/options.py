"""What a reader may be told besides the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How to read.

    Attributes:
        ocr: Recognise the words of pages that have none, where tesseract is installed.
        megabytes: Memory that one file may take.
        cache: Folder where recognised pages are kept, by their digest; `None`: they are not kept.
    """

    ocr: bool = True
    megabytes: int = 2048
    cache: Path | None = None
