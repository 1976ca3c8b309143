"""Messages and mailboxes that are not what they should be."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from hostile.cases import SECRET, SENTENCE, Bait, Case, Outcome, bounded, case, gathered, indexed, told
from hostile.office import docx_parts, with_bomb
from hostile.pdf import document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HEAD = "From: Une personne <a@exemple.fr>\nTo: b@exemple.fr\nDate: Mon, 03 Mar 2025 10:00:00 +0100\nSubject: Un sujet\nMessage-ID: <1@exemple.fr>\nMIME-Version: 1.0\n"
_PLAIN = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{SENTENCE}\n"
_MIXED = 'Content-Type: multipart/mixed; boundary="{0}"\n\n'


def mail(rest: str = _PLAIN, head: str = _HEAD) -> bytes:
    """A message: its usual headers, then these."""
    return f"{head}{rest}".encode("utf-8", "surrogatepass")


def _parts(*parts: str) -> str:
    return _MIXED.format("x") + "".join(f"--x\n{part}\n" for part in (_PLAIN, *parts)) + "--x--\n"


def _attached(name: str, content: bytes, kind: str = "application/octet-stream") -> str:
    body = base64.encodebytes(content).decode()
    return f'Content-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64\n\n{body}'


def _eml(name: str, what: str, outcome: Outcome, content: Callable[[], str]) -> Case:
    return case(f"eml/{name}.eml", what, outcome, lambda _: mail(content()))


def _nested(depth: int, kind: str) -> str:
    if kind == "message":
        return "".join(f"Content-Type: message/rfc822\n\n{_HEAD}" for _ in range(depth)) + _PLAIN
    return (
        "".join(_MIXED.format(f"b{n}") + f"--b{n}\n" for n in range(depth))
        + _PLAIN
        + "".join(f"--b{n}--\n" for n in range(depth)[::-1])
    )


def _headers() -> Iterator[Case]:
    for name, what, header in (
        ("subject-half-character", "a subject of half a character", "Subject: =?utf-8?b?7aCA?= =?utf-16?b?2AA=?=\n"), ("subject-charset", "a subject in no known charset", "Subject: =?zorglub?q?=E9t=E9?= =?hex?b?6162?=\n"),
        ("subject-1-mb", "a subject of a million letters", "Subject: " + "mot " * 250_000 + "\n"), ("subject-words", "20,000 encoded words", "Subject: " + "=?utf-8?q?=C3=A9?= " * 20_000 + "\n"),
        ("subject-open", "encoded words that never end", "Subject: " + "=?utf-8?q?" * 20_000 + "\n"), ("subject-lines", "line ends in a subject", "Subject: =?utf-8?q?Un=0ABcc=3A_c=40exemple.fr=0D=0A=0D=0A?=\n"),
        ("date-wild", "a day that does not exist", "Date: Foo, 99 Foo 99999 99:99:99 +9999999999\n"), ("date-words", "a date in words", "Date: hier\n"), ("date-huge", "a year of 5,000 figures", f"Date: 1 Jan {'9' * 5000} 00:00 +0000\n"),
        ("from-wild", "a sender who is none", 'From: "<<>>" <@,;:\\"\n'), ("from-groups", "groups of senders in one another", "From: " + "a:" * 5000 + ";" * 5000 + "\n"), ("from-comments", "20,000 comments in one another", "From: " + "(" * 20_000 + ")" * 20_000 + " a@exemple.fr\n"),
        ("addresses-20000", "20,000 addressees", "To: " + ", ".join(f"a{n}@exemple.fr" for n in range(20_000)) + "\n"), ("folded", "a header over 50,000 lines", "X-A: a\n" + " b\n" * 50_000), ("headers-50000", "50,000 headers", "".join(f"X-{n}: a\n" for n in range(50_000))),
        ("header-nul", "NUL and controls in headers", "X-A\0: \0\x07\x1b[31m\nSubject\0: a\n"), ("header-no-colon", "headers without a colon", "pas un en-tête\n: rien\n"), ("header-latin", "headers in bare Latin-1", "Subject: \udce9t\udce9\n"),
        ("type-wild", "a type that is none", "Content-Type: ;;;=\"; a/b/c; charset\n"), ("parameters", "5,000 pieces of a parameter", "Content-Type: text/plain; " + "; ".join(f"name*{n}*=a" for n in range(5000)) + "\n"), ("parameters-odd", "pieces of a parameter out of order", "Content-Type: text/plain; charset*99999999999=a; charset*-1=b; charset*=zorglub'x'%E9%zz; charset*x=c\n"),
        ("identifiers", "identifiers that are none", "References: " + "<" * 20_000 + "\nIn-Reply-To: <<<@>>>\nMessage-ID: [@]\n"),
    ):  # fmt: skip
        head = header + _HEAD.replace("Subject: Un sujet\n", "" if "Subject:" in header else "Subject: Un sujet\n")
        outcome = bounded()
        yield case(
            f"eml/{name}.eml",
            what,
            outcome,
            lambda _, head=head: head.encode("utf-8", "surrogateescape") + _PLAIN.encode(),
        )


def _bodies() -> Iterator[Case]:
    html = "Content-Type: text/html; charset=utf-8\n\n"
    yield _eml("plain", "nothing wrong", indexed(), lambda: _PLAIN)
    yield _eml("parts-2000", "2,000 parts", bounded(), lambda: _parts(*["Content-Type: text/plain\n\na"] * 2000))
    yield _eml("multiparts-deep", "200 parts in one another", bounded(), lambda: _nested(200, "multipart"))
    yield _eml("multiparts-too-deep", "1,500 parts in one another", bounded(), lambda: _nested(1500, "multipart"))
    yield _eml("messages-deep", "100 messages in one another", bounded(), lambda: _nested(100, "message"))
    yield _eml("messages-too-deep", "5,000 messages in one another", bounded(), lambda: _nested(5000, "message"))
    yield _eml(
        "boundary-missing", "parts without a boundary", told(), lambda: f"Content-Type: multipart/mixed\n\n{SENTENCE}\n"
    )
    yield _eml(
        "boundary-empty",
        "an empty boundary",
        told(),
        lambda: f'Content-Type: multipart/mixed; boundary=""\n\n--\n{_PLAIN}----\n',
    )
    yield _eml("boundary-absent", "a boundary that never comes", told(), lambda: _MIXED.format("x") + SENTENCE)
    yield _eml(
        "boundary-shared",
        "parts in parts, with one boundary",
        told(),
        lambda: _MIXED.format("x") + "--x\n" + _MIXED.format("x") + f"--x\n{_PLAIN}--x--\n--x--\n",
    )
    yield _eml(
        "boundary-expression",
        "a boundary that is a regular expression",
        told(),
        lambda: _MIXED.format("(a+)+$") + f"--(a+)+$\n{_PLAIN}--(a+)+$--\n",
    )
    yield _eml("boundary-open", "parts that never close", told(), lambda: _parts().replace("--x--", ""))
    yield _eml(
        "base64-garbage",
        "base64 that is none",
        told(),
        lambda: f"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!! {SENTENCE} ===\n=A=\n",
    )
    yield _eml(
        "quoted-garbage",
        "quoted-printable that is none",
        told(),
        lambda: (
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
            + SENTENCE
            + "=ZZ=\n=4=E9=" * 2000
        ),
    )
    yield _eml(
        "uuencode-garbage",
        "uuencode that is none",
        told(),
        lambda: (
            f"Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 ../../evil\n{SENTENCE}\nend\n"
        ),
    )
    yield _eml(
        "transfer-unknown",
        "a transfer encoding that nobody knows",
        told(),
        lambda: f"Content-Type: text/plain\nContent-Transfer-Encoding: zorglub\n\n{SENTENCE}\n",
    )
    for charset in ("zorglub", "utf-7", "utf-16", "hex", "undefined", "idna", "cp037", "unknown-8bit", "'", "\0"):
        name = charset if charset.isprintable() and charset != "'" else f"{ord(charset)}"
        yield _eml(
            f"charset-{name}",
            f"words said to be in {charset!r}",
            told(),
            lambda c=charset: f"Content-Type: text/plain; charset={c}\n\n{SENTENCE}\n",
        )
    yield _eml(
        "html-active",
        "a page with scripts, frames and pictures elsewhere",
        indexed(SENTENCE, "zorglub-script"),
        lambda: (
            f'{html}<p>{SENTENCE}</p><script>zorglub-script</script><img src="http://127.0.0.1:9/x.png"><iframe src="file:///etc/hostname">'
        ),
    )
    yield _eml(
        "html-deep",
        "a page of 20,000 elements in one another",
        bounded(),
        lambda: f"{html}{'<div>' * 20_000}{SENTENCE}",
    )
    yield _eml("line-of-1-mb", "a line of one million letters", bounded(), lambda: _PLAIN + "mot " * 250_000)
    yield _eml("quotes-deep", "a line quoted 100,000 times", bounded(), lambda: _PLAIN + ">" * 100_000 + " a\n")
    yield _eml(
        "quotes-5000",
        "1,500 replies, one under the other",
        bounded(),
        lambda: (
            _PLAIN
            + "".join(f"\n{'>' * (n % 300)} Le 3 mars 2025 à 10:00, X <x@exemple.fr> a écrit :\n" for n in range(5000))
        ),
    )
    yield _eml("signatures", "5,000 signatures", bounded(), lambda: _PLAIN + "-- \nX\n" * 5000)
    yield _eml(
        "attribution-open",
        "words that begin a quotation, and never end",
        bounded(),
        lambda: _PLAIN + "Le " * 20_000 + "\nDe : " * 5000,
    )
    yield _eml("body-missing", "headers and nothing more", indexed("Un sujet"), str)
    yield case("eml/no-header.eml", "words without a header", told(), lambda _: f"{SENTENCE}\n".encode() * 20)
    yield case("eml/binary.eml", "bytes drawn at random", told(), lambda _: bytes(range(256)) * 40)
    for kind in (
        "application/pkcs7-mime; smime-type=enveloped-data",
        'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=x',
    ):
        name = "pgp" if "pgp" in kind else "smime"
        yield _eml(
            f"locked-{name}",
            "a message under a key",
            told(),
            lambda k=kind: (
                f"Content-Type: {k}\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CAMIACAQAxggFT\n"
            ),
        )
    yield case("eml/elsewhere.eml", "a body that stands in a file of this machine", told(SECRET), _elsewhere)


def _elsewhere(bait: Bait) -> bytes:
    outside = f'Content-Type: message/external-body; access-type=local-file; name="{bait.secret}"\n\nContent-Type: text/plain\n\n'
    remote = f'Content-Type: message/external-body; access-type=URL; URL="{bait.url}"\n\nContent-Type: text/plain\n\n'
    return mail(_parts(outside, remote))


def _attachments() -> Iterator[Case]:
    for name, shown in {
        "up": "../../../evil.txt", "absolute": "/tmp/zorglub-evil.txt", "drive": "C:\\\\evil.txt", "backslashes": "..\\\\..\\\\evil.txt", "percent": "..%2f..%2fevil.txt", "long": "n" * 5000 + ".txt",
        "lines": "a=0Ab.txt", "device": "CON.txt", "dots": "..", "nothing": "", "tilde": "~/evil.txt", "encoded": "=?utf-8?q?=2E=2E=2Fevil=2Etxt?=", "shell": "$(touch evil).txt", "home": ".bashrc.txt",
    }.items():  # fmt: skip
        yield _eml(
            f"attachment-{name}",
            f"a file attached under the name « {shown[:20]} »",
            indexed(),
            lambda s=shown: _parts(_attached(s, b"Une note jointe au message.")),
        )
    yield _eml(
        "attachments-twins",
        "60 files attached under one name",
        bounded(),
        lambda: _parts(*[_attached("a.txt", b"Une note.")] * 60),
    )
    yield _eml(
        "attachment-bomb",
        "a document attached, with a picture of 1 GB",
        bounded(),
        lambda: _parts(_attached("a.docx", with_bomb(docx_parts(), "word/media/image1.png", bytes(1 << 20), 1000))),
    )
    yield _eml(
        "attachment-lies",
        "a PDF file attached as a picture, a program as a PDF file",
        told(),
        lambda: _parts(
            _attached("a.png", document(), "image/png"), _attached("a.pdf", b"MZ\x90\0" * 50, "application/pdf")
        ),
    )
    yield _eml(
        "attachment-in-attachment", "thirty messages attached one to the other", bounded(), lambda: _in_one_another(30)
    )


def _in_one_another(depth: int) -> str:
    inner = mail()
    for _ in range(depth):
        inner = mail(
            _parts(
                "Content-Type: message/rfc822\nContent-Disposition: attachment; filename=a.eml\n\n"
                + inner.decode().replace("--x", "--y").replace('"x"', '"y"')
            )
        )
    return inner.decode().partition("MIME-Version: 1.0\n")[2]


CASES = gathered(_headers, _bodies, _attachments)
