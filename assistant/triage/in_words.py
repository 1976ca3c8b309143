"""What was understood of a message, as plain text: alerts first, then what, who, when, where, with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.triage import in_words_fr as words
from indexer.vocabulary import themes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.triage.contract import AlertOut, SeenOut, TriageOut

WIDTH = 24
"""Of the names of the fields."""
SHOWN_WORDS = 5
LEAST_SHOWN = 0.03
"""Chance under which another category is not worth a word."""


def in_words(told: TriageOut) -> str:
    """The whole, as text."""
    blocks = [*(_alert(alert) for alert in told.alerts), _facts(told), _resources(told), _draft(told)]
    return "\n\n".join(filter(None, blocks))


def _alert(alert: AlertOut) -> str:
    lines = [words.ALERT.format(title=alert.title)]
    if alert.seen:
        lines.append(f"  {words.BECAUSE.format(words=_quoted(alert.seen))}")
    for heading, several in ((words.TO_DO, alert.do), (words.NOT_TO_DO, alert.dont)):
        lines += [f"  {heading}", *(f"  - {each}" for each in several)]
    return "\n".join(lines)


def _facts(told: TriageOut) -> str:
    return "\n".join(f"{name:<{WIDTH}}{value}" for name, value in _fields(told) if value)


def _fields(told: TriageOut) -> Iterator[tuple[str, str]]:
    """Names and values, in the order in which they are read; empty ones are left out."""
    sure = words.TO_SORT if told.abstained else words.SORTED
    likely = (each for each in told.categories[1:] if each.confidence >= LEAST_SHOWN)
    others = (f"{each.code} {each.label} ({_percent(each.confidence)})" for each in likely)
    yield words.SUBJECT, told.subject
    yield words.SUMMARY, told.summary
    yield (
        words.CATEGORY,
        sure.format(code=told.category, label=told.category_label, confidence=_percent(told.confidence)),
    )
    yield words.SECONDARY, ", ".join(told.secondary)
    yield words.OTHERS, ", ".join(others)
    yield words.LED_BY, _quoted(told.seen)
    yield words.REQUESTER, told.requester_label
    yield words.THEMES, ", ".join(themes()[slug].label if slug in themes() else slug for slug in told.themes)
    yield words.TERRITORY, _place(told)
    yield words.DEADLINE, _day(told.deadline, None, told.deadline_words)
    yield words.EVENT, _day(told.event_date, told.event_until, told.event_words)
    yield words.URGENCY, words.URGENCIES.get(told.urgency, told.urgency)
    yield words.DUE, told.due or ""
    yield words.HUMAN, " ".join(told.reasons)
    yield words.REMARKS, " ".join(told.remarks)


def _resources(told: TriageOut) -> str:
    if not told.resources:
        return ""
    lines = [words.RESOURCES]
    for number, each in enumerate(told.resources, 1):
        page = words.AT_PAGE.format(page=each.page) if each.page else ""
        lines.append(words.RESOURCE.format(number=number, title=each.title, page=page))
        lines += [
            f"    {line}" for line in (each.why, words.QUOTED.format(words=" ".join(each.quote.split())), each.url)
        ]
    return "\n".join(lines)


def _draft(told: TriageOut) -> str:
    if not told.draft:
        return words.NO_DRAFT
    notice = [told.draft_notice] if told.draft_notice else []
    # The packaged templates begin with it, those of the staff may not.
    subject = [f"{words.SUBJECT} : {told.draft_subject}", ""] if told.draft_subject not in told.draft else []
    return "\n".join([words.DRAFT, *notice, "", *subject, told.draft.rstrip()])


def _place(told: TriageOut) -> str:
    known = ", ".join(filter(None, (told.territory, *told.territory_above)))
    code = f" [{told.territory_code}]" if told.territory_code else ""
    other = f" ({words.MAY_BE.format(codes=', '.join(told.territory_candidates))})" if told.territory_candidates else ""
    return f"{known}{code}{other}" if known else ""


def _day(day: str | None, until: str | None, seen: str) -> str:
    if not day:
        return ""
    told = f"{day} → {until}" if until and until != day else day
    return f"{told} {words.QUOTED.format(words=' '.join(seen.split()))}" if seen else told


def _quoted(several: list[SeenOut]) -> str:
    found = dict.fromkeys(" ".join(seen.words.split()) for seen in several)
    return ", ".join(words.QUOTED.format(words=each) for each in list(found)[:SHOWN_WORDS])


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", "\u00a0%")
