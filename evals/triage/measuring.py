"""The measures of triage, message by message."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.privacy import mask_message
from assistant.triage.out_of_fold import expected_calibration_error
from assistant.triage.typology import categories
from evals.tallies import Measure, Tally
from indexer.french import words
from indexer.territories import territories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.triage.desk import Desk
    from assistant.triage.model import Message, Triaged
    from evals.tallies import Tallies
    from evals.triage.mails import Labelled

FIRST: Final = 5
"""Publications that are looked at."""
MASKED_KINDS: Final = ("name", "phone", "mail", "nir", "address")


@dataclass(frozen=True, slots=True)
class Judged:
    """A message triaged.

    Attributes:
        mail: With its labels.
        triaged: What came of it.
        masked: The message as others may see it.
        seconds: That the triage took.
    """

    mail: Labelled
    triaged: Triaged
    masked: Message
    seconds: float


def judge_all(desk: Desk, mails: Sequence[Labelled]) -> list[Judged]:
    """Triages messages one after the other; a first one, unmeasured, loads what is loaded at first use."""
    if mails:
        desk.triage(mails[0].message)
    judged = []
    for mail in mails:
        began = time.perf_counter()
        triaged = desk.triage(mail.message)
        seconds = time.perf_counter() - began
        judged.append(Judged(mail, triaged, mask_message(mail.message).message, seconds))
    return judged


def measures_of(judged: Sequence[Judged]) -> tuple[Tallies, dict[str, Measure]]:
    """All measures: those that are means over messages, and the others (macro-F1, calibration, durations)."""
    return {**_sorting(judged), **_facts(judged), **_helping(judged), **_masking(judged)}, _others(judged)


def _sorting(judged: Sequence[Judged]) -> Tallies:
    about = [j for j in judged if j.mail.themes or j.triaged.sorted.themes]
    return {
        "category accuracy": {j.mail.id: Tally(j.triaged.category == j.mail.category) for j in judged},
        "category top-2": {
            j.mail.id: Tally(j.mail.category in [w.code for w in j.triaged.sorted.categories[:2]]) for j in judged
        },
        "category accuracy, when sure": {
            j.mail.id: Tally(j.triaged.category == j.mail.category) for j in judged if not j.triaged.sorted.abstains
        },
        "requester accuracy": {j.mail.id: Tally(j.triaged.requester == j.mail.requester) for j in judged},
        "themes F1": {j.mail.id: _f1(_themes(j), set(j.mail.themes)) for j in about},
        "secondary categories F1": {
            j.mail.id: _f1(set(j.triaged.sorted.secondary), set(j.mail.secondary))
            for j in judged
            if j.mail.secondary or j.triaged.sorted.secondary
        },
    }


def _facts(judged: Sequence[Judged]) -> Tallies:
    wanted = [j for j in judged if j.mail.needs_human]
    told = [j for j in judged if j.triaged.needs_human]
    return {
        "territory accuracy": {j.mail.id: Tally(same_place(j)) for j in judged},
        "deadline accuracy": {j.mail.id: Tally(_deadline(j) == j.mail.deadline) for j in judged},
        "event date accuracy": {j.mail.id: Tally(_event(j) == j.mail.event) for j in judged},
        "needs_human recall": {j.mail.id: Tally(j.triaged.needs_human) for j in wanted},
        "needs_human precision": {j.mail.id: Tally(j.mail.needs_human) for j in told},
    }


def _helping(judged: Sequence[Judged]) -> Tallies:
    asked = [j for j in judged if j.mail.resources]
    shares = {}
    for j in asked:
        found = {resource.doc for resource in j.triaged.resources[:FIRST]}
        shares[j.mail.id] = Tally(len(found & set(j.mail.resources)), min(FIRST, len(set(j.mail.resources))))
    return {
        "resources recall@5": {name: Tally(bool(share.part)) for name, share in shares.items()},
        "resources recall@5, all expected": shares,
    }


def _masking(judged: Sequence[Judged]) -> Tallies:
    """Of each kind, the data that no longer stand in any part of the masked message."""
    found: dict[str, dict[str, Tally]] = {}
    for j in judged:
        seen = _all_words(j.masked)
        for kind in MASKED_KINDS:
            texts = [text for text, of in j.mail.personal if of == kind]
            if texts:
                hidden = sum(not _stands(text, seen) for text in texts)
                found.setdefault(f"masking recall, {kind}", {})[j.mail.id] = Tally(hidden, len(texts))
    wanted = [tally for of in found.values() for tally in of.items()]
    whole: dict[str, Tally] = {}
    for name, tally in wanted:
        before = whole.get(name, Tally(0, 0))
        whole[name] = Tally(before.part + tally.part, before.whole + tally.whole)
    return {"masking recall": whole, **found} if whole else {}


def _others(judged: Sequence[Judged]) -> dict[str, Measure]:
    codes = tuple(categories())
    truth = np.array([codes.index(j.mail.category) for j in judged])
    guessed = np.array([codes.index(j.triaged.category) for j in judged])
    sure = np.array([j.triaged.sorted.categories[0].confidence for j in judged])
    seconds = np.array([j.seconds for j in judged])
    n = len(judged)
    return {
        "category macro-F1": Measure(macro_f1(truth, guessed, len(codes)), n),
        "category calibration error": Measure(expected_calibration_error(sure, truth == guessed), n),
        "to be sorted by a person": Measure(float(np.mean([j.triaged.sorted.abstains for j in judged])), n),
        "seconds a message, p50": Measure(float(np.percentile(seconds, 50)), n),
        "seconds a message, p95": Measure(float(np.percentile(seconds, 95)), n),
    }


def macro_f1(truth: np.ndarray, guessed: np.ndarray, count: int) -> float:
    """Mean over the labels that are there of 2 TP / (2 TP + FP + FN)."""
    scores = [
        2
        * float(((truth == label) & (guessed == label)).sum())
        / float((truth == label).sum() + (guessed == label).sum())
        for label in range(count)
        if (truth == label).any()
    ]
    return float(np.mean(scores)) if scores else 0.0


def same_place(judged: Judged) -> bool:
    """Whether the territory is the one expected: the same official place, or the same name; none where none is."""
    expected, found = judged.mail.territory, judged.triaged.place
    if not expected or not found.label:
        return not expected and not found.label
    if words(expected) == words(found.label):
        return True
    codes = {place.code for place in territories().resolve(expected, judged.mail.message.words()).candidates}
    return bool(found.code) and found.code in codes


def _f1(found: set[str], wanted: set[str]) -> Tally:
    return Tally(2 * len(found & wanted), len(found) + len(wanted))


def _themes(judged: Judged) -> set[str]:
    return {theme.code for theme in judged.triaged.sorted.themes}


def _deadline(judged: Judged) -> object:
    told = judged.triaged.days.deadline
    return told.day if told else None


def _event(judged: Judged) -> object:
    told = judged.triaged.days.event
    return told.day if told else None


def _all_words(message: Message) -> str:
    people = (message.sender, *filter(None, [message.forwarder]))
    told = [text for person in people for text in (person.name, person.address)]
    files = [f"{attached.name}\n{attached.text}" for attached in message.attachments]
    return "\n".join(
        [message.subject, message.request, message.comment, message.signature, message.quoted, *told, *files]
    )


def _stands(text: str, whole: str) -> bool:
    """Whether a datum still stands in a text, as words."""
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", whole, re.IGNORECASE) is not None
