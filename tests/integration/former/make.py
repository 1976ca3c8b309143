"""Data folders as former versions of Repères left them, for the tests of upgrading; all in them is made up.

From a clone, once for each version (a commit before a change of form), then packed:

    git worktree add former COMMIT && cd former
    PYTHONPATH=$PWD python …/tests/integration/former/make.py /srv/reperes
    tar --create --gzip --file …/tests/integration/former/NAME.tar.gz --directory /srv/reperes .

| NAME | COMMIT | what has changed since |
|---|---|---|
| `before-accounts` | 8012da7 | the database had messages alone (revision 0002); no database of accounts, jobs, conversations |
| `format-2` | 9922ead | generations might hold rows of individual answers, and are not opened any more |

Only what those versions had is called here.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from indexer.build import build_index
from indexer.embedder import load_embedder
from indexer.settings import Settings

PUBLICATIONS = {
    "permanence.md": "La permanence de santé de Valbrume a reçu 214 personnes en 2024. Elle ouvre le mardi matin.",
    "conseil.md": "Le conseil local de santé mentale de Valbrume réunit la ville, l’hôpital et les usager·es.",
    "atelier.md": "L’atelier santé ville de Noirmont a formé 12 médiatrices en santé. Il dure trois ans.",
}
MAILS = ("Évaluer un contrat local", "Rejoindre un conseil")
QUESTION = "Combien coûte un contrat local de santé ?"


class Quiet:
    """Progress that nobody follows."""

    def start(self, step: str, total: int) -> None:
        """Nothing is told."""

    def advance(self, count: int, pages: int = 0) -> None:
        """Nothing is told."""


def main(root: Path) -> None:
    """Writes `corpus/` and `data/`."""
    corpus, data = root / "corpus", root / "data"
    corpus.mkdir(parents=True)
    for name, text in PUBLICATIONS.items():
        (corpus / name).write_text(f"# {name.removesuffix('.md').capitalize()}\n\n{text}\n", encoding="utf-8")
    settings = Settings(data_dir=data)
    embedder = load_embedder(settings, threads=2)
    build_index([corpus], settings, lambda: embedder, Quiet())
    if Path("assistant/gaps.py").exists():
        from assistant.gaps import Gaps

        Gaps(data, 10).note(QUESTION)
    if Path("assistant/solicitations").is_dir():
        _file_mails(settings)


def _file_mails(settings: Settings) -> None:
    from assistant.solicitations.kept import Source
    from assistant.solicitations.markers import mark
    from assistant.solicitations.store import Solicitations
    from assistant.triage.model import Correspondent, Message

    queue = Solicitations.of(settings)
    for number, subject in enumerate(MAILS):
        sender = Correspondent("Solène Arnoux", "s.arnoux@cc-val.exemple.fr")
        request = f"Bonjour, auriez-vous une ressource pour « {subject.lower()} » ?"
        message = Message(
            subject=subject,
            sender=sender,
            received=dt.date(2026, 3, 2 + number),
            request=request,
            message_id=f"{number}@exemple.fr",
        )
        queue.add(message, source=Source.FOLDER)
    mark(queue, "imap essai", "1 42")
    queue.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
