"""French as it is written here: sentences, and words levelled for the lexical index.

Pure functions. The dense side reads the text as it is; only the lexical side needs one form for what people
write in many (« coordonnateur·rices », « coordonnateurs », « coordonnatrices »).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sentencex
import simplemma
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS, STOPWORDS_FRENCH
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

if TYPE_CHECKING:
    from collections.abc import Mapping

ABBREVIATION = re.compile(
    r"(?:^|[\s(«\u00a0'’])(?:art|al|cf|chap|ex|fig|hab|p|pp|vol|éd|env|tél|M|MM|Mme|Dr|Pr|St|Ste|[LRDA])\.\s*$"
)
"""What ends in a full stop without ending a sentence; sentencex 1.0.32 cuts after these (« art. L. 1434-10 »)."""

WIDE_SPACE = re.compile(r"[^\S\x00-\x7f](?=\.)")
"""A space of more than a byte before a full stop: after a capital alone (« plan B . »), sentencex 1.0.32 cuts it in two
and panics, with an error that is no `Exception`. Found by Atheris, November 2026."""

SUFFIX = r"(?:trices?|rices?|ices?|euses?|ères?|eres?|nes?|les?|ses?|tes?|ves?|fes?|es?)"
MIDDLE_DOT = re.compile(rf"(?<=\w\w)[·•‧∙⋅]({SUFFIX}|s)(?:[·•‧∙⋅.]?s)?\b", re.IGNORECASE)
FULL_STOP = re.compile(rf"(?<=\w\w)\.({SUFFIX})(?:\.s)?\b(?!\.\w)", re.IGNORECASE)
HYPHEN = re.compile(r"(?<=\w\w)-(trices?|rices?|euses?|nes|es|e)(?:-s)?\b", re.IGNORECASE)
PARENTHESIS = re.compile(rf"(?<=\w\w)\(({SUFFIX}|s)\)s?", re.IGNORECASE)
THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)")
"""« 29 000 »; but neither « en 2025 300 personnes » nor two cells of a table."""
SPACE = re.compile(r"\s")
COMBINING = re.compile(r"[\u0300-\u036f]+")
"""Accents and cedillas, once parted from their letters."""
WORD = re.compile(r"\d+(?:[,.]\d+)*|[^\W\d_]+\d*|\d+\w*")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]", re.IGNORECASE)


HALVES = re.compile("[\ud800-\udfff]")
"""Surrogates of UTF-16. JSON, command lines and models may hold one alone, which nothing encodes."""

FRENCH_SHARE = 0.6
"""A text is French when the dictionary has at least this share of its words."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a sentence stands in a text: `start` inclusive, `end` exclusive, in characters."""

    start: int
    end: int


def whole(text: str) -> str:
    """A text with « \N{REPLACEMENT CHARACTER} » in the place of each half of a character."""
    return HALVES.sub("\N{REPLACEMENT CHARACTER}", text)


def sentence_spans(text: str) -> list[Span]:
    """Cuts a French text into sentences.

    sentencex (Wikimedia, maintained, rules for French) finds the ends; ends that only close an abbreviation
    of legal or administrative French are undone.

    Returns:
        Spans in order, without surrounding white space, none empty.
    """
    spans: list[Span] = []
    position, start = 0, 0
    for piece in sentencex.segment("fr", WIDE_SPACE.sub(" ", text)):
        position += len(piece)
        if ABBREVIATION.search(text[start:position]):
            continue
        _append_trimmed(spans, text, start, position)
        start = position
    _append_trimmed(spans, text, start, len(text))
    return spans


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if right > left:
        spans.append(Span(left, right))


def level_inclusive(text: str) -> str:
    """Reduces inclusive writing to the shorter form: « élu·es », « élu-es », « élu(e)s » → « élu »."""
    for pattern in (MIDDLE_DOT, FULL_STOP, HYPHEN, PARENTHESIS):
        text = pattern.sub("", text)
    return text


def without_accents(text: str) -> str:
    """Lower case, ligatures opened, accents and cedillas dropped."""
    opened = text.lower().replace("œ", "oe").replace("æ", "ae")
    return COMBINING.sub("", unicodedata.normalize("NFD", opened))


