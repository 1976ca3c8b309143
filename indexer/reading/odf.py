"""What .odt and .ods files have in common: their parts, their styles, their properties. Through lxml.

Libraries for OpenDocument leave to their callers what is hidden and what was deleted under change tracking; the
XML is therefore walked as it is (OASIS OpenDocument 1.3, part 3), with a parser that expands no entity and
fetches nothing.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from indexer.errors import EncryptedFile, UnreadableFile
from indexer.reading.packages import check_package
from indexer.reading.pieces import clean, credible_author, credible_title, credible_year
from indexer.reading.visibility import TINY, is_no_colour, is_white

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pc": 12.0, "px": 0.75}


def q(name: str) -> str:
    """« text:p » as lxml names it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


class OpenDocument:
    """The parts of one file that say something: content, styles, properties."""

    def __init__(self, path: Path, body: str) -> None:
        """Open a file.

        Args:
            path: The file.
            body: Local name of the kind of body that its suffix announces: « text », « spreadsheet ».

        Raises:
            EncryptedFile: A password is needed.
            ArchiveRefused: It unpacks to more than may be read.
            UnreadableFile: No such file, or a damaged one.
        """
        check_package(path)
        self._path = path
        with zipfile.ZipFile(path) as archive:
            manifest = _part(archive, "META-INF/manifest.xml")
            if manifest is not None and next(manifest.iter(q("manifest:encryption-data")), None) is not None:
                raise EncryptedFile(path=str(path))
            content = _part(archive, "content.xml")
            styles = _part(archive, "styles.xml")
            self._meta = _part(archive, "meta.xml")
        found = content.find(f"{q('office:body')}/{q(f'office:{body}')}") if content is not None else None
        if found is None:
            raise UnreadableFile(path=str(path), detail=f"no office:{body} in content.xml")
        self.body: Element = found
        self.styles = Styles([part for part in (styles, content) if part is not None])

    def title(self) -> str:
        """From its properties, when a person wrote it."""
        return credible_title(self._property("dc:title"), self._path.stem)

    def author(self) -> str:
        """Who began it, else who saved it last, when the name is a person's."""
        names = map(credible_author, (self._property("meta:initial-creator"), self._property("dc:creator")))
        return next(filter(None, names), "")

    def year(self) -> int | None:
        """The year in which it was created, when its clock was set."""
        try:
            return credible_year(datetime.fromisoformat(self._property("meta:creation-date")[:10]))
        except ValueError:
            return None

    def _property(self, name: str) -> str:
        found = next(self._meta.iter(q(name)), None) if self._meta is not None else None
        return clean("".join(map(str, found.itertext()))) if found is not None else ""


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(archive.read(name), parser)


def style_name(style: Element) -> str:
    """A style's name as shown to the author."""
    return style.get(q("style:display-name")) or style.get(q("style:name")) or ""


class Styles:
    """A file's styles, each found by family and name, with those that it is derived from."""

    def __init__(self, parts: list[Element]) -> None:
        self._named: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, Element] = {}
        for part in parts:
            for style in part.iter(q("style:style")):
                self._named[style.get(q("style:family"), ""), style.get(q("style:name"), "")] = style
            for style in part.iter(q("style:default-style")):
                self._defaults[style.get(q("style:family"), "")] = style

    def chain(self, family: str, name: str | None) -> Iterator[Element]:
        """A style and those that it is derived from, nearest first, without the default style."""
        seen: set[str] = set()
        while name and name not in seen and (family, name) in self._named:
            seen.add(name)
            style = self._named[family, name]
            yield style
            name = style.get(q("style:parent-style-name"))

    def names(self, family: str, name: str | None) -> list[str]:
        """Names as shown to the author, of a style and of those that it is derived from, nearest first."""
        found = list(map(style_name, self.chain(family, name)))
        return found or ([name] if name else [])

    def value(self, family: str, name: str | None, properties: str, attribute: str) -> str | None:
        """What the nearest style that speaks of it says.

        Args:
            family: « paragraph », « text », « table »…
            name: Of the style.
            properties: Element that holds the attribute (« style:text-properties »).
            attribute: « fo:color »…
        """
        for style in (*self.chain(family, name), self._defaults.get(family)):
            holder = style.find(q(properties)) if style is not None else None
            found = holder.get(q(attribute)) if holder is not None else None
            if found is not None:
                return str(found)
        return None

    def hides(self, family: str, name: str | None, *, backed: bool) -> bool:
        """Whether text of this style is not there to be read.

        Args:
            family: « paragraph » or « text ».
            name: Of the style.
            backed: The text stands on something coloured: white letters are then read.
        """
        if not name:
            return False
        if self.value(family, name, "style:text-properties", "text:display") == "none":
            return True
        if 0 <= _points(self.value(family, name, "style:text-properties", "fo:font-size")) <= TINY:
            return True
        white = is_white(self.value(family, name, "style:text-properties", "fo:color"))
        return white and not backed and not self.backs(family, name)

    def backs(self, family: str, name: str | None) -> bool:
        """Whether a style puts something coloured behind the text."""
        return any(
            not (is_no_colour(colour) or is_white(colour))
            for holder, attribute in _BACKGROUNDS
            for colour in [self.value(family, name, holder, attribute)]
        )


_BACKGROUNDS = (
    ("style:text-properties", "fo:background-color"),
    ("style:paragraph-properties", "fo:background-color"),
    ("style:table-cell-properties", "fo:background-color"),
    ("style:table-row-properties", "fo:background-color"),
    ("style:table-properties", "fo:background-color"),
    ("style:section-properties", "fo:background-color"),
    ("style:graphic-properties", "fo:background-color"),
    ("style:graphic-properties", "draw:fill-color"),
)


def _points(size: str | None) -> float:
    """A length in points; negative when it is none, or relative."""
    text = (size or "").strip()
    number, unit = text[:-2], text[-2:]
    try:
        return float(number) * _POINTS[unit]
    except (KeyError, ValueError):
        return -1.0
