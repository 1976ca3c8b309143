"""Word documents whose package is the trap: parts, relations, macros, bombs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SECRET, SENTENCE, Bait, Case, bounded, case, fails, gathered, indexed, refused, told
from hostile.office import (
    docx,
    docx_parts,
    package,
    paragraph,
    relations,
    with_bomb,
    word_xml,
)
from hostile.words import word_case
from indexer.errors import EmptyDocument, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    yield word_case("no-document", "a package without its document", fails(UnreadableFile), document=None)
    yield word_case("no-types", "a package without the list of its types", fails(UnreadableFile), types=None)
    yield word_case("no-relations", "a package without relations", fails(UnreadableFile), rels=None)
    yield word_case(
        "relations-loop",
        "a document related to itself",
        told(),
        links=relations(("rId1", "styles", "document.xml"), ("rId2", "footnotes", "../word/document.xml")),
    )
    yield word_case(
        "relations-up",
        "a relation that goes up out of the package",
        told(),
        links=relations(("rId1", "styles", "../../../../../../etc/hostname")),
    )
    yield word_case(
        "relation-nowhere",
        "a relation to a part that is not there",
        told(),
        links=relations(("rId1", "styles", "absent.xml"), ("rId1", "styles", "")),
    )
    yield word_case(
        "relations-no-xml", "relations that are no XML", fails(UnreadableFile), links="ceci n'est pas du XML"
    )
    yield word_case(
        "styles-no-xml",
        "styles that are no XML",
        told(),
        links=relations(("rId1", "styles", "styles.xml")),
        styles="<w:styles",
    )
    yield word_case(
        "document-html",
        "a document that is a page of the web",
        told(),
        document="<html><body><p>Une page.</p></body></html>",
    )
    yield word_case("document-empty", "a document of zero bytes", fails(UnreadableFile, EmptyDocument), document="")
    yield word_case(
        "document-binary", "a document of bytes drawn at random", fails(UnreadableFile), document=bytes(range(256)) * 20
    )
    yield word_case(
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
    yield case("docx/elements-bomb.docx", "a document of ten million paragraphs", bounded(), lambda _: _elements_bomb())


def _elements_bomb() -> bytes:
    parts = {k: v for k, v in docx_parts().items() if k != "word/document.xml"}
    head = word_xml("").partition("</w:body>")[0].encode()
    return with_bomb(parts, "word/document.xml", b"<w:p/>" * 100_000, 100, first=head)


CASES = gathered(_word_package, _word_bombs)
