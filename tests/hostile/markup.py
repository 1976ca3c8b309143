"""Markdown and RTF files that are not what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SECRET, SENTENCE, Case, Outcome, bounded, case, gathered, indexed, refused, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_LINE = f"{SENTENCE}\n"


def _md(name: str, what: str, outcome: Outcome, content: Callable[[], bytes | str]) -> Case:
    return case(f"md/{name}.md", what, outcome, lambda _: _bytes(content()))


def _rtf(name: str, what: str, outcome: Outcome, content: Callable[[], str]) -> Case:
    # The 1252 code page without its accents is ASCII: « é » is written as RTF does.
    return case(f"rtf/{name}.rtf", what, outcome, lambda _: content().replace("é", r"\'e9").encode("ascii"))


def _bytes(content: bytes | str) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


def _markdown() -> Iterator[Case]:
    for name, what, text in (
        ("quotes-deep", "10,000 quotations in one another", ">" * 10_000 + " a"), ("quotes-lines", "quotations deeper line after line", "\n".join(">" * n + " a" for n in range(700))),
        ("lists-deep", "lists 600 deep", "\n".join(" " * 2 * n + "- a" for n in range(600))), ("lists-in-a-line", "20,000 lists in a line", "- " * 20_000 + "a"),
        ("brackets", "10,000 open brackets", "[" * 10_000), ("brackets-closed", "20,000 pairs of brackets", "[" * 20_000 + "a" + "]" * 20_000),
        ("images-deep", "6,000 pictures in one another", "![" * 6000 + "a" + "](u)" * 6000), ("stars", "10,000 stars", "*" * 10_000 + "a" + "*" * 10_000),
        ("stars-apart", "12,000 words in bold or not", "**a *b " * 12_000), ("backquotes", "runs of backquotes of all lengths", "".join("`" * n + " " for n in range(700))),
        ("links-open", "20,000 links that never close", "[a](<b" * 20_000), ("tags-open", "30,000 elements that never close", "<a " * 30_000), ("comments-open", "100,000 comments that never close", "<!-- a " * 100_000),
        ("definitions", "12,000 definitions of links", "\n".join(f"[{n}]: u" for n in range(12_000))), ("definition-huge", "a link of 100,000 letters called 6,000 times", f"[a]: {'u' * 100_000}\n\n" + "[a] " * 6000),
        ("notes-loop", "notes that call each other", "[^a]\n\n[^a]: [^b]\n\n[^b]: [^a]\n"), ("notes-many", "1,500 notes", "\n".join(f"a[^{n}]\n\n[^{n}]: b\n" for n in range(700))), ("notes-twins", "one note called 6,000 times", "a[^1] " * 6000 + "\n\n[^1]: b\n"),
        ("table-wide", "a table of 2,000 columns", "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + ("|b" * 2000 + "|\n") * 4), ("table-lie", "a table of 2,000 columns whose 120 rows have one", "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|b|\n" * 120),
        ("headings", "3,000 headings of seven levels", "\n".join(f"{'#' * (1 + n % 7)} Titre {n}" for n in range(3000))), ("rules", "12,000 rules", "---\n" * 12_000), ("fences", "6,000 blocks of code that never close", "```a\n" * 6001),
        ("entities", "40,000 entities", "&amp;" * 40_000 + "&#0;&#xD800;&#x110000;"), ("escapes", "40,000 escapes", "\\*" * 40_000), ("html", "scripts among the words", "<script>zorglub-script</script>\n\n<iframe src='file:///etc/hostname'></iframe>\n\n![x](file:///etc/hostname)"),
    ):  # fmt: skip
        yield _md(name, what, bounded("zorglub-script"), lambda text=text: f"# Titre\n\n{_LINE}\n{text}\n")
    laughs = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 10))
    for name, what, front in (
        ("front-laughing", "a front matter of laughing references", f"l0: &l0 [rire]\n{laughs}\ntitle: *l9"), ("front-loop", "a front matter that holds itself", "title: &t [*t]"),
        ("front-python", "a front matter that runs Python", "title: !!python/object/apply:os.system ['touch zorglub-script']"), ("front-deep", "a front matter 5,000 lists deep", "title: " + "[" * 5000),
        ("front-open", "a front matter that never ends", "title: a\n" * 2000), ("front-dates", "days that do not exist", "title: 2024-02-31\ndate: 0000-99-99"), ("front-figures", "a figure of 5,000 figures", "title: " + "9" * 5000), ("front-keys", "a key that is a list", "? [a, b]\n: c\n? {d: e}\n: f"),
        ("front-sixties", "a number in base sixty of 3,000 figures", "title: " + "9:" * 3000 + "9"), ("front-tabs", "tabs where YAML wants none", "title:\t\ta\n\tb: c"), ("front-characters", "characters that YAML refuses", "title: \x07\ufffe"),
    ):  # fmt: skip
        end = "" if name == "front-open" else "\n---\n"
        yield _md(name, what, told(), lambda front=front, end=end: f"---\n{front}{end}\n{_LINE}")


def _rich() -> Iterator[Case]:
    ok = r"{\rtf1\ansi\ansicpg1252 " + SENTENCE + r"\par "
    yield _rtf("plain", "nothing wrong", indexed(), lambda: ok + "}")
    yield _rtf(
        "groups-deep", "100,000 groups in one another", bounded(), lambda: ok + "{" * 100_000 + "a" + "}" * 100_001
    )
    yield _rtf("groups-open", "100,000 groups that never close", bounded(), lambda: ok + "{" * 100_000)
    yield _rtf("groups-closed", "groups that never opened", told(), lambda: ok + "}" * 50_000 + "fin")
    yield _rtf(
        "binary-lie", "binary data that say they have 2,000,000,000 bytes", told(), lambda: ok + r"\bin2000000000 abc}"
    )
    yield _rtf("binary-negative", "-5 bytes of binary data", told(), lambda: ok + r"\bin-5 abc}")
    yield _rtf(
        "number-huge",
        "orders with numbers of 5,000 figures",
        told(),
        lambda: ok + r"\u" + "9" * 5000 + r"? \fs" + "9" * 5000 + r" \li-99999999999999999999 a}",
    )
    yield _rtf(
        "surrogates",
        "halves of characters",
        told(),
        lambda: ok + r"\u-10240? \u-9216? \u55357?\u56832? \u-1? \u0? \u65536? \u1114112? a}",
    )
    yield _rtf(
        "skips-huge",
        "2,000,000,000 characters to skip after each other one",
        told(),
        lambda: ok + r"\uc2000000000 \u233? a \uc-4 \u233? b}",
    )
    yield _rtf("hexadecimal-wild", "letters that are none", told(), lambda: ok + r"\'zz \'4 \' \'e9\'}")
    yield _rtf(
        "page-unknown",
        "a code page that nobody knows",
        told(),
        lambda: r"{\rtf1\ansi\ansicpg99999\deff0{\fonttbl{\f0\fcharset999 A;}}" + SENTENCE + r"\par}",
    )
    yield _rtf("page-negative", "code page -1", told(), lambda: r"{\rtf1\ansi\ansicpg-1 " + SENTENCE + r"\par}")
    yield _rtf(
        "object",
        "a program in an object",
        indexed(SENTENCE, "zorglub-script", "7a6f72676c7562"),
        lambda: (
            ok
            + r"{\object\objocx\objupdate{\*\objclass zorglub-script}{\*\objdata 7a6f72676c7562"
            + "00" * 5000
            + "}}}"
        ),
    )
    yield _rtf(
        "field",
        "fields that fetch a file of this machine",
        told(SECRET),
        lambda: (
            ok
            + r'{\field{\*\fldinst INCLUDETEXT "file:///etc/hostname"}{\fldrslt vu}}{\*\template file:///etc/hostname}}'
        ),
    )
    yield _rtf(
        "picture", "a picture of 5 MB in figures", bounded(), lambda: ok + r"{\pict\pngblip " + "4e" * 2_500_000 + "}}"
    )
    yield _rtf(
        "tables-deep",
        "1,000 tables in one another",
        bounded(),
        lambda: ok + r"\trowd\cellx9 \intbl\itap" * 1000 + r"a\nestcell{\*\nesttableprops\nestrow}\cell\row}",
    )
    yield _rtf(
        "cells",
        "a row of 10,000 cells",
        bounded(),
        lambda: ok + r"\trowd " + r"\cellx9 " * 5000 + r"\intbl " + r"a\cell " * 10_000 + r"\row}",
    )
    yield _rtf("orders-30000", "30,000 orders", bounded(), lambda: ok + r"\b\i0" * 15_000 + " a}")
    yield _rtf("bare", "a beginning, and nothing more", refused(), lambda: r"{\rtf")
    yield _rtf(
        "only-tables",
        "fonts, colours, and not a word",
        refused(),
        lambda: r"{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red0\green0\blue0;}{\info{\title Titre}}}",
    )
    yield _rtf(
        "info-wild",
        "properties that are none",
        told(),
        lambda: (
            r"{\rtf1{\info{\title \u-10240?\u0?}{\creatim\yr-4\mo99\dy0\hr77}{\author {{{}}}}}" + SENTENCE + r"\par}"
        ),
    )


CASES = gathered(_markdown, _rich)
