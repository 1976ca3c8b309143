"""Several questions in one message: « C’est quoi un PTSM et comment le CLSM s’y raccroche ? ».

    message ─▶ its questions, each asked by itself ─▶ their answers, one after the other; the ones without told so

A later question leans on the first, unless it names an acronym of its own: « Combien de CLSM, et quelle part couvre un
quartier prioritaire ? » asks for a part of the CLSM. A message is cut only where each piece asks something, and where
the first says of what.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.leaning import ASKING, asks_of_something, asks_what_it_is, is_courtesy, names_an_acronym
from indexer.french import terms, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.questions import Question

MOST_PARTS = 3
"""What comes after them stays with the last."""
_ENDED = re.compile(r"(?<=\?)\s+(?=[^\s?!])")
_BEFORE = r"(?:(?:avec|par|pour|de|à|a|dans|sur|en|depuis|jusqu['’])\s*)?"
_LINKED = re.compile(
    rf"(?:\s*[,;])?\s+(?:et|puis)\s+(?={_BEFORE}(?:qui|quand|comment|combien|pourquoi|où|quoi|quel(?:le)?s?|"
    rf"qu['’]est[ -]ce|est[ -]ce)\b)|\s*[,;]\s*(?P<bare>)(?={_BEFORE}(?:combien|quel(?:le)?s?)\b)",
    re.IGNORECASE,
)
"""« … et qui… », « …, et pour quelle durée »; with nothing but a comma, « combien de…, combien de… »."""
_RELATIVE = re.compile(r"\w+ (?P<word>qui|où)\b", re.IGNORECASE)
"""« une structure qui accompagne et qui finance »: nothing is asked by the second « qui »."""
_INVERTED = re.compile(r"\w[-‑](?:t[-‑])?(?:il|elle|on|ce|nous|vous)s?\b", re.IGNORECASE)
"""« faut-il », « peut-on », « est-ce »."""
ASKED_WITHIN = 3
"""The word that asks is among so many first ones (« et pour quelle durée »)."""
LEAST_TERMS = 2
"""Meaningful words by which a question says what it is about, unless it names an acronym or asks what something is."""


def parts(question: Question) -> tuple[Question, ...]:
    """The questions that a message holds, in order; the message alone when it holds one, or leans on an earlier one."""
    if question.earlier():
        return (question,)
    first, *others = _texts(question.text)
    later = (replace(question, text=text, after="" if names_an_acronym(words(text)) else first) for text in others)
    return (replace(question, text=first), *later)


def _texts(text: str) -> list[str]:
    found: list[str] = []
    for ended in _ENDED.split(text):
        for piece in _linked(ended):
            if found and (len(found) == MOST_PARTS or not (_says_of_what(found[0]) and _asks(piece))):
                found[-1] = f"{found[-1]} {piece}"
            else:
                found.append(piece)
    return found if len(found) > 1 and _says_of_what(found[0]) else [text]


def _linked(text: str) -> Iterator[str]:
    """The questions that a sentence links with « et », as typed, the link with none of them."""
    start = 0
    for link in _LINKED.finditer(text):
        left, right = text[start : link.start()], text[link.end() :]
        if link["bare"] is not None and ASKING.isdisjoint(words(left)[:2]):
            continue  # « d’après ce que l’association a vu, quelle… »
        if _says_of_what(left) and terms(right) and not _goes_on(left, right):
            yield left
            start = link.end()
    yield text[start:]


def _goes_on(left: str, right: str) -> bool:
    """Whether what is linked is a second relative clause."""
    relatives = {found["word"].lower() for found in _RELATIVE.finditer(left)}
    return words(right)[0] in {word.replace("ù", "u") for word in relatives}


def _asks(text: str) -> bool:
    """Whether a piece is a question: its verb is turned round or a word asks, and it is no mere politeness."""
    asking = _INVERTED.search(text) or not ASKING.isdisjoint(words(text)[:ASKED_WITHIN])
    return bool(asking and terms(text)) and not is_courtesy(text)


def _says_of_what(text: str) -> bool:
    """Whether a question asks something, and of what."""
    typed = words(text)
    if "?" not in text and ASKING.isdisjoint(typed) and not asks_what_it_is(text):
        return False
    return names_an_acronym(typed) or (len(terms(text)) >= LEAST_TERMS and not asks_of_something(typed))
