"""Answers of the last hours, so that what is shared, judged or exported is what was answered and nothing else.

A reader who shares an answer or says what it is worth must not be believed about its words: a permalink would put
anything in the publications' mouths. Three ways were weighed.

- *To ask again*: another index, or a language model, answers something else by then, and it costs a whole answer.
- *To sign the answer and have it sent back*: nothing to keep, but some 30 kB in each direction, a secret to share
  between machines, and a JSON that clients write again in their own way.
- *To keep it for a while under an identifier*, which is what is done. The identifier (192 bits at random) is given to
  whoever asked and kept nowhere: the database has its digest, and the answer encrypted with a key made of it. So the
  promise holds that nothing is kept of anonymous readers that anybody could read, a copy of the database is worth
  nothing, and any web process can find what another answered.

Encryption is Fernet's (`cryptography`): a recipe with nothing to choose. Writing is done aside and never delays an
answer; a database that does not answer costs its readers these gestures only.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import logging
import secrets
import threading
import zlib
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.contract import AnswerOut, AskIn
from assistant.conversations.answered import Answered, asked_column, outcome_column
from assistant.conversations.flushing import Flusher
from assistant.conversations.tables import Recent
from indexer.errors import AnswerForgotten

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.database.held import Held

log = logging.getLogger("reperes")

KEPT: Final = dt.timedelta(hours=24)
"""A tab that was left open in the morning can still be shared in the evening."""
MOST: Final = 5000
"""Answers kept, the last ones: some 50 MB at most."""
MOST_WAITING: Final = 500
"""Answers that wait for a database that does not answer; beyond, the oldest are given up."""
SECONDS: Final = 60.0
"""Between two turns of the writer where nothing asks for one: what is too old goes then."""
_BYTES: Final = 24
_LONGEST: Final = 100


class RecentAnswers:
    """The answers of the last hours. Safe to share between threads and processes."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime]) -> None:
        """Nothing is opened.

        Args:
            database: Open, or opened when it is first wanted, and then it may raise what opening it raises.
            clock: Tells the moment.
        """
        self._database, self._clock = database, clock
        self._waiting: dict[str, Recent] = {}
        self._lock = threading.Lock()
        self._flusher = Flusher("recent answers", self._write, SECONDS)

    def keep(self, answered: Answered) -> str:
        """Keeps an answer for a while; gives the identifier that alone can find and read it."""
        name = secrets.token_urlsafe(_BYTES)
        row = Recent(digest=_digest(name), sealed=_sealed(name, answered), at=self._clock())
        with self._lock:
            self._waiting[row.digest] = row
            while len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        self._flusher.soon()
        return name

    def get(self, name: str) -> Answered:
        """An answer by its identifier.

        Raises:
            AnswerForgotten: There is none: too old, or never was.
            DatabaseStateError: The database cannot tell.
        """
        if len(name) > _LONGEST:
            raise AnswerForgotten
        digest = _digest(name)
        with self._lock:
            waiting = self._waiting.get(digest)
            if waiting is not None:
                return _opened(name, waiting.sealed)
        with self._database.reading() as session:
            row = session.get(Recent, digest)
            if row is None or row.at < self._clock() - KEPT:
                raise AnswerForgotten
            return _opened(name, row.sealed)

    def purge(self) -> None:
        """Forgets those that are over."""
        with self._database.writing() as session:
            session.execute(sa.delete(Recent).where(Recent.at < self._clock() - KEPT))

    def close(self) -> None:
        """Writes what waits."""
        self._flusher.close()

    def _write(self) -> None:
        with self._lock:
            rows = list(self._waiting.values())
        if not rows:
            return
        with self._database.writing() as session:
            values = [{"digest": row.digest, "sealed": row.sealed, "at": row.at} for row in rows]
            session.execute(sa.insert(Recent), values)
            session.execute(sa.delete(Recent).where(Recent.at < self._clock() - KEPT))
            last = sa.select(Recent.at).order_by(Recent.at.desc()).offset(MOST).limit(1).scalar_subquery()
            session.execute(sa.delete(Recent).where(Recent.at <= last))
        with self._lock:
            for row in rows:
                self._waiting.pop(row.digest, None)


def _digest(name: str) -> str:
    return hashlib.sha256(b"row:" + name.encode("utf-8", "replace")).hexdigest()


def _key(name: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"key:" + name.encode("utf-8", "replace")).digest())


def _sealed(name: str, answered: Answered) -> bytes:
    from cryptography.fernet import Fernet

    told = {
        "question": answered.asked.question,
        "asked": asked_column(answered.asked),
        "outcome": outcome_column(answered.outcome),
        "generation": answered.generation,
        "at": answered.at.isoformat(),
    }
    return Fernet(_key(name)).encrypt(zlib.compress(json.dumps(told, ensure_ascii=False).encode()))


def _opened(name: str, sealed: bytes) -> Answered:
    from cryptography.fernet import Fernet

    told = json.loads(zlib.decompress(Fernet(_key(name)).decrypt(sealed)))
    return Answered(
        AskIn.model_validate({**told["asked"], "question": told["question"]}),
        AnswerOut.model_validate(told["outcome"]),
        told["generation"],
        dt.datetime.fromisoformat(told["at"]),
    )
