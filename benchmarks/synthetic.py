"""French text of any length, with the vocabulary of the corpus: a chain of words learnt from its Markdown sources.

The sentences mean nothing; lengths, word frequencies and headings are those of real publications, which is what
indexing time and memory depend on.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from pathlib import Path

WORD = re.compile(r"[\w’'-]+|[.,;:!?]")
END = "."


class Writer:
    """Writes publications; the same seed writes the same ones."""

    def __init__(self, seed: int, texts: Path = Path("corpus/texts")) -> None:
        self._random = random.Random(seed)  # noqa: S311 — no secret is drawn
        self._next: dict[tuple[str, str], list[str]] = defaultdict(list)
        for path in sorted(texts.glob("*.md")):
            words = WORD.findall(path.read_text(encoding="utf-8"))
            for first, second, third in zip(words, words[1:], words[2:], strict=False):
                self._next[first, second].append(third)
        self._starts = sorted(pair for pair in self._next if pair[0] == END and pair[1][:1].isupper())

    def sentence(self) -> str:
        """Ten to thirty words, ended by a full stop."""
        pair = self._random.choice(self._starts)
        words = [pair[1]]
        wanted = self._random.randint(10, 30)
        while len(words) < wanted and pair in self._next:
            pair = pair[1], self._random.choice(self._next[pair])
            if pair[1] == END:
                break
            words.append(pair[1])
        return re.sub(r"\s+([.,])", r"\1", " ".join(words)) + END

    def publication(self, passages: int) -> str:
        """A Markdown text that is cut into so many passages, of lengths like the corpus' own.

        The corpus has 950 passages of 486 characters on average (median 423) and 2.1 windows each (November 2026);
        these have sections of one to six sentences, each under its heading, hence one passage each.
        """
        parts = [f"# {self.sentence()[:80]}"]
        for _ in range(passages):
            parts.append(f"## {self.sentence()[:60]}")
            parts.append(" ".join(self.sentence() for _ in range(self._random.randint(1, 6))))
        return "\n\n".join(parts) + "\n"

    def folder(self, target: Path, files: int, passages: int) -> None:
        """Writes so many publications of so many passages."""
        target.mkdir(parents=True, exist_ok=True)
        for number in range(files):
            (target / f"{number:06}.md").write_text(self.publication(passages), encoding="utf-8")
