"""The database that a program holds for as long as it runs: opened the first time that it is wanted, and only then."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from assistant.database.opening import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

    from sqlalchemy.orm import Session

    from indexer.settings import Settings


class HeldDatabase:
    """Stands for a database in a program's stores; safe to share between threads.

    Making one opens nothing: where reading is open to all, a machine whose database cannot be opened answers questions
    all the same.
    """

    def __init__(self, opener: Callable[[], Database]) -> None:
        """Nothing is opened yet.

        Args:
            opener: Opens it; what it raises, whoever wants the database gets, and the next one tries again.
        """
        self._open = opener
        self._database: Database | None = None
        self._lock = threading.Lock()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """That of the settings."""
        return cls(lambda: Database.of(settings))

    def database(self) -> Database:
        """It, open.

        Raises:
            DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated, InvalidSetting, WritingError: It cannot be opened.
        """
        with self._lock:
            self._database = self._database or self._open()
            return self._database

    @property
    def is_postgresql(self) -> bool:
        """Which of the two it is."""
        return self.database().is_postgresql

    def ask(self) -> None:
        """As `Database.ask`."""
        self.database().ask()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """As `Database.reading`."""
        with self.database().reading() as session:
            yield session

    @contextlib.contextmanager
    def writing(self, *, alone: bool = False) -> Iterator[Session]:
        """As `Database.writing`."""
        with self.database().writing(alone=alone) as session:
            yield session

    def close(self) -> None:
        """Lets go of it; it may be wanted, and so opened, again."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None


Held = Database | HeldDatabase
"""What a store takes: a database that is open, or one that will be when it is wanted."""
