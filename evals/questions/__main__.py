"""`python -m evals.questions check | pages [--data-dir DIR]`: proves the gold places, or writes their pages.

```
python -m evals.questions check     every gold quote is in the corpus on the pages told; ids unique; items complete
python -m evals.questions pages     writes `page` (and `pages` where there are several) into the files of questions
```

Both read the index being served (`reperes index` first).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from evals.questions import GoldPlace, splits
from evals.questions.checking import faults, too_few
from evals.questions.pages import GoldPages
from evals.runs import publications
from indexer.errors import ReperesError
from indexer.index import open_index
from indexer.messages import sentence
from indexer.settings import Settings

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Runs one of the two; exit code 1 when a fault is found."""
    parser = argparse.ArgumentParser(prog="python -m evals.questions", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("action", choices=("check", "pages"))
    parser.add_argument("--data-dir", type=Path)
    asked = parser.parse_args(arguments)
    settings = Settings.load()
    if asked.data_dir:
        settings = settings.model_copy(update={"data_dir": asked.data_dir})
    pages = GoldPages(open_index(settings), publications(settings.source))
    if asked.action == "pages":
        for name in splits():
            write_pages(HERE / f"{name}.jsonl", pages)
        return 0
    found = [*filter(None, [too_few()]), *faults(pages)]
    print("\n".join(found) if found else "questions: every quote is on its page, every item is complete")
    return 1 if found else 0


def write_pages(path: Path, pages: GoldPages) -> None:
    """Writes the pages of every gold place of a file that the index holds; the rest stays as it is."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for place in (place for row in rows for entry in row["gold"] for place in entry["passages"]):
        found = pages.of(GoldPlace(place["publication"], place["quote"]))
        place.pop("pages", None)
        if found:
            place["page"] = found[0]
        if len(found) > 1:
            place["pages"] = found
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ReperesError as error:
        print(sentence(error), file=sys.stderr)
        sys.exit(1)
