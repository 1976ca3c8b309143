"""`python -m benchmarks.pages`: what the pages cost who opens them, as two Markdown tables.

```
python -m benchmarks.pages [--url http://127.0.0.1:PORT] [--questions N] [--loads N] [--screens PATH] [--write FILE]
```

Without `--url`, a server is started over a copy of the data folder, with an administrator of its own: the pages of the
staff are then measured too. Questions are those of the development set that need no conversation, only asked.
"""

from __future__ import annotations

import argparse
import statistics
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks.answer_seen import Spread, answers_seen
from benchmarks.page_words import ANSWERS_HEAD, EXAMPLE, LOADS_HEAD, NO_VIOLATION, SCREENS, VIOLATIONS, WAYS
from benchmarks.served import Missing, Site, chromium, served
from benchmarks.weighing import Load, Part, Refused, Screen, loads, violations
from evals.questions import load_split
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.sync_api import Browser

    from benchmarks.answer_seen import Seen

KILO = 1000
MOST_LISTED = 100
"""Publications looked through for a PDF file, in one request."""


def main() -> None:
    """Measures, and prints the tables as they come."""
    given = _arguments().parse_args()
    settings = Settings.load()
    questions = spread_out([q.question.text for q in load_split("dev") if not q.question.history], given.questions)
    try:
        with chromium() as browser, nullcontext(Site(given.url)) if given.url else served(settings) as site:
            told = [answers_table(answers_seen(browser, site.url, questions))] if given.questions else []
            print(*told, sep="\n", flush=True)
            shown = [screen for screen in screens(site, EXAMPLE) if screen.path.startswith(given.screens)]
            told.append(loads_table(browser, site, shown, given.loads))
    except Missing as missing:
        print(f"not run: {missing} is missing")
        return
    if given.write:
        given.write.write_text("\n\n".join(told) + "\n", encoding="utf-8")


def spread_out(questions: Sequence[str], count: int) -> list[str]:
    """So many of these questions, evenly apart, in their order; all where there are fewer."""
    count = min(count, len(questions))
    return [questions[place * len(questions) // count] for place in range(count)]


def answers_table(seen: Sequence[Seen]) -> str:
    """The table of times, and of their ratios to the API's."""
    spreads = [Spread.of([getattr(each, way) for each in seen]) for way in WAYS]
    api = spreads[-1]
    rows = [
        (words, f"{s.p50:.0f}", f"{s.p95:.0f}", _decimal(s.p50 / api.p50), _decimal(s.p95 / api.p95), str(len(seen)))
        for words, s in zip(WAYS.values(), spreads, strict=True)
    ]
    return table(ANSWERS_HEAD, rows)


def loads_table(browser: Browser, site: Site, shown: Sequence[Screen], times: int) -> str:
    """The table of screens, printed line by line as they are measured."""
    rows = []
    for screen in shown:
        try:
            row = (*loads_row(screen, loads(browser, site, screen, times)), axe_cell(violations(browser, site, screen)))
        except Refused as refused:
            row = (screen.name, *[""] * (len(LOADS_HEAD) - 2), str(refused))
        rows.append(row)
        print(" | ".join(row), flush=True)
    return table(LOADS_HEAD, rows)


def loads_row(screen: Screen, found: Sequence[Load]) -> tuple[str, ...]:
    """Medians over the loads of a screen: requests, kilobytes in all and by part, milliseconds until interactive."""
    weights = [statistics.median(load.bytes.get(part, 0) for load in found) for part in Part]
    whole = statistics.median(sum(load.bytes.values()) for load in found)
    interactive = f"{statistics.median(load.interactive for load in found):.0f}"
    requests = f"{statistics.median(load.requests for load in found):.0f}"
    return (screen.name, requests, *(_decimal(weight / KILO) for weight in (whole, *weights)), interactive)


def axe_cell(found: Mapping[str, Sequence[str]]) -> str:
    """Zero, or how many rules are broken in each theme and width, with their names."""
    if not any(found.values()):
        return NO_VIOLATION.format(passes=len(found))
    counts = ", ".join(str(len(rules)) for rules in found.values())
    return VIOLATIONS.format(counts=counts, rules=", ".join(sorted({r for rules in found.values() for r in rules})))


def screens(site: Site, question: str) -> list[Screen]:
    """The screens of this site, one PDF file taken as an example; the staff's where one may sign in."""
    doc = _a_pdf(site.url)
    filled = [Screen(s.name, s.path.format(doc=doc), s.ready, question if s.question else "", s.staff) for s in SCREENS]
    return [screen for screen in filled if site.cookie or not screen.staff]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]])


def _a_pdf(url: str) -> str:
    told = httpx.get(f"{url}/api/v1/documents", params={"limit": MOST_LISTED, "sort": "path"}).raise_for_status().json()
    return next(str(each["doc"]) for each in told["documents"] if each["doc"].endswith(".pdf"))


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--url", type=lambda told: told.rstrip("/"), help="a server that runs already, by open reading")
    parser.add_argument("--questions", type=int, default=40, help="how many are asked (40); 0: none")
    parser.add_argument("--screens", default="", help="only the screens whose path begins so (/administration…)")
    parser.add_argument("--loads", type=int, default=5, help="how many times each screen is opened (5)")
    parser.add_argument("--write", type=Path, help="file that the tables are written to as well, in Markdown")
    return parser


if __name__ == "__main__":
    main()
