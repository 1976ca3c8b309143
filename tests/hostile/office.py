"""Office packages (OOXML and ODF) written part by part, so that any of them can be wrong."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from hostile.bombs import crc, deflated

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = "La coordinatrice réunit les partenaires deux fois par an."
Parts = dict[str, bytes | str]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = f'xmlns:r="{_OFFICE}"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_NAMES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0" '
    f'xmlns:style="{_ODF}:style:1.0" xmlns:draw="{_ODF}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def package(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def relations(*links: tuple[str, str, str]) -> str:
    """A `.rels` part of (identifier, last word of the type, target); targets with a scheme are external."""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for name, kind, target in links
    )
    return f'{_HEAD}<Relationships xmlns="{_OPC}/relationships">{rows}</Relationships>'


def content_types(**overrides: str) -> str:
    """`[Content_Types].xml`: part names (`__` for `/`) and the ends of their types."""
    rows = "".join(
        f'<Override PartName="/{name.replace("__", "/")}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_OPC}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>{rows}</Types>'
    )


def paragraph(words: str = WORDS) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def word_xml(body: str, before: str = "") -> str:
    """`word/document.xml`; `before` is a document type declaration."""
    return f"{_HEAD}{before}<w:document {W} {_R}><w:body>{body}</w:body></w:document>"


def docx_parts(body: str = "", before: str = "") -> Parts:
    """The parts of a Word document."""
    return {
        "[Content_Types].xml": content_types(word__document="wordprocessingml.document.main"),
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": word_xml(body or paragraph(), before),
    }


def docx(body: str = "", before: str = "", **changed: bytes | str) -> bytes:
    """A Word document; other parts by name, `__` for `/` (no suffix: `.xml`)."""
    return package({**docx_parts(body, before), **_named(changed)})


def _named(parts: Mapping[str, bytes | str]) -> Parts:
    return {f"{name.replace('__', '/')}.xml": content for name, content in parts.items()}


def cell(reference: str, words: str = WORDS) -> str:
    """A cell of words."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{words}</t></is></c>'


def sheet_xml(rows: str = "", *, before: str = "", dimension: str = "A1:B2", after: str = "") -> str:
    """A worksheet of these rows."""
    rows = (
        rows
        or f'<row r="1">{cell("A1")}{cell("B1", "Nombre")}</row><row r="2">{cell("A2", "Lyon")}<c r="B2"><v>12</v></c></row>'
    )
    return (
        f'{_HEAD}{before}<worksheet {_S} {_R}><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


_BOOK = {"xl__workbook": "spreadsheetml.sheet.main", "xl__worksheets__sheet1": "spreadsheetml.worksheet"}


def xlsx_parts(sheet: str = "", workbook: str = "") -> Parts:
    """The parts of a workbook of one sheet."""
    return {
        "[Content_Types].xml": content_types(**_BOOK),
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_HEAD}<workbook {_S} {_R}>{workbook}<sheets><sheet name="Feuille" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet or sheet_xml(),
    }


def xlsx(sheet: str = "", workbook: str = "", **changed: bytes | str) -> bytes:
    """A workbook; other parts by name, `__` for `/`."""
    return package({**xlsx_parts(sheet, workbook), **_named(changed)})


def with_shared_strings(sheet: str, strings: str, count: int) -> bytes:
    """A workbook whose words stand in the shared strings part."""
    parts = xlsx_parts(sheet)
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")
    )
    parts["[Content_Types].xml"] = content_types(**_BOOK, xl__sharedStrings="spreadsheetml.sharedStrings")
    parts["xl/sharedStrings.xml"] = f'{_HEAD}<sst {_S} count="{count}" uniqueCount="{count}">{strings}</sst>'
    return package(parts)


