r"""The grammar of Rich Text Format: control words, groups and characters, in the order of the file.

Microsoft, Rich Text Format Specification 1.9.1 (2008). The kept library, striprtf, gives one plain string: no
headings, no footnotes, and text hidden by `\v` among the rest; hence this reader.
"""

from __future__ import annotations

import codecs
import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n\\]",
    re.DOTALL,
)
CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
r"""Codec of the fonts with a `\fcharset` of their own; the others follow the document's `\ansicpg`."""
SYMBOL_CHARSET = 2
_SYMBOLS = {"\u00b7": "•"}
CHARACTERS = {
    "tab": " ", "line": " ", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "lbr": " ", "softline": " ", "zwj": "", "zwnj": "", "ltrmark": "", "rtlmark": "",
}  # fmt: skip
"""Control words that print a character."""
_SYMBOL_CHARACTERS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\"}
_PARAGRAPH_SYMBOLS = "\r\n"


class TokenKind(enum.Enum):
    """What a token is."""

    OPEN = enum.auto()
    CLOSE = enum.auto()
    WORD = enum.auto()
    STAR = enum.auto()
    BYTES = enum.auto()
    TEXT = enum.auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the grammar.

    Attributes:
        kind: What it is.
        text: A control word's letters, or characters; of bytes, one character (U+0000 to U+00FF) each.
        value: A control word's number; `None` without one.
    """

    kind: TokenKind
    text: str = ""
    value: int | None = None


def tokens(source: str) -> Iterator[Token]:
    r"""Cut a file.

    Args:
        source: The file's bytes, one character (U+0000 to U+00FF) each.

    Returns:
        Its tokens; binary data (`\bin`) are passed over.
    """
    position = 0
    while found := _TOKEN.match(source, position):
        position = found.end()
        if word := found["word"]:
            value = int(found["value"]) if found["value"] else None
            if word == "bin":
                position += max(value or 0, 0)
            else:
                yield Token(TokenKind.WORD, word, value)
        elif found["byte"]:
            yield Token(TokenKind.BYTES, chr(int(found["byte"], 16)))
        elif found["text"]:
            yield Token(TokenKind.BYTES, found["text"])
        elif found["brace"]:
            yield Token(TokenKind.OPEN if found["brace"] == "{" else TokenKind.CLOSE)
        elif symbol := found["symbol"]:
            yield from _symbol(symbol)


def _symbol(symbol: str) -> Iterator[Token]:
    if symbol == "*":
        yield Token(TokenKind.STAR)
    elif symbol in _PARAGRAPH_SYMBOLS:
        yield Token(TokenKind.WORD, "par")
    elif symbol in _SYMBOL_CHARACTERS:
        yield Token(TokenKind.TEXT, _SYMBOL_CHARACTERS[symbol])


def decoded(characters: str, charset: int | None, page: str) -> str:
    r"""Bytes as the font that they are set in reads them.

    Args:
        characters: The bytes, one character each.
        charset: The font's `\fcharset`.
        page: Codec of the document.
    """
    if charset == SYMBOL_CHARSET:
        return "".join(_SYMBOLS.get(character, character if character.isascii() else " ") for character in characters)
    return characters.encode("latin-1").decode(CHARSETS.get(charset or 0, page), "replace")


def codec(page: int | None) -> str:
    r"""Python's name for an `\ansicpg`; Western Windows for one that is unknown."""
    name = "utf-8" if page == 65001 else f"cp{page}"  # noqa: PLR2004 - Windows' number for UTF-8
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def whole_characters(text: str) -> str:
    r"""Text where the halves that `\u` gives of a rare character are one character again."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
