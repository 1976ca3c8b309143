"""A language model reads the triage again, where one is set. It proposes; the local triage decides.

```
Triaged ─▶ masked words, typology ─▶ Generator ─▶ JSON ─▶ Proposal ─┬▶ remarks, for whoever reads
                                        ▲ once more, if it is none  └▶ the category, of those nearly as likely, when
                                                                       the local classifier does not know
```

It is given no name, no coordinate and no address of anybody, and the message as data: what a message says of how it
should be sorted is part of what is sorted. Whatever fails, the local triage stands.
"""

from __future__ import annotations

import contextlib
import logging
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answers import Notice
from assistant.generator import Instructions
from assistant.privacy import found, mask_message
from assistant.prompts import inert
from assistant.triage import deciding, phrases, refining_fr
from assistant.triage.model import Alarm, Urgency
from assistant.triage.typology import categories
from indexer.errors import ModelUnavailable
from indexer.french import sentence_spans
from indexer.vocabulary import themes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from assistant.generator import Generator
    from assistant.triage.model import Message, Sorted, Triaged

log = logging.getLogger("reperes")

CANDIDATES: Final = 4
"""Categories, the likeliest for the local classifier, among which a model may propose."""
ADOPTABLE: Final = 3
"""Of these, the first ones may become the category where the local classifier abstains."""
MOST_THEMES: Final = 3
TRIES: Final = 2
"""The second one when the first was no such JSON; never after a failure of the line, which would cost as long again."""
SECONDS: Final = 30.0
"""For both tries, looked at between two pieces; the line has its own limit, `llm_timeout`."""
WORDS_CHARS: Final = 4000
"""Of the request: more than nearly all mails hold, and what a small model still reads."""
ANSWER_CHARS: Final = 2000
"""Of an answer, after which it is no such JSON: the longest one that is takes a quarter of it."""
SUMMARY_CHARS: Final = 240
_CODE: Final = re.compile(r"\s*([A-Ca-c][1-9])\b")
_FIGURE: Final = re.compile(r"\d+")
_NOT_WORDS: Final = re.compile(r"[<>\[\]{}@|`\\]|https?:|www\.")
"""Placeholders of what was masked, markup, links, addresses: no sentence that sums up a message has any."""


