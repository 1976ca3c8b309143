"""PDF files whose trees are the trap: pages, bookmarks, labels, names; and pages of impossible sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import Case, bounded, case, fails, gathered, told
from hostile.pdf import (
    CATALOG,
    PAGE,
    PAGES,
    catalog,
    document,
    page,
    pages,
    show,
    standard,
)
from hostile.pdf import WORDS as SENTENCE
from hostile.pdf_structure import pdf_case
from indexer.errors import EmptyDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _long_chain(length: int) -> dict[int, bytes]:
    """A page tree of one child in one child in one child, and so on."""
    chain = {10 + n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (11 + n) for n in range(length)}
    return {PAGES: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>", **chain, 10 + length: standard()[PAGE]}


def _outline(links: bytes, more: Mapping[int, bytes] | None = None) -> dict[int, bytes]:
    item = b"<< /Title (Chapitre) /Parent 10 0 R /Dest [3 0 R /Fit] %s >>" % links
    outline = b"<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>"
    return {CATALOG: catalog(b"/Outlines 10 0 R"), 10: outline, 11: item, **(more or {})}


def _deep_outline(depth: int) -> dict[int, bytes]:
    items = {
        11 + n: b"<< /Title (T) /Parent %d 0 R /First %d 0 R /Last %d 0 R >>" % (10 + n, 12 + n, 12 + n)
        for n in range(depth)
    }
    return _outline(b"", {**items, 11 + depth: b"<< /Title (Fond) >>"})


def _trees() -> Iterator[Case]:
    yield pdf_case(
        "tree-self", "a page tree that is its own child", told(), {PAGES: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}
    )
    yield pdf_case(
        "tree-self-and-page",
        "a page tree that holds a page, then itself",
        told(),
        {PAGES: b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>"},
    )
    yield pdf_case(
        "tree-parent-loop",
        "a page that is its own parent, from which it should inherit",
        told(),
        {PAGE: b"<< /Type /Page /Parent 3 0 R /Contents 5 0 R >>"},
    )
    yield pdf_case("tree-deep", "a page tree of 5,000 levels", told(), _long_chain(5000))
    yield pdf_case("tree-missing", "a catalogue without pages", told(), {CATALOG: b"<< /Type /Catalog >>"})
    yield pdf_case("tree-null", "pages that are null", told(), {PAGES: b"null"})
    yield pdf_case(
        "kids-strings",
        "pages that are words",
        told(),
        {PAGES: b"<< /Type /Pages /Kids [(un) (deux) /trois 4] /Count 4 >>"},
    )
    yield pdf_case(
        "count-huge",
        "one page that says it is a thousand million",
        told(),
        {PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"},
    )
    yield pdf_case(
        "count-negative", "one page that says it is -5", told(), {PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>"}
    )
    yield pdf_case(
        "count-zero", "one page that says it is none", told(), {PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 0 >>"}
    )
    yield pdf_case("count-word", "a count in words", told(), {PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count (un) >>"})
    yield pdf_case(
        "same-page-1000-times",
        "one page, listed 1,000 times",
        bounded(),
        {PAGES: b"<< /Type /Pages /Kids [%s] /Count 1000 >>" % (b"3 0 R " * 1000)},
    )
    yield case(
        "pdf/2000-empty-pages.pdf",
        "2,000 pages without a word",
        fails(EmptyDocument),
        lambda _: pages(2000, words=False),
    )
    yield case("pdf/700-pages.pdf", "700 pages that say the same", bounded(), lambda _: pages(700, words=True))
    yield pdf_case("outline-next-self", "a bookmark that follows itself", told(), _outline(b"/Next 11 0 R"))
    yield pdf_case(
        "outline-next-loop",
        "two bookmarks that follow each other",
        told(),
        _outline(b"/Next 12 0 R", {12: b"<< /Title (Deux) /Parent 10 0 R /Next 11 0 R >>"}),
    )
    yield pdf_case("outline-child-self", "a bookmark inside itself", told(), _outline(b"/First 11 0 R /Last 11 0 R"))
    yield pdf_case(
        "outline-parent", "a bookmark that holds the whole outline", told(), _outline(b"/First 10 0 R /Last 10 0 R")
    )
    yield pdf_case("outline-deep", "bookmarks 3,000 levels deep", told(), _deep_outline(3000))
    yield pdf_case(
        "outline-nowhere",
        "a bookmark to a page that is not there",
        told(),
        _outline(b"/A << /S /GoTo /D [99 0 R /XYZ (a) /b 1e99] >>"),
    )
    yield pdf_case(
        "outline-array", "an outline that is a list of numbers", told(), {CATALOG: catalog(b"/Outlines [1 2 3]")}
    )
    yield pdf_case(
        "labels-loop",
        "page labels whose tree holds itself",
        told(),
        {CATALOG: catalog(b"/PageLabels 10 0 R"), 10: b"<< /Kids [10 0 R] >>"},
    )
    yield pdf_case(
        "labels-huge",
        "a page that bears the Roman number 2,000,000,000",
        bounded(),
        {CATALOG: catalog(b"/PageLabels << /Nums [0 << /S /r /St 2000000000 >>] >>")},
    )
    yield pdf_case(
        "labels-words",
        "page labels that are no labels",
        told(),
        {CATALOG: catalog(b"/PageLabels << /Nums [(a) 3 null << /S 12 /P 4 /St (x) >>] >>")},
    )
    yield pdf_case(
        "names-loop",
        "named places whose tree holds itself",
        told(),
        {CATALOG: catalog(b"/Names << /Dests 10 0 R >>"), 10: b"<< /Kids [10 0 R] /Limits [(a) (b)] >>"},
    )
    yield pdf_case(
        "structure-loop",
        "a structure tree that holds itself",
        told(),
        {
            CATALOG: catalog(b"/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>"),
            10: b"<< /Type /StructTreeRoot /K 10 0 R /ParentTree 10 0 R >>",
        },
    )
    yield pdf_case(
        "arrays-deep",
        "100,000 lists in one another",
        told(),
        {PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox %s 0 0 595 842 %s >>" % (b"[" * 100_000, b"]" * 100_000)},
    )
    yield pdf_case(
        "dictionaries-deep",
        "8,000 dictionaries in one another",
        told(),
        {PAGE: b"<< /Type /Page /Parent 2 0 R /A " * 8000 + b">>" * 8000},
    )


def _page_boxes() -> Iterator[Case]:
    for name, box in {
        "zero": b"[0 0 0 0]", "negative": b"[0 0 -595 -842]", "huge": b"[0 0 1e38 1e38]", "words": b"[(a) /b null true]",
        "short": b"[0 0]", "reference-loop": b"10 0 R", "not-a-number": b"[0 0 nan inf]", "long-figures": b"[0 0 %s 842]" % (b"9" * 5000),
    }.items():  # fmt: skip
        yield pdf_case(
            f"box-{name}",
            "a page of an impossible size",
            told(),
            {PAGE: standard()[PAGE].replace(b"[0 0 595 842]", box), 10: b"10 0 R"},
        )
    yield pdf_case(
        "rotate-word",
        "a page turned by « beaucoup »",
        told(),
        {PAGE: standard()[PAGE].replace(b"/Contents", b"/Rotate (beaucoup) /Contents")},
    )
    yield pdf_case(
        "rotate-17",
        "a page turned by 17 degrees and a half",
        told(),
        {PAGE: standard()[PAGE].replace(b"/Contents", b"/Rotate 17.5 /Contents")},
    )
    yield pdf_case(
        "unit-huge",
        "a unit of a thousand million points",
        told(),
        {PAGE: standard()[PAGE].replace(b"/Contents", b"/UserUnit 1e9 /Contents")},
    )
    yield case(
        "pdf/no-resources.pdf",
        "a page that says not where its font is",
        told(),
        lambda _: document({PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R >>"}),
    )
    yield case(
        "pdf/resources-word.pdf",
        "resources that are a word",
        told(),
        lambda _: page(
            show(SENTENCE),
            {PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources (oui) >>"},
        ),
    )


CASES = gathered(_trees, _page_boxes)
