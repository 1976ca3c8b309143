"""What publications speak of, in their words, with its article: « le renoncement aux soins », « l’isolement social ».

Nouns are told by their places and endings alone: an article, a word, then « de… », « en… », or a word that ends as
adjectives do. It misses many subjects; whether one that is found makes sense is left to what verifies the questions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from assistant.suggestions.phrasing import has_a_subject, is_vague
from indexer.french import STOP_WORDS, terms, words

if TYPE_CHECKING:
    from indexer.index import Index

LEAST: Final = 2
"""Publications that must speak of a subject in these words."""
MOST: Final = 150
"""Subjects of an index, those that most publications speak of: each costs an answer to verify."""

_WORD: Final = r"[a-zà-ÿœæ·-]{4,}"
_LINK: Final = r"(?:de la |de l[’']|du |des |de |d[’']|en |aux |au |à la |à l[’'])"
_ADJECTIVE: Final = (
    r"[a-zà-ÿœ]{2,}(?:ale?s?|aux|elle?s?|els?|iques?|ifs?|ives?|aires?|ables?|euse?s?|ières?|ants?|antes?)"
)
_PART: Final = rf"(?: {_LINK}{_WORD}(?: {_ADJECTIVE})?| {_ADJECTIVE})"
_SUBJECT: Final = re.compile(
    rf"(?<![\w’'-])(?P<article>[Ll]e |[Ll]a |[Ll]es |[Ll][’'])(?P<what>(?>{_WORD}{_PART}{_PART}?))"
    r"(?![\w’'-])(?! (?:de|du|des|en|aux?|à)\b| d[’'])"
)
"""Two complements at most, and no third: what is cut short is no subject."""


_UNSAID: Final = STOP_WORDS | set(
    "personnes personne certains certaines dispositif dispositifs caisse lieux janvier fevrier mars avril juin juillet "
    "aout septembre octobre novembre decembre".split()
)
"""Levelled words that a subject does not end with, unless it says which."""


def subjects(index: Index) -> list[tuple[str, frozenset[int]]]:
    """Subjects with their articles, and the passages that name them; those of the most publications first."""
    docs: defaultdict[str, set[str]] = defaultdict(set)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows: defaultdict[str, set[int]] = defaultdict(set)
    for document in index.public_documents:
        for row in index.rows_by_document.get(document.doc, ()):
            for found in _SUBJECT.finditer(index.passages[row].text):
                if _stands(found["what"]):
                    key = " ".join(terms(found["what"]))
                    docs[key].add(document.doc)
                    forms[key][(found["article"].lower() + found["what"]).replace("'", "’")] += 1
                    rows[key].add(row)
    told = sorted((key for key, known in docs.items() if len(known) >= LEAST), key=lambda key: -len(docs[key]))
    return [(forms[key].most_common(1)[0][0], frozenset(rows[key])) for key in told[:MOST]]


def _stands(what: str) -> bool:
    """« La moitié des adultes » only says how many; « la parole des personnes » does not say whose."""
    found = words(what)
    return has_a_subject(found) and not is_vague(found[0]) and found[-1] not in _UNSAID
