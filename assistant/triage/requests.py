"""Several requests in one message, each in its sender's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.french import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.triage.model import Message

_MOST_TEXT = 20_000
"""Characters in which requests are told apart; longer messages are documents."""
_MOST = 12
_LONGEST_REMARK = 160
"""Characters of a forwarder's remark; a longer one that asks something is a request of its own."""
_ITEM = re.compile(r"^\s*(?:[-*•–▪◦]|\(?\d{1,2}\s?[.)/°]-?|\(?[a-h]\)|\d{1,2}\s?[-–—:])\s*(?=\S)")
_NUMBER_WITHIN = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=[:(]))\(?([1-9])\s?[)/°](?=\s?\S)")
_ASKS = re.compile(
    r"\?|\b(?:merci de|merci d['’](?!avance)|svp|s['’]il vous pla[îi]t|pouvez|pourriez|pourrait|peut-on|puis-je|auriez"
    r"|avez[- ]vous|est[- ]ce qu|serait[- ]il|seriez|accepte[rz]|cherch|souhait|voudr|aimer(?:ai|i)|besoin"
    r"|il (?:me|nous) faut"
    r"|demand|question|savoir|recevoir|obtenir|indiquer|conseiller|relayer|diffuser|annoncer|publier|mettre à jour"
    r"|(?:nous|me) (?:dire|envoyer|transmettre|faire parvenir|communiquer)|inscri(?:re|ption)|désinscri|points?\b)",
    re.IGNORECASE,
)
"""Words by which something is asked, or announced as asked."""
_LEADS = re.compile(
    r"\b(?:questions?|points?|demandes?|choses?|sujets?|besoins?|cherch\w+|souhait\w+|voudr\w+|aimer\w+|demand\w+|savoir"
    r"|il (?:me|nous) (?:faut|faudrait|manque)|pouvez|pourriez|auriez|avez[- ]vous|merci de|interrog\w+)",
    re.IGNORECASE,
)
"""What a line says that announces a list of requests."""
_ANOTHER = re.compile(
    r"^(?:et )?(?:par ailleurs|autres? (?:question|point|chose|demande|sujet)"
    r"|(?:j['’]ai )?une autre (?:question|demande)"
    r"|d['’]autre part|en outre|de plus|enfin|sinon|j['’]en profite|(?:nous en|on en) profit"
    r"|dernière (?:question|chose)|dernier point|deuxième(?:ment\b| question| point)|seconde (?:question|demande)"
    r"|également|aussi,|et aussi|au passage|ps\b|p\.s\."
    r"|(?:nous|je|on) (?:souhait|voudr|aimer|cherch)\w* (?:aussi|également)"
    r"|est[- ]ce que (?:vous |l['’]on )?(?:aussi|également))",
    re.IGNORECASE,
)
"""How a sentence begins that asks for something else."""
_FEWEST = 2


def requests(message: Message) -> tuple[str, ...]:
    """What a message asks, one text for each thing.

    Args:
        message: As it was read.

    Returns:
        In the order of the message, in the sender's words: the items of a list that is announced as one of requests
        or that ask by themselves, and what « par ailleurs » or « autre question » adds; the whole request when it
        asks one thing; the comment, else the subject, when there is no request; empty when all of them are. A comment
        that is a request of its own comes first.
    """
    if message.request and len(message.comment) > _LONGEST_REMARK and _ASKS.search(message.comment):
        return (*_told_apart(message.comment), *_told_apart(message.request))[:_MOST]
    return _told_apart(message.request or message.comment or message.subject)


def _told_apart(whole: str) -> tuple[str, ...]:
    text = whole[:_MOST_TEXT]
    before, items, after = _listed(text)
    found = [*_others(before)[1:], *items, *_added(after), *_others(after)[1:]] if items else _others(text)
    kept = tuple(dict.fromkeys(found))[:_MOST]
    if len(kept) >= _FEWEST:
        return kept
    return (whole,) if whole else ()


def _added(after: str) -> list[str]:
    """The first words below a list when they are themselves announced as something else."""
    first = after[span[0].start : span[0].end] if (span := sentence_spans(after)) else ""
    return [_others(after)[0]] if _ANOTHER.match(first) and _ASKS.search(after) and _others(after) else []


def _others(text: str) -> list[str]:
    """The text cut where something else is asked; in one piece when nothing else is."""
    pieces: list[str] = []
    start = 0
    for span in sentence_spans(text):
        sentence = text[span.start : span.end]
        if (
            span.start > start
            and _ANOTHER.match(sentence)
            and _ASKS.search(sentence)
            and _ASKS.search(text[start : span.start])
        ):
            pieces.append(text[start : span.start].strip())
            start = span.start
    return [piece for piece in (*pieces, text[start:].strip()) if piece]


def _listed(text: str) -> tuple[str, list[str], str]:
    """What stands before the first list of requests, its items, what stands after it; no item when there is none."""
    lines = text.splitlines()
    for first, last in _runs(lines):
        lead = " ".join(line for line in lines[:first] if line.strip())[-200:]
        items = _joined(lines[first:last])
        if len(items) >= _FEWEST and _are_requests(lead, items):
            return "\n".join(lines[:first]), items, "\n".join(lines[last:]).strip()
    return _within(text)


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First line of each list and the line below its last, empty lines between items and folded ones included."""
    first = last = -1
    for number, line in enumerate(lines):
        if _ITEM.match(line):
            first = number if first < 0 else first
            last = number + 1
        elif line.strip() and first >= 0 and (last < number or not _carries_on(line)):
            yield first, last
            first = -1
        elif line.strip() and first >= 0:
            last = number + 1
    if first >= 0:
        yield first, last


def _carries_on(line: str) -> bool:
    return line[:1].isspace() or line.strip()[:1].islower()


def _joined(lines: Sequence[str]) -> list[str]:
    items: list[str] = []
    for line in filter(str.strip, lines):
        if found := _ITEM.match(line):
            items.append(line[found.end() :].strip())
        elif items:
            items[-1] += f" {line.strip()}"
    return [item.rstrip(" ,;") for item in items if any(map(str.isalnum, item))]


def _within(text: str) -> tuple[str, list[str], str]:
    """« Deux questions : 1) … ? 2) … », in one paragraph."""
    for paragraph in filter(str.strip, text.splitlines()):
        marks = list(_NUMBER_WITHIN.finditer(paragraph))
        if len(marks) < _FEWEST or [mark[1] for mark in marks] != [str(n + 1) for n in range(len(marks))]:
            continue
        ends = [*(mark.start() for mark in marks[1:]), _end_of_last(paragraph, marks[-1].end())]
        items = [paragraph[m.end() : end].strip().rstrip(" ,;(") for m, end in zip(marks, ends, strict=True)]
        if _are_requests(paragraph[: marks[0].start()], items):
            before, _, after = text.partition(paragraph)
            return before + paragraph[: marks[0].start()], items, f"{paragraph[ends[-1] :]}\n{after}".strip()
    return text, [], ""


def _end_of_last(paragraph: str, start: int) -> int:
    """Where the sentence ends in which the last item stands."""
    spans = sentence_spans(paragraph[start:])
    return start + spans[0].end if spans else len(paragraph)


def _are_requests(lead: str, items: Sequence[str]) -> bool:
    announced = lead.rstrip().endswith(":") and bool(_LEADS.search(lead.rsplit(". ", 1)[-1]))
    asking = sum(bool(_ASKS.search(item)) for item in items)
    return announced or asking * 2 >= len(items)
