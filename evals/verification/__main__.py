"""`python -m evals.verification`: what passes of known faults, and what is withheld of sound sentences.

Exit codes: 0 fine; 1 something failed, or a fabricated figure, name or citation passed with `--check`; 2 usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.drafting import similarity_of
from assistant.verification import check, cut, last
from evals.verification.drafts import HALVES, MOVED, SEED, UNCITED, UNKNOWN, WRITTEN, Draft, drafts, written
from indexer.embedder import QUESTION_THREADS, load_embedder
from indexer.errors import ReperesError
from indexer.index import open_index
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.verification import Check, Similarity

NEVER = ("figure", "figures exchanged", "year", "name", "acronym", MOVED, UNKNOWN, UNCITED)
NEVER_WRITTEN = tuple(f"{WRITTEN}{kind}" for kind in ("figure", "attached", "roles", "attribution", "quotation"))
"""Kinds of which none may pass: figures, names and citations."""
WITHHELD_LIMIT = 0.10
"""Share of sound sentences that may be withheld (the project's aim)."""


@dataclass(slots=True)
class Count:
    """Drafts of one kind: how many, and how many went wrong (a fault shown, a sound sentence withheld)."""

    made: int = 0
    wrong: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.verification", description="Judge the verification.")
    parser.add_argument("--half", choices=HALVES, default="report", help="which publications (default: report)")
    parser.add_argument("--count", type=int, default=200, help="drafts with a fault, and without (default: 200)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the rules that make drafts (default: {SEED})")
    parser.add_argument("--show", action="store_true", help="print the drafts that went wrong")
    parser.add_argument("--check", action="store_true", help="fail where a target is missed")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.load()
        index = open_index(settings)
        similarity = similarity_of(load_embedder(settings, threads=QUESTION_THREADS))
    except ReperesError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    made = drafts(index.passages, options.half, spoilt=options.count, sound=options.count, seed=options.seed)
    made += written(index.passages, options.half)
    counts = measure(made, similarity, show=options.show)
    _tell(counts, as_json=options.json)
    return int(options.check and not met(counts))


def measure(made: Sequence[Draft], similarity: Similarity, *, show: bool = False) -> dict[bool, dict[str, Count]]:
    """Counts by soundness, then kind."""
    counts: dict[bool, dict[str, Count]] = {False: defaultdict(Count), True: defaultdict(Count)}
    for draft in made:
        complete, rest = cut(draft.text)
        checks: list[Check] = []
        before = None
        for sentence in [*complete, *last(rest)]:
            checks.append(check(sentence, draft.sources, similarity, before))
            before = sentence if checks[-1].shown else None
        shown = any(c.shown for c in checks) if not draft.sound else all(c.shown for c in checks)
        count = counts[draft.sound][draft.kind]
        count.made += 1
        count.wrong += shown != draft.sound
        if show and shown != draft.sound:
            faults = sorted({fault.value for c in checks for fault in c.faults})
            print(f"[{draft.kind}] {draft.text}\n    from: {draft.origin}\n    faults: {', '.join(faults)}")
    return counts


def met(counts: dict[bool, dict[str, Count]]) -> bool:
    """Whether the targets are met: none of `NEVER` passes, few sound sentences made by rules are withheld.

    A kind of which no draft could be made is a target missed: nothing was measured.
    """
    faults = [counts[False].get(kind, Count()) for kind in (*NEVER, *NEVER_WRITTEN)]
    sound = [count for kind, count in counts[True].items() if not kind.startswith(WRITTEN)]
    withheld = sum(c.wrong for c in sound) / max(1, sum(c.made for c in sound))
    return all(fault.made and not fault.wrong for fault in faults) and withheld <= WITHHELD_LIMIT


def _tell(counts: dict[bool, dict[str, Count]], *, as_json: bool) -> None:
    if as_json:
        told = {
            "faults": {k: {"made": c.made, "passed": c.wrong} for k, c in counts[False].items()},
            "sound": {k: {"made": c.made, "withheld": c.wrong} for k, c in counts[True].items()},
            "met": met(counts),
        }
        print(json.dumps(told, indent=2))
        return
    for sound, title in ((False, "faults that pass"), (True, "sound sentences withheld")):
        print(title)
        for by_hand in (False, True):
            kinds = {kind: c for kind, c in counts[sound].items() if kind.startswith(WRITTEN) is by_hand}
            total = Count(sum(c.made for c in kinds.values()), sum(c.wrong for c in kinds.values()))
            for kind, count in [*kinds.items(), (f"{WRITTEN}all" if by_hand else "all", total)]:
                print(f"  {kind:22}{count.wrong:4} / {count.made:<4} {count.wrong / max(1, count.made):.3f}")


if __name__ == "__main__":
    sys.exit(main())
