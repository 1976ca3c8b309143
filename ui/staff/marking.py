"""The words of a message that led to something, marked where they stand; the pieces of a draft."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.triage.model import DraftSentence, Message, Part, Seen

MOST_MARKS: Final = 60
_MARK: Final = Markup("<mark>{}</mark>")


def marked(text: str, words: Iterable[str]) -> Markup:
    """A text as HTML, some of its words marked; those that it does not have as they are are left out."""
    wanted = sorted({word for word in words if word.strip()}, key=len, reverse=True)[:MOST_MARKS]
    if not wanted:
        return escape(text)
    # Of literal words only, the longest first: linear in the text.
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in wanted), re.IGNORECASE)
    parts: list[Markup] = []
    end = 0
    for found in pattern.finditer(text):
        parts += [escape(text[end : found.start()]), _MARK.format(found.group())]
        end = found.end()
    return Markup().join([*parts, escape(text[end:])])


def pieces(sentences: Iterable[DraftSentence]) -> list[tuple[int, str]]:
    """A draft by what it rests on: the number of a source, 0 for the association's own words; then what rests on it."""
    grouped = groupby((each for each in sentences if each.text.strip()), key=lambda each: each.source)
    return [(source, "".join(each.text for each in those).strip()) for source, those in grouped]


def words_in(seen: Sequence[Seen], part: Part) -> list[str]:
    """Those of some words that stand in a part."""
    return [each.words for each in seen if each.part is part]


def visible(seen: Iterable[Seen], message: Message | None) -> list[Seen]:
    """Those that the message as it is shown still has: a masked one does not give its words away here."""
    if message is None:
        return []
    shown = "\n".join(
        (
            *(message.subject, message.request, message.comment, message.signature, message.sender.address),
            *(f"{attached.name}\n{attached.text}" for attached in message.attachments),
        )
    )
    levelled = " ".join(shown.split()).casefold()
    return [each for each in seen if " ".join(each.words.split()).casefold() in levelled]
