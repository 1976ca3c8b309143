"""Pages of the web that are not what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SECRET, SENTENCE, Bait, Case, Outcome, bounded, case, gathered, indexed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_P = f"<p>{SENTENCE}</p>"


def _html(body: str, head: str = "", before: str = "<!DOCTYPE html>") -> str:
    return f'{before}<html lang="fr"><head><meta charset="utf-8"><title>Une page</title>{head}</head><body><main>{body}</main></body></html>'


def _page(
    name: str, what: str, outcome: Outcome, body: Callable[[], str], head: str = "", before: str = "<!DOCTYPE html>"
) -> Case:
    return case(f"html/{name}.html", what, outcome, lambda _: _html(body(), head, before).encode())


def _depths() -> Iterator[Case]:
    for tag, times in (("div", 100_000), ("b", 5000), ("table><tr><td", 3000), ("ul><li", 4000), ("section><h2", 2000), ("blockquote", 6000), ("details><summary", 3000), ("svg><foreignObject", 2000), ("template", 2000), ("dl><dd", 3000), ("figure><figcaption", 1500)):  # fmt: skip
        name = tag.replace("><", "-")
        closing = "</" + "></".join(reversed(tag.split("><"))) + ">"
        yield _page(
            f"deep-{name}",
            f"{times} × <{tag}> in one another",
            bounded(),
            lambda t=tag, n=times, c=closing: f"<{t}>" * n + SENTENCE + c * n,
        )
    yield _page("unclosed", "6,000 elements that never close", bounded(), lambda: "<b><i><p>" * 2000 + SENTENCE)
    yield _page(
        "crossed", "2,500 elements closed in the wrong order", bounded(), lambda: _P + "<a><b><p></a></b></p>" * 2500
    )
    yield _page(
        "closed-only",
        "200,000 elements that close and never open",
        bounded(),
        lambda: _P + "</div></p></table>" * 70_000,
    )


def _sizes() -> Iterator[Case]:
    yield _page(
        "attribute-of-5-mb",
        "an attribute of five million letters",
        bounded(),
        lambda: f'<p title="{"a" * 5_000_000}">{SENTENCE}</p>',
    )
    yield _page(
        "attributes-100000",
        "an element of 100,000 attributes",
        bounded(),
        lambda: f"<p {' '.join(f'a{n}=1' for n in range(30_000))}>{SENTENCE}</p>",
    )
    yield _page(
        "style-of-2-mb",
        "a style of two million letters",
        bounded(),
        lambda: f'<p style="{"color:red;" * 50_000}">{SENTENCE}</p>',
    )
    yield _page(
        "style-spaces",
        "a style of a hundred thousand spaces",
        bounded(),
        lambda: f'<p style="display{" " * 100_000}:{" " * 100_000}x">{SENTENCE}</p>',
    )
    yield _page(
        "title-of-1-mb", "a title of a million letters", bounded(), lambda: _P, f"<title>{'Titre ' * 170_000}</title>"
    )
    yield _page("word-of-500-kb", "a word of half a million letters", bounded(), lambda: f"<p>{'a' * 500_000}</p>{_P}")
    yield _page(
        "paragraph-of-500-kb",
        "a paragraph of half a million letters without a full stop",
        bounded(),
        lambda: f"<p>{'mot ' * 120_000}</p>",
    )
    yield _page("links-2500", "2,500 links", bounded(), lambda: _P + '<a href="/x">lien</a> ' * 2500)
    yield _page("headings-1500", "1,500 headings", bounded(), lambda: "<h2>Titre</h2>" * 1500 + _P)
    yield _page("entities-60000", "60,000 entities", bounded(), lambda: f"<p>{SENTENCE}{'&amp;' * 60_000}</p>")
    yield _page(
        "cells-20000",
        "a table of 20,000 cells",
        bounded(),
        lambda: f"<table>{('<tr>' + '<td>1</td>' * 20 + '</tr>') * 400}</table>{_P}",
    )
    for side in ("colspan", "rowspan"):
        for value in ("1000000000", "-1", "beaucoup", "0", "9" * 5000):
            yield _page(
                f"{side}-{value[:12]}",
                f"a cell of {side} {value[:12]}",
                bounded(),
                lambda s=side, v=value: (
                    f'<table><tr><td {s}="{v}">{SENTENCE}</td><td>b</td></tr><tr><td>c</td></tr></table>'
                ),
            )
    yield _page(
        "spans-1000",
        "a hundred cells of 1,000 × 1,000",
        bounded(),
        lambda: f"<table>{'<tr><td colspan=1000 rowspan=1000>a</td></tr>' * 100}</table>{_P}",
    )


def _tricks() -> Iterator[Case]:
    ld = '<script type="application/ld+json">{}</script>'
    yield _page("json-deep", "JSON 100,000 lists deep", told(), lambda: _P, ld.format("[" * 100_000 + "]" * 100_000))
    yield _page(
        "json-figures",
        "JSON of a figure of 10,000 figures",
        told(),
        lambda: _P,
        ld.format('{"headline": ' + "9" * 10_000 + "}"),
    )
    yield _page(
        "json-wild",
        "JSON of the wrong kinds",
        told(),
        lambda: _P,
        ld.format(
            '[null, 3, {"@graph": {"@type": [1], "headline": {"a": []}, "datePublished": {}, "author": [[["x"]]]}}]'
        ),
    )
    yield _page(
        "json-surrogate",
        "JSON of half a character",
        told(),
        lambda: _P,
        ld.format(
            '{"@type": "Article", "headline": "\\ud800 titre", "author": {"name": "\\udc00"}, "datePublished": "2024-13-45"}'
        ),
    )
    yield _page("json-cut", "JSON cut in the middle", told(), lambda: _P, ld.format('{"headline": "ti'))
    yield _page(
        "meta-wild",
        "dates and names that are none",
        told(),
        lambda: f'{_P}<time datetime="99999-99-99T99">hier</time>',
        '<meta property="article:published_time" content="le 31 février"><meta name="author"><meta property="og:title" content="&#xD800;&#0;">',
    )
    yield _page(
        "characters-impossible",
        "entities of impossible characters",
        told(),
        lambda: f"{_P}<p>&#0; &#xD800; &#xDFFF; &#xFFFF; &#x110000; &#99999999999999999999; &zorglub; &#x;</p>",
    )
    yield _page(
        "script-open", "a script that never closes", told("zorglub-script"), lambda: f"{_P}<script>zorglub-script"
    )
    yield _page(
        "comment-open", "a comment that never closes", told("zorglub-comment"), lambda: f"{_P}<!-- zorglub-comment"
    )
    yield _page(
        "comments-odd",
        "comments of all kinds",
        indexed(SENTENCE, "zorglub-comment"),
        lambda: f"{_P}<!----!> <!--> <!---> <!-- zorglub-comment --!> <!-- zorglub-comment -->",
    )
    yield _page("plaintext", "an element after which all is text", told(), lambda: f"{_P}<plaintext></p><script>", "")
    yield _page(
        "data-section",
        "sections and instructions of XML",
        told(),
        lambda: f"<?php zorglub(); ?><![CDATA[ {SENTENCE} ]]><%= 3 %>{_P}",
    )
    yield _page("nul", "NUL in words, tags and attributes", told(), lambda: f"{_P}<p\0 title='\0'>La\0 suite</p\0>")
    yield _page(
        "frames",
        "nothing but frames",
        told(),
        lambda: '<iframe srcdoc="<p>zorglub</p>"></iframe><frameset><frame src="x"></frameset>',
    )
    yield _page(
        "entities-laughing",
        "a declaration of laughing entities",
        indexed(SENTENCE),
        lambda: f"{_P}&l9;",
        before="<!DOCTYPE html ["
        '<!ENTITY l0 "rire">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>",
    )
    yield _page(
        "xhtml",
        "XML that is not well formed",
        told(),
        lambda: f"{_P}<br><p>a < b & c",
        before='<?xml version="1.0" encoding="utf-16"?>',
    )
    yield case(
        "html/reads-a-file.html", "entities, pictures and frames that are a file of this machine", told(SECRET), _reads
    )
    yield case("html/fetches.html", "everything that a browser would fetch", indexed(SENTENCE, SECRET), _fetches)
    yield case("html/only-tags.html", "tags and not a word", told(), lambda _: b"<div><span></span></div>" * 1500)
    yield case(
        "html/tag-of-2-mb.html",
        "« < » and two million letters",
        bounded(),
        lambda _: _P.encode() + b"<" + b"a" * 2_000_000,
    )
    yield case("html/less-than.html", "200,000 « < »", bounded(), lambda _: _P.encode() + b"<" * 200_000)
    yield case("html/ampersands.html", "200,000 « & »", bounded(), lambda _: _P.encode() + b"&" * 200_000)


def _reads(bait: Bait) -> bytes:
    uri = bait.secret.as_uri()
    body = f'{_P}<p>&s;</p><object data="{uri}"></object><embed src="{uri}"><iframe src="{uri}"></iframe><img src="{uri}" alt="">'
    return _html(body, f'<link rel="import" href="{uri}">', f'<!DOCTYPE html [<!ENTITY s SYSTEM "{uri}">]>').encode()


def _fetches(bait: Bait) -> bytes:
    url = bait.url
    head = f'<base href="{url}"><meta http-equiv="refresh" content="0;url={url}"><link rel="stylesheet" href="{url}"><script src="{url}"></script><style>@import "{url}";</style>'
    return _html(
        f'{_P}<img src="{url}"><video src="{url}"></video><form action="{url}"></form><body background="{url}">', head
    ).encode()


def _charsets() -> Iterator[Case]:
    page = f'<html><head><meta charset="{{}}"></head><body>{_P}</body></html>'
    for declared, real in (
        ("utf-8", "latin-1"), ("latin-1", "utf-8"), ("utf-16", "utf-8"), ("utf-7", "utf-8"), ("zorglub", "utf-8"), ("zorglub", "cp1252"),
        ("cp037", "cp1252"), ("idna", "utf-8"), ("rot13", "utf-8"), ("hex", "latin-1"), ("unicode_escape", "latin-1"), ("undefined", "latin-1"), ("utf-8", "utf-16"), ("utf-8", "utf-32"), ("utf-8", "cp500"), ("x" * 5000, "utf-8"), ("punycode", "latin-1"), ("\0utf-8", "latin-1"),
    ):  # fmt: skip
        name = "".join(letter if letter.isalnum() else "-" for letter in declared[:12])
        yield case(
            f"html/charset-{name}-is-{real}.html",
            f"said to be in {declared[:12]!r}, and is in {real}",
            told(),
            lambda _, d=declared, r=real: page.format(d).encode(r),
        )
    attack = "+ADw-script+AD4-zorglub-script+ADw-/script+AD4-"
    yield case(
        "html/utf-7-script.html", "a script written in UTF-7", told(), lambda _: _html(f"{_P}<p>{attack}</p>").encode()
    )


CASES = gathered(_depths, _sizes, _tricks, _charsets)
