"""On which pages of a publication a gold quote stands, told from the index: what the checker and the writer share."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.questions import GoldPlace
    from indexer.index import Index

SHORTEST = 3
"""Letters left on a page by the break that cuts a quote, at least."""


class GoldPages:
    """Finds the pages of gold places in one index."""

    def __init__(self, index: Index, files_by_id: Mapping[str, str]) -> None:
        self._files_by_id = files_by_id
        texts: dict[str, dict[int | None, list[str]]] = defaultdict(dict)
        for passage in index.passages:
            texts[passage.doc].setdefault(passage.page, []).append(passage.text)
        self._levelled = {
            doc: {page: f" {' '.join(words(' '.join(parts)))} " for page, parts in pages.items()}
            for doc, pages in texts.items()
        }

    def holds(self, publication: str) -> bool:
        """Whether the index holds the publication at all."""
        return self._files_by_id.get(publication, "") in self._levelled

    def of(self, place: GoldPlace) -> tuple[int | None, ...]:
        """Pages where the whole quote stands, in order, typography aside.

        When none holds it whole, the two pages between which a page break cuts it; empty when it is nowhere.
        """
        pages = self._levelled.get(self._files_by_id.get(place.publication, ""), {})
        wanted = words(place.quote)
        whole = tuple(page for page, text in pages.items() if f" {' '.join(wanted)} " in text)
        if whole:
            return whole
        cut = (two for two in pairwise(pages) if _cut_between(wanted, pages[two[0]], pages[two[1]]))
        return next(cut, ())


def _cut_between(wanted: Sequence[str], first: str, second: str) -> bool:
    """Whether the beginning of a quote stands on one page and all the rest on the other; a word may be cut too."""
    letters, before, after = "".join(wanted), first.replace(" ", ""), second.replace(" ", "")
    return any(letters[:cut] in before and letters[cut:] in after for cut in range(SHORTEST, len(letters) - SHORTEST))
