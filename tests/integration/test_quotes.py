"""What we quote from a PDF is on the page that we name, word for word, by another way of reading it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from indexer.passages import SentenceKind
from indexer.reading.options import ReadingOptions
from indexer.record import read_record
from indexer.sources import find

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.sources import SourceFile

PUBLICATIONS = 15
"""At least so many PDF files are in the corpus."""


@pytest.fixture(scope="module")
def pdfs(root: Path) -> list[SourceFile]:
    """The PDF publications of the corpus."""
    return [file for file in find([root / "corpus"]).files if file.path.suffix == ".pdf"]


def bare(text: str) -> str:
    """Letters, figures and signs only: white space, hyphens at line ends and ligatures aside."""
    return re.sub(r"[\s\u00ad\u200b‐-]", "", unicodedata.normalize("NFKC", text))


def on_page(quote: str, page: str) -> bool:
    """Whether a quote's words are on a page; the cells of a row one by one."""
    return all(bare(cell) in page for cell in quote.split("\t"))


def without_calls(text: str) -> str:
    """A page without its figures: calls of footnotes are glued to the words they follow."""
    return re.sub(r"\d", "", text)


def test_every_sentence_of_every_pdf_is_on_its_page(pdfs: list[SourceFile]) -> None:
    """Found in pypdf's plain text of that very page."""
    assert len(pdfs) >= PUBLICATIONS
    total, astray = 0, []
    for file in pdfs:
        pages = [bare(page.extract_text()) for page in PdfReader(file.path).pages]
        for passage in read_record(file, "", ReadingOptions()).passages:
            assert passage.page is not None
            page = pages[passage.page - 1]
            for sentence in passage.sentences:
                total += 1
                quote = passage.quote(sentence)
                if not on_page(quote, page) and not (
                    sentence.kind is not SentenceKind.ROW
                    and all(figures in page for figures in re.findall(r"\d+", quote))
                    and on_page(without_calls(quote), without_calls(page))
                ):
                    astray.append((file.doc, passage.page, sentence.kind.value, quote))
    print(f"{total - len(astray)} of {total} sentences on their page")
    assert not astray
