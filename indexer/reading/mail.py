"""Messages: what the sender wrote, then, apart, the messages that he quotes and his signature."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from indexer import messages
from indexer.documents import Block, BlockKind, Reading
from indexer.errors import UnreadableFile
from indexer.reading import mime, thread_cues
from indexer.reading.pieces import Piece, clean, nest
from indexer.reading.threads import Role, introduces_forwarded, roles, separate, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from indexer.reading.letters import Letter, Wording
    from indexer.reading.threads import MessageParts

_LEAST_OF_IT = 0.5
"""Share of the page's words that the plain text must hold to be preferred: some are « your program shows no HTML »."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of plain text, or a whole block of a page: what is judged, and the block when there is one."""

    text: str
    block: Block | None = None


def read_eml(path: Path) -> Reading:
    """Read an Internet message.

    Args:
        path: The file; its attachments are not read (`indexer.unpacking` takes them out).

    Returns:
        The sender's words, without pages; then, each under a heading that says so, the messages that he quotes or
        forwards, and his signature. Legal notices are left out. A message without a word of its own is its subject.

    Raises:
        EncryptedFile: Its text is encrypted.
        UnreadableFile: It is no message, or its text is no text.
    """
    return _reading(mime.letter(mime.parse(path.read_bytes(), path), path), path)


def read_msg(path: Path) -> Reading:
    """Read an Outlook message, as `read_eml` does.

    Raises:
        EncryptedFile: Its text is encrypted.
        UnreadableFile: It is no Outlook message, or a damaged one.
    """
    from indexer.reading.outlook import load

    return _reading(load(path).letter, path)


def separated(wordings: Iterable[Wording]) -> MessageParts:
    """A message's words by role, whether they came as plain text or as a page.

    Args:
        wordings: Its text, as `Letter.wordings` gives it.

    Raises:
        UnreadableFile: A page is nested too deep.
    """
    return separate("\n".join(line.text for wording in wordings for line in _lines(wording)))


def written(wordings: Iterable[Wording]) -> str:
    """A message's text line by line, quoted lines under their `>`, whether it came as plain text or as a page.

    Line breaks and bullets of a page are kept, which `separated` and the readers have no use for.

    Args:
        wordings: Its text, as `Letter.wordings` gives it.

    Raises:
        UnreadableFile: A page is nested too deep.
    """
    return "\n".join(line.text for wording in wordings for line in _lines(wording, breaks=True))


def _reading(letter: Letter, path: Path) -> Reading:
    try:
        lines = [line for wording in letter.wordings for line in _lines(wording)]
    except UnreadableFile as exc:  # a page inside the message: it is the message that people know
        raise UnreadableFile(path=str(path), detail=exc.values["detail"]) from exc
    found = roles([line.text for line in lines])
    own = {role: _pieces(lines, found, role) for role in Role}
    body = own[Role.BODY]
    if not body and not own[Role.QUOTED]:
        body = own[Role.SIGNATURE] or own[Role.DISCLAIMER]
        own[Role.SIGNATURE] = []
    if not body and not own[Role.QUOTED] and letter.subject:
        body = [Piece(BlockKind.PARAGRAPH, letter.subject)]
    title = letter.subject or messages.MESSAGE_WITHOUT_SUBJECT
    quoted = (unmarked(line.text) for line, role in zip(lines, found, strict=True) if role is Role.QUOTED)
    above = messages.FORWARDED_MESSAGE if introduces_forwarded(quoted) else messages.QUOTED_MESSAGES
    apart = [*_under(above, own[Role.QUOTED], body), *_under(messages.SIGNATURE, own[Role.SIGNATURE], body)]
    return Reading(
        nest([*body, *apart], ""),
        title=title,
        author=letter.sender,
        year=letter.date.year if letter.date else None,
        date=letter.date.date().isoformat() if letter.date else "",
    )


def _under(heading: str, pieces: Sequence[Piece], body: Sequence[Piece]) -> list[Piece]:
    """Pieces under a heading as high as the highest of the message's own."""
    if not pieces:
        return []
    levels = (piece.level for piece in (*body, *pieces) if piece.kind is BlockKind.HEADING)
    return [Piece(BlockKind.HEADING, heading, min(levels, default=1) - 1), *pieces]


def _lines(wording: Wording, *, breaks: bool = False) -> list[_Line]:
    """What is to be judged: lines of the plain text, or, when it says much less, blocks of the page or their lines."""
    plain = [_Line(line) for line in wording.plain.splitlines()]
    if not wording.html:
        return [*plain, _Line("")]
    page = _page(wording.html, breaks=breaks)
    count = sum(len(line.text.split()) for line in page)
    if count == 0 or len(wording.plain.split()) >= _LEAST_OF_IT * count:
        return [*plain, _Line("")]
    return page


def _page(html: str, *, breaks: bool) -> list[_Line]:
    """Blocks of a page, each a paragraph: those that the page marks as quoted begin with `>`."""
    from indexer.reading import mail_html

    lines: list[_Line] = []
    depth = 0
    for block in mail_html.read_page(html, breaks=breaks):
        if block.text == mail_html.QUOTED:
            depth += 1
        elif block.text == mail_html.UNQUOTED:
            depth -= 1
        elif block.text == mail_html.SIGNED:
            lines.append(_Line("" if depth else "--"))
        else:
            words = block.text.replace("\n", " ").replace("\t", " ")
            bullet = "- " if breaks and block.kind is BlockKind.LIST_ITEM else ""
            lines += [_Line("> " * depth + bullet + line, block) for line in words.split(mail_html.BROKEN)]
            if not bullet:
                lines.append(_Line("> " * depth))
    return lines


def _pieces(lines: Sequence[_Line], found: Sequence[Role], role: Role) -> list[Piece]:
    """The blocks of one role, from lines or as they came."""
    pieces: list[Piece] = []
    judged = zip(lines, found, strict=True)
    for same, run in groupby(judged, lambda pair: (pair[1] is role, pair[0].block is not None)):
        if not same[0]:
            continue
        if same[1]:
            pieces += [_piece(line.block) for line, _ in run if line.block is not None]
        else:
            pieces += _paragraphs(_words(line.text, role) for line, _ in run)
    return pieces


def _words(line: str, role: Role) -> str:
    """A line without what only separates: `>` signs, the hyphens above a signature."""
    if role is Role.QUOTED:
        return unmarked(line)
    return "" if role is Role.SIGNATURE and thread_cues.DELIMITER.match(line.strip()) else line


def _piece(block: Block) -> Piece:
    return Piece(block.kind, block.text, block.level, caption=block.caption)


def _paragraphs(lines: Iterable[str]) -> Iterator[Piece]:
    """Paragraphs between empty lines, and list items."""
    gathered: list[str] = []
    kind = BlockKind.PARAGRAPH
    for line in (*lines, ""):
        item = thread_cues.ITEM.match(line.strip())
        if not line.strip() or item:
            text = clean(" ".join(gathered))
            if any(map(str.isalnum, text)):
                yield Piece(kind, text)
            gathered, kind = [], BlockKind.LIST_ITEM if item else BlockKind.PARAGRAPH
        gathered.append(thread_cues.ITEM.sub("", line.strip()))
