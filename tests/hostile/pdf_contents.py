"""PDF files whose pages are the trap: bombs, loops of forms, wild operators, fonts that lie, active contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SECRET, Case, bounded, case, gathered, indexed, told
from hostile.pdf import (
    CATALOG,
    CONTENTS,
    FONT,
    PAGE,
    catalog,
    document,
    page,
    show,
    standard,
    stream,
    with_resources,
)
from hostile.pdf import WORDS as SENTENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def page_case(name: str, what: str, contents: Callable[[], bytes], changed: Mapping[int, bytes] | None = None) -> Case:
    """A page of these operators: whatever is made of it, within the bounds."""
    return case(f"pdf/{name}.pdf", what, bounded(), lambda _: page(contents(), changed))


def _unicode_map(body: bytes) -> dict[int, bytes]:
    """A font whose letters stand for what this map says."""
    head = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
    font = standard()[FONT].replace(b"/Encoding", b"/ToUnicode 10 0 R /Encoding")
    return {FONT: font, 10: stream(head + body + b"\nendcmap end end")}


def _operators() -> Iterator[Case]:
    yield page_case(
        "operands-wrong",
        "operators with the wrong operands",
        lambda: (
            b"(a) Tf [] Tf /F1 (x) Tf BT Tj 3 TJ [(a) /b null [1]] TJ <zz> Tj 1 2 3 Tm (x) Td T* ' \" ET Q Q Q Q "
            + show(SENTENCE)
        ),
    )
    yield page_case(
        "numbers-wild",
        "numbers that are none",
        lambda: (
            b"1e400 0 0 --5 .-. 1..2 cm BT 9" + b"9" * 5000 + b" 0 Td /F1 +-3 Tf nan inf Td (a) Tj ET " + show(SENTENCE)
        ),
    )
    yield page_case(
        "string-open", "a string that never ends", lambda: show(SENTENCE) + b"BT /F1 9 Tf (jamais " + b"(" * 50_000
    )
    yield page_case(
        "hexadecimal-open",
        "a hexadecimal string that never ends",
        lambda: show(SENTENCE) + b"BT /F1 9 Tf <" + b"4e" * 50_000,
    )
    yield page_case(
        "array-deep",
        "lists 50,000 deep among operators",
        lambda: show(SENTENCE) + b"[" * 50_000 + b"]" * 50_000 + b" TJ",
    )
    yield page_case(
        "dictionary-deep",
        "dictionaries 20,000 deep among operators",
        lambda: show(SENTENCE) + b"/P " + b"<< /A " * 20_000 + b">>" * 20_000 + b" BDC EMC",
    )
    yield page_case("states-piled", "60,000 graphic states piled up", lambda: b"q " * 60_000 + show(SENTENCE))
    yield page_case(
        "image-inline-open",
        "a picture among the words, that never ends",
        lambda: show(SENTENCE) + b"BI /W 9 /H 9 /BPC 8 ID " + b"x" * 50_000,
    )
    yield page_case(
        "image-inline-bomb",
        "5,000 pictures among the words",
        lambda: show(SENTENCE) + b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI\n" * 5000,
    )
    yield page_case(
        "letters-5000",
        "5,000 letters, each placed by itself",
        lambda: (
            b"BT /F1 3 Tf "
            + b"".join(b"1 0 0 1 %d %d Tm (%c) Tj " % (20 + n % 550, 20 + n // 7, 97 + n % 26) for n in range(5000))
            + b"ET"
        ),
    )
    yield page_case(
        "letters-in-one-place",
        "8,000 letters on top of each other",
        lambda: b"BT /F1 12 Tf 100 100 Td " + b"(a) Tj 0 0 Td " * 8000 + b"ET",
    )
    yield page_case(
        "rules-12000",
        "12,000 strokes across the page",
        lambda: (
            show(SENTENCE)
            + b"".join(b"10 %d.%d m 500 %d.%d l S " % (n // 60, n % 60, n // 60, n % 60) for n in range(12_000))
        ),
    )
    yield page_case(
        "grid-50",
        "a table of 50 × 50 cells",
        lambda: b"".join(
            b"BT /F1 2 Tf %d %d Td (%d) Tj ET " % (10 + 11 * x, 10 + 16 * y, x * y)
            for x in range(50)
            for y in range(50)
        ),
    )
    yield page_case("word-of-a-million", "a word of a million letters", lambda: show("a" * 1_000_000))
    yield page_case("spaces-of-a-million", "a million spaces", lambda: show("a" + " " * 1_000_000 + "b"))
    yield page_case("nothing-but-nothing", "operators that print nothing", lambda: b"0 0 m 1 1 l S " * 2000)
    yield case("pdf/contents-number.pdf", "contents that are a number", told(), lambda _: document({CONTENTS: b"42"}))
    yield case(
        "pdf/contents-dictionary.pdf",
        "contents that are no stream",
        told(),
        lambda _: document({CONTENTS: b"<< /A 1 >>"}),
    )
    yield case(
        "pdf/contents-missing.pdf",
        "contents that are not there",
        told(),
        lambda _: document({PAGE: standard()[PAGE].replace(b"5 0 R", b"99 0 R")}),
    )


def _fonts() -> Iterator[Case]:
    bad = {
        "map-lone-surrogate": (b"1 beginbfchar <61> <D800> endbfchar 1 beginbfchar <65> <DC00> endbfchar", "letters that stand for halves of a character"),
        "map-to-nul": (b"1 beginbfrange <20> <7e> <0000> endbfrange", "letters that stand for NUL"),
        "map-to-line-separators": (b"3 beginbfchar <61> <2028> <65> <0085> <69> <001E> endbfchar", "letters that stand for ends of line"),
        "map-range-huge": (b"1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange", "a range of four thousand million letters"),
        "map-range-backwards": (b"1 beginbfrange <7e> <20> <0041> endbfrange", "a range that ends before it begins"),
        "map-range-open": (b"1 beginbfrange <20> <7e> [<0041>", "a list of letters that never ends"),
        "map-odd": (b"1 beginbfchar <6> <4> <> <> zz endbfchar 2 beginbfrange <1> endbfrange", "half letters"),
        "map-long": (b"1 beginbfchar <61> <" + b"0061" * 50_000 + b"> endbfchar", "one letter that stands for 50,000"),
        "map-many": (b"".join(b"100 beginbfrange\n" + b"<0000> <FFFF> <0000>\n" * 100 + b"endbfrange\n" for _ in range(20)), "2,000 ranges of the whole alphabet"),
    }  # fmt: skip
    for name, (body, what) in bad.items():
        yield case(f"pdf/{name}.pdf", what, bounded(), lambda _, body=body: document(_unicode_map(body)))
    fonts = {
        "widths-lie": (b"/FirstChar -2000000000 /LastChar 2000000000 /Widths [(a) null 1e99]", "a font of four thousand million letters"),
        "differences-wild": (b"/Encoding << /Type /Encoding /Differences [-5 /a 999999 /b (c) /d 1e9 /e] >>", "a font whose letters have wild numbers"),
        "descriptor-loop": (b"/FontDescriptor 4 0 R /ToUnicode 4 0 R", "a font that describes itself"),
        "program-garbage": (b"/FontDescriptor << /FontFile2 5 0 R /FontFile 5 0 R /FontFile3 5 0 R /Flags (x) >>", "a font whose program is the page"),
    }  # fmt: skip
    for name, (entries, what) in fonts.items():
        font = standard()[FONT].replace(b"/Encoding /WinAnsiEncoding", entries)
        yield case(f"pdf/font-{name}.pdf", what, told(), lambda _, font=font: document({FONT: font}))
    yield case("pdf/font-missing.pdf", "a font that is not there", told(), lambda _: document({FONT: b"null"}))


def _active() -> Iterator[Case]:
    script = b"app.alert\\('zorglub-script'\\)"
    actions = {
        "javascript": (b"/OpenAction << /S /JavaScript /JS (%s) >>" % script, "a script run when it is opened"),
        "launch": (b"/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (zorglub-script) >> >>", "a program run when it is opened"),
        "uri": (b"/OpenAction << /S /URI /URI (@URL@) >>", "a page fetched when it is opened"),
        "remote": (b"/OpenAction << /S /GoToR /F << /FS /URL /F (@URL@) >> /D [0 /Fit] >>", "another file fetched when it is opened"),
        "submit": (b"/OpenAction << /S /SubmitForm /F (@URL@) >> /AcroForm << /Fields [] /NeedAppearances true >>", "a form sent when it is opened"),
        "xfa": (b"/AcroForm << /Fields [] /XFA (<xdp><script>zorglub-script</script></xdp>) >>", "an XFA form with a script"),
        "names-javascript": (b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (%s) >>] >> >>" % script, "named scripts"),
    }  # fmt: skip
    for name, (entries, what) in actions.items():
        yield case(
            f"pdf/active-{name}.pdf",
            what,
            indexed(SENTENCE, "zorglub-script"),
            lambda bait, entries=entries: document({CATALOG: catalog(entries.replace(b"@URL@", bait.url.encode()))}),
        )
    attached = {
        CATALOG: catalog(b"/Names << /EmbeddedFiles << /Names [(../../evil.txt) 10 0 R] >> >>"),
        10: b"<< /Type /Filespec /F (../../evil.txt) /EF << /F 11 0 R >> >>",
        11: stream(b"zorglub-script"),
    }
    yield case(
        "pdf/active-attachment.pdf",
        "a file attached, that would go up two folders",
        indexed(SENTENCE, "zorglub-script"),
        lambda _: document(attached),
    )
    yield case(
        "pdf/stream-in-a-file.pdf",
        "contents said to be in a file of this machine",
        told(SECRET),
        lambda bait: document({CONTENTS: stream(show(SENTENCE), b"/F (%s)" % str(bait.secret).encode())}),
    )
    for name, info in {
        "array": b"<< /Title [1 2] /Author << >> /CreationDate 12 >>", "long": b"<< /Title (%s) >>" % (b"Titre " * 40_000),
        "surrogate": b"<< /Title <FEFFD8000041> /Author <FEFFDC00> >>", "dates": b"<< /CreationDate (D:99999999999999+99'99') /ModDate (hier) >>",
        "nul": b"<< /Title (Un\\000titre\\001\\033[31m) >>", "loop": b"<< /Title 10 0 R /Author 11 0 R >>",
    }.items():  # fmt: skip
        yield case(
            f"pdf/info-{name}.pdf",
            "properties that are none",
            told(),
            lambda _, info=info: document({10: info, 11: b"11 0 R"}, b"/Root 1 0 R /Info 10 0 R"),
        )
    yield case("pdf/scan-garbage.pdf", "a scanned page whose picture is garbage", told(), lambda _: _scan())


def _scan() -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 800 /Height 1100 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode"
    picture = stream(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 50, entries)
    return document(
        {
            PAGE: with_resources(b"/XObject << /I 10 0 R >>"),
            10: picture,
            CONTENTS: stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
        }
    )


CASES = gathered(_operators, _fonts, _active)
