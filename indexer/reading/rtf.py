r"""Rich Text Format: headings by their style, tables, notes, and no text hidden by `\v` or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.documents import BlockKind, Reading
from indexer.errors import UnreadableFile
from indexer.reading.packages import damage_as_unreadable
from indexer.reading.pieces import (
    CALL,
    FIRST_CREDIBLE_YEAR,
    Piece,
    clean,
    credible_author,
    credible_title,
    first_heading,
    nest,
    with_captions,
)
from indexer.reading.rtf_flow import Flow
from indexer.reading.rtf_state import State
from indexer.reading.rtf_tokens import CHARACTERS, Token, TokenKind, codec, decoded, tokens, whole_characters
from indexer.reading.visibility import is_white

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DEEPEST = 2000
"""Groups within groups; writers stay under a hundred."""
_SKIPPED = frozenset(
    "pict header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn"
    " fldinst xe rxe tc tcn nonshppict nonesttables shprslt sp annotation atnid atnauthor bkmkstart bkmkend objdata"
    " objclass listtable listoverridetable revtbl filetbl template background do".split()
)
"""Destinations that no page prints. Those that a star marks and that are not known are skipped as well."""
_BULLETS = frozenset({"listtext", "pntext"})
_HEAD = frozenset({"fonttbl", "colortbl", "stylesheet", "info", "creatim"})
_STARRED = frozenset({"shpinst", "ud", "cs", "footnote", "shptxt", "pn"})
_ENDS = frozenset({"par", "page", "sect", "column", "nestrow"})


def read_rtf(path: Path) -> Reading:
    r"""Read a Rich Text Format file.

    Args:
        path: The file.

    Returns:
        Its blocks, without pages; notes last; nothing hidden, deleted or commented, no header or footer.

    Raises:
        UnreadableFile: It does not begin as such a file, or it is cut.
    """
    source = path.read_bytes().decode("latin-1").lstrip("\ufeff\u00ef\u00bb\u00bf \r\n\t")
    if not source.startswith("{\\rtf"):
        raise UnreadableFile(path=str(path), detail="does not begin with {\\rtf")
    with damage_as_unreadable(path):
        parser = _Parser()
        if not parser.run(tokens(source)):
            raise UnreadableFile(path=str(path), detail="ends inside a group, or too many groups are nested")
        pieces = with_captions([*parser.pieces(), *parser.notes])
        title = credible_title(parser.info.get("title"), path.stem) or first_heading(pieces)
        author = credible_author(parser.info.get("author"))
        return Reading(nest(pieces, title), title=title, author=author, year=parser.year())


class _Parser:
    """Turns tokens into pieces.

    Attributes:
        notes: Footnotes and endnotes met so far.
        info: Properties: « title », « author », « yr ».
    """

    def __init__(self) -> None:
        self.notes: list[Piece] = []
        self.info: dict[str, str] = {}
        self._state = State()
        self._stack: list[State] = []
        self._flows: list[Flow] = [Flow()]
        self._after: list[Piece] = []
        self._fonts: dict[int, int] = {}
        self._colours: list[tuple[int, int, int]] = []
        self._channels = {"red": 0, "green": 0, "blue": 0}
        self._styles: dict[int, str] = {}
        self._page = "cp1252"
        self._gathered = ""
        self._pending = ""
        self._to_skip = 0
        self._starred = False
        self._background = False

    def run(self, stream: Iterator[Token]) -> bool:
        """Take all tokens; false when groups stay open, or are nested too deeply."""
        for token in stream:
            if token.kind is not TokenKind.BYTES or self._to_skip:
                self._decode_pending()
            if token.kind is TokenKind.BYTES:
                skipped = min(self._to_skip, len(token.text))
                self._to_skip -= skipped
                self._pending += token.text[skipped:]
            elif token.kind is TokenKind.OPEN:
                self._stack.append(self._state)
                self._state = self._state.inside()
                self._to_skip = 0
            elif token.kind is TokenKind.CLOSE:
                self._close()
            else:
                self._take(token)
            if not 0 < len(self._stack) <= _DEEPEST:
                break
        return not self._stack

    def pieces(self) -> Iterator[Piece]:
        """What the body says, once all tokens were taken."""
        self._end_paragraph()
        self._flows[-1].end_table()
        yield from self._flows[0].pieces

    def year(self) -> int | None:
        """Year of creation, when its clock was set."""
        found = self.info.get("yr", "")
        return int(found) if found.isdigit() and int(found) >= FIRST_CREDIBLE_YEAR else None

    def _take(self, token: Token) -> None:
        if token.kind is TokenKind.STAR:
            self._starred = True
        elif token.kind is TokenKind.WORD:
            self._word(token.text, token.value)
            self._starred = False
        else:
            self._print(token.text)

    def _close(self) -> None:
        """Leave a group, and end what it gathered apart."""
        ended, outer = self._state, self._stack.pop()
        self._to_skip = 0
        if ended.flow > outer.flow:
            self._leave_flow(ended.destination)
        self._state = outer
        if ended.destination in {"title", "author"} and outer.destination == "info":
            self.info[ended.destination] = clean(whole_characters(self._gathered))
            self._gathered = ""
        elif ended.destination == outer.destination == "stylesheet":
            self._name_style(ended.style)

    def _leave_flow(self, destination: str) -> None:
        self._end_paragraph()
        self._flows[-1].end_table()
        flow = self._flows.pop()
        if destination == "shptxt":
            self._after += flow.pieces
        else:
            text = clean(" ".join(piece.text for piece in flow.pieces))
            self.notes += [Piece(BlockKind.FOOTNOTE, text)] if text else []
            self._flows[-1].words.append(CALL)

    def _name_style(self, number: int) -> None:
        self._styles[number] = clean(self._gathered.partition(";")[0])
        self._gathered = ""

    def _word(self, word: str, value: int | None) -> None:
        state = self._state
        if word == "upr":
            state.beyond, state.destination = state.destination, "skipped"
        elif word == "ud":
            state.destination = state.beyond
        elif state.destination == "skipped" or self._enters(word):
            return
        elif state.destination in {"fonttbl", "colortbl", "creatim", "info"}:
            self._table_word(word, value)
        else:
            self._format(word, value)

    def _enters(self, word: str) -> bool:
        """Whether a control word opens a destination."""
        state = self._state
        if word in _HEAD or (word in {"title", "author"} and state.destination == "info"):
            state.destination = word
        elif word in {"footnote", "shptxt"}:
            state.destination = word
            state.in_table = state.listed = False
            self._flows.append(Flow())
            state.flow = len(self._flows)
        elif word in _BULLETS or word == "pn":
            state.destination = "skipped"
            for outer in self._stack[-1:]:
                outer.listed = True
        elif word in _SKIPPED or (self._starred and word not in _STARRED):
            self._background = self._background or word == "background"
            state.destination = "skipped"
        else:
            return False
        return True

    def _table_word(self, word: str, value: int | None) -> None:
        """A word of the tables at the head of the file."""
        number = value or 0
        if word == "f":
            self._state.font = number
        elif word == "fcharset":
            self._fonts[self._state.font] = number
        elif word in self._channels:
            self._channels[word] = number
        elif word == "yr" and self._state.destination == "creatim":
            self.info["yr"] = str(number)

    def _format(self, word: str, value: int | None) -> None:
        """A word of the text itself."""
        state = self._state
        if word in CHARACTERS:
            self._print(CHARACTERS[word])
        elif word == "u":
            self._print(chr((value or 0) % 0x10000))
            self._to_skip = state.skip
        elif word in _ENDS:
            self._end_paragraph()
        elif word in {"cell", "nestcell", "row", "trowd"}:
            self._table_mark(word)
        elif word == "chftn":
            self._print(CALL if len(self._flows) == 1 else "")
        elif word == "ansicpg":
            self._page = codec(value)
        elif word == "mac":
            self._page = "mac_roman"
        else:
            state.format(word, value)

    def _decode_pending(self) -> None:
        if self._pending:
            text = decoded(self._pending, self._fonts.get(self._state.font), self._page)
            self._pending = ""
            self._print(text)

    def _print(self, text: str) -> None:
        match self._state.destination:
            case "skipped" | "info" | "fonttbl" | "creatim":
                return
            case "stylesheet" | "title" | "author":
                self._gathered += text
            case "colortbl":
                for _ in range(text.count(";")):
                    self._colours.append((self._channels["red"], self._channels["green"], self._channels["blue"]))
                    self._channels = dict.fromkeys(self._channels, 0)
            case _ if text == CALL or not self._is_unseen():
                self._flows[-1].words.append(text)

    def _is_unseen(self) -> bool:
        state = self._state
        if state.hidden or state.deleted or state.tiny:
            return True
        backed = self._background or any(fill and not self._is_white(fill) for fill in state.fills.values())
        return state.colour > 0 and self._is_white(state.colour) and not backed

    def _is_white(self, number: int) -> bool:
        if not 0 <= number < len(self._colours):
            return False
        red, green, blue = self._colours[number]
        return is_white(f"rgb({red}, {green}, {blue})")

    def _end_paragraph(self) -> None:
        flow = self._flows[-1]
        flow.end_paragraph(self._state, self._styles.get(self._state.style, ""))
        if len(self._flows) == 1 and self._after:
            flow.pieces += self._after
            self._after = []

    def _table_mark(self, word: str) -> None:
        self._state.in_table = word != "row"
        if word == "trowd":
            self._state.fills.pop("clcbpat", None)
        elif word == "row":
            self._flows[-1].end_row()
        else:
            self._end_paragraph()
            if word == "cell":
                self._flows[-1].end_cell()
