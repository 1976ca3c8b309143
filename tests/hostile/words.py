"""Word documents, OpenDocument texts, presentations and RTF files that are not what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SECRET, SENTENCE, Bait, Case, Outcome, bounded, case, fails, indexed, refused, told
from hostile.compound import locked
from hostile.office import (
    content_types,
    docx,
    docx_parts,
    odt,
    package,
    paragraph,
    pptx,
    pptx_parts,
    relations,
    shape,
    with_bomb,
    word_xml,
)
from hostile.xml_traps import xml_traps
from indexer.errors import EmptyDocument, EncryptedFile, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OK = paragraph()
_VBA = bytes.fromhex("d0cf11e0a1b11ae1") + b"zorglub-macro" + bytes(600)
_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


_WITH_PROPERTIES = str(docx_parts()["_rels/.rels"]).replace(
    "</Relationships>",
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="word/core.xml"/></Relationships>',
)
_TYPED_PROPERTIES = str(docx_parts()["[Content_Types].xml"]).replace(
    "</Types>",
    '<Override PartName="/word/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
)
_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title><b/></dc:title>'
    "<dcterms:created>hier, vers 25 h 61</dcterms:created><cp:revision>-1e9</cp:revision></cp:coreProperties>"
)


def _docx(name: str, what: str, outcome: Outcome, body: Callable[[], str], **parts: bytes | str) -> Case:
    return case(f"docx/{name}.docx", what, outcome, lambda _: docx(body(), **parts))


def _parts(name: str, what: str, outcome: Outcome, **changed: bytes | str | None) -> Case:
    """A Word document with parts replaced, or taken out (`None`); `__` for `/`."""

    def content(_: Bait) -> bytes:
        parts = docx_parts()
        for part, value in changed.items():
            named = {"types": "[Content_Types].xml", "rels": "_rels/.rels", "links": "word/_rels/document.xml.rels"}
            path = named.get(part) or f"word/{part}.xml"
            if value is None:
                parts.pop(path)
            else:
                parts[path] = value
        return package(parts)

    return case(f"docx/{name}.docx", what, outcome, content)


def _wrapped(before: str, after: str, times: int) -> str:
    return before * times + _OK + after * times


def _styles(*rows: str) -> str:
    return (
        f'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{"".join(rows)}</w:styles>'
    )


def _style(name: str, based_on: str) -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/></w:style>'


def _with_styles(name: str, what: str, *rows: str) -> Case:
    links = relations(("rId1", "styles", "styles.xml"))
    body = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>'
    types = content_types(word__document="wordprocessingml.document.main", word__styles="wordprocessingml.styles")
    return _parts(name, what, bounded(), types=types, links=links, styles=_styles(*rows), document=word_xml(body))


def _word_structure() -> Iterator[Case]:
    table = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    content = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
    box = (
        "<w:p><w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>",
        "</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    )
    yield _docx("tables-deep", "500 tables in one another", bounded(), lambda: _wrapped(*table, 500))
    yield _docx("tables-too-deep", "20,000 tables in one another", bounded(), lambda: _wrapped(*table, 20_000))
    yield _docx("controls-deep", "3,000 content controls in one another", bounded(), lambda: _wrapped(*content, 3000))
    yield _docx(
        "boxes-deep", "60 text boxes in one another, each with a fallback", bounded(), lambda: _wrapped(*box, 60)
    )
    yield _docx(
        "paragraphs-deep", "100,000 paragraphs in one another", bounded(), lambda: _wrapped("<w:p>", "</w:p>", 100_000)
    )
    yield _docx(
        "insertions-deep",
        "5,000 tracked insertions in one another",
        bounded(),
        lambda: f"<w:p>{'<w:ins>' * 5000}<w:r><w:t>{SENTENCE}</w:t></w:r>{'</w:ins>' * 5000}</w:p>",
    )
    yield _docx(
        "span-huge",
        "a cell over 1,000,000,000 columns",
        bounded(),
        lambda: f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{_OK}</w:tc></w:tr></w:tbl>',
    )
    yield _docx(
        "span-word",
        "a cell over « beaucoup » columns",
        told(),
        lambda: (
            f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="beaucoup"/><w:vMerge w:val="oui"/></w:tcPr>{_OK}</w:tc></w:tr></w:tbl>'
        ),
    )
    yield _docx(
        "level-huge",
        "a heading of level 999999999999",
        told(),
        lambda: f'<w:p><w:pPr><w:outlineLvl w:val="999999999999"/></w:pPr><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>',
    )
    yield _docx(
        "level-word",
        "a heading of level « un »",
        told(),
        lambda: f'<w:p><w:pPr><w:outlineLvl w:val="un"/></w:pPr><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>',
    )
    yield _docx(
        "paragraphs-30000", "30,000 empty paragraphs and one that speaks", bounded(), lambda: "<w:p/>" * 30_000 + _OK
    )
    yield _docx(
        "paragraph-of-500-kb",
        "a paragraph of half a million letters",
        bounded(),
        lambda: paragraph(f"{SENTENCE} " * 8500),
    )
    yield _docx(
        "runs-5000",
        "a paragraph in 5,000 pieces",
        bounded(),
        lambda: f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * 5000}</w:p>{_OK}",
    )
    yield _docx(
        "field-dde",
        "a field that starts a program",
        indexed(SENTENCE, "zorglub-script"),
        lambda: (
            f'{_OK}<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k zorglub-script"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        ),
    )
    yield _docx(
        "fields-open",
        "10,000 fields that never end",
        told(),
        lambda: _OK + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 10_000,
    )
    yield _docx(
        "notes-missing",
        "calls to notes that are not there",
        told(),
        lambda: f'{_OK}<w:p><w:r><w:footnoteReference w:id="-7"/><w:endnoteReference w:id="x"/></w:r></w:p>',
    )
    yield _docx("wordless", "a document of pictures", told(), lambda: "<w:p><w:r><w:drawing/></w:r></w:p>")
    yield _with_styles("style-based-on-itself", "a style based on itself", _style("A", "A"))
    yield _with_styles(
        "styles-based-on-each-other", "two styles based on each other", _style("A", "B"), _style("B", "A")
    )
    yield _with_styles(
        "styles-chain",
        "a chain of 1,000 styles",
        _style("A", "S0"),
        *(_style(f"S{n}", f"S{n + 1}") for n in range(1000)),
    )
    yield _with_styles("styles-twins", "20 styles of the same name, none with a parent", *[_style("A", "absent")] * 20)


def _word_package() -> Iterator[Case]:
    external = (
        ("rId7", "attachedTemplate", "{0}"),
        ("rId8", "image", "{0}"),
        ("rId9", "oleObject", "{1}"),
        ("rIdA", "aFChunk", "{1}"),
        ("rIdB", "subDocument", "{1}"),
    )

    def reaching(bait: Bait) -> bytes:
        links = relations(*((name, kind, to.format(bait.url, bait.secret.as_uri())) for name, kind, to in external))
        return package(
            {
                **docx_parts(f'{_OK}<w:altChunk r:id="rIdA"/><w:subDoc r:id="rIdB"/>'),
                "word/_rels/document.xml.rels": links,
            }
        )

    yield case(
        "docx/links-outside.docx",
        "a template, a picture, an object and two texts fetched elsewhere",
        indexed(SENTENCE, SECRET),
        reaching,
    )
    yield _parts("no-document", "a package without its document", fails(UnreadableFile), document=None)
    yield _parts("no-types", "a package without the list of its types", fails(UnreadableFile), types=None)
    yield _parts("no-relations", "a package without relations", fails(UnreadableFile), rels=None)
    yield _parts(
        "relations-loop",
        "a document related to itself",
        told(),
        links=relations(("rId1", "styles", "document.xml"), ("rId2", "footnotes", "../word/document.xml")),
    )
    yield _parts(
        "relations-up",
        "a relation that goes up out of the package",
        told(),
        links=relations(("rId1", "styles", "../../../../../../etc/hostname")),
    )
    yield _parts(
        "relation-nowhere",
        "a relation to a part that is not there",
        told(),
        links=relations(("rId1", "styles", "absent.xml"), ("rId1", "styles", "")),
    )
    yield _parts("relations-no-xml", "relations that are no XML", fails(UnreadableFile), links="ceci n'est pas du XML")
    yield _parts(
        "styles-no-xml",
        "styles that are no XML",
        told(),
        links=relations(("rId1", "styles", "styles.xml")),
        styles="<w:styles",
    )
    yield _parts(
        "document-html",
        "a document that is a page of the web",
        told(),
        document="<html><body><p>Une page.</p></body></html>",
    )
    yield _parts("document-empty", "a document of zero bytes", fails(UnreadableFile, EmptyDocument), document="")
    yield _parts(
        "document-binary", "a document of bytes drawn at random", fails(UnreadableFile), document=bytes(range(256)) * 20
    )
    yield _parts(
        "properties-wild",
        "properties that are none",
        told(),
        rels=_WITH_PROPERTIES,
        types=_TYPED_PROPERTIES,
        core=_PROPERTIES,
    )
    chain = {f"word/p{n}.xml": "<a/>" for n in range(1200)}
    rels = {f"word/_rels/p{n}.xml.rels": relations(("rId1", "customXml", f"p{n + 1}.xml")) for n in range(1199)}
    yield case(
        "docx/relations-chain.docx",
        "1,200 parts related one to the next",
        told(),
        lambda _: package(
            {
                **docx_parts(),
                "word/_rels/document.xml.rels": relations(("rId1", "customXml", "p0.xml")),
                **chain,
                **rels,
            }
        ),
    )
    yield case(
        "docx/parts-21000.docx",
        "21,000 parts",
        bounded(),
        lambda _: package({**docx_parts(), **{f"word/media/i{n}.bin": b"" for n in range(21_000)}}),
    )
    yield case("docx/inside-itself.docx", "a document in a document, thirty times", indexed(), lambda _: _nested(30))
    for suffix in ("docx", "docm"):
        parts = {**docx_parts(), "word/vbaProject.bin": _VBA}
        if suffix == "docm":
            parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", _MACROS
            )
        yield case(
            f"docx/macros.{suffix}",
            "a document with macros",
            indexed(SENTENCE, "zorglub-macro"),
            lambda _, parts=parts: package(parts),
        )


def _nested(depth: int) -> bytes:
    inner = docx()
    for _ in range(depth):
        inner = package({**docx_parts(), "word/embeddings/oleObject1.bin": inner})
    return inner


def _word_bombs() -> Iterator[Case]:
    spaces = b" " * (1 << 20)
    yield case(
        "docx/picture-bomb.docx",
        "a picture of 1.5 GB in 1.5 MB",
        bounded(),
        lambda _: with_bomb(docx_parts(), "word/media/image1.png", spaces, 1500),
    )
    yield case(
        "docx/part-bomb-lying.docx",
        "a part of 1 GB that says it has 100 bytes",
        bounded(),
        lambda _: with_bomb(docx_parts(), "word/media/image1.png", spaces, 1000, 100),
    )
    yield case(
        "docx/document-bomb.docx",
        "a document of 1 GB of spaces",
        refused(),
        lambda _: with_bomb(
            {k: v for k, v in docx_parts().items() if k != "word/document.xml"}, "word/document.xml", spaces, 1000
        ),
    )
    yield case(
        "docx/elements-bomb.docx", "a document of thirty million paragraphs", bounded(), lambda _: _elements_bomb()
    )


def _elements_bomb() -> bytes:
    parts = {k: v for k, v in docx_parts().items() if k != "word/document.xml"}
    head = word_xml("").partition("</w:body>")[0].encode()
    return with_bomb(parts, "word/document.xml", b"<w:p/>" * 100_000, 300, first=head)


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


CASES = (*_word_structure(), *_word_package(), *_word_bombs(), *_odt(), *_pptx(), *_locked(), *_traps())
