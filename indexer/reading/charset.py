"""Bytes to text, when nothing or too little says in which encoding they are."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from indexer.errors import UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The web reads these labels as Windows-1252, which holds the œ, the ’ and the € that they lack
# (WHATWG Encoding Standard, "names and labels").
_READ_AS_CP1252 = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252"})
_FEW_CONTROLS = 0.005
"""Share of control characters that a text may hold; a picture or an archive read as text has far more."""
_LIKELY = ["cp1252", "mac_roman", "cp850", "iso8859_15", "utf_16_le", "utf_16_be"]
_OF_ONE_BYTE = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_FRENCH = frozenset("éèêëàâîïôûùüçœæÉÈÊËÀÂÎÏÔÛÙÜÇŒÆ’‘“”«»…·•–—°€²³ªº×§©®½¼¾\u00a0\u202f")
"""What a French text holds besides ASCII."""
_MOSTLY = 0.9
SUSPECT = re.compile("[ÃÂâÅÄ√¬‚][\u0080-\u00ff\u0152-\u2122\u2248-\u25ca]|Ã(?= )")
"""How UTF-8 read as Windows-1252 or Mac Roman begins, « à » perhaps with a plain space; ftfy then judges the line."""
_FEWEST_SUSPECTS = 2
"""A text that shows one such sequence may be about it."""
_WIDE = ("utf_32_le", "utf_32_be")


def read_text(path: Path, declared: str = "") -> str:
    """The text of a file.

    Args:
        path: The file.
        declared: The encoding that the file names itself, when it does.

    Raises:
        UnreadableFile: The bytes are no text in any likely encoding.
    """
    return decode(path.read_bytes(), path, declared)


def decode(data: bytes, path: Path, declared: str = "") -> str:
    """Decode `data` by its byte order mark, else as UTF-8, else as declared, else by what fits French best.

    Lines that were once decoded wrongly and saved so (« Ã© » for « é ») are mended.

    Args:
        data: The bytes of the file.
        path: Named in the error.
        declared: The encoding that the file names itself, when it does.

    Raises:
        UnreadableFile: The bytes are no text in any likely encoding.
    """
    return decoded(data, path, declared)[0]


def decoded(data: bytes, path: Path, declared: str = "") -> tuple[str, bool]:
    """What `decode` gives, and whether lines of it had to be mended.

    Raises:
        UnreadableFile: The bytes are no text in any likely encoding.
    """
    text = _decoded(data, path, declared)
    controls = sum(character < " " and character not in "\t\n\r\f\v\x1a" for character in text)
    if controls > _FEW_CONTROLS * len(text):
        raise UnreadableFile(path=str(path), detail="binary data, not text")
    set_right = mended(text)
    return set_right, set_right != text


def mended(text: str, fewest: int = _FEWEST_SUSPECTS) -> str:
    """The text, lines of it that show UTF-8 read as another encoding set right; other lines are never touched.

    Args:
        text: As decoded, perhaps twice.
        fewest: Suspect sequences from which the text is looked at line by line.
    """
    if text.isascii() or len(SUSPECT.findall(text)) < fewest:
        return text
    from ftfy import fix_encoding

    return "".join(fix_encoding(line) if SUSPECT.search(line) else line for line in text.splitlines(keepends=True))


def _decoded(data: bytes, path: Path, declared: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, path)
    if b"\0" not in data:
        for encoding in ("utf-8", _known(declared)):
            try:
                return data.decode(encoding) if encoding else _guess(data, path)
            except (UnicodeError, LookupError):  # LookupError: « hex » and the like are codecs, not encodings
                continue
    return _guess(data, path)


def _strict(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise UnreadableFile(path=str(path), detail=str(exc)) from exc


def _known(declared: str) -> str:
    """A Python codec's name for a declared encoding; empty when there is no such codec."""
    try:
        name = codecs.lookup(declared.strip()).name if declared.strip() else ""
    except LookupError:
        return ""
    return "cp1252" if name in _READ_AS_CP1252 else name


def _french(data: bytes) -> str:
    """The text in the encoding that makes it French; empty when none does.

    Short texts need it: charset-normalizer 3.5.2 takes « Évaluer » in Mac Roman for another code page.
    """
    for encoding in _WIDE if data.count(0) > len(data) // 2 else ():
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if 0 in data:
        return ""
    texts = [data.decode(encoding, "replace") for encoding in _OF_ONE_BYTE]
    best = max(texts, key=_french_share)
    return best if _french_share(best) >= _MOSTLY else ""


def _french_share(text: str) -> float:
    """Share, among the letters and signs that are not ASCII, of those that French uses."""
    others = [character for character in text if character > "\x7f"]
    return sum(character in _FRENCH for character in others) / max(len(others), 1)


def _guess(data: bytes, path: Path) -> str:
    from charset_normalizer import from_bytes

    if french := _french(data):
        return french
    best = from_bytes(data, cp_isolation=_LIKELY, preemptive_behaviour=False).best()
    if best is None:
        raise UnreadableFile(path=str(path), detail="no encoding fits these bytes")
    return str(best)
