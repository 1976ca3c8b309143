"""What a source file becomes: a `Document` made of located `Block`s.

A reader (`indexer.reading`) turns a file into a `Reading`; the catalogue (`indexer.catalogue`) or the
reading itself gives its metadata; both together make a `Document`, which `indexer.passages` cuts.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class BlockKind(enum.StrEnum):
    """What a block is, as a reader of the page would call it."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    r"""A run of text that belongs together on one page.

    Attributes:
        kind: What it is.
        text: The words as printed, whitespace runs collapsed to one space, words hyphenated at a line's end
            joined. A table has one line a row, cells separated by a tab, its caption (when it has one) as
            `caption`, its header row first.
        page: Physical page, 1-based as a viewer counts; `None` where the format has no pages.
        headings: Titles above it, outermost first, without the document's own title. For a heading: the
            titles above that heading, itself excluded.
        level: 1 for the outermost headings; 0 for anything that is not a heading.
        caption: A table's caption, verbatim; empty elsewhere.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    headings: tuple[str, ...] = ()
    level: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a whole CSV file, as cells: what its lines are is still to be judged.

    Attributes:
        name: As its tab shows it; empty for a CSV file.
        rows: What its cells show, gaps closed to one empty row or column; rows may be of any lengths.
        first, last: Its blocks are those from `first` up to `last`, excluded, of the reading.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one file.

    Attributes:
        blocks: In reading order.
        pages: Number of physical pages; `None` where the format has none.
        blind_pages: Pages (1-based) that nothing was read from: scanned without OCR, or blank.
        garbled_pages: Pages (1-based) whose characters do not map to letters; left out rather than indexed.
        ocr_pages: Pages (1-based) whose words were recognised from their image.
        labels: Printed label of each page (« iv », « 12 »), as many as pages; empty where the format has none.
        title: The title that the file gives itself (metadata when they make sense, else its first heading);
            empty when there is none.
        author: As the metadata or the first page say; empty when they do not.
        year: Year found in the metadata or on the first page; `None` when there is none.
        date: ISO date (YYYY-MM-DD) when the file tells the day; else empty.
        sheets: Those of a workbook or of a CSV file, in order; empty elsewhere.
    """

    blocks: tuple[Block, ...]
    pages: int | None = None
    blind_pages: tuple[int, ...] = ()
    garbled_pages: tuple[int, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    title: str = ""
    author: str = ""
    year: int | None = None
    date: str = ""
    sheets: tuple[Sheet, ...] = ()


class Audience(enum.StrEnum):
    """Whom a publication is for, as the catalogue writes it."""

    PUBLIC = "public"
    TEAM = "equipe"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a publication, from the catalogue or inferred from the file.

    Attributes:
        title: As shown to readers.
        kind: A slug of `vocabulary/kinds.csv`, or empty.
        publisher: Who published it; empty when unknown.
        year: Of publication; `None` when unknown.
        date: ISO date (YYYY-MM-DD) when known to the day; else empty.
        themes: Slugs of `vocabulary/themes.csv`.
        territory: Free text (« France », « Mayotte »…); empty when unknown.
        territory_code: `<level>-<code>` of the official geographic code (« DEP-976 »); empty when not told apart.
        official_url: Where the official publication stands; empty when it has no stable address.
        licence: Of the text that is indexed.
        replaces: `doc` paths of the publications that this one supersedes.
        replaced_by: `doc` path of the publication that supersedes this one; empty when it is current.
        audience: Whom it is for; what is for the team alone is neither found, listed nor opened by anybody else.
        inferred: Names of the fields above that no catalogue tells, and that were read off the file.
    """

    title: str
    kind: str = ""
    publisher: str = ""
    year: int | None = None
    date: str = ""
    themes: tuple[str, ...] = ()
    territory: str = ""
    territory_code: str = ""
    official_url: str = ""
    licence: str = ""
    replaces: tuple[str, ...] = ()
    replaced_by: str = ""
    audience: Audience = Audience.PUBLIC
    inferred: tuple[str, ...] = ()


ASIDE = "_aside"
"""What the code of a note ends with when lines of people are left out of what is indexed."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source file, located and described.

    Attributes:
        doc: Path relative to the indexed source folder, `/` as separator: the public name of the document.
        source: The indexed source folder (or file's folder), absolute.
        digest: sha256 of the file, hexadecimal.
        metadata: What is known of it.
        pages: Number of physical pages; `None` where the format has none.
        blind_pages, garbled_pages, ocr_pages, labels: As in `Reading`.
        read_by: Reader and version that read it; another version reads it again.
        ocr_tried: Whether a character recognition was at hand for its blind and garbled pages.
        computed: Some of its passages are figures that Repères computed from answers that it does not show.
        first_computed: Number of the first of them; those before are the file's own words.
        notes: `(code of indexer.messages.REMARKS, what it is about)`: sheets or tables set aside, or not understood.
        former: Paths that the same file had before it was renamed; they still find it.
        added: When the generation that first had it was built (UTC, ISO 8601); empty in manifests of before the field.
        changed: When its content last changed since then, likewise; empty when it never did.
    """

    doc: str
    source: str
    digest: str
    metadata: Metadata
    read_by: str = ""
    ocr_tried: bool = False
    computed: bool = False
    pages: int | None = None
    blind_pages: tuple[int, ...] = ()
    garbled_pages: tuple[int, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    first_computed: int = 0
    notes: tuple[tuple[str, str], ...] = ()
    added: str = ""
    changed: str = ""

    def computes(self, number: int) -> bool:
        """Whether the figures of a passage (by its `number`) are computed, and stand nowhere in the file."""
        return self.computed and number >= self.first_computed

    @property
    def internal(self) -> bool:
        """Whether it is for the team alone."""
        return self.metadata.audience is not Audience.PUBLIC

    @property
    def withheld(self) -> bool:
        """Whether its file holds lines of people, so that only what is indexed of it may be shown."""
        return self.computed or any(code.endswith(ASIDE) for code, _ in self.notes)