class ProposalIn(BaseModel):
    """What a model answers. Only the category is wanted; what is more is passed over."""

    model_config = ConfigDict(extra="ignore", strict=True)

    category: str
    secondary: list[str] = []
    themes: list[str] = []
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What of an answer may be told.

    Attributes:
        category: One of the candidates; empty when it named none.
        secondary: Others of them.
        themes: Known slugs, at most three.
        summary: One sentence that names nobody; empty when it was not one.
    """

    category: str
    secondary: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    summary: str = ""


def refined(triaged: Triaged, generator: Generator) -> Triaged:
    """A triage, with what a language model makes of the same message.

    The category stays, unless the local classifier abstains and the proposal is one of its first three: then that is
    the category, with the confidence that the local classifier gives it, and a person must look all the same. A
    message that speaks to the software keeps its category whatever is proposed.

    Args:
        triaged: By the local model.
        generator: A language model; it is asked once or twice.
    """
    try:
        masked = mask_message(triaged.message).message
        if not f"{masked.subject}{triaged.masked}".strip():
            return triaged
        answer = _answer(generator, instructions(triaged.sorted, masked.subject, triaged.masked))
        if answer is not None:
            proposal = proposed(answer, triaged.sorted, triaged.message, f"{masked.subject}\n{triaged.masked}")
            return _with(triaged, proposal)
    except ModelUnavailable as exc:  # nothing can be masked: nothing is sent
        log.warning("a message could not be masked for the language model (%s)", type(exc).__name__)
    except Exception as exc:  # noqa: BLE001 — a generator of somebody else's; the triage is worth more than its error
        log.warning("the language model failed to refine a triage (%s)", type(exc).__name__)  # never the words
    if not triaged.sorted.abstains:
        return triaged
    return replace(triaged, remarks=(*triaged.remarks, refining_fr.NOT_REFINED))


def instructions(sorted_as: Sorted, subject: str, request: str) -> Instructions:
    """What the model is asked: the typology as rules, the message as data between marks that it cannot write.

    Args:
        sorted_as: By the local model; what it thinks likelier is not told.
        subject: Masked.
        request: Masked.
    """
    candidates = sorted(_candidates(sorted_as))
    listed = [(category.code, category.label) for category in categories().values()]
    system = refining_fr.SYSTEM.format(
        candidates=", ".join(candidates),
        categories=_listed(listed),
        themes=_listed((slug, theme.label) for slug, theme in themes().items()),
    )
    text = inert(request)[:WORDS_CHARS]
    return Instructions(system, refining_fr.ASKED.format(subject=inert(" ".join(subject.split())), request=text))


def proposed(answer: ProposalIn, sorted_as: Sorted, message: Message, words: str) -> Proposal:
    """What of an answer may be told: known codes, and a summary that holds nothing personal nor made up.

    Args:
        answer: Of the model.
        sorted_as: By the local model.
        message: Whose correspondents the summary must not name.
        words: Masked, as the model was given them.

    Raises:
        ModelUnavailable: The French language model that hears names is not installed.
    """
    candidates = _candidates(sorted_as)
    codes = [code for code in map(_code, (answer.category, *answer.secondary)) if code in candidates]
    first = _code(answer.category) if _code(answer.category) in candidates else ""
    known = themes()
    slugs = dict.fromkeys(slug for slug in (theme.strip().lower() for theme in answer.themes) if slug in known)
    return Proposal(
        category=first,
        secondary=tuple(dict.fromkeys(code for code in codes if code != first)),
        themes=tuple(slugs)[:MOST_THEMES],
        summary=_summary(answer.summary, message, words),
    )


def _answer(generator: Generator, asked: Instructions) -> ProposalIn | None:
    """What a model answers, asked again when it is no such JSON; `None` when it fails, or fails to."""
    until = time.monotonic() + SECONDS
    for _ in range(TRIES):
        text = _written(generator, asked, until)
        if text is None:
            return None
        try:
            return ProposalIn.model_validate_json(text[text.find("{") : text.rfind("}") + 1])
        except ValidationError:
            asked = replace(asked, user=asked.user + refining_fr.AGAIN)
    return None


def _written(generator: Generator, asked: Instructions, until: float) -> str | None:
    """The text of a model as long as it is not too long; `None` when it does not come to its end in time."""
    text = ""
    if time.monotonic() >= until:
        return None
    with contextlib.closing(generator.stream(asked)) as pieces:
        for piece in pieces:
            if isinstance(piece, Notice) or time.monotonic() >= until:
                return None
            text += piece
            if len(text) > ANSWER_CHARS:
                return ""
    return text


def _candidates(sorted_as: Sorted) -> list[str]:
    return [weighed.code for weighed in sorted_as.categories[:CANDIDATES]]


def _code(told: str) -> str:
    """The code that a text begins with (« B2 — Appui méthodologique »); empty when it begins with none."""
    match = _CODE.match(told)
    return match[1].upper() if match else ""


def _listed(entries: Iterable[tuple[str, str]]) -> str:
    return "\n".join(refining_fr.LISTED.format(code=code, label=label) for code, label in entries)


def _summary(told: str, message: Message, words: str) -> str:
    """Its first sentence; empty when it names somebody, tells a figure that the message does not, or is no sentence."""
    flat = " ".join(told.split())[: 2 * SUMMARY_CHARS]
    spans = sentence_spans(flat)
    sentence = flat[spans[0].start : spans[0].end].strip() if spans else ""
    if not sentence or len(sentence) > SUMMARY_CHARS or _NOT_WORDS.search(sentence):
        return ""
    if not set(_FIGURE.findall(sentence)) <= set(_FIGURE.findall(words)):
        return ""
    people = [message.sender, *filter(None, [message.forwarder])]
    return "" if found(sentence, [word for one in people for word in (one.name, one.address)]) else sentence


def _with(triaged: Triaged, proposal: Proposal) -> Triaged:
    """The triage with a proposal: adopted where the rule says so, and told."""
    before, first = triaged.sorted, triaged.category
    done, remarks = triaged, []
    if proposal.category not in ("", first):
        adopted = _may_be_adopted(triaged, proposal.category)
        done = _adopting(triaged, proposal.category) if adopted else triaged
        remarks.append((refining_fr.ADOPTED if adopted else refining_fr.PROPOSED).format(code=proposal.category))
    others = [code for code in proposal.secondary if code not in {first, done.category, *before.secondary}]
    if others:
        remarks.append(refining_fr.BESIDES.format(codes=", ".join(others)))
    more = [slug for slug in proposal.themes if slug not in {theme.code for theme in before.themes}]
    if more:
        remarks.append(refining_fr.THEMES.format(labels=", ".join(themes()[slug].label for slug in more)))
    if proposal.summary:
        remarks.append(refining_fr.SUMMARY.format(summary=proposal.summary))
    return replace(done, remarks=(*triaged.remarks, *remarks))


def _may_be_adopted(triaged: Triaged, code: str) -> bool:
    likely = [weighed.code for weighed in triaged.sorted.categories[:ADOPTABLE]]
    steered = any(alert.alarm is Alarm.INSTRUCTION for alert in triaged.alerts)
    return triaged.sorted.abstains and code in likely and not steered


def _adopting(triaged: Triaged, code: str) -> Triaged:
    """The triage with another first category; nobody looks later, nor is anything due later, for that."""
    sorted_as = triaged.sorted
    first = next(weighed for weighed in sorted_as.categories if weighed.code == code)
    rest = tuple(weighed for weighed in sorted_as.categories if weighed is not first)
    again = replace(
        sorted_as,
        categories=(first, *rest),
        secondary=tuple(other for other in sorted_as.secondary if other != code),
        seen=(),  # they led to the other one
    )
    message, alerts, days = triaged.message, triaged.alerts, triaged.days
    return replace(
        triaged,
        sorted=again,
        # The summary tells what the message does by its category; the rest of it stays.
        summary=triaged.summary.replace(phrases.SORTED[triaged.category], phrases.SORTED[code], 1),
        needs_human=True,
        reasons=deciding.reasons(message, again, alerts),
        urgency=min(triaged.urgency, deciding.urgency(message, code, alerts, days), key=list(Urgency).index),
        due=_earlier([triaged.due, deciding.due(message, code, days)]),
    )


def _earlier(days: Sequence[dt.date | None]) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)