def odf(kind: str, body: str, before: str = "", **changed: bytes | str) -> bytes:
    """An OpenDocument file: `kind` is `text` or `spreadsheet`, `body` what its `office:<kind>` holds."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    parts: Parts = {
        "content.xml": f'{_HEAD}{before}<office:document-content {ODF_NAMES} office:version="1.2"><office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        **_named(changed),
    }
    return _with_mimetype(media, parts)


def _with_mimetype(media: str, parts: Mapping[str, bytes | str]) -> bytes:
    """The archive with its type first and uncompressed, as ODF demands (1.2, part 3, 3.3)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), media, zipfile.ZIP_STORED)
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def odt(body: str = "", before: str = "", **changed: bytes | str) -> bytes:
    """A text document."""
    return odf("text", body or f"<text:p>{WORDS}</text:p>", before, **changed)


def ods_cell(words: str, attributes: str = "") -> str:
    """A cell of words."""
    return f'<table:table-cell {attributes} office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def ods(rows: str = "", before: str = "") -> bytes:
    """A spreadsheet of one table."""
    rows = rows or "".join(
        f"<table:table-row>{ods_cell(first)}{ods_cell(second)}</table:table-row>"
        for first, second in ((WORDS, "Nombre"), ("Lyon", "douze"))
    )
    return odf("spreadsheet", f'<table:table table:name="Feuille">{rows}</table:table>', before)


def shape(words: str = WORDS, box: str = ' txBox="1"') -> str:
    """A text box of a slide; without `box`, a shape of no kind."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Texte"/><p:cNvSpPr{box}/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        '<a:off x="100000" y="100000"/><a:ext cx="5000000" cy="500000"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/>'
        f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


_TREE = '<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{}</p:spTree></p:cSld>'


def pptx_parts(shapes: str = "", before: str = "", slides: int = 1) -> Parts:
    """The parts of a presentation whose slides, however many, are one and the same."""
    rows = "".join(f'<p:sldId id="{256 + n}" r:id="rId1"/>' for n in range(slides))
    kinds = {"slides__slide1": "slide", "slideLayouts__l1": "slideLayout", "slideMasters__m1": "slideMaster"}
    types = content_types(
        ppt__presentation="presentationml.presentation.main",
        **{f"ppt__{name}": f"presentationml.{kind}" for name, kind in kinds.items()},
    )
    size = '<p:sldSz cx="9144000" cy="6858000"/>'
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"{_HEAD}<p:presentation {_P} {_A} {_R}><p:sldIdLst>{rows}</p:sldIdLst>{size}</p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(("rId1", "slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": f"{_HEAD}{before}<p:sld {_P} {_A} {_R}>{_TREE.format(shapes or shape())}</p:sld>",
        "ppt/slides/_rels/slide1.xml.rels": relations(("rId1", "slideLayout", "../slideLayouts/l1.xml")),
        "ppt/slideLayouts/l1.xml": f"{_HEAD}<p:sldLayout {_P} {_A} {_R}>{_TREE.format('')}</p:sldLayout>",
        "ppt/slideLayouts/_rels/l1.xml.rels": relations(("rId1", "slideMaster", "../slideMasters/m1.xml")),
        "ppt/slideMasters/m1.xml": f"{_HEAD}<p:sldMaster {_P} {_A} {_R}>{_TREE.format('')}</p:sldMaster>",
    }


def pptx(shapes: str = "", before: str = "", slides: int = 1) -> bytes:
    """A presentation."""
    return package(pptx_parts(shapes, before, slides))


def with_bomb(
    parts: Mapping[str, bytes | str], name: str, block: bytes, times: int, declared: int = 0, first: bytes = b""
) -> bytes:
    """An archive with one more part, `first`, then `block` repeated; it admits to its size or to the one `declared`."""
    data = deflated(block, times, first)
    size = declared or len(first) + len(block) * times
    archive = package(parts)
    end = archive.rindex(b"PK\5\6")
    count, length_of_directory, place = struct.unpack("<HII", archive[end + 10 : end + 20])
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc(block, times, first), len(data), size, len(name), 0)
    local = b"PK\3\4" + fields + name.encode() + data
    directory = archive[place : place + length_of_directory]
    directory += b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, place) + name.encode()
    tail = struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, len(directory), place + len(local), 0)
    return archive[:place] + local + directory + b"PK\5\6" + tail
