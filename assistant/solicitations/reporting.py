"""The year's figures as a paragraph for the activity report: every figure in it is one of `Statistics`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.solicitations import messages_fr as words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from assistant.solicitations.statistics import Count, Delay, Statistics

SHOWN = 3
"""Kinds told of each sort, the most frequent."""
PLURAL = 2
"""From here on French counts as several: « 1,5 jour »."""


def paragraph(figures: Statistics) -> str:
    """A paragraph in French, ready to be reread; one sentence when nothing was received."""
    period = {"start": day(figures.start), "end": day(figures.end)}
    if not figures.requests:
        return words.NOTHING_RECEIVED.format(**period)
    received = words.RECEIVED.format(**period, requests=counted(figures.requests, *words.REQUESTS))
    sentences = [received + _besides(figures)]
    for counts, lead in (
        (figures.categories, words.CATEGORIES),
        ([c for c in figures.requesters if c.code not in ("", "inconnu")], words.REQUESTERS),
        (figures.themes, words.THEMES),
        ([c for c in figures.regions if c.code], words.REGIONS),
    ):
        if counts:
            sentences.append(lead.format(list=_listed(counts)))
    sentences += _delay(figures.delay)
    if figures.resources:
        sent = sum(count.n for count in figures.resources)
        publications = counted(len(figures.resources), *words.PUBLICATIONS)
        answers = counted(figures.with_resources, *words.ANSWERS)
        sentences.append(words.RESOURCES.format(publications=publications, times=number(sent), answers=answers))
    return " ".join(sentences)


def counted(n: int, one: str, several: str) -> str:
    """A number with its noun: « 0 demande », « 1 demande », « 2 demandes »."""
    return f"{number(n)}\u00a0{several if n >= PLURAL else one}"


def number(n: float) -> str:
    """A number as French writes it: « 1 204 », « 2,5 »."""
    told = f"{n:,.0f}" if float(n).is_integer() else f"{n:,.1f}"
    return told.replace(",", "\u202f").replace(".", ",")


def percentage(n: int, of: int) -> str:
    """A share in whole per cent, halves upwards: « 28 % »."""
    return f"{(200 * n + of) // (2 * of)}\u00a0%"


def day(date: dt.date) -> str:
    """A day as French writes it: « 1er janvier 2026 »."""
    first = "1er" if date.day == 1 else str(date.day)
    return f"{first}\u00a0{words.MONTHS[date.month - 1]} {date.year}"


def _besides(figures: Statistics) -> str:
    others = [
        counted(n, *nouns)
        for n, nouns in ((figures.follow_ups, words.FOLLOW_UPS), (figures.duplicates, words.DUPLICATES))
        if n
    ]
    return words.BESIDES.format(others=words.AND.join(others)) if others else "."


def _listed(counts: Sequence[Count]) -> str:
    told = [f"{c.label} ({number(c.n)}, {words.THAT_IS} {percentage(c.n, c.of)})" for c in counts[:SHOWN]]
    if len(counts) > SHOWN:
        told.append(counted(len(counts) - SHOWN, *words.OTHERS))
    return words.SEPARATOR.join(told)


def _delay(delay: Delay) -> list[str]:
    if delay.median is None:
        return []
    days = f"{number(delay.median)}\u00a0{words.WORKING_DAYS[delay.median >= PLURAL]}"
    sentence = words.DELAY.format(answered=counted(delay.n, *words.ANSWERED), days=days)
    if not delay.of:
        return [sentence]
    share = f"{number(delay.of)}, {words.THAT_IS} {percentage(delay.within, delay.of)}"
    return [sentence, words.WITHIN.format(answers=counted(delay.within, *words.ANSWERS), share=share)]
