"""Word documents, OpenDocument texts, presentations and RTF files that are not what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SENTENCE, Bait, Case, Outcome, bounded, case, gathered, indexed, told
from hostile.office import (
    content_types,
    docx,
    docx_parts,
    package,
    paragraph,
    relations,
    word_xml,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OK = paragraph()
_VBA = bytes.fromhex("d0cf11e0a1b11ae1") + b"zorglub-macro" + bytes(600)


def _docx(name: str, what: str, outcome: Outcome, body: Callable[[], str], **parts: bytes | str) -> Case:
    return case(f"docx/{name}.docx", what, outcome, lambda _: docx(body(), **parts))


def word_case(name: str, what: str, outcome: Outcome, **changed: bytes | str | None) -> Case:
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
    return word_case(name, what, bounded(), types=types, links=links, styles=_styles(*rows), document=word_xml(body))


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
        "2,000 fields that never end",
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


CASES = gathered(_word_structure)
