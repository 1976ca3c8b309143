"""Checks a citation against the file itself, with a reading of its own: the quote must be on the page named."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.reading import read
from indexer.reading.options import ReadingOptions
from indexer.rounds import RECOGNISED
from indexer.surveys import survey_blocks

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.answers import Citation
    from indexer.index import Index

TOKEN = re.compile(r"[^\W_]+")
BETWEEN = r"[\W_]*(?:\d{1,2}[\W_]+)?"
"""Between two words of a quote: spaces, typography, at most the number of a footnote call."""
LINE_END_HYPHEN = re.compile(r"[-\u2010\u00ad]\s*\n\s*")


def is_valid(citation: Citation, index: Index) -> bool:
    """Whether the quote stands word for word on the page cited, in the original file.

    A PDF's page is extracted by pypdf's plain mode, not by our reader; other formats have no second reader here,
    and are read anew by ours. Figures computed from individual answers are compared with the survey's.
    """
    if citation.document.computes(citation.passage.number):
        survey = next(s for s in index.surveys if s.doc == citation.document.doc)
        return any(citation.quote in f"{block.caption}\n{block.text}" for block in survey_blocks(survey))
    page, path = citation.passage.page, index.original(citation.document.doc)
    recognised = page in citation.document.ocr_pages  # such a page holds no words for pypdf to extract
    text = read_again(path, page, index.data_dir) if recognised else page_text(path, page)
    tokens = TOKEN.findall(citation.quote)
    return bool(tokens) and re.search(BETWEEN.join(map(re.escape, tokens)), text) is not None


@lru_cache(maxsize=512)
def page_text(path: Path, page: int | None) -> str:
    """The words of a page (1-based), or of a whole file without pages."""
    if path.suffix == ".pdf" and page is not None:
        from pypdf import PdfReader

        extracted = PdfReader(path).pages[page - 1].extract_text()
        opened = extracted.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("ﬃ", "ffi")
        return LINE_END_HYPHEN.sub("", opened)
    return "\n".join(f"{block.caption}\n{block.text}" for block in read(path).blocks)


def read_again(path: Path, page: int | None, data_dir: Path) -> str:
    """The words of a page by our own reader, those that were recognised taken from the cache of the index."""
    reading = read(path, ReadingOptions(cache=data_dir / RECOGNISED))
    return "\n".join(f"{block.caption}\n{block.text}" for block in reading.blocks if block.page == page)
