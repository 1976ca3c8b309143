"""Who signs: the lines that close a mail, where a name needs nothing around it, nor even a capital."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from assistant.privacy import words as lists
from assistant.privacy.reading import SHORTEST
from assistant.privacy.words import Word, folded, is_acronym, is_forename, words_of
from indexer.french import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.privacy.reading import Reading, Span

_CLOSING: Final = re.compile(
    r"[ \t>]*(?:(?:bien |tres |toutes? )?"
    r"(?:cordialement|cdlt|cdt|respectueusement|sincerement|amicalement|amities|solidairement|bises?|bisous|"
    r"thx|thanks|regards|best|a plus|"
    r"salutations|merci+|bien a (?:vous|toi)|a (?:tres |bien)?(?:bientot|vite)|"
    r"(?:bonne|belle|excellente) (?:journee|soiree|semaine|fin|reception|continuation)|"
    r"avec (?:mes|nos|tous)|au plaisir|dans l'attente|en vous remerciant|je vous (?:remercie|prie)|veuillez|"
    r"par avance|d'avance|respectueuses?)\b|--? ?$|__)"
)
"""Over a folded line: what comes before who signs."""
_HEAD: Final = re.compile(r"[^,;:|/(–—•\n\d@]*")
LONGEST_HEAD: Final = 60
"""Characters of what opens a line, up to a comma or a dash."""
MOST_SIGNED: Final = 4
"""Words of a name that is signed, its particles apart."""
LINES_AFTER: Final = 4
"""Lines, empty ones apart, in which somebody signs after a closing formula."""
SCORE: Final = 0.85


def signers(text: str, names: Reading) -> Iterator[Span]:
    """The names at the end of a mail, and of each mail that it quotes."""
    left, start = 0, 0
    lines = text.split("\n")
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    for number, line in enumerate(lines):
        closing = _CLOSING.match(folded(line))
        if closing:
            left = LINES_AFTER + 1
            comma = line.find(",", closing.end())
            at = comma + 1 if 0 <= comma < closing.end() + LONGEST_HEAD else len(line)
            yield from _signer(line[at:], start + at, names, sure=True)
        elif left > 0 or number == last:
            yield from _signer(line, start, names, sure=left == LINES_AFTER, last=number == last)
        left -= bool(line.strip())
        start += len(line) + 1


def _signer(line: str, start: int, names: Reading, *, sure: bool, last: bool = False) -> Iterator[Span]:
    """The name that opens a line.

    Args:
        line: Of the mail.
        start: Its first character in the text.
        names: Of the text.
        sure: Whether it is right under a closing formula, or beside it.
        last: Whether it is the last of the text.
    """
    head = _HEAD.match(line)
    written = [word for word in words_of(head[0] if head else "") if word.level not in lists.TITLES]
    kept = list(itertools.takewhile(lambda word: _may_sign(word, written[0], line), written))
    while kept and kept[-1].level in lists.PARTICLES and not kept[-1].initial:
        kept.pop()
    own = [word for word in kept if word.level not in lists.PARTICLES]
    if not own or len(own) > MOST_SIGNED or kept[-1].end > LONGEST_HEAD:
        return
    begin, end = start + kept[0].start, start + kept[-1].end
    if names.is_place(begin, end) or any(names.is_named_after(start + word.start) for word in own):
        return
    whole = len(kept) == len(written)
    alone = last and len(written) == 1 and is_forename(own[0].level) and not is_known(own[0].level)
    if alone or _is_name(own, sure=sure and whole):
        yield begin, end, SCORE


def _may_sign(word: Word, first: Word, line: str) -> bool:
    """Whether a word may belong to the name that a first one opens: no job, no body; with a capital when it has one."""
    if word is not first and not word.follows:
        return False
    if word.initial:
        return line[word.end : word.end + 1] == "." or (word is not first and word.end == len(line.rstrip()))
    if word.level in lists.PARTICLES:
        return True
    if word.level in lists.NOT_NAMES | lists.BODIES | lists.NAMED_AFTER or is_acronym(word):
        return False
    return word.capital or not first.capital


def _is_name(own: Sequence[Word], *, sure: bool) -> bool:
    """Whether words that close a mail may be who signs."""
    capital = own[0].capital
    known = [all(map(is_known, word.level.split("-"))) for word in own]
    forename = is_forename(own[0].level) or is_forename(own[-1].level)
    if len(own) == 1:
        told = forename and (sure or own[0].level not in lists.ORDINARY | lists.PLACES_TOO)
        alone = sure and len(own[0].text) >= SHORTEST and (not known[0] or (capital and not own[0].shouted))
        return (told and (capital or sure)) or alone
    return (forename and (capital or sure)) or (capital and not all(known)) or (sure and not any(known))
