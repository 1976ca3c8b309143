"""OpenDocument texts and presentations that are not what they should be; locks and XML traps of all packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SECRET, SENTENCE, Case, Outcome, bounded, case, fails, gathered, indexed, told
from hostile.compound import locked
from hostile.office import (
    docx,
    odt,
    package,
    paragraph,
    pptx,
    pptx_parts,
    relations,
    shape,
)
from hostile.xml_traps import xml_traps
from indexer.errors import EmptyDocument, EncryptedFile, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator


_OK = paragraph()


_VBA = bytes.fromhex("d0cf11e0a1b11ae1") + b"zorglub-macro" + bytes(600)


def _odt() -> Iterator[Case]:
    p = f"<text:p>{SENTENCE}</text:p>"
    yield case("odt/plain.odt", "nothing wrong", indexed(), lambda _: odt())
    yield case(
        "odt/spaces-bomb.odt",
        "two thousand million spaces in thirty letters",
        bounded(),
        lambda _: odt(f'<text:p>{SENTENCE}<text:s text:c="2000000000"/>.</text:p>'),
    )
    yield case(
        "odt/spaces-word.odt",
        "« beaucoup » of spaces",
        told(),
        lambda _: odt(f'<text:p>{SENTENCE}<text:s text:c="beaucoup"/>.<text:s text:c="-4"/></text:p>'),
    )
    yield case(
        "odt/columns-repeated.odt",
        "a cell repeated a thousand million times",
        bounded(),
        lambda _: odt(
            f'<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000000000">{p}</table:table-cell></table:table-row></table:table>'
        ),
    )
    yield case(
        "odt/sections-deep.odt",
        "5,000 sections in one another",
        bounded(),
        lambda _: odt("<text:section>" * 5000 + p + "</text:section>" * 5000),
    )
    yield case(
        "odt/lists-deep.odt",
        "3,000 lists in one another",
        bounded(),
        lambda _: odt("<text:list><text:list-item>" * 3000 + p + "</text:list-item></text:list>" * 3000),
    )
    yield case(
        "odt/spans-deep.odt",
        "50,000 spans in one another",
        bounded(),
        lambda _: odt("<text:p>" + "<text:span>" * 50_000 + SENTENCE + "</text:span>" * 50_000 + "</text:p>"),
    )
    yield case(
        "odt/level-word.odt",
        "headings of level « un », -3 and 10^12",
        told(),
        lambda _: odt(
            p
            + "".join(
                f'<text:h text:outline-level="{level}">Titre</text:h>' for level in ("un", "-3", "1000000000000", "")
            )
        ),
    )
    yield case(
        "odt/picture-of-a-file.odt",
        "pictures and a section that stand in other files",
        indexed(SENTENCE, SECRET),
        lambda bait: odt(
            f'{p}<text:section><text:section-source xlink:href="{bait.secret.as_uri()}"/></text:section><text:p><draw:frame><draw:image xlink:href="{bait.url}"/></draw:frame></text:p>'
        ),
    )
    lock = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data><manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></manifest:encryption-data></manifest:file-entry></manifest:manifest>'
    yield case(
        "odt/locked.odt",
        "a password is needed",
        fails(EncryptedFile),
        lambda _: odt("", "", **{"META-INF__manifest": lock, "content": bytes(range(256)) * 8}),
    )
    yield case(
        "odt/no-content.odt",
        "no content at all",
        fails(UnreadableFile, EmptyDocument),
        lambda _: package({"mimetype": "application/vnd.oasis.opendocument.text"}),
    )
    yield case(
        "odt/is-a-spreadsheet.odt",
        "a text that is a spreadsheet",
        told(),
        lambda _: odt().replace(b"opendocument.text", b"opendocument.calc"),
    )


def _pptx() -> Iterator[Case]:
    group = (
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="3" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>',
        "</p:grpSp>",
    )
    parts = pptx_parts()
    yield case("pptx/plain.pptx", "nothing wrong", indexed(), lambda _: pptx())
    yield case(
        "pptx/shape-of-no-kind.pptx", "a shape that does not say what it is", indexed(), lambda _: pptx(shape(box=""))
    )
    yield case(
        "pptx/no-layout.pptx",
        "a slide without a layout",
        told(),
        lambda _: package({**parts, "ppt/slides/_rels/slide1.xml.rels": relations()}),
    )
    yield case(
        "pptx/groups-deep.pptx",
        "5,000 groups in one another",
        bounded(),
        lambda _: pptx(group[0] * 5000 + shape() + group[1] * 5000),
    )
    yield case("pptx/shapes-800.pptx", "800 shapes on a slide", bounded(), lambda _: pptx(shape() * 800))
    yield case("pptx/same-slide-400-times.pptx", "one slide shown 400 times", bounded(), lambda _: pptx(slides=400))
    yield case(
        "pptx/no-slide.pptx",
        "slides that are not there",
        told(),
        lambda _: package({k: v for k, v in parts.items() if "slide1" not in k}),
    )
    yield case(
        "pptx/slide-of-slides.pptx",
        "a slide whose layout is itself",
        told(),
        lambda _: package(
            {
                **parts,
                "ppt/slides/_rels/slide1.xml.rels": relations(
                    ("rId1", "slideLayout", "slide1.xml"), ("rId2", "notesSlide", "slide1.xml")
                ),
            }
        ),
    )
    yield case(
        "pptx/presentation-in-itself.pptx",
        "a presentation that is its own slide",
        told(),
        lambda _: package(
            {**parts, "ppt/_rels/presentation.xml.rels": relations(("rId1", "slide", "presentation.xml"))}
        ),
    )
    yield case(
        "pptx/places-wild.pptx",
        "shapes at impossible places",
        told(),
        lambda _: pptx(shape().replace('x="100000"', 'x="99999999999999999999"').replace('cx="5000000"', 'cx="large"')),
    )
    yield case(
        "pptx/spans-huge.pptx",
        "a table whose cells span a thousand million columns",
        bounded(),
        lambda _: pptx(
            shape()
            + f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name=""/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblGrid/><a:tr h="1"><a:tc gridSpan="1000000000" rowSpan="1000000000"><a:txBody><a:p><a:r><a:t>{SENTENCE}</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>'
        ),
    )
    yield case(
        "pptx/macros.pptm",
        "a presentation with macros",
        Outcome(indexed=True, says=SENTENCE, silent=("zorglub-macro",), skipped=True),
        lambda _: package({**parts, "ppt/vbaProject.bin": _VBA}),
    )


def _locked() -> Iterator[Case]:
    for suffix in ("docx", "xlsx", "pptx"):
        yield case(f"{suffix}/locked.{suffix}", "a password is needed", fails(EncryptedFile), lambda _: locked())
        yield case(
            f"{suffix}/old-format.{suffix}",
            "the binary format of before 2007 under the new name",
            fails(UnreadableFile),
            lambda _: locked("WordDocument"),
        )


def _traps() -> Iterator[Case]:
    for trap in xml_traps():
        yield case(
            f"docx/{trap.name}.docx",
            f"document: {trap.what}",
            trap.outcome,
            lambda bait, t=trap: docx(f"{_OK}<w:p><w:r><w:t>{t.inside(bait)}</w:t></w:r></w:p>", t.before(bait)),
        )
        yield case(
            f"odt/{trap.name}.odt",
            f"content: {trap.what}",
            trap.outcome,
            lambda bait, t=trap: odt(f"<text:p>{SENTENCE}</text:p><text:p>{t.inside(bait)}</text:p>", t.before(bait)),
        )
        yield case(
            f"pptx/{trap.name}.pptx",
            f"slide: {trap.what}",
            trap.outcome,
            lambda bait, t=trap: pptx(shape() + shape(t.inside(bait)), t.before(bait)),
        )


CASES = gathered(_odt, _pptx, _locked, _traps)