STOP_WORDS = frozenset(without_accents(word) for word in STOPWORDS_FRENCH) | frozenset(
    # Spoken and question words that carry no topic; a closed list of function words, not tuned on questions.
    "a au aux c ce cet cette ces comment combien de des du donc elle elles en est est-ce et il ils j je l la le les "
    "leur leurs lui ma mais me mes moi mon n ne nos notre nous on ont ou par pas plus pour pourquoi qu quand que quel "
    "quelle quelles quels qui quoi s sa se ses si son sont sur ta te tes toi ton tu un une vos votre vous y etre avoir "
    "fait faire koi svp bonjour merci ca cela dit dire peut peux pouvez".split()
)

ENGLISH = frozenset(STOPWORDS_EN_PLUS)
"""Small words of the foreign language that is typed most: « there » is no slip for « thème »."""


@functools.cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french")


def words(text: str) -> list[str]:
    """Words in order, levelled (inclusive writing, elision, accents, case, thousands) but not stemmed."""
    text = unicodedata.normalize("NFC", text)
    text = ELISION.sub(" ", level_inclusive(text))
    joined = THOUSANDS.sub(lambda number: SPACE.sub("", number.group()), text)
    return WORD.findall(without_accents(joined))


@functools.cache
def _dictionary() -> Mapping[str, str]:
    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("fr")


@functools.cache
def _accented() -> dict[str, str]:
    """Levelled word → the word with its accents (one of them, always the same)."""
    accented = [word for word in _dictionary() if not word.isascii()]
    return dict(zip(without_accents("\n".join(accented)).split("\n"), accented, strict=True))


@functools.cache
def _accented_in_several_ways() -> frozenset[str]:
    """Levelled words that several words with accents come to (« eleve »: élève, élevé)."""
    seen: set[str] = set()
    levelled = without_accents("\n".join(word for word in _dictionary() if not word.isascii())).split("\n")
    return frozenset(word for word in levelled if word in seen or seen.add(word))  # type: ignore[func-returns-value]  # the usual idiom


def is_known(word: str) -> bool:
    """Whether the French dictionary has a word, typed with its accents or without."""
    return word in _dictionary() or word in _accented()


def needs_no_accent(word: str) -> bool:
    """Whether the dictionary has a levelled word as it is: « marche » and not only « marché »."""
    return word in _dictionary()


def with_accents(word: str) -> str:
    """A word typed without its accents, with them, where the dictionary leaves no doubt; else as it is."""
    if needs_no_accent(word) or word in _accented_in_several_ways():
        return word
    return _accented().get(word, word)


@functools.cache
def _lemmatizer() -> simplemma.Lemmatizer:
    return simplemma.Lemmatizer(cache_max_size=0)  # `stem` remembers; simplemma would keep each word a second time


@functools.lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Stem (Snowball French) of the dictionary form of one levelled word; numbers stay as they are.

    Snowball alone tells « dispose » from « disposent »: simplemma's dictionary brings both to « disposer ». Words
    come levelled on both sides, so that a question typed without accents finds the same stems.
    """
    typed = word if word in _dictionary() else _accented().get(word, word)
    stemmed: str = _stemmer().stemWord(without_accents(_lemmatizer().lemmatize(typed, lang="fr")))
    return stemmed


@functools.lru_cache(maxsize=2048)
def mood_or_tense(word: str) -> str:
    """« conditionnel » or « futur » for a levelled verb in such a form, which its stem does not tell; else nothing."""
    ending = re.search(r"rai(?:t|ent)$|r(?:a|ont)$", word)
    if not ending or not is_known(word):
        return ""
    lemma = _lemmatizer().lemmatize(word, lang="fr")
    if lemma == word or not lemma.endswith(("er", "ir", "re")) or len(word) <= len(lemma):
        return ""
    return "conditionnel" if "ai" in ending.group() else "futur"


def terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order: what the lexical index holds and is asked."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


@functools.lru_cache(maxsize=4096)  # some 2 kB each: the sentences of a thousand passages
def term_set(text: str) -> frozenset[str]:
    """The distinct `terms` of a text; remembered, since the same passages come back question after question."""
    return frozenset(terms(text))


def is_french(text: str) -> bool:
    """Whether most of a text's words are French (simplemma's dictionary; a text without a word is not)."""
    return simplemma.in_target_language(text, lang="fr") >= FRENCH_SHARE


def has_word(text: str) -> bool:
    """Whether there is at least one letter or digit."""
    return any(c.isalnum() for c in text)
