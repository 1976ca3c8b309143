"""The title of a file that does not give itself one: its first words, else its name, cleaned."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from indexer.documents import BlockKind
from indexer.french import without_accents
from indexer.reading.pieces import names_a_part
from indexer.vocabulary import acronyms, kinds, themes

if TYPE_CHECKING:
    from indexer.documents import Reading

LONGEST_TITLE: Final = 160
FIRST_BLOCKS: Final = 4
"""A title stands among the first blocks, and is no paragraph: at most that many characters."""
_SEPARATORS = re.compile(r"[\s_+.~-]+")
_VERSION = re.compile(
    r"\((?:\d{1,2}|copie(?: \d+)?|copy(?: \d+)?)\)"
    r"|(?<![^\W\d_])(?:v\.?\s?\d+(?:[.\-]\d+)*|v(?:f|def|ersion)?\s?(?:finale?|def(?:initive)?)?\d*|v[fd]\w?\d*"
    r"|finale?s?|definiti[fv]e?|def|copie(?: de)?|copy(?: of)?|bat\d*|hd|web|print|relue?|corrigee?|maj|scan\d*|ok)"
    r"(?![^\W_])",
    re.IGNORECASE,
)
_DATES = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{2}(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?"
    r"|(?:0[1-9]|[12]\d|3[01])[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:(?:19|20)?\d{2}))(?!\d)"
)
_NO_TITLE = re.compile(r"https?://|www\.|@|^\W*\d[\d\W]*$|^page \d\W*$", re.IGNORECASE)


def title_of(stem: str, reading: Reading) -> str:
    """The title that a file gives itself, else its first heading or line that could be one, else its cleaned name.

    Args:
        stem: The file's name without its suffix.
        reading: What its reader found.
    """
    return reading.title or _first_line(reading) or title_from_name(stem, reading)


def _first_line(reading: Reading) -> str:
    for block in reading.blocks[:FIRST_BLOCKS]:
        words = block.text.split()
        sentence = block.text.endswith((".", ";", ",", ":")) or block.kind is BlockKind.TABLE
        if (
            sentence
            or len(block.text) > LONGEST_TITLE
            or len(words) == 1
            or _NO_TITLE.search(block.text)
            or names_a_part(block.text)
        ):
            continue
        if block.kind is BlockKind.HEADING or not _is_a_label(block.text):
            return block.text
    return ""


def _is_a_label(text: str) -> bool:
    """« Note de synthèse », « Octobre 2025 »: above a title, not one."""
    bare = without_accents(text).strip()
    labels = {without_accents(name) for kind in kinds().values() for name in (kind.label, kind.label_plural)}
    return bare in labels or len(bare.split()) < 3 or bool(_DATES.search(bare) and len(bare.split()) < 6)  # noqa: PLR2004 — so few words are no title


def title_from_name(stem: str, reading: Reading) -> str:
    """A file's name as a title: « 2019_note-sante_VF2 (1) » → « Note santé ».

    Dates, versions and separators go; accents that a file name cannot have come back from the words of the text and
    of the field's vocabulary.

    Args:
        stem: The file's name without its suffix.
        reading: What its reader found.
    """
    bare = _VERSION.sub(" ", re.sub(r"[_+-]", " ", _DATES.sub(" ", stem)))
    words = [word for word in _SEPARATORS.split(bare) if word]
    if not words:
        return _SEPARATORS.sub(" ", stem).strip() or stem
    accented = _accented_words(reading)
    restored = [_restored(word, accented) for word in words]
    title = re.sub(r"\b([dlqnsjmtc]|qu) (?=[aeiouyhàâéèêîôû])", r"\1’", " ".join(restored), flags=re.IGNORECASE)
    return title[0].upper() + title[1:]


def _restored(word: str, accented: dict[str, str]) -> str:
    """A word of a file's name with its accents; an unknown word in capitals stays an acronym, if short enough."""
    if not word.isascii():
        return word
    acronym = word.isupper() and 1 < len(word) <= LONGEST_ACRONYM
    return accented.get(without_accents(word), word if acronym else word.lower() if word.isupper() else word)


LONGEST_ACRONYM: Final = 6
"""Letters up to which capitals in a file's name are an acronym rather than shouting."""
SHORTEST_ACRONYM: Final = 3
"""Letters from which a known acronym is one in small letters too (« clsm »)."""


def _accented_words(reading: Reading) -> dict[str, str]:
    """Levelled word → how the text most often writes it in small letters, or the vocabulary; acronyms in capitals."""
    text = " ".join(block.text for block in reading.blocks)
    counted = Counter(re.findall(r"[^\W\d_]{2,}", text.lower()))
    vocabulary = [
        word for theme in themes().values() for form in (theme.label, *theme.keywords) for word in form.split()
    ]
    vocabulary += [word for kind in kinds().values() for word in kind.label.split()]
    most_common_last = [word for word, _ in reversed(counted.most_common())]
    found = {without_accents(word): word.lower() for word in [*vocabulary, *most_common_last]}
    capitals = [a.acronym for a in acronyms() if len(a.acronym) >= SHORTEST_ACRONYM and a.acronym.isupper()]
    return found | {without_accents(acronym): acronym for acronym in capitals}
