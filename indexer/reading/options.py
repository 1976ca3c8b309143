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
        cache: Folder where recognised pages are kept, by their digest; `None`: they are not kept.
    """

    ocr: bool = True
    cache: Path | None = None
